using ClassicML.Internal;
using ClassicML.Wire;

namespace ClassicML.Neighbors;

/// <summary>A fitted <see cref="KNearestNeighborsClassifier"/>: the training rows, and how to vote.</summary>
public sealed class KNearestNeighborsClassifierModel : IClassifierModel, IProbabilisticModel, IRowClassifier
{
    private readonly NeighborVotes votes;
    private readonly IRowSearch search;
    private readonly NeighborSearch kind;
    private readonly PreparedNeighbors? prepared;

    internal KNearestNeighborsClassifierModel(
        NeighborVotes votes, IRowSearch search, NeighborSearch kind, int neighborCount, FitReport report,
        PreparedNeighbors? prepared = null)
    {
        this.prepared = prepared;
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

    /// <summary>The training rows, n×p.</summary>
    public Matrix TrainingRows => search.Rows();

    /// <summary>The class code of each training row.</summary>
    public ReadOnlySpan<int> TrainingCodes => votes.Codes;

    /// <summary>The weight of each training row; none where all weigh 1.</summary>
    public ReadOnlySpan<double> TrainingWeights => votes.RowWeights;

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
        ForEach(x, queries, (row, neighbors) => destination.Span[row] = votes.Winner(neighbors));
    }

    /// <inheritdoc/>
    /// <remarks>A class's share of the votes.</remarks>
    public void PredictProbabilities(Features x, Memory<double> destination)
    {
        Matrix queries = Queries(x);
        int classes = Labels.Count;
        Check.Destination(destination.Length, (long)queries.RowCount * classes);
        ForEach(x, queries, (row, neighbors) => votes.Shares(neighbors, destination.Span.Slice(row * classes, classes)));
    }

    int IRowClassifier.PredictRow(ReadOnlySpan<double> row, Span<double> probabilities)
    {
        if (!Metric.AcceptsMissing) RowChecks.Complete(row, this);
        NeighborQuery query = NeighborQuery.Nearest(Metric, NeighborCount);
        NeighborCollector nearest = NeighborCollector.Take(query);
        search.Find(row, query, nearest);
        int code = probabilities.IsEmpty ? votes.Winner(nearest.Sorted()) : votes.Winner(nearest.Sorted(), probabilities);
        nearest.GiveBack();
        return code;
    }

    internal void Write(WireWriter w)
    {
        w.Integer("NeighborCount", NeighborCount).Choice("Search", kind).Matrix("X", search.Rows());
        votes.Write(w);
        w.Report(Report);
    }

    internal static KNearestNeighborsClassifierModel Read(WireReader r)
    {
        int neighborCount = r.Integer("NeighborCount");
        var kind = r.Choice<NeighborSearch>("Search");
        Matrix x = r.Matrix("X", orNaN: true);
        NeighborVotes votes = NeighborVotes.Read(r, x);
        Check.Within(neighborCount, new Interval(1, x.RowCount), "NeighborCount");
        IRowSearch search = RowSearches.Create(votes.Metric.Checked(x, nameof(KNearestNeighborsClassifierModel)), votes.Metric, kind, Workers.MaxThreads);
        return new KNearestNeighborsClassifierModel(votes, search, kind, neighborCount, r.Report());
    }

    /// <summary>Finds the neighbours of rows that several models will predict.</summary>
    internal PreparedNeighbors Prepare(Features x, FitContext context) =>
        PreparedNeighbors.Find(search, x, Queries(x), NeighborQuery.Nearest(Metric, NeighborCount), context);

    /// <summary>The model that a learner of no more neighbours and the same metric would fit on the same rows.</summary>
    internal KNearestNeighborsClassifierModel For(KNearestNeighborsClassifier learner, PreparedNeighbors neighbors) =>
        new(votes.With(learner.Weighting), search, learner.Search, learner.NeighborCount, Report with { Learner = learner }, neighbors);

    private void ForEach(Features x, Matrix queries, NeighborsFound found)
    {
        if (prepared is not null && prepared.AreOf(x)) prepared.ForEach(NeighborCount, found);
        else search.ForEach(queries, NeighborQuery.Nearest(Metric, NeighborCount), Workers.MaxThreads, found);
    }

    private Matrix Queries(Features x) => Metric.Checked(x.AlignedTo(this), nameof(KNearestNeighborsClassifierModel));
}
