using System.Collections.Immutable;

namespace ClassicML;

/// <summary>A learner of a map from features to features that may look at the classes, such as a discriminant projection.</summary>
/// <typeparam name="TModel">The model it returns.</typeparam>
public interface ISupervisedTransformer<out TModel> : ILearner<ClassificationData, TModel> where TModel : class, ITransformerModel;

/// <summary>A learner of a map from features to features that may look at the numbers to predict, such as a choice of columns by correlation.</summary>
/// <typeparam name="TModel">The model it returns.</typeparam>
public interface IRegressionTransformer<out TModel> : ILearner<RegressionData, TModel> where TModel : class, ITransformerModel;

/// <summary>A learner of a map from features to features that needs no targets, such as a scaler; it serves wherever one with targets does.</summary>
/// <typeparam name="TModel">The model it returns.</typeparam>
public interface ITransformer<out TModel> : ISupervisedTransformer<TModel>, IRegressionTransformer<TModel>, ILearner<Features, TModel>
    where TModel : class, ITransformerModel
{
    TModel ILearner<ClassificationData, TModel>.Fit(ClassificationData data, FitContext context) =>
        Fit(Check.NotNull(data, nameof(data)).Features, context);

    TModel ILearner<RegressionData, TModel>.Fit(RegressionData data, FitContext context) =>
        Fit(Check.NotNull(data, nameof(data)).Features, context);
}

/// <summary>A fitted map from p features to <see cref="OutputCount"/> features: immutable and safe to use from several threads at once.</summary>
public interface ITransformerModel : IModel
{
    /// <summary>The number of columns that come out.</summary>
    int OutputCount { get; }

    /// <summary>The names of the columns that come out; null where it was fitted on rows without names. Default null.</summary>
    ImmutableArray<string>? OutputNames => null;

    /// <summary>
    /// For each column that comes out the number of the one that it comes from, or -1 where it comes from several. Default null: each from several.
    /// </summary>
    ImmutableArray<int>? OutputSources => null;

    /// <summary>Maps rows.</summary>
    /// <param name="x">Rows, n×p, with p equal to <see cref="IModel.FeatureCount"/>.</param>
    /// <returns>As many rows, with <see cref="OutputCount"/> columns of the names <see cref="OutputNames"/>.</returns>
    /// <exception cref="ArgumentException">The width differs from the one fitted on.</exception>
    Features Transform(Features x);
}

/// <summary>The capability of mapping back.</summary>
public interface IInverseTransform
{
    /// <summary>Maps transformed rows back to the original features, exactly or in the least-squares sense.</summary>
    /// <param name="x">Rows with the transformer's output columns.</param>
    /// <exception cref="ArgumentException">The width differs from the transformer's output.</exception>
    Features InverseTransform(Features x);
}
