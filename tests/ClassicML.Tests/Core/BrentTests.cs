using ClassicML.Optimization;

namespace ClassicML.Tests.Core;

public class BrentTests
{
    public static TheoryData<int> Problems { get; } = [.. Enumerable.Range(0, Functions.Length)];

    // With where they are least: smooth, flat, with a kink, lopsided, far away.
    private static (Func<double, double> F, double Least)[] Functions =>
    [
        (x => (x - 3) * (x - 3), 3), (x => Math.Exp(x) - 2 * x, Math.Log(2)), (x => Math.Abs(x + 0.7), -0.7), (x => x - Math.Log(x), 1),
        (x => Math.Cosh(x - 250), 250), (x => Math.Pow(x - 1e8, 2), 1e8), (x => -1 / (1 + Math.Pow(x + 40, 2)), -40),
    ];

    [Theory, MemberData(nameof(Problems))]
    public void The_least_value_is_found_from_either_side(int at)
    {
        (Func<double, double> f, double least) = Functions[at];
        foreach ((double first, double second) in new[] { (0.5, 1.5), (1.5, 0.5), (-2.0, 2) })
        {
            BrentResult result = new Brent().Minimize(f, first, second);
            Assert.True(result.Converged, $"{result}");
            // Near its least value a smooth function is flat to rounding over √ε.
            Assert.Equal(least, result.Point, 4e-8 * Math.Max(1, Math.Abs(least)));
            Assert.Equal(f(result.Point), result.Objective);
            Assert.InRange(result.Evaluations, 4, 120);
        }
    }

    [Fact]
    public void A_value_that_is_no_number_is_worse_than_any() =>
        Assert.Equal(1e-3, new Brent().Minimize(x => x <= 0 ? double.NaN : x - 1e-3 * Math.Log(x), 1, 2).Point, 1e-9);

    [Fact]
    public void What_falls_for_ever_or_ends_too_soon_has_not_converged()
    {
        Assert.False(new Brent().Minimize(x => -x, 0, 1).Converged);
        Assert.False(new Brent { MaxIterations = 5 }.Minimize(x => Math.Cosh(x - 2), 0, 1).Converged);
        Assert.True(Math.Abs(new Brent { Tolerance = 0.01 }.Minimize(x => Math.Cosh(x - 2), 0, 1).Point - 2) < 0.1);
    }

    [Fact]
    public void Points_that_are_no_start_are_refused()
    {
        Assert.Contains("the two points of a search must differ", Fail(() => new Brent().Minimize(x => x, 1, 1)));
        Assert.Contains("first must be finite, was NaN", Fail(() => new Brent().Minimize(x => x, double.NaN, 1)));
        Assert.Contains("Tolerance must be positive, was 0", Fail(() => new Brent { Tolerance = 0 }));
        Assert.Contains("MaxIterations must be at least 1, was 0", Fail(() => new Brent { MaxIterations = 0 }));
    }
}
