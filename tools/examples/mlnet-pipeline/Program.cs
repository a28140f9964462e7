// A program of ML.NET's own kind, with a kernel machine in its pipeline and a nested comparison beside one of ML.NET's trainers.
//
//     dotnet run --project tools/examples/mlnet-pipeline [model.zip]
using ClassicML;
using ClassicML.Examples;
using ClassicML.Metrics;
using ClassicML.MLNet;
using ClassicML.ModelSelection;
using ClassicML.Preprocessing;
using ClassicML.Svm;
using Microsoft.ML;
using Microsoft.ML.Trainers;

if (args.Length > 1)
{
    Console.Error.WriteLine($"mlnet-pipeline takes one file to save the model in, was given {args.Length} arguments");
    return 2;
}
string path = args.Length > 0 ? args[0] : Path.Combine(Path.GetTempPath(), "classicml-wine.zip");
var ml = new MLContext(seed: 1);

// Rows of a class of one's own, as ML.NET reads them: thirteen measures of a wine, and who made it.
IDataView wines = ml.Data.LoadFromEnumerable(Wine.All());
var split = ml.Data.TrainTestSplit(wines, testFraction: 0.25, seed: 1);

// A search is a learner, and a learner is an estimator: it tunes itself on the rows that it is fitted on, those of each fold in cross-validation.
var machine = new GridSearch(ParameterGrid.For(new StandardScaler().Then(new SvmClassifier()))
    .Vary("C", [0.1, 1, 10, 100], (p, c) => p with { Last = p.Last with { C = c } })
    .Vary("gamma", [0.01, 0.05, 0.2], (p, gamma) => p with { Last = p.Last with { Kernel = KernelFunction.Rbf(gamma) } }))
{ Splitter = new StratifiedKFold { FoldCount = 5, Seed = 1 } };
var pipeline = ml.Transforms.Conversion.MapValueToKey("Label", nameof(Wine.Maker))
    .Append(machine.ToEstimator(ml))
    .Append(ml.Transforms.Conversion.MapKeyToValue("PredictedLabel"));

var folds = ml.MulticlassClassification.CrossValidate(wines, pipeline, numberOfFolds: 5, seed: 2);
Console.WriteLine(FormattableString.Invariant($"kernel machine, ML.NET's cross-validation: accuracy {folds.Average(fold => fold.Metrics.MicroAccuracy):F3}"));

var model = pipeline.Fit(split.TrainSet);
var metrics = ml.MulticlassClassification.Evaluate(model.Transform(split.TestSet));
Console.WriteLine(FormattableString.Invariant($"a quarter of the rows, held out: accuracy {metrics.MicroAccuracy:F3}"));
Console.WriteLine(metrics.ConfusionMatrix.GetFormattedConfusionTable());

// It is saved with the rest of the pipeline, and another context reads it.
ml.Model.Save(model, wines.Schema, path);
var elsewhere = new MLContext();
elsewhere.RegisterClassicML();
using var engine = elsewhere.Model.CreatePredictionEngine<Wine, Maker>(elsewhere.Model.Load(path, out _));
Console.WriteLine($"the first wine, read back from a file: maker {engine.Predict(Wine.All()[0]).PredictedLabel}");

// The other way: a trainer of ML.NET's as a learner, each tuned inside every outer fold and compared on the same folds.
MLNetClassifier Entropy(float l2) => new("maximum entropy", context => context.MulticlassClassification.Trainers.LbfgsMaximumEntropy(
    new LbfgsMaximumEntropyMulticlassTrainer.Options { L1Regularization = 0, L2Regularization = l2, NumberOfThreads = 1 }));
Table table = wines.ReadTable(nameof(Wine.Features), nameof(Wine.Maker));
NestedResult nested = NestedCrossValidation.Run(
    [
        new("kernel machine", machine),
        new("maximum entropy (ML.NET)", new GridSearch(ParameterGrid.For(new StandardScaler().Then(Entropy(1)))
            .Vary("l2", [0.01f, 0.1f, 1f, 10f], (p, l2) => p with { Last = Entropy(l2) }))
        { Splitter = new StratifiedKFold { FoldCount = 5, Seed = 1 } }),
    ],
    table.ToClassification(nameof(Wine.Maker)), new StratifiedKFold { FoldCount = 5, Seed = 2 }, [ClassificationMetric.Accuracy, ClassificationMetric.F1Macro]);
Console.WriteLine($"\nnested cross-validation\n{"learner",-26}{"accuracy",18}");
foreach (var entry in nested.Entries)
    Console.WriteLine(FormattableString.Invariant(
        $"{entry.Name,-26}{entry.Folds.Mean(ClassificationMetric.Accuracy),9:F4} ± {entry.Folds.Deviation(ClassificationMetric.Accuracy):F4}"));
return 0;
