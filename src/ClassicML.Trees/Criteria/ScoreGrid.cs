namespace ClassicML.Trees;

/// <summary>What scores are rounded to before they are compared, so that gains which only rounding tells apart are equal.</summary>
/// <remarks>
/// The same rows on the same sides are summed in another order by each feature, and weights such as 0.01 are no sums of powers of two: so
/// splits of equal gain score differently in their last bits. The steps of the grid are 2⁻³⁶ of the size of scores at the node, far above
/// such roundings (some 2⁻⁵² a sum) and far below what one row more on a side changes. A comparison with a tolerance would not do: it is
/// not transitive, so that the winner would depend on the order of comparisons, and with it on the threads.
/// </remarks>
internal readonly struct ScoreGrid
{
    private const ulong ExponentBits = 0x7FF0_0000_0000_0000;
    private const double Step = 1.0 / (1L << 36);

    private readonly double shift;
    private readonly double step;

    /// <param name="size">The size of the scores at a node; where it is subnormal they are left as they are.</param>
    public ScoreGrid(double size)
    {
        double power = BitConverter.UInt64BitsToDouble(BitConverter.DoubleToUInt64Bits(size) & ExponentBits);
        step = power * Step;
        // Doubles of this size are a step apart.
        shift = step * 1.5 * (1L << 52);
    }

    /// <summary>The nearest place on the grid; NaN and infinities stay.</summary>
    public double Round(double score) => score + shift - shift;

    /// <summary>Less than any score that rounds to <paramref name="rounded"/>.</summary>
    public double Below(double rounded) => rounded - step;
}
