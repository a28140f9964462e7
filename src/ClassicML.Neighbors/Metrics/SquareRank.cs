namespace ClassicML.Neighbors;

/// <summary>Ranks of distances that are roots of sums of squares: the sum, and where squares lose digits or vanish the distance itself,
/// put below zero without losing a bit.</summary>
/// <remarks>A distance below 1e-140 becomes minus the double whose bits are a constant less its own, so that its order and every bit stay.</remarks>
internal static class SquareRank
{
    /// <summary>The least sum that is a rank; smaller ones have lost digits.</summary>
    public const double Least = 1e-280;

    // Above the bits of any distance that is mapped, so that the difference is a finite positive double.
    private static readonly long Top = BitConverter.DoubleToInt64Bits(1e300);

    /// <summary>The rank of a distance whose square is below <see cref="Least"/>.</summary>
    public static double OfSmall(double distance) => -BitConverter.Int64BitsToDouble(Top - BitConverter.DoubleToInt64Bits(distance));

    /// <summary>The distance of a rank.</summary>
    public static double Distance(double rank) =>
        rank >= 0 ? Math.Sqrt(rank) : BitConverter.Int64BitsToDouble(Top - BitConverter.DoubleToInt64Bits(-rank));

    /// <summary>A rank that no row within a distance exceeds.</summary>
    public static double Within(double distance)
    {
        // The root of the next double may round to the same distance, so a little is added to the square.
        double square = distance * distance * (1 + 1e-15);
        return square >= Least ? square : OfSmall(distance);
    }
}
