using System.Security.Cryptography;
using System.Text;
using ClassicML.Wire;

namespace ClassicML.ModelSelection;

/// <summary>An open journal. Each line is a checksum, a blank, and a form as JSON; the first line says what the journal is of.</summary>
internal sealed class JournalFile : IDisposable
{
    private const int ChecksumLength = 8;

    private readonly string path;
    private readonly FileStream file;
    private readonly string[] candidates;
    private readonly int foldCount, metricCount;
    private readonly List<JournalRecord> records = [];

    /// <exception cref="InvalidDataException">The journal is of something else, or a record before the last is broken.</exception>
    /// <exception cref="IOException">The file can't be opened, or another search is writing to it.</exception>
    public JournalFile(string path, IReadOnlyList<KeyValuePair<string, string>> header, string[] candidates, int foldCount, int metricCount)
    {
        this.path = path;
        this.candidates = candidates;
        this.foldCount = foldCount;
        this.metricCount = metricCount;
        file = Open(path);
        try
        {
            byte[] first = Line(new WireForm("search-journal",
                header.Select(pair => KeyValuePair.Create(pair.Key, (WireValue)new WireValue.Text(pair.Value)))));
            if (ReadAll(first) is { } existing) Compare(existing, header);
            else Write(first);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    // Unix has one lock that shuts out others, and it is that of FileShare.None: with FileShare.Read two searches would write into one
    // another.
    private static FileStream Open(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (File.Exists(path))
        {
            throw new IOException(
                $"{path} can't be opened; another search may be writing to it: wait for it, or name another file. {e.Message}", e);
        }
    }

    /// <summary>Puts what the journal holds into its places; a candidate that comes twice in a grid gets its scores twice.</summary>
    /// <param name="tasks">The places, candidate by candidate and fold by fold.</param>
    /// <param name="higherIsBetter">Whether a higher score wins: infinitely bad scores there are, such as squares beyond the doubles; infinitely
    /// good ones no search has written.</param>
    public void Recall(TaskResult?[] tasks, bool higherIsBetter)
    {
        ILookup<string, int> numbers = candidates.Index().ToLookup(candidate => candidate.Item, candidate => candidate.Index);
        foreach (JournalRecord record in records)
        {
            if (record.Result.Scores.Length != metricCount || record.Fold < 0 || record.Fold >= foldCount || !numbers.Contains(record.Candidate))
                throw new InvalidDataException($"{path}: a record does not fit the journal's header");
            if (record.Result.Scores[0] == (higherIsBetter ? double.PositiveInfinity : double.NegativeInfinity))
                throw new InvalidDataException($"{path}: a record has the score {(higherIsBetter ? "∞" : "-∞")}, which no search gives");
            foreach (int number in numbers[record.Candidate]) tasks[number * foldCount + record.Fold] = record.Result;
        }
    }

    /// <summary>Adds a finished task; it is with the operating system when this returns.</summary>
    public void Append(int task, TaskResult result)
    {
        (int candidate, int fold) = Math.DivRem(task, foldCount);
        WireForm form = JournalRecord.Registry.Write(new JournalRecord(candidates[candidate], fold, result));
        lock (file) Write(Line(form));
    }

    public void Dispose()
    {
        file.Flush(flushToDisk: true);
        file.Dispose();
    }

    private void Write(byte[] line)
    {
        file.Write(line);
        file.Flush();
    }

    private static byte[] Line(WireForm form)
    {
        using var text = new MemoryStream();
        form.Write(text);
        byte[] bytes = text.ToArray();
        return [.. Encoding.ASCII.GetBytes(Checksum(bytes)), (byte)' ', .. bytes, (byte)'\n'];
    }

    // Returns the header, or null for a file that is empty or has only a beginning of the header that is to be written. What stands
    // behind the last whole record is cut off.
    private WireForm? ReadAll(ReadOnlySpan<byte> first)
    {
        byte[] content = new byte[file.Length];
        file.ReadExactly(content);
        WireForm? header = null;
        int start = 0, line = 0;
        while (start < content.Length)
        {
            int length = content.AsSpan(start).IndexOf((byte)'\n');
            bool isLast = length < 0 || start + length + 1 == content.Length;
            WireForm? form = length < 0 ? null : Parse(content.AsSpan(start, length), line + 1);
            if (form is null && !isLast) throw new InvalidDataException($"{path}, line {line + 1}: the record is damaged, and others follow it");
            if (form is null && header is null && !first.StartsWith(content))
                throw new InvalidDataException($"{path} is no journal of a search; name another file");
            if (form is null) break;
            if (header is null) header = form;
            else records.Add(At(line + 1, () => JournalRecord.Registry.Read<JournalRecord>(form)));
            start += length + 1;
            line++;
        }
        file.SetLength(start);
        file.Position = start;
        return header;
    }

    private WireForm? Parse(ReadOnlySpan<byte> line, int number)
    {
        if (line.Length <= ChecksumLength || Encoding.UTF8.GetString(line[..ChecksumLength]) != Checksum(line[(ChecksumLength + 1)..])) return null;
        var text = new MemoryStream(line[(ChecksumLength + 1)..].ToArray());
        return At(number, () => WireForm.Read(text));
    }

    // A checksum can be right on a record that no search has written.
    private T At<T>(int line, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (WireException e)
        {
            throw new InvalidDataException(FormattableString.Invariant($"{path}, line {line}: {e.Message}"), e);
        }
    }

    private static string Checksum(ReadOnlySpan<byte> text) => Convert.ToHexStringLower(SHA256.HashData(text))[..ChecksumLength];

    private void Compare(WireForm existing, IReadOnlyList<KeyValuePair<string, string>> header)
    {
        foreach ((string name, string expected) in header)
        {
            string actual = existing[name] is WireValue.Text text ? text.Value : "nothing";
            if (actual != expected)
                throw new InvalidDataException(
                    $"{path} is the journal of another search: its {name} differs. It says {Short(actual)}, this search has {Short(expected)}. Delete it, or name another file");
        }
    }

    private static string Short(string text) => text.Length <= 80 ? $"'{text}'" : $"'{text[..80]}…'";
}

/// <summary>What a journal says of one candidate, known by its wire form, on one fold.</summary>
internal sealed record JournalRecord(string Candidate, int Fold, TaskResult Result)
{
    public static WireRegistry Registry { get; } = new(new WireType<JournalRecord>("record", WireKind.Part, "A candidate on a fold",
        (record, w) => w.Text("Candidate", record.Candidate).Integer("Fold", record.Fold).Doubles("Scores", record.Result.Scores)
            .Number("Seconds", record.Result.Seconds).Text("Error", record.Result.Error),
        // A metric may be NaN where it is not defined.
        r => new JournalRecord(
            r.OptionalText("Candidate") ?? "", r.Integer("Fold"),
            new TaskResult(r.Doubles("Scores", Interval.Any, orNaN: true), r.Number("Seconds", Interval.NonNegative), r.OptionalText("Error")))));
}
