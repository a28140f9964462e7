using System.Text.Json;
using ClassicML.Preprocessing;
using CsCheck;
using static ClassicML.Tests.Preprocessing.TransformerGoldens;

namespace ClassicML.Tests.Preprocessing;

public class KBinsDiscretizerTests
{
    public static TheoryData<string> GoldenCases => [.. Golden.Cases("k-bins-discretizer")];

    [Theory, MemberData(nameof(GoldenCases))]
    public void Equals_scikit_learn_bins(string name)
    {
        Golden golden = Golden.Read("k-bins-discretizer", name);
        var learner = new KBinsDiscretizer
        {
            BinCount = (int)golden.Option("BinCount"), Edges = Enum.Parse<BinEdges>(golden.Text("Edges"), ignoreCase: true),
            Encoding = Enum.Parse<BinEncoding>(golden.Text("Encoding"), ignoreCase: true), SparseOutput = golden.Flag("SparseOutput"),
        };
        KBinsDiscretizerModel model = learner.Fit(golden.Matrix("x"));
        Assert.Equal(learner.Encoding, model.Encoding);
        double[][] edges = golden["edges"].Deserialize<double[][]>()!;
        for (int j = 0; j < edges.Length; j++) Close(edges[j], model.Edges(j), 1e-13, $"edge of column {j},");
        Features bins = model.Transform(golden.Matrix("other"));
        Assert.Equal(learner.SparseOutput, bins is SparseMatrix);
        Assert.Equal(golden.Matrix("transformed").Span.ToArray(), Dense(bins).Span.ToArray());
        Close(golden.Matrix("inverse").Span, Dense(model.InverseTransform(bins)).Span, 1e-13);
    }

    [Fact]
    public void Bins_of_quantiles_hold_equally_many_and_those_of_even_steps_are_equally_wide()
    {
        double[] x = [.. Enumerable.Range(0, 100).Select(i => Math.Exp(i / 10.0))];
        Matrix bins = Dense(new KBinsDiscretizer().Fit(Column(x)).Transform(Column(x)));
        for (int bin = 0; bin < 5; bin++) Assert.Equal(20, bins.SelectColumns([bin]).Span.ToArray().Sum());
        KBinsDiscretizerModel even = new KBinsDiscretizer { Edges = BinEdges.Uniform, BinCount = 4 }.Fit(Column(0, 1, 8));
        Assert.Equal([0, 2, 4, 6, 8], even.Edges(0).ToArray());
    }

    [Fact]
    public void Bins_of_means_are_groups_that_lie_apart()
    {
        double[] x = [1, 1.1, 0.9, 15, 15.2, 14.9, 30, 31];
        KBinsDiscretizer learner = new() { Edges = BinEdges.KMeans, BinCount = 3, Encoding = BinEncoding.Ordinal };
        Assert.Equal([0, 0, 0, 1, 1, 1, 2, 2], Dense(learner.Fit(Column(x)).Transform(Column(x))).Span.ToArray());
        // Two values are two groups, whatever is asked for.
        Assert.Equal([0, 1.5, 3], (learner with { BinCount = 9 }).Fit(Column(0, 3, 3)).Edges(0).ToArray()[..3]);
    }

    [Fact]
    public void Means_are_those_of_their_values_and_values_of_the_nearest_mean() =>
        Gen.Select(Gen.Int[-500, 500].Array[2, 60], Gen.Int[2, 6]).Sample((draws, count) =>
        {
            double[] x = Array.ConvertAll(draws, draw => draw / 64.0);
            double[] edges = new KBinsDiscretizer { Edges = BinEdges.KMeans, BinCount = count }.Fit(Column(x)).Edges(0).ToArray();
            Assert.Equal((x.Min(), x.Max()), (edges[0], edges[^1]));
            if (x.Distinct().Count() <= count) return;
            // A value on an edge is of the lower mean in the search.
            double[] means = [.. Enumerable.Range(1, edges.Length - 1).Select(bin => x.Where(value =>
                (bin == 1 || value > edges[bin - 1]) && (bin == edges.Length - 1 || value <= edges[bin])).DefaultIfEmpty(double.NaN).Average())];
            for (int bin = 1; bin < edges.Length - 1; bin++) Assert.Equal((means[bin - 1] + means[bin]) / 2, edges[bin], 1e-12);
        }, iter: 200);

    [Theory, InlineData(1e-170), InlineData(5e-324), InlineData(1e73)]
    public void A_column_in_any_unit_has_its_bins(double unit)
    {
        foreach (BinEdges edges in Enum.GetValues<BinEdges>())
        {
            KBinsDiscretizer learner = new() { Edges = edges, BinCount = 2, Encoding = BinEncoding.Ordinal };
            KBinsDiscretizerModel model = learner.Fit(Column(0, 2 * unit, 10 * unit, 12 * unit));
            Assert.Equal([0, 0, 1, 1], Dense(model.Transform(Column(0, 2 * unit, 10 * unit, 12 * unit))).Span.ToArray());
        }
    }

    [Fact]
    public void A_column_of_one_value_is_one_bin_that_maps_back_to_it()
    {
        var x = new Matrix(new double[,] { { 7, 1 }, { 7, 2 }, { 7, 3 } });
        foreach (BinEdges edges in Enum.GetValues<BinEdges>())
        {
            KBinsDiscretizerModel model = new KBinsDiscretizer { Edges = edges, BinCount = 2 }.Fit(x);
            Assert.Equal((3, 1), (model.OutputCount, model.Report.Details["constant_columns"]));
            Matrix other = new(new double[,] { { 9, 1 } });
            Assert.Equal((1, 7), (Dense(model.Transform(other))[0, 0], Dense(model.InverseTransform(model.Transform(other)))[0, 0]));
        }
    }

    [Fact]
    public void Of_many_rows_a_sample_is_read_that_the_seed_says()
    {
        Matrix x = RandomMatrix(3_000, 2);
        KBinsDiscretizer learner = new() { SampleCount = 100 };
        double[] one = learner.Fit(x).Edges(1).ToArray();
        Assert.Equal(one, learner.Fit(x).Edges(1).ToArray());
        Assert.NotEqual(one, (learner with { Seed = 1 }).Fit(x).Edges(1).ToArray());
        Assert.NotEqual(one, (learner with { SampleCount = null }).Fit(x).Edges(1).ToArray());
        Assert.Equal((learner with { Edges = BinEdges.Uniform }).Fit(x).Edges(1).ToArray(),
            (learner with { Edges = BinEdges.Uniform, SampleCount = null }).Fit(x).Edges(1).ToArray());
    }

    [Fact]
    public void Bins_have_the_names_of_their_columns_with_their_numbers()
    {
        Features x = new Matrix(new double[,] { { 0, 5 }, { 1, 5 }, { 2, 5 }, { 3, 5 } }).WithNames(["age", "city"]);
        KBinsDiscretizer learner = new() { BinCount = 2 };
        KBinsDiscretizerModel bins = learner.Fit(x), numbers = (learner with { Encoding = BinEncoding.Ordinal }).Fit(x);
        Assert.Equal(["age_0", "age_1", "city_0"], bins.OutputNames!.Value);
        Assert.Equal([0, 0, 1], bins.OutputSources!.Value);
        Assert.Equal(["age", "city"], numbers.OutputNames!.Value);
        Assert.Equal(["age", "city"], bins.InverseTransform(bins.Transform(x)).ColumnNames!.Value);
    }

    [Fact]
    public void What_is_no_bin_is_refused()
    {
        KBinsDiscretizerModel oneHot = new KBinsDiscretizer { BinCount = 2 }.Fit(Column(0, 1, 2, 3));
        Assert.Contains("the model makes 2 columns, this matrix has 1", Fail(() => oneHot.InverseTransform(Column(1))));
        Assert.Contains("row 0 has no value above 0 among the bins of column 0", Fail(() => oneHot.InverseTransform(new Matrix(new double[1, 2]))));
        KBinsDiscretizerModel model = new KBinsDiscretizer { Encoding = BinEncoding.Ordinal }.Fit(Column(0, 1, 2, 3, 4, 5));
        foreach (double bin in new[] { -1, 5, 0.5 })
            Assert.Contains(FormattableString.Invariant($"row 0, column 0 is {bin}; bins are 0 to 4"), Fail(() => model.InverseTransform(Column(bin))));
        Assert.Contains("row 1, column 0 is missing (NaN)", Fail(() => model.Transform(Column(1, double.NaN))));
        RefusesSparse(new KBinsDiscretizer { BinCount = 2, Encoding = BinEncoding.Ordinal }, "reads dense data, a Matrix; this is a SparseMatrix");
    }
}
