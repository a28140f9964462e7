using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace ClassicML;

/// <summary>Weights of classes, which multiply the weights of their rows. Immutable, equal by content.</summary>
public readonly struct ClassWeights : IEquatable<ClassWeights>
{
    private readonly ImmutableSortedDictionary<string, double>? named;

    private ClassWeights(bool isBalanced, ImmutableSortedDictionary<string, double>? named)
    {
        IsBalanced = isBalanced;
        this.named = named;
    }

    /// <summary>Every class weighs 1: the default.</summary>
    public static ClassWeights None => default;

    /// <summary>Class k weighs n/(K·nₖ), with nₖ its rows and K the number of classes that have some: rare classes count as much as
    /// frequent ones.</summary>
    /// <remarks>Rows are counted, not their weights. One class against the rest is balanced as two classes. Both as in
    /// scikit-learn.</remarks>
    public static ClassWeights Balanced => new(true, null);

    /// <summary>Weights by name; a class that is not named weighs 1.</summary>
    /// <exception cref="ArgumentException">A weight is negative or not finite, or a name comes twice.</exception>
    public static ClassWeights Of(params IEnumerable<(string Label, double Weight)> weights)
    {
        var builder = ImmutableSortedDictionary.CreateBuilder<string, double>(StringComparer.Ordinal);
        foreach ((string label, double weight) in Check.NotNull(weights, nameof(weights)))
        {
            Check.NonNegative(weight, $"the weight of class '{label}'");
            if (!builder.TryAdd(label, weight)) throw new ArgumentException($"class '{label}' has two weights", nameof(weights));
        }
        return new ClassWeights(false, builder.Count == 0 ? null : builder.ToImmutable());
    }

    /// <summary>Whether this is <see cref="Balanced"/>.</summary>
    public bool IsBalanced { get; }

    /// <summary>The weights by name; empty for <see cref="None"/> and <see cref="Balanced"/>.</summary>
    public ImmutableSortedDictionary<string, double> Named => named ?? ImmutableSortedDictionary<string, double>.Empty;

    /// <summary>The weight of each row: that of the data times that of its class; null where all are 1.</summary>
    /// <exception cref="ArgumentException">A named class is not among those of the data.</exception>
    public double[]? OfRows(ClassificationData data)
    {
        double[]? rows = data.Weights.IsEmpty ? null : data.Weights.ToArray();
        if (!IsBalanced && named is null) return rows;
        double[] classes = new double[data.ClassCount];
        Array.Fill(classes, 1);
        if (IsBalanced)
        {
            int[] counts = data.ClassCounts();
            int present = counts.Count(count => count > 0);
            for (int k = 0; k < classes.Length; k++)
                if (counts[k] > 0) classes[k] = (double)data.RowCount / ((double)present * counts[k]);
        }
        foreach ((string label, double weight) in Named)
        {
            int code = data.Labels.IndexOf(label);
            if (code < 0) throw new ArgumentException(
                $"ClassWeights names class '{label}', which is not among {data.Labels}", nameof(data));
            classes[code] = weight;
        }
        rows ??= Enumerable.Repeat(1.0, data.RowCount).ToArray();
        for (int i = 0; i < rows.Length; i++) rows[i] *= classes[data.Codes[i]];
        return rows;
    }

    /// <summary>The weight of each row in the problem of one class against the rest: where balanced, both sides weigh the same.</summary>
    public double[]? OfRows(ClassificationData data, int against)
    {
        if (!IsBalanced) return OfRows(data);
        double[] rows = data.Weights.IsEmpty ? Enumerable.Repeat(1.0, data.RowCount).ToArray() : data.Weights.ToArray();
        double own = data.ClassCounts()[against], n = data.RowCount;
        for (int i = 0; i < rows.Length; i++) rows[i] *= n / (2 * (data.Codes[i] == against ? own : n - own));
        return rows;
    }

    /// <summary>"none", "balanced", or "label=weight" pairs by commas; the form that <see cref="Parse"/> takes.</summary>
    /// <remarks>A comma of a label has a backslash before it, and so has a backslash.</remarks>
    public override string ToString() =>
        IsBalanced ? "balanced" : named is null ? "none"
            : string.Join(',', named.Select(pair => string.Create(CultureInfo.InvariantCulture, $"{Escaped(pair.Key)}={pair.Value:R}")));

    /// <summary>Reads what <see cref="ToString"/> gives. Of several "=" in a pair the last one counts.</summary>
    /// <exception cref="FormatException">The text is none of the three.</exception>
    public static ClassWeights Parse(string text)
    {
        if (text is "none" or "") return None;
        if (text == "balanced") return Balanced;
        List<(string, double)> pairs = [];
        foreach (string pair in Pairs(text))
        {
            int at = pair.LastIndexOf('=');
            if (at < 0) throw new FormatException($"'{pair}' is not label=weight");
            pairs.Add((pair[..at], double.Parse(pair[(at + 1)..], NumberStyles.Float, CultureInfo.InvariantCulture)));
        }
        return Of(pairs);
    }

    private static string Escaped(string label) =>
        label.Replace(@"\", @"\\", StringComparison.Ordinal).Replace(",", @"\,", StringComparison.Ordinal);

    private static List<string> Pairs(string text)
    {
        List<string> pairs = [];
        var pair = new StringBuilder();
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == ',')
            {
                pairs.Add(pair.ToString());
                pair.Clear();
                continue;
            }
            if (text[i] == '\\' && i + 1 < text.Length && (text[i + 1] is '\\' or ',')) i++;
            pair.Append(text[i]);
        }
        pairs.Add(pair.ToString());
        return pairs;
    }

    /// <inheritdoc/>
    public bool Equals(ClassWeights other) => IsBalanced == other.IsBalanced && Named.SequenceEqual(other.Named);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is ClassWeights other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    /// <summary>Whether two have the same content.</summary>
    public static bool operator ==(ClassWeights left, ClassWeights right) => left.Equals(right);

    /// <summary>Whether two differ.</summary>
    public static bool operator !=(ClassWeights left, ClassWeights right) => !left.Equals(right);
}
