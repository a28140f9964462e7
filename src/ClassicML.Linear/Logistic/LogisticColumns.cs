using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ClassicML.Linear;

/// <summary>The columns that a logistic regression is solved in: x̃ = (x - m)/s, where the given ones would spoil the arithmetic.</summary>
/// <remarks>
/// With w = w̃/s and b = b̃ - wᵀm the scores are the same, so the optimum is too, once each column has its own penalties, λ₁/s and λ₂/s².
/// A column is centred where its mean is above three deviations and an intercept is fitted: an offset makes the second derivatives nearly
/// singular, and an error of Σr in the intercept's gradient counts m times in the weight's. Few values of such a column are zero, at most
/// one in ten, so a sparse one stores nearly all already; other columns stay as they are, and so sparse.
/// A column is scaled by a power of two, which is exact, so that its size, or what its penalty adds to the curvature where that is more, is
/// near 1. Without a penalty all columns are; with one it decides how large weights are, and only sizes outside 2^±10 change.
/// Sizes need not be exact: of many rows some two thousand tell, and all of them only for a column in which these are equal.
/// </remarks>
internal sealed class LogisticColumns
{
    private const int Seen = 2048, OrdinaryExponent = 10;
    private const double Offset = 3, Negligible = 1e-300;

    private readonly double[] centre, scale;

    /// <param name="x">The rows, n×p.</param>
    /// <param name="weights">Their weights, null for ones; rows of weight zero are not looked at.</param>
    /// <param name="lambda1">The scaled weight of Σ|wⱼ|.</param>
    /// <param name="lambda2">That of ½Σwⱼ².</param>
    /// <param name="fitIntercept">Whether b moves; columns can be centred only then.</param>
    public LogisticColumns(Features x, double[]? weights, double lambda1, double lambda2, bool fitIntercept)
    {
        int p = x.ColumnCount;
        (centre, scale) = (new double[p], new double[p]);
        Array.Fill(scale, 1);
        double[] mean = new double[p], deviation = new double[p];
        Measure(x, weights, mean, deviation);
        int ordinary = lambda1 + lambda2 == 0 ? 0 : OrdinaryExponent;
        for (int j = 0; j < p; j++)
        {
            if (fitIntercept && Math.Abs(mean[j]) > Offset * deviation[j]) centre[j] = mean[j];
            double size = centre[j] == 0 ? Math.Max(Math.Abs(mean[j]), deviation[j]) : deviation[j];
            size = Math.Max(Math.Max(size, lambda1), 2 * Math.Sqrt(lambda2));
            int exponent = size < Negligible ? 0 : Math.ILogB(size);
            if (Math.Abs(exponent) > ordinary) scale[j] = Math.ScaleB(1, exponent);
            HasCentre |= centre[j] != 0;
            IsScaled |= scale[j] != 1;
            LargestOffset = Math.Max(LargestOffset, Math.Abs(centre[j]) / scale[j]);
        }
    }

    /// <summary>The largest |m|/s.</summary>
    public double LargestOffset { get; }

    /// <summary>1/s of each column; null where all are 1.</summary>
    public double[]? Units => IsScaled ? Array.ConvertAll(scale, one => 1 / one) : null;

    private bool HasCentre { get; }

    private bool IsScaled { get; }

    /// <summary>x̃; x itself where no column changes.</summary>
    public Features Apply(Features x) =>
        !HasCentre && !IsScaled ? x : x is SparseMatrix sparse ? Apply(sparse) : Apply((Matrix)x);

    /// <summary>W of M×p and b, in place: those of x̃ from those of x.</summary>
    public void Enter(Span<double> w, Span<double> b)
    {
        for (int at = 0; at < w.Length; at++)
        {
            int j = at % scale.Length;
            b[at / scale.Length] += w[at] * centre[j];
            w[at] *= scale[j];
        }
    }

    /// <summary>W of M×p and b, in place: those of x from those of x̃.</summary>
    public void Leave(Span<double> w, Span<double> b)
    {
        for (int at = 0; at < w.Length; at++)
        {
            int j = at % scale.Length;
            w[at] /= scale[j];
            b[at / scale.Length] -= w[at] * centre[j];
        }
    }

    private Matrix Apply(Matrix x)
    {
        double[] moved = GC.AllocateUninitializedArray<double>(x.RowCount * x.ColumnCount), units = Array.ConvertAll(scale, one => 1 / one);
        for (int i = 0; i < x.RowCount; i++)
        {
            ReadOnlySpan<double> row = x.Row(i);
            Span<double> to = moved.AsSpan(i * row.Length, row.Length);
            for (int j = 0; j < to.Length; j++) to[j] = (row[j] - centre[j]) * units[j];
        }
        return Matrix.Wrap(moved, x.RowCount, x.ColumnCount);
    }

    // Each row stores every column that has a centre.
    private SparseMatrix Apply(SparseMatrix x)
    {
        int[] centred = [.. Enumerable.Range(0, centre.Length).Where(j => centre[j] != 0)], starts = new int[x.RowCount + 1];
        var columns = new List<int>(x.StoredCount + centred.Length);
        var values = new List<double>(x.StoredCount + centred.Length);
        for (int i = 0; i < x.RowCount; i++)
        {
            ReadOnlySpan<int> own = x.RowColumns(i);
            ReadOnlySpan<double> stored = x.RowValues(i);
            for (int at = 0, c = 0; at < own.Length || c < centred.Length;)
            {
                int j = Math.Min(at < own.Length ? own[at] : int.MaxValue, c < centred.Length ? centred[c] : int.MaxValue);
                double value = at < own.Length && own[at] == j ? stored[at++] : 0;
                if (c < centred.Length && centred[c] == j) c++;
                columns.Add(j);
                values.Add((value - centre[j]) / scale[j]);
            }
            starts[i + 1] = columns.Count;
        }
        return new SparseMatrix(starts, CollectionsMarshal.AsSpan(columns), CollectionsMarshal.AsSpan(values), x.ColumnCount);
    }

    // Means and deviations over every step-th row. Differences from the first row's value are summed, so that a constant column has exactly
    // its value as mean and no deviation.
    private static void Measure(Features x, double[]? weights, double[] mean, double[] deviation)
    {
        int p = mean.Length, counted = weights is null ? x.RowCount : weights.Count(weight => weight > 0);
        if (counted == 0) return;
        int step = (counted - 1) / Seen + 1, at = 0;
        List<int> rows = new(Seen);
        for (int i = 0; i < x.RowCount; i++)
            if ((weights is null || weights[i] > 0) && at++ % step == 0) rows.Add(i);
        ReadOnlySpan<int> seen = CollectionsMarshal.AsSpan(rows);
        double[] first = new double[p], sum = new double[p], squares = new double[p];
        int[] stored = new int[p];
        CopyRow(x, seen[0], first);
        Add(x, seen, first, sum, squared: false);
        Count(x, seen, stored);
        for (int j = 0; j < p; j++) mean[j] = first[j] + (sum[j] - (seen.Length - stored[j]) * first[j]) / seen.Length;
        Add(x, seen, mean, squares, squared: true);
        List<int> equal = [];
        for (int j = 0; j < p; j++)
        {
            squares[j] += (seen.Length - stored[j]) * mean[j] * mean[j];
            if (squares[j] > 1e-250) deviation[j] = Math.Sqrt(squares[j] / seen.Length);
            else equal.Add(j);
        }
        // Where no differences were seen, or squares underflow, the largest difference of all rows stands for the deviation.
        if (equal.Count > 0) Farthest(x, weights, equal, mean, deviation);
    }

    // to ← to + Σ(x - from), or squares, over what rows store.
    private static void Add(Features x, ReadOnlySpan<int> rows, double[] from, double[] to, bool squared)
    {
        if (x is SparseMatrix sparse)
        {
            foreach (int i in rows)
            {
                ReadOnlySpan<int> columns = sparse.RowColumns(i);
                ReadOnlySpan<double> values = sparse.RowValues(i);
                for (int at = 0; at < columns.Length; at++)
                {
                    double difference = values[at] - from[columns[at]];
                    to[columns[at]] += squared ? difference * difference : difference;
                }
            }
            return;
        }
        ref double first = ref MemoryMarshal.GetReference(((Matrix)x).Span), pf = ref MemoryMarshal.GetArrayDataReference(from);
        ref double pt = ref MemoryMarshal.GetArrayDataReference(to);
        nuint end = (nuint)from.Length;
        foreach (int i in rows)
        {
            ref double row = ref Unsafe.Add(ref first, (nint)i * from.Length);
            nuint j = 0;
            for (; j + 8 <= end; j += 8)
            {
                Vector512<double> difference = Vector512.LoadUnsafe(ref row, j) - Vector512.LoadUnsafe(ref pf, j);
                (Vector512.LoadUnsafe(ref pt, j) + (squared ? difference * difference : difference)).StoreUnsafe(ref pt, j);
            }
            for (; j < end; j++)
            {
                double difference = Unsafe.Add(ref row, j) - Unsafe.Add(ref pf, j);
                Unsafe.Add(ref pt, j) += squared ? difference * difference : difference;
            }
        }
    }

    private static void Count(Features x, ReadOnlySpan<int> rows, int[] stored)
    {
        if (x is SparseMatrix sparse)
            foreach (int i in rows)
                foreach (int j in sparse.RowColumns(i)) stored[j]++;
        else Array.Fill(stored, rows.Length);
    }

    // Only what rows store of these columns is looked at: most of a text's rare words are among them, and few of its values.
    private static void Farthest(Features x, double[]? weights, List<int> columns, double[] from, double[] farthest)
    {
        int[] stored = new int[from.Length];
        bool[] wanted = new bool[from.Length];
        foreach (int j in columns) wanted[j] = true;
        int count = 0;
        for (int i = 0; i < x.RowCount; i++)
        {
            if (weights is not null && weights[i] == 0) continue;
            count++;
            if (x is Matrix dense)
            {
                ReadOnlySpan<double> row = dense.Row(i);
                foreach (int j in columns) farthest[j] = Math.Max(farthest[j], Math.Abs(row[j] - from[j]));
                continue;
            }
            ReadOnlySpan<int> own = ((SparseMatrix)x).RowColumns(i);
            for (int at = 0; at < own.Length; at++)
            {
                int j = own[at];
                if (!wanted[j]) continue;
                stored[j]++;
                farthest[j] = Math.Max(farthest[j], Math.Abs(((SparseMatrix)x).RowValues(i)[at] - from[j]));
            }
        }
        if (x is Matrix) return;
        foreach (int j in columns)
            if (stored[j] < count) farthest[j] = Math.Max(farthest[j], Math.Abs(from[j]));
    }

    private static void CopyRow(Features x, int i, double[] to)
    {
        if (x is SparseMatrix sparse)
        {
            for (int at = 0; at < sparse.RowColumns(i).Length; at++) to[sparse.RowColumns(i)[at]] = sparse.RowValues(i)[at];
        }
        else ((Matrix)x).Row(i).CopyTo(to);
    }
}
