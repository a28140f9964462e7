namespace ClassicML.Internal;

/// <summary>An orthonormal basis of the directions in which the rows of X - 1μᵀ are longest, from a random start.</summary>
/// <remarks>
/// Halko, Martinsson, Tropp, "Finding structure with randomness", 2011, algorithm 4.4: a Gaussian block Ω, then Ω ←
/// orth((X-1μᵀ)ᵀ(X-1μᵀ)Ω) a few times. Ten columns more than are wanted are carried along. scikit-learn starts on the same side when X
/// is tall, and normalises by LU where this uses Gram-Schmidt. Cost of an iteration: 4·n·p·l flops for l columns, two reads of X; memory
/// (n + 2p)·l doubles.
/// </remarks>
internal static class RangeFinder
{
    public const int Oversampling = 10;

    /// <returns>width×p, orthonormal rows.</returns>
    public static double[] RowRange(Matrix x, ReadOnlySpan<double> mean, int width, int iterations, ulong seed, FitContext context)
    {
        int p = x.ColumnCount;
        var rng = new Rng(seed);
        double[] basis = new double[width * p];
        foreach (ref double value in basis.AsSpan()) value = Gaussian(rng);
        // One more than scikit-learn's count, whose start from the other side is half of one.
        for (int iteration = 0; iteration <= iterations; iteration++)
        {
            context.ThrowIfCancelled();
            RowSpace.Orthonormalize(basis, width, p, [], 0, 0, rng);
            double[] image = Image(x, mean, basis, width, context.Threads);
            // Lengths do not matter here, but their squares shall neither overflow nor vanish.
            PowerOfTwo.Normalize(image);
            Gemm.Multiply(
                new MatrixView<double>(image, x.RowCount, width).Transposed, new MatrixView<double>(x.Span, x.RowCount, p), basis,
                    context.Threads);
            double[] sums = new double[mean.IsEmpty ? 0 : width];
            for (int i = 0; i < x.RowCount && !mean.IsEmpty; i++) Kernels.AddScaled(1, image.AsSpan(i * width, width), sums);
            for (int k = 0; k < sums.Length; k++) Kernels.AddScaled(-sums[k], mean, basis.AsSpan(k * p, p));
            PowerOfTwo.Normalize(basis);
        }
        RowSpace.Orthonormalize(basis, width, p, [], 0, 0, rng);
        return basis;
    }

    /// <summary>(X - 1μᵀ)·Zᵀ, n×width, for Z of width×p.</summary>
    public static double[] Image(Matrix x, ReadOnlySpan<double> mean, double[] z, int width, int threads)
    {
        int n = x.RowCount, p = x.ColumnCount;
        double[] image = new double[checked(n * width)];
        Gemm.MultiplyTransposed(x.Span, z, image, n, width, p, threads);
        if (mean.IsEmpty) return image;
        double[] shift = new double[width];
        Gemv.Multiply(z, mean, 0, shift);
        for (int i = 0; i < n; i++) Kernels.AddScaled(-1, shift, image.AsSpan(i * width, width));
        return image;
    }

    // Box and Muller, 1958.
    private static double Gaussian(Rng rng) => Math.Sqrt(-2 * Math.Log(1 - rng.NextDouble())) * Math.Cos(2 * Math.PI * rng.NextDouble());
}
