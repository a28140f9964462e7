using System.Buffers;
using ClassicML.Numerics;

namespace ClassicML.Linear;

/// <summary>The second derivatives of a <see cref="LogisticProblem"/> over chosen columns, as a dense matrix.</summary>
/// <remarks>
/// Variables: for each output k the chosen columns in their order, then its intercept if it is fitted: M·q in all. Block (k, l) is
/// Σᵢ ωᵢ x̃ᵢx̃ᵢᵀ with ωᵢ = sᵢPᵢₖ([k=l] - Pᵢₗ)/S, a weighted product of the rows with themselves, q²·n flops.
/// A softmax does not change when all its intercepts move together, which would make the matrix singular. Adding the same number to every
/// entry of the intercepts' part makes it regular and leaves Newton's step as it is, since gradient and step have no share in that
/// direction. Without a penalty the same holds for the weights of each column.
/// </remarks>
internal sealed class LogisticCurvature
{
    private readonly LogisticProblem problem;
    private readonly int[] columns, place;
    private readonly int q;

    public LogisticCurvature(LogisticProblem problem, int[] columns)
    {
        this.problem = problem;
        this.columns = columns;
        q = columns.Length + (problem.FitIntercept ? 1 : 0);
        place = new int[problem.Rows.ColumnCount];
        Array.Fill(place, -1);
        for (int at = 0; at < columns.Length; at++) place[columns[at]] = at;
    }

    /// <summary>The number of variables, M·q.</summary>
    public int Size => problem.Outputs * q;

    /// <summary>Where variable v stands among the parameters of the problem.</summary>
    public int Parameter(int v)
    {
        (int k, int at) = Math.DivRem(v, q);
        return at < columns.Length ? k * problem.Rows.ColumnCount + columns[at] : problem.WeightCount + k;
    }

    /// <summary>The matrix, size×size, where the problem was last evaluated.</summary>
    public double[] Build()
    {
        int size = Size, outputs = problem.Outputs;
        DesignRows rows = problem.Rows;
        int blocks = rows.BlockCount((long)size * size);
        double[][] sums = new double[blocks][];
        rows.ForBlocks(blocks, (block, start, end) =>
        {
            sums[block] = new double[size * size];
            if (rows.IsSparse) AddSparse(sums[block], start, end);
            else AddDense(sums[block], start, end);
        }, (long)size * size);
        double[] h = sums[0];
        for (int block = 1; block < blocks; block++) Kernels.AddScaled(1, sums[block], h);
        double mean = 0;
        for (int v = 0; v < size; v++)
        {
            for (int u = 0; u < v; u++) h[v * size + u] = h[u * size + v];
            mean += h[v * size + v] / size;
        }
        for (int at = 0; at < q && outputs > 1; at++)
        {
            if (at < columns.Length && problem.Lambda1 + problem.Lambda2 > 0) continue;
            for (int k = 0; k < outputs; k++)
                for (int l = 0; l < outputs; l++) h[(k * q + at) * size + l * q + at] += mean;
        }
        for (int v = 0; v < size; v++)
            if (v % q < columns.Length) h[v * size + v] += problem.Lambda2;
        // A class without rows has no curvature; its intercept stays.
        for (int v = 0; v < size; v++)
            if (h[v * size + v] == 0) h[v * size + v] = 1;
        return h;
    }

    private double Omega(int row, int k, int l)
    {
        ReadOnlySpan<double> p = problem.Probabilities.Slice(row * problem.Outputs, problem.Outputs);
        return problem.WeightOf(row) / problem.TotalWeight * p[k] * ((k == l ? 1 : 0) - p[l]);
    }

    // Block (k, l) is symmetric itself, so half of its entries are computed.
    private void AddDense(double[] h, int start, int end)
    {
        const int tile = 1024;
        int size = Size, outputs = problem.Outputs;
        // Rented: a tile is large enough for the heap whose every allocation counts towards a full collection.
        double[] chosen = ArrayPool<double>.Shared.Rent(q * Math.Min(tile, end - start));
        double[] product = new double[q * q], omega = new double[Math.Min(tile, end - start)];
        for (int from = start; from < end; from += tile)
        {
            int rows = Math.Min(tile, end - from);
            bool asTheyAre = q == problem.Rows.ColumnCount && !problem.FitIntercept;
            for (int i = 0; i < rows && !asTheyAre; i++) Choose(problem.Rows.Dense.Row(from + i), chosen.AsSpan(i * q, q));
            ReadOnlySpan<double> tileRows = asTheyAre ? problem.Rows.Dense.Rows(from, rows).Span : chosen.AsSpan(0, rows * q);
            for (int k = 0; k < outputs; k++)
                for (int l = k; l < outputs; l++)
                {
                    for (int i = 0; i < rows; i++) omega[i] = Omega(from + i, k, l);
                    Syrk.Gram(new MatrixView<double>(tileRows, rows, q), product, weights: omega.AsSpan(0, rows));
                    for (int a = 0; a < q; a++)
                        Kernels.AddScaled(1, product.AsSpan(a * q, q), h.AsSpan((k * q + a) * size + l * q, q));
                }
        }
        ArrayPool<double>.Shared.Return(chosen);
    }

    private void Choose(ReadOnlySpan<double> row, Span<double> chosen)
    {
        if (columns.Length == row.Length) row.CopyTo(chosen);
        else
            for (int at = 0; at < columns.Length; at++) chosen[at] = row[columns[at]];
        if (problem.FitIntercept) chosen[^1] = 1;
    }

    private void AddSparse(double[] h, int start, int end)
    {
        int size = Size, outputs = problem.Outputs;
        int[] at = new int[q];
        double[] value = new double[q];
        for (int i = start; i < end; i++)
        {
            ReadOnlySpan<int> rowColumns = problem.Rows.Sparse.RowColumns(i);
            ReadOnlySpan<double> rowValues = problem.Rows.Sparse.RowValues(i);
            int count = 0;
            for (int c = 0; c < rowColumns.Length; c++)
                if (place[rowColumns[c]] is >= 0 and var found) (at[count], value[count++]) = (found, rowValues[c]);
            if (problem.FitIntercept) (at[count], value[count++]) = (q - 1, 1);
            // Chosen columns ascend, so entries lie on or right of the diagonal.
            for (int k = 0; k < outputs; k++)
                for (int l = k; l < outputs; l++)
                {
                    double omega = Omega(i, k, l);
                    if (omega == 0) continue;
                    for (int a = 0; a < count; a++)
                    {
                        double scaled = omega * value[a];
                        Span<double> to = h.AsSpan((k * q + at[a]) * size + l * q, q);
                        for (int b = k == l ? a : 0; b < count; b++) to[at[b]] += scaled * value[b];
                    }
                }
        }
    }
}
