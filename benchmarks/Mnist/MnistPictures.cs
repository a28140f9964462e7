using System.Collections.Immutable;
using ClassicML.Benchmarks.Pages;
using ClassicML.Cnn;
using ClassicML.Decomposition;
using ClassicML.Linear;
using ClassicML.Neural;

namespace ClassicML.Benchmarks.Mnist;

/// <summary>A learning curve: the test accuracy of a family after so many training rows.</summary>
internal sealed record Curve(string Family, ImmutableArray<int> Rows, ImmutableArray<double> Accuracies);

/// <summary>Test rows in two dimensions.</summary>
/// <param name="Rows">The two scores of each row, with its class.</param>
/// <param name="Shares">What the two axes explain: of the variance, or of what parts the classes.</param>
internal sealed record Projection(ClassificationData Rows, double[] Shares);

/// <summary>What the report draws beside its results; null where it was cancelled before.</summary>
internal sealed record MnistPictures
{
    public const int ProjectedRows = 1000, ComponentImages = 10;

    /// <summary>The families of the learning curves: linear, by distance, by trees, networks, kernels.</summary>
    private static readonly ImmutableArray<(string Family, string Key)> CurveLearners =
    [
        (OurLearners.LogisticL2, "logistic-l2"), (OurLearners.Neighbors, "knn"), (OurLearners.Tree, "tree"), (OurLearners.Forest, "forest"),
        (OurLearners.Mlp, "mlp"), (OurLearners.KernelSvm, "kernel-svm"),
    ];

    public ImmutableArray<Curve> Curves { get; init; } = [];

    public Projection? Pca { get; init; }

    public Projection? Discriminants { get; init; }

    /// <summary>The first components, a picture each.</summary>
    public PcaModel? Components { get; init; }

    /// <summary>A row of weights for each class, a picture each.</summary>
    public LogisticRegressionModel? Weights { get; init; }

    /// <summary>A network that was scored after each epoch on training rows held out.</summary>
    public CnnClassifierModel? Network { get; init; }

    /// <summary>The steps in their order, each with what it does in words and the pictures that it adds.</summary>
    public static IEnumerable<(string Name, Func<MnistPictures, MnistPictures> Add)> Steps(
        MnistData data, IReadOnlyList<MnistResult> results, CancellationToken cancellation)
    {
        MnistSettings settings = data.Settings;
        var context = new FitContext { Cancellation = cancellation };
        ClassificationData shown = data.Test.SelectRows([.. Enumerable.Range(0, Math.Min(ProjectedRows, data.Test.RowCount))]);
        yield return ("principal components", p =>
        {
            PcaModel pca = new Pca { ComponentCount = ComponentImages }.Fit(data.Train.Features, context);
            Matrix scores = ((Matrix)pca.Transform(shown.Features)).SelectColumns([0, 1]);
            return p with { Components = pca, Pca = new Projection(shown.WithFeatures(scores), pca.ExplainedVarianceRatio[..2]) };
        }
        );
        yield return ("discriminant axes", p =>
        {
            LinearDiscriminantProjectionModel axes = new LinearDiscriminantProjection
            {
                Solver = DiscriminantSolver.Eigen, Shrinkage = Shrinkage.Of(settings.Shrinkage),
            }.Fit(data.Train, context);
            Matrix scores = ((Matrix)axes.Transform(shown.Features)).SelectColumns([0, 1]);
            return p with { Discriminants = new Projection(shown.WithFeatures(scores), axes.ExplainedVarianceRatio[..2].ToArray()) };
        }
        );
        yield return ("logistic weights", p => p with { Weights = OurLearners.Logistic(settings).Fit(data.Train, context) });
        foreach ((string family, string key) in CurveLearners)
            yield return ($"learning curve, {Written.Inside(family)}", p => p with { Curves = p.Curves.Add(CurveOf(family, key, data, results, context)) });
        yield return ("network, epoch by epoch",
            p => p with { Network = (OurLearners.Network(settings) with { ValidationShare = 0.1 }).Fit(data.Train, context) });
    }

    private static Curve CurveOf(string family, string key, MnistData data, IReadOnlyList<MnistResult> results, FitContext context)
    {
        int all = data.Train.RowCount;
        List<int> rows = [.. ((int[])[100, 300, 1000, 3000, 10_000, 30_000]).Where(n => n < all)];
        List<double> accuracies = [.. rows.Select(n =>
        {
            IClassifier<IClassifierModel> learner = OurLearners.Find(key, data.Settings)!;
            // As many steps for few rows as for all: fewer would show how short training is, and not how little data.
            if (learner is MlpClassifier mlp) learner = mlp with { MaxEpochs = mlp.MaxEpochs * all / n, BatchSize = Math.Min(mlp.BatchSize, n) };
            int[] predicted = learner.Fit(data.Train.SelectRows([.. Enumerable.Range(0, n)]), context).Predict(data.Test.Features);
            return Speed.SpeedCase.Accuracy(predicted, data.Test);
        })];
        if (results.FirstOrDefault(r => r.Contender.IsOurs && r.Contender.Key == key)?.Scores is { } whole)
        {
            rows.Add(all);
            accuracies.Add(whole.Accuracy);
        }
        return new Curve(family, [.. rows], [.. accuracies]);
    }
}
