using ClassicML.Tests.Contract;
using ClassicML.Wire;

namespace ClassicML.Tests;

/// <summary>What tests of many folders ask in the same words; the project imports it everywhere.</summary>
internal static class Common
{
    /// <summary>What is said of an argument that is refused.</summary>
    public static string Fail(Action action) => Assert.ThrowsAny<ArgumentException>(action).Message;

    /// <summary>All of a model, or of anything that is registered, but for the time that it took.</summary>
    public static string Written(object model) => Learners.Registry.Write(model).Without(WireReader.ElapsedName).ToString();

    /// <summary>What comes back from the text of a model, or of anything that is registered.</summary>
    public static T Copy<T>(T one) where T : class => Learners.Registry.Read<T>(WireForm.Parse(Learners.Registry.Write(one).ToString()));

    /// <summary>|expected - actual| ≤ tolerance·max(1, |expected|), value by value; NaN and infinities only where they are.</summary>
    public static void Close(ReadOnlySpan<double> expected, ReadOnlySpan<double> actual, double tolerance, string what = "value") =>
        Close(expected, actual, _ => tolerance, what);

    /// <summary>As above, with a tolerance of each value's own.</summary>
    public static void Close(ReadOnlySpan<double> expected, ReadOnlySpan<double> actual, Func<int, double> tolerance, string what = "value")
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            if (!(expected[i].Equals(actual[i])
                || (double.IsFinite(expected[i]) && Math.Abs(expected[i] - actual[i]) <= tolerance(i) * Math.Max(1, Math.Abs(expected[i])))))
                Assert.Fail(FormattableString.Invariant($"{what} {i}: {expected[i]:R} was expected, {actual[i]:R} came"));
    }

    /// <summary>n×p numbers from -0.5 to 0.5.</summary>
    public static Matrix RandomMatrix(int n, int p, ulong seed = 1)
    {
        var rng = new Rng(seed);
        return Matrix.Wrap([.. Enumerable.Range(0, n * p).Select(_ => rng.NextDouble() - 0.5)], n, p);
    }
}
