using ClassicML.Internal;

namespace ClassicML.Decomposition;

/// <summary>The axes of a linear discriminant: a = S_W⁻¹S_B's eigenvectors with aᵀS_Wa = 1, largest eigenvalue first.</summary>
/// <param name="Axes">q rows of p values, q at most K-1.</param>
/// <param name="Ratios">The share of each eigenvalue, q values.</param>
internal sealed record DiscriminantAxes(double[] Axes, double[] Ratios)
{
    private const double Tolerance = 1e-4;

    /// <summary>The axes by two singular value decompositions, as scikit-learn's solver "svd".</summary>
    /// <remarks>
    /// Centred rows are divided by the columns' deviations and √(n-K); directions with singular values up to 1e-4 count as constant. So
    /// here S_W divides by n-K, and in the Eigen solver by n.
    /// </remarks>
    public static DiscriminantAxes BySvd(ClassStatistics statistics, int n, int p, FitContext context)
    {
        int classes = statistics.Counts.Length, present = statistics.Counts.Count(count => count > 0);
        double[] centred = statistics.CentredRows(), scales = new double[p];
        for (int i = 0; i < n; i++)
            for (int j = 0; j < p; j++) scales[j] += centred[i * p + j] * centred[i * p + j] / n;
        for (int j = 0; j < p; j++)
        {
            bool isConstant = scales[j] < ClassStatistics.LeastSquares;
            for (int i = 0; i < n && isConstant; i++) centred[i * p + j] = 0;
            scales[j] = isConstant ? 1 : Math.Sqrt(scales[j]);
        }
        double root = Math.Sqrt(1.0 / (n - present));
        for (int i = 0; i < n; i++)
            for (int j = 0; j < p; j++) centred[i * p + j] *= root / scales[j];
        RightSingular within = RightSingular.Of(Matrix.Wrap(centred, n, p), default, context);
        int rank = within.Values.Count(s => s > Tolerance);
        if (rank == 0) throw new ArgumentException("every class has rows that are all alike, so there is no variance within classes");
        // Rows of `whiten` map a row to coordinates in which the variance within classes is 1.
        double[] whiten = new double[rank * p];
        for (int k = 0; k < rank; k++)
            for (int j = 0; j < p; j++) whiten[k * p + j] = within.Vectors[k * p + j] / scales[j] / within.Values[k];

        double[] between = statistics.Between(), image = new double[classes * rank];
        Gemm.MultiplyTransposed(between, whiten, image, classes, rank, p);
        double factor = Math.Sqrt((double)n / Math.Max(1, present - 1));
        foreach (ref double value in image.AsSpan()) value *= factor;
        RightSingular means = RightSingular.Of(Matrix.Wrap(image, classes, rank), default, context);
        int kept = Kept(means.Values, present, Tolerance);
        double[] axes = new double[kept * p];
        Gemm.Multiply(new MatrixView<double>(means.Vectors.AsSpan(0, kept * rank), kept, rank), new MatrixView<double>(whiten, rank, p),
            axes);
        return Settled(axes, means.Values, kept, p);
    }

    /// <summary>The axes of L⁻¹S_BL⁻ᵀ, mapped back by L⁻ᵀ, where S_W = LLᵀ.</summary>
    public static DiscriminantAxes ByCholesky(ClassStatistics statistics, PositiveDefinite within, int p, FitContext context)
    {
        int classes = statistics.Counts.Length, present = statistics.Counts.Count(count => count > 0);
        double[] rows = statistics.Between();
        for (int k = 0; k < classes; k++) within.SolveLower(rows.AsSpan(k * p, p));
        RightSingular means = RightSingular.Of(Matrix.Wrap(rows, classes, p), default, context);
        int kept = Kept(means.Values, present, 1e-10);
        double[] axes = means.Vectors[..(kept * p)];
        for (int k = 0; k < kept; k++) within.SolveUpper(axes.AsSpan(k * p, p));
        return Settled(axes, means.Values, kept, p);
    }

    private static int Kept(double[] values, int present, double tolerance) =>
        Math.Min(present - 1, values.Count(s => s > tolerance * values[0]));

    private static DiscriminantAxes Settled(double[] axes, double[] values, int kept, int p)
    {
        double sum = 0;
        foreach (double value in values) sum += value * value;
        for (int k = 0; k < kept; k++) Signs.Settle(axes.AsSpan(k * p, p));
        return new DiscriminantAxes(axes, [.. values.Take(kept).Select(value => value * value / sum)]);
    }
}
