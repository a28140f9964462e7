using ClassicML.Internal;

namespace ClassicML.Decomposition;

/// <summary>The normal distribution of one class: principal directions, the variance along each, and one variance for all the
/// rest.</summary>
/// <param name="Directions">r orthonormal rows of p values.</param>
/// <param name="Variances">r values, positive.</param>
/// <param name="Mean">p values.</param>
/// <param name="RestVariance">The variance of the p - r directions that are left.</param>
/// <param name="LogPrior">The logarithm of the class's prior.</param>
internal sealed record ClassShape(Matrix Directions, double[] Variances, double[] Mean, double RestVariance, double LogPrior)
{
    private readonly double constant = LogPrior - 0.5 * LogDeterminant(Variances, Mean.Length - Variances.Length, RestVariance);

    /// <summary>log πₖ + log density + const of each row, into every stride-th place.</summary>
    public void Score(Matrix rows, Span<double> destination, int stride)
    {
        int p = Mean.Length, r = Variances.Length;
        double[] centred = Moments.Centred(rows, Mean), scores = new double[rows.RowCount * r];
        Gemm.MultiplyTransposed(centred, Directions.Span, scores, rows.RowCount, r, p);
        for (int i = 0; i < rows.RowCount; i++)
        {
            ReadOnlySpan<double> row = centred.AsSpan(i * p, p);
            double distance = 0, squares = r < p ? Kernels.Dot(row, row) : 0;
            for (int j = 0; j < r; j++)
            {
                double z = scores[i * r + j];
                distance += z * z / Variances[j];
                squares -= z * z;
            }
            if (r < p) distance += Math.Max(0, squares) / RestVariance;
            destination[i * stride] = constant - 0.5 * distance;
        }
    }

    private static double LogDeterminant(double[] variances, int left, double rest)
    {
        double sum = left == 0 ? 0 : left * Math.Log(rest);
        foreach (double variance in variances) sum += Math.Log(variance);
        return sum;
    }
}
