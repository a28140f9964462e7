using System.Collections.Immutable;

namespace ClassicML.Preprocessing;

/// <summary>A fitted <see cref="SelectKBest"/>.</summary>
public sealed class SelectKBestModel : ITransformerModel
{
    private readonly double[] scores, pValues;
    private readonly int[] selected;

    internal SelectKBestModel(double[] scores, double[] pValues, int[] selected, FitReport report)
    {
        this.scores = scores;
        this.pValues = pValues;
        this.selected = selected;
        Report = report;
    }

    /// <summary>The score of each column, p values; the more, the better.</summary>
    public ReadOnlySpan<double> Scores => scores;

    /// <summary>The p-value of each score, p values: how often chance alone would score as high. Empty for mutual information.</summary>
    public ReadOnlySpan<double> PValues => pValues;

    /// <summary>The columns that are kept, ascending.</summary>
    public ReadOnlySpan<int> SelectedColumns => selected;

    /// <inheritdoc/>
    public int FeatureCount => scores.Length;

    /// <inheritdoc/>
    public int OutputCount => selected.Length;

    /// <inheritdoc/>
    public ImmutableArray<string>? OutputNames => ColumnNumbers.Names(Report.FeatureNames, selected);

    /// <inheritdoc/>
    public ImmutableArray<int>? OutputSources => [.. selected];

    /// <inheritdoc/>
    public FitReport Report { get; }

    /// <summary>Keeps the selected columns.</summary>
    /// <returns>Rows of the storage given.</returns>
    /// <exception cref="ArgumentException">The width differs from the one fitted on, or a value is missing.</exception>
    public Features Transform(Features x) =>
        ColumnNumbers.Select(Check.CompleteRows(x.AlignedTo(this), nameof(SelectKBestModel)), selected, OutputNames);
}
