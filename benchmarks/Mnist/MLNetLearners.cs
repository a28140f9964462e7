using ClassicML.Benchmarks.Pages;
using ClassicML.MLNet;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;
using Microsoft.ML.Trainers.FastTree;
using Microsoft.ML.Trainers.LightGbm;

namespace ClassicML.Benchmarks.Mnist;

/// <summary>ML.NET's trainers at the report's settings.</summary>
internal static class MLNetLearners
{
    public static IEnumerable<MnistContender> Contenders(MnistSettings s)
    {
        yield return One(OurLearners.Perceptrons, "mlnet-averaged-perceptron", "AveragedPerceptron, one against the rest",
            Text($"{s.Epochs} passes in random order"),
            "perceptron-averaged", "Afterwards it fits calibrators, which give it probabilities.");
        yield return One(OurLearners.Sgd, "mlnet-sgd", "SgdCalibrated, one against the rest", Text($"log loss, L2 {s.SgdAlpha}, {s.Epochs} passes"),
            "sgd", "Steps start at a rate of its own, and threads share weights without locks.");
        yield return One(OurLearners.LogisticL2, "mlnet-lbfgs-l2", "LbfgsMaximumEntropy", Text($"L2 1/C = {1 / s.LogisticC:0.###}, history 10, otherwise as it comes"),
            "logistic-l2", "The same objective to a tolerance that it defines otherwise, in single precision.");
        yield return One(OurLearners.LogisticL2, "mlnet-sdca", "SdcaMaximumEntropy", Text($"L2 1/(C·n), at most {2 * s.Epochs} passes"),
            "logistic-l2", "The same objective, left where so many passes end.");
        yield return One(OurLearners.LogisticL1, "mlnet-lbfgs-l1", "LbfgsMaximumEntropy", Text($"L1 1/C = {1 / s.LassoC:0.###}, history 10, otherwise as it comes"),
            "logistic-l1", "The same objective to a tolerance that it defines otherwise, in single precision.");
        yield return One(OurLearners.LinearSvm, "mlnet-linear-svm", "LinearSvm, one against the rest", Text($"λ 1/(C·n), {s.Epochs} passes of Pegasos"),
            "", "The hinge itself and not its square, and as far as so many passes come.");
        yield return One(OurLearners.Forest, "mlnet-fast-forest", "FastForest, one against the rest",
            Text($"{s.Rounds} trees a class of at most {s.LeafCount} leaves, √p features a node, 255 bins"), "", "A forest for each class, of trees with a limit.") with
        { IsLong = true };
        yield return One(OurLearners.Boosting, "mlnet-lightgbm", "LightGbm", Text($"{s.BoostingRounds} rounds of ten trees of at most {s.BoostedLeafCount} leaves"),
            "", "No counterpart here.");
    }

    /// <summary>The learner of a key; null for a key of another library.</summary>
    public static MLNetClassifier? Find(string key, MnistSettings s, int rows, int features)
    {
        int threads = Workers.MaxThreads;
        double share = Math.Floor(Math.Sqrt(features)) / features;
        return key switch
        {
            "mlnet-averaged-perceptron" => Rest(ml => ml.BinaryClassification.Trainers.AveragedPerceptron(numberOfIterations: s.Epochs)),
            "mlnet-sgd" => Rest(ml => ml.BinaryClassification.Trainers.SgdCalibrated(new SgdCalibratedTrainer.Options
            {
                NumberOfIterations = s.Epochs, L2Regularization = (float)s.SgdAlpha, NumberOfThreads = threads,
            })),
            "mlnet-lbfgs-l2" => Entropy(0, 1 / s.LogisticC),
            "mlnet-lbfgs-l1" => Entropy(1 / s.LassoC, 0),
            "mlnet-sdca" => new MLNetClassifier(key, ml => ml.MulticlassClassification.Trainers.SdcaMaximumEntropy(
                new SdcaMaximumEntropyMulticlassTrainer.Options
                {
                    L1Regularization = 0, L2Regularization = (float)(1 / (s.LogisticC * rows)), MaximumNumberOfIterations = 2 * s.Epochs,
                    NumberOfThreads = threads,
                })),
            "mlnet-linear-svm" => Rest(ml => ml.BinaryClassification.Trainers.LinearSvm(new LinearSvmTrainer.Options
            {
                Lambda = (float)(1 / (s.LinearSvmC * rows)), NumberOfIterations = s.Epochs,
            })),
            "mlnet-fast-forest" => Rest(ml => ml.BinaryClassification.Trainers.FastForest(new FastForestBinaryTrainer.Options
            {
                NumberOfTrees = s.Rounds, NumberOfLeaves = s.LeafCount, MinimumExampleCountPerLeaf = 1, MaximumBinCountPerFeature = 255,
                FeatureFractionPerSplit = share, NumberOfThreads = threads,
            })),
            "mlnet-lightgbm" => new MLNetClassifier(key, ml => ml.MulticlassClassification.Trainers.LightGbm(new LightGbmMulticlassTrainer.Options
            {
                NumberOfIterations = s.BoostingRounds, NumberOfLeaves = s.BoostedLeafCount, NumberOfThreads = threads,
            })),
            _ => null,
        };

        MLNetClassifier Entropy(double l1, double l2) => new(key, ml => ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy(
            new LbfgsMaximumEntropyMulticlassTrainer.Options
            {
                L1Regularization = (float)l1, L2Regularization = (float)l2, HistorySize = 10, NumberOfThreads = threads,
            }));

        MLNetClassifier Rest<TModel>(Func<MLContext, ITrainerEstimator<BinaryPredictionTransformer<TModel>, TModel>> binary) where TModel : class =>
            new(key, ml => ml.MulticlassClassification.Trainers.OneVersusAll(binary(ml)));
    }

    private static MnistContender One(string family, string key, string name, string settings, string counterpart, string difference) =>
        new(family, name, "ML.NET", key, settings)
        {
            Counterpart = counterpart, Difference = difference, Program = () => ChildProcess.Command(ContenderHost.CommandName),
        };

    private static string Text(FormattableString text) => Written.Of(text);
}
