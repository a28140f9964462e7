using ClassicML.Internal;

namespace ClassicML.Decomposition;

/// <summary>The centred Gram matrix of rows and its eigenvectors; what several fits on the same rows need is made once, when it is first
/// needed.</summary>
internal sealed class CentredGram(Matrix rows, KernelFunction kernel)
{
    private readonly object gate = new();
    private double[]? gram;
    private double? least;
    private SymmetricEigen? all;

    public Matrix Rows => rows;

    /// <summary>The kernel function, its rules resolved.</summary>
    public KernelFunction Kernel { get; } = kernel.Resolve(rows);

    /// <summary>How it was centred, once <see cref="Eigen"/> was asked for.</summary>
    public GramCentring Centring { get; private set; } = null!;

    /// <summary>Its largest eigenvalues and their vectors; all without a count.</summary>
    public SymmetricEigen Eigen(int? count, FitContext context)
    {
        int n = rows.RowCount;
        double[] matrix = Gram(context);
        if (count is { } few && SymmetricEigen.Iterates(n, few)) return SymmetricEigen.Top(matrix, n, few, context);
        lock (gate) all ??= SymmetricEigen.Decompose(matrix, n, context);
        return count is { } first ? all.First(first) : all;
    }

    /// <summary>The smallest eigenvalue.</summary>
    public double Least(FitContext context)
    {
        int n = rows.RowCount;
        if (!SymmetricEigen.Iterates(n, 1)) return Eigen(null, context).Values[^1];
        double[] negative = Array.ConvertAll(Gram(context), value => -value);
        lock (gate) return least ??= -SymmetricEigen.Top(negative, n, 1, context).Values[0];
    }

    private double[] Gram(FitContext context)
    {
        lock (gate)
        {
            if (gram is not null) return gram;
            int n = rows.RowCount;
            double[] made = new double[MemoryNeed.Doubles(n, n, "a Gram matrix", "take fewer rows, such as a sample of them")];
            Kernel.Gram(KernelOrigin.Moved(rows, KernelOrigin.Of(Kernel, rows, context)), made, context.Threads, context.Cancellation);
            context.ThrowIfCancelled();
            if (!Kernels.AllFinite(made))
                throw new ArgumentException($"{Kernel.GetType().Name} gives values that are not finite for these rows; scale them", "x");
            Centring = GramCentring.Apply(made, n, context);
            return gram = made;
        }
    }
}
