namespace ClassicML.Svm;

/// <summary>Chooses the variables that are solved for together: those that violate optimality most, and some of the last set.</summary>
/// <remarks>
/// Source: T. Joachims, Making Large-Scale SVM Learning Practical, 1998; keeping half of the last set, its free variables first, stops
/// sets from trading the same violations to and fro (as in oneDAL and ThunderSVM). Of equal violations the lower position wins.
/// </remarks>
internal sealed class WorkingSet(int size)
{
    private (double Value, int Position)[] heap = [];
    private int[] last = [];
    private bool[] taken = [];

    /// <summary>Forgets the last set, since positions have changed.</summary>
    public void Forget() => last = [];

    /// <param name="variables">More than a set holds.</param>
    /// <returns>Positions, rising.</returns>
    public List<int> Choose(SmoVariables variables)
    {
        if (heap.Length == 0) heap = new (double, int)[size];
        taken = new bool[variables.Count];
        var chosen = new List<int>(size);
        bool twoGroups = variables.Split < variables.Count;
        int share = (last.Length == 0 ? size : size / 2) / (twoGroups ? 4 : 2);
        for (int group = 0; group < (twoGroups ? 2 : 1); group++)
        {
            (int start, int end) = group == 0 ? (0, variables.Split) : (variables.Split, variables.Count);
            (double m, double negativeM) = variables.Extremes(start, end);
            Top(variables.Gradient, variables.Up, -1, start, end, -negativeM, share, chosen);
            Top(variables.Gradient, variables.Low, 1, start, end, -m, share, chosen);
        }
        foreach (bool free in (ReadOnlySpan<bool>)[true, false])
            foreach (int k in last)
                if (chosen.Count < size && !taken[k] && (variables.Up[k] == 0 && variables.Low[k] == 0) == free)
                {
                    taken[k] = true;
                    chosen.Add(k);
                }
        chosen.Sort();
        last = [.. chosen];
        return chosen;
    }

    // The largest may + sign·g above a threshold, by a heap whose root is the worst that is kept.
    private void Top(double[] g, float[] may, int sign, int start, int end, double above, int most, List<int> chosen)
    {
        int count = 0;
        for (int k = start; k < end; k++)
        {
            double value = may[k] + sign * g[k];
            if (!(value > above) || taken[k]) continue;
            if (count < most)
            {
                Up((value, k), count++);
                if (count == most) above = heap[0].Value;
            }
            else
            {
                // Strictly larger than the root: of equal values the one that came first stays.
                Down((value, k), count);
                above = heap[0].Value;
            }
        }
        for (int k = 0; k < count; k++)
        {
            taken[heap[k].Position] = true;
            chosen.Add(heap[k].Position);
        }
    }

    private static bool Worse((double Value, int Position) a, (double Value, int Position) b) =>
        a.Value < b.Value || (a.Value == b.Value && a.Position > b.Position);

    private void Up((double, int) entry, int at)
    {
        for (; at > 0 && Worse(entry, heap[(at - 1) / 2]); at = (at - 1) / 2) heap[at] = heap[(at - 1) / 2];
        heap[at] = entry;
    }

    private void Down((double, int) entry, int count)
    {
        int at = 0;
        while (2 * at + 1 < count)
        {
            int child = 2 * at + 1;
            if (child + 1 < count && Worse(heap[child + 1], heap[child])) child++;
            if (!Worse(heap[child], entry)) break;
            heap[at] = heap[child];
            at = child;
        }
        heap[at] = entry;
    }
}
