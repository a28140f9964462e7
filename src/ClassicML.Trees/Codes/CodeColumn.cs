namespace ClassicML.Trees;

/// <summary>The values behind the codes of one column, which order as the values do; missing values have the last code.</summary>
/// <remarks>
/// Without binning a code is the rank among the distinct values, and <see cref="Lows"/> and <see cref="Highs"/> are the same array. With
/// binning a code stands for a range of values. Categories have codes from 1.
/// </remarks>
internal sealed class CodeColumn(double[] lows, double[] highs, bool hasMissing, bool isCategorical)
{
    /// <summary>The least value of each code.</summary>
    public double[] Lows => lows;

    /// <summary>The largest value of each code.</summary>
    public double[] Highs => highs;

    /// <summary>The code of missing values, or -1 where there are none.</summary>
    public int MissingCode { get; } = hasMissing ? lows.Length : -1;

    /// <summary>Whether the values are categories.</summary>
    public bool IsCategorical => isCategorical;

    /// <summary>The number of codes.</summary>
    public int CodeCount => lows.Length + (hasMissing ? 1 : 0);

    /// <summary>
    /// The threshold between two codes that are neighbours at a node: the middle of the values beside it, or the lower where the middle
    /// rounds to the upper. So lower ≤ threshold &lt; upper always. Halves are added, since the sum of two large values overflows. Infinite
    /// where the upper code is that of missing values.
    /// </summary>
    public double Threshold(int code, int nextCode)
    {
        if (nextCode == MissingCode) return double.PositiveInfinity;
        double lower = highs[code], upper = lows[nextCode];
        double middle = lower / 2 + upper / 2;
        return middle >= lower && middle < upper ? middle : lower;
    }
}
