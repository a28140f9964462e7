using System.Globalization;

namespace ClassicML.Trees;

/// <summary>How many of the p features are tried at each node: all, a root, a logarithm, a number or a share of them.</summary>
/// <remarks>As text: "all", "square-root", "log2", "10" or "0.5"; a text with a point is a share.</remarks>
public readonly record struct MaxFeatures
{
    private enum Rule : byte { All, SquareRoot, Log2, Count, Share }

    private readonly Rule rule;
    private readonly double number;

    private MaxFeatures(Rule rule, double number = 0) => (this.rule, this.number) = (rule, number);

    /// <summary>All p. The default value.</summary>
    public static MaxFeatures All => default;

    /// <summary>√p, rounded down.</summary>
    public static MaxFeatures SquareRoot => new(Rule.SquareRoot);

    /// <summary>log₂ p, rounded down.</summary>
    public static MaxFeatures Log2 => new(Rule.Log2);

    /// <summary>A number of features, at least 1; more than p means all.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public static MaxFeatures Count(int count) => new(Rule.Count, Check.Positive(count, nameof(count)));

    /// <summary>A share of the features, in (0, 1], rounded down.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is outside.</exception>
    public static MaxFeatures Share(double share) => new(Rule.Share, Check.Within(share, new Interval(0, 1, LowOpen: true), nameof(share)));

    /// <summary>The number of features tried out of p: at least 1, at most p.</summary>
    public int Of(int featureCount) => Math.Clamp(rule switch
    {
        Rule.All => featureCount,
        Rule.SquareRoot => (int)Math.Sqrt(featureCount),
        Rule.Log2 => (int)Math.Log2(featureCount),
        Rule.Count => (int)number,
        Rule.Share => (int)(number * featureCount),
    }, 1, featureCount);

    /// <summary>The rule that a text stands for.</summary>
    /// <exception cref="FormatException">It stands for none.</exception>
    public static MaxFeatures Parse(string text) => Check.NotNull(text, nameof(text)) switch
    {
        "all" => All,
        "square-root" => SquareRoot,
        "log2" => Log2,
        _ when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int count) => Count(count),
        _ when double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double share) => Share(share),
        _ => throw new FormatException($"it must be all, square-root, log2, a number or a share, was '{text}'"),
    };

    /// <summary>The text that <see cref="Parse"/> takes.</summary>
    public override string ToString() => rule switch
    {
        Rule.All => "all",
        Rule.SquareRoot => "square-root",
        Rule.Log2 => "log2",
        Rule.Count => number.ToString("F0", CultureInfo.InvariantCulture),
        Rule.Share => number == 1 ? "1.0" : number.ToString("0.0################", CultureInfo.InvariantCulture),
    };
}
