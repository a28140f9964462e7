using System.Buffers;
using ClassicML.Wire;

namespace ClassicML.Neighbors;

/// <summary>Training classes and how neighbours vote for them.</summary>
internal sealed class NeighborVotes(ClassLabels labels, int[] codes, double[] rowWeights, DistanceMetric metric, NeighborWeighting weighting)
{
    private const int OnStack = 256;

    public ClassLabels Labels => labels;

    public int RowCount => codes.Length;

    public ReadOnlySpan<int> Codes => codes;

    public ReadOnlySpan<double> RowWeights => rowWeights;

    public DistanceMetric Metric => metric;

    public NeighborWeighting Weighting => weighting;

    public static NeighborVotes Of(ClassificationData data, DistanceMetric metric, NeighborWeighting weighting) =>
        new(data.Labels, data.Codes.ToArray(), data.Weights.ToArray(), metric, weighting);

    /// <summary>The same voters with another weighting.</summary>
    public NeighborVotes With(NeighborWeighting other) => new(labels, codes, rowWeights, metric, other);

    /// <summary>The class with the largest share; of equal ones the first.</summary>
    public int Winner(ReadOnlySpan<Neighbor> neighbors)
    {
        double[]? rented = null;
        Span<double> shares = labels.Count <= OnStack ? stackalloc double[labels.Count]
            : (rented = ArrayPool<double>.Shared.Rent(labels.Count)).AsSpan(0, labels.Count);
        int best = Winner(neighbors, shares);
        if (rented is not null) ArrayPool<double>.Shared.Return(rented);
        return best;
    }

    /// <summary>The same, and each class's share.</summary>
    public int Winner(ReadOnlySpan<Neighbor> neighbors, Span<double> shares)
    {
        Shares(neighbors, shares);
        int best = 0;
        for (int k = 1; k < shares.Length; k++)
            if (shares[k] > shares[best]) best = k;
        return best;
    }

    /// <summary>Each class's share of the votes of at least one neighbour; they sum to one.</summary>
    public void Shares(ReadOnlySpan<Neighbor> neighbors, Span<double> shares)
    {
        double[]? rented = null;
        Span<double> votes = neighbors.Length <= OnStack ? stackalloc double[neighbors.Length]
            : (rented = ArrayPool<double>.Shared.Rent(neighbors.Length)).AsSpan(0, neighbors.Length);
        Weights(neighbors, metric, weighting, rowWeights, votes);
        shares.Clear();
        double total = 0;
        for (int i = 0; i < neighbors.Length; i++)
        {
            shares[codes[neighbors[i].Row]] += votes[i];
            total += votes[i];
        }
        foreach (ref double share in shares) share /= total;
        if (rented is not null) ArrayPool<double>.Shared.Return(rented);
    }

    /// <summary>The weighted mean of the neighbours' numbers.</summary>
    public static double Mean(
        ReadOnlySpan<Neighbor> neighbors, DistanceMetric metric, NeighborWeighting weighting, ReadOnlySpan<double> rowWeights, ReadOnlySpan<double> targets)
    {
        double[]? rented = null;
        Span<double> weights = neighbors.Length <= OnStack ? stackalloc double[neighbors.Length]
            : (rented = ArrayPool<double>.Shared.Rent(neighbors.Length)).AsSpan(0, neighbors.Length);
        Weights(neighbors, metric, weighting, rowWeights, weights);
        double sum = 0, total = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            sum += weights[i] * targets[neighbors[i].Row];
            total += weights[i];
        }
        if (rented is not null) ArrayPool<double>.Shared.Return(rented);
        return sum / total;
    }

    /// <summary>The shares of all training rows, by their weights.</summary>
    public double[] Priors()
    {
        double[] shares = new double[labels.Count];
        double total = 0;
        for (int i = 0; i < codes.Length; i++)
        {
            double weight = rowWeights.Length == 0 ? 1 : rowWeights[i];
            shares[codes[i]] += weight;
            total += weight;
        }
        foreach (ref double share in shares.AsSpan()) share /= total;
        return shares;
    }

    /// <summary>What neighbours count: weights by distance times weights of rows; 1 each where all of these are zero.</summary>
    public static void Weights(
        ReadOnlySpan<Neighbor> neighbors, DistanceMetric metric, NeighborWeighting weighting, ReadOnlySpan<double> rowWeights, Span<double> weights)
    {
        if (weighting is UniformWeighting) weights.Fill(1);
        else
        {
            double[]? rented = null;
            Span<double> distances = neighbors.Length <= OnStack ? stackalloc double[neighbors.Length]
                : (rented = ArrayPool<double>.Shared.Rent(neighbors.Length)).AsSpan(0, neighbors.Length);
            for (int i = 0; i < distances.Length; i++) distances[i] = metric.FromRank(neighbors[i].Rank);
            weighting.Weigh(distances, weights);
            if (rented is not null) ArrayPool<double>.Shared.Return(rented);
            foreach (double weight in weights)
                if (!(weight >= 0 && double.IsFinite(weight))) Check.NonNegative(weight, $"a weight of {weighting.GetType().Name}");
        }
        bool any = false;
        for (int i = 0; i < weights.Length; i++)
        {
            if (!rowWeights.IsEmpty) weights[i] *= rowWeights[neighbors[i].Row];
            any |= weights[i] > 0;
        }
        if (!any) weights.Fill(1);
    }

    public void Write(WireWriter w) => w
        .Labels("Labels", labels).Integers("Codes", codes).Doubles("Weights", rowWeights).Object("Metric", metric).Object("Weighting", weighting);

    /// <summary>Reads what <see cref="Write"/> wrote, held against the rows.</summary>
    public static NeighborVotes Read(WireReader r, Matrix x) =>
        Of(new ClassificationData(x, r.Integers("Codes"), r.Labels("Labels", minimum: 1), r.Doubles("Weights")),
            r.Object<DistanceMetric>("Metric"), r.Object<NeighborWeighting>("Weighting"));
}
