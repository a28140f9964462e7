using System.Globalization;
using System.Text.RegularExpressions;
using ClassicML.ModelSelection;
using ClassicML.Wire;

namespace ClassicML.Cli.Learners;

/// <summary>What <c>--vary</c> tries of an option: a list of values, or a range to draw from or to divide.</summary>
/// <remarks>
/// <c>VALUE,VALUE,…</c>, by ; where values have commas themselves; <c>LOW..HIGH</c>, drawn evenly, or with <c>:log</c> evenly in its logarithm;
/// <c>LOW..HIGH:COUNT</c> or <c>LOW..HIGH:log:COUNT</c>, so many values from LOW to HIGH. Of a whole number all values are whole.
/// </remarks>
internal sealed partial record VaryValues
{
    public const string Help = "Values to try of an option of the model: C=0.1,1,10 or C=0.01..100:log:5; may come several times.";
    public const string HelpWithRanges = "Values to try of an option of the model: C=0.1,1,10, C=0.01..100:log:5, for --method random also ranges to draw from, "
        + "C=0.01..100:log or max-depth=2..20; by ; where values have commas; may come several times.";

    private readonly string[] values;
    private readonly double low, high;
    private readonly bool isLog, isWhole;

    private VaryValues(string option, string[] values, double low, double high, bool isLog, bool isWhole) =>
        (Option, this.values, this.low, this.high, this.isLog, this.isWhole) = (option, values, low, high, isLog, isWhole);

    /// <summary>The option, as it was typed.</summary>
    public string Option { get; }

    /// <summary>Reads what follows the equals sign.</summary>
    /// <param name="name">The option.</param>
    /// <param name="text">The values.</param>
    /// <param name="option">What the option is, which says whether a range is of whole numbers.</param>
    /// <exception cref="UsageException">There are no values, or a range is empty.</exception>
    public static VaryValues Parse(string name, string text, WireOption option)
    {
        bool isWhole = option.Allowed.StartsWith("an integer", StringComparison.Ordinal);
        if (Range().Match(text) is not { Success: true } range)
        {
            string[] list = Split(text);
            return list.Length > 0 ? new(name, list, 0, 0, false, isWhole) : throw new UsageException($"--vary {name} has no values");
        }
        double low = Number(range.Groups["low"].Value), high = Number(range.Groups["high"].Value);
        bool isLog = range.Groups["log"].Success;
        if (!(low < high)) throw new UsageException($"--vary {name}={text}: {range.Groups["low"].Value} is not below {range.Groups["high"].Value}");
        if (isLog && low <= 0) throw new UsageException($"--vary {name}={text}: only numbers above 0 have a logarithm");
        if (option.Range is null) throw new UsageException($"--vary {name}={text}: '{option.KebabName}' is no number, but {option.Allowed}");
        if (isWhole && (low != Math.Floor(low) || high != Math.Floor(high) || high - low >= int.MaxValue))
            throw new UsageException($"--vary {name}={text}: '{option.KebabName}' is {option.Allowed}");
        var whole = new VaryValues(name, [], low, high, isLog, isWhole);
        if (!range.Groups["count"].Success) return whole;
        int count = int.TryParse(range.Groups["count"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out int n) && n is >= 2 and <= 10_000 ? n
            : throw new UsageException($"--vary {name}={text}: a range is divided into 2 to 10000 values");
        return whole with { Points = [.. Enumerable.Range(0, count).Select(i => whole.At(i / (count - 1.0))).Distinct()] };

        double Number(string end) =>
            double.TryParse(end, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number) ? number
            : throw new UsageException($"--vary {name}={text}: '{end}' is no number");
    }

    private string[] Points { get => values.Length > 0 ? values : field; init; } = [];

    /// <summary>All values, for a grid.</summary>
    /// <exception cref="UsageException">It is a range to draw from.</exception>
    public string[] All() => Points.Length > 0 ? Points : throw new UsageException(
        $"--vary {Option}={Text(low)}..{Text(high)}: a grid tries every value, so say how many, as in {Option}={Text(low)}..{Text(high)}:5, or draw by --method random");

    /// <summary>One value, for a random search.</summary>
    public string Draw(Rng rng) => Points.Length > 0 ? Distribution.Choice(Points).Draw(rng)
        : isWhole && !isLog ? Text(Distribution.Integer((int)low, (int)high).Draw(rng))
        // The upper end of whole numbers is drawn too.
        : Text((isLog ? Distribution.LogUniform(low, isWhole ? high + 1 : high) : Distribution.Uniform(low, high)).Draw(rng));

    private string At(double share) =>
        Text(share == 0 ? low : share == 1 ? high : isLog ? low * Math.Pow(high / low, share) : low + (high - low) * share, rounded: true);

    // What is shown is what is tried: five digits.
    private string Text(double value, bool rounded = false) => isWhole
        ? (rounded ? Math.Round(value) : Math.Floor(value)).ToString("F0", CultureInfo.InvariantCulture)
        : value.ToString("G5", CultureInfo.InvariantCulture);

    // By ; where there is one, else by commas, but not those inside braces.
    private static string[] Split(string text)
    {
        char separator = text.Contains(';', StringComparison.Ordinal) ? ';' : ',';
        var list = new List<string>();
        int depth = 0, start = 0;
        for (int i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && text[i] is '{' or '[') depth++;
            else if (i < text.Length && text[i] is '}' or ']') depth--;
            else if (i == text.Length || (text[i] == separator && depth == 0))
            {
                if (i > start) list.Add(text[start..i].Trim());
                start = i + 1;
            }
        }
        return [.. list];
    }

    [GeneratedRegex(@"^(?<low>[^,;:.]*(\.[^,;:.]+)?)\.\.(?<high>[^,;:]+?)(:(?<log>log))?(:(?<count>[0-9]+))?$")]
    private static partial Regex Range();
}
