using ClassicML.Wire;

namespace ClassicML.Preprocessing;

/// <summary>The wire forms of what makes rows of texts.</summary>
internal static class TextWireTypes
{
    // The least is that of a term in every row; no number of rows makes one above 1 + ln 2³¹.
    private static readonly Interval Factors = new(1, 32);

    public static IReadOnlyList<WireType> All { get; } =
    [
        new WireOptions<TextVectorizer>("text-vectorizer", WireKind.Transformer, "A column for each word or for characters in a row, by counts or tf-idf", () => new())
            .Choice(nameof(TextVectorizer.Analyzer), l => l.Analyzer, (l, analyzer) => l with { Analyzer = analyzer })
            .Integer(nameof(TextVectorizer.MinNGram), 1, l => l.MinNGram, (l, n) => l with { MinNGram = n })
            .Integer(nameof(TextVectorizer.MaxNGram), 1, l => l.MaxNGram, (l, n) => l with { MaxNGram = n })
            .Integer(nameof(TextVectorizer.MinWordLength), 1, l => l.MinWordLength, (l, length) => l with { MinWordLength = length })
            .Flag(nameof(TextVectorizer.LowerCase), l => l.LowerCase, (l, on) => l with { LowerCase = on })
            .Flag(nameof(TextVectorizer.StripAccents), l => l.StripAccents, (l, on) => l with { StripAccents = on })
            .Text(nameof(TextVectorizer.StopWords), "none, english, or words joined by commas (fox, is one)",
                l => l.StopWords, (l, words) => l with { StopWords = words }, StopWords.Parse)
            .Integer(nameof(TextVectorizer.MinDocumentCount), 1, l => l.MinDocumentCount, (l, count) => l with { MinDocumentCount = count })
            .Number(nameof(TextVectorizer.MinDocumentShare), Interval.Share, l => l.MinDocumentShare, (l, share) => l with { MinDocumentShare = share })
            .OptionalInteger(nameof(TextVectorizer.MaxDocumentCount), 1, l => l.MaxDocumentCount, (l, count) => l with { MaxDocumentCount = count })
            .Number(nameof(TextVectorizer.MaxDocumentShare), Interval.Share, l => l.MaxDocumentShare, (l, share) => l with { MaxDocumentShare = share })
            .OptionalInteger(nameof(TextVectorizer.MaxTerms), 1, l => l.MaxTerms, (l, count) => l with { MaxTerms = count })
            .OptionalInteger(nameof(TextVectorizer.HashColumnCount), new Interval(1, TextVectorizer.MaxHashColumns),
                l => l.HashColumnCount, (l, count) => l with { HashColumnCount = count })
            .Flag(nameof(TextVectorizer.AlternateSign), l => l.AlternateSign, (l, on) => l with { AlternateSign = on })
            .Flag(nameof(TextVectorizer.Binary), l => l.Binary, (l, on) => l with { Binary = on })
            .Choice(nameof(TextVectorizer.Weighting), l => l.Weighting, (l, weighting) => l with { Weighting = weighting })
            .Flag(nameof(TextVectorizer.SublinearTf), l => l.SublinearTf, (l, on) => l with { SublinearTf = on })
            .Flag(nameof(TextVectorizer.SmoothIdf), l => l.SmoothIdf, (l, on) => l with { SmoothIdf = on })
            .Choice(nameof(TextVectorizer.Norm), l => l.Norm, (l, norm) => l with { Norm = norm }),
        new WireType<TextVectorizerModel>("text-vectorizer-model", WireKind.Model, "The terms of columns of text, and how much each says",
            (m, w) => w.Object("Options", m.Analysis.Options)
                .Integers("Counts", [.. m.Learned.Select(text => text.Terms.Length)])
                .Texts("Terms", m.Learned.SelectMany(text => text.Terms))
                .Doubles("Idf", [.. m.Learned.SelectMany(text => text.Idf)])
                .Report(m.Report),
            Read),
    ];

    private static TextVectorizerModel Read(WireReader r)
    {
        var analysis = new TextAnalysis(r.Object<TextVectorizer>("Options"));
        int[] counts = r.Integers("Counts");
        string[] terms = r.Texts("Terms");
        double[] idf = r.Doubles("Idf", Factors);
        Check.Positive(counts.Length, "the number of Counts");
        bool isHashed = analysis.Options.HashColumnCount is not null, hasIdf = analysis.Options.Weighting == TextWeighting.TfIdf;
        var texts = new TermColumns[counts.Length];
        int term = 0, factor = 0;
        for (int j = 0; j < texts.Length; j++)
        {
            Check.Within(counts[j], isHashed ? new Interval(0, 0) : new Interval(1, terms.Length - term), "Counts");
            string[] own = terms[term..(term += counts[j])];
            for (int k = 1; k < own.Length; k++)
                if (string.CompareOrdinal(own[k], own[k - 1]) <= 0)
                    throw new ArgumentException($"Terms must be in order, but '{own[k]}' comes after '{own[k - 1]}'");
            int factors = hasIdf ? analysis.Options.HashColumnCount ?? counts[j] : 0;
            Check.Within(factors, new Interval(0, idf.Length - factor), "the number of factors in Idf");
            texts[j] = new TermColumns(analysis, own, idf[factor..(factor += factors)]);
        }
        Check.Length(terms.Length, term, "Terms", "column of terms");
        Check.Length(idf.Length, factor, "Idf", "column of terms");
        return new TextVectorizerModel(analysis, texts, r.Report());
    }
}
