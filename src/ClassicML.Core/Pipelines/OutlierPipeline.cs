using System.Diagnostics;

namespace ClassicML;

/// <summary>A transformer followed by an outlier detector, as one detector: what the first learns, it learns from the training rows only.</summary>
/// <typeparam name="TFirst">The transformer.</typeparam>
/// <typeparam name="TLast">The detector.</typeparam>
public sealed record OutlierPipeline<TFirst, TLast>(TFirst First, TLast Last) : IOutlierDetector<OutlierPipelineModel>, IPipeline
    where TFirst : class, ITransformer<ITransformerModel>
    where TLast : class, IOutlierDetector<IOutlierModel>
{
    /// <summary>The transformer, fitted first.</summary>
    public TFirst First { get; init => field = Check.NotNull(value, nameof(First)); } = Check.NotNull(First, nameof(First));

    /// <summary>The detector, fitted on what the first gives.</summary>
    public TLast Last { get; init => field = Check.NotNull(value, nameof(Last)); } = Check.NotNull(Last, nameof(Last));

    object IPipeline.First => First;

    object IPipeline.Last => Last;

    /// <inheritdoc/>
    public OutlierPipelineModel Fit(Features x, FitContext context = default)
    {
        var clock = Stopwatch.StartNew();
        ITransformerModel first = First.Fit(x, context);
        IOutlierModel last = Last.Fit(first.Transform(x), context);
        return new OutlierPipelineModel(first, last, last.Report.Ended(this, clock.Elapsed, x.ColumnNames));
    }

    /// <inheritdoc/>
    public OutlierPipelineModel Fit(OutlierData data, FitContext context = default)
    {
        var clock = Stopwatch.StartNew();
        ITransformerModel first = First.Fit(Check.NotNull(data, nameof(data)).Features, context);
        IOutlierModel last = Last.Fit(data.WithFeatures(first.Transform(data.Features)), context);
        return new OutlierPipelineModel(first, last, last.Report.Ended(this, clock.Elapsed, data.FeatureNames));
    }
}

/// <summary>A fitted <see cref="OutlierPipeline{TFirst, TLast}"/>.</summary>
public sealed class OutlierPipelineModel : IOutlierModel
{
    internal OutlierPipelineModel(ITransformerModel first, IOutlierModel last, FitReport report)
    {
        First = first;
        Last = last;
        Report = report;
    }

    /// <summary>The fitted transformer.</summary>
    public ITransformerModel First { get; }

    /// <summary>The fitted detector; it takes transformed rows.</summary>
    public IOutlierModel Last { get; }

    /// <summary>The report of <see cref="Last"/>, with the time of both.</summary>
    public FitReport Report { get; }

    /// <inheritdoc/>
    public int FeatureCount => First.FeatureCount;

    /// <inheritdoc/>
    public void Score(Features x, Memory<double> destination) => Last.Score(First.Transform(x), destination);
}

/// <summary>Joins a transformer and an outlier detector.</summary>
public static class OutlierPipelineExtensions
{
    /// <summary>A detector that transforms with this and then scores with <paramref name="last"/>.</summary>
    public static OutlierPipeline<TFirst, TLast> Then<TFirst, TLast>(this TFirst first, TLast last)
        where TFirst : class, ITransformer<ITransformerModel>
        where TLast : class, IOutlierDetector<IOutlierModel> => new(first, last);
}
