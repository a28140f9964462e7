using System.Diagnostics;

namespace ClassicML.Preprocessing;

/// <summary>Makes of each column several smooth bumps, a basis of B-splines, so that a linear model can follow any smooth curve.</summary>
/// <remarks>
/// A spline is a polynomial of the degree between knots, and as smooth as that allows at them. The K + d - 1 splines of a column with K knots and
/// degree d are at least 0 and sum to 1, and each is other than 0 between d + 2 knots only; periodic ones are K - 1. Beyond the ends the knots
/// go on at the distance of the last two (Eilers and Marx, "Flexible smoothing with B-splines and penalties", 1996). A column of one value c
/// has knots from c to c + max(1, |c|); knots that fall together at ties are one. Missing values (NaN) are refused. Row weights are not
/// looked at. As scikit-learn's SplineTransformer. Cost: for quantiles a sort of each column; (d + 1)² flops a value.
/// </remarks>
public sealed record SplineFeatures : ITransformer<SplineFeaturesModel>
{
    /// <summary>The number of knots. Default 5, at least 2; not read where knots are given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 2.</exception>
    public int KnotCount { get; init => field = Check.AtLeast(value, 2, nameof(KnotCount)); } = 5;

    /// <summary>Where the knots lie. Default <see cref="SplineKnots.Uniform"/>.</summary>
    public SplineKnots Knots { get; init; }

    /// <summary>The degree of the polynomials. Default 3, cubic; in [0, 100].</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is outside.</exception>
    public int Degree { get; init => field = (int)Check.Within(value, new Interval(0, 100), nameof(Degree)); } = 3;

    /// <summary>What splines do beyond the ends. Default <see cref="SplineExtrapolation.Constant"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not a member of the enumeration.</exception>
    public SplineExtrapolation Extrapolation { get; init => field = Check.Defined(value, nameof(Extrapolation)); } =
        SplineExtrapolation.Constant;

    /// <summary>Whether the last spline of each column comes too. Default true; all sum to 1, as a learner's intercept does.</summary>
    public bool IncludeBias { get; init; } = true;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There is no row, a value is missing or infinite, knots are given for another number of columns, there
    /// are not more periodic knots than the degree, or no spline is left.</exception>
    public SplineFeaturesModel Fit(Features x, FitContext context = default)
    {
        var clock = Stopwatch.StartNew();
        context.ThrowIfCancelled();
        Matrix rows = ColumnTiles.Readable(x, nameof(SplineFeatures));
        Check.Complete(rows, nameof(SplineFeatures));
        double[][] knots = Places(rows, context);
        if (Extrapolation == SplineExtrapolation.Periodic && knots[0].Length <= Degree)
            throw new ArgumentException(
                FormattableString.Invariant($"periodic splines need more knots than their Degree, {Degree}; there are {knots[0].Length}"), nameof(Degree));
        if (!IncludeBias && Degree == 0 && knots[0].Length == 2)
            throw new ArgumentException("two knots of Degree 0 make one spline, which without IncludeBias is none", nameof(IncludeBias));
        return new SplineFeaturesModel(this, knots, new FitReport().Ended(this, clock.Elapsed, x.ColumnNames));
    }

    private double[][] Places(Matrix rows, FitContext context)
    {
        double[][] knots = new double[rows.ColumnCount][];
        if (Knots.Places.Count > 0)
        {
            Check.Length(Knots.Places.Count, rows.ColumnCount, nameof(Knots), "column");
            for (int j = 0; j < knots.Length; j++) knots[j] = [.. Knots.Places[j]];
            return knots;
        }
        if (Knots.AtQuantiles) OrderedColumn.ForEach(rows, context, (j, values) => knots[j] = values.Quantiles(KnotCount));
        (double[] minimums, double[] maximums) = ColumnExtremes.Of(rows, context);
        for (int j = 0; j < knots.Length; j++)
            if (minimums[j] == maximums[j]) knots[j] = EvenSteps(minimums[j], minimums[j] + Math.Max(1, Math.Abs(minimums[j])), KnotCount);
            else knots[j] ??= EvenSteps(minimums[j], maximums[j], KnotCount);
        return knots;
    }

    private static double[] EvenSteps(double low, double high, int count)
    {
        double[] steps = new double[count];
        for (int i = 0; i < count; i++) steps[i] = i == count - 1 ? high : low + i * ((high - low) / (count - 1));
        return steps;
    }
}
