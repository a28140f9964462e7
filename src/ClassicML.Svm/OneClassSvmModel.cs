namespace ClassicML.Svm;

/// <summary>A fitted <see cref="OneClassSvm"/>: Σ αₖK(xₖ, x) - ρ over its support vectors.</summary>
public sealed class OneClassSvmModel : IOutlierModel
{
    private readonly int[] supportIndices;
    private readonly double[] dualCoefficients;
    private readonly SupportExpansion expansion;

    internal OneClassSvmModel(KernelFunction kernel, Features supportVectors, int[] supportIndices, double[] dualCoefficients, double rho,
        FitReport report)
    {
        Kernel = kernel;
        SupportVectors = supportVectors;
        this.supportIndices = supportIndices;
        this.dualCoefficients = dualCoefficients;
        Rho = rho;
        Report = report;
        expansion = new SupportExpansion(kernel, supportVectors, [new Machine([(0, dualCoefficients)], -rho)]);
    }

    /// <summary>The kernel function, with γ as a number.</summary>
    public KernelFunction Kernel { get; }

    /// <inheritdoc/>
    public FitReport Report { get; }

    /// <inheritdoc/>
    public int FeatureCount => SupportVectors.ColumnCount;

    /// <summary>The support vectors, m×p: the rows on the border or outside it; sparse where the rows were trained on as sparse
    /// ones.</summary>
    public Features SupportVectors { get; }

    /// <summary>The training row of each support vector.</summary>
    public ReadOnlySpan<int> SupportIndices => supportIndices;

    /// <summary>α of each support vector, m values in (0, 1].</summary>
    public ReadOnlySpan<double> DualCoefficients => dualCoefficients;

    /// <summary>ρ, the offset.</summary>
    public double Rho { get; }

    /// <inheritdoc/>
    public void Score(Features x, Memory<double> destination)
    {
        x = Check.CompleteRows(x.AlignedTo(this), nameof(OneClassSvmModel));
        Check.Destination(destination.Length, x.RowCount);
        expansion.Scores(x, destination);
    }
}
