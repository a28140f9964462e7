using ClassicML.Preprocessing;
using CsCheck;
using static ClassicML.Tests.Preprocessing.TransformerGoldens;

namespace ClassicML.Tests.Preprocessing;

public class PowerTransformerTests
{
    public static TheoryData<string> GoldenCases => [.. Golden.Cases("power-transformer")];

    public static TheoryData<string> ExactCases => [.. Golden.Cases("power-transformer-exact")];

    [Theory, MemberData(nameof(GoldenCases))]
    public void Equals_scikit_learn_power(string name)
    {
        Golden golden = Golden.Read("power-transformer", name);
        PowerFamily family = Enum.Parse<PowerFamily>(golden.Text("Family"), ignoreCase: true);
        PowerTransformerModel model = new PowerTransformer { Family = family, Standardize = golden.Flag("Standardize") }.Fit(golden.Matrix("x"));
        Assert.Equal(family, model.Family);
        // Both search λ to 1.5e-8, about where the likelihood is flat to rounding; values move by λ's error times their logarithms.
        Close(golden.Numbers("lambdas"), model.Lambdas, 1e-6);
        Close(golden.Matrix("transformed").Span, Dense(model.Transform(golden.Matrix("other"))).Span, 1e-5, "transformed");
        // Beyond the values that a power takes scikit-learn has NaN.
        double[] expected = golden.Matrix("inverse").Span.ToArray(), back = Dense(model.InverseTransform(golden.Matrix("z"))).Span.ToArray();
        for (int i = 0; i < back.Length; i++) expected[i] = double.IsNaN(expected[i]) ? back[i] : expected[i];
        Close(expected, back, 1e-5, "inverse");
    }

    [Theory, MemberData(nameof(ExactCases))]
    public void Years_and_time_stamps_equal_sixty_digits(string name)
    {
        Golden golden = Golden.Read("power-transformer-exact", name);
        Matrix x = golden.Matrix("x");
        PowerFamily family = Enum.Parse<PowerFamily>(golden.Text("Family"), ignoreCase: true);
        PowerTransformerModel model = new PowerTransformer { Family = family }.Fit(x);
        Assert.Equal(1, model.Lambdas[0] / golden.Number("lambda"), 1e-6);
        Close(golden.Matrix("transformed").Span, Dense(model.Transform(x)).Span, 1e-7);
        Close(x.Span, Dense(model.InverseTransform(model.Transform(x))).Span, 1e-13);
    }

    [Fact]
    public void Years_before_the_year_nought_are_the_mirror_image()
    {
        double[] years = [.. Enumerable.Range(0, 40).Select(k => 2015.0 + k * k / 40)], before = Array.ConvertAll(years, year => -year);
        PowerTransformerModel one = new PowerTransformer().Fit(Column(years)), other = new PowerTransformer().Fit(Column(before));
        // λ is found to about √ε.
        Assert.Equal(1, (2 - one.Lambdas[0]) / other.Lambdas[0], 1e-6);
        Close(Dense(one.Transform(Column(years))).Span, Array.ConvertAll(Dense(other.Transform(Column(before))).Span.ToArray(), z => -z), 1e-6);
    }

    [Theory, InlineData(1e-8), InlineData(1e-100), InlineData(1e-170), InlineData(1e-300), InlineData(1e74)]
    public void A_skewed_column_in_any_unit_becomes_symmetric(double unit)
    {
        // exp of evenly spaced numbers: under Box-Cox in any unit their logarithms.
        double[] x = [.. Enumerable.Range(-20, 41).Select(k => unit * Math.Exp(k / 10.0))];
        PowerTransformerModel model = new PowerTransformer { Family = PowerFamily.BoxCox }.Fit(Column(x));
        Assert.Equal(0, model.Lambdas[0], 1e-7);
        double deviation = Math.Sqrt(Enumerable.Range(-20, 41).Sum(k => k * k / 100.0) / 41);
        Close([.. Enumerable.Range(-20, 41).Select(k => k / 10.0 / deviation)], Dense(model.Transform(Column(x))).Span, 1e-6);
        // Yeo-Johnson is no matter of units, but what comes out is standardised, finite, in order, and comes back.
        foreach (double offset in new[] { 0, -unit, -10 * unit })
        {
            double[] shifted = Array.ConvertAll(x, value => value + offset);
            PowerTransformerModel yeo = new PowerTransformer().Fit(Column(shifted));
            double[] z = Dense(yeo.Transform(Column(shifted))).Span.ToArray();
            for (int i = 1; i < z.Length; i++) Assert.True(z[i] > z[i - 1]);
            Assert.Equal(0, z.Average(), 1e-9);
            Assert.Equal(1, z.Average(value => value * value), 1e-9);
            double[] back = Dense(yeo.InverseTransform(Column(z))).Span.ToArray();
            for (int i = 0; i < z.Length; i++) Assert.Equal(shifted[i] / unit, back[i] / unit, 1e-6 * Math.Max(1, Math.Abs(shifted[i] / unit)));
        }
    }

    [Fact]
    public void Lambda_is_where_the_likelihood_is_largest() =>
        Gen.Select(Gen.Double[-3, 3], Gen.Double[0.1, 3]).Array[5, 40].Sample(pairs =>
        {
            double[] x = [.. pairs.Select(pair => pair.Item1 * pair.Item2)];
            if (x.Distinct().Count() < 5) return;
            double lambda = new PowerTransformer().Fit(Column(x)).Lambdas[0];
            double best = Likelihood(x, lambda);
            foreach (double step in new[] { -0.1, -1e-3, 1e-3, 0.1 }) Assert.True(best > Likelihood(x, lambda + step));
        }, iter: 100);

    [Fact]
    public void Columns_of_one_value_become_zero_and_missing_values_stay()
    {
        double nan = double.NaN;
        var x = new Matrix(new[,] { { 7, nan, 1, 0 }, { 7, nan, nan, 0 }, { 7, nan, 4, 0 } });
        PowerTransformerModel model = new PowerTransformer().Fit(x);
        Assert.Equal((1, nan, 1), (model.Lambdas[0], model.Lambdas[1], model.Lambdas[3]));
        Close([0, nan, -1, 0, 0, nan, nan, 0, 0, nan, 1, 0], Dense(model.Transform(x)).Span, 1e-9);
        Close([1, nan, nan, 1], Dense(model.Transform(new Matrix(new[,] { { 8, 5, nan, 1 } }))).Span, 1e-12);
    }

    [Fact]
    public void Without_standardising_powers_stay_features_and_keep_their_digits()
    {
        // λ is 78 and -17 by the likelihood: powers of 2,030 would be 10²⁵⁷, and below 10⁻⁵⁶.
        double[] years = [.. Enumerable.Range(0, 40).Select(k => 2015.0 + k * k / 40)], downwards = Array.ConvertAll(years, year => 4045 - year);
        foreach (PowerFamily family in Enum.GetValues<PowerFamily>())
            foreach (double[] x in (double[][])[years, downwards])
            {
                PowerTransformerModel model = new PowerTransformer { Family = family, Standardize = false }.Fit(Column(x));
                double[] z = Dense(model.Transform(Column(x))).Span.ToArray();
                Assert.Equal(x.Distinct().Count(), z.Distinct().Count());
                Assert.All(z, value => Assert.InRange(Math.Abs(value), 0, 1e75));
                Close(x, Dense(model.InverseTransform(Column(z))).Span, 1e-8);
            }
    }

    [Fact]
    public void Values_far_beyond_those_fitted_on_are_cut_where_features_end()
    {
        double[] years = [.. Enumerable.Range(0, 40).Select(k => 2030.0 - k * k / 40)];
        PowerTransformerModel model = new PowerTransformer().Fit(Column(years));
        double[] z = Dense(model.Transform(Column(1e75, -1e75, -3, 0))).Span.ToArray();
        // Powers of years far down are all nought beside those of today's.
        Assert.Equal(1e75, z[0]);
        Assert.True(z[1] <= z[2] && z[2] <= z[3] && z[3] < -1 && z[1] > -10);
    }

    [Fact]
    public void Box_Cox_refuses_what_is_not_positive_by_row_and_column()
    {
        var x = new Matrix(new double[,] { { 1, 2 }, { 3, 0 } });
        PowerTransformer learner = new() { Family = PowerFamily.BoxCox };
        const string words = "row 1, column 1 is 0; Box-Cox needs positive values, Yeo-Johnson takes all";
        Assert.Contains(words, Fail(() => learner.Fit(x)));
        Assert.Contains(words, Fail(() => learner.Fit(new Matrix(new double[,] { { 1, 2 }, { 3, 4 } })).Transform(x)));
        RefusesSparse(new PowerTransformer(), "reads dense data, a Matrix; this is a SparseMatrix");
    }

    [Theory, InlineData(1e-300), InlineData(1e-17), InlineData(1e-9), InlineData(-1e-9), InlineData(0.3), InlineData(-0.49), InlineData(-0.9), InlineData(5)]
    public void Logarithms_and_exponentials_near_zero_keep_their_digits(double x)
    {
        // x - x²/2 + … by twelve terms where that converges.
        if (Math.Abs(x) < 0.4)
        {
            double log = 0, exp = 0, power = 1, factorial = 1;
            for (int k = 1; k <= 40; k++)
            {
                (power, factorial) = (power * x, factorial * k);
                log += (k % 2 == 1 ? 1 : -1) * power / k;
                exp += power / factorial;
            }
            Assert.Equal(1, Elementary.Log1P(x) / log, 1e-15);
            Assert.Equal(1, Elementary.ExpM1(x) / exp, 1e-15);
        }
        Assert.Equal(1, Elementary.ExpM1(Elementary.Log1P(x)) / x, 2e-15);
    }

    // Of Yeo and Johnson, as it is written.
    private static double Likelihood(double[] x, double lambda)
    {
        double[] t = Array.ConvertAll(x, value => value >= 0
            ? Math.Abs(lambda) < 1e-12 ? Math.Log(1 + value) : (Math.Pow(1 + value, lambda) - 1) / lambda
            : Math.Abs(2 - lambda) < 1e-12 ? -Math.Log(1 - value) : -(Math.Pow(1 - value, 2 - lambda) - 1) / (2 - lambda));
        double mean = t.Average();
        return (lambda - 1) * x.Average(value => Math.Sign(value) * Math.Log(1 + Math.Abs(value)))
            - 0.5 * Math.Log(t.Average(value => (value - mean) * (value - mean)));
    }
}
