namespace ClassicML.Internal;

/// <summary>The triangle R of X = QR, p×p upper triangular, for many rows; Q is not formed.</summary>
/// <remarks>
/// Blocks of 4·p rows (at least 512) are reduced to a triangle each by Householder reflectors; the triangles, one under another, are the
/// next matrix, until one is left (Demmel, Grigori, Hoemmen, Langou, "Communication-optimal parallel and sequential QR and LU
/// factorizations", 2012). RᵀR = XᵀX without ever being squared, so R keeps small singular values that XᵀX loses. Cost: 2·n·p² flops and
/// a third more for the triangles. Blocks are fixed, so bits do not depend on threads.
/// </remarks>
internal static class TallQr
{
    /// <param name="x">rows×p, row-major.</param>
    /// <param name="rows">At least 0.</param>
    /// <param name="p">The number of columns.</param>
    /// <param name="mean">p values to take from the columns, or empty.</param>
    /// <param name="context">Cancellation and a thread limit.</param>
    /// <returns>min(rows, p) rows of p values, row-major, zero below the diagonal.</returns>
    public static double[] Triangle(ReadOnlyMemory<double> x, int rows, int p, ReadOnlyMemory<double> mean, FitContext context)
    {
        int size = Math.Max(4 * p, 512), blocks = Math.Max(1, (rows + size - 1) / size);
        double[][] triangles = new double[blocks][];
        Workers.For(blocks, (long)rows * p * p < 500_000 ? 1 : context.Threads, block =>
        {
            int start = block * size, count = Math.Min(size, rows - start);
            triangles[block] = OfBlock(x.Span.Slice(start * p, count * p), count, p, mean.Span);
        }, context.Cancellation);
        return blocks == 1 ? triangles[0]
            : Triangle(triangles.SelectMany(t => t).ToArray(), triangles.Sum(t => t.Length / p), p, default, context);
    }

    private static double[] OfBlock(ReadOnlySpan<double> x, int rows, int p, ReadOnlySpan<double> mean)
    {
        // Columns one after another, so that every step runs along memory.
        double[] columns = new double[p * rows];
        for (int i = 0; i < rows; i++)
            for (int j = 0; j < p; j++) columns[j * rows + i] = mean.IsEmpty ? x[i * p + j] : x[i * p + j] - mean[j];
        int height = Math.Min(rows, p);
        double[] triangle = new double[height * p];
        for (int j = 0; j < height; j++)
        {
            Span<double> v = columns.AsSpan(j * rows + j, rows - j);
            (double beta, double tau) = Reflector.Make(v);
            triangle[j * p + j] = beta;
            for (int k = j + 1; k < p; k++)
            {
                Span<double> column = columns.AsSpan(k * rows + j, rows - j);
                if (tau != 0) Kernels.AddScaled(-tau * Kernels.Dot(v, column), v, column);
                triangle[j * p + k] = column[0];
            }
        }
        return triangle;
    }
}
