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

    public static TheoryData<string> Classifiers { get; } = [.. All<IClassifier<IClassifierModel>>().Keys];

    public static TheoryData<string> Regressors { get; } = [.. All<IRegressor<IRegressorModel>>().Keys];

    public static TheoryData<string> Transformers { get; } = [.. All<ISupervisedTransformer<ITransformerModel>>().Keys];

    /// <summary>Whatever is fitted on rows with known outliers, searches too.</summary>
    public static TheoryData<string> OutlierDetectors { get; } = [.. All<ILearner<OutlierData, IOutlierModel>>().Keys];

    public static TheoryData<string> FromDefaults { get; } = [.. Registry.Types.Where(type => type.CanCreate).Select(type => type.Name)];

    public static IClassifier<IClassifierModel> Classifier(string name) => All<IClassifier<IClassifierModel>>()[name];

    public static IRegressor<IRegressorModel> Regressor(string name) => All<IRegressor<IRegressorModel>>()[name];

    public static ISupervisedTransformer<ITransformerModel> Transformer(string name) => All<ISupervisedTransformer<ITransformerModel>>()[name];

    public static ILearner<OutlierData, IOutlierModel> OutlierDetector(string name) => All<ILearner<OutlierData, IOutlierModel>>()[name];

    /// <summary>A learner of any kind.</summary>
    public static object Find(string name) => All<object>()[name];

    /// <summary>Whether a learner takes NaN for a missing value, so that it isn't refused; infinities always are.</summary>
    public static bool TakesMissing(string name) => name is "decision-tree" or "decision-tree-regressor"
        or "random-forest" or "random-forest-regressor" or "extra-trees" or "extra-trees-regressor";

    /// <summary>The public types of the library's assemblies, without those that the compiler makes of extension blocks.</summary>
    public static IEnumerable<Type> PublicTypes { get; } =
        [.. Directory.GetFiles(AppContext.BaseDirectory, "ClassicML*.dll").Where(file => !file.EndsWith("Tests.dll"))
            .SelectMany(file => Assembly.LoadFrom(file).GetExportedTypes()).Where(type => !type.IsSpecialName)];

    private static Dictionary<string, T> All<T>() where T : class
    {
        var all = new Dictionary<string, T>();
        WireKind[] learners = [WireKind.Classifier, WireKind.Regressor, WireKind.Transformer, WireKind.OutlierDetector];
        // A network for images of 28×28 is none for four columns: a small one among the composed stands in for it.
        foreach (WireType type in Registry.Types.Where(type => type.Name != "cnn-classifier"))
            if (learners.Contains(type.Kind) && type.CanCreate && type.CreateDefault() is T learner)
                all.Add(type.Name, learner);
        object[] composed =
        [
            new CnnClassifier { Layers = CnnLayers.Parse("conv 4 2x2 relu; dropout 0.25; flatten; dense 8 relu; dense softmax"), PixelMaximum = 100, MaxEpochs = 2 },
            new MinMaxScaler().Then(new StandardScaler()),
            new StandardScaler().Then(new LogisticRegression()),
            new StandardScaler().Then(new KNearestNeighborsRegressor()),
            new StandardScaler().Then(new OneClassSvm()),
            new CalibratedClassifier(new LogisticRegression()) { FoldCount = 3 },
            new GridSearch(ParameterGrid.For(new LogisticRegression()).Vary("C", [0.1, 1.0], (l, c) => l with { C = c }))
            {
                Splitter = new StratifiedKFold { FoldCount = 2 },
            },
            new OutlierGridSearch(ParameterGrid.For(new OneClassSvm()).Vary("nu", [0.1, 0.5], (l, nu) => l with { Nu = nu }))
            {
                Splitter = new StratifiedKFold { FoldCount = 2 }, Metric = OutlierMetric.BalancedAccuracy,
            },
        ];
        foreach (object learner in composed)
            if (learner is T one) all.Add(Registry.Find(learner)!.Name, one);
        return all;
    }
}
