namespace ClassicML.Svm;

/// <summary>An RBF kernel matrix computed on demand by matrix products.</summary>
internal sealed class RbfSource(double gamma, DistanceRows rows, FitContext context) : IKernelSource
{
    public int Count => rows.RowCount;

    public double Diagonal(int item) => 1;

    public IKernelRows Rows(int[] items, long budget) => new CachedRows(Count, items, columns => new Maker(this, columns), budget);

    public GramSource Whole()
    {
        int n = Count;
        float[] gram = GC.AllocateUninitializedArray<float>(checked(n * n));
        rows.WriteSymmetric(new DistanceTarget(gram, n, inUnits), gram, context);
        return Ones(gram, n);
    }

    /// <summary>The matrix of a γ, for distances in their unit, from squared distances, in memory of their size.</summary>
    public static GramSource Whole(float[] distances, double gamma, float[] gram, int n, FitContext context)
    {
        DistanceTarget.ExpRows(distances, gamma, gram, n, n, context);
        return Ones(gram, n);
    }

    private static GramSource Ones(float[] gram, int n)
    {
        double[] diagonal = new double[n];
        Array.Fill(diagonal, 1);
        return new GramSource(gram, diagonal);
    }

    private DistanceRows Select(ReadOnlySpan<int> items) => items.Length == Count ? rows : rows.Select(items);

    private sealed class Maker(RbfSource source, int[] columns) : IRowMaker
    {
        private readonly DistanceRows columns = source.Select(columns);

        public void Make(ReadOnlySpan<int> items, ReadOnlySpan<float[]> made) =>
            source.rows.Select(items).Write(
                columns, new DistanceTarget(made.ToArray(), source.inUnits), source.context.Threads, source.context.Cancellation);
    }

    private readonly DistanceRows rows = rows;
    private readonly double inUnits = rows.InUnits(gamma);
    private readonly FitContext context = context;
}
