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
        var ml = new MLContext(seed: 1);
        int p = data.Train.FeatureCount;
        var options = new FastForestBinaryTrainer.Options
        {
            NumberOfTrees = trees, NumberOfLeaves = leaves, MinimumExampleCountPerLeaf = 1, MaximumBinCountPerFeature = 255,
            FeatureFractionPerSplit = Math.Floor(Math.Sqrt(p)) / p, NumberOfThreads = Workers.MaxThreads, BaggingExampleFraction = 0.632,
        };
        ITransformer? model = null;
        int[] predicted = [];
        return new InProcess("ML.NET FastForest", typeof(FastForestBinaryTrainer).Assembly, new Dictionary<string, (Action, Func<double>)>
        {
            ["fit"] = (
                () => model = ml.BinaryClassification.Trainers.FastForest(options)
                    .Fit(data.Train.ToDataView(booleanLabels: true)),
                () => SpeedCase.Accuracy(Predict(), data.Test)),
            ["predict"] = (() => predicted = Predict(), () => SpeedCase.Accuracy(predicted, data.Test)),
        }, InProcess.Rows("float32", "63 % of the rows, 255 bins"));

        int[] Predict() =>
            [.. model!.Transform(data.Test.ToDataView(booleanLabels: true))
                .GetColumn<bool>("PredictedLabel").Select(label => label ? 1 : 0)];
    }
}
