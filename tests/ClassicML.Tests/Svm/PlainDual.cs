using ClassicML.Svm;

namespace ClassicML.Tests.Svm;

/// <summary>The dual of a kernel machine seen from outside, min ½aᵀKa + cᵀa over L ≤ a ≤ U: its gradient is made anew, by plain loops over
/// all variables in double, and nothing of the solver is asked.</summary>
internal sealed class PlainDual
{
    private readonly double[] values, lower, upper, linear;
    private readonly double atBound;

    /// <param name="gram">The kernel values of all items.</param>
    /// <param name="values">a.</param>
    /// <param name="lower">L.</param>
    /// <param name="upper">U.</param>
    /// <param name="linear">c.</param>
    /// <param name="items">The item of each variable; null where they are the same.</param>
    /// <param name="atBound">The share of U - L within which a value counts as at its bound, where it was divided by something.</param>
    public PlainDual(
        double[,] gram, double[] values, double[] lower, double[] upper, double[] linear, int[]? items = null, double atBound = 0)
    {
        (this.values, this.lower, this.upper, this.linear, this.atBound) = (values, lower, upper, linear, atBound);
        items ??= [.. Enumerable.Range(0, values.Length)];
        Gradient = [.. linear];
        double largest = 0;
        for (int k = 0; k < values.Length; k++)
            for (int l = 0; l < values.Length; l++)
            {
                if (values[l] == 0) continue;
                Gradient[k] += values[l] * gram[items[k], items[l]];
                largest = Math.Max(largest, Math.Abs(gram[items[k], items[l]]));
            }
        Size = values.Sum(Math.Abs) * largest;
    }

    /// <summary>Ka + c.</summary>
    public double[] Gradient { get; }

    /// <summary>Σ|a|·max|K|: what rounding errors of a gradient are a share of.</summary>
    public double Size { get; }

    public double HalfSquaredNorm => 0.5 * values.Select((a, k) => a * (Gradient[k] - linear[k])).Sum();

    public double Objective => HalfSquaredNorm + values.Select((a, k) => a * linear[k]).Sum();

    /// <summary>The variables at a bound that is not zero.</summary>
    public int Bounded =>
        Enumerable.Range(0, values.Length).Count(k => upper[k] > lower[k] && values[k] != 0 && !(MayRise(k) && MayFall(k)));

    public bool MayRise(int k) => values[k] < upper[k] - atBound * (upper[k] - lower[k]);

    public bool MayFall(int k) => values[k] > lower[k] + atBound * (upper[k] - lower[k]);

    /// <summary>max{-g : a &lt; U} - min{-g : a &gt; L} over a group of variables.</summary>
    public double Violation(Func<int, bool>? group = null)
    {
        double most = double.NegativeInfinity, least = double.PositiveInfinity;
        for (int k = 0; k < values.Length; k++)
        {
            if (group is not null && !group(k)) continue;
            if (MayRise(k)) most = Math.Max(most, -Gradient[k]);
            if (MayFall(k)) least = Math.Min(least, -Gradient[k]);
        }
        return Math.Max(0, most - least);
    }

    /// <summary>Values within their bounds, and each variable on its side of ρ: g ≥ ρ where it may rise, g ≤ ρ where it may fall.</summary>
    public void MeetsConditions(double rho, double tolerance, Func<int, bool>? group = null)
    {
        for (int k = 0; k < values.Length; k++)
        {
            if (group is not null && !group(k)) continue;
            double room = atBound * (upper[k] - lower[k]);
            Assert.InRange(values[k], lower[k] - room, upper[k] + room);
            if (MayRise(k)) Assert.True(Gradient[k] >= rho - tolerance, $"variable {k} may rise, and {Gradient[k]} is below {rho}");
            if (MayFall(k)) Assert.True(Gradient[k] <= rho + tolerance, $"variable {k} may fall, and {Gradient[k]} is above {rho}");
        }
    }

    /// <summary>The machines of a classifier: their sides, the second -1 for all others, the coefficient of each row of the data and b, as
    /// the page of <see cref="SvmClassifierModel.DualCoefficients"/> lays them out.</summary>
    public static IEnumerable<(int Positive, int Negative, double[] Values, double Intercept)> Machines(
        SvmClassifierModel model, int rowCount)
    {
        int classes = model.Labels.Count;
        int[] rows = model.SupportIndices.ToArray(), counts = model.SupportCounts.ToArray();
        int[] codes = [.. Enumerable.Range(0, classes).SelectMany(k => Enumerable.Repeat(k, counts[k]))];
        double[] intercept = model.Intercept.ToArray();
        double[] Values(Func<int, int> machine)
        {
            double[] values = new double[rowCount];
            for (int s = 0; s < rows.Length; s++)
                if (machine(codes[s]) >= 0) values[rows[s]] = model.DualCoefficients[machine(codes[s]), s];
            return values;
        }

        if (classes == 2) return [(1, 0, Values(_ => 0), intercept[0])];
        if (model.MultiClass == SvmMultiClass.OneVersusRest)
            return Enumerable.Range(0, classes).Select(k => (k, -1, Values(_ => k), intercept[k]));
        (int A, int B)[] pairs =
            [.. Enumerable.Range(0, classes).SelectMany(a => Enumerable.Range(a + 1, classes - a - 1).Select(b => (a, b)))];
        return pairs.Select((pair, m) =>
            (pair.A, pair.B, Values(code => code == pair.A ? pair.B - 1 : code == pair.B ? pair.A : -1), intercept[m]));
    }
}
