using System.Collections.Immutable;
using System.Diagnostics;
using ClassicML.Metrics;

namespace ClassicML.ModelSelection;

/// <summary>Fits and scores the candidates of a search on one training fold: down the tree of what they share.</summary>
/// <remarks>
/// Transformed rows, shared work and models are let go of as soon as what needs them is scored, so memory holds what is in flight: a path
/// of the tree for each thread. <paramref name="report"/> takes a candidate's result; <paramref name="isWanted"/> says which are still to be
/// found, and none is once the caller asks to stop; <paramref name="placeOf"/> names a candidate and the fold.
/// </remarks>
internal sealed class FoldWork<TData, TModel, TOutcome>(
    LearningTask<TData, TModel, TOutcome> task, ImmutableArray<Metric<TOutcome>> metrics, Func<int, string> placeOf, FailureHandling failures,
    Func<int, bool> isWanted, Action<int, TaskResult> report)
    where TData : class, IData<TData>
    where TModel : class, IModel
    where TOutcome : class
{
    /// <param name="tree">What to do.</param>
    /// <param name="train">The training rows, transformed by what came before.</param>
    /// <param name="test">The test rows, likewise.</param>
    /// <param name="seconds">Each candidate's part of the time so far.</param>
    /// <param name="context">Cancellation and a thread limit.</param>
    public void Run(WorkTree tree, TData train, TData test, double seconds, FitContext context)
    {
        int count = tree.Stages.Count + tree.Leaves.Count;
        Workers.For(count, context.Threads, i =>
        {
            FitContext inner = context.ForEachOf(count, i);
            if (i < tree.Stages.Count) Transform(tree.Stages[i], train, test, seconds, inner);
            else Fit(tree.Leaves[i - tree.Stages.Count], train, test, seconds, inner);
        }, context.Cancellation);
    }

    private void Transform(List<(object Transformer, WorkTree Next)> stages, TData train, TData test, double before, FitContext context)
    {
        List<(object Transformer, WorkTree Next)> wanted = stages.FindAll(stage => stage.Next.Candidates.Exists(c => isWanted(c)));
        if (wanted.Count == 0) return;
        var clock = Stopwatch.StartNew();
        IReadOnlyList<ITransformerModel>? shared = wanted is [(ISharesWork<Features, ITransformerModel> first, _), _, ..]
            ? Try(() => first.FitShared(
                [.. wanted.Select(stage => (ILearner<Features, ITransformerModel>)stage.Transformer)], train.Features, test.Features, context))
            : null;
        double sharedSeconds = clock.Elapsed.TotalSeconds / wanted.Sum(stage => stage.Next.Candidates.Count);
        Workers.For(wanted.Count, context.Threads, i =>
        {
            (object transformer, WorkTree next) = wanted[i];
            FitContext inner = context.ForEachOf(wanted.Count, i);
            var own = Stopwatch.StartNew();
            TData transformedTrain, transformedTest;
            try
            {
                var (model, rows) = shared is null ? FitStage(transformer, train, inner) : (shared[i], shared[i].Transform(train.Features));
                transformedTrain = train.WithFeatures(rows);
                transformedTest = test.WithFeatures(model.Transform(test.Features));
            }
            catch (ArgumentException e)
            {
                foreach (int candidate in next.Candidates.Where(isWanted)) Fail(candidate, e);
                return;
            }
            Run(next, transformedTrain, transformedTest, before + sharedSeconds + own.Elapsed.TotalSeconds / next.Candidates.Count, inner);
        }, context.Cancellation);
    }

    private void Fit(List<(object Learner, int Candidate)> leaves, TData train, TData test, double before, FitContext context)
    {
        List<(object Learner, int Candidate)> wanted = leaves.FindAll(leaf => isWanted(leaf.Candidate));
        if (wanted.Count == 0) return;
        var clock = Stopwatch.StartNew();
        IReadOnlyList<TModel>? shared = Try(() =>
            (wanted[0].Learner as ISharesWork<TData, TModel>)?.FitShared(
                [.. wanted.Select(leaf => (ILearner<TData, TModel>)leaf.Learner)], train, test.Features, context));
        double sharedSeconds = clock.Elapsed.TotalSeconds / wanted.Count;
        Workers.For(wanted.Count, context.Threads, i =>
        {
            (object learner, int candidate) = wanted[i];
            if (!isWanted(candidate)) return;
            var own = Stopwatch.StartNew();
            try
            {
                TModel model = shared is null ? ((ILearner<TData, TModel>)learner).Fit(train, context.ForEachOf(wanted.Count, i)) : shared[i];
                TOutcome outcome = task.Outcome(model, test);
                double[] scores = [.. metrics.Select(metric => metric.Compute(outcome))];
                report(candidate, new TaskResult(scores, before + sharedSeconds + own.Elapsed.TotalSeconds, null));
            }
            catch (ArgumentException e)
            {
                Fail(candidate, e);
            }
        }, context.Cancellation);
    }

    /// <summary>Whether a transformer is one that can be fitted on this kind of data.</summary>
    public static bool IsStage(object transformer) => transformer is ILearner<Features, ITransformerModel> or ILearner<TData, ITransformerModel>;

    public static bool ShareFits(object learner, object other) =>
        learner is ISharesWork<TData, TModel> shares && shares.SharesWith((ILearner<TData, TModel>)other);

    public static bool ShareStages(object transformer, object other) =>
        transformer is ISharesWork<Features, ITransformerModel> shares && other is ILearner<Features, ITransformerModel> one && shares.SharesWith(one);

    private static (ITransformerModel Model, Features Rows) FitStage(object transformer, TData data, FitContext context)
    {
        if (transformer is ILearner<TData, ITransformerModel> own) return Transformation.FitTransform(own, data, context);
        ITransformerModel model = ((ILearner<Features, ITransformerModel>)transformer).Fit(data.Features, context);
        return (model, model.Transform(data.Features));
    }

    // Where one of several is refused, each is then fitted by itself, so that only the one at fault fails.
    private static T? Try<T>(Func<T?> fit) where T : class
    {
        try
        {
            return fit();
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private void Fail(int candidate, ArgumentException e)
    {
        if (failures == FailureHandling.Throw) throw new ArgumentException($"{placeOf(candidate)}: {e.Message}", e);
        report(candidate, new TaskResult([.. metrics.Select(_ => double.NaN)], 0, e.Message));
    }
}
