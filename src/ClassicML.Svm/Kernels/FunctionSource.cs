using System.Numerics.Tensors;

namespace ClassicML.Svm;

/// <summary>A kernel matrix of any kernel function, computed on demand in double precision and stored as floats.</summary>
internal sealed class FunctionSource : IKernelSource
{
    private const int Batch = 16;

    private readonly KernelFunction kernel;
    private readonly Matrix x;
    private readonly ClassicML.KernelRows rows;
    private readonly int threads;
    private readonly double[] diagonal;

    /// <param name="kernel">The function, resolved.</param>
    /// <param name="x">The items, n×p.</param>
    /// <param name="threads">The most threads.</param>
    public FunctionSource(KernelFunction kernel, Matrix x, int threads)
    {
        this.kernel = kernel;
        this.x = x;
        this.threads = threads;
        rows = kernel.Prepare(x);
        diagonal = new double[x.RowCount];
        for (int i = 0; i < diagonal.Length; i++) kernel.Block(rows, i, 1, kernel.Prepare(x.Rows(i, 1), rows), diagonal.AsSpan(i, 1));
    }

    public int Count => x.RowCount;

    public double Diagonal(int item) => diagonal[item];

    public IKernelPanel Panel(int[] items) =>
        new BlockPanel(this, items.Length == Count ? rows : kernel.Prepare(x.SelectRows(items), rows), items.Length == Count
            ? null : items);

    public GramSource Whole()
    {
        int n = Count;
        float[] gram = GC.AllocateUninitializedArray<float>(checked(n * n));
        int block = Math.Clamp(4_000_000 / n, 1, 256);
        double[] entries = new double[block * n];
        for (int start = 0; start < n; start += block)
        {
            int count = Math.Min(block, n - start);
            kernel.Block(rows, start, count, rows, entries.AsSpan(0, count * n), threads);
            TensorPrimitives.ConvertTruncating<double, float>(entries.AsSpan(0, count * n), gram.AsSpan(start * n));
        }
        return new GramSource(gram, diagonal);
    }

    private sealed class BlockPanel(FunctionSource source, ClassicML.KernelRows columns, int[]? items) : IKernelPanel
    {
        private readonly double[] entries = new double[checked(Batch * columns.Count)];
        private readonly float[] singles = new float[Batch * columns.Count];

        public int BatchSize => Batch;

        public int ColumnOf(int item) => items is null ? item : Array.BinarySearch(items, item);

        public void Fill(ReadOnlySpan<int> wanted)
        {
            int count = wanted.Length * columns.Count;
            ClassicML.KernelRows batch = source.kernel.Prepare(source.x.SelectRows(wanted), source.rows);
            source.kernel.Block(batch, 0, wanted.Length, columns, entries.AsSpan(0, count), source.threads);
            TensorPrimitives.ConvertTruncating<double, float>(entries.AsSpan(0, count), singles);
        }

        public ReadOnlySpan<float> Row(int r) => singles.AsSpan(r * columns.Count, columns.Count);
    }
}
