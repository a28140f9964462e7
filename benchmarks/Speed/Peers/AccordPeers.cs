#if ACCORD
using Accord.MachineLearning;
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
#if ACCORD
    private const string Single = "float64 rows, 1 thread, ";

    public static IContender KNearestNeighbors(Func<(ClassificationData, ClassificationData)> data, int k) => Classifier(
        InProcess.Rows("float64", "kd-tree built by 1 thread, votes by 1/(1 + distance)"), data, rows => AccordLearners.Neighbors(rows.X, rows.Y, k),
        (model, queries) => AccordLearners.Each(queries, Workers.MaxThreads, row => AccordLearners.Decide(model, row)),
        (_, rows) => rows.X.Length);

    public static IContender KDTree(Func<(Matrix Rows, Matrix Queries)> data, int k)
    {
        (Matrix x, Matrix y) = data();
        double[][] rows = AccordLearners.Rows(x), queries = AccordLearners.Rows(y);
        Accord.Collections.KDTree? tree = null;
        double[] kth = [];
        return Contender(InProcess.Rows("float64", "built by 1 thread"), new()
        {
            ["build"] = (() => tree = Accord.Collections.KDTree.FromData(rows), () => rows.Length),
            ["query"] = (
                () => kth = AccordLearners.Each(queries, Workers.MaxThreads, row => tree!.Nearest(row, k).Maximum),
                () => kth.Average()),
        });
    }

    public static IContender DecisionTree(Func<(ClassificationData, ClassificationData)> data) => Classifier(
        InProcess.Rows("float64", "C4.5 by gain ratio"), data, rows => AccordLearners.Tree(rows.X, rows.Y, rows.ClassCount, depth: 0, rows.Threads),
        (model, queries) => AccordLearners.Each(queries, Workers.MaxThreads, model.Decide));

    public static IContender RandomForest(Func<(ClassificationData, ClassificationData)> data, int trees) => Classifier(
        InProcess.Rows("float64", "C4.5 by gain ratio, √p features a node, 63.2 % of the rows without replacement"), data,
        rows => AccordLearners.Forest(rows.X, rows.Y, rows.ClassCount, trees, rows.Threads),
        (model, queries) => AccordLearners.Each(queries, Workers.MaxThreads, model.Decide));

    public static IContender KernelSvm(Func<(ClassificationData, ClassificationData)> data, double c, double gamma) => Classifier(
        InProcess.Rows("float64", "SMO by second order, tolerance 1e-3, whole kernel matrices"), data,
        rows => AccordLearners.KernelSvm(rows.X, rows.Y, c, gamma, rows.Threads), (model, queries) => model.Decide(queries),
        (model, _) => AccordLearners.DualObjective(model));

    public static IContender LinearSvm(Func<ClassificationData> data, double c, Func<double[], double, double> objective)
    {
        AccordRows rows = Rows(data());
        SupportVectorMachine? model = null;
        return Contender(Single + "dual coordinate descent, tolerance 0.01", new()
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
        return Contender(Single + "Newton's method, 10 steps", new()
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
        return Contender(Single + "L-BFGS", new()
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
        return Contender(Single + "singular values", new()
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
        return Contender(Single + "all eigenvectors", new()
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
        return Contender(Single + "generalised eigenvectors", new()
        {
            ["fit"] = (
                () => model = AccordLearners.Discriminants(rows.X, rows.Y, rows.ClassCount),
                () => quality(model!.DiscriminantVectors)),
        });
    }

    // Fits and predicts; the quality of the fit is the accuracy too, unless another is given.
    private static InProcess Classifier<TModel>(
        string settings, Func<(ClassificationData Train, ClassificationData Test)> data, Func<AccordRows, TModel> learn, Func<TModel, double[][], int[]> decide,
        Func<TModel, AccordRows, double>? quality = null)
        where TModel : class
    {
        (ClassificationData train, ClassificationData test) = data();
        AccordRows rows = Rows(train);
        double[][] queries = Rows(test).X;
        TModel? model = null;
        int[] predicted = [];
        return Contender(settings, new()
        {
            ["fit"] = (() => model = learn(rows), () => quality?.Invoke(model!, rows) ?? SpeedCase.Accuracy(decide(model!, queries), test)),
            ["predict"] = (() => predicted = decide(model!, queries), () => SpeedCase.Accuracy(predicted, test)),
        });
    }

    private static AccordRows Rows(ClassificationData data) =>
        new(AccordLearners.Rows((Matrix)data.Features), data.Codes.ToArray(), data.ClassCount, Workers.MaxThreads);

    private static InProcess Contender(string settings, Dictionary<string, (Action, Func<double>)> steps) =>
        new(Libraries.Accord, typeof(KNearestNeighbors).Assembly, steps, settings);
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
