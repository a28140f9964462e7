using System.Collections.Immutable;
using System.Globalization;
using ClassicML.Internal;

namespace ClassicML.Preprocessing;

/// <summary>A fitted <see cref="SplineFeatures"/>.</summary>
public sealed class SplineFeaturesModel : ITransformerModel
{
    private readonly double[][] knots;
    private readonly SplineBasis[] bases;

    // The splines of each column at its ends, and their slopes there in a unit.
    private readonly (double[] Values, double[] Slopes, double Unit)[] lows, highs;

    internal SplineFeaturesModel(SplineFeatures options, double[][] knots, FitReport report)
    {
        (Options, this.knots, Report) = (options, knots, report);
        bases = Array.ConvertAll(knots, own => new SplineBasis(own, options.Degree, IsPeriodic));
        MemoryNeed.CheckArray((double)bases.Length * OwnCount, "splines of all columns", "take fewer knots");
        lows = Array.ConvertAll(bases, basis => End(basis, basis.Low));
        highs = Array.ConvertAll(bases, basis => End(basis, basis.High));
        OutputSources = [.. Enumerable.Range(0, OutputCount).Select(output => output / OwnCount)];
        OutputNames = report.FeatureNames is { } names
            ? [.. Enumerable.Range(0, OutputCount).Select(output => FormattableString.Invariant($"{names[output / OwnCount]}_sp_{output % OwnCount}"))]
            : null;
    }

    /// <inheritdoc/>
    public int FeatureCount => bases.Length;

    /// <inheritdoc/>
    public int OutputCount => bases.Length * OwnCount;

    /// <inheritdoc/>
    /// <remarks>Such as "age_sp_0" and "age_sp_1".</remarks>
    public ImmutableArray<string>? OutputNames { get; }

    /// <inheritdoc/>
    public ImmutableArray<int>? OutputSources { get; }

    /// <inheritdoc/>
    public FitReport Report { get; }

    /// <summary>The degree of the polynomials.</summary>
    public int Degree => Options.Degree;

    /// <summary>What becomes of values beyond the knots.</summary>
    public SplineExtrapolation Extrapolation => Options.Extrapolation;

    /// <summary>Whether the last spline of each column is there, with which they sum to 1.</summary>
    public bool IncludeBias => Options.IncludeBias;

    internal SplineFeatures Options { get; }

    // The output columns of one column.
    internal int OwnCount => bases[0].Count - (Options.IncludeBias ? 0 : 1);

    private bool IsPeriodic => Options.Extrapolation == SplineExtrapolation.Periodic;

    /// <summary>The knots of a column, rising.</summary>
    /// <exception cref="IndexOutOfRangeException">There is no such column.</exception>
    public ReadOnlySpan<double> Knots(int column) => knots[column];

    /// <summary>Makes splines of each column: those of the first, then of the second, and so on.</summary>
    /// <returns>A <see cref="Matrix"/> of as many rows.</returns>
    /// <exception cref="ArgumentException">The width differs from the one fitted on, a value is missing or infinite, or beyond the knots where
    /// that is an error.</exception>
    public Features Transform(Features x)
    {
        Matrix rows = ColumnTiles.Readable(x, this);
        Check.Complete(rows, nameof(SplineFeaturesModel));
        return ColumnTiles.MapRows(rows, OutputCount, (firstRow, from, to) =>
        {
            double[] splines = new double[bases[0].Count], work = new double[Options.Degree + 1];
            for (int at = 0; at < from.Length; at++)
            {
                Array.Clear(splines);
                Evaluate(firstRow + at / FeatureCount, at % FeatureCount, from[at], splines, work);
                splines.AsSpan(0, OwnCount).CopyTo(to.Slice(at * OwnCount, OwnCount));
            }
        }).WithNames(OutputNames);
    }

    private void Evaluate(int row, int column, double x, double[] splines, double[] work)
    {
        SplineBasis basis = bases[column];
        bool isInside = x >= basis.Low && x <= basis.High;
        if (isInside || Options.Extrapolation is SplineExtrapolation.Continue or SplineExtrapolation.Periodic)
        {
            basis.Evaluate(x, splines, work);
            return;
        }
        if (Options.Extrapolation == SplineExtrapolation.Error)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                $"row {row}, column {column} is {x}, beyond the knots from {basis.Low} to {basis.High}: choose another Extrapolation"), nameof(x));
        (double[] values, double[] slopes, double unit) = x < basis.Low ? lows[column] : highs[column];
        double beyond = (x < basis.Low ? x - basis.Low : x - basis.High) / unit;
        for (int k = 0; k < splines.Length; k++)
            splines[k] = values[k] + (Options.Extrapolation == SplineExtrapolation.Linear ? beyond * slopes[k] : 0);
    }

    private (double[] Values, double[] Slopes, double Unit) End(SplineBasis basis, double x)
    {
        double[] values = new double[basis.Count], slopes = new double[basis.Count], work = new double[Options.Degree + 1];
        basis.Evaluate(x, values, work);
        // Periodic ones have no end.
        return (values, slopes, IsPeriodic ? 1 : basis.Slopes(x, slopes, work));
    }
}
