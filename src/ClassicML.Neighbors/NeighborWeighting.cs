namespace ClassicML.Neighbors;

/// <summary>How much a neighbour counts, by its distance. Immutable.</summary>
/// <remarks>One of your own is a record derived from this one; register its <see cref="Wire.WireType"/> to write what holds it.</remarks>
public abstract record NeighborWeighting
{
    /// <summary>Every neighbour counts 1.</summary>
    public static NeighborWeighting Uniform { get; } = new UniformWeighting();

    /// <summary>A neighbour counts the inverse of its distance; where any lies at distance zero, only those count, 1 each.</summary>
    public static NeighborWeighting InverseDistance { get; } = new InverseDistanceWeighting();

    /// <summary>Gives each neighbour of one row its weight.</summary>
    /// <param name="distances">Their distances, nearest first, at least one.</param>
    /// <param name="weights">Receives as many weights, finite and not negative. Where all are zero the neighbours count alike.</param>
    public abstract void Weigh(ReadOnlySpan<double> distances, Span<double> weights);
}

/// <summary>Every neighbour counts 1.</summary>
public sealed record UniformWeighting : NeighborWeighting
{
    /// <inheritdoc/>
    public override void Weigh(ReadOnlySpan<double> distances, Span<double> weights) => weights.Fill(1);

    /// <inheritdoc/>
    public override string ToString() => "Uniform";
}

/// <summary>A neighbour counts 1/d; where any lies at distance zero, only those count, 1 each.</summary>
public sealed record InverseDistanceWeighting : NeighborWeighting
{
    /// <inheritdoc/>
    public override void Weigh(ReadOnlySpan<double> distances, Span<double> weights)
    {
        bool atZero = distances[0] == 0;
        for (int i = 0; i < distances.Length; i++) weights[i] = !atZero ? 1 / distances[i] : distances[i] == 0 ? 1 : 0;
        if (weights[0] < 1e200) return;
        // The inverse of a denormal distance overflows, or its sum does: count by the ratio to the nearest instead.
        for (int i = 0; i < distances.Length; i++) weights[i] = distances[0] / distances[i];
    }

    /// <inheritdoc/>
    public override string ToString() => "InverseDistance";
}
