using ClassicML.Wire;

namespace ClassicML.Neighbors;

/// <summary>A fitted <see cref="KNearestNeighborsClassifier"/>: the training rows, and how to vote.</summary>
public sealed class KNearestNeighborsModel : IClassifierModel, IProbabilisticModel
{
    private readonly ClassificationData data;
    private readonly BruteForceSearch search;

    internal KNearestNeighborsModel(
        ClassificationData data, BruteForceSearch search, int neighborCount, NeighborWeighting weighting, FitReport report)
    {
        this.data = data;
        this.search = search;
        NeighborCount = neighborCount;
        Weighting = weighting;
        Report = report;
    }

    /// <summary>The number of neighbours, k.</summary>
    public int NeighborCount { get; }

    /// <summary>How much a vote counts.</summary>
    public NeighborWeighting Weighting { get; }

    /// <inheritdoc/>
    public ClassLabels Labels => data.Labels;

    /// <inheritdoc/>
    public int FeatureCount => data.FeatureCount;

    /// <inheritdoc/>
    public FitReport Report { get; }

    /// <inheritdoc/>
    /// <remarks>The class with most votes; of equal ones the first.</remarks>
    public void Predict(Features x, Memory<int> destination)
    {
        Matrix queries = Queries(x);
        Check.Destination(destination.Length, queries.RowCount);
        search.ForEach(queries, NeighborCount, (row, neighbors) =>
        {
            Span<double> votes = stackalloc double[Labels.Count <= 256 ? Labels.Count : 0];
            if (votes.IsEmpty) votes = new double[Labels.Count];
            Vote(neighbors, votes);
            int best = 0;
            for (int k = 1; k < votes.Length; k++)
                if (votes[k] > votes[best]) best = k;
            destination.Span[row] = best;
        });
    }

    /// <inheritdoc/>
    /// <remarks>A class's share of the votes.</remarks>
    public void PredictProbabilities(Features x, Memory<double> destination)
    {
        Matrix queries = Queries(x);
        int classes = Labels.Count;
        Check.Destination(destination.Length, (long)queries.RowCount * classes);
        search.ForEach(queries, NeighborCount, (row, neighbors) =>
        {
            Span<double> votes = destination.Span.Slice(row * classes, classes);
            votes.Clear();
            double total = Vote(neighbors, votes);
            foreach (ref double vote in votes) vote /= total;
        });
    }

    internal void Write(WireWriter w) => w
        .Integer("NeighborCount", NeighborCount).Integer("Weighting", (int)Weighting)
        .Labels("Labels", Labels).Matrix("X", (Matrix)data.Features).Integers("Codes", data.Codes).Doubles("Weights", data.Weights).Report(Report);

    internal static KNearestNeighborsModel Read(WireReader r)
    {
        int neighborCount = r.Integer("NeighborCount");
        var weighting = Check.Defined((NeighborWeighting)r.Integer("Weighting"), "Weighting");
        var data = new ClassificationData(r.Matrix("X"), r.Integers("Codes"), r.Labels("Labels"), r.Doubles("Weights"));
        Check.Within(neighborCount, new Interval(1, data.RowCount), "NeighborCount");
        return new KNearestNeighborsModel(data, new BruteForceSearch((Matrix)data.Features), neighborCount, weighting, r.Report());
    }

    private Matrix Queries(Features x)
    {
        Check.Width(x, FeatureCount);
        return Check.Complete(x, nameof(KNearestNeighborsModel));
    }

    // Where every neighbour has weight zero the rows count alike, so that the shares still sum to one.
    private double Vote(ReadOnlySpan<Neighbor> neighbors, Span<double> votes)
    {
        double total = AddVotes(neighbors, data.Weights, votes);
        return total > 0 ? total : AddVotes(neighbors, default, votes);
    }

    private double AddVotes(ReadOnlySpan<Neighbor> neighbors, ReadOnlySpan<double> rowWeights, Span<double> votes)
    {
        bool atZero = neighbors[0].SquaredDistance == 0;
        double total = 0;
        foreach (Neighbor neighbor in neighbors)
        {
            double vote = Weighting == NeighborWeighting.Uniform ? 1
                : atZero ? (neighbor.SquaredDistance == 0 ? 1 : 0)
                : 1 / Math.Sqrt(neighbor.SquaredDistance);
            if (!rowWeights.IsEmpty) vote *= rowWeights[neighbor.Row];
            votes[data.Codes[neighbor.Row]] += vote;
            total += vote;
        }
        return total;
    }
}
