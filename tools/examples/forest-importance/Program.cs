// Forest importance: what a random forest has learnt about Wine, and how many trees it takes.
//
//     dotnet run --project tools/examples/forest-importance
//
// Prints importances by impurity, by permuting out-of-bag rows and by permuting held-out rows, and the out-of-bag error against the number of
// trees. Writes three pictures into artifacts/examples/forest-importance: importances.svg, out-of-bag-error.svg, and tree.svg, one tree drawn.
using System.Globalization;
using ClassicML;
using ClassicML.Plotting;
using ClassicML.Trees;

if (args.Length > 0)
{
    Console.Error.WriteLine($"forest-importance takes no arguments, was given '{args[0]}'");
    return 2;
}

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
ClassificationData wine = Datasets.Wine();
(ClassificationData train, ClassificationData test) = wine.Split(testShare: 0.3, seed: 1, stratified: true);
string[] names = [.. wine.FeatureNames!];
string folder = Path.Combine("artifacts", "examples", "forest-importance");
Directory.CreateDirectory(folder);

var learner = new RandomForestClassifier { TreeCount = 500, OutOfBag = true, Seed = 1 };
ForestClassifierModel forest = learner.Fit(train);
Console.WriteLine($"{forest.TreeCount} trees: out-of-bag accuracy {forest.OutOfBag!.Score:P1}, on {test.RowCount} rows held out {forest.Score(test):P1}");

// Impurity importances come for free, but count training rows and lean towards features of many values; permutations ask what a prediction loses.
double[] impurity = forest.FeatureImportances.ToArray();
PermutationImportance outOfBag = learner.OutOfBagImportance(train, forest), heldOut = PermutationImportance.Of(forest, test, repeatCount: 20);
int[] order = [.. Enumerable.Range(0, names.Length).OrderByDescending(j => impurity[j])];
Console.WriteLine($"\n{"feature",-30}{"impurity",10}{"out of bag",12}{"held out",10}");
foreach (int j in order) Console.WriteLine($"{names[j],-30}{impurity[j],10:F3}{outOfBag.Means[j],12:F3}{heldOut.Means[j],10:F3}");
new BarChart(order.Select(j => names[j]), new BarSeries("share of the impurity lowered", [.. order.Select(j => impurity[j])]),
    new BarSeries("out-of-bag error when permuted", [.. order.Select(j => outOfBag.Means[j])]))
{
    Title = "Wine: what the forest asks for", XLabel = "importance", IsHorizontal = true, Width = 720, Height = 560,
}.SaveSvg(Path.Combine(folder, "importances.svg"));

// A forest of k trees is the first k of a larger one, so growing it on costs only the trees that are added.
int[] counts = [1, 2, 3, 5, 8, 13, 20, 30, 50, 80, 130, 200, 300, 500];
double[] errors = new double[counts.Length];
ForestClassifierModel? grown = null;
for (int i = 0; i < counts.Length; i++)
{
    RandomForestClassifier more = learner with { TreeCount = counts[i] };
    grown = grown is null ? more.Fit(train) : more.FitMore(train, grown);
    errors[i] = 1 - grown.OutOfBag!.Score;
}
Console.WriteLine("\ntrees  out-of-bag error");
for (int i = 0; i < counts.Length; i++) Console.WriteLine($"{counts[i],5}  {errors[i]:P1}");
new LineChart(new LineSeries("out of bag", [.. counts.Select(count => (double)count)], errors) { ShowPoints = true })
{
    Title = "Wine: more trees are never worse for long", XLabel = "trees", YLabel = "error", LogX = true,
}.SaveSvg(Path.Combine(folder, "out-of-bag-error.svg"));

// A single tree can be read, which a forest can't.
DecisionTreeClassifierModel tree = new DecisionTreeClassifier { MaxDepth = 3 }.Fit(train);
Console.WriteLine($"\none tree, three levels deep, {tree.Score(test):P1} of the rows held out:\n{tree.ToText()}");
File.WriteAllText(Path.Combine(folder, "tree.svg"), tree.ToSvg());
int[] path = tree.DecisionPath(((Matrix)test.Features).Rows(0, 1))[0];
Console.WriteLine($"the first row held out passes nodes {string.Join(", ", path)} and is a {tree.PredictLabels(((Matrix)test.Features).Rows(0, 1))[0]}");
Console.WriteLine($"pictures in {folder}");
return 0;
