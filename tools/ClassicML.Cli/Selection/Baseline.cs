namespace ClassicML.Cli.Selection;

/// <summary>Predicts the most frequent class whatever a row is, with the shares of the classes as probabilities: what a learner has to beat.</summary>
internal sealed record BaselineClassifier : IClassifier<BaselineClassifierModel>
{
    public BaselineClassifierModel Fit(ClassificationData data, FitContext context = default)
    {
        double[] weights = new double[data.ClassCount];
        for (int i = 0; i < data.RowCount; i++) weights[data.Codes[i]] += data.Weights.IsEmpty ? 1 : data.Weights[i];
        double all = weights.Sum();
        return new BaselineClassifierModel(data.Labels, data.FeatureCount, Array.ConvertAll(weights, weight => weight / all));
    }
}

/// <summary>The shares of the classes.</summary>
internal sealed class BaselineClassifierModel(ClassLabels labels, int featureCount, double[] shares) : IClassifierModel, IProbabilisticModel
{
    public ClassLabels Labels => labels;

    public int FeatureCount => featureCount;

    public FitReport Report { get; } = new();

    public void Predict(Features x, Memory<int> destination) => destination.Span.Fill(shares.IndexOf(shares.Max()));

    public void PredictProbabilities(Features x, Memory<double> destination)
    {
        for (int i = 0; i < destination.Length; i++) destination.Span[i] = shares[i % shares.Length];
    }
}

/// <summary>Predicts the mean of the targets whatever a row is.</summary>
internal sealed record BaselineRegressor : IRegressor<BaselineRegressorModel>
{
    public BaselineRegressorModel Fit(RegressionData data, FitContext context = default)
    {
        double sum = 0, weights = 0;
        for (int i = 0; i < data.RowCount; i++)
        {
            double weight = data.Weights.IsEmpty ? 1 : data.Weights[i];
            weights += weight;
            sum += weight * data.Targets[i];
        }
        return new BaselineRegressorModel(data.FeatureCount, sum / weights);
    }
}

/// <summary>The mean.</summary>
internal sealed class BaselineRegressorModel(int featureCount, double mean) : IRegressorModel
{
    public int FeatureCount => featureCount;

    public FitReport Report { get; } = new();

    public void Predict(Features x, Memory<double> destination) => destination.Span.Fill(mean);
}
