namespace ClassicML;

/// <summary>A learner seen as any of its kind. C# sees it so by itself; a language without variance, such as F#, asks.</summary>
public static class LearnerExtensions
{
    /// <summary>This classifier as one of whatever models.</summary>
    public static IClassifier<IClassifierModel> AsClassifier<TModel>(this IClassifier<TModel> learner) where TModel : class, IClassifierModel =>
        Check.NotNull(learner, nameof(learner));

    /// <summary>This regressor as one of whatever models.</summary>
    public static IRegressor<IRegressorModel> AsRegressor<TModel>(this IRegressor<TModel> learner) where TModel : class, IRegressorModel =>
        Check.NotNull(learner, nameof(learner));

    /// <summary>This transformer as one of whatever models.</summary>
    public static ITransformer<ITransformerModel> AsTransformer<TModel>(this ITransformer<TModel> learner) where TModel : class, ITransformerModel =>
        Check.NotNull(learner, nameof(learner));

    /// <summary>This detector as one of whatever models.</summary>
    public static IOutlierDetector<IOutlierModel> AsOutlierDetector<TModel>(this IOutlierDetector<TModel> learner) where TModel : class, IOutlierModel =>
        Check.NotNull(learner, nameof(learner));
}
