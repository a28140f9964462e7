// Nearest digits: what k nearest neighbours see, and how the number of neighbours matters.
//
//     dotnet run --project tools/examples/nearest-digits
//
// Takes MNIST where it is found (CLASSICML_DATASETS), else the built-in 8×8 digits. Writes two pictures into artifacts/examples/nearest-digits:
// neighbours.png, each row a digit that was not learnt, then its five nearest training digits; accuracy.png, accuracy against k.
using System.Globalization;
using ClassicML;
using ClassicML.ModelSelection;
using ClassicML.Neighbors;
using ClassicML.Plotting;

const int neighborCount = 5;
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
(ClassificationData train, ClassificationData test) = Datasets.HasMnist ? Datasets.Mnist() : Datasets.Digits().Split(0.25, seed: 1, stratified: true);
int side = (int)Math.Sqrt(train.FeatureCount);
string folder = Path.Combine("artifacts", "examples", "nearest-digits");
Directory.CreateDirectory(folder);

// A lazy learner: fitting prepares the rows, the work is done when asked.
KNearestNeighborsClassifierModel model = new KNearestNeighborsClassifier { NeighborCount = neighborCount }.Fit(train);
int[] predicted = model.Predict(test.Features);
int[] wrong = [.. Enumerable.Range(0, predicted.Length).Where(i => predicted[i] != test.Codes[i])];
Console.WriteLine($"{train.RowCount} digits of {side}×{side} pixels, {test.RowCount} to predict");
Console.WriteLine($"accuracy with {neighborCount} neighbours: {1 - (double)wrong.Length / predicted.Length:P2}, {wrong.Length} wrong");

// Three that are right and three that are wrong, with the neighbours that decided.
int[] shown = [.. Enumerable.Range(0, predicted.Length).Except(wrong).Take(3), .. wrong.Take(3)];
Matrix queries = (Matrix)test.Features.SelectRows(shown);
NeighborLists nearest = new NearestNeighbors().Fit(train.Features).Nearest(queries, neighborCount);
List<double> pixels = [];
List<string> captions = [];
for (int i = 0; i < shown.Length; i++)
{
    pixels.AddRange(queries.Row(i));
    captions.Add($"a {test.Labels[test.Codes[shown[i]]]}, called {test.Labels[predicted[shown[i]]]}");
    for (int j = 0; j < neighborCount; j++)
    {
        int row = nearest.Rows(i)[j];
        pixels.AddRange(((Matrix)train.Features).Row(row));
        captions.Add($"{train.Labels[train.Codes[row]]} at {nearest.Distances(i)[j]:0.0}");
    }
}
var images = Matrix.Wrap([.. pixels], captions.Count, train.FeatureCount);
new ImageGrid(images, side, neighborCount + 1)
{
    Title = "Digits that were not learnt, and their five nearest neighbours", Captions = [.. captions], Width = 720, Height = 900,
}.SavePng(Path.Combine(folder, "neighbours.png"), scale: 2);

// One search at the largest k serves every k and both kinds of vote; of MNIST a part of the rows is enough.
ClassificationData some = train.RowCount > 5000 ? train.SelectRows([.. Enumerable.Range(0, 5000)]) : train;
int[] counts = [1, 2, 3, 4, 5, 6, 8, 10, 13, 16, 20, 25, 30, 40, 50, 70, 100];
SearchModel search = new GridSearch(ParameterGrid.For(new KNearestNeighborsClassifier())
    .Vary("votes", [NeighborWeighting.Uniform, NeighborWeighting.InverseDistance], (knn, votes) => knn with { Weighting = votes })
    .Vary("k", counts, (knn, k) => knn with { NeighborCount = k }))
{ Splitter = new StratifiedKFold { FoldCount = 10, Seed = 1 } }.Fit(some);
Console.WriteLine($"best of {search.Results.Length} candidates in 10 folds: {search.BestCandidate}, accuracy {search.BestScore:P2}");

double[] k = [.. counts.Select(count => (double)count)];
LineSeries Curve(string name, int first) => new(name, k, [.. search.Results.Skip(first).Take(k.Length).Select(result => result.MeanScore)])
{
    ShowPoints = true, Deviation = [.. search.Results.Skip(first).Take(k.Length).Select(result => result.ScoreDeviation)],
};
new LineChart(Curve("every neighbour counts alike", 0), Curve("by inverse distance", k.Length))
{
    Title = $"Accuracy against the number of neighbours ({some.RowCount} digits, 10 folds)", XLabel = "k", YLabel = "accuracy", LogX = true,
}.SavePng(Path.Combine(folder, "accuracy.png"), scale: 2);
Console.WriteLine($"pictures in {folder}");
