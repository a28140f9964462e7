using ClassicML.Numerics;

namespace ClassicML.Svm;

/// <summary>An RBF kernel matrix computed on demand by matrix products in single precision.</summary>
internal sealed class SingleRbfSource(double gamma, SingleRows rows, int threads) : IKernelSource
{
    private const int Batch = 32;

    public int Count => rows.RowCount;

    public double Diagonal(int item) => 1;

    public IKernelPanel Panel(int[] items) =>
        items.Length == Count ? new ProductPanel((float)gamma, rows, rows, null, threads)
            : new ProductPanel((float)gamma, rows, rows.Select(items), items, threads);

    public GramSource Whole()
    {
        int n = Count;
        float[] gram = GC.AllocateUninitializedArray<float>(checked(n * n));
        Syrk.RowProducts(rows.View, new SingleRbf((float)gamma, rows.SquaredNorms, rows.SquaredNorms, gram, n), threads);
        Symmetric.Mirror(gram.AsSpan(), n);
        double[] diagonal = new double[n];
        Array.Fill(diagonal, 1);
        return new GramSource(gram, diagonal);
    }

    private sealed class ProductPanel(float gamma, SingleRows all, SingleRows columns, int[]? items, int threads) : IKernelPanel
    {
        private readonly float[] entries = new float[checked(Batch * columns.RowCount)];

        public int BatchSize => Batch;

        public int ColumnOf(int item) => items is null ? item : Array.BinarySearch(items, item);

        public void Fill(ReadOnlySpan<int> wanted)
        {
            SingleRows batch = all.Select(wanted);
            Gemm.Multiply(
                batch.View, columns.View.Transposed, new SingleRbf(gamma, batch.SquaredNorms, columns.SquaredNorms, entries,
                    columns.RowCount), threads);
        }

        public ReadOnlySpan<float> Row(int r) => entries.AsSpan(r * columns.RowCount, columns.RowCount);
    }
}
