using System.Diagnostics;

namespace ClassicML.Preprocessing;

/// <summary>Makes sparse rows of columns of text: a column for each term, a word or a few characters, by how often it comes in the row's text.</summary>
/// <remarks>
/// <code>
/// var learner = new TextVectorizer { MinDocumentCount = 2, StopWords = StopWords.English }.Then(new LogisticRegression());
/// </code>
/// With c the count of a term in a text, n the number of rows and d that of rows whose text has the term, tf-idf is v = c·(ln((1 + n)/(1 + d)) + 1), divided by
/// √Σv² of the text: what scikit-learn's TfidfVectorizer does by default, and so do the other options. Each column of text has a vocabulary, limits and norms
/// of its own; its terms follow one another in ordinal order. A column review makes review_good and so on, however many columns of text there are. A missing
/// text is an empty one. Neither the order of rows nor weights count.
/// <para>
/// Differences from scikit-learn: a combining mark belongs to the letter before it, so that it doesn't part a word; stop words are prepared as texts are; of
/// equally frequent terms <see cref="MaxTerms"/> keeps the first in ordinal order.
/// </para>
/// </remarks>
public sealed record TextVectorizer : ITransformer<TextVectorizerModel>
{
    /// <summary>The most columns that terms can be hashed to.</summary>
    internal const int MaxHashColumns = 1 << 24;

    /// <summary>What terms are made of. Default <see cref="TextAnalyzer.Words"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not a member of the enumeration.</exception>
    public TextAnalyzer Analyzer { get; init => field = Check.Defined(value, nameof(Analyzer)); }

    /// <summary>The fewest words or characters in a row that are a term. Default 1, at least 1 and at most <see cref="MaxNGram"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int MinNGram { get; init => field = Check.Positive(value, nameof(MinNGram)); } = 1;

    /// <summary>The most words or characters in a row that are a term. Default 1, at least <see cref="MinNGram"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int MaxNGram { get; init => field = Check.Positive(value, nameof(MaxNGram)); } = 1;

    /// <summary>The fewest letters, digits and underscores that are a word. Default 2, so "a" is none; at least 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int MinWordLength { get; init => field = Check.Positive(value, nameof(MinWordLength)); } = 2;

    /// <summary>Whether texts are taken in lower case, that of the invariant culture. Default true.</summary>
    public bool LowerCase { get; init; } = true;

    /// <summary>Whether Latin, Greek and Cyrillic letters lose their accents: ä becomes a. Default false.</summary>
    public bool StripAccents { get; init; }

    /// <summary>Words that are left out before words in a row are joined; of no meaning to characters. Default <see cref="StopWords.None"/>.</summary>
    /// <exception cref="ArgumentNullException">It is null.</exception>
    public StopWords StopWords { get; init => field = Check.NotNull(value, nameof(StopWords)); } = StopWords.None;

    /// <summary>A term of fewer rows is left out. Default 1, at least 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int MinDocumentCount { get; init => field = Check.Positive(value, nameof(MinDocumentCount)); } = 1;

    /// <summary>A term of a smaller share of the rows is left out. Default 0, in [0, 1].</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is outside.</exception>
    public double MinDocumentShare { get; init => field = Check.Within(value, Interval.Share, nameof(MinDocumentShare)); }

    /// <summary>A term of more rows is left out. Default null: no limit. At least 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int? MaxDocumentCount { get; init => field = Check.AtLeast(value, 1, nameof(MaxDocumentCount)); }

    /// <summary>A term of a larger share of the rows is left out. Default 1, in [0, 1].</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is outside.</exception>
    public double MaxDocumentShare { get; init => field = Check.Within(value, Interval.Share, nameof(MaxDocumentShare)); } = 1;

    /// <summary>The most terms of a column of text: those that come most often. Default null: no limit. At least 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int? MaxTerms { get; init => field = Check.AtLeast(value, 1, nameof(MaxTerms)); }

    /// <summary>
    /// The number of columns to which terms are hashed, in place of a vocabulary, for each column of text: |h| modulo it, with h the 32 bits of MurmurHash3
    /// (x86, seed 0) of the term in UTF-8, as scikit-learn's HashingVectorizer does. Then limits are not looked at, only inverse document frequencies are
    /// learned, and names are review_hash0 and so on. Default null: a vocabulary. In [1, 2²⁴].
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is outside.</exception>
    public int? HashColumnCount
    {
        get;
        init => field = value is { } count ? (int)Check.Within(count, new Interval(1, MaxHashColumns), nameof(HashColumnCount)) : null;
    }

    /// <summary>Whether a term whose h is negative counts negatively, so that terms of one column cancel on the average. Default false.</summary>
    public bool AlternateSign { get; init; }

    /// <summary>Whether a term that comes in a text counts 1, however often. Default false.</summary>
    public bool Binary { get; init; }

    /// <summary>What the values are. Default <see cref="TextWeighting.TfIdf"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not a member of the enumeration.</exception>
    public TextWeighting Weighting { get; init => field = Check.Defined(value, nameof(Weighting)); } = TextWeighting.TfIdf;

    /// <summary>Whether a count c is taken as 1 + ln c. Default false; counts alone are left.</summary>
    public bool SublinearTf { get; init; }

    /// <summary>Whether n and d are taken as 1 + n and 1 + d in inverse document frequencies. Default true.</summary>
    public bool SmoothIdf { get; init; } = true;

    /// <summary>What is 1 of a text's values. Default <see cref="TextNorm.L2"/>; counts alone are left, and so is a text without terms.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not a member of the enumeration.</exception>
    public TextNorm Norm { get; init => field = Check.Defined(value, nameof(Norm)); } = TextNorm.L2;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">
    /// There is no row, the data is no table, a column holds neither text nor categories, no term of a column is left, or <see cref="MinNGram"/> is above
    /// <see cref="MaxNGram"/>.
    /// </exception>
    public TextVectorizerModel Fit(Features x, FitContext context = default)
    {
        var clock = Stopwatch.StartNew();
        context.ThrowIfCancelled();
        CodedColumn[] texts = Texts(x, nameof(TextVectorizer));
        if (x.RowCount == 0) throw new ArgumentException($"{nameof(TextVectorizer)} needs at least one row, this table has none", nameof(x));
        var analysis = new TextAnalysis(this);
        TermColumns[] learned = Array.ConvertAll(texts, column => TermColumns.Of(column, analysis, context));
        return new TextVectorizerModel(analysis, learned, new FitReport().Ended(this, clock.Elapsed, x.ColumnNames));
    }

    /// <summary>The columns of a table that all hold text or categories.</summary>
    /// <exception cref="ArgumentException">It is no table, or one doesn't.</exception>
    internal static CodedColumn[] Texts(Features x, string reader)
    {
        Table table = Check.NotNull(x, nameof(x)) as Table
            ?? throw new ArgumentException($"{reader} reads columns of text of a {nameof(Table)}; this is a {x.GetType().Name}", nameof(x));
        return [.. table.Columns.Select(column => column.As<CodedColumn>() ?? throw new ArgumentException(
            $"column '{column.Name}' is of kind {column.Kind.ToString().ToLowerInvariant()}, and {reader} reads text; "
            + $"choose the columns of text by {nameof(ColumnTransformer)}", nameof(x)))];
    }
}
