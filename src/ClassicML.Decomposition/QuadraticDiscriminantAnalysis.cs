using System.Diagnostics;
using ClassicML.Internal;

namespace ClassicML.Decomposition;

/// <summary>Quadratic discriminant analysis: each class is a normal distribution with a covariance of its own, so borders are
/// quadrics.</summary>
/// <remarks>
/// log P(k | x) = -½(x-μₖ)ᵀΣₖ⁻¹(x-μₖ) - ½ log det Σₖ + log πₖ + const, where Σₖ divides by nₖ-1 and becomes (1-r)·Σₖ + r·I under
/// <see cref="Regularization"/> r. By the singular values of each class's centred rows, so Σₖ is never formed. Known difference: with r
/// scikit-learn leaves out directions that a class of fewer rows than features does not span; here they have variance r. Row weights
/// are not looked at. A class without rows has probability 0. Cost: 2·n·p² flops and some 50·K·p³; K·p² numbers are kept.
/// </remarks>
public sealed record QuadraticDiscriminantAnalysis : IClassifier<QuadraticDiscriminantAnalysisModel>
{
    // Below this share of the largest variance a direction is constant but for rounding.
    private const double Constant = 1e-20;

    /// <summary>How far each covariance is drawn towards the identity, r. Default 0, in [0, 1].</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is outside.</exception>
    public double Regularization { get; init => field = Check.Within(value, Interval.Share, nameof(Regularization)); }

    /// <summary>The probability of each class. Default: its share of the rows.</summary>
    public Priors Priors { get; init; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">
    /// There are fewer than two classes, or a class has one row, or a covariance is singular and <see cref="Regularization"/> is 0.
    /// </exception>
    public QuadraticDiscriminantAnalysisModel Fit(ClassificationData data, FitContext context = default)
    {
        var clock = Stopwatch.StartNew();
        context.ThrowIfCancelled();
        Matrix x = Check.Complete(Check.NotNull(data, nameof(data)).Features, nameof(QuadraticDiscriminantAnalysis));
        Check.SeveralClasses(data, nameof(QuadraticDiscriminantAnalysis));
        var statistics = new ClassStatistics(data, x, Priors, context);
        var shapes = new ClassShape[data.ClassCount];
        for (int k = 0; k < shapes.Length; k++)
        {
            double logPrior = statistics.Counts[k] == 0 ? double.NegativeInfinity : Math.Log(statistics.Priors[k]);
            shapes[k] = statistics.Counts[k] switch
            {
                0 => new ClassShape(Matrix.Wrap([], 0, x.ColumnCount), [], statistics.MeanOf(k).ToArray(), 1, logPrior),
                1 => throw new ArgumentException($"class '{data.Labels[k]}' has one row; its covariance needs at least two", nameof(data)),
                _ => Shape(statistics, k, logPrior, data.Labels[k], context),
            };
        }
        return new QuadraticDiscriminantAnalysisModel([.. shapes], data.Labels,
            new FitReport().Ended(this, clock.Elapsed, data.FeatureNames));
    }

    private ClassShape Shape(ClassStatistics statistics, int code, double logPrior, string label, FitContext context)
    {
        int n = statistics.Counts[code], p = statistics.Mean.Length;
        RightSingular svd = RightSingular.Of(Matrix.Wrap(statistics.CentredRowsOf(code), n, p), default, context);
        double[] variances = Array.ConvertAll(svd.Values, s => (1 - Regularization) * s * s / (n - 1) + Regularization);
        double least = Math.Max(Constant * svd.Values[0] * svd.Values[0], ClassStatistics.LeastSquares);
        int rank = svd.Values.Count(s => s * s > least);
        if (Regularization == 0 && rank < p)
            throw new ArgumentException(
                $"the covariance of class '{label}' is singular: its rows span {rank} of {p} dimensions; set {nameof(Regularization)}",
                    nameof(Regularization));
        return new ClassShape(Matrix.Wrap(svd.Vectors, variances.Length, p), variances, statistics.MeanOf(code).ToArray(), Regularization,
            logPrior);
    }
}
