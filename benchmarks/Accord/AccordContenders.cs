#if ACCORD
using System.Collections.Immutable;
using ClassicML.Benchmarks.Iris;
using ClassicML.ModelSelection;
using ClassicML.Preprocessing;

namespace ClassicML.Benchmarks.AccordNet;

/// <summary>Accord.NET's learners in the reports.</summary>
internal static class AccordContenders
{
    private const string Library = Libraries.Accord;

    /// <summary>Those of the Iris report. Where scale matters, they get the scaler that ours get.</summary>
    /// <remarks>Neighbours have the shares of their votes as probabilities and logistic regression its own; the others have none.</remarks>
    public static ImmutableArray<Contender> All { get; } =
    [
        Scaled("k nearest neighbours", "k nearest neighbours",
            ParameterGrid.For(Neighbors(1)).Vary("k", [1, 3, 5, 7, 11, 15], (_, k) => Neighbors(k)).Candidates),
        new("decision tree", "Decision tree, C4.5", Library, ParameterGrid.For(Tree(0)).Vary("depth", [2, 3, 4, 5], (_, depth) => Tree(depth)).Candidates),
        new("random forest", "Random forest", Library, ParameterGrid.For(Forest(10)).Vary("trees", [10, 30, 100], (_, trees) => Forest(trees)).Candidates),
        Scaled("kernel SVM", "Kernel SVM", [.. ((double[])[0.1, 1, 10, 100]).SelectMany(c => ParameterGrid.For(KernelSvm(c, 0.1))
            .Vary("C", [c], (svm, _) => svm).Vary("gamma", [0.03, 0.1, 0.3], (_, gamma) => KernelSvm(c, gamma)).Candidates)]),
        // Without a penalty, how long it may go on is what keeps weights small.
        Scaled("logistic regression", "Multinomial logistic regression", ParameterGrid.For(Multinomial(5))
            .Vary("iterations", [5, 10, 20, 50, 100], (_, iterations) => Multinomial(iterations)).Candidates),
        new("linear discriminants", "Linear discriminants, nearest mean", Library, ParameterGrid.For(Discriminants()).Candidates),
    ];

    /// <summary>Those of the MNIST report, on pixels from 0 to 1: the family's name and the learner.</summary>
    public static ImmutableArray<(string Family, IClassifier<IClassifierModel> Learner)> Mnist { get; } =
    [
        ("k nearest neighbours", Neighbors(5)),
        ("Decision tree", Tree(0)),
        ("Random forest", Forest(100)),
        ("Linear SVM", LinearSvm(0.01)),
        ("Kernel SVM", KernelSvm(5, 0.02)),
        ("Logistic regression", Multinomial(100)),
    ];

    private static AccordClassifier Neighbors(int k) => new("k nearest neighbours", rows =>
    {
        var model = AccordLearners.Neighbors(rows.X, rows.Y, k);
        return new(
            queries => AccordLearners.Each(queries, rows.Threads, row => AccordLearners.Decide(model, row)),
            queries => AccordLearners.Each(queries, rows.Threads, row => Shares(model.Scores(row))));
    });

    private static AccordClassifier Tree(int depth) => new("C4.5", rows =>
    {
        var model = AccordLearners.Tree(rows.X, rows.Y, rows.ClassCount, depth, rows.Threads);
        return new(queries => AccordLearners.Each(queries, rows.Threads, model.Decide));
    });

    private static AccordClassifier Forest(int trees) => new("Random forest", rows =>
    {
        var model = AccordLearners.Forest(rows.X, rows.Y, rows.ClassCount, trees, rows.Threads);
        return new(queries => AccordLearners.Each(queries, rows.Threads, model.Decide));
    });

    private static AccordClassifier KernelSvm(double c, double gamma) => new("Kernel SVM", rows =>
    {
        var model = AccordLearners.KernelSvm(rows.X, rows.Y, c, gamma, rows.Threads);
        return new(model.Decide);
    });

    private static AccordClassifier LinearSvm(double c) => new("Linear SVM", rows =>
    {
        var model = AccordLearners.LinearSvmOneVersusRest(rows.X, rows.Y, c, tolerance: 0.01, rows.Threads);
        return new(queries => AccordLearners.Each(queries, rows.Threads, row => AccordLearners.Decide(model, row)));
    });

    private static AccordClassifier Multinomial(int iterations) => new("Multinomial logistic regression", rows =>
    {
        var model = AccordLearners.Multinomial(rows.X, rows.Y, iterations);
        return new(
            queries => AccordLearners.Each(queries, rows.Threads, model.Decide),
            queries => AccordLearners.Each(queries, rows.Threads, model.Probabilities));
    });

    private static AccordClassifier Discriminants() => new("Linear discriminants", rows =>
    {
        var model = AccordLearners.Discriminants(rows.X, rows.Y, rows.ClassCount).Classifier;
        return new(queries => AccordLearners.Each(queries, rows.Threads, model.Decide));
    });

    private static Contender Scaled(string kind, string name, ImmutableArray<Candidate> candidates) =>
        new(kind, name, Library, [.. candidates.Select(c => c with { Learner = new StandardScaler().Then(c.Classifier) })]);

    private static double[] Shares(double[] scores)
    {
        double sum = scores.Sum();
        return Array.ConvertAll(scores, score => score / sum);
    }
}
#endif
