using ClassicML.Internal;

namespace ClassicML.Decomposition;

/// <summary>Ledoit and Wolf's covariance of standardised columns, in the columns' own units: scikit-learn's shrinkage "auto".</summary>
/// <remarks>
/// With Z the centred columns divided by their deviations, S = ZᵀZ/n, m = tr S/p, δ² = ‖S - mI‖²/p and
/// β² = min(δ², (1/n² Σᵢ ‖zᵢzᵢᵀ - S‖²)/p), the estimate is (1 - β²/δ²)·S + (β²/δ²)·m·I, by Frobenius norms.
/// </remarks>
internal static class LedoitWolf
{
    /// <param name="z">Centred rows, n×p; overwritten.</param>
    /// <param name="n">The number of rows.</param>
    /// <param name="p">The number of columns.</param>
    /// <param name="context">A thread limit.</param>
    /// <returns>p×p, divided by n.</returns>
    public static double[] Covariance(double[] z, int n, int p, FitContext context)
    {
        double[] scales = new double[p];
        for (int i = 0; i < n; i++)
            for (int j = 0; j < p; j++) scales[j] += z[i * p + j] * z[i * p + j] / n;
        for (int j = 0; j < p; j++)
        {
            bool isConstant = scales[j] < ClassStatistics.LeastSquares;
            for (int i = 0; i < n && isConstant; i++) z[i * p + j] = 0;
            scales[j] = isConstant ? 1 : Math.Sqrt(scales[j]);
        }
        double fourth = 0, trace = 0, frobenius = 0;
        for (int i = 0; i < n; i++)
        {
            Span<double> row = z.AsSpan(i * p, p);
            for (int j = 0; j < p; j++) row[j] /= scales[j];
            double square = Kernels.Dot(row, row);
            fourth += square * square;
        }
        double[] s = new double[p * p];
        Syrk.Gram(new MatrixView<double>(z, n, p), s, threads: context.Threads);
        foreach (ref double value in s.AsSpan())
        {
            value /= n;
            frobenius += value * value;
        }
        for (int j = 0; j < p; j++) trace += s[j * p + j];
        double level = trace / p, delta = (frobenius - 2 * level * trace + p * level * level) / p;
        double beta = Math.Min((fourth / n - frobenius) / n / p, delta), share = p == 1 || beta <= 0 ? 0 : beta / delta;
        for (int i = 0; i < p; i++)
            for (int j = 0; j < p; j++)
                s[i * p + j] = ((1 - share) * s[i * p + j] + (i == j ? share * level : 0)) * scales[i] * scales[j];
        return s;
    }
}
