using System.Numerics.Tensors;

namespace ClassicML.Decomposition;

/// <summary>The means of a Gram matrix, by which kernel values are centred: k̃(x, y) = k(x, y) - mean of k(x, ·) - mean of k(·, y) +
/// mean of all.</summary>
/// <param name="RowMeans">The mean of each row of the training rows' Gram matrix, n values.</param>
/// <param name="GrandMean">The mean of all n² values.</param>
internal sealed record GramCentring(double[] RowMeans, double GrandMean)
{
    /// <summary>Centres a symmetric Gram matrix in place.</summary>
    public static GramCentring Apply(double[] gram, int n, FitContext context)
    {
        double[] means = new double[n];
        int threads = gram.Length < 100_000 ? 1 : context.Threads;
        Workers.ForBlocks(n, 16, threads, (start, end) =>
        {
            for (int i = start; i < end; i++) means[i] = Mean(gram.AsSpan(i * n, n));
        });
        var centring = new GramCentring(means, Mean(means));
        Workers.ForBlocks(n, 16, threads, (start, end) =>
        {
            for (int i = start; i < end; i++) centring.Apply(gram.AsSpan(i * n, n), means[i]);
        });
        return centring;
    }

    /// <summary>Centres the kernel values of one row with all training rows.</summary>
    public void Apply(Span<double> values) => Apply(values, Mean(values));

    private void Apply(Span<double> values, double mean)
    {
        TensorPrimitives.Subtract(values, RowMeans, values);
        TensorPrimitives.Add(values, GrandMean - mean, values);
    }

    // In 32 lanes, whatever the address.
    private static double Mean(ReadOnlySpan<double> values)
    {
        Span<double> lanes = stackalloc double[32];
        lanes.Clear();
        int at = 0;
        for (; at + 32 <= values.Length; at += 32) TensorPrimitives.Add(lanes, values.Slice(at, 32), lanes);
        double sum = 0;
        for (; at < values.Length; at++) sum += values[at];
        foreach (double lane in lanes) sum += lane;
        return sum / values.Length;
    }
}
