using System.Text.Json;
using ClassicML.Preprocessing;
using CsCheck;
using static ClassicML.Tests.Preprocessing.TransformerGoldens;

namespace ClassicML.Tests.Preprocessing;

public class SplineFeaturesTests
{
    public static TheoryData<string> GoldenCases => [.. Golden.Cases("spline-features")];

    [Theory, MemberData(nameof(GoldenCases))]
    public void Equals_scikit_learn_spline(string name)
    {
        Golden golden = Golden.Read("spline-features", name);
        var learner = new SplineFeatures
        {
            KnotCount = (int)golden.Option("KnotCount"), Knots = SplineKnots.Parse(golden.Text("Knots")), Degree = (int)golden.Option("Degree"),
            Extrapolation = Enum.Parse<SplineExtrapolation>(golden.Text("Extrapolation"), ignoreCase: true), IncludeBias = golden.Flag("IncludeBias"),
        };
        // Knots among years are right to 2e-13, and a value's place between them to a part of that.
        golden.Holds(learner, 1e-10);
        Features named = golden.Matrix("x").WithNames(new[] { "age", "city", "c" }.Take(golden.Matrix("x").ColumnCount));
        SplineFeaturesModel model = learner.Fit(named);
        Assert.Equal(golden["names"].Deserialize<string[]>(), model.OutputNames);
        Assert.Equal(model.OutputNames!.Value.Select(name => Array.IndexOf(["age", "city", "c"], name.Split('_')[0])), model.OutputSources!.Value);
    }

    [Fact]
    public void Splines_are_not_negative_and_sum_to_one() =>
        Gen.Select(Gen.Double[-5, 5].Array[2, 30], Gen.Int[0, 6], Gen.Int[2, 8], Gen.Bool, Gen.Bool).Sample((x, degree, knots, quantiles, periodic) =>
        {
            if (periodic && knots <= degree) return;
            var learner = new SplineFeatures
            {
                Degree = degree, KnotCount = knots, Knots = quantiles ? SplineKnots.Quantile : SplineKnots.Uniform,
                Extrapolation = periodic ? SplineExtrapolation.Periodic : SplineExtrapolation.Constant,
            };
            // With ties, and values beyond the ends.
            double[] ties = [.. x, .. x.Take(x.Length / 2), x[0], x[0]];
            Matrix splines = Dense(learner.Fit(Column(ties)).Transform(Column([.. ties, -7, 9])));
            for (int i = 0; i < splines.RowCount; i++)
            {
                double sum = 0;
                foreach (double value in splines.Row(i)) sum += value >= -1e-15 ? value : double.NaN;
                Assert.Equal(1, sum, 1e-12);
            }
        }, iter: 300);

    [Theory, InlineData(1e-200), InlineData(5e-324), InlineData(1e74)]
    public void A_column_in_any_unit_has_the_same_splines(double unit)
    {
        SplineFeatures learner = new() { KnotCount = 5, Extrapolation = SplineExtrapolation.Linear };
        double[] x = [0, 1, 2, 3, 4];
        Matrix plain = Dense(learner.Fit(Column(x)).Transform(Column([.. x, 5])));
        double[] scaled = Array.ConvertAll(x, value => value * unit);
        Close(plain.Span, Dense(learner.Fit(Column(scaled)).Transform(Column([.. scaled, 5 * unit]))).Span, 1e-14);
    }

    [Fact]
    public void Periodic_splines_of_the_two_ends_are_the_same_and_begin_again_beyond_them()
    {
        double[] hours = [.. Enumerable.Range(0, 25).Select(hour => (double)hour)];
        SplineFeaturesModel model = new SplineFeatures { KnotCount = 7, Extrapolation = SplineExtrapolation.Periodic }.Fit(Column(hours));
        Assert.Equal((6, 7), (model.OutputCount, model.Knots(0).Length));
        Matrix splines = Dense(model.Transform(Column(0, 24, 5, 29, -19, 1)));
        Close(splines.Row(0), splines.Row(1), 1e-15);
        Close(splines.Row(2), splines.Row(3), 1e-15);
        Close(splines.Row(2), splines.Row(4), 1e-15);
        Assert.NotEqual(splines.Row(0).ToArray(), splines.Row(5).ToArray());
    }

    [Fact]
    public void A_column_of_one_value_has_knots_above_it()
    {
        SplineFeaturesModel model = new SplineFeatures { KnotCount = 3 }.Fit(new Matrix(new double[,] { { 0, -8, 1e9 }, { 0, -8, 1e9 } }));
        Assert.Equal([0, 0.5, 1], model.Knots(0).ToArray());
        Assert.Equal([-8, -4, 0], model.Knots(1).ToArray());
        Assert.Equal([1e9, 1.5e9, 2e9], model.Knots(2).ToArray());
    }

    [Fact]
    public void A_straight_line_is_a_sum_of_splines_and_stays_one_beyond_the_knots()
    {
        // With coefficients at the averages of the inner knots (Greville) splines of any degree give x itself.
        double[] x = [.. Enumerable.Range(0, 21).Select(i => i / 4.0)];
        for (int degree = 1; degree <= 4; degree++)
        {
            SplineFeaturesModel model = new SplineFeatures { Degree = degree, KnotCount = 6, Extrapolation = SplineExtrapolation.Linear }.Fit(Column(x));
            double[] probes = [-3, -0.1, 0, 1.7, 5, 5.3, 40];
            Matrix splines = Dense(model.Transform(Column(probes)));
            for (int i = 0; i < probes.Length; i++)
            {
                double sum = 0;
                // Knots lie at the whole numbers, from -degree on.
                for (int k = 0; k < splines.ColumnCount; k++) sum += splines[i, k] * (k - degree + (degree + 1) / 2.0);
                Assert.Equal(probes[i], sum, 1e-12);
            }
        }
    }

    [Fact]
    public void A_spline_of_degree_0_is_one_from_its_knot_up_to_the_next_and_the_last_up_to_its_end()
    {
        SplineFeaturesModel model = new SplineFeatures { Degree = 0, KnotCount = 4 }.Fit(Column(0, 1, 2, 3));
        Matrix splines = Dense(model.Transform(Column(0, 0.5, 1, 1.5, 2, 2.5, 3)));
        int[] intervals = [0, 0, 1, 1, 2, 2, 2];
        for (int i = 0; i < intervals.Length; i++)
            Assert.Equal([.. Enumerable.Range(0, 3).Select(k => k == intervals[i] ? 1.0 : 0)], splines.Row(i).ToArray());
    }

    [Fact]
    public void The_first_and_the_last_knot_are_not_beyond_the_knots()
    {
        Matrix x = Column(0, 1, 2, 3);
        SplineFeatures strict = new() { KnotCount = 3, Extrapolation = SplineExtrapolation.Error };
        double[] constant = Dense((strict with { Extrapolation = SplineExtrapolation.Constant }).Fit(x).Transform(x)).Span.ToArray();
        Assert.Equal(constant, Dense(strict.Fit(x).Transform(x)).Span.ToArray());
    }

    [Fact]
    public void Knots_are_read_written_and_compared_by_value()
    {
        SplineKnots given = SplineKnots.Of([0, 6, 24], [0.5, 1, 2]);
        Assert.Equal("0 6 24; 0.5 1 2", given.ToString());
        Assert.True(given == SplineKnots.Parse("0 6 24;0.5 1 2") && given != SplineKnots.Quantile);
        Assert.Equal(given.GetHashCode(), SplineKnots.Parse(given.ToString()).GetHashCode());
        Assert.True(given.Equals((object)SplineKnots.Of([0, 6, 24], [0.5, 1, 2])));
        Assert.Equal([0.5, 1, 2], given.Places[1]);
        Assert.Empty(SplineKnots.Uniform.Places);
        Assert.Equal((SplineKnots.Uniform, SplineKnots.Quantile), (SplineKnots.Parse("uniform"), SplineKnots.Parse("quantile")));
        Assert.Contains("the knots of a column must rise", Fail(() => SplineKnots.Of([0, 1, 1])));
        Assert.Contains("the number of knots of a column must be at least 2, was 1", Fail(() => SplineKnots.Of([[1.0]])));
        Assert.Contains("one for each knot of the first one", Fail(() => SplineKnots.Of([0, 1], [0, 1, 2])));
        Assert.Contains("a knot must be in", Fail(() => SplineKnots.Of([0, double.NaN])));
        Assert.Throws<FormatException>(() => SplineKnots.Parse("even"));
    }

    [Fact]
    public void What_makes_no_splines_is_refused()
    {
        Matrix x = Column(0, 1, 2);
        Assert.Contains("periodic splines need more knots than their Degree, 3; there are 3",
            Fail(() => new SplineFeatures { KnotCount = 3, Extrapolation = SplineExtrapolation.Periodic }.Fit(x)));
        Assert.Contains("two knots of Degree 0 make one spline", Fail(() =>
            new SplineFeatures { KnotCount = 2, Degree = 0, IncludeBias = false }.Fit(x)));
        Assert.Contains("row 1, column 0 is 2.5, beyond the knots from 0 to 2: choose another Extrapolation",
            Fail(() => new SplineFeatures { Extrapolation = SplineExtrapolation.Error }.Fit(x).Transform(Column(1, 2.5))));
        Assert.Contains("Knots must have 1 entries, one for each column, has 2",
            Fail(() => new SplineFeatures { Knots = SplineKnots.Of([0, 1], [0, 1]) }.Fit(x)));
        Assert.Contains("Degree must be in [0, 100], was 101", Fail(() => new SplineFeatures { Degree = 101 }));
        RefusesSparse(new SplineFeatures(), "reads dense data, a Matrix; this is a SparseMatrix");
    }
}
