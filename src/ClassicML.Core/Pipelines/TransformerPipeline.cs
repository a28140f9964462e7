using System.Collections.Immutable;
using System.Diagnostics;

namespace ClassicML;

/// <summary>Two transformers, one after the other, as one transformer.</summary>
/// <typeparam name="TFirst">The first transformer.</typeparam>
/// <typeparam name="TLast">The second transformer.</typeparam>
public sealed record TransformerPipeline<TFirst, TLast>(TFirst First, TLast Last)
    : ITransformer<TransformerPipelineModel>, ILearner<ClassificationData, TransformerPipelineModel>, ILearner<RegressionData, TransformerPipelineModel>,
        ICrossFits<ClassificationData>, ICrossFits<RegressionData>, IPipeline
    where TFirst : class, ITransformer<ITransformerModel>
    where TLast : class, ITransformer<ITransformerModel>
{
    /// <summary>The transformer that is fitted first.</summary>
    public TFirst First { get; init => field = Check.NotNull(value, nameof(First)); } = Check.NotNull(First, nameof(First));

    /// <summary>The transformer that is fitted on what the first gives.</summary>
    public TLast Last { get; init => field = Check.NotNull(value, nameof(Last)); } = Check.NotNull(Last, nameof(Last));

    object IPipeline.First => First;

    object IPipeline.Last => Last;

    /// <inheritdoc/>
    public TransformerPipelineModel Fit(Features x, FitContext context = default)
    {
        var clock = Stopwatch.StartNew();
        ITransformerModel first = First.Fit(x, context);
        ITransformerModel last = Last.Fit(first.Transform(x), context);
        return Joined(first, last, x.ColumnNames, clock);
    }

    /// <inheritdoc/>
    public TransformerPipelineModel Fit(ClassificationData data, FitContext context = default) => FitOn<ClassificationData>(First, Last, data, context).Model;

    /// <inheritdoc/>
    public TransformerPipelineModel Fit(RegressionData data, FitContext context = default) => FitOn<RegressionData>(First, Last, data, context).Model;

    (ITransformerModel, Features) ICrossFits<ClassificationData>.FitTransform(ClassificationData data, FitContext context) =>
        FitOn<ClassificationData>(First, Last, data, context);

    (ITransformerModel, Features) ICrossFits<RegressionData>.FitTransform(RegressionData data, FitContext context) =>
        FitOn<RegressionData>(First, Last, data, context);

    private (TransformerPipelineModel Model, Features Rows) FitOn<TData>(
        ILearner<TData, ITransformerModel> first, ILearner<TData, ITransformerModel> last, TData data, FitContext context)
        where TData : class, IData<TData>
    {
        var clock = Stopwatch.StartNew();
        var (firstModel, between) = Transformation.FitTransform(first, Check.NotNull(data, nameof(data)), context);
        var (lastModel, rows) = Transformation.FitTransform(last, data.WithFeatures(between), context);
        return (Joined(firstModel, lastModel, data.FeatureNames, clock), rows);
    }

    private TransformerPipelineModel Joined(ITransformerModel first, ITransformerModel last, ImmutableArray<string>? names, Stopwatch clock) =>
        new(first, last, last.Report.Ended(this, clock.Elapsed, names));
}

/// <summary>A fitted <see cref="TransformerPipeline{TFirst, TLast}"/>.</summary>
public sealed class TransformerPipelineModel : ITransformerModel
{
    internal TransformerPipelineModel(ITransformerModel first, ITransformerModel last, FitReport report)
    {
        First = first;
        Last = last;
        Report = report;
    }

    /// <summary>The first fitted transformer.</summary>
    public ITransformerModel First { get; }

    /// <summary>The second fitted transformer; it takes rows that the first has transformed.</summary>
    public ITransformerModel Last { get; }

    /// <summary>The report of <see cref="Last"/>, with the time of both.</summary>
    public FitReport Report { get; }

    /// <inheritdoc/>
    public int FeatureCount => First.FeatureCount;

    /// <inheritdoc/>
    public int OutputCount => Last.OutputCount;

    /// <inheritdoc/>
    public ImmutableArray<string>? OutputNames => Last.OutputNames;

    /// <inheritdoc/>
    public ImmutableArray<int>? OutputSources => First.OutputSources is { } first && Last.OutputSources is { } last
        ? [.. last.Select(source => source < 0 ? -1 : first[source])]
        : null;

    /// <inheritdoc/>
    public Features Transform(Features x) => Last.Transform(First.Transform(x));

    /// <inheritdoc/>
    public T? As<T>() where T : class =>
        this as T
        ?? (typeof(T) == typeof(IRowTransformer) ? RowPipeline.Of<T>(First, Last) : null)
        ?? (typeof(T) == typeof(IInverseTransform) && First.As<IInverseTransform>() is { } first && Last.As<IInverseTransform>() is { } last
            ? new Inverse(first, last) as T
            : null);

    private sealed class Inverse(IInverseTransform first, IInverseTransform last) : IInverseTransform
    {
        public Features InverseTransform(Features x) => first.InverseTransform(last.InverseTransform(x));
    }
}

/// <summary>Joins two transformers.</summary>
public static class TransformerPipelineExtensions
{
    /// <summary>A transformer that applies this and then <paramref name="last"/>.</summary>
    public static TransformerPipeline<TFirst, TLast> Then<TFirst, TLast>(this TFirst first, TLast last)
        where TFirst : class, ITransformer<ITransformerModel>
        where TLast : class, ITransformer<ITransformerModel> => new(first, last);
}
