namespace ClassicML.Svm;

/// <summary>A fitted <see cref="SvmRegressor"/>: f(x) = Σ βₖK(xₖ, x) + b over its support vectors.</summary>
public sealed class SvmRegressorModel : IRegressorModel
{
    private readonly int[] supportIndices;
    private readonly double[] dualCoefficients;
    private readonly SupportExpansion expansion;

    internal SvmRegressorModel(
        KernelFunction kernel, Features supportVectors, int[] supportIndices, double[] dualCoefficients, double intercept, FitReport report)
    {
        Kernel = kernel;
        SupportVectors = supportVectors;
        this.supportIndices = supportIndices;
        this.dualCoefficients = dualCoefficients;
        Intercept = intercept;
        Report = report;
        expansion = new SupportExpansion(kernel, supportVectors, [new Machine([(0, dualCoefficients)], intercept)]);
    }

    /// <summary>The kernel function, with γ as a number.</summary>
    public KernelFunction Kernel { get; }

    /// <inheritdoc/>
    public FitReport Report { get; }

    /// <inheritdoc/>
    public int FeatureCount => SupportVectors.ColumnCount;

    /// <summary>The support vectors, m×p: the rows at the border of the tube or outside it; sparse where the rows were trained on as
    /// sparse ones.</summary>
    public Features SupportVectors { get; }

    /// <summary>The training row of each support vector.</summary>
    public ReadOnlySpan<int> SupportIndices => supportIndices;

    /// <summary>β = α - α* of each support vector, m values.</summary>
    public ReadOnlySpan<double> DualCoefficients => dualCoefficients;

    /// <summary>b.</summary>
    public double Intercept { get; }

    /// <summary>For a linear kernel the weights w, p values; empty for others.</summary>
    public ReadOnlySpan<double> Weights => expansion.Weights;

    /// <inheritdoc/>
    public void Predict(Features x, Memory<double> destination)
    {
        Check.Width(x, FeatureCount);
        Check.CompleteRows(x, nameof(SvmRegressorModel));
        Check.Destination(destination.Length, x.RowCount);
        expansion.Scores(x, destination);
    }
}
