namespace ClassicML;

/// <summary>A kernel function of the user's own, given for one pair of rows: derive a record, whose options make it equal to
/// another.</summary>
/// <remarks>
/// It must be symmetric, and positive semi-definite for a learner to have one optimum. It is called for every pair that a learner needs,
/// from several threads at once. Sparse rows are made dense. A model that holds one can be saved once its type is registered.
/// </remarks>
/// <example><code>
/// public sealed record Intersection : PairwiseKernelFunction
/// {
///     protected override double Of(ReadOnlySpan&lt;double&gt; x, ReadOnlySpan&lt;double&gt; y)
///     {
///         double sum = 0;
///         for (int j = 0; j &lt; x.Length; j++) sum += Math.Min(x[j], y[j]);
///         return sum;
///     }
/// }
/// </code></example>
public abstract record PairwiseKernelFunction : KernelFunction
{
    /// <summary>k(x, y).</summary>
    /// <param name="x">p values, finite.</param>
    /// <param name="y">p values, finite.</param>
    protected abstract double Of(ReadOnlySpan<double> x, ReadOnlySpan<double> y);

    private protected override KernelRows Prepare(Features x, double[] centre) => base.Prepare(Dense(x), centre);

    private protected override unsafe void Fill(in KernelBlock block)
    {
        KernelRows left = block.Left, right = block.Right;
        (int first, int n) = (block.Start, right.Count);
        fixed (double* pinned = block.Destination)
        {
            nint to = (nint)pinned;
            Workers.For(
                block.Count, block.Threads,
                i => FillRow(left.Dense.Row(first + i), right, new Span<double>((double*)to + (long)i * n, n)),
                block.Cancellation);
        }
    }

    private protected override void FillRow(ReadOnlySpan<double> x, KernelRows rows, Span<double> destination)
    {
        for (int j = 0; j < destination.Length; j++) destination[j] = Of(x, rows.Dense.Row(j));
    }
}
