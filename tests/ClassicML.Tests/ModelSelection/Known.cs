using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;

namespace ClassicML.Tests.ModelSelection;

/// <summary>Rows that are known by their numbers, which stand in the only column: class r mod K, or target r.</summary>
internal static class Known
{
    public static ClassificationData Rows(int count, int classes = 2) => new(
        Matrix.Wrap([.. Enumerable.Range(0, count).Select(r => (double)r)], count, 1),
        [.. Enumerable.Range(0, count).Select(r => r % classes)],
        new ClassLabels(Enumerable.Range(0, classes).Select(k => $"class {k}")));

    public static RegressionData Numbers(int count) => new(Rows(count).Features, [.. Enumerable.Range(0, count).Select(r => (double)r)]);

    public static int[] Of(Features x) => [.. Enumerable.Range(0, x.RowCount).Select(i => (int)((Matrix)x)[i, 0])];
}

/// <summary>A fit that took place: the rows, by their numbers, with what came with them; and the rows that the model then
/// predicted.</summary>
internal sealed record KnownFit(int Learner, int[] Train, double[] Weights, int[] Groups, FitContext Context)
{
    public ConcurrentQueue<int[]> Predicted { get; } = [];

    /// <summary>What the fit took, and the model's predictions in all.</summary>
    public TimeSpan FitTime { get; set; }

    public TimeSpan PredictTime { get; set; }
}

/// <summary>All fits of a learner and of what was made from it.</summary>
internal sealed class KnownLog
{
    private readonly ConcurrentQueue<KnownFit> fits = [];

    public KnownFit[] Fits => [.. fits];

    public KnownFit Note(int learner, Features x, ReadOnlySpan<double> weights, ReadOnlySpan<int> groups, FitContext context)
    {
        var fit = new KnownFit(learner, Known.Of(x), weights.ToArray(), groups.ToArray(), context);
        fits.Enqueue(fit);
        return fit;
    }
}

/// <summary>A classifier that is right on all rows but given ones, and notes what it is asked.</summary>
internal sealed record KnownClassifier : IClassifier<KnownClassifier.Model>
{
    /// <summary>Tells one from another.</summary>
    public int Number { get; init; }

    /// <summary>The rows that it takes for one of the next class.</summary>
    public ImmutableHashSet<int> Wrong { get; init; } = [];

    /// <summary>The number of classes that rows are of.</summary>
    public int Classes { get; init; } = 2;

    /// <summary>A row without which it refuses to be fitted: so it fails on the fold that tests that row.</summary>
    public int? Needs { get; init; }

    /// <summary>How long a fit and a call to predict take at least.</summary>
    public TimeSpan Pause { get; init; }

    public KnownLog Log { get; init; } = new();

    public Model Fit(ClassificationData data, FitContext context = default)
    {
        var clock = Stopwatch.StartNew();
        KnownFit fit = Log.Note(Number, data.Features, data.Weights, data.Groups, context);
        if (Needs is { } row && !fit.Train.Contains(row)) throw new ArgumentException($"row {row} is needed");
        if (Pause > TimeSpan.Zero) Thread.Sleep(Pause);
        fit.FitTime = clock.Elapsed;
        return new Model(this, data.Labels, fit);
    }

    public sealed class Model(KnownClassifier learner, ClassLabels labels, KnownFit fit) : IClassifierModel
    {
        public KnownClassifier Learner => learner;

        public KnownFit Fitted => fit;

        public ClassLabels Labels => labels;

        public int FeatureCount => 1;

        public FitReport Report { get; } = new();

        public void Predict(Features x, Memory<int> destination)
        {
            var clock = Stopwatch.StartNew();
            int[] rows = Known.Of(x);
            fit.Predicted.Enqueue(rows);
            if (learner.Pause > TimeSpan.Zero) Thread.Sleep(learner.Pause);
            for (int i = 0; i < rows.Length; i++) destination.Span[i] = (
                rows[i] + (learner.Wrong.Contains(rows[i]) ? 1 : 0)) % learner.Classes;
            fit.PredictTime += clock.Elapsed;
        }
    }
}

/// <summary>A regressor that misses given rows by given amounts, and notes what it is asked.</summary>
internal sealed record KnownRegressor : IRegressor<KnownRegressor.Model>
{
    public int Number { get; init; }

    public ImmutableDictionary<int, double> Errors { get; init; } = ImmutableDictionary<int, double>.Empty;

    public TimeSpan Pause { get; init; }

    public KnownLog Log { get; init; } = new();

    public Model Fit(RegressionData data, FitContext context = default)
    {
        var clock = Stopwatch.StartNew();
        KnownFit fit = Log.Note(Number, data.Features, data.Weights, data.Groups, context);
        if (Pause > TimeSpan.Zero) Thread.Sleep(Pause);
        fit.FitTime = clock.Elapsed;
        return new Model(this, fit);
    }

    public sealed class Model(KnownRegressor learner, KnownFit fit) : IRegressorModel
    {
        public KnownFit Fitted => fit;

        public int FeatureCount => 1;

        public FitReport Report { get; } = new();

        public void Predict(Features x, Memory<double> destination)
        {
            var clock = Stopwatch.StartNew();
            int[] rows = Known.Of(x);
            fit.Predicted.Enqueue(rows);
            if (learner.Pause > TimeSpan.Zero) Thread.Sleep(learner.Pause);
            for (int i = 0; i < rows.Length; i++) destination.Span[i] = rows[i] + learner.Errors.GetValueOrDefault(rows[i]);
            fit.PredictTime += clock.Elapsed;
        }
    }
}

/// <summary>A detector that takes every fifth row for an outlier, but is wrong on given ones, and notes what it is asked. It is fitted on rows
/// alone, as a user's own may be.</summary>
internal sealed record KnownDetector : IOutlierDetector<KnownDetector.Model>
{
    public int Number { get; init; }

    public ImmutableHashSet<int> Wrong { get; init; } = [];

    public KnownLog Log { get; init; } = new();

    /// <summary>Rows of which every fifth is an outlier.</summary>
    public static OutlierData Rows(int count, ReadOnlySpan<int> groups = default) =>
        new(Known.Rows(count).Features, [.. Enumerable.Range(0, count).Select(IsOutlier)], groups);

    public static bool IsOutlier(int row) => row % 5 == 0;

    public Model Fit(Features x, FitContext context = default) => new(this, Log.Note(Number, x, default, default, context));

    public sealed class Model(KnownDetector learner, KnownFit fit) : IOutlierModel
    {
        public int FeatureCount => 1;

        public FitReport Report { get; } = new();

        public void Score(Features x, Memory<double> destination)
        {
            int[] rows = Known.Of(x);
            fit.Predicted.Enqueue(rows);
            for (int i = 0; i < rows.Length; i++) destination.Span[i] = IsOutlier(rows[i]) != learner.Wrong.Contains(rows[i]) ? -1 : 1;
        }
    }
}
