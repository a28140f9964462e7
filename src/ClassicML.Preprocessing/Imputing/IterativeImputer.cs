using System.Diagnostics;
using System.Globalization;

namespace ClassicML.Preprocessing;

/// <summary>Fills missing values (NaN) column by column, each predicted from all the others, round after round until little changes.</summary>
/// <remarks>
/// At first every missing value is its column's <see cref="InitialStatistic"/>. In a round each column in turn is the target of a regression
/// on the others, fitted on the rows that have a value there, and predicts it for the rest (chained equations: van Buuren and
/// Groothuis-Oudshoorn, "mice", 2011). The fit has converged when no row's changes sum up to <see cref="Tolerance"/> times the largest
/// magnitude of the data; new rows are filled by the same regressions in the same order. A model is a single imputation: it says nothing
/// of how uncertain a value is. Columns without any value at the fit take no part. Row weights are not looked at. Not here of
/// scikit-learn's: draws from the posterior, and regressions on a drawn choice of columns. Its priors are numbers, so bring columns to one
/// scale first. Cost: rounds·p regressions of p-1 columns; the model keeps them all.
/// </remarks>
public sealed record IterativeImputer : Imputer, ITransformer<IterativeImputerModel>
{
    /// <summary>What predicts a column from the others. Default null: Bayesian ridge regression, as scikit-learn's default.</summary>
    public IRegressor<IRegressorModel>? Regressor { get; init; }

    /// <summary>What missing values are at first; <see cref="ImputationStatistic.Constant"/> is 0. Default <see cref="ImputationStatistic.Mean"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not a member of the enumeration.</exception>
    public ImputationStatistic InitialStatistic { get; init => field = Check.Defined(value, nameof(InitialStatistic)); } = ImputationStatistic.Mean;

    /// <summary>The order of the columns in a round. Default <see cref="ImputationOrder.Ascending"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not a member of the enumeration.</exception>
    public ImputationOrder Order { get; init => field = Check.Defined(value, nameof(Order)); } = ImputationOrder.Ascending;

    /// <summary>
    /// Whether columns without missing values have no regression: fewer fits, but new rows that miss a value there get the first guess.
    /// Default false.
    /// </summary>
    public bool SkipComplete { get; init; }

    /// <summary>The most rounds. Default 10, at least 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int MaxIterations { get; init => field = Check.Positive(value, nameof(MaxIterations)); } = 10;

    /// <summary>The largest change of a row that is none, as a share of the largest magnitude of the data. Default 0.001, at least 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative or not finite.</exception>
    public double Tolerance { get; init => field = Check.NonNegative(value, nameof(Tolerance)); } = 1e-3;

    /// <summary>The least value that is filled in, or null for no limit, the default; below <see cref="MaxValue"/>, which <c>Fit</c> checks.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is beyond ±<see cref="Features.MaxMagnitude"/>.</exception>
    public double? MinValue { get; init => field = Limit(value, nameof(MinValue)); }

    /// <summary>The largest value that is filled in, or null for no limit, the default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is beyond ±<see cref="Features.MaxMagnitude"/>.</exception>
    public double? MaxValue { get; init => field = Limit(value, nameof(MaxValue)); }

    /// <summary>The seed of a random order. Default 0, at least 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public int Seed { get; init => field = Check.AtLeast(value, 0, nameof(Seed)); }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There is no row, a value is infinite, the limits leave nothing, every column would be dropped, or
    /// the regressor refuses its rows; the message names the column.</exception>
    public IterativeImputerModel Fit(Features x, FitContext context = default)
    {
        var clock = Stopwatch.StartNew();
        context.ThrowIfCancelled();
        (double least, double most) = (MinValue ?? -Features.MaxMagnitude, MaxValue ?? Features.MaxMagnitude);
        if (!(least < most))
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"MinValue must be below MaxValue, {most}, was {least}"), nameof(MinValue));
        Matrix rows = ColumnTiles.Readable(x, nameof(IterativeImputer));
        // Indicators are those of the rows as they came, so the first guess has none.
        SimpleImputerModel first = new SimpleImputer { Statistic = InitialStatistic, KeepEmptyFeatures = true }.Fit(rows, context);
        int[] counts = ColumnMoments.Of(rows, context).Counts;
        ImputedColumns columns = ImputedColumns.Of(counts, rows.RowCount, KeepEmptyFeatures, AddIndicator, nameof(IterativeImputer));
        int[] active = [.. Enumerable.Range(0, counts.Length).Where(j => counts[j] > 0)];
        var state = new ImputationRounds(rows, active, first.Statistics);
        List<ImputationStep> steps = [];
        FitReport report = active.Length < 2 ? new FitReport() : Rounds(state, active, steps, least, most, context);
        report = report.Ended(this, clock.Elapsed, x.ColumnNames).With("empty_columns", counts.Length - active.Length);
        return new IterativeImputerModel(first, columns, active, [.. steps], least, most, report);
    }

    private FitReport Rounds(
        ImputationRounds state, int[] active, List<ImputationStep> steps, double least, double most, FitContext context)
    {
        IRegressor<IRegressorModel> regressor = Regressor ?? new BayesianRidge();
        FitContext whole = new() { Cancellation = context.Cancellation, MaxThreads = context.MaxThreads };
        double limit = Tolerance * state.LargestPresent;
        string? reason = null;
        bool isStopped = false;
        int rounds = 0;
        while (true)
        {
            context.ThrowIfCancelled();
            if (context.Stop.IsCancellationRequested)
            {
                (isStopped, reason) = (true, "the caller asked to stop");
                break;
            }
            double[] before = state.Copy();
            foreach (int column in OrderOf(state, active.Length, rounds))
            {
                IRegressorModel model = Fitted(regressor, state, column, active[column], whole);
                state.Fill(column, model, least, most);
                steps.Add(new ImputationStep(column, model));
            }
            rounds++;
            double change = state.ChangeSince(before);
            context.Progress?.Report(new FitProgress("round", rounds, MaxIterations, change));
            if (change <= limit) break;
            if (rounds == MaxIterations)
            {
                reason = string.Create(CultureInfo.InvariantCulture, $"the limit of {MaxIterations} rounds was reached at a change of {change}, above {limit}");
                break;
            }
        }
        return new FitReport { Iterations = rounds, Converged = reason is null, Stopped = isStopped, Reason = reason };
    }

    private static IRegressorModel Fitted(
        IRegressor<IRegressorModel> regressor, ImputationRounds state, int column, int inputColumn, FitContext context)
    {
        try
        {
            return regressor.Fit(state.Training(column), context);
        }
        catch (ArgumentException e)
        {
            throw new ArgumentException(FormattableString.Invariant($"the regression of column {inputColumn}: {e.Message}"), e);
        }
    }

    private int[] OrderOf(ImputationRounds state, int count, int round)
    {
        int[] all = [.. Enumerable.Range(0, count).Where(c => !SkipComplete || state.MissingCount(c) > 0)];
        if (Order == ImputationOrder.Random) new Rng((ulong)Seed, (ulong)round).Shuffle(all.AsSpan());
        return Order switch
        {
            ImputationOrder.Ascending => [.. all.OrderBy(state.MissingCount)],
            ImputationOrder.Descending => [.. all.OrderBy(state.MissingCount).Reverse()],
            ImputationOrder.LeftToRight or ImputationOrder.Random => all,
            ImputationOrder.RightToLeft => [.. all.Reverse()],
        };
    }

    private static double? Limit(double? value, string name) =>
        value is { } given ? Check.Within(given, SimpleImputer.FillRange, name) : null;
}

/// <summary>One regression of one round.</summary>
/// <param name="Column">The column that it predicts, by its place among those that take part.</param>
/// <param name="Model">The regression on the others.</param>
internal readonly record struct ImputationStep(int Column, IRegressorModel Model);
