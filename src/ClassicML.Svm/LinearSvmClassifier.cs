using System.Diagnostics;

namespace ClassicML.Svm;

/// <summary>A linear support vector machine for many rows: the widest margin between the planes wᵀx + b = ±1, without a kernel
/// matrix.</summary>
/// <remarks>
/// <para>For two classes, y = ±1: minimises ½(‖w‖² + b²/s²) + C Σ sᵢℓ(ξᵢ), ξᵢ = max(0, 1 - yᵢ(wᵀxᵢ + b)), where ℓ is <see cref="Loss"/> and
/// s <see cref="InterceptScaling"/>; with <see cref="LinearSvmPenalty.L1"/> it is ‖w‖₁ + |b|/s in the place of the half square. More
/// classes
/// are one machine each against the rest, or one problem. The loss is a sum over rows. The same optima as LIBLINEAR's and scikit-learn's
/// LinearSVC.</para>
/// <para>The intercept is the weight of a column of the constant s, so it is penalised, as in LIBLINEAR; a large s penalises it
/// less.</para>
/// <para>Reads dense and sparse rows. A pass costs one reading of the rows. Coordinate descent takes some tens of passes, many more where
/// features are of very different scale; Newton steps hardly feel that. The result has the same bits on any number of threads.</para>
/// </remarks>
public sealed record LinearSvmClassifier : IClassifier<LinearSvmClassifierModel>
{
    /// <summary>What an error costs: large C punishes slack, small C tolerates it. Default 1, positive.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not positive and finite.</exception>
    public double C { get; init => field = Check.Positive(value, nameof(C)); } = 1;

    /// <summary>The loss. Default <see cref="HingeLoss.SquaredHinge"/>, as in scikit-learn's LinearSVC.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not a member of the enumeration.</exception>
    public HingeLoss Loss { get; init => field = Check.Defined(value, nameof(Loss)); } = HingeLoss.SquaredHinge;

    /// <summary>The penalty. Default <see cref="LinearSvmPenalty.L2"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not a member of the enumeration.</exception>
    public LinearSvmPenalty Penalty { get; init => field = Check.Defined(value, nameof(Penalty)); }

    /// <summary>How more than two classes are treated. Default <see cref="LinearSvmMultiClass.OneVersusRest"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not a member of the enumeration.</exception>
    public LinearSvmMultiClass MultiClass { get; init => field = Check.Defined(value, nameof(MultiClass)); }

    /// <summary>How it is solved. Default by loss and shape.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not a member of the enumeration.</exception>
    public LinearSvmSolver Solver { get; init => field = Check.Defined(value, nameof(Solver)); }

    /// <summary>Weights of classes, which multiply C. One against the rest, only the one's weight counts, as in LIBLINEAR. Default <see
    /// cref="ClassWeights.None"/>.</summary>
    public ClassWeights ClassWeights { get; init; }

    /// <summary>Whether there is an intercept. Default true.</summary>
    public bool FitIntercept { get; init; } = true;

    /// <summary>The value s of the column that the intercept is the weight of. Default 1, positive.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not positive and finite.</exception>
    public double InterceptScaling { get; init => field = Check.Positive(value, nameof(InterceptScaling)); } = 1;

    /// <summary>
    /// When to stop. Default 1e-4, positive. Dual: the projected gradients of a pass lie within this of one another. Primal, and L1: the
    /// gradient, or the sum of violations, is at most this share of that at zero. In each case the duality gap, too, is at most ten times
    /// this share of the objective (L1: a hundred times); the primal may do with what a Newton step promises.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not positive and finite.</exception>
    public double Tolerance { get; init => field = Check.Positive(value, nameof(Tolerance)); } = 1e-4;

    /// <summary>The most passes over the rows, or Newton steps. Default 1000, at least 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int MaxIterations { get; init => field = Check.Positive(value, nameof(MaxIterations)); } = 1000;

    /// <summary>The seed of the order of coordinate descent. Default 0, at least 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public int Seed { get; init => field = Check.AtLeast(value, 0, nameof(Seed)); }

    /// <inheritdoc/>
    /// <remarks>A class without rows is never predicted. Rows of weight zero take no part. Missing values are refused.</remarks>
    /// <exception cref="ArgumentException">The loss does not go with the penalty or the solver, the data can't be fitted on, or values are
    /// so large that the objective is not finite.</exception>
    public LinearSvmClassifierModel Fit(ClassificationData data, FitContext context = default)
    {
        var clock = Stopwatch.StartNew();
        Features x = Check.CompleteRows(Check.NotNull(data, nameof(data)).Features, nameof(LinearSvmClassifier));
        Check.SeveralClasses(data, nameof(LinearSvmClassifier));
        CheckChoices();
        context.ThrowIfCancelled();
        return new LinearClassification(this, data, new LinearRows(x, FitIntercept ? InterceptScaling : 0), context).Fit(clock);
    }

    /// <summary>Whether the primal is solved, for two classes.</summary>
    internal bool IsPrimal(LinearRows x) => Solver == LinearSvmSolver.TrustRegionNewton
        || (Solver == LinearSvmSolver.Auto && Loss == HingeLoss.SquaredHinge && Penalty == LinearSvmPenalty.L2
            && x.Dense is not null && x.RowCount >= 4L * x.ColumnCount);

    private void CheckChoices()
    {
        if (MultiClass == LinearSvmMultiClass.CrammerSinger)
        {
            if (Penalty == LinearSvmPenalty.L1 || Solver == LinearSvmSolver.TrustRegionNewton)
                throw new ArgumentException($"{nameof(MultiClass)} CrammerSinger needs {nameof(Penalty)} L2 and coordinate descent");
            return;
        }
        if (Loss == HingeLoss.Hinge && (Penalty == LinearSvmPenalty.L1 || Solver == LinearSvmSolver.TrustRegionNewton))
            throw new ArgumentException($"{nameof(Loss)} Hinge needs {nameof(Penalty)} L2 and coordinate descent; the others need SquaredHinge");
        if (Penalty == LinearSvmPenalty.L1 && Solver == LinearSvmSolver.TrustRegionNewton)
            throw new ArgumentException($"{nameof(Penalty)} L1 has no second derivative; it needs coordinate descent");
    }
}
