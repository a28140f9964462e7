using System.Diagnostics;
using ClassicML.Internal;

namespace ClassicML.Decomposition;

/// <summary>Linear discriminant analysis: classes are normal distributions with one covariance, so the borders between them are
/// planes.</summary>
/// <remarks>
/// log P(k | x) = (x-μ)ᵀS_W⁻¹(μₖ-μ) - ½(μₖ-μ)ᵀS_W⁻¹(μₖ-μ) + log πₖ + const, with μ = Σ πₖμₖ and S_W = Σ πₖΣₖ, Σₖ divided by nₖ (by
/// n-K in all under <see cref="DiscriminantSolver.Svd"/>, as in scikit-learn; its other solvers take no μ out of the weights of three
/// classes and more, which adds one vector to all and changes no probability). <see cref="LinearDiscriminantProjection"/> gives the
/// axes. Row weights are not looked at. A class without rows has probability 0. Cost: n·p² flops and p³/3; under Svd 2·n·p² and some
/// 50·p³.
/// The result has the same bits on any number of threads.
/// </remarks>
public sealed record LinearDiscriminantAnalysis : IClassifier<LinearDiscriminantAnalysisModel>
{
    /// <summary>How it is computed. Default <see cref="DiscriminantSolver.Svd"/>, as in scikit-learn.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is no member.</exception>
    public DiscriminantSolver Solver { get; init => field = Check.Defined(value, nameof(Solver)); }

    /// <summary>How far S_W is drawn towards a multiple of the identity, not under Svd. Default <see cref="Shrinkage.None"/>.</summary>
    public Shrinkage Shrinkage { get; init; }

    /// <summary>The probability of each class. Default: its share of the rows.</summary>
    public Priors Priors { get; init; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">
    /// There are fewer than two classes, or no more rows than classes; S_W is singular under Eigen; shrinkage is asked of Svd.
    /// </exception>
    public LinearDiscriminantAnalysisModel Fit(ClassificationData data, FitContext context = default)
    {
        var clock = Stopwatch.StartNew();
        context.ThrowIfCancelled();
        Matrix x = DiscriminantChecks.Rows(data, Solver, Shrinkage, nameof(LinearDiscriminantAnalysis));
        var statistics = new ClassStatistics(data, x, Priors, context);
        int p = x.ColumnCount, classes = data.ClassCount;
        double[] coefficients, intercept = new double[classes];
        if (Solver == DiscriminantSolver.Svd)
        {
            coefficients = Coefficients(DiscriminantAxes.BySvd(statistics, x.RowCount, p, context), statistics, p, intercept);
        }
        else
        {
            coefficients = Solved(statistics.Within(Shrinkage), statistics, p, context);
            for (int k = 0; k < classes; k++)
            {
                ReadOnlySpan<double> own = coefficients.AsSpan(k * p, p);
                intercept[k] = -0.5 * Kernels.Dot(statistics.CentredMeans.AsSpan(k * p, p), own) - Kernels.Dot(statistics.Mean, own);
            }
        }
        for (int k = 0; k < classes; k++)
            intercept[k] = statistics.Counts[k] == 0 ? double.NegativeInfinity : intercept[k] + Math.Log(statistics.Priors[k]);
        return LinearDiscriminantAnalysisModel.Of(coefficients, intercept, p, statistics, data.Labels,
            new FitReport().Ended(this, clock.Elapsed, data.FeatureNames));
    }

    // In the coordinates of the axes S_W is the identity, so a score is z·m - ½m·m with z and m the row and the class mean there.
    private static double[] Coefficients(DiscriminantAxes axes, ClassStatistics statistics, int p, double[] intercept)
    {
        int classes = intercept.Length, count = axes.Axes.Length / p;
        double[] places = new double[classes * count], coefficients = new double[classes * p];
        Gemm.MultiplyTransposed(statistics.CentredMeans, axes.Axes, places, classes, count, p);
        Gemm.Multiply(new MatrixView<double>(places, classes, count), new MatrixView<double>(axes.Axes, count, p), coefficients);
        for (int k = 0; k < classes; k++)
        {
            ReadOnlySpan<double> place = places.AsSpan(k * count, count);
            intercept[k] = -0.5 * Kernels.Dot(place, place) - Kernels.Dot(statistics.Mean, coefficients.AsSpan(k * p, p));
        }
        return coefficients;
    }

    // Centred means leave out S_W⁻¹μ, which all classes have in common, and which for columns far from zero would drown the rest.
    private double[] Solved(double[] within, ClassStatistics statistics, int p, FitContext context)
    {
        double[] solved = (double[])statistics.CentredMeans.Clone();
        PositiveDefinite? factor = PositiveDefinite.TryFactor((double[])within.Clone(), p, context);
        if (factor is null && Solver == DiscriminantSolver.Eigen) throw DiscriminantChecks.Singular();
        for (int k = 0; k < solved.Length / p && factor is not null; k++) factor.Solve(solved.AsSpan(k * p, p));
        return factor is null ? LeastNorm(within, solved, p, context) : solved;
    }

    // S_W is singular: the shortest of the solutions of least squares, by its eigenvectors.
    private static double[] LeastNorm(double[] within, double[] means, int p, FitContext context)
    {
        SymmetricEigen eigen = SymmetricEigen.Decompose(within, p, context);
        double[] solved = new double[means.Length];
        for (int i = 0; i < p && eigen.Values[i] > p * 2.3e-16 * eigen.Values[0]; i++)
            for (int k = 0; k < means.Length / p; k++)
                Kernels.AddScaled(Kernels.Dot(eigen.Vector(i), means.AsSpan(k * p, p)) / eigen.Values[i], eigen.Vector(i),
                    solved.AsSpan(k * p, p));
        return solved;
    }
}
