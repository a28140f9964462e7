using System.Diagnostics;

namespace ClassicML.Linear;

/// <summary>Logistic regression: a linear classifier, despite its name, whose score is the log-odds of a class.</summary>
/// <remarks>
/// Minimises J(w, b) = C Σᵢ sᵢ ℓ(xᵢ, yᵢ) + R(w), where ℓ = -log P(yᵢ | xᵢ) and R is ½‖w‖² (L2), Σ|wⱼ| (L1), ρΣ|wⱼ| + (1-ρ)½‖w‖² (elastic
/// net, ρ being <see cref="L1Ratio"/>), or nothing. For two classes P(1 | x) = 1/(1 + exp(-(wᵀx + b))), one weight vector; for more,
/// P(k | x) = softmax(Wx + b)ₖ, one row of W a class, or a problem for each class (<see cref="LogisticMultiClass.OneVersusRest"/>). J is convex,
/// so every solver ends at the same optimum. The loss is a sum over rows; the intercept is not penalised, as in scikit-learn; LIBLINEAR
/// penalises it.
/// Solvers work on J/(C·Σsᵢ), so <see cref="Tolerance"/> means the same for few rows and many; scikit-learn 1.2 tests the gradient of J/C.
/// They see columns with an offset centred, where an intercept is fitted, and those of odd sizes scaled, each with its own penalty: the
/// optimum stays, and years, pressures and time stamps need no preparation for the arithmetic's sake.
/// Rows may be dense or sparse. The result has the same bits on any number of threads.
/// </remarks>
public sealed record LogisticRegression : IClassifier<LogisticRegressionModel>, IWarmStart<ClassificationData, LogisticRegressionModel>
{
    /// <summary>The weight of the loss against the penalty: smaller means more regularisation. Default 1, positive.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not positive and finite.</exception>
    public double C { get; init => field = Check.Positive(value, nameof(C)); } = 1;

    /// <summary>The penalty R. Default L2.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not defined.</exception>
    public Penalty Penalty { get; init => field = Check.Defined(value, nameof(Penalty)); } = Penalty.L2;

    /// <summary>The share ρ of L1 in an elastic net, in [0, 1]; other penalties don't read it. Default 0.5.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is outside.</exception>
    public double L1Ratio { get; init => field = Check.Within(value, Interval.Share, nameof(L1Ratio)); } = 0.5;

    /// <summary>How more than two classes are told apart. Default multinomial.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not defined.</exception>
    public LogisticMultiClass MultiClass { get; init => field = Check.Defined(value, nameof(MultiClass)); } = LogisticMultiClass.Multinomial;

    /// <summary>Weights of classes, which multiply the weights of their rows. Default none.</summary>
    public ClassWeights ClassWeights { get; init; }

    /// <summary>Whether to fit the intercept b. Default true.</summary>
    public bool FitIntercept { get; init; } = true;

    /// <summary>The method. Default: chosen by shape and penalty.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not defined.</exception>
    public LogisticSolver Solver { get; init => field = Check.Defined(value, nameof(Solver)); } = LogisticSolver.Auto;

    /// <summary>Stops when no weight violates its optimality condition in J/(C·Σsᵢ) by more, and the duality gap, where there is a
    /// penalty, is at most a hundred times this share of J, or 1e-6 of it. Without L1 the violation is the gradient. A column whose size
    /// is outside 2^±10, or without a penalty any, is measured in units of its size, a power of two. Default 1e-6, positive.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not positive and finite.</exception>
    public double Tolerance { get; init => field = Check.Positive(value, nameof(Tolerance)); } = 1e-6;

    /// <summary>The most iterations; for SAGA epochs. Default 1000, at least 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int MaxIterations { get; init => field = Check.Positive(value, nameof(MaxIterations)); } = 1000;

    /// <summary>What SAGA's order of rows derives from; other solvers don't read it. Default 0, at least 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 0.</exception>
    public int Seed { get; init => field = Check.AtLeast(value, 0, nameof(Seed)); }

    /// <inheritdoc/>
    /// <remarks>
    /// A class without rows of positive weight gets probability zero. Two classes get one weight vector, more get one each: the number of
    /// labels decides. Without a penalty separable data has no optimum; the report then says how far the fit came.
    /// </remarks>
    public LogisticRegressionModel Fit(ClassificationData data, FitContext context = default) => Fit(data, null, context);

    /// <inheritdoc/>
    public LogisticRegressionModel FitFrom(ClassificationData data, LogisticRegressionModel earlier, FitContext context = default) =>
        Fit(data, Check.NotNull(earlier, nameof(earlier)), context);

    private LogisticRegressionModel Fit(ClassificationData data, LogisticRegressionModel? earlier, FitContext context)
    {
        var clock = Stopwatch.StartNew();
        Features x = Check.CompleteRows(Check.NotNull(data, nameof(data)).Features, nameof(LogisticRegression));
        Check.SeveralClasses(data, nameof(LogisticRegression));
        context.ThrowIfCancelled();
        LogisticRegressionModel model = new LogisticFit(this, data, x, context).Run(earlier, out FitReport report);
        return model.WithReport(report.Ended(this, clock.Elapsed, data.FeatureNames));
    }
}
