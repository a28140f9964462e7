using ClassicML.Decomposition;

namespace ClassicML.Tests.Decomposition;

public class IncrementalPcaTests
{
    [Theory, InlineData("iris"), InlineData("wine"), InlineData("offset")]
    public void Equals_scikit_learn(string name)
    {
        Golden golden = Golden.Read("incremental-pca", name);
        var learner = new IncrementalPca { ComponentCount = golden["count"].GetInt32(), BatchSize = golden["batch"].GetInt32() };
        PcaModel model = learner.Fit(golden.Matrix("x"));
        // scikit-learn's running mean loses some digits to an offset of 1e4.
        double tolerance = name == "offset" ? 1e-9 : 1e-12;
        Golden.Close(golden.Numbers("mean"), model.Mean, 1e-12);
        Golden.Close(golden.Numbers("variances"), model.ExplainedVariance, tolerance);
        Golden.Close(golden.Numbers("ratios"), model.ExplainedVarianceRatio, tolerance);
        Assert.Equal(golden["noise"].GetDouble(), model.NoiseVariance, tolerance);
        Golden.Close(golden.Matrix("components").Span, model.Components.Span, 100 * tolerance);
    }

    [Fact]
    public void With_all_components_kept_batches_give_what_all_rows_give()
    {
        Matrix x = Golden.Random(100, 6);
        PcaModel whole = new Pca().Fit(x), streamed = new IncrementalPca().Fit(Enumerable.Range(0, 10).Select(i => x.Rows(10 * i, 10)));
        Golden.Close(whole.ExplainedVariance, streamed.ExplainedVariance, 1e-12);
        Golden.Close(whole.Components.Span, streamed.Components.Span, 1e-10);
        Assert.Equal(10, streamed.Report.Iterations);
    }

    [Fact]
    public void Bad_batches_are_refused()
    {
        Assert.Contains("ComponentCount must be at most 2",
            Fail(() => new IncrementalPca { ComponentCount = 3 }.Fit([Golden.Random(2, 4)])));
        Assert.Contains("batch has 3 columns, the first had 4",
            Fail(() => new IncrementalPca().Fit([Golden.Random(5, 4), Golden.Random(5, 3)])));
        Assert.Contains("needs at least two rows, has 0", Fail(() => new IncrementalPca().Fit(Array.Empty<Matrix>())));
    }

    private static string Fail(Action action) => Assert.ThrowsAny<ArgumentException>(action).Message;
}
