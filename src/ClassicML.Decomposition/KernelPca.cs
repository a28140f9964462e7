using System.Diagnostics;
using System.Globalization;
using ClassicML.Internal;

namespace ClassicML.Decomposition;

/// <summary>Principal component analysis in the space of a kernel function: for structure that no straight axis shows.</summary>
/// <remarks>
/// With K the n×n Gram matrix and K̃ = K - 1K/n - K1/n + 1K1/n² that of centred images φ(xᵢ), K̃u = λu gives the directions Σ
/// uᵢφ(xᵢ)/√λ; the score of a row is Σ uᵢk̃(xᵢ, x)/√λ (Schölkopf, Smola, Müller, "Nonlinear component analysis as a kernel eigenvalue
/// problem", 1998). Directions with λ up to 1e-12·λ₁ are left out, and negative ones, which a kernel that is not positive semi-definite
/// has; a precomputed kernel with one below -1e-5·λ₁ is refused (scikit-learn looks at the components it keeps only). Few components come
/// from <see cref="SymmetricEigen.Top"/> and never need a full decomposition. Signs: the entry of u of largest absolute value is positive,
/// as in scikit-learn. Non-parametric: all n rows are kept. Cost: n²·p flops and memory for n² numbers, 9·n³ flops for all components.
/// </remarks>
public sealed record KernelPca : ITransformer<KernelPcaModel>, ISharesWork<Features, ITransformerModel>
{
    // scikit-learn's ratio: below it a negative eigenvalue is rounding.
    private const double Indefinite = 1e-5;

    /// <summary>How many components to keep at most. Default 2, at least 1; null for all.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int? ComponentCount { get; init => field = Check.AtLeast(value, 1, nameof(ComponentCount)); } = 2;

    /// <summary>The kernel function; its rules are resolved against the training rows. Default RBF with γ =
    /// <see cref="Gamma.Scale"/>.</summary>
    /// <exception cref="ArgumentNullException">It is null.</exception>
    public KernelFunction Kernel { get; init => field = Check.NotNull(value, nameof(Kernel)); } = KernelFunction.Rbf();

    /// <summary>
    /// The penalty α of the kernel ridge regression from scores back to rows, which is what the inverse transform is. Default null: no
    /// inverse. Positive.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not positive and finite.</exception>
    public double? InversePenalty { get; init => field = value is { } given ? Check.Positive(given, nameof(InversePenalty)) : null; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There are fewer than two rows, more components than rows are asked for, no direction has
    /// variance, kernel values are not finite, or a precomputed kernel is not positive semi-definite.</exception>
    public KernelPcaModel Fit(Features x, FitContext context = default)
    {
        context.ThrowIfCancelled();
        return Fit(new CentredGram(Checked(x), Kernel), context);
    }

    /// <inheritdoc/>
    /// <remarks>Those of one kernel function share its centred Gram matrix.</remarks>
    public bool SharesWith(ILearner<Features, ITransformerModel> other) => other is KernelPca pca && pca.Kernel.Equals(Kernel);

    /// <inheritdoc/>
    public IReadOnlyList<ITransformerModel> FitShared(
        IReadOnlyList<ILearner<Features, ITransformerModel>> learners, Features train, Features queries, FitContext context = default)
    {
        var gram = new CentredGram(Checked(train), Kernel);
        return new ModelsOnDemand<KernelPcaModel>(learners.Count, i => ((KernelPca)learners[i]).Fit(gram, context));
    }

    private KernelPcaModel Fit(CentredGram gram, FitContext context)
    {
        var clock = Stopwatch.StartNew();
        int n = gram.Rows.RowCount;
        if (ComponentCount > n) throw new ArgumentException($"{nameof(ComponentCount)} must be at most n = {n}, was {ComponentCount}", "x");
        SymmetricEigen eigen = gram.Eigen(ComponentCount, context);
        if (Kernel is PrecomputedKernel && gram.Least(context) is var least && least < -Indefinite * eigen.Values[0])
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"the precomputed kernel is not positive semi-definite: centred, its eigenvalues ")
                + string.Create(CultureInfo.InvariantCulture, $"reach from {least} to {eigen.Values[0]}; distances are no kernel values"), "x");
        // Subnormal values have lost digits.
        int kept = eigen.Values.Count(value => value > Math.Max(1e-12 * eigen.Values[0], 1e-290));
        if (kept == 0) throw new ArgumentException("no direction has variance: all rows have one image", "x");
        double[] dual = eigen.Vectors[..(kept * n)];
        for (int k = 0; k < kept; k++)
        {
            Signs.Settle(dual.AsSpan(k * n, n));
            foreach (ref double value in dual.AsSpan(k * n, n)) value /= Math.Sqrt(eigen.Values[k]);
        }
        double[] eigenvalues = eigen.Values[..kept];
        PreImages? inverse = InversePenalty is { } penalty ? PreImages.Fit(Kernel, gram.Rows, dual, eigenvalues, penalty, context) : null;
        return new KernelPcaModel(
            gram.Kernel, gram.Rows, gram.Centring, Matrix.Wrap(dual, kept, n), eigenvalues, inverse,
                new FitReport { Iterations = eigen.Products }.Ended(this, clock.Elapsed, gram.Rows.ColumnNames));
    }

    private static Matrix Checked(Features x)
    {
        Matrix rows = Check.Complete(x, nameof(KernelPca));
        return rows.RowCount >= 2 ? rows : throw new ArgumentException($"{nameof(KernelPca)} needs at least two rows, has {rows.RowCount}", nameof(x));
    }
}
