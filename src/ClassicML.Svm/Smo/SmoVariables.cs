namespace ClassicML.Svm;

/// <summary>The state of the solver: one entry a variable in each array, each group filled up with holes to a multiple of <see
/// cref="SmoPasses.Width"/>.</summary>
internal sealed class SmoVariables
{
    private SmoVariables(int firstGroup, int secondGroup)
    {
        VariableCount = firstGroup + secondGroup;
        Split = Padded(firstGroup);
        int count = Split + Padded(secondGroup);
        (Items, Origin) = (new int[count], new int[count]);
        (Values, Gradient, Linear, Lower, Upper, ExactDiagonal) =
            (new double[count], new double[count], new double[count], new double[count], new double[count], new double[count]);
        (Up, Low, Diagonal) = (new float[count], new float[count], new float[count]);
        Items.AsSpan().Fill(-1);
        Origin.AsSpan().Fill(-1);
        Up.AsSpan().Fill(float.NegativeInfinity);
        Low.AsSpan().Fill(float.NegativeInfinity);
    }

    /// <summary>The number of positions, holes included.</summary>
    public int Count => Items.Length;

    /// <summary>The number of positions without the holes.</summary>
    public int VariableCount { get; }

    /// <summary>Where the second group starts; <see cref="Count"/> if there is none.</summary>
    public int Split { get; }

    /// <summary>The item of a position; -1 for a hole.</summary>
    public int[] Items { get; }

    /// <summary>Where a position came from: the variable of the problem, or after <see cref="Select"/> the position among all. -1 for a
    /// hole.</summary>
    public int[] Origin { get; }

    public double[] Values { get; }

    public double[] Gradient { get; }

    public double[] Linear { get; }

    public double[] Lower { get; }

    public double[] Upper { get; }

    public double[] ExactDiagonal { get; }

    public float[] Diagonal { get; }

    /// <summary>0 where a value may rise, negative infinity where it may not.</summary>
    public float[] Up { get; }

    /// <summary>0 where a value may fall, negative infinity where it may not.</summary>
    public float[] Low { get; }

    public static SmoVariables Of(SmoProblem problem, IKernelSource source)
    {
        var v = new SmoVariables(problem.FirstGroup, problem.Count - problem.FirstGroup);
        for (int variable = 0; variable < problem.Count; variable++)
        {
            int k = variable < problem.FirstGroup ? variable : v.Split + variable - problem.FirstGroup;
            (v.Items[k], v.Origin[k]) = (problem.Items[variable], variable);
            (v.Values[k], v.Linear[k]) = (problem.Start[variable], problem.Linear[variable]);
            (v.Lower[k], v.Upper[k]) = (problem.Lower[variable], problem.Upper[variable]);
            v.ExactDiagonal[k] = source.Diagonal(problem.Items[variable]);
            v.Diagonal[k] = (float)v.ExactDiagonal[k];
            v.SetStatus(k);
        }
        return v;
    }

    public void SetStatus(int k)
    {
        Up[k] = Values[k] < Upper[k] ? 0 : float.NegativeInfinity;
        Low[k] = Values[k] > Lower[k] ? 0 : float.NegativeInfinity;
    }

    /// <summary>Some of these variables in arrays of their own.</summary>
    /// <param name="kept">Their positions, rising.</param>
    /// <param name="all">Whether these are all variables, whose positions are what the new ones remember as their origin.</param>
    public SmoVariables Select(List<int> kept, bool all)
    {
        int firstGroup = kept.Count(k => k < Split);
        var v = new SmoVariables(firstGroup, kept.Count - firstGroup);
        for (int n = 0; n < kept.Count; n++)
        {
            int from = kept[n], k = n < firstGroup ? n : v.Split + n - firstGroup;
            (v.Items[k], v.Origin[k]) = (Items[from], all ? from : Origin[from]);
            (v.Values[k], v.Gradient[k], v.Linear[k]) = (Values[from], Gradient[from], Linear[from]);
            (v.Lower[k], v.Upper[k], v.ExactDiagonal[k]) = (Lower[from], Upper[from], ExactDiagonal[from]);
            (v.Diagonal[k], v.Up[k], v.Low[k]) = (Diagonal[from], Up[from], Low[from]);
        }
        return v;
    }

    /// <summary>Writes values, gradients and status back to where these variables came from.</summary>
    public void CopyTo(SmoVariables all)
    {
        for (int k = 0; k < Count; k++)
        {
            int to = Origin[k];
            if (to < 0) continue;
            (all.Values[to], all.Gradient[to], all.Up[to], all.Low[to]) = (Values[k], Gradient[k], Up[k], Low[k]);
        }
    }

    /// <summary>
    /// The positions that stay when those are taken out that are at a bound and that the gradient presses against it harder than any
    /// variable
    /// violates optimality; null if fewer than a fifth, or than <paramref name="least"/>, can go.
    /// </summary>
    public List<int>? Unshrinkable(int least)
    {
        var kept = new List<int>();
        int variables = 0;
        for (int group = 0; group < 2; group++)
        {
            (int start, int end) = group == 0 ? (0, Split) : (Split, Count);
            (double m, double negativeM) = Extremes(start, end);
            for (int k = start; k < end; k++)
            {
                if (Items[k] < 0) continue;
                variables++;
                bool mayRise = Up[k] == 0, mayFall = Low[k] == 0;
                if ((!mayRise && -Gradient[k] > m) || (!mayFall && Gradient[k] > negativeM)) continue;
                kept.Add(k);
            }
        }
        int gone = variables - kept.Count;
        return gone >= least && 5 * gone >= variables ? kept : null;
    }

    /// <summary>The largest -g of what may rise, and the largest g of what may fall, in a range.</summary>
    public (double M, double NegativeM) Extremes(int start, int end)
    {
        double m = double.NegativeInfinity, negativeM = double.NegativeInfinity;
        for (int k = start; k < end; k++)
        {
            m = Math.Max(m, Up[k] - Gradient[k]);
            negativeM = Math.Max(negativeM, Low[k] + Gradient[k]);
        }
        return (m, negativeM);
    }

    /// <summary>m - M, the violation of optimality, of the worse group; rounded as <see cref="SmoPasses.Partner"/> rounds it.</summary>
    public double Violation()
    {
        (double m, double negativeM) = Extremes(0, Split);
        (double otherM, double otherNegativeM) = Extremes(Split, Count);
        return Math.Max((float)(m + negativeM), (float)(otherM + otherNegativeM));
    }

    /// <summary>ρ of a group: the gradient of its free variables, on the average; without any, the middle of what those at their bounds
    /// allow.</summary>
    public double Rho(int start, int end)
    {
        double sum = 0, high = double.PositiveInfinity, low = double.NegativeInfinity;
        int free = 0;
        for (int k = start; k < end; k++)
        {
            if (Items[k] < 0) continue;
            bool mayRise = Up[k] == 0, mayFall = Low[k] == 0;
            if (mayRise && mayFall)
            {
                sum += Gradient[k];
                free++;
            }
            else if (mayRise) high = Math.Min(high, Gradient[k]);
            else if (mayFall) low = Math.Max(low, Gradient[k]);
        }
        return free > 0 ? sum / free
            : double.IsInfinity(high) ? (double.IsInfinity(low) ? 0 : low)
            : double.IsInfinity(low) ? high : 0.5 * (high + low);
    }

    private static int Padded(int count) => (count + SmoPasses.Width - 1) / SmoPasses.Width * SmoPasses.Width;
}
