using System.Globalization;
using ClassicML.Benchmarks.Speed.Peers;
using Microsoft.ML;
using Microsoft.ML.Data;
using nietras.SeparatedValues;

namespace ClassicML.Benchmarks.Speed.Cases;

/// <summary>A CSV file of numbers into a table, from the cache of the file system. Sep's own row is what our reader stands on: it parses and sums, and keeps
/// nothing.</summary>
internal sealed class ReadCsv : SpeedCase
{
    private const int RowCount = 1_000_000, ColumnCount = 20;

    public override Family Family => Family.Reading;

    public override string Name => "read-csv";

    public override string Summary => "read a CSV file of 1,000,000 rows of 20 numbers of 16 digits, 394 MB";

    // Parsers that do not round exactly are off by parts of 1e-16 of numbers up to 1.
    public override IReadOnlyList<(string, string, double)> Steps { get; } = [("read", "mean of all numbers", 1e-12)];

    public override IReadOnlyList<CasePeer> Peers =>
        [PeerNames.Pandas, PeerNames.PandasExact, new(PeerNames.MLNet, MLNet), new(PeerNames.Sep, PlainSep)];

    public override IContender Ours()
    {
        FileStream file = TemporaryFile();
        Table? table = null;
        return new InProcess("ClassicML", typeof(CsvReader).Assembly, new Dictionary<string, (Action, Func<double>)>
        {
            ["read"] = (() => table = CsvReader.ReadTable(file.Name), () =>
            {
                double mean = table!.Columns.Average(column => ((NumberColumn)column).Values.ToArray().Average());
                // One table at a time is in memory.
                table = null;
                return mean;
            }
            ),
        }, "1 thread, types found");
    }

    public override void WriteData(string folder)
    {
        using FileStream file = File.Create(Path.Combine(folder, "x.csv"));
        Write(file);
    }

    private static InProcess PlainSep()
    {
        FileStream file = TemporaryFile();
        double sum = 0;
        return new InProcess("Sep", typeof(Sep).Assembly, new Dictionary<string, (Action, Func<double>)>
        {
            ["read"] = (() =>
            {
                sum = 0;
                using SepReader reader = Sep.Reader().FromFile(file.Name);
                foreach (SepReader.Row row in reader)
                    for (int j = 0; j < ColumnCount; j++) sum += row[j].Parse<double>();
            }, () => sum / RowCount / ColumnCount),
        }, "1 thread, numbers are summed and not kept");
    }

    private static InProcess MLNet()
    {
        FileStream file = TemporaryFile();
        double sum = 0;
        var ml = new MLContext(seed: 1);
        return new InProcess("ML.NET", typeof(MLContext).Assembly, new Dictionary<string, (Action, Func<double>)>
        {
            ["read"] = (() =>
            {
                sum = 0;
                IDataView view = ml.Data.LoadFromTextFile(file.Name, new TextLoader.Options
                {
                    Separators = [','], HasHeader = true, Columns = [new TextLoader.Column("x", DataKind.Double, 0, ColumnCount - 1)],
                });
                using DataViewRowCursor rows = view.GetRowCursor(view.Schema);
                ValueGetter<VBuffer<double>> get = rows.GetGetter<VBuffer<double>>(view.Schema["x"]);
                VBuffer<double> row = default;
                while (rows.MoveNext())
                {
                    get(ref row);
                    foreach (double value in row.DenseValues()) sum += value;
                }
            }, () => sum / RowCount / ColumnCount),
        }, "TextLoader, type given, its own threads, numbers are summed and not kept");
    }

    // Gone when the process ends.
    private static FileStream TemporaryFile()
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        using (FileStream file = File.Create(path)) Write(file);
        return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0, FileOptions.DeleteOnClose);
    }

    private static void Write(Stream stream)
    {
        var rng = new Rng(1);
        using var writer = new StreamWriter(stream, bufferSize: 1 << 16);
        writer.Write(string.Join(',', Enumerable.Range(0, ColumnCount).Select(j => $"x{j}")));
        Span<char> digits = stackalloc char[32];
        for (int i = 0; i < RowCount; i++)
            for (int j = 0; j < ColumnCount; j++)
            {
                writer.Write(j == 0 ? '\n' : ',');
                (2 * rng.NextDouble() - 1).TryFormat(digits, out int length, "R", CultureInfo.InvariantCulture);
                writer.Write(digits[..length]);
            }
        writer.Write('\n');
    }
}
