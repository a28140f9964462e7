using System.Diagnostics;

namespace ClassicML.Preprocessing;

/// <summary>What <see cref="SelectFromModel"/> and <see cref="RegressorSelectFromModel"/> have in common.</summary>
/// <typeparam name="TData">What they are fitted on.</typeparam>
public abstract record ImportanceSelector<TData> : ILearner<TData, ImportanceSelectorModel> where TData : class, IData<TData>
{
    private protected ImportanceSelector(ILearner<TData, IModel> learner) => Learner = learner;

    /// <summary>The learner whose model says how much each feature counts (<see cref="IFeatureImportances"/>).</summary>
    /// <exception cref="ArgumentNullException">It is null.</exception>
    public ILearner<TData, IModel> Learner { get; init => field = Check.NotNull(value, nameof(Learner)); }

    /// <summary>The importance that a feature must reach. Default <see cref="ImportanceThreshold.Auto"/>.</summary>
    public ImportanceThreshold Threshold { get; init; }

    /// <summary>The most features that are kept, those that count most, of equal ones the first. Default null: no limit; at least 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int? MaxFeatureCount { get; init => field = Check.AtLeast(value, 1, nameof(MaxFeatureCount)); }

    /// <summary>Fits the learner, and selects by its model.</summary>
    /// <param name="data">The rows, n×p, with what is to be predicted.</param>
    /// <param name="context">As in a fit of the learner.</param>
    /// <exception cref="ArgumentException">The learner refuses the rows, its model has no importances, or no feature reaches the
    /// threshold.</exception>
    public ImportanceSelectorModel Fit(TData data, FitContext context = default)
    {
        var clock = Stopwatch.StartNew();
        IModel model = Learner.Fit(Check.NotNull(data, nameof(data)), context);
        IFeatureImportances counting = Importances.Of(model);
        double[] importances = counting.FeatureImportances.ToArray();
        double threshold = Threshold.Among(counting);
        int[] selected =
        [
            .. Enumerable.Range(0, importances.Length).Where(j => importances[j] >= threshold)
                .OrderByDescending(j => importances[j]).Take(MaxFeatureCount ?? int.MaxValue).Order(),
        ];
        if (selected.Length == 0)
            throw new ArgumentException(FormattableString.Invariant(
                $"no feature reaches the threshold '{Threshold}', {threshold}; the largest importance is {importances.Max()}"), nameof(Threshold));
        return new ImportanceSelectorModel(importances, threshold, selected, model.Report.Ended(this, clock.Elapsed, data.FeatureNames));
    }
}
