using ClassicML.Benchmarks.Speed.Cases;
using ClassicML.MLNet;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers.FastTree;

namespace ClassicML.Benchmarks.Speed.Peers;

/// <summary>ML.NET's forest of the size of <see cref="ServingForest"/>, and what is done with it.</summary>
internal static class ServingPeers
{
    public static FastForestBinaryTrainer FastForest(MLContext ml, int p) => ml.BinaryClassification.Trainers.FastForest(new FastForestBinaryTrainer.Options
    {
        NumberOfTrees = ServingForest.TreeCount, NumberOfLeaves = ServingForest.LeafCount, MinimumExampleCountPerLeaf = 1, MaximumBinCountPerFeature = 255,
        FeatureFractionPerSplit = Math.Floor(Math.Sqrt(p)) / p, NumberOfThreads = Workers.MaxThreads, BaggingExampleFraction = 0.632,
    });

    public static double Accuracy(ITransformer model, ClassificationData test) => SpeedCase.Accuracy(Predict(model, test), test);

    public static int[] Predict(ITransformer model, ClassificationData test) =>
        [.. model.Transform(test.ToDataView(booleanLabels: true)).GetColumn<bool>("PredictedLabel").Select(label => label ? 1 : 0)];
}
