using ClassicML.Wire;

namespace ClassicML.Tests.Contract;

/// <summary>What every outlier detector promises.</summary>
public class OutlierContract
{
    public static TheoryData<string> Detectors => Learners.OutlierDetectors;

    [Theory, MemberData(nameof(Detectors))]
    public void A_fit_leaves_the_learner_as_it_was_and_a_second_fit_is_the_same(string name)
    {
        ILearner<OutlierData, IOutlierModel> learner = Learners.OutlierDetector(name);
        string before = Learners.Registry.Write(learner).ToString();
        Assert.Equal(Written(learner.Fit(Rows.Outliers())), Written(learner.Fit(Rows.Outliers())));
        Assert.Equal(before, Learners.Registry.Write(learner).ToString());
    }

    [Theory, MemberData(nameof(Detectors))]
    public void Any_number_of_threads_gives_the_same_bits(string name)
    {
        OutlierData data = Rows.Outliers(3000);
        string one = Written(Learners.OutlierDetector(name).Fit(data, new FitContext { MaxThreads = 1 }));
        Assert.Equal(one, Written(Learners.OutlierDetector(name).Fit(data, new FitContext { MaxThreads = 8 })));
    }

    // What is known of rows only scores: a search alone goes by it.
    [Theory, MemberData(nameof(Detectors))]
    public void A_fit_on_rows_with_known_outliers_is_one_on_the_rows_alone(string name)
    {
        if (Learners.OutlierDetector(name) is not IOutlierDetector<IOutlierModel> learner) return;
        OutlierData data = Rows.Outliers();
        string alone = Written(learner.Fit(data.Features));
        Assert.Equal(alone, Written(learner.Fit(data)));
        Assert.Equal(alone, Written(learner.Fit(new OutlierData(data.Features, new bool[data.RowCount]))));
        Assert.Contains("row 7, column 2 is missing (NaN)", Fail(() => learner.Fit(Rows.Of(3).With(7, 2, double.NaN).Features)));
        Assert.Throws<ArgumentNullException>(() => learner.Fit((Features)null!));
        Assert.ThrowsAny<OperationCanceledException>(() => learner.Fit(data.Features, new FitContext { Cancellation = new CancellationToken(true) }));
    }

    [Theory, MemberData(nameof(Detectors))]
    public void A_batch_scores_what_its_rows_score(string name)
    {
        OutlierData data = Rows.Outliers(133);
        IOutlierModel model = Learners.OutlierDetector(name).Fit(data);
        double[] scores = model.Score(data.Features);
        for (int i = 0; i < data.RowCount; i++) Assert.Equal(scores[i], model.Score(((Matrix)data.Features).Rows(i, 1))[0]);
        Assert.Equal(scores.Select(score => score > 0), model.IsInlier(data.Features));
    }

    [Theory, MemberData(nameof(Detectors))]
    public void Missing_values_another_width_and_wrong_destinations_are_refused(string name)
    {
        ILearner<OutlierData, IOutlierModel> learner = Learners.OutlierDetector(name);
        Assert.Contains("row 7, column 2 is missing (NaN)", Fail(() => learner.Fit(OutlierData.Of(Rows.Of(3).With(7, 2, double.NaN), "class c"))));
        IOutlierModel model = learner.Fit(Rows.Outliers());
        Assert.Contains("the model was fitted on 4 features, this matrix has 3", Fail(() => model.Score(new Matrix(new double[2,
            3]))));
        Assert.Contains("destination must hold 2 values, holds 1", Fail(() => model.Score(new Matrix(new double[2, 4]),
            new double[1])));
        Assert.Throws<ArgumentNullException>(() => learner.Fit(null!));
        Assert.Empty(model.Score(Matrix.Wrap([], 0, 4)));
    }

    [Theory, MemberData(nameof(Detectors))]
    public void A_cancelled_fit_throws(string name) =>
        Assert.ThrowsAny<OperationCanceledException>(() =>
            Learners.OutlierDetector(name).Fit(Rows.Outliers(), new FitContext { Cancellation = new CancellationToken(true) }));

    [Theory, MemberData(nameof(Detectors))]
    public void A_model_written_and_read_scores_the_same(string name)
    {
        Features x = Rows.Outliers().Features;
        IOutlierModel model = Learners.OutlierDetector(name).Fit(Rows.Outliers());
        string text = Learners.Registry.Write(model).ToString();
        var read = Learners.Registry.Read<IOutlierModel>(WireForm.Parse(text));
        Assert.Equal(text, Learners.Registry.Write(read).ToString());
        Assert.Equal(model.Score(x), read.Score(x));
        Assert.True(model.Report.Elapsed > TimeSpan.Zero);
    }
}
