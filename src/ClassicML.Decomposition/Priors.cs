using System.Collections.Immutable;
using System.Globalization;

namespace ClassicML.Decomposition;

/// <summary>The probability of each class before a row is seen: given, or the share of rows that each class has. Compared by
/// value.</summary>
/// <remarks>The default value is <see cref="FromData"/>.</remarks>
public readonly struct Priors : IEquatable<Priors>
{
    private readonly ImmutableArray<double> values;

    private Priors(ImmutableArray<double> values) => this.values = values;

    /// <summary>Each class's share of the training rows.</summary>
    public static Priors FromData => default;

    /// <summary>One probability for each class, by code.</summary>
    /// <exception cref="ArgumentException">One is negative or not a number, or they do not sum to 1 within 1e-6.</exception>
    public static Priors Of(params ReadOnlySpan<double> probabilities)
    {
        double sum = 0;
        foreach (double probability in probabilities) sum += Check.Within(probability, Interval.Share, "a prior");
        if (Math.Abs(sum - 1) > 1e-6)
            throw new ArgumentException($"priors must sum to 1, sum to {sum.ToString("R", CultureInfo.InvariantCulture)}",
                nameof(probabilities));
        return new Priors([.. probabilities]);
    }

    /// <summary>The probabilities by class code; empty for <see cref="FromData"/>.</summary>
    public ReadOnlySpan<double> Values => values.IsDefault ? default : values.AsSpan();

    /// <summary>Reads "data", or probabilities with spaces between.</summary>
    /// <exception cref="FormatException">It is neither.</exception>
    /// <exception cref="ArgumentException">They are no probabilities.</exception>
    public static Priors Parse(string text) => Check.NotNull(text, nameof(text)) == "data"
        ? FromData
        : Of([.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(part =>
            double.Parse(part, NumberStyles.Float, CultureInfo.InvariantCulture))]);

    /// <inheritdoc/>
    public bool Equals(Priors other) => Values.SequenceEqual(other.Values);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Priors other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (double value in Values) hash.Add(value);
        return hash.ToHashCode();
    }

    /// <summary>Whether both are the same.</summary>
    public static bool operator ==(Priors left, Priors right) => left.Equals(right);

    /// <summary>Whether they differ.</summary>
    public static bool operator !=(Priors left, Priors right) => !left.Equals(right);

    /// <summary>"data", or the probabilities with spaces between.</summary>
    public override string ToString() =>
        Values.IsEmpty ? "data" : string.Join(' ', values.Select(value => value.ToString("R", CultureInfo.InvariantCulture)));

    internal double[] Resolve(ClassificationData data)
    {
        int[] counts = data.ClassCounts();
        if (Values.IsEmpty) return Array.ConvertAll(counts, count => (double)count / data.RowCount);
        Check.Length(Values.Length, data.ClassCount, nameof(Priors), "class");
        if (!values.Where((prior, k) => prior > 0 && counts[k] > 0).Any())
            throw new ArgumentException("no class that has rows has a prior above 0", nameof(Priors));
        return Values.ToArray();
    }
}
