using ClassicML.Wire;

namespace ClassicML.Neighbors;

/// <summary>A fitted <see cref="RadiusNeighborsClassifier"/>: the training rows, and how to vote.</summary>
public sealed class RadiusNeighborsClassifierModel : IClassifierModel, IProbabilisticModel
{
    private readonly NeighborVotes votes;
    private readonly IRowSearch search;
    private readonly NeighborSearch kind;
    private readonly double[] priors;

    internal RadiusNeighborsClassifierModel(NeighborVotes votes, IRowSearch search, NeighborSearch kind, double radius, FitReport report)
    {
        this.votes = votes;
        this.search = search;
        this.kind = kind;
        priors = votes.Priors();
        Radius = radius;
        Report = report;
    }

    /// <summary>The distance within which rows vote.</summary>
    public double Radius { get; }

    /// <summary>How much a vote counts.</summary>
    public NeighborWeighting Weighting => votes.Weighting;

    /// <summary>What near means.</summary>
    public DistanceMetric Metric => votes.Metric;

    /// <summary>The training rows, n×p.</summary>
    public Matrix TrainingRows => search.Rows();

    /// <summary>The class code of each training row.</summary>
    public ReadOnlySpan<int> TrainingCodes => votes.Codes;

    /// <summary>The weight of each training row; none where all weigh 1.</summary>
    public ReadOnlySpan<double> TrainingWeights => votes.RowWeights;

    /// <summary>Each class's share of the training data, which is the answer where no row votes.</summary>
    public ReadOnlySpan<double> Priors => priors;

    /// <inheritdoc/>
    public ClassLabels Labels => votes.Labels;

    /// <inheritdoc/>
    public int FeatureCount => search.FeatureCount;

    /// <inheritdoc/>
    public FitReport Report { get; }

    /// <inheritdoc/>
    /// <remarks>The class with most votes, without any vote the most frequent one; of equal ones the first.</remarks>
    public void Predict(Features x, Memory<int> destination)
    {
        Matrix queries = Queries(x);
        Check.Destination(destination.Length, queries.RowCount);
        int frequent = priors.AsSpan().IndexOf(priors.Max());
        ForEach(queries, (row, neighbors) => destination.Span[row] = neighbors.IsEmpty ? frequent : votes.Winner(neighbors));
    }

    /// <inheritdoc/>
    /// <remarks>A class's share of the votes, without any vote its share of the training data.</remarks>
    public void PredictProbabilities(Features x, Memory<double> destination)
    {
        Matrix queries = Queries(x);
        int classes = Labels.Count;
        Check.Destination(destination.Length, (long)queries.RowCount * classes);
        ForEach(queries, (row, neighbors) =>
        {
            Span<double> shares = destination.Span.Slice(row * classes, classes);
            if (neighbors.IsEmpty) priors.CopyTo(shares);
            else votes.Shares(neighbors, shares);
        });
    }

    internal void Write(WireWriter w)
    {
        w.Number("Radius", Radius).Choice("Search", kind).Matrix("X", search.Rows());
        votes.Write(w);
        w.Report(Report);
    }

    internal static RadiusNeighborsClassifierModel Read(WireReader r)
    {
        double radius = r.Number("Radius", Interval.NonNegative);
        var kind = r.Choice<NeighborSearch>("Search");
        Matrix x = r.Matrix("X", orNaN: true);
        NeighborVotes votes = NeighborVotes.Read(r, x);
        IRowSearch search = RowSearches.Create(votes.Metric.Checked(x, nameof(RadiusNeighborsClassifierModel)), votes.Metric, kind, Workers.MaxThreads);
        return new RadiusNeighborsClassifierModel(votes, search, kind, radius, r.Report());
    }

    private void ForEach(Matrix queries, NeighborsFound found) =>
        search.ForEach(queries, NeighborQuery.Within(Metric, Radius), Workers.MaxThreads, found);

    private Matrix Queries(Features x) => Metric.Checked(x.AlignedTo(this), nameof(RadiusNeighborsClassifierModel));
}
