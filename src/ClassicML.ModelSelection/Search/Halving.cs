namespace ClassicML.ModelSelection;

/// <summary>The options that every halving search has.</summary>
/// <inheritdoc cref="Search{TData, TModel, TOutcome}"/>
public abstract record Halving<TData, TModel, TOutcome> : Search<TData, TModel, TOutcome>
    where TData : class, IData<TData>
    where TModel : class, IModel
    where TOutcome : class
{
    private protected Halving(LearningTask<TData, TModel, TOutcome> task, IEnumerable<Candidate> candidates) : base(task, candidates)
    {
    }

    /// <summary>By how much candidates shrink and rows grow from round to round. Default 3, at least 2.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 2.</exception>
    public int Factor { get; init => field = Check.AtLeast(value, 2, nameof(Factor)); } = 3;

    /// <summary>
    /// The fewest rows of a round, at least 1. Fewer rounds are held where the first would have fewer: the last, on all rows, then compares
    /// more candidates, all of them if need be. Default null: 2·folds, times the classes where there are any, as scikit-learn's 'smallest'.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int? MinRowCount { get; init => field = Check.AtLeast(value, 1, nameof(MinRowCount)); }

    /// <summary>The seed of the choice of rows. Default 0, at least 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 0.</exception>
    public int Seed { get; init => field = Check.AtLeast(value, 0, nameof(Seed)); }

    private protected override SearchOutcome<TModel> Run(TData data, FitContext context) =>
        new SearchRun<TData, TModel, TOutcome>(this, Check.NotNull(data, nameof(data)), context).Halve(Factor, MinRowCount, Seed);
}
