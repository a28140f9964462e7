using System.Diagnostics;

namespace ClassicML;

/// <summary>A transformer followed by a classifier, as one classifier: what the first learns, it learns from the training rows only.</summary>
/// <typeparam name="TFirst">The transformer.</typeparam>
/// <typeparam name="TLast">The classifier.</typeparam>
public sealed record ClassifierPipeline<TFirst, TLast>(TFirst First, TLast Last) : IClassifier<ClassifierPipelineModel>, IPipeline, ISharesWork
    where TFirst : class, ISupervisedTransformer<ITransformerModel>
    where TLast : class, IClassifier<IClassifierModel>
{
    /// <summary>The transformer, fitted first.</summary>
    public TFirst First { get; init => field = Check.NotNull(value, nameof(First)); } = First;

    /// <summary>The classifier, fitted on what the first gives.</summary>
    public TLast Last { get; init => field = Check.NotNull(value, nameof(Last)); } = Last;

    object IPipeline.First => First;

    object IPipeline.Last => Last;

    /// <inheritdoc/>
    public ClassifierPipelineModel Fit(ClassificationData data, FitContext context = default)
    {
        var clock = Stopwatch.StartNew();
        ITransformerModel first = First.Fit(Check.NotNull(data, nameof(data)), context);
        IClassifierModel last = Last.Fit(data.WithFeatures(first.Transform(data.Features)), context);
        return new ClassifierPipelineModel(first, last, last.Report with { Elapsed = clock.Elapsed });
    }

    /// <inheritdoc/>
    /// <remarks>Pipelines share when their transformers are equal and their classifiers share: the rows are then transformed once.</remarks>
    public bool SharesWith(IClassifier<IClassifierModel> other) =>
        other is ClassifierPipeline<TFirst, TLast> pipeline && First.Equals(pipeline.First)
        && Last is ISharesWork last && last.SharesWith(pipeline.Last);

    /// <inheritdoc/>
    public IReadOnlyList<IClassifierModel> FitShared(
        IReadOnlyList<IClassifier<IClassifierModel>> learners, ClassificationData train, Features queries, FitContext context = default)
    {
        var clock = Stopwatch.StartNew();
        ITransformerModel first = First.Fit(Check.NotNull(train, nameof(train)), context);
        Features transformed = first.Transform(queries);
        IReadOnlyList<IClassifierModel> lasts = ((ISharesWork)Last).FitShared(
            [.. learners.Select(learner => ((ClassifierPipeline<TFirst, TLast>)learner).Last)],
            train.WithFeatures(first.Transform(train.Features)), transformed, context);
        return [.. lasts.Select(last =>
            new ClassifierPipelineModel(first, last, last.Report with { Elapsed = clock.Elapsed }) { Prepared = (queries, transformed) })];
    }
}

/// <summary>A fitted <see cref="ClassifierPipeline{TFirst, TLast}"/>.</summary>
public sealed class ClassifierPipelineModel : IClassifierModel
{
    internal ClassifierPipelineModel(ITransformerModel first, IClassifierModel last, FitReport report)
    {
        First = first;
        Last = last;
        Report = report;
    }

    /// <summary>Rows whose transformed form is known already.</summary>
    internal (Features Rows, Features Transformed)? Prepared { get; init; }

    /// <summary>The fitted transformer.</summary>
    public ITransformerModel First { get; }

    /// <summary>The fitted classifier; it takes transformed rows.</summary>
    public IClassifierModel Last { get; }

    /// <summary>The report of <see cref="Last"/>, with the time of both.</summary>
    public FitReport Report { get; }

    /// <inheritdoc/>
    public ClassLabels Labels => Last.Labels;

    /// <inheritdoc/>
    public int FeatureCount => First.FeatureCount;

    /// <inheritdoc/>
    public void Predict(Features x, Memory<int> destination) => Last.Predict(Transform(x), destination);

    /// <inheritdoc/>
    public T? As<T>() where T : class =>
        this as T
        ?? (Last.As<T>() switch
        {
            IProbabilisticModel last when typeof(T) == typeof(IProbabilisticModel) => new Probabilities(this, last) as T,
            IDecisionScores last when typeof(T) == typeof(IDecisionScores) => new Scores(this, last) as T,
            _ => null,
        });

    private Features Transform(Features x) =>
        Prepared is var (rows, transformed) && ReferenceEquals(x, rows) ? transformed : First.Transform(x);

    private sealed class Probabilities(ClassifierPipelineModel first, IProbabilisticModel last) : IProbabilisticModel
    {
        public ClassLabels Labels => last.Labels;

        public void PredictProbabilities(Features x, Memory<double> destination) =>
            last.PredictProbabilities(first.Transform(x), destination);
    }

    private sealed class Scores(ClassifierPipelineModel first, IDecisionScores last) : IDecisionScores
    {
        public int ScoreCount => last.ScoreCount;

        public void DecisionScores(Features x, Memory<double> destination) => last.DecisionScores(first.Transform(x), destination);
    }
}

/// <summary>Joins a transformer and a classifier.</summary>
public static class ClassifierPipelineExtensions
{
    /// <summary>A classifier that transforms with this and then classifies with <paramref name="last"/>.</summary>
    public static ClassifierPipeline<TFirst, TLast> Then<TFirst, TLast>(this TFirst first, TLast last)
        where TFirst : class, ISupervisedTransformer<ITransformerModel>
        where TLast : class, IClassifier<IClassifierModel> => new(first, last);
}
