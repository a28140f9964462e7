using System.Diagnostics;
using ClassicML.Optimization;

namespace ClassicML.Linear;

/// <summary>Logistic regression with an L2 penalty: a linear classifier, despite its name, whose score is the log-odds of a class.</summary>
/// <remarks>
/// Minimises J(w, b) = C Σᵢ sᵢ ℓ(xᵢ, yᵢ) + ½‖w‖², where ℓ = -log P(yᵢ | xᵢ). For two classes P(1 | x) = 1/(1 + exp(-(wᵀx + b))), one
/// weight vector; for more, P(k | x) = softmax(Wx + b)ₖ, one row of W a class. J is convex and differentiable, so L-BFGS finds its optimum
/// (<see cref="LBfgs"/>). The loss is a sum over rows, the intercept is not penalised, as in scikit-learn; LIBLINEAR penalises it.
/// The solver works on J/(C·Σsᵢ), so <see cref="Tolerance"/> means the same for few rows and many; scikit-learn 1.2 tests the
/// gradient of J/C. Cost of an iteration: 4·n·p·K flops and one read of x. The result has the same bits on any number of threads.
/// </remarks>
public sealed record LogisticRegression : IClassifier<LogisticRegressionModel>
{
    /// <summary>The weight of the loss against the penalty: smaller means more regularisation. Default 1, positive.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not positive and finite.</exception>
    public double C { get; init => field = Check.Positive(value, nameof(C)); } = 1;

    /// <summary>Whether to fit the intercept b. Default true.</summary>
    public bool FitIntercept { get; init; } = true;

    /// <summary>Stops when no component of the gradient of J/(C·Σsᵢ) is larger. Default 1e-6, positive.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not positive and finite.</exception>
    public double Tolerance { get; init => field = Check.Positive(value, nameof(Tolerance)); } = 1e-6;

    /// <summary>The most iterations. Default 1000, at least 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int MaxIterations { get; init => field = Check.Positive(value, nameof(MaxIterations)); } = 1000;

    /// <inheritdoc/>
    /// <remarks>
    /// A class without rows gets probability zero. Two classes get one weight vector, more get one each: the number of labels decides.
    /// </remarks>
    public LogisticRegressionModel Fit(ClassificationData data, FitContext context = default)
    {
        var clock = Stopwatch.StartNew();
        Matrix x = Check.Complete(Check.NotNull(data, nameof(data)).Features, nameof(LogisticRegression));
        Check.SeveralClasses(data, nameof(LogisticRegression));
        var loss = new LogisticLoss(x, data, C, FitIntercept, context);
        double[] parameters = new double[loss.ParameterCount];
        LBfgsResult result = new LBfgs { MaxIterations = MaxIterations, Tolerance = Tolerance }.Minimize(loss.Evaluate, parameters, context);
        return loss.Model(parameters, new FitReport
        {
            Iterations = result.Iterations,
            Converged = result.End == LBfgsEnd.Converged,
            Stopped = result.End == LBfgsEnd.Stopped,
            Reason = result.End switch
            {
                LBfgsEnd.Converged => null,
                LBfgsEnd.IterationLimit => $"the limit of {MaxIterations} iterations was reached with a gradient of {result.GradientNorm:G3}",
                LBfgsEnd.Stopped => "the caller asked to stop",
                _ => $"the objective can't be lowered further in floating point; the gradient is {result.GradientNorm:G3}",
            },
            Objective = result.Objective * loss.Scale,
            Elapsed = clock.Elapsed,
        });
    }
}
