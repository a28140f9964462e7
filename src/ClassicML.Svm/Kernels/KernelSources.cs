namespace ClassicML.Svm;

/// <summary>Chooses how the kernel matrix of a fit is held.</summary>
internal static class KernelSources
{
    // One machine that sees all rows asks for some of them only, and keeps them: there, the whole matrix pays while it is small.
    private const int WholeForOne = 2048;

    /// <summary>The bytes for the rows that machines keep: the whole limit, or the half that a matrix in memory leaves.</summary>
    public static long RowBytes(int megabytes, IKernelSource source) => megabytes * (source is GramSource ? 500_000L : 1_000_000L);

    /// <summary>The kernel matrix of a kernel function over rows, in single precision where that is exact enough.</summary>
    /// <param name="kernel">The function, resolved.</param>
    /// <param name="x">The rows, n×p.</param>
    /// <param name="megabytes">The most memory for kernel entries, in 10⁶ bytes.</param>
    /// <param name="machineCount">How many machines will ask for rows.</param>
    /// <param name="threads">The most threads.</param>
    public static IKernelSource Of(KernelFunction kernel, Matrix x, int megabytes, int machineCount, int threads)
    {
        long entries = (long)x.RowCount * x.RowCount;
        bool whole = entries * sizeof(float) <= megabytes * 500_000L && entries <= Array.MaxLength && (machineCount > 1
            || x.RowCount <= WholeForOne);
        if (kernel is RbfKernel { Gamma.Value: { } gamma })
        {
            double[] centre = SingleRows.Centre(x);
            if (SingleRows.Suffice(x, centre, gamma))
            {
                var source = new SingleRbfSource(gamma, SingleRows.Of(x, centre, threads), threads);
                return whole ? source.Whole() : source;
            }
        }
        var general = new FunctionSource(kernel, x, threads);
        return whole ? general.Whole() : general;
    }
}
