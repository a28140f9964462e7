using System.Collections.Immutable;

namespace ClassicML;

/// <summary>What transformers and what joins them have in common.</summary>
public static class Transformation
{
    /// <summary>Fits a transformer, and maps the rows that it is fitted on as what follows may learn from them.</summary>
    /// <param name="transformer">The transformer, fitted on data of this kind.</param>
    /// <param name="data">The training rows.</param>
    /// <param name="context">Cancellation, progress and a thread limit.</param>
    public static (ITransformerModel Model, Features Rows) FitTransform<TData>(
        ILearner<TData, ITransformerModel> transformer, TData data, FitContext context = default) where TData : class, IData<TData>
    {
        if (Check.NotNull(transformer, nameof(transformer)) is ICrossFits<TData> crossFits) return crossFits.FitTransform(data, context);
        ITransformerModel model = transformer.Fit(data, context);
        return (model, model.Transform(data.Features));
    }

    /// <summary>Names such as pca0, pca1, for columns that come from several; null where there are no names.</summary>
    /// <param name="prefix">What the names begin with.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="featureNames">The names of the columns that go in, or null.</param>
    public static ImmutableArray<string>? Numbered(string prefix, int count, ImmutableArray<string>? featureNames) =>
        featureNames is null ? null : [.. Enumerable.Range(0, count).Select(j => FormattableString.Invariant($"{prefix}{j}"))];
}
