namespace ClassicML.Preprocessing;

/// <summary>The options of a <see cref="TextVectorizer"/> with its stop words prepared: all that is needed to split texts and to weigh terms.</summary>
internal sealed class TextAnalysis
{
    public TextAnalysis(TextVectorizer options)
    {
        if (options.MinNGram > options.MaxNGram)
            throw new ArgumentException(FormattableString.Invariant($"MinNGram must be at most MaxNGram, {options.MaxNGram}, was {options.MinNGram}"), nameof(options));
        Options = options;
        StopWords = [];
        if (options.Analyzer != TextAnalyzer.Words || options.StopWords.Words.IsEmpty) return;
        // The words are read as a text of their own would be, so that they are found.
        var words = new CountedTerms();
        var plain = new TextAnalysis(options with { StopWords = Preprocessing.StopWords.None, MinNGram = 1, MaxNGram = 1 });
        new TermReader(plain, words).Read(string.Join(' ', options.StopWords.Words), []);
        StopWords = [.. words.ToArray().Select(word => word.Term)];
    }

    public TextVectorizer Options { get; }

    public HashSet<string> StopWords { get; }

    /// <summary>The columns of terms and what they come to in one text, from the codes that a <see cref="TermReader"/> found there.</summary>
    /// <param name="codes">The codes, which are sorted.</param>
    /// <param name="idf">The factor of each column, or none.</param>
    /// <param name="columns">Room for the columns, which come out ascending.</param>
    /// <param name="values">Room for their values.</param>
    /// <returns>How many columns there are.</returns>
    public int Weigh(Span<int> codes, ReadOnlySpan<double> idf, Span<int> columns, Span<double> values)
    {
        codes.Sort();
        int count = 0;
        for (int at = 0; at < codes.Length; count++)
        {
            int times;
            (columns[count], times) = TermCode.Next(codes, ref at);
            values[count] = Options.Binary ? 1 : times;
        }
        if (Options.Weighting == TextWeighting.Counts) return count;
        values = values[..count];
        if (Options.SublinearTf)
            foreach (ref double value in values)
                // Hashed terms may count negatively, and cancel.
                if (value != 0) value = Math.Sign(value) * (1 + Math.Log(Math.Abs(value)));
        if (!idf.IsEmpty)
            for (int k = 0; k < count; k++) values[k] *= idf[columns[k]];
        double norm = 0;
        foreach (double value in values)
            norm += Options.Norm switch { TextNorm.L1 => Math.Abs(value), TextNorm.L2 => value * value, _ => 0 };
        if (norm == 0) return count;
        if (Options.Norm == TextNorm.L2) norm = Math.Sqrt(norm);
        foreach (ref double value in values) value /= norm;
        return count;
    }
}

/// <summary>Says the code of a term: twice its column, and one more where it counts negatively.</summary>
internal interface ITermCodes
{
    /// <summary>The code of a term, or -1 where it has no column.</summary>
    int CodeOf(ReadOnlySpan<char> term);
}

/// <summary>What codes of terms mean.</summary>
internal static class TermCode
{
    public static int Of(int column, bool isNegative = false) => 2 * column + (isNegative ? 1 : 0);

    /// <summary>The column of the code at a place among sorted ones, and the sum of its signs; the place moves behind them.</summary>
    public static (int Column, int Count) Next(ReadOnlySpan<int> codes, ref int at)
    {
        int column = codes[at] >> 1, count = 0;
        for (; at < codes.Length && codes[at] >> 1 == column; at++) count += 1 - 2 * (codes[at] & 1);
        return (column, count);
    }
}
