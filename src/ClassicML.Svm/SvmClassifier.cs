using System.Diagnostics;

namespace ClassicML.Svm;

/// <summary>A support vector machine with a kernel: the border of widest margin in the space that the kernel stands for.</summary>
/// <remarks>
/// <para>For two classes, y = ±1: minimises ½‖w‖² + C Σ sᵢξᵢ subject to yᵢ(wᵀφ(xᵢ) + b) ≥ 1 - ξᵢ, ξᵢ ≥ 0, through its dual
/// min ½αᵀQα - eᵀα over 0 ≤ αᵢ ≤ C·sᵢ, yᵀα = 0, with Qᵢⱼ = yᵢyⱼK(xᵢ, xⱼ), by sequential minimal optimisation. With <see cref="Nu"/> the
/// problem is ν-SVC: ν bounds the share of rows inside the margin from above and that of support vectors from below, and C is not
/// used.</para>
/// <para>Source: C.-C. Chang, C.-J. Lin, LIBSVM: A Library for Support Vector Machines; scikit-learn's SVC is that library. The optimum is
/// the same; rows of weight zero take no part. The whole kernel matrix is computed once, as floats, where it fits <see
/// cref="MemoryMegabytes"/>,
/// and serves all pairs of classes; else rows of it are computed as needed and the most recent kept.</para>
/// <para>Sparse rows stay sparse where that is faster, also as support vectors; precomputed kernels and kernel functions of one's own make
/// them dense. Cost: between O(n²p) and O(n³), with p of sparse rows the columns that two rows share. The result has the same bits on any
/// number of threads and for any memory limit.</para>
/// </remarks>
public sealed record SvmClassifier : IClassifier<SvmClassifierModel>, IWarmStart<ClassificationData, SvmClassifierModel>,
    ISharesWork<ClassificationData, IClassifierModel>, IKernelLearner<SvmClassifier>
{
    /// <summary>What an error costs: large C punishes slack, small C tolerates it for a wider margin. Default 1, positive.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not positive and finite.</exception>
    public double C { get; init => field = Check.Positive(value, nameof(C)); } = 1;

    /// <summary>ν in (0, 1] for ν-SVC in the place of <see cref="C"/>. Default null: C-SVC.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not in (0, 1].</exception>
    public double? Nu { get; init => field = value is { } nu ? Check.Within(nu, NuRange, nameof(Nu)) : null; }

    /// <summary>The kernel function. Default RBF with γ = 1/(p·variance of x).</summary>
    /// <exception cref="ArgumentNullException">It is null.</exception>
    public KernelFunction Kernel { get; init => field = Check.NotNull(value, nameof(Kernel)); } = KernelFunction.Rbf(Gamma.Scale);

    /// <summary>Weights of classes, which multiply C. Default <see cref="ClassWeights.None"/>.</summary>
    public ClassWeights ClassWeights { get; init; }

    /// <summary>How more than two classes are treated. Default <see cref="SvmMultiClass.OneVersusOne"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not a member of the enumeration.</exception>
    public SvmMultiClass MultiClass { get; init => field = Check.Defined(value, nameof(MultiClass)); } = SvmMultiClass.OneVersusOne;

    /// <summary>The solver ends when optimality is violated by no more: m(α) - M(α), LIBSVM's rule. Default 1e-3, positive.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not positive and finite.</exception>
    public double Tolerance { get; init => field = Check.Positive(value, nameof(Tolerance)); } = 1e-3;

    /// <summary>The most iterations of a machine, at least 1. Default null: max(10⁷, 100n).</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int? MaxIterations { get; init => field = Check.AtLeast(value, 1, nameof(MaxIterations)); }

    /// <summary>Whether variables that seem settled at a bound are set aside; all are looked at again before the end. Default
    /// true.</summary>
    public bool Shrinking { get; init; } = true;

    /// <summary>The most memory for kernel entries, in 10⁶ bytes. Default 1000, at least 1. A few rows are kept in any case.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int MemoryMegabytes { get; init => field = Check.Positive(value, nameof(MemoryMegabytes)); } = 1000;

    internal static Interval NuRange => new(0, 1, LowOpen: true);

    /// <inheritdoc/>
    /// <remarks>A class without rows is never predicted. Missing values are refused.</remarks>
    /// <exception cref="ArgumentException">There are no two classes; kernel values are too large for single precision; or ν is larger than
    /// the classes allow, or so small that no border parts classes that overlap.</exception>
    public SvmClassifierModel Fit(ClassificationData data, FitContext context = default) => Fit(data, null, context);

    /// <inheritdoc/>
    /// <remarks>
    /// Starts from the earlier model's dual coefficients, by the training rows that its support vectors were; so the data is the same, or
    /// begins with the same rows. ν-SVC has no such start: it is fitted anew.
    /// </remarks>
    public SvmClassifierModel FitFrom(ClassificationData data, SvmClassifierModel earlier, FitContext context = default)
    {
        Check.Width(Check.NotNull(data, nameof(data)).Features, Check.NotNull(earlier, nameof(earlier)).FeatureCount);
        if (!earlier.Labels.Equals(data.Labels) || earlier.MultiClass != MultiClass)
            throw new ArgumentException("the earlier model must have the same classes and the same strategy", nameof(earlier));
        return Fit(data, earlier, context);
    }

    /// <inheritdoc/>
    /// <remarks>Learners of the same class weights share, whatever their kernel: one kernel matrix serves every C and every pair of
    /// classes, one matrix of distances every γ.</remarks>
    public bool SharesWith(ILearner<ClassificationData, IClassifierModel> other) =>
        other is SvmClassifier svm && svm.ClassWeights == ClassWeights && svm.MemoryMegabytes == MemoryMegabytes;

    /// <inheritdoc/>
    public IReadOnlyList<IClassifierModel> FitShared(
        IReadOnlyList<ILearner<ClassificationData, IClassifierModel>> learners, ClassificationData train, Features queries, FitContext context = default)
    {
        var all = Check.NotNull(learners, nameof(learners)).Cast<SvmClassifier>().ToArray();
        (ClassRows rows, TrainingRows training, Features x) = Prepare(train, context);
        Check.Width(queries, x.ColumnCount);
        var shared = new SharedQueries(Check.CompleteRows(queries, nameof(SvmClassifierModel)), training, rows.Order, context);
        return SharedFits.Run(all, x, training, (alike, kernel, source) =>
        {
            var clock = Stopwatch.StartNew();
            SolvedMachine[][] solved = new ClassificationMachines(rows, train.Labels, source, context).Solve(alike);
            TimeSpan elapsed = clock.Elapsed / alike.Length;
            var models = new SvmClassifierModel[alike.Length];
            for (int c = 0; c < alike.Length; c++)
            {
                bool isKnown = c > 0 && solved[c].Zip(solved[c - 1]).All(pair => ReferenceEquals(pair.First.Result, pair.Second.Result));
                models[c] = isKnown
                    ? models[c - 1].Reported(
                        SmoReports.Classification(alike[c], solved[c], models[c - 1].SupportIndices.Length)
                            .Ended(alike[c], elapsed, train.FeatureNames))
                    : ClassifierAssembly.Model(alike[c], kernel, solved[c], rows, training, train, elapsed).Prepared(shared);
            }
            return models;
        });
    }

    SvmClassifier IKernelLearner<SvmClassifier>.With(KernelFunction kernel, double c) => this with { Kernel = kernel, C = c };

    private SvmClassifierModel Fit(ClassificationData data, SvmClassifierModel? earlier, FitContext context)
    {
        var clock = Stopwatch.StartNew();
        (ClassRows rows, TrainingRows training, Features x) = Prepare(data, context);
        KernelFunction kernel = Kernel.Resolve(x);
        IKernelSource source = training.Source(kernel, MemoryMegabytes, rows.ClassCount == 2 ? 1 : rows.Present.Length);
        SolvedMachine[] machines = new ClassificationMachines(
            rows, data.Labels, source, context, Nu is null ? earlier : null).Solve(this)[0];
        return ClassifierAssembly.Model(this, kernel, machines, rows, training, data, clock.Elapsed);
    }

    private (ClassRows, TrainingRows, Features) Prepare(ClassificationData data, FitContext context)
    {
        Features x = SvmInput.Rows(Check.NotNull(data, nameof(data)).Features, nameof(SvmClassifier));
        Check.SeveralClasses(data, nameof(SvmClassifier));
        context.ThrowIfCancelled();
        var rows = new ClassRows(data, ClassWeights, nameof(SvmClassifier));
        return (rows, new TrainingRows(x.SelectRows(rows.Order), context), x);
    }
}
