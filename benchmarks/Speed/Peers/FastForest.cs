using ClassicML.MLNet;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers.FastTree;

namespace ClassicML.Benchmarks.Speed.Peers;

/// <summary>ML.NET's FastForest, for two classes. Turning the rows into its form is part of its time.</summary>
internal static class FastForest
{
    /// <summary>A forest of so many trees, each of at most so many leaves.</summary>
    /// <exception cref="PeerAbsentException">There are more classes than it knows.</exception>
    public static IContender Of((ClassificationData Train, ClassificationData Test) data, int trees, int leaves)
    {
        if (data.Train.ClassCount != 2) throw new PeerAbsentException("ML.NET's FastForest knows two classes only");
        FastForestBinaryTrainer trainer = Trainer(new MLContext(seed: 1), data.Train.FeatureCount, trees, leaves);
        ITransformer? model = null;
        int[] predicted = [];
        return new InProcess("ML.NET FastForest", typeof(FastForestBinaryTrainer).Assembly, new Dictionary<string, (Action, Func<double>)>
        {
            ["fit"] = (() => model = trainer.Fit(data.Train.ToDataView(booleanLabels: true)), () => SpeedCase.Accuracy(Predict(model!, data.Test), data.Test)),
            ["predict"] = (() => predicted = Predict(model!, data.Test), () => SpeedCase.Accuracy(predicted, data.Test)),
        }, InProcess.Rows("float32", "63 % of the rows, 255 bins"));
    }

    /// <summary>Its trainer, with √p features a node as ours.</summary>
    public static FastForestBinaryTrainer Trainer(MLContext ml, int p, int trees, int leaves) =>
        ml.BinaryClassification.Trainers.FastForest(new FastForestBinaryTrainer.Options
        {
            NumberOfTrees = trees, NumberOfLeaves = leaves, MinimumExampleCountPerLeaf = 1, MaximumBinCountPerFeature = 255,
            FeatureFractionPerSplit = Math.Floor(Math.Sqrt(p)) / p, NumberOfThreads = Workers.MaxThreads, BaggingExampleFraction = 0.632,
        });

    /// <summary>The codes that a model of two classes predicts.</summary>
    public static int[] Predict(ITransformer model, ClassificationData rows) =>
        [.. model.Transform(rows.ToDataView(booleanLabels: true)).GetColumn<bool>("PredictedLabel").Select(label => label ? 1 : 0)];
}
