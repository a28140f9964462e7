using System.Buffers;
using System.Collections.Immutable;
using System.Numerics.Tensors;
using ClassicML.Internal;

namespace ClassicML.Decomposition;

/// <summary>A fitted <see cref="Pca"/> or <see cref="IncrementalPca"/>: k directions, the variance along each, and the mean of the
/// rows.</summary>
public sealed class PcaModel : ITransformerModel, IInverseTransform, IRowTransformer
{
    private const int BlockSize = 256;

    private readonly double[] mean, variances, deviations;

    internal PcaModel(
        double[] mean, Matrix components, double[] variances, double totalVariance, double noiseVariance, bool whiten, int rowCount,
            FitReport report)
    {
        this.mean = mean;
        this.variances = variances;
        Components = components;
        TotalVariance = totalVariance;
        NoiseVariance = noiseVariance;
        Whiten = whiten;
        RowCount = rowCount;
        Report = report;
        OutputNames = Transformation.Numbered("pca", OutputCount, report.FeatureNames);
        // A direction without variance is noise; divided by its deviation it would be loud noise. Subnormal variances have lost digits.
        double least = Math.Max(1e-28 * (variances.Length == 0 ? 0 : variances[0]), 1e-290);
        deviations = Array.ConvertAll(variances, v => !whiten ? 1 : v > least ? Math.Sqrt(v) : double.PositiveInfinity);
    }

    /// <summary>The directions as orthonormal rows, k×p, that of largest variance first.</summary>
    public Matrix Components { get; }

    /// <summary>The variance along each direction, k values: the largest eigenvalues of the covariance that divides by n-1.</summary>
    public ReadOnlySpan<double> ExplainedVariance => variances;

    /// <summary>Each variance as a share of <see cref="TotalVariance"/>, k values; 0 where there is none.</summary>
    public double[] ExplainedVarianceRatio => Array.ConvertAll(variances, v => TotalVariance > 0 ? v / TotalVariance : 0);

    /// <summary>The sum of the variances of all columns.</summary>
    public double TotalVariance { get; }

    /// <summary>The mean variance of the directions left out, min(n, p) - k of them; 0 where none is. Of <see cref="IncrementalPca"/> it is
    /// that of the directions that the last batch left out.</summary>
    public double NoiseVariance { get; }

    /// <summary>The mean of each column, p values.</summary>
    public ReadOnlySpan<double> Mean => mean;

    /// <summary>Whether scores are divided by their deviations.</summary>
    public bool Whiten { get; }

    /// <summary>What scores are divided by, k values: where they are whitened the deviation along each direction, infinite for one without variance; else
    /// 1.</summary>
    public ReadOnlySpan<double> ScoreScales => deviations;

    /// <summary>The number of rows fitted on, n.</summary>
    public int RowCount { get; }

    /// <inheritdoc/>
    public int FeatureCount => mean.Length;

    /// <inheritdoc/>
    public int OutputCount => variances.Length;

    /// <inheritdoc/>
    public ImmutableArray<string>? OutputNames { get; }

    /// <inheritdoc/>
    public FitReport Report { get; }

    /// <summary>Projects rows: z = W(x - μ), divided by the deviations if whitened. n rows give n rows of k scores.</summary>
    /// <inheritdoc/>
    public Features Transform(Features x)
    {
        x = x.AlignedTo(this);
        Matrix rows = Check.Complete(x, nameof(PcaModel));
        double[] scores = Project(rows);
        if (Whiten)
            for (int i = 0; i < rows.RowCount; i++)
            {
                Span<double> row = scores.AsSpan(i * OutputCount, OutputCount);
                TensorPrimitives.Divide(row, deviations, row);
            }
        return Matrix.Wrap(scores, rows.RowCount, OutputCount).WithNames(OutputNames);
    }

    /// <summary>Maps scores back: x = Wᵀz + μ, the nearest point in the span of the directions.</summary>
    /// <exception cref="ArgumentException">The width is not k, or a value is missing or infinite.</exception>
    public Features InverseTransform(Features x)
    {
        if (Check.NotNull(x, nameof(x)).ColumnCount != OutputCount)
            throw new ArgumentException($"the model has {OutputCount} components, this matrix has {x.ColumnCount} columns", nameof(x));
        Matrix rows = Check.Complete(x, nameof(PcaModel));
        double[] scores = rows.Span.ToArray(), back = new double[checked(rows.RowCount * FeatureCount)];
        if (Whiten)
            for (int at = 0; at < scores.Length; at++)
                scores[at] = double.IsFinite(deviations[at % OutputCount]) ? scores[at] * deviations[at % OutputCount] : 0;
        Gemm.Multiply(
            new MatrixView<double>(scores, rows.RowCount, OutputCount),
                new MatrixView<double>(Components.Span, OutputCount, FeatureCount), back,
            Workers.MaxThreads);
        for (int i = 0; i < rows.RowCount; i++)
        {
            Span<double> row = back.AsSpan(i * FeatureCount, FeatureCount);
            TensorPrimitives.Add(row, mean, row);
        }
        return Matrix.Wrap(back, rows.RowCount, FeatureCount);
    }

    /// <summary>The log likelihood of each row under probabilistic PCA: a normal distribution of covariance WᵀΛW with the noise variance
    /// elsewhere.</summary>
    /// <returns>n values; NaN where there is neither noise nor a full set of directions with variance.</returns>
    /// <remarks>
    /// M. E. Tipping, C. M. Bishop, "Probabilistic principal component analysis", 1999; scikit-learn's score_samples,
    /// except that whitening, which changes scores and not rows, makes no difference here.
    /// </remarks>
    /// <exception cref="ArgumentException">The width differs from the one fitted on, or a value is missing or infinite.</exception>
    public double[] LogLikelihoods(Features x)
    {
        x = x.AlignedTo(this);
        Matrix rows = Check.Complete(x, nameof(PcaModel));
        double[] scores = Project(rows), likelihoods = new double[rows.RowCount];
        int p = FeatureCount, k = OutputCount, left = p - k;
        bool isFull = left == 0 || NoiseVariance > 0;
        double logDeterminant = left == 0 ? 0 : left * Math.Log(NoiseVariance);
        foreach (double variance in variances) logDeterminant += Math.Log(variance);
        for (int i = 0; i < likelihoods.Length; i++)
        {
            double squares = left == 0 ? 0 : Kernels.SquaredDistance(rows.Row(i), mean), distance = 0;
            for (int j = 0; j < k; j++)
            {
                double z = scores[i * k + j];
                distance += z * z / variances[j];
                squares -= z * z;
            }
            if (left > 0) distance += Math.Max(0, squares) / NoiseVariance;
            likelihoods[i] = isFull ? -0.5 * (distance + logDeterminant + p * Math.Log(2 * Math.PI)) : double.NaN;
        }
        return likelihoods;
    }

    /// <summary>The mean of <see cref="LogLikelihoods"/>.</summary>
    /// <exception cref="ArgumentException">The width differs from the one fitted on, or a value is missing or infinite.</exception>
    public double LogLikelihood(Features x) => LogLikelihoods(x).Average();

    void IRowTransformer.TransformRow(ReadOnlySpan<double> row, Span<double> destination)
    {
        RowChecks.Complete(row, this);
        double[]? rented = null;
        Span<double> centred = row.Length <= 512 ? stackalloc double[row.Length] : (rented = ArrayPool<double>.Shared.Rent(row.Length)).AsSpan(0, row.Length);
        TensorPrimitives.Subtract(row, mean, centred);
        Gemm.MultiplyTransposed<double>(centred, Components.Span, destination, 1, OutputCount, FeatureCount);
        if (Whiten) TensorPrimitives.Divide(destination, deviations, destination);
        if (rented is not null) ArrayPool<double>.Shared.Return(rented);
    }

    private double[] Project(Matrix rows)
    {
        int p = FeatureCount, k = OutputCount;
        double[] scores = new double[checked(rows.RowCount * k)];
        Workers.ForBlocks(rows.RowCount, BlockSize, (long)rows.RowCount * p * k < 100_000 ? 1 : Workers.MaxThreads, (start, end) =>
        {
            double[] centred = Moments.Centred(rows.Rows(start, end - start), mean);
            Gemm.MultiplyTransposed<double>(centred, Components.Span, scores.AsSpan(start * k, (end - start) * k), end - start, k, p);
        });
        return scores;
    }
}
