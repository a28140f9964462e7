using System.Buffers;

namespace ClassicML.Svm;

/// <summary>The kernel matrix of a set of variables, which stays in the second-level cache: a row of it is put together when it is first
/// asked for. For one thread.</summary>
internal sealed class SetMatrix(IKernelSource source) : IDisposable
{
    private int[] items = [];
    private IKernelRows? rows;
    // Where a row of the set takes its entries from: stretches of positions that are stretches of columns too, and the holes between.
    private readonly List<(int Position, int Column, int Length)> stretches = [];
    private readonly List<int> holes = [];
    // Rows one after another in the order of their first use, and the place of each among them, -1 before.
    private int[] places = [];
    private float[] matrix = [];
    private int made;

    /// <summary>Takes the variables of a set, which keep their rows until others come.</summary>
    public void Use(SmoVariables variables)
    {
        if (rows is not null && items.AsSpan().SequenceEqual(variables.Items)) return;
        Dispose();
        items = variables.Items;
        int[] distinct = Distinct(items);
        rows = source.Rows(distinct, 0);
        rows.Require(distinct);
        for (int k = 0; k < items.Length; k++)
        {
            if (items[k] < 0)
            {
                holes.Add(k);
                continue;
            }
            int column = rows.ColumnOf(items[k]);
            if (stretches is [.., var last] && last.Position + last.Length == k && last.Column + last.Length == column)
                stretches[^1] = last with { Length = last.Length + 1 };
            else stretches.Add((k, column, 1));
        }
        places = new int[items.Length];
        places.AsSpan().Fill(-1);
        matrix = ArrayPool<float>.Shared.Rent(items.Length * items.Length);
    }

    /// <summary>The row of a variable; holes are 0.</summary>
    public ReadOnlySpan<float> Row(int k)
    {
        int count = items.Length;
        if (places[k] >= 0) return matrix.AsSpan(places[k] * count, count);
        ReadOnlySpan<float> row = rows!.Row(items[k]);
        Span<float> own = matrix.AsSpan(made * count, count);
        foreach ((int position, int column, int length) in stretches) row.Slice(column, length).CopyTo(own[position..]);
        foreach (int hole in holes) own[hole] = 0;
        places[k] = made++;
        return own;
    }

    /// <summary>Gives the memory back; another set may be taken after.</summary>
    public void Dispose()
    {
        if (rows is null) return;
        ArrayPool<float>.Shared.Return(matrix);
        (rows, matrix, made) = (null, [], 0);
        stretches.Clear();
        holes.Clear();
    }

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
}
