using System.Collections.Immutable;

namespace ClassicML.Trees;

/// <summary>A fitted forest of regression trees.</summary>
public sealed class ForestRegressorModel : IRegressorModel, IFeatureImportances, IRowRegressor
{
    private readonly FlatForest flat;
    // Made when asked for, since it is the one thing whose size is the number of features and not of nodes.
    private double[]? featureImportances;

    internal ForestRegressorModel(TreeNodes[] trees, int featureCount, TableLevels? levels, OutOfBagEstimate? outOfBag, FitReport report)
    {
        Nodes = trees;
        FeatureCount = featureCount;
        Levels = levels;
        OutOfBag = outOfBag;
        flat = new FlatForest(trees, featureCount);
        Report = report.With("trees", trees.Length).With("nodes", trees.Sum(tree => (double)tree.Count));
    }

    /// <summary>The number of trees.</summary>
    public int TreeCount => Nodes.Length;

    /// <summary>What trees said of the rows that they had not seen, or null where it was not asked for.</summary>
    public OutOfBagEstimate? OutOfBag { get; }

    /// <summary>The mean of the trees' importances, scaled to a sum of 1.</summary>
    public ReadOnlySpan<double> FeatureImportances => featureImportances ??= ForestImportances.Mean(Nodes, FeatureCount);

    /// <inheritdoc/>
    public FitReport Report { get; }

    /// <inheritdoc/>
    public int FeatureCount { get; }

    internal TreeNodes[] Nodes { get; }

    internal TableLevels? Levels { get; }

    /// <summary>The levels of a column of text or categories, in the order of their numbers; null for a column of numbers.</summary>
    /// <param name="feature">The number of the column.</param>
    /// <exception cref="IndexOutOfRangeException">There is no such column.</exception>
    public ImmutableArray<string>? LevelsOf(int feature) => Levels?.Levels[feature] is { } levels ? [.. levels] : null;

    /// <summary>One of the trees.</summary>
    /// <param name="index">Its number, from 0 to <see cref="TreeCount"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such tree.</exception>
    public DecisionTreeRegressorModel Tree(int index)
    {
        Check.Within(index, new Interval(0, Nodes.Length - 1), nameof(index));
        return new DecisionTreeRegressorModel(Nodes[index], FeatureCount, Levels, new FitReport { FeatureNames = Report.FeatureNames });
    }

    /// <summary>The number of the leaf of each tree that each row falls into: n×trees, row-major.</summary>
    /// <param name="x">Rows, n×p.</param>
    /// <exception cref="ArgumentException">The width differs from the one fitted on, or a value is infinite.</exception>
    public int[] Apply(Features x)
    {
        x = x.AlignedTo(this);
        return TreeWalk.Leaves(Nodes, TreeInput.Read(x, Levels, nameof(ForestRegressorModel)));
    }

    /// <summary>
    /// How alike rows are to the forest: the share of the trees in which two of them fall into the same leaf. Symmetric, n×n, 1 on the
    /// diagonal; time and memory grow with n² (Breiman, "Manual on setting up, using, and understanding random forests", 2002).
    /// </summary>
    /// <inheritdoc cref="Apply"/>
    public Matrix Proximity(Features x)
    {
        x = x.AlignedTo(this);
        return TreeWalk.Proximity(Nodes, TreeInput.Read(x, Levels, nameof(ForestRegressorModel)));
    }

    /// <inheritdoc/>
    /// <remarks>The mean of the trees' predictions.</remarks>
    public void Predict(Features x, Memory<double> destination)
    {
        x = x.AlignedTo(this);
        Check.Destination(destination.Length, x.RowCount);
        Matrix rows = TreeInput.Read(x, Levels, nameof(ForestRegressorModel));
        ForestBatches.Run(flat, rows, ForestVoting.MeanProbability, (start, means) => means.CopyTo(destination.Span[start..]));
    }

    double IRowRegressor.PredictRow(ReadOnlySpan<double> row)
    {
        Span<double> mean = stackalloc double[1];
        flat.PredictRow(row, ForestVoting.MeanProbability, mean);
        return mean[0];
    }

    // Rows of numbers are no rows of a model of text.
    T? IModel.As<T>() where T : class => typeof(T) == typeof(IRowRegressor) && Levels is not null ? null : this as T;
}
