using System.Buffers;
using System.Collections.Immutable;

namespace ClassicML.Trees;

/// <summary>A fitted forest of classification trees.</summary>
public sealed class ForestClassifierModel : IClassifierModel, IProbabilisticModel, IFeatureImportances, IRowClassifier
{
    private readonly TreeNodes[] trees;
    private readonly FlatForest flat;
    // Made when asked for, since it is the one thing whose size is the number of features and not of nodes.
    private double[]? featureImportances;

    internal ForestClassifierModel(
        TreeNodes[] trees, int featureCount, TableLevels? levels, ClassLabels labels, ForestVoting voting, OutOfBagEstimate? outOfBag, FitReport report)
    {
        this.trees = trees;
        FeatureCount = featureCount;
        Levels = levels;
        Labels = labels;
        Voting = voting;
        OutOfBag = outOfBag;
        flat = new FlatForest(trees, featureCount);
        Report = report.With("trees", trees.Length).With("nodes", trees.Sum(tree => (double)tree.Count));
    }

    /// <summary>The number of trees.</summary>
    public int TreeCount => trees.Length;

    /// <summary>How the trees decide together.</summary>
    public ForestVoting Voting { get; }

    /// <summary>What trees said of the rows that they had not seen, or null where it was not asked for.</summary>
    public OutOfBagEstimate? OutOfBag { get; }

    /// <summary>The mean of the trees' importances (<see cref="DecisionTreeClassifierModel.FeatureImportances"/>), scaled to a sum of 1.</summary>
    public ReadOnlySpan<double> FeatureImportances => featureImportances ??= ForestImportances.Mean(trees, FeatureCount);

    /// <inheritdoc/>
    public ClassLabels Labels { get; }

    /// <inheritdoc/>
    public FitReport Report { get; }

    /// <inheritdoc/>
    public int FeatureCount { get; }

    internal TreeNodes[] Nodes => trees;

    internal TableLevels? Levels { get; }

    /// <summary>The levels of a column of text or categories, in the order of their numbers; null for a column of numbers.</summary>
    /// <param name="feature">The number of the column.</param>
    /// <exception cref="IndexOutOfRangeException">There is no such column.</exception>
    public ImmutableArray<string>? LevelsOf(int feature) => Levels?.Levels[feature] is { } levels ? [.. levels] : null;

    /// <summary>One of the trees.</summary>
    /// <param name="index">Its number, from 0 to <see cref="TreeCount"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such tree.</exception>
    public DecisionTreeClassifierModel Tree(int index)
    {
        Check.Within(index, new Interval(0, trees.Length - 1), nameof(index));
        return new DecisionTreeClassifierModel(trees[index], FeatureCount, Levels, Labels, new FitReport { FeatureNames = Report.FeatureNames });
    }

    /// <summary>The number of the leaf of each tree that each row falls into: n×trees, row-major.</summary>
    /// <param name="x">Rows, n×p.</param>
    /// <exception cref="ArgumentException">The width differs from the one fitted on, or a value is infinite.</exception>
    public int[] Apply(Features x)
    {
        x = x.AlignedTo(this);
        return TreeWalk.Leaves(trees, TreeInput.Read(x, Levels, nameof(ForestClassifierModel)));
    }

    /// <summary>
    /// How alike rows are to the forest: the share of the trees in which two of them fall into the same leaf. Symmetric, n×n, 1 on the
    /// diagonal; time and memory grow with n² (Breiman, "Manual on setting up, using, and understanding random forests", 2002).
    /// </summary>
    /// <inheritdoc cref="Apply"/>
    public Matrix Proximity(Features x)
    {
        x = x.AlignedTo(this);
        return TreeWalk.Proximity(trees, TreeInput.Read(x, Levels, nameof(ForestClassifierModel)));
    }

    /// <inheritdoc/>
    /// <remarks>By <see cref="Voting"/>; of equal probabilities or votes the first class.</remarks>
    public void Predict(Features x, Memory<int> destination)
    {
        x = x.AlignedTo(this);
        Check.Destination(destination.Length, x.RowCount);
        ForEachBatch(x, (start, shares) =>
        {
            Span<int> codes = destination.Span[start..];
            for (int i = 0; i * Labels.Count < shares.Length; i++) codes[i] = FlatForest.ArgMax(shares.Slice(i * Labels.Count, Labels.Count));
        });
    }

    /// <inheritdoc/>
    /// <remarks>The mean of the trees' class shares, or the share of trees that vote for the class.</remarks>
    public void PredictProbabilities(Features x, Memory<double> destination)
    {
        x = x.AlignedTo(this);
        Check.Destination(destination.Length, (long)x.RowCount * Labels.Count);
        ForEachBatch(x, (start, shares) => shares.CopyTo(destination.Span[(start * Labels.Count)..]));
    }

    int IRowClassifier.PredictRow(ReadOnlySpan<double> row, Span<double> probabilities)
    {
        double[]? rented = null;
        Span<double> shares = !probabilities.IsEmpty ? probabilities
            : Labels.Count <= 512 ? stackalloc double[Labels.Count] : (rented = ArrayPool<double>.Shared.Rent(Labels.Count)).AsSpan(0, Labels.Count);
        flat.PredictRow(row, Voting, shares);
        int code = FlatForest.ArgMax(shares);
        if (rented is not null) ArrayPool<double>.Shared.Return(rented);
        return code;
    }

    // Rows of numbers are no rows of a model of text.
    T? IModel.As<T>() where T : class => typeof(T) == typeof(IRowClassifier) && Levels is not null ? null : this as T;

    private void ForEachBatch(Features x, ForestBatches.Receive receive)
    {
        Matrix rows = TreeInput.Read(x, Levels, nameof(ForestClassifierModel));
        ForestBatches.Run(flat, rows, Voting, receive);
    }
}
