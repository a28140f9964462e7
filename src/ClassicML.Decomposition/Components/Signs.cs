namespace ClassicML.Decomposition;

/// <summary>The sign of a direction, which nothing else decides.</summary>
internal static class Signs
{
    /// <summary>Makes the entry of largest absolute value positive; of entries that are equal but for rounding, the first.</summary>
    public static void Settle(Span<double> direction)
    {
        double largest = 0;
        foreach (double value in direction) largest = Math.Max(largest, Math.Abs(value));
        foreach (double value in direction)
        {
            if (Math.Abs(value) < largest * (1 - 1e-9)) continue;
            if (value < 0)
                foreach (ref double entry in direction) entry = -entry;
            return;
        }
    }
}
