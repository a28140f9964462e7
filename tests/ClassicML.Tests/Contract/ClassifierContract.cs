using ClassicML.Wire;

namespace ClassicML.Tests.Contract;

/// <summary>What every classifier promises.</summary>
public class ClassifierContract
{
    public static TheoryData<string> Classifiers => Learners.Classifiers;

    [Theory, MemberData(nameof(Classifiers))]
    public void A_fit_leaves_the_learner_as_it_was_and_a_second_fit_is_the_same(string name)
    {
        IClassifier<IClassifierModel> learner = Learners.Classifier(name);
        string before = Learners.Registry.Write(learner).ToString();
        string first = Written(learner.Fit(Rows.Of(3))), second = Written(learner.Fit(Rows.Of(3)));
        Assert.Equal(first, second);
        Assert.Equal(before, Learners.Registry.Write(learner).ToString());
    }

    [Theory, MemberData(nameof(Classifiers))]
    public void Any_number_of_threads_gives_the_same_bits(string name)
    {
        ClassificationData data = Rows.Of(3, 3000);
        string one = Written(Learners.Classifier(name).Fit(data, new FitContext { MaxThreads = 1 }));
        Assert.Equal(one, Written(Learners.Classifier(name).Fit(data, new FitContext { MaxThreads = 8 })));
    }

    [Theory, MemberData(nameof(Classifiers))]
    public void A_batch_predicts_what_its_rows_predict_in_any_order(string name)
    {
        ClassificationData data = Rows.Of(3, 133);
        IClassifierModel model = Learners.Classifier(name).Fit(data);
        int[] codes = model.Predict(data.Features), order = new Rng(5).Permutation(data.RowCount);
        Assert.Equal(order.Select(i => codes[i]), model.Predict(data.Features.SelectRows(order)));
        for (int i = 0; i < data.RowCount; i++) Assert.Equal(codes[i], model.Predict(data.X().Rows(i, 1))[0]);
        if (model.As<IProbabilisticModel>() is { } probabilistic)
        {
            Matrix p = probabilistic.PredictProbabilities(data.Features);
            for (int i = 0; i < data.RowCount; i++)
                Assert.Equal(p.Row(i).ToArray(), probabilistic.PredictProbabilities(data.X().Rows(i, 1)).Span.ToArray());
        }
        if (model.As<IDecisionScores>() is { } scoring)
        {
            Matrix scores = scoring.DecisionScores(data.Features);
            for (int i = 0; i < data.RowCount; i++)
                Assert.Equal(scores.Row(i).ToArray(), scoring.DecisionScores(data.X().Rows(i, 1)).Span.ToArray());
        }
    }

    [Theory, MemberData(nameof(Classifiers))]
    public void Probabilities_are_shares_that_sum_to_one_and_the_class_is_a_likeliest(string name)
    {
        foreach (int classes in new[] { 2, 3 })
        {
            ClassificationData data = Rows.Of(classes);
            IClassifierModel model = Learners.Classifier(name).Fit(data);
            if (model.As<IProbabilisticModel>() is not { } probabilistic) return;
            Matrix p = probabilistic.PredictProbabilities(data.Features);
            int[] codes = model.Predict(data.Features);
            Assert.Equal((data.RowCount, classes), (p.RowCount, p.ColumnCount));
            for (int i = 0; i < data.RowCount; i++)
            {
                double[] row = p.Row(i).ToArray();
                Assert.All(row, share => Assert.InRange(share, 0, 1));
                Assert.Equal(1, row.Sum(), 1e-12);
                Assert.Equal(row.Max(), row[codes[i]]);
            }
        }
    }

    [Theory, MemberData(nameof(Classifiers))]
    public void A_subset_keeps_its_parents_labels(string name)
    {
        ClassificationData all = Rows.Of(3), some = all.SelectRows([.. Enumerable.Range(0, all.RowCount).Where(i => all.Codes[i] != 1)]);
        IClassifierModel model = Learners.Classifier(name).Fit(some);
        Assert.Equal(all.Labels, model.Labels);
        Assert.DoesNotContain("class b", model.PredictLabels(all.Features));
        if (model.As<IProbabilisticModel>() is { } probabilistic)
            for (int i = 0; i < all.RowCount; i++) Assert.Equal(0, probabilistic.PredictProbabilities(all.Features)[i, 1]);
    }

    [Theory, MemberData(nameof(Classifiers))]
    public void Values_that_are_no_numbers_are_refused_by_row_and_column(string name)
    {
        IClassifier<IClassifierModel> learner = Learners.Classifier(name);
        bool takesMissing = Learners.TakesMissing(name);
        if (takesMissing) learner.Fit(Rows.Of(3).With(7, 2, double.NaN));
        else Assert.Contains("row 7, column 2 is missing (NaN)", Fail(() => learner.Fit(Rows.Of(3).With(7, 2, double.NaN))));
        Assert.Contains("row 7, column 2 is Infinity", Fail(() => learner.Fit(Rows.Of(3).With(7, 2, double.PositiveInfinity))));
        IClassifierModel model = learner.Fit(Rows.Of(3));
        var missing = new Matrix(new[,] { { 1, double.NaN, 1, 1 } });
        if (takesMissing) Assert.Single(model.Predict(missing));
        else Assert.Contains("row 0, column 1 is missing (NaN)", Fail(() => model.Predict(missing)));
        Assert.Contains("row 0, column 1 is -Infinity", Fail(() => model.Predict(new Matrix(new[,] { { 1, double.NegativeInfinity, 1, 1 } }))));
    }

    [Theory, MemberData(nameof(Classifiers))]
    public void Another_width_or_a_wrong_destination_is_refused(string name)
    {
        IClassifierModel model = Learners.Classifier(name).Fit(Rows.Of(3));
        Assert.Contains("the model was fitted on 4 features, this matrix has 3", Fail(() => model.Predict(new Matrix(new double[2, 3]))));
        Assert.Contains("destination must hold 2 values, holds 1", Fail(() => model.Predict(new Matrix(new double[2, 4]), new int[1])));
        Assert.Throws<ArgumentNullException>(() => model.Predict(null!));
        Assert.Throws<ArgumentNullException>(() => Learners.Classifier(name).Fit(null!));
        Assert.Empty(model.Predict(Matrix.Wrap([], 0, 4)));
    }

    [Theory, MemberData(nameof(Classifiers))]
    public void Odd_shapes_fit_or_are_refused_in_words(string name)
    {
        IClassifier<IClassifierModel> learner = Learners.Classifier(name);
        FitsOrRefuses(learner, Rows.Of(3).SelectRows([0]));
        FitsOrRefuses(learner, Rows.Of(3).SelectRows([0, 3, 6, 9, 12, 15]));
        FitsOrRefuses(learner, Rows.Of(2, 40, 1));
        FitsOrRefuses(learner, ClassificationData.Create(Matrix.Wrap(new double[40], 20, 2), [.. Enumerable.Range(0, 20).Select(i => i % 2)]));
        FitsOrRefuses(learner, Rows.Of(2, 10, 30));
        FitsOrRefuses(learner, Rows.Of(2, 12).WithWeights([0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1]));
    }

    [Theory, MemberData(nameof(Classifiers))]
    public void A_cancelled_fit_throws(string name) =>
        Assert.ThrowsAny<OperationCanceledException>(() =>
            Learners.Classifier(name).Fit(Rows.Of(3), new FitContext { Cancellation = new CancellationToken(true) }));

    [Theory, MemberData(nameof(Classifiers))]
    public void A_model_written_and_read_predicts_the_same(string name)
    {
        ClassificationData data = Rows.Of(3);
        IClassifierModel model = Learners.Classifier(name).Fit(data);
        string text = Learners.Registry.Write(model).ToString();
        var read = Learners.Registry.Read<IClassifierModel>(WireForm.Parse(text));
        Assert.Equal(text, Learners.Registry.Write(read).ToString());
        Assert.Equal(model.Predict(data.Features), read.Predict(data.Features));
        if (model.As<IProbabilisticModel>() is { } probabilistic)
            Assert.Equal(probabilistic.PredictProbabilities(data.Features).Span, read.As<IProbabilisticModel>()!.PredictProbabilities(data.Features).Span);
    }

    [Theory, MemberData(nameof(Classifiers))]
    public void The_report_is_filled_in(string name)
    {
        IClassifierModel model = Learners.Classifier(name).Fit(Rows.Of(3));
        Assert.True(model.Report.Elapsed > TimeSpan.Zero);
        Assert.Equal(model.Report.Converged, model.Report.Reason is null);
        Assert.Equal(4, model.FeatureCount);
    }

    private static void FitsOrRefuses(IClassifier<IClassifierModel> learner, ClassificationData data)
    {
        try
        {
            Assert.Equal(data.RowCount, learner.Fit(data).Predict(data.Features).Length);
        }
        catch (ArgumentException e)
        {
            Assert.True(e.Message.Length > 20, e.Message);
        }
    }
}
