// A support vector machine on Breast Cancer: every combination of a grid, and a random search at a quarter of its fits.
//
//     dotnet run --project tools/examples/grid-search
using System.Diagnostics;
using System.Globalization;
using ClassicML;
using ClassicML.ModelSelection;
using ClassicML.Preprocessing;
using ClassicML.Svm;

(ClassificationData train, ClassificationData test) = Datasets.BreastCancer().Split(testShare: 0.3, seed: 1, stratified: true);
ISplitter folds = new StratifiedKFold { FoldCount = 5, Seed = 1 };
var learner = new StandardScaler().Then(new SvmClassifier());

// Factors act on C and γ, so both are spread by factors.
double[] penalties = [.. Enumerable.Range(-2, 8).Select(i => Math.Pow(10, i / 2.0))];
double[] widths = [.. Enumerable.Range(-6, 8).Select(i => Math.Pow(10, i / 2.0))];
var grid = new GridSearch(ParameterGrid.For(learner)
    .Vary("C", penalties, (p, c) => p with { Last = p.Last with { C = c } })
    .Vary("gamma", widths, (p, gamma) => p with { Last = p.Last with { Kernel = KernelFunction.Rbf(gamma) } }))
{ Splitter = folds };
var random = new RandomSearch(ParameterSpace.For(learner)
    .Vary("C", Distribution.LogUniform(penalties[0], penalties[^1]), (p, c) => p with { Last = p.Last with { C = c } })
    .Vary("gamma", Distribution.LogUniform(widths[0], widths[^1]), (p, gamma) => p with { Last = p.Last with { Kernel = KernelFunction.Rbf(gamma) } }),
    count: grid.Candidates.Length / 4, seed: 1)
{ Splitter = folds };

// The first search in a process pays for its start: it is compiled while it runs.
Run("grid, cold", grid.Fit);
SearchModel best = Run("grid", grid.Fit);
SearchModel drawn = Run("random", random.Fit);
Console.WriteLine();
Console.WriteLine("The grid's mean accuracy over the folds, C downwards, gamma to the right:");
Console.WriteLine($"{"",8}{string.Concat(widths.Select(gamma => $"{Short(gamma),8}"))}");
for (int i = 0; i < penalties.Length; i++)
    Console.WriteLine($"{Short(penalties[i]),8}{string.Concat(best.Results.Skip(i * widths.Length).Take(widths.Length).Select(Cell))}");
double gained = 100 * (drawn.BestScore - best.BestScore), onTest = 100 * (drawn.Score(test) - best.Score(test));
Console.WriteLine(FormattableString.Invariant(
    $"""
    A quarter of the fits: {gained:+0.00;-0.00} points over the folds, {onTest:+0.00;-0.00;0} on the test rows.
    """));

SearchModel Run(string name, Func<ClassificationData, FitContext, SearchModel> fit)
{
    int fits = 0;
    var clock = Stopwatch.StartNew();
    SearchModel model = fit(train, new FitContext { Progress = new Sink(_ => Interlocked.Increment(ref fits)) });
    double seconds = clock.Elapsed.TotalSeconds;
    Console.WriteLine(FormattableString.Invariant(
        $"{name,-12}{fits,5} fits {seconds,8:F3} s   {100 * model.BestScore,6:F2} % over the folds, {100 * model.Score(test),6:F2} % on {test.RowCount} test rows   {Settings(model.BestCandidate)}"));
    return model;
}

static string Settings(Candidate candidate) =>
    string.Join(", ", candidate.Settings.Select(s => $"{s.Key} = {Short(double.Parse(s.Value, CultureInfo.InvariantCulture))}"));

static string Short(double value) =>
    decimal.Parse(value.ToString("G2", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture);

static string Cell(CandidateResult result) => FormattableString.Invariant($"{100 * result.MeanScore,7:F2}") + (result.Rank == 1 ? "*" : " ");

internal sealed class Sink(Action<FitProgress> receive) : IProgress<FitProgress>
{
    public void Report(FitProgress value) => receive(value);
}
