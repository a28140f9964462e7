namespace ClassicML.Trees;

/// <summary>What a node under monotonic constraints may predict.</summary>
internal readonly record struct ValueBounds(double Lower, double Upper)
{
    /// <summary>Anything.</summary>
    public static ValueBounds None => new(double.NegativeInfinity, double.PositiveInfinity);

    /// <summary>Whether a value may be.</summary>
    public bool Hold(double value) => value >= Lower && value <= Upper;

    /// <summary>Brings what a node predicts within: a number, or the share of the second of two classes.</summary>
    public void Clip(Span<double> values)
    {
        values[^1] = Math.Clamp(values[^1], Lower, Upper);
        if (values.Length == 2) values[0] = 1 - values[1];
    }

    /// <summary>The bounds of the two sides of a split whose feature raises (1) or lowers (-1) values.</summary>
    public (ValueBounds Left, ValueBounds Right) Part(double left, double right, int direction)
    {
        double middle = Math.Clamp(left / 2 + right / 2, Lower, Upper);
        ValueBounds below = this with { Upper = middle }, above = this with { Lower = middle };
        return direction > 0 ? (below, above) : (above, below);
    }
}
