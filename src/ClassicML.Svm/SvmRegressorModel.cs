using ClassicML.Internal;

namespace ClassicML.Svm;

/// <summary>A fitted <see cref="SvmRegressor"/>: f(x) = Σ βₖK(xₖ, x) + b over its support vectors.</summary>
public sealed class SvmRegressorModel : IRegressorModel, IRowRegressor
{
    private readonly int[] supportIndices;
    private readonly double[] dualCoefficients;
    private readonly SupportExpansion expansion;

    internal SvmRegressorModel(
        KernelFunction kernel, Features supportVectors, int[] supportIndices, double[] dualCoefficients, double intercept, FitReport report,
        double[]? centre = null)
    {
        Kernel = kernel;
        SupportVectors = supportVectors;
        this.supportIndices = supportIndices;
        this.dualCoefficients = dualCoefficients;
        Intercept = intercept;
        Report = report;
        expansion = new SupportExpansion(kernel, supportVectors, [new Machine([(0, dualCoefficients)], intercept)], centre);
    }

    private SvmRegressorModel(SvmRegressorModel other, FitReport report, SupportExpansion expansion)
    {
        (Kernel, SupportVectors, Intercept) = (other.Kernel, other.SupportVectors, other.Intercept);
        (supportIndices, dualCoefficients) = (other.supportIndices, other.dualCoefficients);
        (Report, this.expansion) = (report, expansion);
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
        x = Check.CompleteRows(x.AlignedTo(this), nameof(SvmRegressorModel));
        Check.Destination(destination.Length, x.RowCount);
        expansion.Scores(x, destination);
    }

    double IRowRegressor.PredictRow(ReadOnlySpan<double> row)
    {
        RowChecks.Complete(row, this);
        Span<double> score = stackalloc double[1];
        expansion.ScoresOfRow(row, score);
        return score[0];
    }

    T? IModel.As<T>() where T : class => typeof(T) == typeof(IRowRegressor) && !expansion.TakesRows ? null : this as T;

    /// <summary>What distances are taken from; empty where none are.</summary>
    internal ReadOnlySpan<double> Centre => expansion.Centre;

    /// <summary>The same model, for which some rows are already predicted.</summary>
    internal SvmRegressorModel Prepared(SharedQueries queries) => new(this, Report, expansion.Prepared(queries, supportIndices));

    /// <summary>The same model, reached by a learner with a report of its own.</summary>
    internal SvmRegressorModel Reported(FitReport report) => new(this, report, expansion);
}
