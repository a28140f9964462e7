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
        int[] mixed = [.. Enumerable.Range(0, columns.Length).Where(j => columns[j] is MixedValues)];
        if (mixed.Length > 0)
        {
            ColumnValues[] texts = [.. mixed.Select(j => new TextValues(columns[j].Name))];
            Pass(rows => Fill(rows, [.. mixed.Select(j => places[j])], texts));
            for (int k = 0; k < mixed.Length; k++) columns[mixed[k]] = texts[k];
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
        return [.. placeOf.Keys.Select(name => options.Types.TryGetValue(name, out CsvType? type) ? Of(name, type, rows.Numbers) : new EmptyValues(name))];
    }

    private void Fill(CsvRows rows, int[] places, ColumnValues[] columns)
    {
        double[] values = new double[columns.Length];
        bool[] areNumbers = [.. columns.Select(column => column is NumberValues)];
        while (rows.Next())
            for (int j = 0; j < columns.Length; j++)
            {
                for (int end = rows.ReadNumbers(places, areNumbers, j, values); j < end; j++) ((NumberValues)columns[j]).Add(values[j]);
                if (j == columns.Length || columns[j] is MixedValues) continue;
                ReadOnlySpan<char> text = rows[places[j]];
                if (rows.IsMissing(text)) columns[j].AddMissing();
                else if (columns[j].TryAdd(text)) continue;
                else if (options.Types.ContainsKey(columns[j].Name)) throw rows.Error(places[j], columns[j].Refusal(InputFile.Quote(text)));
                else
                {
                    columns[j] = Otherwise(columns[j], text, rows.Numbers);
                    areNumbers[j] = columns[j] is NumberValues;
                }
            }
    }

    private static ColumnValues Of(string name, CsvType type, NumberText numbers) => type.Kind switch
    {
        ColumnKind.Number => new NumberValues(name, numbers),
        ColumnKind.Text => new TextValues(name),
        ColumnKind.Category => type.Levels is { } levels ? new CategoryValues(name, levels) : new FoundCategoryValues(name),
        ColumnKind.Boolean => new BooleanValues(name, isPlain: false),
        ColumnKind.Date => new DateValues(name),
    };

    // What a column becomes by a value that it can't take: of the kind of that value, where it is the first, else of text.
    private static ColumnValues Otherwise(ColumnValues column, ReadOnlySpan<char> text, NumberText numbers)
    {
        if (column is not EmptyValues empty) return new MixedValues(column.Name);
        ColumnValues started = numbers.TryRead(text, out _) ? new NumberValues(column.Name, numbers)
            : BooleanValues.IsPlain(text) ? new BooleanValues(column.Name, isPlain: true)
            : IsoDate.TryRead(text, out _) ? new DateValues(column.Name)
            : new TextValues(column.Name);
        for (int i = 0; i < empty.MissingCount; i++) started.AddMissing();
        started.TryAdd(text);
        return started;
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
