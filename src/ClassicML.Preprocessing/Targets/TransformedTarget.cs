using System.Diagnostics;

namespace ClassicML.Preprocessing;

/// <summary>A regressor of transformed targets: it learns, say, the logarithm of a price, and predicts prices.</summary>
/// <remarks>
/// The transformer is fitted on the targets as one column, the learner on what comes out, with the weights of the rows; what it predicts is
/// mapped back. So the errors that a squared loss weighs are those of the logarithm, and predictions are typical values rather than means. A
/// prediction beyond ±<see cref="Features.MaxMagnitude"/>, either way, is cut there. As scikit-learn's TransformedTargetRegressor.
/// </remarks>
/// <example><code>
/// var learner = new TransformedTarget(new Ridge(), new FunctionTransformer { Function = ElementwiseFunction.Log1p });
/// </code></example>
public sealed record TransformedTarget : IRegressor<TransformedTargetModel>
{
    /// <summary>A regressor of transformed targets.</summary>
    /// <param name="learner">The regressor.</param>
    /// <param name="transformer">What transforms targets; its model makes one column of one and maps back, <see cref="IInverseTransform"/>.</param>
    /// <exception cref="ArgumentNullException">One is null.</exception>
    public TransformedTarget(IRegressor<IRegressorModel> learner, ITransformer<ITransformerModel> transformer) =>
        (Learner, Transformer) = (learner, transformer);

    /// <summary>The regressor that is fitted on transformed targets.</summary>
    /// <exception cref="ArgumentNullException">It is null.</exception>
    public IRegressor<IRegressorModel> Learner { get; init => field = Check.NotNull(value, nameof(Learner)); }

    /// <summary>What transforms the targets.</summary>
    /// <exception cref="ArgumentNullException">It is null.</exception>
    public ITransformer<ITransformerModel> Transformer { get; init => field = Check.NotNull(value, nameof(Transformer)); }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The transformer or the learner refuses the data, or the transformer doesn't map one column to one and
    /// back.</exception>
    public TransformedTargetModel Fit(RegressionData data, FitContext context = default)
    {
        var clock = Stopwatch.StartNew();
        Check.NotNull(data, nameof(data));
        context.ThrowIfCancelled();
        Matrix targets = new(data.Targets, data.RowCount, 1);
        ITransformerModel transformer = Transformer.Fit(targets, context);
        TransformedTargetModel.CheckTransformer(transformer);
        Features transformed = transformer.Transform(targets);
        var numbers = Check.Complete(transformed, nameof(TransformedTarget));
        IRegressorModel inner = Learner.Fit(
            new RegressionData(data.Features, numbers.Span, data.Weights, data.Groups, targetName: data.TargetName), context);
        return new TransformedTargetModel(inner, transformer, inner.Report.Ended(this, clock.Elapsed, data.FeatureNames));
    }
}
