using System.Diagnostics;

namespace ClassicML;

/// <summary>A transformer followed by a classifier, as one classifier: what the first learns, it learns from the training rows only.</summary>
/// <typeparam name="TFirst">The transformer.</typeparam>
/// <typeparam name="TLast">The classifier.</typeparam>
public sealed record ClassifierPipeline<TFirst, TLast>(TFirst First, TLast Last) : IClassifier<ClassifierPipelineModel>, IPipeline
    where TFirst : class, ISupervisedTransformer<ITransformerModel>
    where TLast : class, IClassifier<IClassifierModel>
{
    /// <summary>The transformer, fitted first.</summary>
    public TFirst First { get; init => field = Check.NotNull(value, nameof(First)); } = Check.NotNull(First, nameof(First));

    /// <summary>The classifier, fitted on what the first gives.</summary>
    public TLast Last { get; init => field = Check.NotNull(value, nameof(Last)); } = Check.NotNull(Last, nameof(Last));

    object IPipeline.First => First;

    object IPipeline.Last => Last;

    /// <inheritdoc/>
    public ClassifierPipelineModel Fit(ClassificationData data, FitContext context = default)
    {
        var clock = Stopwatch.StartNew();
        var (first, rows) = Transformation.FitTransform(First, Check.NotNull(data, nameof(data)), context);
        IClassifierModel last = Last.Fit(data.WithFeatures(rows), context);
        return new ClassifierPipelineModel(first, last, last.Report.Ended(this, clock.Elapsed, data.FeatureNames));
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
    public void Predict(Features x, Memory<int> destination) => Last.Predict(First.Transform(x), destination);

    /// <inheritdoc/>
    public T? As<T>() where T : class =>
        this as T
        ?? (typeof(T) == typeof(IRowClassifier) ? RowPipeline.Of<T>(First, Last) : null)
        ?? (Last.As<T>() switch
        {
            IProbabilisticModel last when typeof(T) == typeof(IProbabilisticModel) => new Probabilities(First, last) as T,
            IDecisionScores last when typeof(T) == typeof(IDecisionScores) => new Scores(First, last) as T,
            _ => null,
        });

    private sealed class Probabilities(ITransformerModel first, IProbabilisticModel last) : IProbabilisticModel
    {
        public ClassLabels Labels => last.Labels;

        public void PredictProbabilities(Features x, Memory<double> destination) =>
            last.PredictProbabilities(first.Transform(x), destination);
    }

    private sealed class Scores(ITransformerModel first, IDecisionScores last) : IDecisionScores
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
