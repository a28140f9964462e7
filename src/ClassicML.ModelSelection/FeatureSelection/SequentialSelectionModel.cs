using System.Collections.Immutable;

namespace ClassicML.ModelSelection;

/// <summary>A fitted <see cref="SequentialFeatureSelector"/> or <see cref="RegressorSequentialFeatureSelector"/>.</summary>
public sealed class SequentialSelectionModel : ITransformerModel
{
    private readonly int[] selected;

    internal SequentialSelectionModel(int featureCount, int[] selected, double score, FitReport report)
    {
        FeatureCount = featureCount;
        this.selected = selected;
        Score = score;
        Report = report;
    }

    /// <summary>The columns that are kept, ascending.</summary>
    public ReadOnlySpan<int> SelectedColumns => selected;

    /// <summary>The mean score of these features over the folds that chose them: it promises too much.</summary>
    public double Score { get; }

    /// <inheritdoc/>
    public int FeatureCount { get; }

    /// <inheritdoc/>
    public int OutputCount => selected.Length;

    /// <inheritdoc/>
    public ImmutableArray<string>? OutputNames => Report.FeatureNames is { } names ? [.. selected.Select(j => names[j])] : null;

    /// <inheritdoc/>
    public ImmutableArray<int>? OutputSources => [.. selected];

    /// <inheritdoc/>
    public FitReport Report { get; }

    /// <summary>Keeps the selected columns; missing values stay missing.</summary>
    /// <returns>Rows of the storage given.</returns>
    /// <exception cref="ArgumentException">The width differs from the one fitted on, or a value is infinite.</exception>
    public Features Transform(Features x)
    {
        Features rows = x.AlignedTo(this);
        Check.Magnitudes(rows);
        Features kept = rows.SelectColumns(selected);
        return OutputNames is { } names ? kept.WithNames(names) : kept;
    }
}
