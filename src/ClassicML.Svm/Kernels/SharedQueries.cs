namespace ClassicML.Svm;

/// <summary>Rows that several models of the same training rows will predict: kernel values with all training rows, made once for each
/// kernel function, and distances once for all. For one thread.</summary>
/// <param name="x">The rows, m×p, dense or sparse.</param>
/// <param name="training">The training rows, n of them.</param>
/// <param name="order">The row of the data that each training row is.</param>
/// <param name="context">Threads and cancellation.</param>
internal sealed class SharedQueries(Features x, TrainingRows training, int[] order, FitContext context)
{
    // Indexed by whether they were made in single precision; the entries are those of the last γ.
    private readonly float[]?[] distances = new float[2][];
    private readonly (double Gamma, float[] Values)[] entries = new (double, float[])[2];
    private readonly Dictionary<int, int> places = Enumerable.Range(0, order.Length).ToDictionary(item => order[item]);
    private (KernelFunction Kernel, double[] Values)? block;

    public Features X => x;

    /// <summary>The number of training rows.</summary>
    public int Width => training.X.RowCount;

    /// <summary>Which of the training rows some rows of the data are.</summary>
    public int[] Places(int[] rows) => Array.ConvertAll(rows, row => places[row]);

    /// <summary>exp(-γ‖x-y‖²) with each training row, m×n.</summary>
    public float[] Rbf(double gamma, bool single)
    {
        ref (double Gamma, float[] Values) kept = ref entries[single ? 1 : 0];
        if (kept.Values is not null && kept.Gamma == gamma) return kept.Values;
        float[] from = Distances(single), to = kept.Values ?? GC.AllocateUninitializedArray<float>(from.Length);
        DistanceTarget.ExpRows(from, training.ForDistances(single).InUnits(gamma), to, x.RowCount, Width, context);
        kept = (gamma, to);
        return to;
    }

    /// <summary>k(x, y) with each training row, m×n.</summary>
    public double[] Block(KernelFunction kernel)
    {
        if (block is { } kept && kept.Kernel.Equals(kernel)) return kept.Values;
        double[] values = new double[checked(x.RowCount * Width)];
        ClassicML.KernelRows columns = kernel.Prepare(training.X);
        kernel.Block(kernel.Prepare(x, columns), 0, x.RowCount, columns, values, context.Threads, context.Cancellation);
        block = (kernel, values);
        return values;
    }

    private float[] Distances(bool single)
    {
        ref float[]? kept = ref distances[single ? 1 : 0];
        if (kept is not null) return kept;
        float[] made = GC.AllocateUninitializedArray<float>(checked(x.RowCount * Width));
        DistanceRows columns = training.ForDistances(single);
        columns.Like(SvmInput.Like(training.X, x), context.Threads, context.Cancellation)
            .Write(columns, new DistanceTarget(made, Width, null), context.Threads, context.Cancellation);
        return kept = made;
    }
}
