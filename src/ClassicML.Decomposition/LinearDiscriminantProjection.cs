using System.Diagnostics;

namespace ClassicML.Decomposition;

/// <summary>Projects rows on the axes that part the classes best: the eigenvectors of S_W⁻¹S_B, at most K-1 of them.</summary>
/// <remarks>
/// S_W = Σ πₖΣₖ is the scatter within classes and S_B = Σ πₖ(μₖ-μ)(μₖ-μ)ᵀ that between them; an axis a maximises aᵀS_Ba/aᵀS_Wa, and is
/// scaled to aᵀS_Wa = 1. PCA does not look at classes; this does. Signs as in <see cref="Pca"/>. Known difference: with shrinkage
/// scikit-learn takes S_B as the difference of two shrunk covariances, which has other axes; here S_B is that of the formula.
/// Costs and options as in <see cref="LinearDiscriminantAnalysis"/>.
/// </remarks>
public sealed record LinearDiscriminantProjection : ISupervisedTransformer<LinearDiscriminantProjectionModel>
{
    /// <summary>How many axes to keep. Default null: all, K-1 or the rank if that is less. At least 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int? ComponentCount { get; init => field = Check.AtLeast(value, 1, nameof(ComponentCount)); }

    /// <summary>How axes are computed: Svd, the default, or Eigen.</summary>
    /// <exception cref="ArgumentException">It is LeastSquares, which gives no axes.</exception>
    /// <exception cref="ArgumentOutOfRangeException">It is no member.</exception>
    public DiscriminantSolver Solver
    {
        get;
        init => field = Check.Defined(value, nameof(Solver)) != DiscriminantSolver.LeastSquares
            ? value
            : throw new ArgumentException("Solver must be Svd or Eigen: LeastSquares gives no axes", nameof(Solver));
    }

    /// <summary>How far S_W is drawn towards a multiple of the identity, not under Svd. Default <see cref="Shrinkage.None"/>.</summary>
    public Shrinkage Shrinkage { get; init; }

    /// <summary>The probability of each class, πₖ. Default: its share of the rows.</summary>
    public Priors Priors { get; init; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">
    /// There are fewer than two classes, or no more rows than classes; more axes are asked for than K-1 or p; S_W is singular under
    /// Eigen; shrinkage is asked of Svd.
    /// </exception>
    public LinearDiscriminantProjectionModel Fit(ClassificationData data, FitContext context = default)
    {
        var clock = Stopwatch.StartNew();
        context.ThrowIfCancelled();
        Matrix x = DiscriminantChecks.Rows(data, Solver, Shrinkage, nameof(LinearDiscriminantProjection));
        int p = x.ColumnCount, most = Math.Min(p, data.ClassCounts().Count(count => count > 0) - 1);
        if (ComponentCount > most)
            throw new ArgumentException(
                $"{nameof(ComponentCount)} must be at most {most}, the smaller of K-1 and p, was {ComponentCount}", nameof(data));
        var statistics = new ClassStatistics(data, x, Priors, context);
        DiscriminantAxes axes = Solver == DiscriminantSolver.Svd
            ? DiscriminantAxes.BySvd(statistics, x.RowCount, p, context)
            : DiscriminantAxes.ByCholesky(
                statistics, PositiveDefinite.TryFactor(statistics.Within(Shrinkage), p, context) ?? throw DiscriminantChecks.Singular(),
                    p, context);
        int count = Math.Min(ComponentCount ?? most, axes.Ratios.Length);
        if (count == 0) throw new ArgumentException("the classes have one mean, so no direction parts them", nameof(data));
        return new LinearDiscriminantProjectionModel(
            Matrix.Wrap(axes.Axes[..(count * p)], count, p), statistics.Mean, axes.Ratios[..count],
                new FitReport().Ended(this, clock.Elapsed, data.FeatureNames));
    }
}
