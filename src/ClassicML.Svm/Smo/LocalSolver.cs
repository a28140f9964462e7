using System.Buffers;

namespace ClassicML.Svm;

/// <summary>Solves for the variables of a working set, two at a time, while all others stand still.</summary>
/// <remarks>The kernel matrix of the set is all that is read: a row of it is put together when it is first used, and stays in the
/// second-level cache. For one solution.</remarks>
internal sealed class LocalSolver
{
    private readonly SmoVariables variables;
    private readonly IKernelRows rows;
    // Where a row of the set takes its entries from: stretches of positions that are stretches of columns too, and the holes between.
    private readonly List<(int Position, int Column, int Length)> stretches = [];
    private readonly List<int> holes = [];
    // Rows one after another in the order of their first use, and the place of each among them, -1 before.
    private readonly int[] places;
    private float[] matrix = [];
    private int made;
    private (double Value, int Position) first, second;

    /// <param name="variables">The set.</param>
    /// <param name="source">The kernel matrix.</param>
    public LocalSolver(SmoVariables variables, IKernelSource source)
    {
        this.variables = variables;
        int[] items = Distinct(variables.Items);
        rows = source.Rows(items, 0);
        rows.Require(items);
        for (int k = 0; k < variables.Count; k++)
        {
            if (variables.Items[k] < 0)
            {
                holes.Add(k);
                continue;
            }
            int column = rows.ColumnOf(variables.Items[k]);
            if (stretches is [.., var last] && last.Position + last.Length == k && last.Column + last.Length == column)
                stretches[^1] = last with { Length = last.Length + 1 };
            else stretches.Add((k, column, 1));
        }
        places = new int[variables.Count];
        places.AsSpan().Fill(-1);
    }

    /// <summary>Whether a step ended at a bound other than zero.</summary>
    public bool ReachedBound { get; private set; }

    /// <summary>The items of some variables, rising, each once; holes left out.</summary>
    public static int[] Distinct(int[] items)
    {
        int[] sorted = [.. items];
        if (!Rises(sorted)) Array.Sort(sorted);
        int count = 0;
        foreach (int item in sorted)
            if (item >= 0 && (count == 0 || sorted[count - 1] != item)) sorted[count++] = item;
        return sorted[..count];
    }

    private static bool Rises(int[] items)
    {
        for (int k = 1, last = items[0]; k < items.Length; k++)
        {
            if (items[k] < 0) continue;
            if (items[k] <= last) return false;
            last = items[k];
        }
        return true;
    }

    /// <summary>Runs until optimality is violated by no more than the tolerance, or the limit is reached.</summary>
    /// <returns>The number of iterations.</returns>
    public long Solve(double tolerance, long limit)
    {
        (int split, int count) = (variables.Split, variables.Count);
        matrix = ArrayPool<float>.Shared.Rent(count * count);
        first = SmoPasses.First(variables.Gradient, variables.Up, 0, split);
        second = SmoPasses.First(variables.Gradient, variables.Up, split, count);
        for (long iteration = 0; ; iteration++)
        {
            (int i, int j, double violation) = iteration < limit ? Choose() : (-1, -1, 0);
            if (violation > tolerance && j >= 0 && Step(i, j)) continue;
            ArrayPool<float>.Shared.Return(matrix);
            return iteration;
        }
    }

    // i is the most violating variable that may rise, j its partner of largest gain; with two groups, the better pair.
    private (int I, int J, double Violation) Choose()
    {
        (int I, int J, double Violation) best = (-1, -1, double.NegativeInfinity);
        float most = 0;
        for (int group = 0; group < 2; group++)
        {
            (double value, int i) = group == 0 ? first : second;
            if (i < 0) continue;
            (int start, int end) = group == 0 ? (0, variables.Split) : (variables.Split, variables.Count);
            (float gain, int j, float violation) = SmoPasses.Partner(
                variables.Gradient, variables.Low, variables.Diagonal, Row(i), -value, variables.ExactDiagonal[i], start, end);
            if (violation > best.Violation) best.Violation = violation;
            if (j >= 0 && gain > most)
            {
                most = gain;
                (best.I, best.J) = (i, j);
            }
        }
        return best;
    }

    private bool Step(int i, int j)
    {
        SmoVariables v = variables;
        ReadOnlySpan<float> rowI = Row(i), rowJ = Row(j);
        double curvature = v.ExactDiagonal[i] + v.ExactDiagonal[j] - 2.0 * rowI[j];
        if (!(curvature > SmoSolver.LeastCurvature)) curvature = SmoSolver.LeastCurvature;
        double[] a = v.Values;
        double step = (v.Gradient[j] - v.Gradient[i]) / curvature, roomI = v.Upper[i] - a[i], roomJ = a[j] - v.Lower[j];
        double beforeI = a[i], beforeJ = a[j];
        if (step >= roomI && roomI <= roomJ)
        {
            step = roomI;
            a[i] = v.Upper[i];
            a[j] -= step;
            ReachedBound |= v.Upper[i] != 0;
        }
        else if (step >= roomJ)
        {
            step = roomJ;
            a[j] = v.Lower[j];
            a[i] += step;
            ReachedBound |= v.Lower[j] != 0;
        }
        else
        {
            a[i] += step;
            a[j] -= step;
        }
        v.SetStatus(i);
        v.SetStatus(j);
        first = SmoPasses.Update(v.Gradient, v.Up, rowI, rowJ, step, 0, v.Split);
        second = SmoPasses.Update(v.Gradient, v.Up, rowI, rowJ, step, v.Split, v.Count);
        return a[i] != beforeI || a[j] != beforeJ;
    }

    private ReadOnlySpan<float> Row(int k)
    {
        int count = variables.Count;
        if (places[k] >= 0) return matrix.AsSpan(places[k] * count, count);
        ReadOnlySpan<float> row = rows.Row(variables.Items[k]);
        Span<float> own = matrix.AsSpan(made * count, count);
        foreach ((int position, int column, int length) in stretches) row.Slice(column, length).CopyTo(own[position..]);
        foreach (int hole in holes) own[hole] = 0;
        places[k] = made++;
        return own;
    }
}
