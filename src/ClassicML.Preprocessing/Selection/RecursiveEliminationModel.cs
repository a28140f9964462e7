using System.Collections.Immutable;

namespace ClassicML.Preprocessing;

/// <summary>A fitted <see cref="RecursiveFeatureElimination"/> or <see cref="RegressorRecursiveFeatureElimination"/>.</summary>
public sealed class RecursiveEliminationModel : ITransformerModel
{
    private readonly int[] ranking, selected;

    internal RecursiveEliminationModel(int[] ranking, FitReport report)
    {
        this.ranking = ranking;
        selected = [.. Enumerable.Range(0, ranking.Length).Where(j => ranking[j] == 1)];
        Report = report;
    }

    /// <summary>The place of each feature, p numbers: 1 for those that are kept, 2 for those dropped last, and so on.</summary>
    public ReadOnlySpan<int> Ranking => ranking;

    /// <summary>The columns that are kept, ascending.</summary>
    public ReadOnlySpan<int> SelectedColumns => selected;

    /// <inheritdoc/>
    public int FeatureCount => ranking.Length;

    /// <inheritdoc/>
    public int OutputCount => selected.Length;

    /// <inheritdoc/>
    public ImmutableArray<string>? OutputNames => ColumnNumbers.Names(Report.FeatureNames, selected);

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
        return ColumnNumbers.Select(rows, selected, OutputNames);
    }
}
