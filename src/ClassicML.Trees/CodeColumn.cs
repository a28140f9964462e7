namespace ClassicML.Trees;

/// <summary>One column as codes that order as its values do, in the smallest integers that hold them, and the values behind the codes.</summary>
/// <remarks>
/// Without binning a code is the rank among the distinct values, and <see cref="Lows"/> and <see cref="Highs"/> are the same array. With
/// binning a code stands for a range of values. Missing values, where there are any, have a code of their own above all others.
/// </remarks>
internal sealed class CodeColumn
{
    public CodeColumn(int[] codes, double[] lows, double[] highs, bool hasMissing)
    {
        (Lows, Highs) = (lows, highs);
        MissingCode = hasMissing ? lows.Length : int.MaxValue;
        int largest = hasMissing ? lows.Length : lows.Length - 1;
        if (largest <= byte.MaxValue) Bytes = Array.ConvertAll(codes, code => (byte)code);
        else if (largest <= ushort.MaxValue) Shorts = Array.ConvertAll(codes, code => (ushort)code);
        else Ints = [.. codes];
    }

    /// <summary>The codes where they are below 2⁸, or null.</summary>
    public byte[]? Bytes { get; }

    /// <summary>The codes where they need 16 bits, or null.</summary>
    public ushort[]? Shorts { get; }

    /// <summary>The codes where they need more, or null.</summary>
    public int[]? Ints { get; }

    /// <summary>The least value of each code.</summary>
    public double[] Lows { get; }

    /// <summary>The largest value of each code.</summary>
    public double[] Highs { get; }

    /// <summary>The code of missing values, or one that no row has.</summary>
    public int MissingCode { get; }

    /// <summary>
    /// The threshold between two codes that are neighbours at a node: the middle of the values beside it, or the lower where the middle
    /// rounds to the upper. So lower ≤ threshold &lt; upper always. Halves are added, since the sum of two large values overflows.
    /// Where only missing values go right, it is the largest double, which every value is at most.
    /// </summary>
    public double Threshold(int code, int nextCode)
    {
        if (nextCode == MissingCode) return double.MaxValue;
        double lower = Highs[code], upper = Lows[nextCode];
        double middle = lower / 2 + upper / 2;
        return middle >= lower && middle < upper ? middle : lower;
    }
}
