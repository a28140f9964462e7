using System.Diagnostics;

namespace ClassicML.Preprocessing;

/// <summary>Keeps the columns with the best scores, each scored by itself against what is to be predicted.</summary>
/// <remarks>
/// Fitted on rows with classes or on rows with numbers; <see cref="UnivariateScore"/> says what each score is there. One column at a time
/// sees no columns that tell only together, and keeps duplicates together. A column that tells nothing, such as a constant, has score 0 and
/// p-value 1. Sparse rows stay sparse. Row weights are not looked at. Cost: two reads of n×p for F, one for χ²;
/// <see cref="MutualInformation"/> sorts.
/// </remarks>
public sealed record SelectKBest : ISupervisedTransformer<SelectKBestModel>, IRegressionTransformer<SelectKBestModel>
{
    /// <summary>Which columns are kept. Default 10, or all where there are fewer.</summary>
    public FeatureQuota K { get; init; } = 10;

    /// <summary>How a column is scored. Default <see cref="UnivariateScore.F"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not a member of the enumeration.</exception>
    public UnivariateScore Score { get; init => field = Check.Defined(value, nameof(Score)); } = UnivariateScore.F;

    /// <summary>The number of neighbours, k, that mutual information goes by: more vary less and see less. Default 3, at least 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int NeighborCount { get; init => field = Check.Positive(value, nameof(NeighborCount)); } = 3;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A value is missing, all rows are of one class, the score needs more rows, χ² has a value below 0, the
    /// rule needs p-values that the score has not, or no column passes it.</exception>
    public SelectKBestModel Fit(ClassificationData data, FitContext context = default)
    {
        var clock = Stopwatch.StartNew();
        Check.SeveralClasses(Check.NotNull(data, nameof(data)), nameof(SelectKBest));
        ClassificationData rows = Check.CompleteRows(data, nameof(SelectKBest));
        context.ThrowIfCancelled();
        return Chosen(
            Score switch
            {
                UnivariateScore.F => FScores.OfClasses(rows, context),
                UnivariateScore.ChiSquared => ChiSquaredScores.Of(rows, context),
                UnivariateScore.MutualInformation => MutualInformation.OfClasses(rows, NeighborCount, context),
            }, new FitReport().Ended(this, clock.Elapsed, data.FeatureNames));
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A value is missing, there are fewer than three rows, the score is χ², the rule needs p-values that the
    /// score has not, or no column passes it.</exception>
    public SelectKBestModel Fit(RegressionData data, FitContext context = default)
    {
        var clock = Stopwatch.StartNew();
        RegressionData rows = Check.CompleteRows(data, nameof(SelectKBest));
        context.ThrowIfCancelled();
        return Chosen(
            Score switch
            {
                UnivariateScore.F => FScores.OfNumbers(rows, context),
                UnivariateScore.ChiSquared => throw new ArgumentException(
                    $"{nameof(UnivariateScore.ChiSquared)} scores columns against classes, not numbers", nameof(Score)),
                UnivariateScore.MutualInformation => MutualInformation.OfNumbers(rows, NeighborCount, context),
            }, new FitReport().Ended(this, clock.Elapsed, data.FeatureNames));
    }

    private SelectKBestModel Chosen(ScoredColumns scored, FitReport report)
    {
        if (K.NeedsPValues && scored.PValues.Length == 0)
            throw new ArgumentException($"'{K}' goes by p-values, and {Score} has none", nameof(K));
        int[] selected = K.Choose(scored.Scores, scored.PValues);
        if (selected.Length == 0)
            throw new ArgumentException(FormattableString.Invariant($"no column passes '{K}'; the least p-value is {scored.PValues.Min()}"), nameof(K));
        return new SelectKBestModel(scored.Scores, scored.PValues, selected, report);
    }
}
