// A search that is stopped half-way and goes on where it was.
//
//     dotnet run --project tools/examples/resume              stops itself half-way, then resumes
//     dotnet run --project tools/examples/resume -- FILE      runs to the end with its journal in FILE; kill it and start it again
using System.Security.Cryptography;
using System.Text;
using ClassicML;
using ClassicML.ModelSelection;
using ClassicML.Neighbors;
using ClassicML.Preprocessing;
using ClassicML.Trees;
using ClassicML.Wire;

if (args.Length > 1)
{
    Console.Error.WriteLine($"resume takes one FILE at most, was given {args.Length} arguments");
    return 2;
}
ClassificationData data = Datasets.Digits();
if (args.Length == 1)
{
    try
    {
        SearchModel whole = Search(args[0]).Fit(data);
        // Times differ from run to run; all else is the same, however often the search was killed on its way.
        Console.WriteLine(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Summary(whole)))));
        return 0;
    }
    catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
    {
        Console.Error.WriteLine(e.Message);
        return 1;
    }
}

string journal = Path.Combine(Directory.CreateTempSubdirectory("classicml-resume-").FullName, "search.journal");
using var stop = new CancellationTokenSource();
int first = 0, second = 0;
SearchModel half = Search(journal).Fit(data, new FitContext
{
    Stop = stop.Token,
    Progress = new Sink(p =>
    {
        Interlocked.Increment(ref first);
        if (p.Done >= p.Total / 2) stop.Cancel();
    }),
});
Console.WriteLine($"stopped after {first} fits; best so far: {half.BestCandidate}, accuracy {half.BestScore:F4}");

SearchModel resumed = Search(journal).Fit(data, new FitContext { Progress = new Sink(_ => Interlocked.Increment(ref second)) });
Console.WriteLine($"resumed with {second} more fits; best: {resumed.BestCandidate}, accuracy {resumed.BestScore:F4}");

SearchModel plain = Search(null).Fit(data);
Console.WriteLine(Summary(plain) == Summary(resumed) ? "the same as without a stop, in every score" : "differs from a search without a stop");
return 0;

static GridSearch Search(string? journal) => new(
    ParameterGrid.For(new StandardScaler().Then(new KNearestNeighborsClassifier()))
        .Vary("k", [1, 3, 5, 9, 15], (p, k) => p with { Last = p.Last with { NeighborCount = k } })
        .Vary("votes", [NeighborWeighting.Uniform, NeighborWeighting.InverseDistance], (p, w) => p with { Last = p.Last with { Weighting = w } }),
    ParameterGrid.For(new DecisionTreeClassifier())
        .Vary("criterion", [SplitCriterion.Gini, SplitCriterion.Entropy], (t, c) => t with { Criterion = c })
        .Vary("depth", [4, 8, 12, 16, 20], (t, depth) => t with { MaxDepth = depth }))
{
    Splitter = new StratifiedKFold { FoldCount = 10, Seed = 1 },
    Journal = journal is null ? null : new SearchJournal(journal, BuiltIn.Registry),
};

static string Summary(SearchModel model) => BuiltIn.Registry.Write(model).Without(WireReader.ElapsedName).ToString();

internal sealed class Sink(Action<FitProgress> receive) : IProgress<FitProgress>
{
    public void Report(FitProgress value) => receive(value);
}
