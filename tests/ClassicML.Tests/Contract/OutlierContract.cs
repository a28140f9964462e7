using ClassicML.Wire;

namespace ClassicML.Tests.Contract;

/// <summary>What every outlier detector promises.</summary>
public class OutlierContract
{
    public static TheoryData<string> Detectors => Learners.OutlierDetectors;

    [Theory, MemberData(nameof(Detectors))]
    public void A_fit_leaves_the_learner_as_it_was_and_a_second_fit_is_the_same(string name)
    {
        IOutlierDetector<IOutlierModel> learner = Learners.OutlierDetector(name);
        string before = Learners.Registry.Write(learner).ToString();
        Assert.Equal(Written(learner.Fit(Rows.Of(3).Features)), Written(learner.Fit(Rows.Of(3).Features)));
        Assert.Equal(before, Learners.Registry.Write(learner).ToString());
    }

    [Theory, MemberData(nameof(Detectors))]
    public void Any_number_of_threads_gives_the_same_bits(string name)
    {
        Features x = Rows.Of(3, 3000).Features;
        string one = Written(Learners.OutlierDetector(name).Fit(x, new FitContext { MaxThreads = 1 }));
        Assert.Equal(one, Written(Learners.OutlierDetector(name).Fit(x, new FitContext { MaxThreads = 8 })));
    }

    [Theory, MemberData(nameof(Detectors))]
    public void A_batch_scores_what_its_rows_score(string name)
    {
        ClassificationData data = Rows.Of(3, 133);
        IOutlierModel model = Learners.OutlierDetector(name).Fit(data.Features);
        double[] scores = model.Score(data.Features);
        for (int i = 0; i < data.RowCount; i++) Assert.Equal(scores[i], model.Score(data.X().Rows(i, 1))[0]);
        Assert.Equal(scores.Select(score => score > 0), model.IsInlier(data.Features));
    }

    [Theory, MemberData(nameof(Detectors))]
    public void Missing_values_another_width_and_wrong_destinations_are_refused(string name)
    {
        IOutlierDetector<IOutlierModel> learner = Learners.OutlierDetector(name);
        Assert.Contains("row 7, column 2 is missing (NaN)", Fail(() => learner.Fit(Rows.Of(3).With(7, 2, double.NaN).Features)));
        IOutlierModel model = learner.Fit(Rows.Of(3).Features);
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
            Learners.OutlierDetector(name).Fit(Rows.Of(3).Features, new FitContext { Cancellation = new CancellationToken(true) }));

    [Theory, MemberData(nameof(Detectors))]
    public void A_model_written_and_read_scores_the_same(string name)
    {
        Features x = Rows.Of(3).Features;
        IOutlierModel model = Learners.OutlierDetector(name).Fit(x);
        string text = Learners.Registry.Write(model).ToString();
        var read = Learners.Registry.Read<IOutlierModel>(WireForm.Parse(text));
        Assert.Equal(text, Learners.Registry.Write(read).ToString());
        Assert.Equal(model.Score(x), read.Score(x));
        Assert.True(model.Report.Elapsed > TimeSpan.Zero);
    }
}
