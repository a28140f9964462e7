namespace ClassicML.Svm;

/// <summary>A kernel matrix that is wholly in memory: n² floats, row-major.</summary>
internal sealed class GramSource(float[] gram, double[] diagonal) : IKernelSource
{
    public int Count => diagonal.Length;

    public double Diagonal(int item) => diagonal[item];

    public IKernelRows Rows(int[] items, long budget) => new GramRows(gram, diagonal.Length, items);

    private sealed class GramRows(float[] gram, int count, int[] items) : IKernelRows
    {
        public int Width => count;

        public IReadOnlyList<(int Start, int End)> Stretches { get; } = Runs(items);

        public int ColumnOf(int item) => item;

        public void Require(ReadOnlySpan<int> items)
        {
        }

        public ReadOnlySpan<float> Row(int item) => gram.AsSpan(checked(item * count), count);

        public IKernelRows Only(int[] items) => new GramRows(gram, count, items);

        private static List<(int, int)> Runs(int[] items)
        {
            var runs = new List<(int, int)>();
            for (int k = 0, start = 0; k < items.Length; k++)
            {
                if (k + 1 < items.Length && items[k + 1] == items[k] + 1) continue;
                runs.Add((items[start], items[k] + 1));
                start = k + 1;
            }
            return runs;
        }
    }
}
