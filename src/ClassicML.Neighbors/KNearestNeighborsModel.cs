using ClassicML.Wire;

namespace ClassicML.Neighbors;

/// <summary>A fitted <see cref="KNearestNeighborsClassifier"/>: the training rows, and how to vote.</summary>
public sealed class KNearestNeighborsModel : IClassifierModel, IProbabilisticModel
{
    private readonly NeighborVotes votes;
    private readonly IRowSearch search;
    private readonly NeighborSearch kind;

    internal KNearestNeighborsModel(NeighborVotes votes, IRowSearch search, NeighborSearch kind, int neighborCount, FitReport report)
    {
        this.votes = votes;
        this.search = search;
        this.kind = kind;
        NeighborCount = neighborCount;
        Report = report;
    }

    /// <summary>The number of neighbours, k.</summary>
    public int NeighborCount { get; }

    /// <summary>How much a vote counts.</summary>
    public NeighborWeighting Weighting => votes.Weighting;

    /// <summary>What near means.</summary>
    public DistanceMetric Metric => votes.Metric;

    /// <inheritdoc/>
    public ClassLabels Labels => votes.Labels;

    /// <inheritdoc/>
    public int FeatureCount => search.FeatureCount;

    /// <inheritdoc/>
    public FitReport Report { get; }

    /// <inheritdoc/>
    /// <remarks>The class with most votes; of equal ones the first.</remarks>
    public void Predict(Features x, Memory<int> destination)
    {
        Matrix queries = Queries(x);
        Check.Destination(destination.Length, queries.RowCount);
        ForEach(queries, (row, neighbors) => destination.Span[row] = votes.Winner(neighbors));
    }

    /// <inheritdoc/>
    /// <remarks>A class's share of the votes.</remarks>
    public void PredictProbabilities(Features x, Memory<double> destination)
    {
        Matrix queries = Queries(x);
        int classes = Labels.Count;
        Check.Destination(destination.Length, (long)queries.RowCount * classes);
        ForEach(queries, (row, neighbors) => votes.Shares(neighbors, destination.Span.Slice(row * classes, classes)));
    }

    internal void Write(WireWriter w)
    {
        w.Integer("NeighborCount", NeighborCount).Integer("Search", (int)kind).Matrix("X", search.Rows());
        votes.Write(w);
        w.Report(Report);
    }

    internal static KNearestNeighborsModel Read(WireReader r)
    {
        int neighborCount = r.Integer("NeighborCount");
        var kind = Check.Defined((NeighborSearch)r.Integer("Search"), "Search");
        Matrix x = r.Matrix("X");
        NeighborVotes votes = NeighborVotes.Read(r, x);
        Check.Within(neighborCount, new Interval(1, x.RowCount), "NeighborCount");
        IRowSearch search = RowSearches.Create(votes.Metric.Checked(x, nameof(KNearestNeighborsModel)), votes.Metric, kind, Workers.MaxThreads);
        return new KNearestNeighborsModel(votes, search, kind, neighborCount, r.Report());
    }

    private void ForEach(Matrix queries, NeighborsFound found) =>
        search.ForEach(queries, NeighborQuery.Nearest(Metric, NeighborCount), Workers.MaxThreads, found);

    private Matrix Queries(Features x)
    {
        Check.Width(x, FeatureCount);
        return Metric.Checked(x, nameof(KNearestNeighborsModel));
    }
}
