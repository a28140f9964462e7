using ClassicML.Benchmarks.Speed.Peers;
using ClassicML.Preprocessing;

namespace ClassicML.Benchmarks.Speed.Cases;

/// <summary>Many rows of texts of few levels to sparse zeros and ones.</summary>
internal sealed class OneHotTall : SpeedCase
{
    private const int RowCount = 1_000_000, ColumnCount = 10, LevelCount = 50;

    public override Family Family => Family.Preprocessing;

    public override string Name => "one-hot-tall";

    public override string Summary => "one-hot encode 1,000,000 rows of 10 texts of 50 levels, sparse; ours of a table, which knows its levels, and of strings";

    public override IReadOnlyList<(string, string, double)> Steps { get; } =
        [("fit", "columns", 0), ("transform", "stored values", 0), ("strings", "stored values", 0)];

    public override IReadOnlyList<CasePeer> Peers => [PeerNames.ScikitLearn, PeerNames.Pandas];

    public override IContender Ours()
    {
        Table table = Rows();
        string[][] strings = [.. table.Columns.Select(column => Enumerable.Range(0, RowCount).Select(i => column.Text(i)!).ToArray())];
        var learner = new OneHotEncoder { SparseOutput = true };
        OneHotEncoderModel? model = null;
        SparseMatrix? encoded = null;
        return new InProcess("ClassicML", typeof(OneHotEncoder).Assembly, new Dictionary<string, (Action, Func<double>)>
        {
            ["fit"] = (() => model = learner.Fit(table), () => model!.OutputCount),
            ["transform"] = (() => encoded = (SparseMatrix)model!.Transform(table), () => encoded!.StoredCount),
            // From the strings of each column to the sparse rows, as whoever has no table does it.
            ["strings"] = (() =>
            {
                var made = new Table(strings.Select((values, j) => new TextColumn($"c{j}", values)));
                encoded = (SparseMatrix)learner.Fit(made).Transform(made);
            }, () => encoded!.StoredCount),
        });
    }

    // The codes; the peer makes strings of them before any time begins.
    public override void WriteData(string folder)
    {
        Table table = Rows();
        for (int j = 0; j < ColumnCount; j++) NpyFile.Write(Path.Combine(folder, $"codes{j}.npy"), ((TextColumn)table.Columns[j]).Codes.ToArray());
    }

    private static Table Rows() => new(Enumerable.Range(0, ColumnCount).Select(j =>
    {
        var rng = new Rng((ulong)j + 1);
        int[] codes = new int[RowCount];
        for (int i = 0; i < RowCount; i++) codes[i] = rng.NextInt(LevelCount);
        return TextColumn.Wrap($"c{j}", codes, Enumerable.Range(0, LevelCount).Select(level => $"level {level:D2} of column {j}"));
    }));
}
