using System.Collections.Immutable;

namespace ClassicML.Preprocessing;

/// <summary>A fitted <see cref="SimpleImputer"/>.</summary>
public sealed class SimpleImputerModel : ITransformerModel
{
    private readonly double[] statistics, fills;
    private readonly ImputedColumns columns;

    internal SimpleImputerModel(double[] statistics, FilledTexts texts, ImputedColumns columns, FitReport report)
    {
        this.statistics = statistics;
        Texts = texts;
        this.columns = columns;
        fills = columns.OfKept(statistics);
        Report = report;
        OutputNames = columns.Names(report.FeatureNames);
    }

    /// <summary>What replaces the missing values of each column, p numbers; NaN for a column that is dropped or holds text.</summary>
    public ReadOnlySpan<double> Statistics => statistics;

    /// <summary>What replaces the missing values of each column of text or categories, p texts; null for a column that is dropped or holds numbers.</summary>
    public ImmutableArray<string?> FillTexts => [.. Enumerable.Range(0, FeatureCount).Select(j => columns.Kept.Contains(j) ? Texts.Of(j) : null)];

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

    internal FilledTexts Texts { get; }

    /// <summary>Fills missing values, and adds the indicators.</summary>
    /// <returns>Rows of the storage given, the columns that are kept, then the indicators: a table where one with text was fitted on, of a table of
    /// numbers a matrix.</returns>
    /// <exception cref="ArgumentException">The width differs from the one fitted on, a value is infinite, or a column is of another kind.</exception>
    public Features Transform(Features x)
    {
        if (Texts.Any)
        {
            Features mixed = x.AlignedTo(this);
            Check.Magnitudes(mixed);
            return Texts.Fill(mixed, columns, statistics);
        }
        if (x is SparseMatrix sparse) return Filled((SparseMatrix)sparse.AlignedTo(this)).WithNames(OutputNames);
        Matrix rows = ColumnTiles.Readable(x, this);
        double[] filled = columns.Lay(rows);
        int width = OutputCount;
        Workers.ForBlocks(rows.RowCount, ColumnTiles.BlockSize, ColumnTiles.Threads(rows, Workers.MaxThreads), (start, end) =>
        {
            for (int i = start; i < end; i++)
                for (int k = 0; k < fills.Length; k++)
                    if (double.IsNaN(filled[i * width + k])) filled[i * width + k] = fills[k];
        });
        return Matrix.Wrap(filled, rows.RowCount, width).WithNames(OutputNames);
    }

    private SparseMatrix Filled(SparseMatrix x)
    {
        Check.Magnitudes(x);
        int[] places = Places(columns.Kept, 0), indicators = Places(columns.Indicated, columns.Kept.Length);
        int[] starts = new int[x.RowCount + 1];
        List<int> stored = [];
        List<double> values = [];
        for (int i = 0; i < x.RowCount; i++)
        {
            ReadOnlySpan<int> rowColumns = x.RowColumns(i);
            ReadOnlySpan<double> rowValues = x.RowValues(i);
            for (int at = 0; at < rowColumns.Length; at++)
                if (places[rowColumns[at]] is >= 0 and int place)
                    Store(place, double.IsNaN(rowValues[at]) ? fills[place] : rowValues[at]);
            for (int at = 0; at < rowColumns.Length; at++)
                if (double.IsNaN(rowValues[at]) && indicators[rowColumns[at]] is >= 0 and int place) Store(place, 1);
            starts[i + 1] = stored.Count;
        }
        return new SparseMatrix(starts, stored.ToArray(), values.ToArray(), OutputCount);

        void Store(int place, double value)
        {
            stored.Add(place);
            values.Add(value);
        }
    }

    // Where each input column comes out, or -1.
    private int[] Places(ReadOnlySpan<int> of, int first)
    {
        int[] places = new int[FeatureCount];
        Array.Fill(places, -1);
        for (int k = 0; k < of.Length; k++) places[of[k]] = first + k;
        return places;
    }
}
