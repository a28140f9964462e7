using System.Diagnostics;

namespace ClassicML.Trees;

/// <summary>A classification tree: questions "is this feature at most this threshold?", each chosen to make the classes purer.</summary>
/// <remarks>
/// CART with exact splits (Breiman, Friedman, Olshen, Stone, 1984), grown greedily: each split is the one of largest gain,
/// I(parent) - W_L/W·I(left) - W_R/W·I(right), where I is <see cref="Criterion"/>. Thresholds lie midway between neighbouring values.
/// Of equal gains the lowest feature wins, then the lowest threshold; scikit-learn, which otherwise grows the same tree, draws among
/// features by its random state. With row weights, class shares are shares of weight; minimum samples count rows; rows of weight zero take
/// no part. Cost O(n·p·K) a level of the tree. The result has the same bits on any number of threads and for any order of the rows.
/// </remarks>
public sealed record DecisionTreeClassifier : IClassifier<DecisionTreeModel>
{
    /// <summary>The impurity that splits lower. Default <see cref="SplitCriterion.Gini"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not a member of the enumeration.</exception>
    public SplitCriterion Criterion { get; init => field = Check.Defined(value, nameof(Criterion)); } = SplitCriterion.Gini;

    /// <summary>The most questions between root and leaf, at least 1. Default null: no limit.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int? MaxDepth { get; init => field = Check.AtLeast(value, 1, nameof(MaxDepth)); }

    /// <summary>The least rows that a node must have to be split. Default 2, at least 2.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 2.</exception>
    public int MinSamplesSplit { get; init => field = Check.AtLeast(value, 2, nameof(MinSamplesSplit)); } = 2;

    /// <summary>The least rows that each side of a split must have. Default 1, at least 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int MinSamplesLeaf { get; init => field = Check.Positive(value, nameof(MinSamplesLeaf)); } = 1;

    /// <summary>
    /// A node is split only if that lowers the tree's impurity by at least this much: W_t/W times the gain of the split, where W_t is the
    /// node's weight and W that of all rows. Default 0, not negative.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative or not finite.</exception>
    public double MinImpurityDecrease { get; init => field = Check.NonNegative(value, nameof(MinImpurityDecrease)); }

    /// <inheritdoc/>
    /// <remarks>
    /// Rows of one class give a single leaf. A class without rows gets probability zero. Missing values are refused. Asked to stop, it
    /// leaves the nodes that it has not come to as leaves.
    /// </remarks>
    public DecisionTreeModel Fit(ClassificationData data, FitContext context = default)
    {
        var clock = Stopwatch.StartNew();
        Matrix x = Check.Complete(Check.NotNull(data, nameof(data)).Features, nameof(DecisionTreeClassifier));
        context.ThrowIfCancelled();
        var rows = new TrainingRows(data);
        (TreeNodes nodes, bool stopped) = Criterion switch
        {
            SplitCriterion.Gini => Grow(new GiniImpurity(), x, rows, context),
            SplitCriterion.Entropy => Grow(rows.Weights is null ? EntropyImpurity.OfCounts(rows.Count) : default, x, rows, context),
            _ => Grow(new ErrorImpurity(), x, rows, context),
        };
        return new DecisionTreeModel(nodes, x.ColumnCount, data.Labels, new FitReport
        {
            Converged = !stopped,
            Stopped = stopped,
            Reason = stopped ? "the caller asked to stop" : null,
            Elapsed = clock.Elapsed,
        });
    }

    private (TreeNodes Nodes, bool Stopped) Grow<TImpurity>(TImpurity impurity, Matrix x, TrainingRows rows, FitContext context)
        where TImpurity : struct, IImpurity
    {
        var builder = new TreeBuilder<TImpurity>(impurity, this, x, rows, context);
        return (builder.Build(), builder.Stopped);
    }
}
