using ClassicML.Benchmarks.Speed.Peers;
using ClassicML.Linear;
using ClassicML.MLNet;
using ClassicML.ModelSelection;
using ClassicML.Preprocessing;
using Microsoft.ML;
using Microsoft.ML.Trainers;

namespace ClassicML.Benchmarks.Speed.Cases;

/// <summary>A grid search with a pipeline, six candidates by five folds: thirty small fits, where overhead is what counts.</summary>
internal sealed class GridIris : SpeedCase
{
    private static readonly double[] Penalties = [0.001, 0.01, 0.1, 1, 10, 100];

    public override Family Family => Family.Selection;

    public override string Name => "grid-iris";

    public override string Summary => "grid search of scaler and logistic regression on Iris, 6 values of C × 5 stratified folds, and the final fit";

    // The folds are the same as scikit-learn's; ML.NET draws its own, and five folds of 150 rows spread by about ±0.02.
    public override IReadOnlyList<(string, string, double)> Steps { get; } = [("search", "best mean accuracy", 0.02)];

    // Accord.NET's grid search has no folds that keep the classes' shares.
    public override IReadOnlyList<CasePeer> Peers => [PeerNames.ScikitLearn, new(PeerNames.MLNet, MLNet)];

    public override IContender Ours()
    {
        ClassificationData iris = Datasets.Iris();
        var search = new GridSearch(ParameterGrid.For(new StandardScaler().Then(new LogisticRegression()))
            .Vary("C", Penalties, (p, c) => p with { Last = p.Last with { C = c } }));
        SearchModel? model = null;
        return new InProcess("ClassicML", typeof(GridSearch).Assembly, new Dictionary<string, (Action, Func<double>)>
        {
            ["search"] = (() => model = search.Fit(iris), () => model!.BestScore),
        });
    }

    public override void WriteData(string folder) => WriteRows(folder, Datasets.Iris());

    // ML.NET has cross-validation but no grid search outside AutoML: a loop is what its users write.
    private static InProcess MLNet()
    {
        ClassificationData iris = Datasets.Iris();
        double best = 0;
        return new InProcess("ML.NET", typeof(MLContext).Assembly, new Dictionary<string, (Action, Func<double>)>
        {
            ["search"] = (() =>
            {
                var ml = new MLContext(1);
                IDataView rows = iris.ToDataView();
                IEstimator<ITransformer>? chosen = null;
                best = 0;
                foreach (double c in Penalties)
                {
                    var pipeline = ml.Transforms.NormalizeMeanVariance("Features", fixZero: false).Append(
                        ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy(new LbfgsMaximumEntropyMulticlassTrainer.Options
                        {
                            L2Regularization = (float)(1 / c), L1Regularization = 0, NumberOfThreads = Workers.MaxThreads,
                        }));
                    double score = ml.MulticlassClassification.CrossValidate(rows, pipeline, numberOfFolds: 5).Average(fold => fold.Metrics.MicroAccuracy);
                    if (score > best) (best, chosen) = (score, pipeline);
                }
                chosen!.Fit(rows);
            }, () => best),
        }, InProcess.Rows("float32", "L-BFGS"));
    }
}
