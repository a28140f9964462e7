using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace ClassicML.Preprocessing;

/// <summary>Sparse rows of the distinct texts of a column, and for each row the number of its text, or -1.</summary>
internal sealed record EncodedTexts(int[] TextOfRow, int[] Starts, int[] Columns, double[] Values);

/// <summary>The columns that the terms of one column of text make, and what each is multiplied by.</summary>
internal sealed class TermColumns
{
    private const int BlockSize = 64;

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
        TermCount[] kept = Kept(CountTerms(column, texts, rows, analysis, context).ToArray(), column, options);
        double[] idf = hasIdf ? Array.ConvertAll(kept, one => FactorOf(one.Documents, column.RowCount, options)) : [];
        return new TermColumns(analysis, Array.ConvertAll(kept, one => one.Term), idf);
    }

    /// <summary>The texts of a column as sparse rows, each that occurs once.</summary>
    public EncodedTexts Encode(CodedColumn column, TextAnalysis analysis)
    {
        var (textOfRow, texts, _) = Distinct(column);
        int blocks = (texts.Length + BlockSize - 1) / BlockSize;
        int[] starts = new int[texts.Length + 1];
        var parts = new (int[] Columns, double[] Values, int Count)[blocks];
        var idle = new ConcurrentBag<TermReader>();
        Workers.ForBlocks(texts.Length, BlockSize, Workers.MaxThreads, (start, end) =>
        {
            if (!idle.TryTake(out TermReader? reader)) reader = new TermReader(analysis, new CachedTerms(codes));
            List<int> found = [];
            var (columns, values, at) = (new int[1024], new double[1024], 0);
            for (int k = start; k < end; k++)
            {
                found.Clear();
                reader.Read(column.Levels[texts[k]], found);
                if (columns.Length < at + found.Count)
                {
                    Array.Resize(ref columns, Math.Max(2 * at, at + found.Count));
                    Array.Resize(ref values, columns.Length);
                }
                int count = analysis.Weigh(CollectionsMarshal.AsSpan(found), Idf, columns.AsSpan(at), values.AsSpan(at));
                starts[k + 1] = count;
                at += count;
            }
            parts[start / BlockSize] = (columns, values, at);
            idle.Add(reader);
        });
        for (int k = 0; k < texts.Length; k++) starts[k + 1] = checked(starts[k] + starts[k + 1]);
        int[] allColumns = GC.AllocateUninitializedArray<int>(starts[^1]);
        double[] allValues = GC.AllocateUninitializedArray<double>(starts[^1]);
        for (int b = 0; b < blocks; b++)
        {
            int to = starts[b * BlockSize];
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

    // Each thread counts by itself; sums of whole numbers don't depend on which of them.
    private static CountedTerms CountTerms(CodedColumn column, int[] texts, int[] rows, TextAnalysis analysis, FitContext context)
    {
        var idle = new ConcurrentBag<(TermReader Reader, CountedTerms Terms)>();
        Workers.ForBlocks(texts.Length, BlockSize, context.Threads, (start, end) =>
        {
            if (!idle.TryTake(out var own))
            {
                var terms = new CountedTerms();
                own = (new TermReader(analysis, terms), terms);
            }
            for (int k = start; k < end; k++)
            {
                own.Terms.Begin(rows[k]);
                own.Reader.Read(column.Levels[texts[k]], []);
            }
            idle.Add(own);
        }, context.Cancellation);
        CountedTerms all = idle.TryTake(out var first) ? first.Terms : new();
        foreach (var (_, terms) in idle) all.Add(terms);
        return all;
    }

    // In how many rows each column is to which terms are hashed.
    private static int[] CountHashed(int count, CodedColumn column, int[] texts, int[] rows, TextAnalysis analysis, FitContext context)
    {
        int[] documents = new int[count];
        var idle = new ConcurrentBag<TermReader>();
        Workers.ForBlocks(texts.Length, BlockSize, context.Threads, (start, end) =>
        {
            if (!idle.TryTake(out TermReader? reader)) reader = new TermReader(analysis, new CachedTerms(new HashedTerms(count, false)));
            List<int> found = [];
            for (int k = start; k < end; k++)
            {
                found.Clear();
                reader.Read(column.Levels[texts[k]], found);
                Span<int> sorted = CollectionsMarshal.AsSpan(found);
                sorted.Sort();
                for (int at = 0; at < sorted.Length;) Interlocked.Add(ref documents[TermCode.Next(sorted, ref at).Column], rows[k]);
            }
            idle.Add(reader);
        }, context.Cancellation);
        return documents;
    }

    // The terms within the limits, in ordinal order.
    private static TermCount[] Kept(TermCount[] all, CodedColumn column, TextVectorizer options)
    {
        int n = column.RowCount;
        TermCount[] kept = Array.FindAll(all, one => one.Documents >= options.MinDocumentCount && one.Documents >= options.MinDocumentShare * n
            && one.Documents <= (options.MaxDocumentCount ?? int.MaxValue) && one.Documents <= options.MaxDocumentShare * n);
        if (kept.Length == 0)
            throw new ArgumentException(
                $"column '{column.Name}' has no term: " + (all.Length == 0 ? "its texts are empty, or all their words are short ones or stop words"
                    : FormattableString.Invariant($"{all.Length} are there, and none is in as many rows as the limits of document counts and shares ask for")), "x");
        Array.Sort(kept, (one, other) => string.CompareOrdinal(one.Term, other.Term));
        if (!(options.MaxTerms < kept.Length)) return kept;
        // The sort by frequency leaves those that are equal in order.
        HashSet<string> most = [.. kept.OrderByDescending(one => options.Binary ? one.Documents : one.Total)
            .Take(options.MaxTerms.Value).Select(one => one.Term)];
        return Array.FindAll(kept, one => most.Contains(one.Term));
    }

    // A hashed column that no row has is as rare as one of a single row.
    private static double FactorOf(int documents, int n, TextVectorizer options) =>
        options.SmoothIdf ? Math.Log((1.0 + n) / (1.0 + documents)) + 1 : Math.Log((double)n / Math.Max(1, documents)) + 1;
}
