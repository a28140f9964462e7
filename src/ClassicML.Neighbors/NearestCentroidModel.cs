using ClassicML.Wire;

namespace ClassicML.Neighbors;

/// <summary>A fitted <see cref="NearestCentroid"/>: one centre for each class that had rows.</summary>
public sealed class NearestCentroidModel : IClassifierModel
{
    private readonly int[] codes;

    internal NearestCentroidModel(ClassLabels labels, Matrix centroids, int[] codes, DistanceMetric metric, FitReport report)
    {
        Labels = labels;
        Centroids = centroids;
        this.codes = codes;
        Metric = metric;
        Report = report;
    }

    /// <summary>The centres, one row for each class that had rows, in label order.</summary>
    public Matrix Centroids { get; }

    /// <summary>The class code of each centre.</summary>
    public ReadOnlySpan<int> CentroidCodes => codes;

    /// <summary>What near means.</summary>
    public DistanceMetric Metric { get; }

    /// <inheritdoc/>
    public ClassLabels Labels { get; }

    /// <inheritdoc/>
    public int FeatureCount => Centroids.ColumnCount;

    /// <inheritdoc/>
    public FitReport Report { get; }

    /// <inheritdoc/>
    /// <remarks>The class of the nearest centre; of equally near ones the first.</remarks>
    public void Predict(Features x, Memory<int> destination)
    {
        x = x.AlignedTo(this);
        Matrix rows = Check.Complete(x, nameof(NearestCentroidModel));
        Check.Destination(destination.Length, rows.RowCount);
        int threads = (long)rows.RowCount * Centroids.Span.Length < 100_000 ? 1 : Workers.MaxThreads;
        Workers.ForBlocks(rows.RowCount, 256, threads, (start, end) =>
        {
            for (int i = start; i < end; i++)
            {
                int best = 0;
                double least = double.PositiveInfinity;
                for (int k = 0; k < codes.Length; k++)
                {
                    double rank = Metric.Rank(rows.Row(i), Centroids.Row(k));
                    if (rank < least) (least, best) = (rank, k);
                }
                destination.Span[i] = codes[best];
            }
        });
    }

    internal void Write(WireWriter w) => w
        .Labels("Labels", Labels).Matrix("Centroids", Centroids).Integers("Codes", codes).Object("Metric", Metric).Report(Report);

    internal static NearestCentroidModel Read(WireReader r)
    {
        ClassLabels labels = r.Labels("Labels", minimum: 1);
        Matrix centroids = r.Matrix("Centroids");
        int[] codes = r.Integers("Codes");
        Check.Positive(codes.Length, "the number of centres");
        Check.Length(codes.Length, centroids.RowCount, "Codes", "centre");
        foreach (int code in codes) Check.Within(code, new Interval(0, labels.Count - 1), "a code");
        Check.Positive(centroids.ColumnCount, "the number of columns of Centroids");
        var metric = r.Object<DistanceMetric>("Metric");
        metric.Checked(centroids, nameof(NearestCentroidModel));
        return new NearestCentroidModel(labels, centroids, codes, metric, r.Report());
    }
}
