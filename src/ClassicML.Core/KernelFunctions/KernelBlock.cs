namespace ClassicML;

/// <summary>A block of the Gram matrix that is to be made: k of some rows of one set with all rows of another.</summary>
/// <param name="left">Prepared rows.</param>
/// <param name="start">The first of the left rows.</param>
/// <param name="count">How many of them, m.</param>
/// <param name="right">n prepared rows.</param>
/// <param name="destination">Receives m×n values, row-major.</param>
/// <param name="threads">The most threads.</param>
/// <param name="cancellation">Looked at while it is made.</param>
internal readonly ref struct KernelBlock(
    KernelRows left, int start, int count, KernelRows right, Span<double> destination, int threads, CancellationToken cancellation)
{
    public KernelRows Left => left;

    public int Start => start;

    public int Count => count;

    public KernelRows Right => right;

    public Span<double> Destination { get; } = destination;

    /// <summary>The most threads: one where the work is not worth more.</summary>
    public int Threads => (long)count * right.Count * right.ColumnCount < 100_000 ? 1 : threads;

    public CancellationToken Cancellation => cancellation;

    /// <summary>Whether this is the whole matrix of one set, which is symmetric, so that half of it may be computed and mirrored.</summary>
    public bool IsSymmetric { get; init; }
}
