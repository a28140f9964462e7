using ClassicML.Numerics;

namespace ClassicML.Neighbors;

/// <summary>Finds nearest rows by looking at all of them: products by tiles first, exact distances only for what may be near enough.</summary>
/// <remarks>
/// ‖a-b‖² = ‖a‖² + ‖b‖² - 2aᵀb turns distances into a matrix product, but cancels where points are close beside their norms. So points are
/// centred on the training mean, and the product is used only as a filter: with u = 2⁻⁵³ and N = (‖a‖ + ‖b‖)², the product form is off by at
/// most (p + 8)·u·N, and a row whose bound already exceeds the k-th exact distance can't be a neighbour. The rest are measured from
/// their differences, in double; ties go to the lower row. Where the bound overflows, every row is measured.
/// </remarks>
internal sealed class BruteForceSearch
{
    private const int QueryBlock = 32, RowBlock = 512;

    private readonly Matrix x;
    private readonly double[] mean, centred, norms;

    public BruteForceSearch(Matrix x)
    {
        this.x = x;
        mean = new double[x.ColumnCount];
        for (int i = 0; i < x.RowCount; i++) Kernels.AddScaled(1.0 / x.RowCount, x.Row(i), mean);
        (centred, norms) = Centre(x);
    }

    /// <summary>Calls <paramref name="found"/> for each query row with its k nearest rows, nearest first; from several threads.</summary>
    public void ForEach(Matrix queries, int k, Action<int, Neighbor[]> found)
    {
        int threads = (long)queries.RowCount * centred.Length < 100_000 ? 1 : Workers.MaxThreads;
        Workers.ForBlocks(queries.RowCount, QueryBlock, threads, (start, end) => Block(queries.Rows(start, end - start), start, k, found));
    }

    private void Block(Matrix queries, int firstQuery, int k, Action<int, Neighbor[]> found)
    {
        int p = x.ColumnCount, count = queries.RowCount;
        (double[] q, double[] queryNorms) = Centre(queries);
        double[] products = new double[count * RowBlock];
        var nearest = new NearestHeap[count];
        for (int i = 0; i < count; i++) nearest[i] = new NearestHeap(k);
        double rounding = (p + 8) * 1.2e-16;

        for (int first = 0; first < x.RowCount; first += RowBlock)
        {
            int rows = Math.Min(RowBlock, x.RowCount - first);
            Span<double> tile = products.AsSpan(0, count * rows);
            Gemm.MultiplyTransposed(q, centred.AsSpan(first * p, rows * p), tile, count, rows, p);
            for (int i = 0; i < count; i++)
            {
                ReadOnlySpan<double> query = queries.Row(i), product = tile.Slice(i * rows, rows);
                for (int j = 0; j < rows; j++)
                {
                    double sum = queryNorms[i] + norms[first + j];
                    // (‖a‖ + ‖b‖)² is at most 2(‖a‖² + ‖b‖²). Written so that NaN, from an overflow, is measured.
                    if (sum - 2 * product[j] - 2 * rounding * sum > nearest[i].Worst) continue;
                    nearest[i].Add(new Neighbor(Kernels.SquaredDistance(query, x.Row(first + j)), first + j));
                }
            }
        }
        for (int i = 0; i < count; i++) found(firstQuery + i, nearest[i].Sorted());
    }

    private (double[] Centred, double[] Norms) Centre(Matrix rows)
    {
        int p = rows.ColumnCount;
        double[] shifted = rows.Span.ToArray(), squares = new double[rows.RowCount];
        for (int i = 0; i < rows.RowCount; i++)
        {
            Span<double> row = shifted.AsSpan(i * p, p);
            Kernels.AddScaled(-1, mean, row);
            squares[i] = Kernels.Dot(row, row);
        }
        return (shifted, squares);
    }
}
