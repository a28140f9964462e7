using System.Diagnostics;

namespace ClassicML.Preprocessing;

/// <summary>Cuts each column into bins, so that a linear model can treat each range of values by itself.</summary>
/// <remarks>
/// A value belongs to the last bin whose low edge it reaches; beyond the ends it belongs to the bin there. Edges that fall together at ties are
/// one, so such a column has fewer bins; a column of one value has one. Missing values (NaN) are refused. Of many rows a sample is read, but
/// for even steps. Row weights are not looked at. Differences from scikit-learn: it joins edges within 1e-8, and so bins of small units; here
/// equal ones are joined. Cost: a sort of each column, then a binary search a value.
/// </remarks>
public sealed record KBinsDiscretizer : ITransformer<KBinsDiscretizerModel>
{
    /// <summary>The number of bins of a column. Default 5, at least 2.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 2.</exception>
    public int BinCount { get; init => field = Check.AtLeast(value, 2, nameof(BinCount)); } = 5;

    /// <summary>Where the edges lie. Default <see cref="BinEdges.Quantile"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not a member of the enumeration.</exception>
    public BinEdges Edges { get; init => field = Check.Defined(value, nameof(Edges)); } = BinEdges.Quantile;

    /// <summary>What a bin becomes. Default <see cref="BinEncoding.OneHot"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not a member of the enumeration.</exception>
    public BinEncoding Encoding { get; init => field = Check.Defined(value, nameof(Encoding)); } = BinEncoding.OneHot;

    /// <summary>Whether one-hot rows come out as a <see cref="SparseMatrix"/>. Default false: a <see cref="Matrix"/>. Bin numbers are
    /// dense.</summary>
    public bool SparseOutput { get; init; }

    /// <summary>The most rows that quantiles and means are taken of: of more a random sample is. Default 200,000, at least 1; null for
    /// all.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int? SampleCount { get; init => field = Check.AtLeast(value, 1, nameof(SampleCount)); } = 200_000;

    /// <summary>The seed of the sample. Default 0, at least 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public int Seed { get; init => field = Check.AtLeast(value, 0, nameof(Seed)); }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There is no row, or a value is missing or infinite.</exception>
    public KBinsDiscretizerModel Fit(Features x, FitContext context = default)
    {
        var clock = Stopwatch.StartNew();
        context.ThrowIfCancelled();
        Matrix rows = ColumnTiles.Readable(x, nameof(KBinsDiscretizer));
        Check.Complete(rows, nameof(KBinsDiscretizer));
        double[][] edges = new double[rows.ColumnCount][];
        if (Edges == BinEdges.Uniform)
        {
            (double[] minimums, double[] maximums) = ColumnExtremes.Of(rows, context);
            for (int j = 0; j < edges.Length; j++) edges[j] = Distinct(EvenSteps(minimums[j], maximums[j]));
        }
        else
            OrderedColumn.ForEach(RowSample.Of(rows, SampleCount, Seed), context, (j, values) => edges[j] = Distinct(
                Edges == BinEdges.Quantile ? values.Quantiles(BinCount + 1) : OneDimensionalKMeans.Edges(values, BinCount)));
        FitReport report = new FitReport().Ended(this, clock.Elapsed, x.ColumnNames).With("constant_columns", edges.Count(own => own[0] == own[^1]));
        return new KBinsDiscretizerModel(Encoding, SparseOutput, edges, report);
    }

    private double[] EvenSteps(double low, double high)
    {
        double[] steps = new double[BinCount + 1];
        for (int i = 0; i <= BinCount; i++) steps[i] = i == BinCount ? high : low + i * ((high - low) / BinCount);
        return steps;
    }

    // A column of one value has the two edges of its one bin there.
    private static double[] Distinct(double[] edges)
    {
        double[] distinct = [.. edges.Distinct()];
        return distinct.Length == 1 ? [edges[0], edges[0]] : distinct;
    }
}
