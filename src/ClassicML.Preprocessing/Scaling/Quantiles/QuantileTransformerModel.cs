using System.Collections.Immutable;
using MathNet.Numerics.Distributions;

namespace ClassicML.Preprocessing;

/// <summary>A fitted <see cref="QuantileTransformer"/>.</summary>
public sealed class QuantileTransformerModel : ITransformerModel, IInverseTransform
{
    // The shares that become the ends of a normal variable, and what they become.
    private const double LeastShare = 1e-7;

    private static readonly double MostNormal = Normal.InvCDF(0, 1, 1 - LeastShare);

    // By column, rising; NaN throughout for a column without values.
    private readonly double[][] quantiles;

    internal QuantileTransformerModel(QuantileOutput output, double[][] quantiles, FitReport report) =>
        (Output, this.quantiles, Report) = (output, quantiles, report);

    /// <summary>The distribution of what comes out.</summary>
    public QuantileOutput Output { get; }

    /// <summary>The number of quantiles that are known of each column.</summary>
    public int QuantileCount => quantiles[0].Length;

    /// <inheritdoc/>
    public int FeatureCount => quantiles.Length;

    /// <inheritdoc/>
    public int OutputCount => quantiles.Length;

    /// <inheritdoc/>
    public ImmutableArray<string>? OutputNames => Report.FeatureNames;

    /// <inheritdoc/>
    public ImmutableArray<int>? OutputSources => [.. Enumerable.Range(0, OutputCount)];

    /// <inheritdoc/>
    public FitReport Report { get; }

    /// <summary>The quantiles of a column, at shares of equal steps from 0 to 1, rising; NaN for a column without values.</summary>
    /// <exception cref="IndexOutOfRangeException">There is no such column.</exception>
    public ReadOnlySpan<double> Quantiles(int column) => quantiles[column];

    /// <summary>Maps each value to its share, or to the normal quantile of that. Missing values stay missing.</summary>
    /// <returns>A <see cref="Matrix"/> of the same shape.</returns>
    /// <exception cref="ArgumentException">The width differs from the one fitted on, or a value is infinite.</exception>
    public Features Transform(Features x) => Map(x, (own, value) =>
    {
        double share = ShareOf(own, value);
        return Output == QuantileOutput.Uniform || double.IsNaN(share) ? share
            : share <= LeastShare ? -MostNormal
            : share >= 1 - LeastShare ? MostNormal
            : Normal.InvCDF(0, 1, share);
    });

    /// <summary>Maps shares, or normal quantiles, back to values of the columns; beyond the ends to the end.</summary>
    /// <returns>A <see cref="Matrix"/> of the same shape.</returns>
    /// <exception cref="ArgumentException">The width differs from the one fitted on, or a value is infinite.</exception>
    public Features InverseTransform(Features x) => Map(x, (own, value) => ValueOf(own,
        Output == QuantileOutput.Uniform || double.IsNaN(value) ? value
        : value <= -MostNormal ? 0
        : value >= MostNormal ? 1
        : Normal.CDF(0, 1, value)));

    private Matrix Map(Features x, Func<double[], double, double> map) => ColumnTiles.MapRows(
        ColumnTiles.Readable(x, this), FeatureCount, (_, from, to) =>
        {
            for (int at = 0; at < from.Length; at++) to[at] = map(quantiles[at % FeatureCount], from[at]);
        }).WithNames(OutputNames);

    // The share of values below one, between quantiles on a line; of several equal quantiles the middle of their shares.
    private static double ShareOf(double[] quantiles, double value)
    {
        int last = quantiles.Length - 1;
        if (double.IsNaN(value) || double.IsNaN(quantiles[0])) return double.NaN;
        // One quantile tells no shares apart.
        if (value <= quantiles[0] || last == 0) return 0;
        if (value >= quantiles[last]) return 1;
        int found = Array.BinarySearch(quantiles, value);
        if (found < 0)
        {
            int above = ~found, below = above - 1;
            return (below + (value - quantiles[below]) / (quantiles[above] - quantiles[below])) / last;
        }
        int first = found, end = found;
        while (quantiles[first - 1] == value) first--;
        while (quantiles[end + 1] == value) end++;
        return 0.5 * (first + end) / last;
    }

    private static double ValueOf(double[] quantiles, double share)
    {
        int last = quantiles.Length - 1;
        if (double.IsNaN(share)) return double.NaN;
        double place = Math.Clamp(share, 0, 1) * last;
        int below = (int)place;
        double low = quantiles[below], high = quantiles[Math.Min(below + 1, last)];
        return low + (place - below) * (high - low);
    }
}
