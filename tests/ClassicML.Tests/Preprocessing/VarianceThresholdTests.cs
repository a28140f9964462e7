using ClassicML.Preprocessing;
using static ClassicML.Tests.Preprocessing.TransformerGoldens;

namespace ClassicML.Tests.Preprocessing;

public class VarianceThresholdTests
{
    public static TheoryData<string> GoldenCases => [.. Golden.Cases("variance-threshold")];

    [Theory, MemberData(nameof(GoldenCases))]
    public void Equals_scikit_learn_variance_threshold(string name)
    {
        Golden golden = Golden.Read("variance-threshold", name);
        VarianceThresholdModel model = golden.Holds(new VarianceThreshold { Threshold = golden.Option("Threshold") }, 0);
        // scikit-learn's two passes keep the first mean.
        if (golden.Has("variances")) Close(golden.Numbers("variances"), model.Variances, 1e-9);
    }

    [Fact]
    public void A_column_of_one_value_has_no_variance_whatever_rounding_says()
    {
        // A mean of ten times 0.1 is not 0.1.
        double[] x = [.. Enumerable.Range(0, 10).SelectMany(i => new[] { 0.1, 1e9 + 1e-7 * (i % 2), 1e-200 * i, double.NaN })];
        VarianceThresholdModel model = new VarianceThreshold().Fit(Matrix.Wrap(x, 10, 4));
        Assert.Equal([1, 2], model.Kept.ToArray());
        Assert.Equal((0, double.NaN), (model.Variances[0], model.Variances[3]));
    }

    [Fact]
    public void Columns_that_are_kept_come_out_as_they_are_with_their_missing_values()
    {
        double nan = double.NaN;
        var x = new Matrix(new[,] { { 1, 5, nan, 2 }, { 1, nan, 4, 2 }, { 1, 7, 9, 2 } });
        Assert.Equal([5, nan, nan, 4, 7, 9], Dense(new VarianceThreshold().Fit(x).Transform(x)).Span.ToArray());
    }

    [Fact]
    public void Columns_keep_their_names()
    {
        Features x = new Matrix(new double[,] { { 1, 5, 7 }, { 2, 5, 8 } }).WithNames(["age", "city", "size"]);
        VarianceThresholdModel model = new VarianceThreshold().Fit(x);
        Assert.Equal(["age", "size"], model.OutputNames!.Value);
        Assert.Equal([0, 2], model.OutputSources!.Value);
        Assert.Equal(["age", "size"], model.Transform(x).ColumnNames!.Value);
    }

    [Fact]
    public void Where_no_column_is_left_the_fit_says_so() =>
        Assert.Contains("no column has a variance above 2; the largest is 0.25",
            Fail(() => new VarianceThreshold { Threshold = 2 }.Fit(new Matrix(new double[,] { { 1, 3 }, { 2, 3 } }))));
}
