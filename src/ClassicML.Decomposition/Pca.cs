using System.Diagnostics;

namespace ClassicML.Decomposition;

/// <summary>Principal component analysis: the orthogonal directions along which rows vary most, largest variance first.</summary>
/// <remarks>
/// Direction a₁ maximises the variance aᵀΣa under aᵀa = 1; each next one does so orthogonal to those before. By Lagrange's multiplier
/// Σa = λa, so they are the eigenvectors of the covariance Σ, and the variance along one is its eigenvalue. Σ divides by n-1, as in
/// scikit-learn and unlike textbooks that divide by n. A direction's sign is free: the entry of largest absolute value is made positive,
/// the first of equal ones (scikit-learn from 1.5 on; before, the largest score was). Columns are centred, not scaled: standardise them
/// first where their units differ. Row weights are not looked at. Cost: n·p² flops and 9·p³ by the covariance, 2·n·p² and some 50·p³ by
/// the SVD, 4·n·p·k an iteration randomised. The result has the same bits on any number of threads.
/// </remarks>
public sealed record Pca : ITransformer<PcaModel>, ISharesWork<Features, ITransformerModel>
{
    /// <summary>How many components to keep: all, a number, a share of the variance, or Minka's estimate. Default all.</summary>
    public ComponentCount ComponentCount { get; init; }

    /// <summary>How they are computed. Default <see cref="PcaSolver.Auto"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is no member.</exception>
    public PcaSolver Solver { get; init => field = Check.Defined(value, nameof(Solver)); }

    /// <summary>Whether each score is divided by its deviation, so that all have variance 1. Default false.</summary>
    public bool Whiten { get; init; }

    /// <summary>What the randomised solver's start derives from. Default 0, at least 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 0.</exception>
    public int Seed { get; init => field = Check.AtLeast(value, 0, nameof(Seed)); }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There are fewer than two rows, or more components are asked for than min(n, p).</exception>
    public PcaModel Fit(Features x, FitContext context = default)
    {
        context.ThrowIfCancelled();
        return Fit(new SpectrumSource(Checked(x)), context);
    }

    /// <inheritdoc/>
    /// <remarks>All share: mean, covariance and whole decompositions are made once, and each takes its number of directions.</remarks>
    public bool SharesWith(ILearner<Features, ITransformerModel> other) => other is Pca;

    /// <inheritdoc/>
    public IReadOnlyList<ITransformerModel> FitShared(
        IReadOnlyList<ILearner<Features, ITransformerModel>> learners, Features train, Features queries, FitContext context = default)
    {
        var source = new SpectrumSource(Checked(train));
        return new ModelsOnDemand<PcaModel>(learners.Count, i => ((Pca)learners[i]).Fit(source, context));
    }

    private PcaModel Fit(SpectrumSource source, FitContext context)
    {
        var clock = Stopwatch.StartNew();
        (int n, int p) = (source.Rows.RowCount, source.Rows.ColumnCount);
        int most = Math.Min(n, p);
        if (ComponentCount.Number > most)
            throw new ArgumentException($"{nameof(ComponentCount)} must be at most min(n, p) = {most}, was {ComponentCount.Number}", "x");
        if (ComponentCount.IsMle && n < p) throw new ArgumentException($"Minka's estimate needs as many rows as features, has {n}×{p}", "x");
        PcaSolver solver = Chosen(n, p);
        Spectrum spectrum = solver switch
        {
            PcaSolver.FullSvd => source.BySvd(context),
            PcaSolver.Randomized => source.Randomized(Wanted(), (ulong)Seed, context),
            PcaSolver.Auto or PcaSolver.CovarianceEigen => source.ByCovariance(ComponentCount.Number, context),
        };
        if (Solver == PcaSolver.Auto && solver == PcaSolver.CovarianceEigen
            && Loses(spectrum.Variances, Math.Min(Count(spectrum, n), source.MostDirections(context))))
        {
            solver = PcaSolver.FullSvd;
            spectrum = source.BySvd(context);
        }
        FitReport report = new FitReport().Ended(this, clock.Elapsed, source.Rows.ColumnNames).With("solver", (int)solver);
        return spectrum.Model(Count(spectrum, n), Whiten, n, report);
    }

    // A covariance has each variance up to ε times the largest: so to 1e-4 of itself, or to 1e-7 for whitening, which divides by it.
    private bool Loses(double[] variances, int kept) => kept > 0 && variances[kept - 1] <= (Whiten ? 1e-9 : 1e-12) * variances[0];

    private static Matrix Checked(Features x)
    {
        Matrix rows = Check.Complete(x, nameof(Pca));
        return rows.RowCount >= 2 && rows.ColumnCount > 0 ? rows
            : throw new ArgumentException($"{nameof(Pca)} needs at least two rows and one feature, has {rows.RowCount}×{rows.ColumnCount}", nameof(x));
    }

    private PcaSolver Chosen(int n, int p)
    {
        if (Solver != PcaSolver.Auto) return Solver;
        int most = Math.Min(n, p);
        if (most <= 500 && n < 10 * p) return PcaSolver.FullSvd;
        return ComponentCount.Number is { } count && most > 2000 && count < most / 10 ? PcaSolver.Randomized : PcaSolver.CovarianceEigen;
    }

    private int Wanted() => ComponentCount.Number
        ?? throw new ArgumentException($"the randomised solver needs a number of components; {nameof(ComponentCount)} is '{ComponentCount}'");

    private int Count(Spectrum spectrum, int n)
    {
        if (ComponentCount.Number is { } number) return number;
        if (ComponentCount.IsMle) return MinkaDimension.Of(spectrum.Variances, n);
        if (ComponentCount.VarianceShare is not { } share) return spectrum.Variances.Length;
        double sum = 0;
        for (int k = 0; k < spectrum.Variances.Length; k++)
        {
            sum += spectrum.Variances[k];
            if (sum > share * spectrum.TotalVariance) return k + 1;
        }
        return spectrum.Variances.Length;
    }
}
