namespace ClassicML.Trees;

/// <summary>The values behind the codes of one column, which order as the values do.</summary>
/// <remarks>
/// Without binning a code is the rank among the distinct values, and <see cref="Lows"/> and <see cref="Highs"/> are the same array. With
/// binning a code stands for a range of values.
/// </remarks>
internal sealed class CodeColumn(double[] lows, double[] highs)
{
    /// <summary>The least value of each code.</summary>
    public double[] Lows => lows;

    /// <summary>The largest value of each code.</summary>
    public double[] Highs => highs;

    /// <summary>
    /// The threshold between two codes that are neighbours at a node: the middle of the values beside it, or the lower where the middle
    /// rounds to the upper. So lower ≤ threshold &lt; upper always. Halves are added, since the sum of two large values overflows.
    /// </summary>
    public double Threshold(int code, int nextCode)
    {
        double lower = highs[code], upper = lows[nextCode];
        double middle = lower / 2 + upper / 2;
        return middle >= lower && middle < upper ? middle : lower;
    }
}
