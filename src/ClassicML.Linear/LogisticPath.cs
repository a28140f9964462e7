using System.Collections.Immutable;
using ClassicML.Internal;

namespace ClassicML.Linear;

/// <summary>The weights of a <see cref="LogisticRegression"/> over a descending grid of penalties, each fitted from the one
/// before.</summary>
public sealed record LogisticPath
{
    /// <summary>The learner whose C is varied; it needs a penalty. Default L1.</summary>
    /// <exception cref="ArgumentException">Its penalty is none.</exception>
    public LogisticRegression Learner
    {
        get;
        init => field = Check.NotNull(value, nameof(Learner)).Penalty != Penalty.None ? value
            : throw new ArgumentException($"{nameof(Learner)} must have a penalty, was {Penalty.None}", nameof(Learner));
    } = new() { Penalty = Penalty.L1 };

    /// <summary>The number of penalties in the grid. Default 50, at least 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int PointCount { get; init => field = Check.Positive(value, nameof(PointCount)); } = 50;

    /// <summary>The last penalty 1/C as a share of the first, in (0, 1). The first is the least at which L1 makes every weight zero.
    /// Default 1e-4.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is outside.</exception>
    public double LastShare { get; init => field = Check.Within(value, new Interval(0, 1, true, true), nameof(LastShare)); } = 1e-4;

    /// <summary>Computes the path.</summary>
    /// <param name="data">Labelled rows, n×p, dense or sparse.</param>
    /// <param name="context">Cancellation and threads.</param>
    /// <exception cref="ArgumentException">The data can't be fitted on.</exception>
    /// <exception cref="OperationCanceledException"><see cref="FitContext.Cancellation"/> was requested.</exception>
    public ImmutableArray<LogisticPathPoint> Compute(ClassificationData data, FitContext context = default)
    {
        double first = FirstC(data, context);
        double numbers = (double)PointCount * (data.FeatureCount + 1) * data.ClassCount;
        MemoryNeed.Check(sizeof(double) * numbers, $"{nameof(PointCount)} of {PointCount}", "take fewer points");
        var points = ImmutableArray.CreateBuilder<LogisticPathPoint>();
        LogisticRegressionModel? model = null;
        for (int i = 0; i < PointCount; i++)
        {
            double c = PointCount == 1 ? first : first * Math.Pow(LastShare, -(double)i / (PointCount - 1));
            LogisticRegression learner = Learner with { C = c };
            model = model is null ? learner.Fit(data, context) : learner.FitFrom(data, model, context);
            points.Add(new LogisticPathPoint(c, model));
        }
        return points.ToImmutable();
    }

    // At w = 0 and b at its optimum the gradient of the loss is largest in some column; an L1 penalty above it holds all weights at zero.
    private double FirstC(ClassificationData data, FitContext context)
    {
        Features x = Check.CompleteRows(Check.NotNull(data, nameof(data)).Features, nameof(LogisticPath));
        Check.SeveralClasses(data, nameof(LogisticPath));
        double[]? weights = Learner.ClassWeights.OfRows(data);
        int outputs = data.ClassCount == 2 ? 1 : data.ClassCount;
        var problem = new LogisticProblem(
            new DesignRows(x, context), data.Codes.ToArray(), weights, outputs, 0, 0, Learner.FitIntercept, context);
        double[] point = new double[problem.ParameterCount], gradient = new double[problem.ParameterCount];
        if (Learner.FitIntercept)
        {
            double[] totals = new double[data.ClassCount];
            for (int i = 0; i < data.RowCount; i++) totals[data.Codes[i]] += problem.WeightOf(i);
            for (int k = 0; k < outputs; k++)
                point[problem.WeightCount + k] = outputs == 1 ? Math.Log(totals[1] / totals[0]) : totals[k] > 0 ? Math.Log(totals[k]) : 0;
        }
        problem.Evaluate(point, gradient);
        double largest = 0;
        foreach (double value in gradient.AsSpan(0, problem.WeightCount)) largest = Math.Max(largest, Math.Abs(value));
        double share = Learner.Penalty == Penalty.ElasticNet ? Math.Max(Learner.L1Ratio, 1e-3) : 1;
        return largest > 0 ? share / (largest * problem.TotalWeight) : 1;
    }
}

/// <summary>One point of a <see cref="LogisticPath"/>.</summary>
/// <param name="C">The weight of the loss against the penalty.</param>
/// <param name="Model">The model there; its report holds objective and duality gap.</param>
public sealed record LogisticPathPoint(double C, LogisticRegressionModel Model);
