using System.Reflection;
using ClassicML.Cnn;
using ClassicML.Linear;
using ClassicML.Metrics;
using ClassicML.ModelSelection;
using ClassicML.Neighbors;
using ClassicML.Preprocessing;
using ClassicML.Svm;
using ClassicML.Wire;

namespace ClassicML.Tests.Contract;

/// <summary>What the contract suite runs over: every registered learner at its defaults, a pipeline and a search of them.</summary>
internal static class Learners
{
    public static WireRegistry Registry { get; } = BuiltIn.Registry.With(CnnWireTypes.All);

    /// <summary>Those that read texts or dates of a table alone, and so no samples: <see cref="TableLearnerContract"/> asks them.</summary>
    public static string[] OfTables { get; } = ["date-features", "text-vectorizer"];

    /// <summary>All others by their names.</summary>
    public static IReadOnlyDictionary<string, object> All { get; } = Made();

    public static TheoryData<string> Classifiers { get; } = Names<IClassifier<IClassifierModel>>();

    public static TheoryData<string> Regressors { get; } = Names<IRegressor<IRegressorModel>>();

    public static TheoryData<string> Transformers { get; } = Names<ISupervisedTransformer<ITransformerModel>>();

    /// <summary>Whatever is fitted on rows with known outliers, searches too.</summary>
    public static TheoryData<string> OutlierDetectors { get; } = Names<ILearner<OutlierData, IOutlierModel>>();

    public static TheoryData<string> FromDefaults { get; } = [.. Registry.Types.Where(type => type.CanCreate).Select(type => type.Name)];

    public static IClassifier<IClassifierModel> Classifier(string name) => (IClassifier<IClassifierModel>)All[name];

    public static IRegressor<IRegressorModel> Regressor(string name) => (IRegressor<IRegressorModel>)All[name];

    public static ISupervisedTransformer<ITransformerModel> Transformer(string name) => (ISupervisedTransformer<ITransformerModel>)All[name];

    /// <summary>The name of a learner in the registry.</summary>
    public static string NameOf(object learner) => Registry.Find(learner)!.Name;

    /// <summary>What a learner of a name says of itself at its defaults.</summary>
    public static LearnerTraits TraitsOf(string name) => new()
    {
        TakesMissing = TakesMissing(name), ReadsSparse = SparseContract.Readers.Contains(name),
        NotMappedBack = name == "k-bins-discretizer" ? "a bin maps back to its middle" : null,
        // A network of two-dimensional layers asks for pictures; a covariance that is singular has no inverse, so its learner asks for
        // regularisation; and γ by the variance of all values together makes every kernel value 1 where one column is far from the others.
        MayRefuse = kind => name is "cnn-classifier" or "quadratic-discriminant" || (name, kind) is ("kernel-pca", "constant columns of any size"),
    };

    /// <summary>What a fit says of rows; centres say more than the nearest of them does, and scores of columns more than which are kept.</summary>
    public static double[] Told(IModel model, Features x) => model switch
    {
        NearestCentroidModel centroids => [.. centroids.CentroidCodes.ToArray(), .. centroids.Centroids.Span],
        SelectKBestModel scored => scored.Scores.ToArray(),
        _ => AnyLearner.Outputs(model, x),
    };

    /// <summary>What a fit says of rows.</summary>
    public static double[] Told(object learner, Samples samples, Features x) => Told(AnyLearner.Fit(learner, samples), x);

    /// <summary>A model's form without what differs between equal fits.</summary>
    public static WireForm Form(IModel model) => Registry.Write(model).Without(WireReader.ElapsedName);

    /// <summary>Whether a learner takes NaN for a missing value, so that it isn't refused; infinities always are.</summary>
    public static bool TakesMissing(string name) => name is "decision-tree" or "decision-tree-regressor"
        or "random-forest" or "random-forest-regressor" or "extra-trees" or "extra-trees-regressor"
        or "standard-scaler" or "min-max-scaler" or "transformer-pipeline"
        or "max-abs-scaler" or "robust-scaler" or "variance-threshold" or "power-transformer" or "quantile-transformer"
        or "function-transformer"
        or "simple-imputer" or "knn-imputer" or "iterative-imputer"
        or "one-hot-encoder" or "ordinal-encoder" or "target-encoder" or "pass-through" or "column-transformer";

    /// <summary>The public types of the library's assemblies, without those that the compiler makes of extension blocks.</summary>
    public static IEnumerable<Type> PublicTypes { get; } =
        [.. Directory.GetFiles(AppContext.BaseDirectory, "ClassicML*.dll").Where(file => !file.EndsWith("Tests.dll"))
            .SelectMany(file => Assembly.LoadFrom(file).GetExportedTypes()).Where(type => !type.IsSpecialName)];

    private static TheoryData<string> Names<T>() => [.. All.Where(pair => pair.Value is T).Select(pair => pair.Key)];

    private static Dictionary<string, object> Made()
    {
        var all = new Dictionary<string, object>();
        WireKind[] learners = [WireKind.Classifier, WireKind.Regressor, WireKind.Transformer, WireKind.OutlierDetector];
        // A network for images of 28×28 is none for four columns: a small one among the composed stands in for it.
        foreach (WireType type in Registry.Types.ExceptBy([.. OfTables, "cnn-classifier"], type => type.Name))
            if (learners.Contains(type.Kind) && type.CanCreate) all.Add(type.Name, type.CreateDefault());
        object[] composed =
        [
            new CnnClassifier { Layers = CnnLayers.Parse("conv 4 2x2 relu; dropout 0.25; flatten; dense 8 relu; dense softmax"), PixelMaximum = 100, MaxEpochs = 2 },
            new MinMaxScaler().Then(new StandardScaler()),
            FeatureUnion.Of(("scaled", new StandardScaler()), ("plain", new PassThrough())),
            new StandardScaler().Then(new LogisticRegression()),
            new StandardScaler().Then(new KNearestNeighborsRegressor()),
            new StandardScaler().Then(new OneClassSvm()),
            new CalibratedClassifier(new LogisticRegression()) { FoldCount = 3 },
            new TransformedTarget(new LinearRegression(), new StandardScaler()),
            new GridSearch(ParameterGrid.For(new LogisticRegression()).Vary("C", [0.1, 1.0], (l, c) => l with { C = c }))
            {
                Splitter = new StratifiedKFold { FoldCount = 2 },
            },
            new OutlierGridSearch(ParameterGrid.For(new OneClassSvm()).Vary("nu", [0.1, 0.5], (l, nu) => l with { Nu = nu }))
            {
                Splitter = new StratifiedKFold { FoldCount = 2 }, Metric = OutlierMetric.BalancedAccuracy,
            },
        ];
        foreach (object learner in composed) all.Add(NameOf(learner), learner);
        return all;
    }
}
