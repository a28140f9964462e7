using System.Collections.Immutable;
using ClassicML.Internal;

namespace ClassicML.Preprocessing;

/// <summary>Which columns come out of an imputer: those that are kept, in their order, then the indicators of those that missed values.</summary>
internal sealed class ImputedColumns
{
    private readonly int[] kept, indicated;

    /// <param name="featureCount">The number of columns that go in.</param>
    /// <param name="kept">Those that come out filled, ascending.</param>
    /// <param name="indicated">Those that have an indicator, ascending.</param>
    /// <exception cref="ArgumentException">A column is outside, does not ascend, or none comes out.</exception>
    public ImputedColumns(int featureCount, int[] kept, int[] indicated)
    {
        FeatureCount = Check.Positive(featureCount, "the number of columns");
        this.kept = ColumnNumbers.Ascending(kept, featureCount, "KeptColumns");
        this.indicated = ColumnNumbers.Ascending(indicated, featureCount, "IndicatorColumns");
        Check.Positive(OutputCount, "the number of columns that come out");
    }

    public int FeatureCount { get; }

    public int OutputCount => kept.Length + indicated.Length;

    public ReadOnlySpan<int> Kept => kept;

    public ReadOnlySpan<int> Indicated => indicated;

    /// <summary>The input column of each that comes out: that which is filled, or that whose missing values are told.</summary>
    public ImmutableArray<int> Sources => [.. kept, .. indicated];

    /// <summary>The names of those that come out: indicators are named as scikit-learn names them.</summary>
    public ImmutableArray<string>? Names(ImmutableArray<string>? names) =>
        names is { } all ? [.. kept.Select(j => all[j]), .. indicated.Select(j => IndicatorName(all[j]))] : null;

    public static string IndicatorName(string name) => $"missingindicator_{name}";

    /// <summary>Those of training rows.</summary>
    /// <param name="counts">The number of values that are there, by column.</param>
    /// <param name="rowCount">The number of rows.</param>
    /// <param name="keepsEmpty">Whether a column without any is kept.</param>
    /// <param name="addsIndicator">Whether there are indicators.</param>
    /// <param name="reader">Who asks, for the message.</param>
    /// <exception cref="ArgumentException">Nothing would come out.</exception>
    public static ImputedColumns Of(int[] counts, int rowCount, bool keepsEmpty, bool addsIndicator, string reader)
    {
        int[] kept = [.. Enumerable.Range(0, counts.Length).Where(j => keepsEmpty || counts[j] > 0)];
        int[] indicated = addsIndicator ? [.. Enumerable.Range(0, counts.Length).Where(j => counts[j] < rowCount)] : [];
        return kept.Length + indicated.Length > 0 ? new ImputedColumns(counts.Length, kept, indicated)
            : throw new ArgumentException(
                $"{reader} would drop every column: all values are missing; {nameof(Imputer.KeepEmptyFeatures)} fills them with 0", "x");
    }

    /// <summary>
    /// The rows as they come out, n×<see cref="OutputCount"/>, but for missing values, which stay NaN in the columns that are kept.
    /// </summary>
    public double[] Lay(Matrix x)
    {
        int width = OutputCount;
        double[] laid = new double[MemoryNeed.Doubles(x.RowCount, width, "filled rows", "take fewer rows at once")];
        Workers.ForBlocks(x.RowCount, ColumnTiles.BlockSize, ColumnTiles.Threads(x, Workers.MaxThreads), (start, end) =>
        {
            for (int i = start; i < end; i++)
            {
                ReadOnlySpan<double> from = x.Row(i);
                Span<double> to = laid.AsSpan(i * width, width);
                for (int k = 0; k < kept.Length; k++) to[k] = from[kept[k]];
                for (int k = 0; k < indicated.Length; k++) to[kept.Length + k] = double.IsNaN(from[indicated[k]]) ? 1 : 0;
            }
        });
        return laid;
    }

    /// <summary>A number of each input column, for those that are kept.</summary>
    public double[] OfKept(ReadOnlySpan<double> all)
    {
        double[] picked = new double[kept.Length];
        for (int k = 0; k < kept.Length; k++) picked[k] = all[kept[k]];
        return picked;
    }
}
