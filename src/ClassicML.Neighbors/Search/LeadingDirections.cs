using ClassicML.Internal;

namespace ClassicML.Neighbors;

/// <summary>Orthonormal directions along which a sample varies most, where distances along them alone tell most rows apart.</summary>
/// <remarks>
/// Subspace iteration on the sample's covariance (Halko, Martinsson and Tropp, 2011, algorithm 4.4) with a fixed start, three rounds; then
/// a probe: how many rows of the sample can't be told, by projections and rest, from the five nearest of some of its rows. Where that is
/// more than a tenth, products over all columns are cheaper than measuring what is left. Cost: 12·s·p·m flops and two samples.
/// </remarks>
internal static class LeadingDirections
{
    public const int Count = 63;

    private const int Rounds = 3, Probes = 32, ProbeNeighbors = 5;

    /// <summary>The directions, m×p, and a bound of ‖PᵀP - I‖; null where they don't pay.</summary>
    public static (double[] Directions, int Count, double Orthogonality)? Of(double[] sample, int count, int p)
    {
        if (count < 4 * Count) return null;
        double[] transposed = new double[p * count];
        for (int i = 0; i < count; i++)
            for (int j = 0; j < p; j++) transposed[j * count + i] = sample[i * p + j];
        var rng = new Rng(1);
        double[] directions = new double[Count * p], scores = new double[count * Count], turned = new double[Count * count];
        foreach (ref double value in directions.AsSpan()) value = rng.NextDouble() - 0.5;
        for (int round = 0; round < Rounds; round++)
        {
            Gemm.MultiplyTransposed(sample, directions, scores, count, Count, p);
            for (int i = 0; i < count; i++)
                for (int k = 0; k < Count; k++) turned[k * count + i] = scores[i * Count + k];
            Gemm.MultiplyTransposed(turned, transposed, directions, Count, p, count);
            if (!Orthonormalize(directions, p)) return null;
        }
        Gemm.MultiplyTransposed(sample, directions, scores, count, Count, p);
        return Pays(sample, scores, count, p) ? (directions, Count, Orthogonality(directions, p)) : null;
    }

    // Modified Gram-Schmidt, twice, since once loses orthogonality between directions of very different lengths.
    private static bool Orthonormalize(double[] directions, int p)
    {
        for (int pass = 0; pass < 2; pass++)
            for (int k = 0; k < Count; k++)
            {
                Span<double> own = directions.AsSpan(k * p, p);
                double before = Kernels.Dot(own, own);
                for (int other = 0; other < k; other++)
                {
                    ReadOnlySpan<double> done = directions.AsSpan(other * p, p);
                    Kernels.AddScaled(-Kernels.Dot(own, done), done, own);
                }
                double squares = Kernels.Dot(own, own);
                // Fewer directions than asked for carry everything.
                if (!(squares > 1e-20 * before) || squares < 1e-200) return false;
                double inverse = 1 / Math.Sqrt(squares);
                foreach (ref double value in own) value *= inverse;
            }
        return true;
    }

    private static double Orthogonality(double[] directions, int p)
    {
        double[] products = new double[Count * Count];
        Gemm.MultiplyTransposed(directions, directions, products, Count, Count, p);
        double squares = 0;
        for (int i = 0; i < Count; i++)
            for (int j = 0; j < Count; j++)
            {
                double off = Math.Abs(products[i * Count + j] - (i == j ? 1 : 0)) + p * 1e-15;
                squares += off * off;
            }
        return Math.Sqrt(squares);
    }

    private static bool Pays(double[] sample, double[] scores, int count, int p)
    {
        double[] rests = new double[count];
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<double> row = sample.AsSpan(i * p, p), score = scores.AsSpan(i * Count, Count);
            rests[i] = Math.Sqrt(Math.Max(0, Kernels.Dot(row, row) - Kernels.Dot(score, score)));
        }
        double[] distances = new double[count], sorted = new double[count];
        long left = 0;
        for (int probe = 0; probe < Probes; probe++)
        {
            int at = probe * count / Probes;
            for (int i = 0; i < count; i++) distances[i] = Kernels.SquaredDistance(sample.AsSpan(at * p, p), sample.AsSpan(i * p, p));
            distances.CopyTo(sorted, 0);
            Array.Sort(sorted);
            double worst = sorted[ProbeNeighbors];
            for (int i = 0; i < count; i++)
            {
                double rest = rests[at] - rests[i];
                double bound = Kernels.SquaredDistance(scores.AsSpan(at * Count, Count), scores.AsSpan(i * Count, Count)) + rest * rest;
                if (bound <= worst) left++;
            }
        }
        return left < 0.1 * count * Probes;
    }
}
