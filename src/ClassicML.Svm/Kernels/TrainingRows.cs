namespace ClassicML.Svm;

/// <summary>The rows that a kernel SVM is fitted on, and what the kernel matrices of several candidates have in common: their centre,
/// their packed forms, their squared distances. Each is made when first needed. For one thread.</summary>
/// <param name="x">n×p, dense or sparse.</param>
/// <param name="context">Threads and cancellation: looked at in every making of kernel entries, also later by the sources.</param>
internal sealed class TrainingRows(Features x, FitContext context)
{
    // One machine that sees all rows asks for some of them only, and keeps them: there, the whole matrix pays while it is small.
    private const int WholeForOne = 2048;

    private DistanceRows? singles, doubles;
    private float[]? singleDistances, doubleDistances;
    // The matrix of one γ after another.
    private float[]? gram;
    private double reach = -1;

    public Features X => x;

    /// <summary>What distances are taken from; empty where that is zero.</summary>
    public double[] Centre => field ??= DistanceRows.Centre(x);

    /// <summary>What a model keeps of it: the centre, if the kernel is one of distances.</summary>
    public double[] CentreFor(KernelFunction kernel) => kernel is RbfKernel ? Centre : [];

    /// <summary>The bytes for the rows that machines keep: the whole limit, or the half that a matrix in memory leaves.</summary>
    public static long RowBytes(int megabytes, IKernelSource source) => megabytes * (source is GramSource ? 500_000L : 1_000_000L);

    /// <summary>The rows with their norms.</summary>
    public DistanceRows ForDistances(bool single) => single
        ? singles ??= DistanceRows.Of(x, Centre, DistanceRows.UnitFor(Reach), true, context.Threads, context.Cancellation)
        : doubles ??= DistanceRows.Of(x, Centre, DistanceRows.UnitFor(Reach), false, context.Threads, context.Cancellation);

    /// <summary>The kernel matrix of a kernel function over the rows, whole where that pays.</summary>
    /// <param name="kernel">The function, resolved.</param>
    /// <param name="megabytes">The most memory for kernel entries, in 10⁶ bytes.</param>
    /// <param name="machineCount">How many machines will ask for rows.</param>
    /// <param name="shared">Whether other kernels over the same rows will follow, for which distances are kept; the source then serves
    /// until the next one is asked for.</param>
    public IKernelSource Source(KernelFunction kernel, int megabytes, int machineCount, bool shared = false)
    {
        int n = x.RowCount;
        bool whole = Fits(1, 500_000L * megabytes) && (machineCount > 1 || n <= WholeForOne);
        if (kernel is not RbfKernel { Gamma.Value: { } gamma })
        {
            var general = new FunctionSource(kernel, x, context);
            return whole ? general.Whole() : general;
        }
        bool single = DistanceRows.SinglesSuffice(x, gamma, Reach);
        if (shared && whole && Fits(3, 1_000_000L * megabytes))
            return RbfSource.Whole(
                Distances(single), ForDistances(single).InUnits(gamma), gram ??= GC.AllocateUninitializedArray<float>(n * n), n, context);
        var source = new RbfSource(gamma, ForDistances(single), context);
        return whole ? source.Whole() : source;
    }

    private double Reach => reach < 0 ? reach = DistanceRows.Reach(x, Centre) : reach;

    private bool Fits(int matrices, long bytes)
    {
        long entries = (long)x.RowCount * x.RowCount;
        return entries <= Array.MaxLength && matrices * sizeof(float) * entries <= bytes;
    }

    private float[] Distances(bool single)
    {
        ref float[]? kept = ref single ? ref singleDistances : ref doubleDistances;
        if (kept is not null) return kept;
        float[] made = GC.AllocateUninitializedArray<float>(x.RowCount * x.RowCount);
        ForDistances(single).WriteSymmetric(new DistanceTarget(made, x.RowCount, null), made, context);
        return kept = made;
    }
}
