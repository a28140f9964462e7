// Over-fitting and its remedies, and how far two ways of estimating the error spread.
//
//     dotnet run --project tools/examples/generalisation
using ClassicML;
using ClassicML.Linear;
using ClassicML.Metrics;
using ClassicML.ModelSelection;
using ClassicML.Neighbors;
using ClassicML.Plotting;
using ClassicML.Preprocessing;
using ClassicML.Trees;

if (args.Length > 0)
{
    Console.Error.WriteLine($"generalisation takes no arguments, was given '{args[0]}'");
    return 2;
}

string pictures = Directory.CreateDirectory(Path.Combine("artifacts", "examples", "generalisation")).FullName;
(ClassificationData pool, ClassificationData test) = WithNoise(Datasets.BreastCancer(), 60).Split(testShare: 0.5, seed: 1, stratified: true);
ClassificationData few = pool.Split(testShare: 0.8, seed: 2, stratified: true).Train;

// A nearly unpenalised linear model of 90 features on few rows knows its rows by heart.
var overfitted = new StandardScaler().Then(new LogisticRegression { C = 1e6 });
Console.WriteLine($"{"",-44}{"training",10}{"test",10}");
Report($"over-fitted: C = 10⁶, {few.RowCount} rows, {few.FeatureCount} features", overfitted, few, test);
Report($"more data: {pool.RowCount} rows", overfitted, pool, test);
Report("a penalty: C = 0.01", overfitted with { Last = overfitted.Last with { C = 0.01 } }, few, test);
Report("a simpler model: a tree of one question", new DecisionTreeClassifier { MaxDepth = 1 }, few, test);
// Worst radius, worst texture, worst concave points.
int[] three = [20, 21, 27];
Report("fewer dimensions: 3 features", overfitted, Columns(few, three), Columns(test, three));

ClassificationData all = Datasets.BreastCancer();
var learner = new StandardScaler().Then(new KNearestNeighborsClassifier { NeighborCount = 5 });
double[] holdOut = new double[100], folds = new double[100];
for (int seed = 0; seed < 100; seed++)
{
    (ClassificationData train, ClassificationData held) = all.Split(testShare: 0.1, seed: seed, stratified: true);
    holdOut[seed] = learner.Fit(train).Score(held);
    folds[seed] = CrossValidation.Run(learner, all, new StratifiedKFold { FoldCount = 10, Seed = seed }).Mean(ClassificationMetric.Accuracy);
}
Console.WriteLine();
Console.WriteLine("The same learner, 100 seeds, accuracy:");
Console.WriteLine($"  hold-out of a tenth   {Spread(holdOut)}");
Console.WriteLine($"  ten folds             {Spread(folds)}");

double[] at = [.. Enumerable.Range(0, 100).Select(seed => (double)seed)];
new ScatterChart(new PointSeries("hold-out", at, holdOut), new PointSeries("10-fold", at, folds))
{
    Title = "One learner, 100 seeds", XLabel = "seed", YLabel = "estimated accuracy",
}.SavePng(Path.Combine(pictures, "spread.png"));
var curve = LearningCurve.Run(new DecisionTreeClassifier(), Datasets.Digits(), [0.03, 0.06, 0.12, 0.25, 0.5, 1], seed: 1);
double[] rows = [.. curve.Select(point => point.X)];
new LineChart(
    new LineSeries("training rows", rows, [.. curve.Select(p => p.TrainMean)]) { Deviation = [.. curve.Select(p => p.TrainDeviation)] },
    new LineSeries("rows not seen", rows, [.. curve.Select(p => p.TestMean)]) { Deviation = [.. curve.Select(p => p.TestDeviation)] })
{
    Title = "A fully grown tree on Digits: more data narrows the gap", XLabel = "training rows", YLabel = "accuracy",
}.SavePng(Path.Combine(pictures, "learning-curve.png"));
Console.WriteLine($"pictures in {Path.GetRelativePath(Environment.CurrentDirectory, pictures)}");
return 0;

static void Report(string what, IClassifier<IClassifierModel> learner, ClassificationData train, ClassificationData test)
{
    IClassifierModel model = learner.Fit(train);
    Console.WriteLine(FormattableString.Invariant($"{what,-44}{model.Score(train),10:F3}{model.Score(test),10:F3}"));
}

static string Spread(double[] scores)
{
    double mean = scores.Average(), deviation = Math.Sqrt(scores.Sum(s => (s - mean) * (s - mean)) / (scores.Length - 1));
    return FormattableString.Invariant($"mean {mean:F4}, deviation {deviation:F4}, from {scores.Min():F4} to {scores.Max():F4}");
}

static ClassificationData Columns(ClassificationData data, int[] columns) => data.WithFeatures(((Matrix)data.Features).SelectColumns(columns));

// Columns of pure noise behind the real ones: irrelevant features, which a complex model takes for relevant.
static ClassificationData WithNoise(ClassificationData data, int count)
{
    var rng = new Rng(7);
    var x = (Matrix)data.Features;
    int p = x.ColumnCount + count;
    double[] values = new double[x.RowCount * p];
    for (int i = 0; i < x.RowCount; i++)
    {
        x.Row(i).CopyTo(values.AsSpan(i * p));
        for (int j = x.ColumnCount; j < p; j++) values[i * p + j] = rng.NextDouble();
    }
    return data.WithFeatures(Matrix.Wrap(values, x.RowCount, p));
}
