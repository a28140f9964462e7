using System.Diagnostics;

namespace ClassicML.Neural;

/// <summary>A multi-layer perceptron that predicts a number.</summary>
/// <remarks>
/// Minimises J = (Σ sᵢEᵢ + ½α‖W‖²)/Σ sᵢ with E = ½(a - yᵢ)², a being the last layer's output. Over batches Σ goes over the rows of each, so the
/// penalty counts once a batch; biases are not penalised. Targets far from zero are reached slowly: standardise them too.
/// The network is u = aᵀW + b and a = f(u) from layer to layer; its gradient comes by back-propagation. Weights are found by steps over
/// batches (Adam, SGD) or by L-BFGS over all rows. With a hidden layer J is not convex: the result depends on the start, and so on
/// <see cref="MlpOptions.Seed"/>. Standardise the columns. Source: Rumelhart, Hinton, Williams (1986); options and steps are those of scikit-learn 1.2,
/// which draws biases too, starts logistic layers closer to zero and knows no dropout and no weights.
/// Cost of an epoch: 6·n·weights operations. Rows may be dense or sparse. The result has the same bits on any number of threads.
/// </remarks>
public sealed record MlpRegressor : MlpOptions, IRegressor<MlpRegressorModel>, IWarmStart<RegressionData, MlpRegressorModel>
{
    /// <summary>f of the output: identity, or one whose range holds the targets. Default identity, as in scikit-learn.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not defined.</exception>
    public Activation OutputActivation { get; init => field = Check.Defined(value, nameof(OutputActivation)); } = Activation.Identity;

    /// <inheritdoc/>
    public MlpRegressorModel Fit(RegressionData data, FitContext context = default) => Fit(data, null, context);

    /// <inheritdoc/>
    /// <remarks>Only the weights go on; Adam's and SGD's memories begin anew. The layers must be the same.</remarks>
    public MlpRegressorModel FitFrom(RegressionData data, MlpRegressorModel earlier, FitContext context = default) =>
        Fit(data, Check.NotNull(earlier, nameof(earlier)), context);

    internal RegressionTask Task(RegressionData data)
    {
        return new RegressionTask(Check.CompleteRows(data, nameof(MlpRegressor)), OutputActivation);
    }

    private MlpRegressorModel Fit(RegressionData data, MlpRegressorModel? earlier, FitContext context)
    {
        var clock = Stopwatch.StartNew();
        Trained trained = MlpFit.Run(this, Task(data), earlier?.Network, context);
        var network = new Network(Shape(data.FeatureCount, 1), trained.Parameters, Activation);
        return new MlpRegressorModel(network, OutputActivation, trained.History,
            trained.Report.Ended(this, clock.Elapsed, data.FeatureNames));
    }
}
