using System.Buffers;
using System.Numerics.Tensors;
using ClassicML.Internal;

namespace ClassicML.Linear;

/// <summary>The second derivatives of a <see cref="LogisticProblem"/> over chosen columns, as a dense matrix.</summary>
/// <remarks>
/// Variables: for each output k the chosen columns in their order, then its intercept if it is fitted: M·q in all. Block (k, l) is
/// Σᵢ ωᵢ x̃ᵢx̃ᵢᵀ with ωᵢ = sᵢPᵢₖ([k=l] - Pᵢₗ)/S, a weighted product of the rows with themselves, q²·n flops.
/// A softmax does not change when all its intercepts move together, which would make the matrix singular. Adding their mean curvature to
/// every entry of the intercepts' part makes it regular and leaves Newton's step as it is, since gradient and step have no share in that
/// direction. Without a penalty the same holds for the weights of each column.
/// </remarks>
internal sealed class LogisticCurvature
{
    private readonly LogisticProblem problem;
    private readonly int[] columns, place;
    private readonly int q;
    private double[][] sums = [];

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

    /// <summary>Clears the sums of so many blocks of rows.</summary>
    public void Begin(int blocks)
    {
        if (sums.Length != blocks) sums = new double[blocks][];
        foreach (double[]? sum in sums)
            if (sum is not null) Array.Clear(sum);
    }

    /// <summary>Adds rows to a block, at the probabilities that the problem has now; blocks may be filled at once.</summary>
    public void Add(int block, int start, int end)
    {
        double[] sum = sums[block] ??= new double[Size * Size];
        if (problem.Rows.IsSparse) AddSparse(sum, start, end);
        else AddDense(sum, start, end);
    }

    /// <summary>The matrix, size×size, where the problem was last evaluated, by a pass of its own.</summary>
    public double[] Build()
    {
        const int tile = 1024;
        int blocks = problem.Rows.BlockCount((long)Size * Size);
        Begin(blocks);
        problem.Rows.ForBlocks(blocks, (block, start, end) =>
        {
            end = problem.EndOfShare(start, end);
            for (int from = start; from < end; from += tile) Add(block, from, Math.Min(end, from + tile));
        }, (long)Size * Size, problem.Cancellation);
        return Gather();
    }

    /// <summary>The matrix, size×size, of the rows that were added since <see cref="Begin"/>. It is overwritten by the next.</summary>
    public double[] Gather()
    {
        int size = Size, outputs = problem.Outputs;
        double[] h = sums[0];
        for (int block = 1; block < sums.Length; block++) Kernels.AddScaled(1, sums[block], h);
        for (int v = 0; v < size; v++)
            for (int u = 0; u < v; u++) h[v * size + u] = h[u * size + v];
        for (int at = 0; at < q && outputs > 1; at++)
        {
            if (at < columns.Length && problem.Lambda1 + problem.Lambda2 > 0) continue;
            // In the units of the column itself, and not between classes that take no part.
            double mean = 0;
            for (int k = 0; k < outputs; k++) mean += h[(k * q + at) * size + k * q + at] / outputs;
            for (int k = 0; k < outputs; k++)
                for (int l = 0; l < outputs; l++)
                    if (problem.IsPresent(k) && problem.IsPresent(l)) h[(k * q + at) * size + l * q + at] += mean;
        }
        for (int v = 0; v < size; v++)
            if (v % q < columns.Length) h[v * size + v] += problem.L2(Parameter(v));
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

    // Fills ω of consecutive rows; returns their sum.
    private double Omegas(int start, int k, int l, Span<double> omega)
    {
        if (problem.Outputs > 1)
            for (int i = 0; i < omega.Length; i++) omega[i] = Omega(start + i, k, l);
        else
        {
            ReadOnlySpan<double> p = problem.Probabilities.Slice(start, omega.Length);
            TensorPrimitives.Subtract(1, p, omega);
            TensorPrimitives.Multiply(omega, p, omega);
            TensorPrimitives.Multiply(omega, 1 / problem.TotalWeight, omega);
            if (problem.Weights is { } weights) TensorPrimitives.Multiply(omega, weights.AsSpan(start, omega.Length), omega);
        }
        double total = 0;
        foreach (double one in omega) total += one;
        return total;
    }

    // Block (k, l) is symmetric itself, so half of its entries are computed. The intercept's part is Σ ωᵢxᵢ and Σ ωᵢ.
    private void AddDense(double[] h, int start, int end)
    {
        int size = Size, outputs = problem.Outputs, p = columns.Length, rows = end - start;
        double[]? chosen = null;
        ReadOnlySpan<double> x = problem.Rows.Dense.Rows(start, rows).Span;
        if (p < problem.Rows.ColumnCount)
        {
            // Rented: a tile is large enough for the heap whose every allocation counts towards a full collection.
            chosen = ArrayPool<double>.Shared.Rent(p * rows);
            for (int i = 0; i < rows; i++)
                for (int at = 0; at < p; at++) chosen[i * p + at] = x[i * problem.Rows.ColumnCount + columns[at]];
            x = chosen.AsSpan(0, rows * p);
        }
        double[] product = ArrayPool<double>.Shared.Rent(p * p), omega = ArrayPool<double>.Shared.Rent(rows);
        for (int k = 0; k < outputs; k++)
            for (int l = k; l < outputs; l++)
            {
                double total = Omegas(start, k, l, omega.AsSpan(0, rows));
                if (p > 0) Syrk.Gram(new MatrixView<double>(x, rows, p), product.AsSpan(0, p * p), weights: omega.AsSpan(0, rows));
                for (int a = 0; a < p; a++)
                    Kernels.AddScaled(1, product.AsSpan(a * p, p), h.AsSpan((k * q + a) * size + l * q, p));
                if (!problem.FitIntercept) continue;
                Span<double> last = h.AsSpan((k * q + p) * size + l * q, q);
                RowKernels.AddWeightedRows(x, omega, 1, rows, last[..p]);
                last[p] += total;
                for (int a = 0; a < p; a++) h[(k * q + a) * size + l * q + p] = last[a];
            }
        if (chosen is not null) ArrayPool<double>.Shared.Return(chosen);
        ArrayPool<double>.Shared.Return(product);
        ArrayPool<double>.Shared.Return(omega);
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
