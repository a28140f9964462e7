using ClassicML.Internal;
using ClassicML.Wire;

namespace ClassicML.Neighbors;

/// <summary>A fitted <see cref="KNearestNeighborsRegressor"/>: the training rows and their targets.</summary>
public sealed class KNearestNeighborsRegressorModel : IRegressorModel, IRowRegressor
{
    private readonly double[] targets, rowWeights;
    private readonly IRowSearch search;
    private readonly KNearestNeighborsRegressor options;
    private readonly PreparedNeighbors? prepared;

    internal KNearestNeighborsRegressorModel(
        double[] targets, double[] rowWeights, IRowSearch search, KNearestNeighborsRegressor options, FitReport report,
        PreparedNeighbors? prepared = null)
    {
        this.prepared = prepared;
        this.targets = targets;
        this.rowWeights = rowWeights;
        this.search = search;
        this.options = options;
        Report = report;
    }

    /// <summary>The number of neighbours, k.</summary>
    public int NeighborCount => options.NeighborCount;

    /// <summary>How much a neighbour counts.</summary>
    public NeighborWeighting Weighting => options.Weighting;

    /// <summary>What near means.</summary>
    public DistanceMetric Metric => options.Metric;

    /// <summary>The training rows, n×p.</summary>
    public Matrix TrainingRows => search.Rows();

    /// <summary>The number of each training row.</summary>
    public ReadOnlySpan<double> TrainingTargets => targets;

    /// <summary>The weight of each training row; none where all weigh 1.</summary>
    public ReadOnlySpan<double> TrainingWeights => rowWeights;

    /// <inheritdoc/>
    public int FeatureCount => search.FeatureCount;

    /// <inheritdoc/>
    public FitReport Report { get; }

    /// <inheritdoc/>
    /// <remarks>The weighted mean of the neighbours' targets.</remarks>
    public void Predict(Features x, Memory<double> destination)
    {
        Matrix queries = Queries(x);
        Check.Destination(destination.Length, queries.RowCount);
        void Found(int row, ReadOnlySpan<Neighbor> neighbors) => destination.Span[row] = Mean(neighbors);
        if (prepared is not null && prepared.AreOf(x)) prepared.ForEach(NeighborCount, Found);
        else search.ForEach(queries, NeighborQuery.Nearest(Metric, NeighborCount), Workers.MaxThreads, Found);
    }

    double IRowRegressor.PredictRow(ReadOnlySpan<double> row)
    {
        if (!Metric.AcceptsMissing) RowChecks.Complete(row, this);
        NeighborQuery query = NeighborQuery.Nearest(Metric, NeighborCount);
        NeighborCollector nearest = NeighborCollector.Take(query);
        search.Find(row, query, nearest);
        double mean = Mean(nearest.Sorted());
        nearest.GiveBack();
        return mean;
    }

    internal void Write(WireWriter w) => w
        .Integer("NeighborCount", NeighborCount).Choice("Search", options.Search).Object("Metric", Metric).Object("Weighting", Weighting)
        .Matrix("X", search.Rows()).Doubles("Targets", targets).Doubles("Weights", rowWeights).Report(Report);

    internal static KNearestNeighborsRegressorModel Read(WireReader r)
    {
        var options = new KNearestNeighborsRegressor
        {
            NeighborCount = r.Integer("NeighborCount"),
            Search = r.Choice<NeighborSearch>("Search"),
            Metric = r.Object<DistanceMetric>("Metric"),
            Weighting = r.Object<NeighborWeighting>("Weighting"),
        };
        return options.Fit(new RegressionData(r.Matrix("X", orNaN: true), r.Doubles("Targets"), r.Doubles("Weights"))).With(r.Report());
    }

    /// <summary>Finds the neighbours of rows that several models will predict.</summary>
    internal PreparedNeighbors Prepare(Features x, FitContext context) =>
        PreparedNeighbors.Find(search, x, Queries(x), NeighborQuery.Nearest(Metric, NeighborCount), context);

    /// <summary>The model that a learner of no more neighbours and the same metric would fit on the same rows.</summary>
    internal KNearestNeighborsRegressorModel For(KNearestNeighborsRegressor learner, PreparedNeighbors neighbors) =>
        new(targets, rowWeights, search, learner, Report with { Learner = learner }, neighbors);

    private Matrix Queries(Features x) => Metric.Checked(x.AlignedTo(this), nameof(KNearestNeighborsRegressorModel));

    private KNearestNeighborsRegressorModel With(FitReport report) => new(targets, rowWeights, search, options, report);

    private double Mean(ReadOnlySpan<Neighbor> neighbors) => NeighborVotes.Mean(neighbors, Metric, Weighting, rowWeights, targets);
}
