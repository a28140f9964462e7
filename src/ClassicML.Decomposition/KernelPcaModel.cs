using System.Collections.Immutable;
using ClassicML.Internal;

namespace ClassicML.Decomposition;

/// <summary>A fitted <see cref="KernelPca"/>: the training rows and a weight of each for each component.</summary>
public sealed class KernelPcaModel : ITransformerModel, IInverseTransform
{
    private const int BlockSize = 128;

    private readonly double[] eigenvalues, origin;
    private readonly KernelRows prepared;

    internal KernelPcaModel(
        KernelFunction kernel, Matrix rows, GramCentring centring, Matrix dual, double[] eigenvalues, PreImages? inverse, FitReport report)
    {
        Kernel = kernel;
        TrainingRows = rows;
        Centring = centring;
        DualComponents = dual;
        this.eigenvalues = eigenvalues;
        PreImages = inverse;
        Report = report;
        OutputNames = Transformation.Numbered("kernel-pca", OutputCount, report.FeatureNames);
        origin = KernelOrigin.Of(kernel, rows, default);
        prepared = kernel.Prepare(KernelOrigin.Moved(rows, origin));
    }

    /// <summary>The kernel function, its rules resolved.</summary>
    public KernelFunction Kernel { get; }

    /// <summary>The training rows, n×p.</summary>
    public Matrix TrainingRows { get; }

    /// <summary>The weights u/√λ of the training rows, k×n.</summary>
    public Matrix DualComponents { get; }

    /// <summary>The largest eigenvalues of the centred Gram matrix, k values; each divided by n-1 is the variance of a component's
    /// scores.</summary>
    public ReadOnlySpan<double> Eigenvalues => eigenvalues;

    /// <inheritdoc/>
    public int FeatureCount => TrainingRows.ColumnCount;

    /// <inheritdoc/>
    public int OutputCount => eigenvalues.Length;

    /// <inheritdoc/>
    public ImmutableArray<string>? OutputNames { get; }

    /// <inheritdoc/>
    public FitReport Report { get; }

    /// <summary>The mean of each training row's kernel values with all training rows, n values, by which kernel values are centred.</summary>
    public ReadOnlySpan<double> GramMeans => Centring.RowMeans;

    internal GramCentring Centring { get; }

    internal PreImages? PreImages { get; }

    /// <inheritdoc/>
    public T? As<T>() where T : class => typeof(T) == typeof(IInverseTransform) && PreImages is null ? null : this as T;

    /// <summary>The scores of rows: n·p + n·k operations a row for n training rows.</summary>
    /// <inheritdoc/>
    public Features Transform(Features x)
    {
        x = x.AlignedTo(this);
        Matrix rows = KernelOrigin.Moved(Check.Complete(x, nameof(KernelPcaModel)), origin);
        int n = prepared.Count, k = OutputCount;
        double[] scores = new double[checked(rows.RowCount * k)];
        Workers.ForBlocks(rows.RowCount, BlockSize, Workers.MaxThreads, (start, end) =>
        {
            int count = end - start;
            double[] values = new double[count * n];
            Kernel.Block(Kernel.Prepare(rows.Rows(start, count), prepared), 0, count, prepared, values);
            for (int i = 0; i < count; i++) Centring.Apply(values.AsSpan(i * n, n));
            Gemm.MultiplyTransposed(values, DualComponents.Span, scores.AsSpan(start * k, count * k), count, k, n);
        });
        return Matrix.Wrap(scores, rows.RowCount, k).WithNames(OutputNames);
    }

    /// <summary>Rows whose scores are about these, by kernel ridge regression.</summary>
    /// <exception cref="ArgumentException">The width is not k, or a value is missing or infinite.</exception>
    /// <exception cref="InvalidOperationException">The learner had no <see cref="KernelPca.InversePenalty"/>.</exception>
    public Features InverseTransform(Features x)
    {
        if (PreImages is null) throw new InvalidOperationException(
            $"this model was fitted without {nameof(KernelPca.InversePenalty)}, so it has no inverse");
        if (Check.NotNull(x, nameof(x)).ColumnCount != OutputCount)
            throw new ArgumentException($"the model has {OutputCount} components, this matrix has {x.ColumnCount} columns", nameof(x));
        return PreImages.Of(Check.Complete(x, nameof(KernelPcaModel)));
    }
}
