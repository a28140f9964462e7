using System.Globalization;

namespace ClassicML.Preprocessing;

/// <summary>The importance that a feature must reach to be kept: a number, or a multiple of the mean or the median of all.</summary>
/// <remarks>
/// As text "auto", "0.25", "mean", "1.25*median". The default value is <see cref="Auto"/>. A double converts to a number.
/// </remarks>
public readonly record struct ImportanceThreshold
{
    private enum Rule : byte { Auto, Number, Mean, Median }

    private readonly Rule rule;
    private readonly double number;

    private ImportanceThreshold(Rule rule, double number = 0) => (this.rule, this.number) = (rule, number);

    /// <summary>10⁻⁵ for weights under an L1 penalty (<see cref="IFeatureImportances.IsSparse"/>), which are 0 but for rounding or count; else the
    /// mean.</summary>
    public static ImportanceThreshold Auto => default;

    /// <summary>A number of at least 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative or not finite.</exception>
    public static ImportanceThreshold Of(double number) => new(Rule.Number, Check.NonNegative(number, nameof(number)));

    /// <summary>A multiple of the mean importance. Default: once.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not positive.</exception>
    public static ImportanceThreshold Mean(double factor = 1) => new(Rule.Mean, Check.Positive(factor, nameof(factor)));

    /// <summary>A multiple of the median importance. Default: once.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not positive.</exception>
    public static ImportanceThreshold Median(double factor = 1) => new(Rule.Median, Check.Positive(factor, nameof(factor)));

    /// <summary>A number of at least 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative or not finite.</exception>
    public static implicit operator ImportanceThreshold(double number) => Of(number);

    /// <summary>The threshold among importances.</summary>
    internal double Among(IFeatureImportances model) => rule switch
    {
        Rule.Auto => model.IsSparse ? 1e-5 : MeanOf(model.FeatureImportances),
        Rule.Number => number,
        Rule.Mean => number * MeanOf(model.FeatureImportances),
        Rule.Median => number * MedianOf(model.FeatureImportances),
    };

    /// <summary>The threshold of a text.</summary>
    /// <exception cref="FormatException">It stands for none.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number is out of range.</exception>
    public static ImportanceThreshold Parse(string text)
    {
        string[] parts = Check.NotNull(text, nameof(text)).Split('*');
        bool isNumber = double.TryParse(parts[0], NumberStyles.Float, CultureInfo.InvariantCulture, out double number);
        return parts switch
        {
            ["auto"] => Auto,
            ["mean"] => Mean(),
            ["median"] => Median(),
            [_] when isNumber => Of(number),
            [_, "mean"] when isNumber => Mean(number),
            [_, "median"] when isNumber => Median(number),
            _ => throw new FormatException($"it must be auto, a number, mean, median or a multiple such as 1.25*mean, was '{text}'"),
        };
    }

    /// <summary>The text that <see cref="Parse"/> takes.</summary>
    public override string ToString()
    {
        string text = number.ToString("R", CultureInfo.InvariantCulture), times = number == 1 ? "" : text + "*";
        return rule switch
        {
            Rule.Auto => "auto",
            Rule.Number => text,
            Rule.Mean => times + "mean",
            Rule.Median => times + "median",
        };
    }

    // By differences from the first, so that equal importances reach their own mean.
    private static double MeanOf(ReadOnlySpan<double> importances)
    {
        double sum = 0;
        foreach (double one in importances) sum += one - importances[0];
        return importances[0] + sum / importances.Length;
    }

    private static double MedianOf(ReadOnlySpan<double> importances)
    {
        double[] sorted = [.. importances.ToArray().Order()];
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
