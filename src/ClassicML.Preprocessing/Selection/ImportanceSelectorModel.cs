using System.Collections.Immutable;

namespace ClassicML.Preprocessing;

/// <summary>A fitted <see cref="SelectFromModel"/> or <see cref="RegressorSelectFromModel"/>.</summary>
public sealed class ImportanceSelectorModel : ITransformerModel
{
    private readonly double[] importances;
    private readonly int[] selected;

    internal ImportanceSelectorModel(double[] importances, double threshold, int[] selected, FitReport report)
    {
        this.importances = importances;
        this.selected = selected;
        Threshold = threshold;
        Report = report;
    }

    /// <summary>How much each feature counted, p values of at least 0.</summary>
    public ReadOnlySpan<double> Importances => importances;

    /// <summary>The importance that a feature had to reach.</summary>
    public double Threshold { get; }

    /// <summary>The columns that are kept, ascending.</summary>
    public ReadOnlySpan<int> SelectedColumns => selected;

    /// <inheritdoc/>
    public int FeatureCount => importances.Length;

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
