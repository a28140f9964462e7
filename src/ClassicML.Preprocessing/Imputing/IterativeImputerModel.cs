using System.Collections.Immutable;

namespace ClassicML.Preprocessing;

/// <summary>A fitted <see cref="IterativeImputer"/>.</summary>
public sealed class IterativeImputerModel : ITransformerModel
{
    private readonly ImputedColumns columns;
    private readonly int[] active;

    internal IterativeImputerModel(
        SimpleImputerModel first, ImputedColumns columns, int[] active, ImputationStep[] steps, double least, double most, FitReport report)
    {
        First = first;
        this.columns = columns;
        this.active = active;
        Steps = steps;
        (Least, Most) = (least, most);
        Report = report;
        OutputNames = columns.Names(report.FeatureNames);
    }

    /// <summary>What missing values are at first.</summary>
    public SimpleImputerModel First { get; }

    /// <summary>The number of regressions, over all rounds.</summary>
    public int StepCount => Steps.Length;

    /// <summary>The columns that come out filled, ascending.</summary>
    public ReadOnlySpan<int> KeptColumns => columns.Kept;

    /// <summary>The columns whose indicators follow, ascending; empty without indicators.</summary>
    public ReadOnlySpan<int> IndicatorColumns => columns.Indicated;

    /// <inheritdoc/>
    public int FeatureCount => columns.FeatureCount;

    /// <inheritdoc/>
    public int OutputCount => columns.OutputCount;

    /// <inheritdoc/>
    public ImmutableArray<string>? OutputNames { get; }

    /// <inheritdoc/>
    public ImmutableArray<int>? OutputSources => columns.Sources;

    /// <inheritdoc/>
    public FitReport Report { get; }

    /// <summary>The columns that had values at the fit, ascending: those that take part.</summary>
    public ReadOnlySpan<int> Active => active;

    /// <summary>One of the regressions, in the order in which they fill: the column, by its place in <see cref="Active"/>, and the model, which reads the
    /// others.</summary>
    /// <param name="index">Its number, below <see cref="StepCount"/>.</param>
    /// <exception cref="IndexOutOfRangeException">There is no such step.</exception>
    public (int Column, IRegressorModel Model) Step(int index) => (Steps[index].Column, Steps[index].Model);

    internal ImputationStep[] Steps { get; }

    /// <summary>The least value that is filled in.</summary>
    public double Least { get; }

    /// <summary>The largest value that is filled in.</summary>
    public double Most { get; }

    /// <summary>Fills missing values, and adds the indicators.</summary>
    /// <returns>A <see cref="Matrix"/>: the columns that are kept, then the indicators.</returns>
    /// <exception cref="ArgumentException">The width differs from the one fitted on, or a value is infinite.</exception>
    public Features Transform(Features x)
    {
        Matrix rows = ColumnTiles.Readable(x, this);
        double[] filled = columns.Lay(rows);
        var state = new ImputationRounds(rows, active, First.Statistics);
        foreach (ImputationStep step in Steps) state.Fill(step.Column, step.Model, Least, Most);
        for (int k = 0; k < columns.Kept.Length; k++)
        {
            int column = columns.Kept[k], place = Array.BinarySearch(active, column);
            for (int i = 0; i < rows.RowCount; i++)
                if (double.IsNaN(rows[i, column])) filled[i * OutputCount + k] = place < 0 ? First.Statistics[column] : state[i, place];
        }
        return Matrix.Wrap(filled, rows.RowCount, OutputCount).WithNames(OutputNames);
    }
}
