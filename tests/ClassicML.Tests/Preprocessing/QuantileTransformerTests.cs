using ClassicML.Preprocessing;
using CsCheck;
using static ClassicML.Tests.Preprocessing.TransformerGoldens;

namespace ClassicML.Tests.Preprocessing;

public class QuantileTransformerTests
{
    public static TheoryData<string> GoldenCases => [.. Golden.Cases("quantile-transformer")];

    [Theory, MemberData(nameof(GoldenCases))]
    public void Equals_scikit_learn_quantile(string name)
    {
        Golden golden = Golden.Read("quantile-transformer", name);
        var learner = new QuantileTransformer
        {
            QuantileCount = (int)golden.Option("QuantileCount"), Output = Enum.Parse<QuantileOutput>(golden.Text("Output"), ignoreCase: true),
        };
        QuantileTransformerModel model = learner.Fit(golden.Matrix("x"));
        Assert.Equal(learner.Output, model.Output);
        Matrix quantiles = golden.Matrix("quantiles");
        Assert.Equal(quantiles.ColumnCount, model.QuantileCount);
        for (int j = 0; j < quantiles.RowCount; j++) Close(quantiles.Row(j), model.Quantiles(j), 1e-14, $"quantile of column {j},");
        // A share is right to a rounding of quantiles over their distance, and its normal quantile some times that.
        Close(golden.Matrix("transformed").Span, Dense(model.Transform(golden.Matrix("other"))).Span, 1e-9, "transformed");
        Close(golden.Matrix("inverse").Span, Dense(model.InverseTransform(golden.Matrix("back"))).Span, 1e-9, "inverse");
    }

    [Fact]
    public void Values_become_evenly_spread_whatever_their_distribution()
    {
        double[] x = [.. Enumerable.Range(0, 101).Select(i => Math.Exp(i / 3.0))];
        double[] shares = Dense(new QuantileTransformer().Fit(Column(x)).Transform(Column(x))).Span.ToArray();
        for (int i = 0; i <= 100; i++) Assert.Equal(i / 100.0, shares[i], 1e-12);
    }

    [Fact]
    public void Any_rising_map_of_a_column_gives_the_same() =>
        Gen.Double[-5, 5].Array[3, 60].Sample(x =>
        {
            QuantileTransformer learner = new() { QuantileCount = 60 };
            double[] other = Array.ConvertAll(x, Math.Cbrt);
            Close(Dense(learner.Fit(Column(x)).Transform(Column(x))).Span, Dense(learner.Fit(Column(other)).Transform(Column(other))).Span, 1e-9);
        }, iter: 100);

    [Theory, InlineData(1e-170), InlineData(5e-324), InlineData(1e74)]
    public void A_column_in_any_unit_has_its_ranks(double unit)
    {
        QuantileTransformerModel model = new QuantileTransformer().Fit(Column(unit, 2 * unit, 4 * unit));
        Assert.Equal([0, 0.5, 0.75, 1], Dense(model.Transform(Column(unit, 2 * unit, 3 * unit, 4 * unit))).Span.ToArray());
        QuantileTransformerModel normal = new QuantileTransformer { Output = QuantileOutput.Normal }.Fit(Column(unit, 2 * unit, 4 * unit));
        Close([-5.19933758, 0, 5.19933758], Dense(normal.Transform(Column(unit, 2 * unit, 4 * unit))).Span, 1e-8);
        Assert.Equal([unit, 2 * unit, 4 * unit], Dense(normal.InverseTransform(normal.Transform(Column(unit, 2 * unit, 4 * unit)))).Span.ToArray());
    }

    [Fact]
    public void Missing_values_stay_and_a_column_without_values_is_missing_throughout()
    {
        double nan = double.NaN;
        QuantileTransformerModel model = new QuantileTransformer().Fit(new Matrix(new[,] { { 1, nan }, { nan, nan }, { 3, nan } }));
        Assert.Equal([nan, nan, 0.5, nan], Dense(model.Transform(new Matrix(new[,] { { nan, 1 }, { 2, nan } }))).Span.ToArray());
        Assert.Equal([nan, nan, 2, nan], Dense(model.InverseTransform(new Matrix(new[,] { { nan, 1 }, { 0.5, nan } }))).Span.ToArray());
    }

    [Fact]
    public void Of_many_rows_a_sample_is_read_that_the_seed_says()
    {
        Matrix x = RandomMatrix(5_000, 2);
        QuantileTransformer learner = new() { QuantileCount = 100, SampleCount = 500 };
        QuantileTransformerModel one = learner.Fit(x), same = learner.Fit(x), other = (learner with { Seed = 1 }).Fit(x);
        Assert.Equal(500, one.Report.Details["sample_count"]);
        Assert.Equal(one.Quantiles(1).ToArray(), same.Quantiles(1).ToArray());
        Assert.NotEqual(one.Quantiles(1).ToArray(), other.Quantiles(1).ToArray());
        QuantileTransformerModel whole = (learner with { SampleCount = null }).Fit(x);
        Assert.Equal(5_000, whole.Report.Details["sample_count"]);
        // Shares of 500 rows are right to √(1/4/500) = 0.022; five times that is off once in a million.
        for (int q = 0; q < 100; q++) Assert.Equal(whole.Quantiles(0)[q], one.Quantiles(0)[q], 0.11);
    }

    [Fact]
    public void More_quantiles_than_rows_of_a_sample_and_sparse_rows_are_refused()
    {
        Assert.Contains("QuantileCount must be at most SampleCount, 5, was 1000",
            Fail(() => new QuantileTransformer { SampleCount = 5 }.Fit(Column(1, 2))));
        RefusesSparse(new QuantileTransformer(), "reads dense data, a Matrix; this is a SparseMatrix");
    }
}
