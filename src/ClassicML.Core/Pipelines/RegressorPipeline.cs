using System.Diagnostics;

namespace ClassicML;

/// <summary>A transformer followed by a regressor, as one regressor: what the first learns, it learns from the training rows only.</summary>
/// <typeparam name="TFirst">The transformer.</typeparam>
/// <typeparam name="TLast">The regressor.</typeparam>
public sealed record RegressorPipeline<TFirst, TLast>(TFirst First, TLast Last) : IRegressor<RegressorPipelineModel>, IPipeline
    where TFirst : class, IRegressionTransformer<ITransformerModel>
    where TLast : class, IRegressor<IRegressorModel>
{
    /// <summary>The transformer, fitted first.</summary>
    public TFirst First { get; init => field = Check.NotNull(value, nameof(First)); } = Check.NotNull(First, nameof(First));

    /// <summary>The regressor, fitted on what the first gives.</summary>
    public TLast Last { get; init => field = Check.NotNull(value, nameof(Last)); } = Check.NotNull(Last, nameof(Last));

    object IPipeline.First => First;

    object IPipeline.Last => Last;

    /// <inheritdoc/>
    public RegressorPipelineModel Fit(RegressionData data, FitContext context = default)
    {
        var clock = Stopwatch.StartNew();
        var (first, rows) = Transformation.FitTransform(First, Check.NotNull(data, nameof(data)), context);
        IRegressorModel last = Last.Fit(data.WithFeatures(rows), context);
        return new RegressorPipelineModel(first, last, last.Report.Ended(this, clock.Elapsed, data.FeatureNames));
    }
}

/// <summary>A fitted <see cref="RegressorPipeline{TFirst, TLast}"/>.</summary>
public sealed class RegressorPipelineModel : IRegressorModel
{
    internal RegressorPipelineModel(ITransformerModel first, IRegressorModel last, FitReport report)
    {
        First = first;
        Last = last;
        Report = report;
    }

    /// <summary>The fitted transformer.</summary>
    public ITransformerModel First { get; }

    /// <summary>The fitted regressor; it takes transformed rows.</summary>
    public IRegressorModel Last { get; }

    /// <summary>The report of <see cref="Last"/>, with the time of both.</summary>
    public FitReport Report { get; }

    /// <inheritdoc/>
    public int FeatureCount => First.FeatureCount;

    /// <inheritdoc/>
    public void Predict(Features x, Memory<double> destination) => Last.Predict(First.Transform(x), destination);

    /// <inheritdoc/>
    public T? As<T>() where T : class => this as T ?? (typeof(T) == typeof(IRowRegressor) ? RowPipeline.Of<T>(First, Last) : null);
}

/// <summary>Joins a transformer and a regressor.</summary>
public static class RegressorPipelineExtensions
{
    /// <summary>A regressor that transforms with this and then predicts with <paramref name="last"/>.</summary>
    public static RegressorPipeline<TFirst, TLast> Then<TFirst, TLast>(this TFirst first, TLast last)
        where TFirst : class, IRegressionTransformer<ITransformerModel>
        where TLast : class, IRegressor<IRegressorModel> => new(first, last);
}
