namespace ClassicML.Svm;

/// <summary>The dual problem of every kernel SVM in one form: min ½aᵀKa + cᵀa over Lₖ ≤ aₖ ≤ Uₖ with the sum of a fixed (in each
/// group).</summary>
/// <remarks>
/// aₖ = yₖαₖ carries the sign of its class, so no label is left: C-SVC has c = -y and the box [0, C] for y = +1, [-C, 0] for y = -1.
/// Regression has two variables a row. The ν forms fix the sum for each of two groups.
/// </remarks>
internal sealed class SmoProblem
{
    /// <param name="items">The item (row of the kernel matrix) of each variable, group by group.</param>
    /// <param name="firstGroup">How many variables the first group has; all, if there is one group.</param>
    public SmoProblem(int[] items, int firstGroup)
    {
        Items = items;
        FirstGroup = firstGroup;
        Linear = new double[items.Length];
        Lower = new double[items.Length];
        Upper = new double[items.Length];
        Start = new double[items.Length];
    }

    public int[] Items { get; }

    public int FirstGroup { get; }

    public int Count => Items.Length;

    /// <summary>c.</summary>
    public double[] Linear { get; }

    /// <summary>L.</summary>
    public double[] Lower { get; }

    /// <summary>U.</summary>
    public double[] Upper { get; }

    /// <summary>A feasible start, which fixes the sums. Default: zero.</summary>
    public double[] Start { get; }
}
