#if ACCORD
using Accord.MachineLearning;
using Accord.MachineLearning.DecisionTrees;
using Accord.MachineLearning.VectorMachines;
using Accord.Statistics.Analysis;
using Accord.Statistics.Kernels;
using Accord.Statistics.Models.Regression;
using ClassicML.Benchmarks.AccordNet;
#endif

namespace ClassicML.Benchmarks.Speed.Peers;

/// <summary>Accord.NET's side of the cases. Its package is not in every registry, so it is compiled in with -p:WithAccord=true.</summary>
/// <remarks>Data come as functions: nothing is loaded for a peer that is absent. Rows are in Accord's form before a time begins.</remarks>
internal static class AccordPeers
{
    public const string PeerName = "accord";

#if ACCORD
    public static IContender KNearestNeighbors(Func<(ClassificationData, ClassificationData)> data, int k) => Classifier(
        data, rows => AccordLearners.Neighbors(rows.X, rows.Y, k),
        (model, queries) => AccordLearners.Each(queries, Workers.MaxThreads, row => AccordLearners.Decide(model, row)),
        (_, rows) => rows.X.Length);

    public static IContender KDTree(Func<(Matrix Rows, Matrix Queries)> data, int k)
    {
        (Matrix x, Matrix y) = data();
        double[][] rows = AccordLearners.Rows(x), queries = AccordLearners.Rows(y);
        Accord.Collections.KDTree? tree = null;
        double[] kth = [];
        return Contender(new()
        {
            ["build"] = (() => tree = Accord.Collections.KDTree.FromData(rows), () => rows.Length),
            ["query"] = (
                () => kth = AccordLearners.Each(queries, Workers.MaxThreads, row => tree!.Nearest(row, k).Maximum),
                () => kth.Average()),
        });
    }

    public static IContender DecisionTree(Func<(ClassificationData, ClassificationData)> data) => Classifier(
        data, rows => AccordLearners.Tree(rows.X, rows.Y, rows.ClassCount, depth: 0, rows.Threads),
        (model, queries) => AccordLearners.Each(queries, Workers.MaxThreads, model.Decide));

    public static IContender RandomForest(Func<(ClassificationData, ClassificationData)> data, int trees) => Classifier(
        data, rows => AccordLearners.Forest(rows.X, rows.Y, rows.ClassCount, trees, rows.Threads),
        (model, queries) => AccordLearners.Each(queries, Workers.MaxThreads, model.Decide));

    public static IContender KernelSvm(Func<(ClassificationData, ClassificationData)> data, double c, double gamma) => Classifier(
        data, rows => AccordLearners.KernelSvm(rows.X, rows.Y, c, gamma, rows.Threads), (model, queries) => model.Decide(queries),
        (model, _) => AccordLearners.DualObjective(model));

    public static IContender LinearSvm(Func<ClassificationData> data, double c, Func<double[], double, double> objective)
    {
        AccordRows rows = Rows(data());
        SupportVectorMachine? model = null;
        return Contender(new()
        {
            ["fit"] = (
                () => model = AccordLearners.LinearSvm(rows.X, rows.Y, c, tolerance: 0.01),
                () => objective(model!.SupportVectors[0], model.Threshold)),
        });
    }

    public static IContender LogisticRegression(Func<ClassificationData> data, double penalty, Func<double[], double, double> objective)
    {
        ClassificationData all = data();
        AccordRows rows = Rows(all);
        LogisticRegression? model = null;
        bool[] predicted = [];
        return Contender(new()
        {
            ["fit"] = (
                () => model = AccordLearners.Logistic(rows.X, rows.Y, penalty, iterations: 10),
                () => objective(model!.Weights, model.Intercept)),
            ["predict"] = (
                () => predicted = model!.Decide(rows.X), () => SpeedCase.Accuracy(Array.ConvertAll(predicted, p => p ? 1 : 0), all)),
        });
    }

    public static IContender MultinomialLogistic(Func<ClassificationData> data, Func<double[][], double[], double> objective)
    {
        AccordRows rows = Rows(data());
        MultinomialLogisticRegression? model = null;
        return Contender(new()
        {
            ["fit"] = (
                () => model = AccordLearners.Multinomial(rows.X, rows.Y, iterations: 0),
                () => objective(
                    [new double[rows.X[0].Length], .. model!.Coefficients.Select(row => row[1..])],
                    [0, .. model.Coefficients.Select(row => row[0])])),
        });
    }

    public static IContender Pca(Func<Matrix> data, int count)
    {
        double[][] x = AccordLearners.Rows(data());
        PrincipalComponentAnalysis? model = null;
        return Contender(new()
        {
            ["fit"] = (
                () => (model = new PrincipalComponentAnalysis { NumberOfOutputs = count }).Learn(x),
                () => model!.Eigenvalues.Take(count).Sum() / model.Eigenvalues.Sum()),
        });
    }

    public static IContender KernelPca(Func<Matrix> data, double gamma, int count)
    {
        double[][] x = AccordLearners.Rows(data()), scores = [];
        KernelPrincipalComponentAnalysis? model = null;
        return Contender(new()
        {
            ["fit"] = (
                () => (model = new KernelPrincipalComponentAnalysis(Gaussian.FromGamma(gamma), numberOfOutputs: count)
                {
                    AllowReversion = false,
                }).Learn(x),
                () => model!.Eigenvalues.Sum()),
            ["transform"] = (() => scores = model!.Transform(x), () => scores.Length),
        });
    }

    public static IContender Discriminants(Func<ClassificationData> data, Func<double[][], double> quality)
    {
        AccordRows rows = Rows(data());
        LinearDiscriminantAnalysis? model = null;
        return Contender(new()
        {
            ["fit"] = (
                () => model = AccordLearners.Discriminants(rows.X, rows.Y, rows.ClassCount),
                () => quality(model!.DiscriminantVectors)),
        });
    }

    // Fits and predicts; the quality of the fit is the accuracy too, unless another is given.
    private static InProcess Classifier<TModel>(
        Func<(ClassificationData Train, ClassificationData Test)> data, Func<AccordRows, TModel> learn, Func<TModel, double[][], int[]> decide,
        Func<TModel, AccordRows, double>? quality = null)
        where TModel : class
    {
        (ClassificationData train, ClassificationData test) = data();
        AccordRows rows = Rows(train);
        double[][] queries = Rows(test).X;
        TModel? model = null;
        int[] predicted = [];
        return Contender(new()
        {
            ["fit"] = (() => model = learn(rows), () => quality?.Invoke(model!, rows) ?? SpeedCase.Accuracy(decide(model!, queries), test)),
            ["predict"] = (() => predicted = decide(model!, queries), () => SpeedCase.Accuracy(predicted, test)),
        });
    }

    private static AccordRows Rows(ClassificationData data) =>
        new(AccordLearners.Rows((Matrix)data.Features), data.Codes.ToArray(), data.ClassCount, Workers.MaxThreads);

    private static InProcess Contender(Dictionary<string, (Action, Func<double>)> steps) =>
        new("Accord.NET", typeof(KNearestNeighbors).Assembly, steps);
#else
    public static IContender KNearestNeighbors(Func<(ClassificationData, ClassificationData)> data, int k) => throw Absent();

    public static IContender KDTree(Func<(Matrix Rows, Matrix Queries)> data, int k) => throw Absent();

    public static IContender DecisionTree(Func<(ClassificationData, ClassificationData)> data) => throw Absent();

    public static IContender RandomForest(Func<(ClassificationData, ClassificationData)> data, int trees) => throw Absent();

    public static IContender KernelSvm(Func<(ClassificationData, ClassificationData)> data, double c, double gamma) => throw Absent();

    public static IContender LinearSvm(Func<ClassificationData> data, double c, Func<double[], double, double> objective) => throw Absent();

    public static IContender LogisticRegression(Func<ClassificationData> data, double penalty, Func<double[], double, double> objective) =>
        throw Absent();

    public static IContender MultinomialLogistic(Func<ClassificationData> data, Func<double[][], double[], double> objective) =>
        throw Absent();

    public static IContender Pca(Func<Matrix> data, int count) => throw Absent();

    public static IContender KernelPca(Func<Matrix> data, double gamma, int count) => throw Absent();

    public static IContender Discriminants(Func<ClassificationData> data, Func<double[][], double> quality) => throw Absent();

    private static PeerAbsentException Absent() =>
        new("Accord.NET is not compiled in: build with -p:WithAccord=true where its package can be restored (benchmarks/README.md says how)");
#endif
}
