using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace ClassicML;

/// <summary>Reads a CSV file into the columns of a table, in one pass where the first values of each column say what it is, else in two.</summary>
internal sealed class CsvTable
{
    private const int Reports = 100;

    private readonly Stream stream;
    private readonly CsvOptions options;
    private readonly string? file;
    private readonly IProgress<ReadProgress>? progress;
    private readonly CancellationToken cancellation;
    private readonly NumberText numbers;
    private readonly long start;
    private long nextReport;

    /// <param name="stream">The bytes, plain or gzip, which can be read again.</param>
    /// <param name="options">Their form.</param>
    /// <param name="file">Their name, for messages.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellation">Ends it.</param>
    public CsvTable(Stream stream, CsvOptions options, string? file, IProgress<ReadProgress>? progress, CancellationToken cancellation)
    {
        this.stream = stream;
        this.options = options;
        this.file = file;
        this.progress = progress;
        this.cancellation = cancellation;
        numbers = options.Numbers();
        start = stream.Position;
    }

    public Table Read()
    {
        int[] places = [];
        ColumnValues[] columns = [];
        Pass(rows =>
        {
            places = rows.Columns();
            columns = Columns(rows, places);
            Fill(rows, places, columns);
        });
        int[] mixed = [.. Enumerable.Range(0, columns.Length).Where(j => columns[j] is FoundValues { AreMixed: true })];
        if (mixed.Length > 0)
        {
            foreach (int j in mixed) columns[j] = new TextValues(columns[j].Name);
            Pass(rows => Fill(rows, [.. mixed.Select(j => places[j])], [.. mixed.Select(j => columns[j])]));
        }
        var made = ImmutableArray.CreateBuilder<TableColumn>(columns.Length);
        for (int j = 0; j < columns.Length; j++)
        {
            made.Add(columns[j].ToColumn());
            // What it was made of may go before the next is made.
            columns[j] = null!;
        }
        return new Table(made.MoveToImmutable());
    }

    private void Pass(Action<CsvRows> read)
    {
        stream.Position = start;
        nextReport = 0;
        using GzipInput? unpacked = InputFile.IsPacked(stream) ? new GzipInput(stream, file ?? "the stream", leaveOpen: true) : null;
        using var rows = new CsvRows(new DecodedText(unpacked ?? stream, options.Encoding ?? Encoding.UTF8, file), options, file, Report);
        read(rows);
        Report();
    }

    private ColumnValues[] Columns(CsvRows rows, int[] places)
    {
        var placeOf = new Dictionary<string, int>(places.Length, StringComparer.Ordinal);
        foreach (int place in places)
        {
            string name = rows.Header is { } header && !string.IsNullOrWhiteSpace(header[place])
                ? header[place] : string.Create(CultureInfo.InvariantCulture, $"column {place}");
            if (!placeOf.TryAdd(name, place))
                throw rows.Error(string.Create(
                    CultureInfo.InvariantCulture, $"columns {placeOf[name]} and {place} are both named {InputFile.Quote(name)}"));
        }
        foreach (string name in options.Types.Keys)
            if (!placeOf.ContainsKey(name))
                throw rows.Error(
                    $"there is no column {InputFile.Quote(name)}, which {nameof(CsvOptions.Types)} asks for; there are "
                    + InputFile.Quote(string.Join(", ", placeOf.Keys)));
        // A marker such as -999 is a number, and no value.
        bool isFast = !options.MissingValues.Any(missing => numbers.TryRead(missing, out double value) && double.IsFinite(value));
        return [.. placeOf.Keys.Select(name => options.Types.TryGetValue(name, out CsvType? type)
            ? Of(name, type, isFast) : new FoundValues(name, numbers, isFast))];
    }

    private ColumnValues Of(string name, CsvType type, bool isFast) => type.Kind switch
    {
        ColumnKind.Number => new NumberValues(name, numbers, isFast),
        ColumnKind.Text => new TextValues(name),
        ColumnKind.Category => type.Levels is { } levels ? new CategoryValues(name, levels) : new FoundCategoryValues(name),
        ColumnKind.Boolean => new BooleanValues(name, isPlain: false),
        ColumnKind.Date => new DateValues(name),
    };

    private static void Fill(CsvRows rows, int[] places, ColumnValues[] columns)
    {
        while (rows.Next())
            for (int j = 0; j < columns.Length; j++)
            {
                if (columns[j].TryFast(rows.Plain(places[j]))) continue;
                ReadOnlySpan<char> text = rows[places[j]];
                if (rows.IsMissing(text)) columns[j].AddMissing();
                else if (!columns[j].TryAdd(text)) throw rows.Error(places[j], columns[j].Refusal(InputFile.Quote(text)));
            }
    }

    private void Report()
    {
        cancellation.ThrowIfCancellationRequested();
        if (progress is null || stream.Position - start < nextReport) return;
        long all = stream.Length - start, read = stream.Position - start;
        nextReport = read == all ? long.MaxValue : read + Math.Max(1, all / Reports);
        progress.Report(new ReadProgress(file, read, all));
    }
}
