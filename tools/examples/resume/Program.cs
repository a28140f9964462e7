// A search that is stopped half-way and goes on where it was; and the training of a network that does so.
//
//     dotnet run --project tools/examples/resume                       stops itself half-way, then resumes
//     dotnet run --project tools/examples/resume -- FILE               runs to the end with its journal in FILE; kill it and start it again
//     dotnet run --project tools/examples/resume -- --network FILE     trains to the end with its checkpoint in FILE; likewise
using System.Security.Cryptography;
using System.Text;
using ClassicML;
using ClassicML.Cnn;
using ClassicML.ModelSelection;
using ClassicML.Neighbors;
using ClassicML.Preprocessing;
using ClassicML.Trees;
using ClassicML.Wire;

bool network = args.Length == 2 && args[0] == "--network";
if (args.Length > 1 && !network)
{
    Console.Error.WriteLine($"resume takes one FILE at most, or --network FILE, was given {args.Length} arguments");
    return 2;
}
ClassificationData data = Datasets.Digits();
if (args.Length > 0)
{
    try
    {
        if (network)
        {
            CnnClassifierModel trained = Network().Fit(data, new CnnTraining
            {
                CheckpointFile = args[1],
                Epochs = new Now<EpochScores>(epoch => Console.WriteLine($"epoch {epoch.Epoch}: validation loss {epoch.ValidationLoss:F4}")),
            });
            Console.WriteLine(Hash(new WireRegistry(CnnWireTypes.All).Write(trained).Without(WireReader.ElapsedName).ToString()));
            return 0;
        }
        SearchModel whole = Search(args[0]).Fit(data);
        // Times differ from run to run; all else is the same, however often the search was killed on its way.
        Console.WriteLine(Hash(Summary(whole)));
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
    Progress = new Now<FitProgress>(p =>
    {
        Interlocked.Increment(ref first);
        if (p.Done >= p.Total / 2) stop.Cancel();
    }),
});
Console.WriteLine($"stopped after {first} fits; best so far: {half.BestCandidate}, accuracy {half.BestScore:F4}");

SearchModel resumed = Search(journal).Fit(data, new FitContext { Progress = new Now<FitProgress>(_ => Interlocked.Increment(ref second)) });
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

// Dropout, Adam's moments and the best epoch so far: all that a checkpoint must keep.
static CnnClassifier Network() => new()
{
    Layers = CnnLayers.Parse("conv 4 relu; max-pool; dropout 0.2; flatten; dense 16 relu; dense softmax"),
    MaxEpochs = 40, ValidationShare = 0.2, PatienceCount = 40,
};

static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

static string Summary(SearchModel model) => BuiltIn.Registry.Write(model).Without(WireReader.ElapsedName).ToString();

// Told at once, on the thread that reports.
internal sealed class Now<T>(Action<T> receive) : IProgress<T>
{
    public void Report(T value) => receive(value);
}
