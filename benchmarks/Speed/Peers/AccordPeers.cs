#if ACCORD
using Accord.MachineLearning;
using Accord.MachineLearning.DecisionTrees;
using Accord.MachineLearning.DecisionTrees.Learning;
using Accord.Statistics.Models.Regression.Fitting;
#endif

namespace ClassicML.Benchmarks.Speed.Peers;

/// <summary>Accord.NET's side of the cases. Its package is not in every registry, so it is compiled in with -p:WithAccord=true.</summary>
internal static class AccordPeers
{
    public const string PeerName = "accord";

#if ACCORD
    public static IContender KNearestNeighbors((ClassificationData Train, ClassificationData Test) data)
    {
        double[][] x = Rows(data.Train), queries = Rows(data.Test);
        int[] y = data.Train.Codes.ToArray(), predicted = [];
        KNearestNeighbors? model = null;
        return Contender(new()
        {
            ["fit"] = (() => model = new KNearestNeighbors(5).Learn(x, y), () => x.Length),
            ["predict"] = (() => predicted = model!.Decide(queries), () => SpeedCase.Accuracy(predicted, data.Test)),
        });
    }

    public static IContender DecisionTree((ClassificationData Train, ClassificationData Test) data)
    {
        double[][] x = Rows(data.Train), queries = Rows(data.Test);
        int[] y = data.Train.Codes.ToArray(), predicted = [];
        DecisionTree? model = null;
        return Contender(new()
        {
            ["fit"] = (
                () => model = new C45Learning([.. Enumerable.Range(0, x[0].Length).Select(j => new DecisionVariable($"x{j}", DecisionVariableKind.Continuous))])
                {
                    // By default it uses a feature once on a path.
                    Join = 100,
                }.Learn(x, y),
                () => SpeedCase.Accuracy(model!.Decide(queries), data.Test)),
            ["predict"] = (() => predicted = model!.Decide(queries), () => SpeedCase.Accuracy(predicted, data.Test)),
        });
    }

    public static IContender LogisticRegression(ClassificationData data, Func<double[], double, double> objective)
    {
        double[][] x = Rows(data);
        int[] y = data.Codes.ToArray();
        bool[] predicted = [];
        Accord.Statistics.Models.Regression.LogisticRegression? model = null;
        return Contender(new()
        {
            ["fit"] = (
                () => model = new IterativeReweightedLeastSquares<Accord.Statistics.Models.Regression.LogisticRegression>
                {
                    Tolerance = 1e-8, MaxIterations = 100, Regularization = 1,
                }.Learn(x, y),
                () => objective(model!.Weights, model!.Intercept)),
            ["predict"] = (() => predicted = model!.Decide(x), () => SpeedCase.Accuracy(Array.ConvertAll(predicted, p => p ? 1 : 0), data)),
        });
    }

    private static InProcess Contender(Dictionary<string, (Action, Func<double>)> steps) => new("Accord.NET", typeof(KNearestNeighbors).Assembly, steps);

    private static double[][] Rows(ClassificationData data) => [.. Enumerable.Range(0, data.RowCount).Select(i => ((Matrix)data.Features).Row(i).ToArray())];
#else
    public static IContender KNearestNeighbors((ClassificationData Train, ClassificationData Test) data) => throw Absent();

    public static IContender DecisionTree((ClassificationData Train, ClassificationData Test) data) => throw Absent();

    public static IContender LogisticRegression(ClassificationData data, Func<double[], double, double> objective) => throw Absent();

    private static PeerAbsentException Absent() => new("Accord.NET is not compiled in: build with -p:WithAccord=true where its package can be restored");
#endif
}
