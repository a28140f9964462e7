using System.Collections.Immutable;
using ClassicML.Benchmarks.Pages;
using ClassicML.Decomposition;
using ClassicML.Linear;
using ClassicML.Metrics;
using ClassicML.ModelSelection;
using ClassicML.Neighbors;
using ClassicML.Neural;
using ClassicML.Preprocessing;
using ClassicML.Svm;
using ClassicML.Trees;

namespace ClassicML.Benchmarks.Iris;

/// <summary>Learners with their defaults on several data sets: no column has the winner of every other.</summary>
/// <param name="DataSets">Name and number of rows of each data set.</param>
/// <param name="Rows">For each learner the mean accuracy over five folds and its deviation, data set by data set.</param>
internal sealed record DataSetTable(
    ImmutableArray<string> DataSets, ImmutableArray<(string Learner, ImmutableArray<(double Mean, double Deviation)> Scores)> Rows)
{
    private const int MnistRows = 1500;

    /// <summary>What kinds of learner there are.</summary>
    public static IEnumerable<string> Kinds => Learners.Select(learner => Written.Inside(learner.Name));

    public static ISplitter Folds { get; } = new StratifiedKFold { FoldCount = 5, Seed = 3 };

    private static readonly ImmutableArray<(string Name, IClassifier<IClassifierModel> Learner)> Learners =
    [
        ("Averaged perceptron", new StandardScaler().Then(new Perceptron { Averaged = true })),
        ("Logistic regression", new StandardScaler().Then(new LogisticRegression())),
        ("Linear SVM", new StandardScaler().Then(new LinearSvmClassifier())),
        ("Kernel SVM", new StandardScaler().Then(new SvmClassifier())),
        ("k nearest neighbours", new StandardScaler().Then(new KNearestNeighborsClassifier())),
        ("Nearest centroid", new StandardScaler().Then(new NearestCentroid())),
        ("Linear discriminants", new LinearDiscriminantAnalysis()),
        ("Quadratic discriminants", new QuadraticDiscriminantAnalysis { Regularization = 0.1 }),
        ("Decision tree", new DecisionTreeClassifier()),
        ("Random forest", new RandomForestClassifier()),
        ("Extra trees", new ExtraTreesClassifier()),
        ("Multi-layer perceptron", new StandardScaler().Then(new MlpClassifier())),
    ];

    /// <param name="kinds">Which kinds of learner take part.</param>
    /// <param name="step">Called after each.</param>
    /// <param name="cancellation">Stops it.</param>
    public static DataSetTable Run(IReadOnlySet<string> kinds, Action step, CancellationToken cancellation)
    {
        List<(string Name, ClassificationData Data)> sets =
        [
            ("Iris", Datasets.Iris()), ("Wine", Datasets.Wine()), ("Breast cancer", Datasets.BreastCancer()), ("Digits", Datasets.Digits()),
        ];
        if (Datasets.HasMnist) sets.Add(("MNIST", Datasets.Mnist().Train.SelectRows([.. Enumerable.Range(0, MnistRows)])));
        var rows = ImmutableArray.CreateBuilder<(string, ImmutableArray<(double, double)>)>();
        foreach ((string name, IClassifier<IClassifierModel> learner) in Learners.Where(learner => kinds.Contains(Written.Inside(learner.Name))))
        {
            rows.Add((name, [.. sets.Select(set => Score(learner, set.Data))]));
            step();
        }
        return new DataSetTable([.. sets.Select(set => $"{set.Name}, {set.Data.RowCount} rows")], rows.ToImmutable());

        (double, double) Score(IClassifier<IClassifierModel> learner, ClassificationData data)
        {
            CrossValidationResult result = CrossValidation.Run(learner, data, Folds, context: new FitContext { Cancellation = cancellation });
            return (result.Mean(ClassificationMetric.Accuracy), result.Deviation(ClassificationMetric.Accuracy));
        }
    }
}
