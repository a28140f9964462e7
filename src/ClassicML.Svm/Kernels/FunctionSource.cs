using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics.Tensors;

namespace ClassicML.Svm;

/// <summary>A kernel matrix of any kernel function, computed on demand in double precision and stored as floats.</summary>
internal sealed class FunctionSource : IKernelSource
{
    // Rows of doubles that are made at once: some 16 MB.
    private const int EntriesAtOnce = 2_000_000;

    // A curvature is the sum of four of them in single precision.
    private const double Largest = 1e37;

    private readonly KernelFunction kernel;
    private readonly ClassicML.KernelRows rows;
    private readonly FitContext context;
    private readonly double[] diagonal;

    /// <param name="kernel">The function, resolved.</param>
    /// <param name="x">The items, n×p.</param>
    /// <param name="context">Threads and cancellation.</param>
    public FunctionSource(KernelFunction kernel, Features x, FitContext context)
    {
        this.kernel = kernel;
        this.context = context;
        rows = kernel.Prepare(x);
        diagonal = kernel.Diagonal(rows, context.Cancellation);
        foreach (double value in diagonal)
            if (!(Math.Abs(value) <= Largest)) Refuse(value);
    }

    public int Count => rows.Count;

    public double Diagonal(int item) => diagonal[item];

    public IKernelRows Rows(int[] items, long budget) => new CachedRows(Count, items, columns => new Maker(this, columns), budget);

    public GramSource Whole()
    {
        int n = Count;
        float[] gram = GC.AllocateUninitializedArray<float>(checked(n * n));
        int block = Math.Clamp(EntriesAtOnce / n, 1, 256);
        double[] entries = new double[block * n];
        for (int start = 0; start < n; start += block)
        {
            int count = Math.Min(block, n - start);
            kernel.Block(rows, start, count, rows, entries.AsSpan(0, count * n), context.Threads, context.Cancellation);
            Store(entries.AsSpan(0, count * n), gram.AsSpan(start * n, count * n));
        }
        return new GramSource(gram, diagonal);
    }

    // Rounds entries to floats, and refuses those that the solver could not add up as such.
    private void Store(ReadOnlySpan<double> entries, Span<float> to)
    {
        TensorPrimitives.ConvertTruncating(entries, to);
        if (!(Math.Abs(TensorPrimitives.MaxMagnitude<float>(to)) <= Largest)) Refuse(TensorPrimitives.MaxMagnitude(entries));
    }

    [DoesNotReturn]
    private void Refuse(double value) => throw new ArgumentException(
        string.Create(
            CultureInfo.InvariantCulture,
            $"{kernel.GetType().Name} gives values of up to {value:G3}, and a kernel SVM takes values of magnitude at most {Largest:G3}; ")
        + "scale the features, or lower gamma or the degree where the kernel has them", "x");

    private ClassicML.KernelRows Select(ReadOnlySpan<int> items) => items.Length == Count ? rows : rows.Select(items);

    private sealed class Maker(FunctionSource source, int[] items) : IRowMaker
    {
        private readonly ClassicML.KernelRows columns = source.Select(items);

        public void Make(ReadOnlySpan<int> items, ReadOnlySpan<float[]> made)
        {
            ClassicML.KernelRows batch = source.rows.Select(items);
            int width = columns.Count, most = Math.Clamp(EntriesAtOnce / width, 1, items.Length);
            double[] entries = new double[most * width];
            for (int start = 0; start < items.Length; start += most)
            {
                int count = Math.Min(most, items.Length - start);
                source.kernel.Block(
                    batch, start, count, columns, entries.AsSpan(0, count * width), source.context.Threads, source.context.Cancellation);
                for (int r = 0; r < count; r++)
                    source.Store(entries.AsSpan(r * width, width), made[start + r]);
            }
        }
    }
}
