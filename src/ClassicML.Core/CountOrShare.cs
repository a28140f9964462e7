using System.Globalization;

namespace ClassicML;

/// <summary>How many of some things: a number, or a share of them all.</summary>
/// <remarks>As text "10" or "0.5"; a text with a point is a share. The default value is a share of 1: all. An int converts to a number.</remarks>
public readonly record struct CountOrShare
{
    // A number, or minus a share; 0 for all.
    private readonly double code;

    private CountOrShare(double code) => this.code = code;

    /// <summary>A number, at least 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public static CountOrShare Count(int count) => new(Check.Positive(count, nameof(count)));

    /// <summary>A share in (0, 1], rounded down, but at least one thing.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is outside.</exception>
    public static CountOrShare Share(double share) =>
        Check.Within(share, new Interval(0, 1, LowOpen: true), nameof(share)) == 1 ? default : new(-share);

    /// <summary>A number, at least 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public static implicit operator CountOrShare(int count) => Count(count);

    /// <summary>How many that is of so many: at least 1; a number may be above <paramref name="total"/>.</summary>
    public int Of(int total) => code > 0 ? (int)code : code == 0 ? Math.Max(1, total) : Math.Max(1, (int)(-code * total));

    /// <summary>The value that a text stands for.</summary>
    /// <exception cref="FormatException">It stands for none.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number is out of range.</exception>
    public static CountOrShare Parse(string text) => Check.NotNull(text, nameof(text)) switch
    {
        _ when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int count) => Count(count),
        _ when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double share) => Share(share),
        _ => throw new FormatException($"it must be a number or a share with a point, was '{text}'"),
    };

    /// <summary>The text that <see cref="Parse"/> takes.</summary>
    public override string ToString() =>
        code > 0 ? code.ToString("F0", CultureInfo.InvariantCulture) : code == 0 ? "1.0" : (-code).ToString("R", CultureInfo.InvariantCulture);
}
