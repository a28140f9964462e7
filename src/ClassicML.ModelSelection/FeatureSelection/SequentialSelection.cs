using System.Collections.Immutable;
using System.Diagnostics;
using ClassicML.Metrics;

namespace ClassicML.ModelSelection;

/// <summary>What <see cref="SequentialFeatureSelector"/> and <see cref="RegressorSequentialFeatureSelector"/> have in common.</summary>
/// <typeparam name="TData">What they are fitted on.</typeparam>
/// <typeparam name="TModel">What their learners return.</typeparam>
/// <typeparam name="TOutcome">What metrics look at.</typeparam>
public abstract record SequentialSelection<TData, TModel, TOutcome> : ILearner<TData, SequentialSelectionModel>
    where TData : class, IData<TData>
    where TModel : class, IModel
    where TOutcome : class
{
    private protected SequentialSelection(LearningTask<TData, TModel, TOutcome> task, ILearner<TData, TModel> learner)
    {
        Task = task;
        Learner = learner;
        Splitter = task.DefaultSplitter;
        Metric = task.DefaultMetric;
    }

    /// <summary>The learner whose scores decide.</summary>
    /// <exception cref="ArgumentNullException">It is null.</exception>
    public ILearner<TData, TModel> Learner { get; init => field = Check.NotNull(value, nameof(Learner)); }

    /// <summary>Whether features are added or dropped. Default <see cref="SelectionDirection.Forward"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not a member of the enumeration.</exception>
    public SelectionDirection Direction { get; init => field = Check.Defined(value, nameof(Direction)); } = SelectionDirection.Forward;

    /// <summary>How many features are kept; a share is one of all. Default half of them. Null: as many as <see cref="Tolerance"/> says.</summary>
    public CountOrShare? Keep { get; init; } = CountOrShare.Share(0.5);

    /// <summary>
    /// Where no number is given: a step that betters the mean score by less ends the selection; the first is always taken. Default 0, at
    /// least 0, in the metric's unit.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative or not finite.</exception>
    public double Tolerance { get; init => field = Check.NonNegative(value, nameof(Tolerance)); }

    /// <summary>
    /// Whether features that were added may go again, and dropped ones come back, while that gives a better score than that number of them had
    /// before (floating search). Default false.
    /// </summary>
    public bool Floating { get; init; }

    /// <summary>The folds. Default five in row order: <see cref="StratifiedKFold"/> of classes, <see cref="KFold"/> of numbers.</summary>
    /// <exception cref="ArgumentNullException">It is null.</exception>
    public ISplitter Splitter { get; init => field = Check.NotNull(value, nameof(Splitter)); }

    /// <summary>What is best. Default the accuracy of classes, R² of numbers.</summary>
    /// <exception cref="ArgumentNullException">It is null.</exception>
    public Metric<TOutcome> Metric { get; init => field = Check.NotNull(value, nameof(Metric)); }

    internal LearningTask<TData, TModel, TOutcome> Task { get; }

    /// <summary>Adds or drops one feature after another.</summary>
    /// <param name="data">The rows, n×p, with what is to be predicted.</param>
    /// <param name="context">Cancellation, progress in steps, a thread limit; a stop keeps the features of the steps so far.</param>
    /// <exception cref="ArgumentException">The rows can't be divided so, or the learner refuses them; the message names the features.</exception>
    public SequentialSelectionModel Fit(TData data, FitContext context = default)
    {
        var clock = Stopwatch.StartNew();
        int p = Check.NotNull(data, nameof(data)).FeatureCount;
        bool isForward = Direction == SelectionDirection.Forward;
        // A selection that is to end by itself leaves one feature out, or one in, at the least.
        int wanted = Keep is { } keep ? Math.Min(p, keep.Of(p)) : isForward ? Math.Max(1, p - 1) : 1;
        var scores = new SubsetScores<TData, TModel, TOutcome>(this, data, context);
        bool[] isIn = new bool[p];
        Array.Fill(isIn, !isForward);
        int size = isForward ? 0 : p, steps = 0;
        double score = double.NegativeInfinity;
        Dictionary<int, double> best = [];
        bool isStopped = false;
        while (size != wanted && !(isStopped = context.Stop.IsCancellationRequested))
        {
            (int feature, double after) = scores.Best(isIn, isForward);
            if (Keep is null && steps > 0 && !(after - score >= Tolerance)) break;
            Take(feature, after);
            while (Floating && size > 1 && size < p)
            {
                (int back, double without) = scores.Best(isIn, !isForward);
                if (back == feature || !(without > best.GetValueOrDefault(isForward ? size - 1 : size + 1, double.NegativeInfinity))) break;
                Take(back, without);
            }
            steps++;
            context.Progress?.Report(new FitProgress("step", steps, isForward ? wanted : p - wanted, scores.Told(score)));
        }
        // Before the first feature there is no choice.
        if (size == 0) Array.Fill(isIn, true);
        int[] selected = [.. Enumerable.Range(0, p).Where(j => isIn[j])];
        if (double.IsNegativeInfinity(score)) score = scores.Of(selected);
        var report = new FitReport
        {
            Iterations = steps, Stopped = isStopped, Converged = !isStopped, Reason = isStopped ? "the caller asked to stop" : null,
        };
        return new SequentialSelectionModel(p, selected, scores.Told(score), report.Ended(this, clock.Elapsed, data.FeatureNames));

        void Take(int feature, double after)
        {
            isIn[feature] = !isIn[feature];
            size += isIn[feature] ? 1 : -1;
            score = after;
            best[size] = Math.Max(after, best.GetValueOrDefault(size, double.NegativeInfinity));
        }
    }
}

/// <summary>The mean scores of subsets of features over the folds of a selection; the higher, the better.</summary>
internal sealed class SubsetScores<TData, TModel, TOutcome>(
    SequentialSelection<TData, TModel, TOutcome> selection, TData data, FitContext context)
    where TData : class, IData<TData>
    where TModel : class, IModel
    where TOutcome : class
{
    private readonly ImmutableArray<Fold> folds = selection.Task.Split(selection.Splitter, data);

    /// <summary>The score of features.</summary>
    public double Of(int[] features) => OfAll([features])[0];

    /// <summary>The feature that is best added to a subset, or dropped from it, of equal ones the first; and the score then.</summary>
    public (int Feature, double Score) Best(bool[] isIn, bool adds)
    {
        int[] candidates = [.. Enumerable.Range(0, isIn.Length).Where(j => isIn[j] != adds)];
        double[] scores = OfAll(Array.ConvertAll(
            candidates, candidate => Enumerable.Range(0, isIn.Length).Where(j => j == candidate ? adds : isIn[j]).ToArray()));
        int best = 0;
        for (int c = 1; c < candidates.Length; c++)
            if (scores[c] > scores[best] || double.IsNaN(scores[best])) best = c;
        return (candidates[best], scores[best]);
    }

    /// <summary>A score as its metric has it.</summary>
    public double Told(double score) => selection.Metric.HigherIsBetter ? score : -score;

    // Subsets and folds beside one another.
    private double[] OfAll(int[][] subsets)
    {
        int count = folds.Length;
        double[] scores = new double[subsets.Length * count];
        Workers.For(scores.Length, context.Threads, item =>
        {
            (int subset, int fold) = Math.DivRem(item, count);
            scores[item] = Told(OfFold(subsets[subset], folds[fold], context.ForEachOf(scores.Length, item)));
        }, context.Cancellation);
        return [.. scores.Chunk(count).Select(Spread.Mean)];
    }

    private double OfFold(int[] features, Fold fold, FitContext own)
    {
        try
        {
            TData train = Part(fold.Train, features), test = Part(fold.Test, features);
            return selection.Metric.Compute(selection.Task.Outcome(selection.Learner.Fit(train, own), test));
        }
        catch (ArgumentException e)
        {
            throw new ArgumentException($"features {string.Join(", ", features)}: {e.Message}", e);
        }
    }

    private TData Part(ImmutableArray<int> rows, int[] features)
    {
        TData part = data.SelectRows(rows.AsSpan());
        return part.WithFeatures(part.Features.SelectColumns(features));
    }
}
