using ClassicML.Benchmarks.Speed.Peers;
using ClassicML.Neighbors;

namespace ClassicML.Benchmarks.Speed.Cases;

/// <summary>Many rows of few columns: where trees serve.</summary>
internal sealed class KnnLow : SpeedCase
{
    private const int RowCount = 1_000_000, QueryCount = 100_000, ColumnCount = 3, NeighborCount = 5;

    public override Family Family => Family.Neighbors;

    public override string Name => "knn-low";

    public override string Summary => "5 nearest of 1,000,000 uniform rows of 3 columns, 100,000 queries: build a tree, query it";

    public override IReadOnlyList<(string, string, double)> Steps { get; } = [("build", "rows", 0), ("query", "mean fifth distance", 1e-12)];

    public override IReadOnlyList<CasePeer> Peers =>
    [
        PeerNames.ScikitLearn, PeerNames.SciPy, PeerNames.PyKdTree, PeerNames.Nanoflann,
        new(PeerNames.Accord, () => AccordPeers.KDTree(() => (Uniform(1, RowCount), Uniform(2, QueryCount)), NeighborCount)),
    ];

    public override IContender Ours()
    {
        Matrix x = Uniform(1, RowCount), queries = Uniform(2, QueryCount);
        NearestNeighborsModel? model = null;
        NeighborLists? found = null;
        return new InProcess("ClassicML", typeof(NearestNeighbors).Assembly, new Dictionary<string, (Action, Func<double>)>
        {
            ["build"] = (() => model = new NearestNeighbors().Fit(x), () => RowCount),
            ["query"] = (() => found = model!.Nearest(queries, NeighborCount),
                () => Enumerable.Range(0, QueryCount).Average(i => found!.Distances(i)[NeighborCount - 1])),
        });
    }

    public override void WriteData(string folder)
    {
        NpyFile.Write(Path.Combine(folder, "x_train.npy"), Uniform(1, RowCount));
        NpyFile.Write(Path.Combine(folder, "x_test.npy"), Uniform(2, QueryCount));
    }

    private static Matrix Uniform(ulong seed, int rows)
    {
        var rng = new Rng(seed);
        double[] values = new double[rows * ColumnCount];
        foreach (ref double value in values.AsSpan()) value = rng.NextDouble();
        return Matrix.Wrap(values, rows, ColumnCount);
    }
}
