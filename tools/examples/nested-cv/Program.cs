// Three learners on Wine, each tuned inside every outer fold, compared on the same folds, and tested for difference.
//
//     dotnet run --project tools/examples/nested-cv
using ClassicML;
using ClassicML.Linear;
using ClassicML.Metrics;
using ClassicML.ModelSelection;
using ClassicML.Neighbors;
using ClassicML.Preprocessing;
using ClassicML.Trees;

if (args.Length > 0)
{
    Console.Error.WriteLine($"nested-cv takes no arguments, was given '{args[0]}'");
    return 2;
}

ClassificationData wine = Datasets.Wine();
ISplitter inner = new StratifiedKFold { FoldCount = 5, Seed = 2 };
NestedResult result = NestedCrossValidation.Run(
    [
        new("logistic regression", new GridSearch(ParameterGrid.For(new StandardScaler().Then(new LogisticRegression()))
            .Vary("C", [0.01, 0.1, 1, 10, 100], (p, c) => p with { Last = p.Last with { C = c } })) { Splitter = inner }),
        new("nearest neighbours", new GridSearch(ParameterGrid.For(new StandardScaler().Then(new KNearestNeighborsClassifier()))
            .Vary("k", [1, 3, 5, 9, 15, 25], (p, k) => p with { Last = p.Last with { NeighborCount = k } })) { Splitter = inner }),
        new("decision tree", new GridSearch(ParameterGrid.For(new DecisionTreeClassifier())
            .Vary("criterion", [SplitCriterion.Gini, SplitCriterion.Entropy], (t, c) => t with { Criterion = c })
            .Vary("depth", [2, 3, 4, 6], (t, d) => t with { MaxDepth = d })) { Splitter = inner }),
    ],
    wine, new RepeatedStratifiedKFold { FoldCount = 5, RepeatCount = 2, Seed = 1 },
    [ClassificationMetric.Accuracy, ClassificationMetric.F1Macro]);

Console.WriteLine($"{"learner",-22}{"accuracy",18}{"macro F1",10}{"optimism",10}  chosen most often");
foreach (var entry in result.Entries)
{
    string favourite = entry.Winners.GroupBy(winner => winner.ToString()).MaxBy(group => group.Count())!.Key;
    Console.WriteLine(FormattableString.Invariant(
        $"{entry.Name,-22}{entry.Folds.Mean(ClassificationMetric.Accuracy),9:F4} ± {entry.Folds.Deviation(ClassificationMetric.Accuracy):F4}{entry.Folds.Mean(ClassificationMetric.F1Macro),10:F4}{entry.OptimismGap,10:+0.0000;-0.0000}  {favourite}"));
}
Console.WriteLine();
Console.WriteLine("Do they differ? Corrected resampled t-test on the ten outer folds:");
foreach (var (first, second, test) in result.CorrectedT())
    Console.WriteLine(FormattableString.Invariant(
        $"  {first.Name,-20} - {second.Name,-20}{test.Difference,9:+0.0000;-0.0000}   t = {test.Statistic,7:F3}   p = {test.PValue:F4}{(test.PValue < 0.05 ? "  *" : "")}"));
return 0;
