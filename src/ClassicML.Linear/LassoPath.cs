using System.Collections.Immutable;
using System.Diagnostics;
using ClassicML.Internal;

namespace ClassicML.Linear;

/// <summary>The weights of a <see cref="Lasso"/> or <see cref="ElasticNet"/> over a descending grid of penalties, each fitted from the one
/// before.</summary>
/// <remarks>The Gram matrix is made once for the whole path, so that a point costs little more than its passes (glmnet, 2010).</remarks>
public sealed record LassoPath
{
    /// <summary>The share ρ of L1, in (0, 1]. Default 1: the lasso.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is outside.</exception>
    public double L1Ratio { get; init => field = Check.Within(value, new Interval(0, 1, LowOpen: true), nameof(L1Ratio)); } = 1;

    /// <summary>The number of penalties in the grid. Default 100, at least 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int PointCount { get; init => field = Check.Positive(value, nameof(PointCount)); } = 100;

    /// <summary>The last penalty as a share of the first, in (0, 1). The first is the least that makes every weight zero. Default
    /// 0.001.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is outside.</exception>
    public double LastShare { get; init => field = Check.Within(value, new Interval(0, 1, true, true), nameof(LastShare)); } = 1e-3;

    /// <summary>Whether to fit the intercept b. Default true.</summary>
    public bool FitIntercept { get; init; } = true;

    /// <summary>As in <see cref="ElasticNet.Tolerance"/>. Default 1e-6, positive.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not positive and finite.</exception>
    public double Tolerance { get; init => field = Check.Positive(value, nameof(Tolerance)); } = 1e-6;

    /// <summary>The most passes at each point. Default 10,000, at least 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int MaxIterations { get; init => field = Check.Positive(value, nameof(MaxIterations)); } = 10_000;

    /// <summary>Computes the path.</summary>
    /// <param name="data">Rows with targets, n×p, dense or sparse.</param>
    /// <param name="context">Cancellation and threads.</param>
    /// <exception cref="ArgumentException">A value is missing.</exception>
    /// <exception cref="OperationCanceledException"><see cref="FitContext.Cancellation"/> was requested.</exception>
    public ImmutableArray<LassoPathPoint> Compute(RegressionData data, FitContext context = default)
    {
        var clock = Stopwatch.StartNew();
        Features x = Check.CompleteRows(Check.NotNull(data, nameof(data)).Features, nameof(LassoPath));
        var problem = new SquaredProblem(x, data.Targets, data.Weights, FitIntercept, 0, context);
        var solver = new LassoSolver(problem);
        // Targets that are all equal leave nothing to explain: any grid will do.
        double first = solver.LargestPenalty / L1Ratio is > 0 and var largest ? largest : 1;
        double[] w = new double[data.FeatureCount];
        double numbers = (double)PointCount * (data.FeatureCount + 1);
        MemoryNeed.Check(sizeof(double) * numbers, $"{nameof(PointCount)} of {PointCount}", "take fewer points");
        var points = ImmutableArray.CreateBuilder<LassoPathPoint>();
        for (int i = 0; i < PointCount; i++)
        {
            double alpha = PointCount == 1 ? first : first * Math.Pow(LastShare, (double)i / (PointCount - 1));
            var learner = new ElasticNet
            {
                Alpha = alpha, L1Ratio = L1Ratio, FitIntercept = FitIntercept, Tolerance = Tolerance, MaxIterations = MaxIterations,
            };
            FitReport report = solver.Solve(alpha * L1Ratio, alpha * (1 - L1Ratio), w, Tolerance, MaxIterations, context);
            points.Add(new LassoPathPoint(
                alpha, new LinearRegressionModel([.. w], problem.Intercept(w), report.Ended(learner, clock.Elapsed, data.FeatureNames))));
            clock.Restart();
        }
        return points.ToImmutable();
    }
}

/// <summary>One point of a <see cref="LassoPath"/>.</summary>
/// <param name="Alpha">The strength of the penalty.</param>
/// <param name="Model">The model there; its report holds objective and duality gap.</param>
public sealed record LassoPathPoint(double Alpha, LinearRegressionModel Model);
