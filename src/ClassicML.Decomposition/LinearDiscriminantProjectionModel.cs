using System.Collections.Immutable;
using ClassicML.Internal;

namespace ClassicML.Decomposition;

/// <summary>A fitted <see cref="LinearDiscriminantProjection"/>.</summary>
public sealed class LinearDiscriminantProjectionModel : ITransformerModel
{
    private readonly double[] mean, ratios;

    internal LinearDiscriminantProjectionModel(Matrix axes, double[] mean, double[] ratios, FitReport report)
    {
        (Axes, this.mean, this.ratios, Report) = (axes, mean, ratios, report);
        OutputNames = Transformation.Numbered("lda", OutputCount, report.FeatureNames);
    }

    /// <summary>The axes as rows, q×p, each with variance 1 within classes.</summary>
    public Matrix Axes { get; }

    /// <summary>The mean of the classes by their priors, p values, which maps to the origin.</summary>
    public ReadOnlySpan<double> Mean => mean;

    /// <summary>The share of the variance between classes along each axis, q values.</summary>
    public ReadOnlySpan<double> ExplainedVarianceRatio => ratios;

    /// <inheritdoc/>
    public int FeatureCount => mean.Length;

    /// <inheritdoc/>
    public int OutputCount => Axes.RowCount;

    /// <inheritdoc/>
    public ImmutableArray<string>? OutputNames { get; }

    /// <inheritdoc/>
    public FitReport Report { get; }

    /// <summary>Projects rows: z = A(x - μ).</summary>
    /// <inheritdoc/>
    public Features Transform(Features x)
    {
        x = x.AlignedTo(this);
        Matrix rows = Check.Complete(x, nameof(LinearDiscriminantProjectionModel));
        double[] places = new double[checked(rows.RowCount * OutputCount)];
        Gemm.MultiplyTransposed(
            Moments.Centred(rows, mean), Axes.Span, places, rows.RowCount, OutputCount, FeatureCount, Workers.MaxThreads);
        return Matrix.Wrap(places, rows.RowCount, OutputCount).WithNames(OutputNames);
    }
}
