using System.Runtime.InteropServices;

namespace ClassicML.Preprocessing;

/// <summary>Sparse rows of the distinct texts of a column, and for each row the number of its text, or -1.</summary>
internal sealed record EncodedTexts(int[] TextOfRow, int[] Starts, int[] Columns, double[] Values);

/// <summary>The columns that the terms of one column of text make, and what each is multiplied by.</summary>
internal sealed class TermColumns
{
    private const int BlockOfCounts = 1024, BlockOfRows = 128;

    private readonly ITermCodes codes;

    /// <summary>Known terms, or none where they are hashed, and factors, or none where there are none.</summary>
    public TermColumns(TextAnalysis analysis, string[] terms, double[] idf)
    {
        (Terms, Idf) = (terms, idf);
        Count = analysis.Options.HashColumnCount ?? terms.Length;
        codes = analysis.Options.HashColumnCount is { } count ? new HashedTerms(count, analysis.Options.AlternateSign) : new KnownTerms(terms);
    }

    public int Count { get; }

    public string[] Terms { get; }

    public double[] Idf { get; }

    /// <summary>Learns the terms of a column of text.</summary>
    public static TermColumns Of(CodedColumn column, TextAnalysis analysis, FitContext context)
    {
        TextVectorizer options = analysis.Options;
        var (_, texts, rows) = Distinct(column);
        bool hasIdf = options.Weighting == TextWeighting.TfIdf;
        if (options.HashColumnCount is { } count)
        {
            int[] hashed = hasIdf ? CountHashed(count, column, texts, rows, analysis, context) : [];
            return new TermColumns(analysis, [], Array.ConvertAll(hashed, d => FactorOf(d, column.RowCount, options)));
        }
        Dictionary<string, (int Documents, long Total)> all = CountTerms(column, texts, rows, analysis, context);
        string[] terms = Kept(all, column, options);
        double[] idf = hasIdf ? Array.ConvertAll(terms, term => FactorOf(all[term].Documents, column.RowCount, options)) : [];
        return new TermColumns(analysis, terms, idf);
    }

    /// <summary>The texts of a column as sparse rows, each that occurs once.</summary>
    public EncodedTexts Encode(CodedColumn column, TextAnalysis analysis)
    {
        var (textOfRow, texts, _) = Distinct(column);
        int blocks = (texts.Length + BlockOfRows - 1) / BlockOfRows;
        int[] starts = new int[texts.Length + 1];
        var parts = new (int[] Columns, double[] Values, int Count)[blocks];
        Workers.ForBlocks(texts.Length, BlockOfRows, Workers.MaxThreads, (start, end) =>
        {
            var reader = new TermReader(analysis);
            List<int> found = [];
            var (columns, values, at) = (new int[1024], new double[1024], 0);
            for (int k = start; k < end; k++)
            {
                found.Clear();
                reader.Read(column.Levels[texts[k]], codes, found);
                if (columns.Length < at + found.Count)
                {
                    Array.Resize(ref columns, Math.Max(2 * at, at + found.Count));
                    Array.Resize(ref values, columns.Length);
                }
                int count = analysis.Weigh(CollectionsMarshal.AsSpan(found), Idf, columns.AsSpan(at), values.AsSpan(at));
                starts[k + 1] = count;
                at += count;
            }
            parts[start / BlockOfRows] = (columns, values, at);
        });
        for (int k = 0; k < texts.Length; k++) starts[k + 1] = checked(starts[k] + starts[k + 1]);
        int[] allColumns = GC.AllocateUninitializedArray<int>(starts[^1]);
        double[] allValues = GC.AllocateUninitializedArray<double>(starts[^1]);
        for (int b = 0; b < blocks; b++)
        {
            int to = starts[b * BlockOfRows];
            parts[b].Columns.AsSpan(0, parts[b].Count).CopyTo(allColumns.AsSpan(to));
            parts[b].Values.AsSpan(0, parts[b].Count).CopyTo(allValues.AsSpan(to));
        }
        return new EncodedTexts(textOfRow, starts, allColumns, allValues);
    }

    // The levels that have rows, in the order of their codes; how many rows each has; and for each row its level's number among them, -1 for none.
    private static (int[] TextOfRow, int[] Levels, int[] RowCounts) Distinct(CodedColumn column)
    {
        int[] counts = new int[column.Levels.Length], places = new int[column.Levels.Length];
        foreach (int code in column.Codes)
            if (code >= 0) counts[code]++;
        List<int> levels = [];
        for (int level = 0; level < counts.Length; level++)
        {
            if (counts[level] == 0) continue;
            places[level] = levels.Count;
            levels.Add(level);
        }
        int[] textOfRow = new int[column.RowCount];
        for (int i = 0; i < textOfRow.Length; i++) textOfRow[i] = column.Codes[i] is var code and >= 0 ? places[code] : -1;
        return (textOfRow, [.. levels], [.. levels.Select(level => counts[level])]);
    }

    // In how many rows each term is, and how often it comes in all. Whole numbers, so blocks and threads don't count.
    private static Dictionary<string, (int Documents, long Total)> CountTerms(
        CodedColumn column, int[] texts, int[] rows, TextAnalysis analysis, FitContext context)
    {
        int blocks = (texts.Length + BlockOfCounts - 1) / BlockOfCounts;
        var parts = new (GrowingTerms Terms, List<(int Documents, long Total)> Counts)[blocks];
        Workers.ForBlocks(texts.Length, BlockOfCounts, context.Threads, (start, end) =>
        {
            var (terms, counts) = parts[start / BlockOfCounts] = (new GrowingTerms(), []);
            ForEachTerm(column, texts.AsSpan(start, end - start), analysis, terms, (k, term, times) =>
            {
                // A new term has the next number, but those of a text come sorted.
                if (term >= counts.Count) CollectionsMarshal.SetCount(counts, term + 1);
                ref var own = ref CollectionsMarshal.AsSpan(counts)[term];
                own = (own.Documents + rows[start + k], own.Total + (long)rows[start + k] * (analysis.Options.Binary ? 1 : times));
            });
        }, context.Cancellation);
        var all = new Dictionary<string, (int Documents, long Total)>(StringComparer.Ordinal);
        foreach (var (terms, counts) in parts)
            foreach ((string term, int at) in terms.Columns)
            {
                ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(all, term, out _);
                sum = (sum.Documents + counts[at].Documents, sum.Total + counts[at].Total);
            }
        return all;
    }

    private static int[] CountHashed(int count, CodedColumn column, int[] texts, int[] rows, TextAnalysis analysis, FitContext context)
    {
        int[] documents = new int[count];
        Workers.ForBlocks(texts.Length, BlockOfCounts, context.Threads, (start, end) =>
            ForEachTerm(column, texts.AsSpan(start, end - start), analysis, new HashedTerms(count, false),
                (k, hashed, _) => Interlocked.Add(ref documents[hashed], rows[start + k])), context.Cancellation);
        return documents;
    }

    // Each column of each text with how often it comes there.
    private static void ForEachTerm(CodedColumn column, ReadOnlySpan<int> texts, TextAnalysis analysis, ITermCodes codes, Action<int, int, int> count)
    {
        var reader = new TermReader(analysis);
        List<int> found = [];
        for (int k = 0; k < texts.Length; k++)
        {
            found.Clear();
            reader.Read(column.Levels[texts[k]], codes, found);
            Span<int> sorted = CollectionsMarshal.AsSpan(found);
            sorted.Sort();
            for (int at = 0; at < sorted.Length;)
            {
                var (term, times) = TermCode.Next(sorted, ref at);
                count(k, term, times);
            }
        }
    }

    private static string[] Kept(Dictionary<string, (int Documents, long Total)> all, CodedColumn column, TextVectorizer options)
    {
        int n = column.RowCount;
        IEnumerable<KeyValuePair<string, (int Documents, long Total)>> within = all.Where(pair => pair.Value.Documents is var d
            && d >= options.MinDocumentCount && d >= options.MinDocumentShare * n
            && d <= (options.MaxDocumentCount ?? int.MaxValue) && d <= options.MaxDocumentShare * n);
        if (options.MaxTerms is { } most)
            within = within.OrderByDescending(pair => pair.Value.Total).ThenBy(pair => pair.Key, StringComparer.Ordinal).Take(most);
        string[] terms = [.. within.Select(pair => pair.Key)];
        if (terms.Length == 0)
            throw new ArgumentException(
                $"column '{column.Name}' has no term: " + (all.Count == 0 ? "its texts are empty, or all their words are short ones or stop words"
                    : FormattableString.Invariant($"{all.Count} are there, and none is in as many rows as the limits of document counts and shares ask for")), "x");
        Array.Sort(terms, StringComparer.Ordinal);
        return terms;
    }

    // A hashed column that no row has is as rare as one of a single row.
    private static double FactorOf(int documents, int n, TextVectorizer options) =>
        options.SmoothIdf ? Math.Log((1.0 + n) / (1.0 + documents)) + 1 : Math.Log((double)n / Math.Max(1, documents)) + 1;
}
