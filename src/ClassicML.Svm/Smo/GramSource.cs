namespace ClassicML.Svm;

/// <summary>A kernel matrix that is wholly in memory: n² floats, row-major.</summary>
internal sealed class GramSource(float[] gram, double[] diagonal) : IKernelSource
{
    public int Count => diagonal.Length;

    public double Diagonal(int item) => diagonal[item];

    public IKernelPanel Panel(int[] items) => new GramPanel(gram, diagonal.Length);

    private sealed class GramPanel(float[] gram, int count) : IKernelPanel
    {
        private int item;

        // A row costs nothing, so there is no use in asking for more than are needed.
        public int BatchSize => 1;

        public int ColumnOf(int item) => item;

        public void Fill(ReadOnlySpan<int> items) => item = items[0];

        public ReadOnlySpan<float> Row(int r) => gram.AsSpan(checked(item * count), count);
    }
}
