using System.Diagnostics;

namespace ClassicML.Neural;

/// <summary>A multi-layer perceptron that tells classes apart.</summary>
/// <remarks>
/// Minimises J = (Σ sᵢEᵢ + ½α‖W‖²)/Σ sᵢ with E = -log P(yᵢ | xᵢ): P is the softmax of the last layer's scores, or for two classes
/// 1/(1 + exp(-u)) of one score. Over batches Σ goes over the rows of each, so the penalty counts once a batch; biases are not penalised.
/// The network is u = aᵀW + b and a = f(u) from layer to layer; its gradient comes by back-propagation. Weights are found by steps over
/// batches (Adam, SGD) or by L-BFGS over all rows. With a hidden layer J is not convex: the result depends on the start, and so on
/// <see cref="MlpOptions.Seed"/>. Standardise the columns. Source: Rumelhart, Hinton, Williams (1986); options and steps are those of scikit-learn 1.2,
/// which draws biases too, starts logistic layers closer to zero and knows no dropout and no weights.
/// Cost of an epoch: 6·n·weights operations. Rows may be dense or sparse. The result has the same bits on any number of threads.
/// </remarks>
public sealed record MlpClassifier : MlpOptions, IClassifier<MlpClassifierModel>, IWarmStart<ClassificationData, MlpClassifierModel>
{
    /// <summary>Weights of classes, which multiply the weights of their rows. Default none.</summary>
    public ClassWeights ClassWeights { get; init; }

    /// <inheritdoc/>
    /// <remarks>A class without rows of positive weight gets probability zero.</remarks>
    public MlpClassifierModel Fit(ClassificationData data, FitContext context = default) => Fit(data, null, context);

    /// <inheritdoc/>
    /// <remarks>Only the weights go on; Adam's and SGD's memories begin anew. The layers must be the same.</remarks>
    public MlpClassifierModel FitFrom(ClassificationData data, MlpClassifierModel earlier, FitContext context = default) =>
        Fit(data, Check.NotNull(earlier, nameof(earlier)), context);

    internal ClassificationTask Task(ClassificationData data)
    {
        data = Check.CompleteRows(data, nameof(MlpClassifier));
        Check.SeveralClasses(data, nameof(MlpClassifier));
        return new ClassificationTask(data, ClassWeights.OfRows(data), nameof(MlpClassifier));
    }

    private MlpClassifierModel Fit(ClassificationData data, MlpClassifierModel? earlier, FitContext context)
    {
        var clock = Stopwatch.StartNew();
        ClassificationTask task = Task(data);
        if (earlier is not null && !earlier.Labels.Equals(data.Labels))
            throw new ArgumentException($"the earlier model has classes {earlier.Labels}; the data has {data.Labels}", nameof(earlier));
        Trained trained = MlpFit.Run(this, task, earlier?.Network, context);
        NetworkShape shape = Shape(data.FeatureCount, task.OutputCount);
        Span<double> biases = shape.Biases(shape.LayerCount - 1, trained.Parameters.AsSpan());
        for (int k = 0; k < biases.Length && biases.Length > 1; k++)
            if (task.Absent[k]) biases[k] = double.NegativeInfinity;
        return new MlpClassifierModel(
            new Network(shape, trained.Parameters, Activation), data.Labels, trained.History,
            trained.Report.Ended(this, clock.Elapsed, data.FeatureNames));
    }
}
