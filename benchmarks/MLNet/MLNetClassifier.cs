using Microsoft.ML;
using Microsoft.ML.Data;

namespace ClassicML.Benchmarks.MLNet;

/// <summary>An ML.NET trainer as a learner, so that the same folds and searches run it. Converting the rows is part of its time.</summary>
internal sealed record MLNetClassifier(string Name, Func<MLContext, IEstimator<ITransformer>> Trainer) : IClassifier<MLNetModel>
{
    public MLNetModel Fit(ClassificationData data, FitContext context = default)
    {
        context.ThrowIfCancelled();
        var ml = new MLContext(seed: 1);
        Matrix x = Check.Complete(data.Features, Name);
        ITransformer model = Trainer(ml).Fit(MLNetRows.View(ml, x, data.Codes, data.ClassCount));
        return new MLNetModel(ml, model, data.Labels, data.FeatureCount);
    }
}

/// <summary>What ML.NET's trainers give, as a model.</summary>
internal sealed class MLNetModel(MLContext ml, ITransformer model, ClassLabels labels, int featureCount) : IClassifierModel, IProbabilisticModel
{
    public ClassLabels Labels => labels;

    public int FeatureCount => featureCount;

    public FitReport Report { get; } = new();

    public ITransformer Transformer => model;

    public void Predict(Features x, Memory<int> destination)
    {
        // Keys count from one; zero is "missing".
        int row = 0;
        foreach (uint key in Transform(x).GetColumn<uint>("PredictedLabel")) destination.Span[row++] = (int)key - 1;
    }

    public void PredictProbabilities(Features x, Memory<double> destination)
    {
        Span<double> to = destination.Span;
        foreach (float[] scores in Transform(x).GetColumn<float[]>("Score"))
        {
            double sum = 0;
            foreach (float score in scores) sum += score;
            for (int k = 0; k < scores.Length; k++) to[k] = scores[k] / sum;
            to = to[scores.Length..];
        }
    }

    /// <summary>The bytes of the file that ML.NET saves the model in.</summary>
    public long SavedBytes()
    {
        using var file = new MemoryStream();
        ml.Model.Save(model, MLNetRows.View(ml, new Matrix(new double[1, featureCount]), new int[1], labels.Count).Schema, file);
        return file.Length;
    }

    private IDataView Transform(Features x)
    {
        Check.Width(x, featureCount);
        return model.Transform(MLNetRows.View(ml, Check.Complete(x, nameof(MLNetModel)), new int[x.RowCount], labels.Count));
    }
}
