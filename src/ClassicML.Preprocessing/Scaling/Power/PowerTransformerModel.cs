using System.Collections.Immutable;

namespace ClassicML.Preprocessing;

/// <summary>A fitted <see cref="PowerTransformer"/>.</summary>
public sealed class PowerTransformerModel : ITransformerModel, IInverseTransform
{
    private readonly PowerColumn[] columns;
    private readonly double[] lambdas;

    internal PowerTransformerModel(PowerFamily family, PowerColumn[] columns, FitReport report)
    {
        (Family, this.columns, Report) = (family, columns, report);
        lambdas = Array.ConvertAll(columns, column => column.Map.Lambda);
    }

    /// <summary>The family of powers.</summary>
    public PowerFamily Family { get; }

    /// <summary>The power λ of each column, p values; NaN for a column without values.</summary>
    public ReadOnlySpan<double> Lambdas => lambdas;

    /// <inheritdoc/>
    public int FeatureCount => columns.Length;

    /// <inheritdoc/>
    public int OutputCount => columns.Length;

    /// <inheritdoc/>
    public ImmutableArray<string>? OutputNames => Report.FeatureNames;

    /// <inheritdoc/>
    public ImmutableArray<int>? OutputSources => [.. Enumerable.Range(0, OutputCount)];

    /// <inheritdoc/>
    public FitReport Report { get; }

    /// <summary>The value r of each column that powers are taken in ratios to, p values: the map before it is standardised is (t(x) - t(r))/t′(r), with t the
    /// family's power. 0 for Yeo-Johnson without one.</summary>
    public double[] References => Array.ConvertAll(columns, column => column.Map.Reference);

    /// <summary>What is subtracted from each column's power, p values.</summary>
    public double[] Means => Array.ConvertAll(columns, column => column.Mean);

    /// <summary>What each column's power is then divided by, p values.</summary>
    public double[] Scales => Array.ConvertAll(columns, column => column.Scale);

    internal ReadOnlySpan<PowerColumn> Columns => columns;

    /// <summary>Transforms rows. Missing values stay missing.</summary>
    /// <returns>A <see cref="Matrix"/> of the same shape, within ±<see cref="Features.MaxMagnitude"/>.</returns>
    /// <exception cref="ArgumentException">The width differs from the one fitted on, a value is infinite, or one is not positive for
    /// Box-Cox.</exception>
    public Features Transform(Features x)
    {
        Matrix rows = ColumnTiles.Readable(x, this);
        CheckDomain(rows, Family);
        return Map(rows, (column, value) => (column.Map.Forward(value) - column.Mean) / column.Scale);
    }

    /// <summary>Maps transformed rows back; what lies beyond the values that a power takes, to the end of its domain.</summary>
    /// <returns>A <see cref="Matrix"/> of the same shape, within ±<see cref="Features.MaxMagnitude"/>.</returns>
    /// <exception cref="ArgumentException">The width differs from the one fitted on, or a value is infinite.</exception>
    public Features InverseTransform(Features x) =>
        Map(ColumnTiles.Readable(x, this),
            (column, value) => column.Map.Backward(value * column.Scale + column.Mean));

    /// <summary>Refuses what the family can't take, by row and column.</summary>
    internal static void CheckDomain(Matrix rows, PowerFamily family)
    {
        if (family != PowerFamily.BoxCox) return;
        ReadOnlySpan<double> values = rows.Span;
        for (int at = 0; at < values.Length; at++)
            if (values[at] <= 0)
                throw new ArgumentException(FormattableString.Invariant(
                    $"row {at / rows.ColumnCount}, column {at % rows.ColumnCount} is {values[at]}; Box-Cox needs positive values, Yeo-Johnson takes all"),
                    "x");
    }

    private Matrix Map(Matrix rows, Func<PowerColumn, double, double> map) => ColumnTiles.MapRows(rows, FeatureCount, (_, from, to) =>
    {
        for (int at = 0; at < from.Length; at++)
            to[at] = Math.Clamp(map(columns[at % FeatureCount], from[at]), -Features.MaxMagnitude, Features.MaxMagnitude);
    }).WithNames(OutputNames);
}
