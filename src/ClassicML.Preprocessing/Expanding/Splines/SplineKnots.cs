using System.Collections.Immutable;
using System.Globalization;

namespace ClassicML.Preprocessing;

/// <summary>Where the knots of splines lie: evenly, at quantiles, or at given places. Compared by value.</summary>
/// <remarks>The default value is <see cref="Uniform"/>.</remarks>
public readonly struct SplineKnots : IEquatable<SplineKnots>
{
    private readonly bool atQuantiles;
    private readonly ImmutableArray<ImmutableArray<double>> places;

    private SplineKnots(bool atQuantiles, ImmutableArray<ImmutableArray<double>> places) =>
        (this.atQuantiles, this.places) = (atQuantiles, places);

    /// <summary>Evenly from each column's smallest value to its largest.</summary>
    public static SplineKnots Uniform => default;

    /// <summary>At quantiles of equal steps of each column.</summary>
    public static SplineKnots Quantile => new(true, default);

    /// <summary>Given for each column, rising; as many for each.</summary>
    /// <param name="places">The knots of each column, at least two each.</param>
    /// <exception cref="ArgumentException">There is no column, one has fewer than two knots or another number, or they don't rise.</exception>
    public static SplineKnots Of(params IReadOnlyList<double[]> places)
    {
        Check.Positive(Check.NotNull(places, nameof(places)).Count, "the number of columns with knots");
        foreach (double[] column in places)
        {
            Check.AtLeast(Check.NotNull(column, nameof(places)).Length, 2, "the number of knots of a column");
            Check.Length(column.Length, places[0].Length, "the knots of a column", "knot of the first one");
            for (int i = 0; i < column.Length; i++)
            {
                Check.Within(column[i], new Interval(-Features.MaxMagnitude, Features.MaxMagnitude), "a knot");
                if (i > 0 && !(column[i] > column[i - 1])) throw new ArgumentException("the knots of a column must rise", nameof(places));
            }
        }
        return new SplineKnots(false, [.. places.Select(column => column.ToImmutableArray())]);
    }

    /// <summary>The given knots by column, or none.</summary>
    public IReadOnlyList<ImmutableArray<double>> Places => places.IsDefault ? [] : places;

    internal bool AtQuantiles => atQuantiles;

    /// <summary>Reads "uniform", "quantile", or knots with spaces between, columns with semicolons: "0 6 12 18 24; 0 0.5 1 1.5 2".</summary>
    /// <exception cref="FormatException">It is none of these.</exception>
    /// <exception cref="ArgumentException">They are no knots.</exception>
    public static SplineKnots Parse(string text) => Check.NotNull(text, nameof(text)) switch
    {
        "uniform" => Uniform,
        "quantile" => Quantile,
        _ => Of([.. text.Split(';').Select(column => column.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(knot => double.Parse(knot, NumberStyles.Float, CultureInfo.InvariantCulture)).ToArray())]),
    };

    /// <inheritdoc/>
    public bool Equals(SplineKnots other) => ToString() == other.ToString();

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is SplineKnots other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    /// <summary>Whether both are the same.</summary>
    public static bool operator ==(SplineKnots left, SplineKnots right) => left.Equals(right);

    /// <summary>Whether they differ.</summary>
    public static bool operator !=(SplineKnots left, SplineKnots right) => !left.Equals(right);

    /// <summary>What <see cref="Parse"/> reads.</summary>
    public override string ToString() => atQuantiles ? "quantile" : places.IsDefault ? "uniform"
        : string.Join("; ", places.Select(column => string.Join(' ', column.Select(knot => knot.ToString("R", CultureInfo.InvariantCulture)))));
}
