using System.Collections.Immutable;

namespace ClassicML.Preprocessing;

/// <summary>A fitted <see cref="TextVectorizer"/>.</summary>
public sealed class TextVectorizerModel : ITransformerModel
{
    private const int BlockSize = 256;

    private readonly TermColumns[] texts;
    private readonly Lazy<ImmutableArray<string>?> names;

    internal TextVectorizerModel(TextAnalysis analysis, TermColumns[] texts, FitReport report)
    {
        (Analysis, this.texts, Report) = (analysis, texts, report);
        foreach (TermColumns text in texts) OutputCount = checked(OutputCount + text.Count);
        names = new(Named);
    }

    /// <inheritdoc/>
    public int FeatureCount => texts.Length;

    /// <inheritdoc/>
    public int OutputCount { get; }

    /// <inheritdoc/>
    public ImmutableArray<string>? OutputNames => names.Value;

    /// <inheritdoc/>
    public ImmutableArray<int>? OutputSources => [.. texts.SelectMany((text, j) => Enumerable.Repeat(j, text.Count))];

    /// <inheritdoc/>
    public FitReport Report { get; }

    internal TextAnalysis Analysis { get; }

    internal IReadOnlyList<TermColumns> Learned => texts;

    /// <summary>The terms of a column of text, in the order of their columns; none where they are hashed.</summary>
    /// <exception cref="IndexOutOfRangeException">There is no such column.</exception>
    public ImmutableArray<string> Terms(int column) => [.. texts[column].Terms];

    /// <summary>What the columns of a column of text are multiplied by; none where the weighting is not <see cref="TextWeighting.TfIdf"/>.</summary>
    /// <exception cref="IndexOutOfRangeException">There is no such column.</exception>
    public ReadOnlySpan<double> InverseDocumentFrequencies(int column) => texts[column].Idf;

    /// <inheritdoc/>
    /// <returns>A <see cref="SparseMatrix"/>. Terms that are not of the vocabulary are left out.</returns>
    /// <exception cref="ArgumentException">
    /// The columns differ from those fitted on, the data is no table, or a column holds neither text nor categories.
    /// </exception>
    public Features Transform(Features x)
    {
        CodedColumn[] columns = TextVectorizer.Texts(Check.NotNull(x, nameof(x)).AlignedTo(this), nameof(TextVectorizerModel));
        EncodedTexts[] parts = [.. texts.Select((own, j) => own.Encode(columns[j], Analysis))];
        int n = x.RowCount;
        int[] starts = new int[n + 1];
        for (int i = 0; i < n; i++)
        {
            starts[i + 1] = starts[i];
            foreach (EncodedTexts part in parts)
                if (part.TextOfRow[i] is var text and >= 0) starts[i + 1] = checked(starts[i + 1] + part.Starts[text + 1] - part.Starts[text]);
        }
        int[] to = GC.AllocateUninitializedArray<int>(starts[n]);
        double[] values = GC.AllocateUninitializedArray<double>(starts[n]);
        Workers.ForBlocks(n, BlockSize, starts[n] < 100_000 ? 1 : Workers.MaxThreads, (start, end) =>
        {
            for (int i = start; i < end; i++)
                for (int j = 0, at = starts[i], shift = 0; j < parts.Length; shift += texts[j++].Count)
                {
                    if (parts[j].TextOfRow[i] is not (var text and >= 0)) continue;
                    Range own = parts[j].Starts[text]..parts[j].Starts[text + 1];
                    parts[j].Values.AsSpan(own).CopyTo(values.AsSpan(at));
                    foreach (int column in parts[j].Columns.AsSpan(own)) to[at++] = column + shift;
                }
        });
        return SparseMatrix.Wrap(starts, to, values, OutputCount).WithNames(OutputNames);
    }

    private ImmutableArray<string>? Named() => Report.FeatureNames is not { } own ? null
        : [.. texts.SelectMany((text, j) => Analysis.Options.HashColumnCount is { } count
            ? Enumerable.Range(0, count).Select(k => FormattableString.Invariant($"{own[j]}_hash{k}")) : text.Terms.Select(term => $"{own[j]}_{term}"))];
}
