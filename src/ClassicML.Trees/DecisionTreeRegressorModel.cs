using System.Collections.Immutable;
using System.Globalization;

namespace ClassicML.Trees;

/// <summary>A fitted <see cref="DecisionTreeRegressor"/>.</summary>
/// <remarks>
/// Nodes are numbered in preorder, the root 0: a left child follows its parent. A row goes left where its value is at most the threshold.
/// </remarks>
public sealed class DecisionTreeRegressorModel : IRegressorModel, IFeatureImportances, IRowRegressor
{
    private readonly TreeNodes nodes;
    // Made when asked for, since it is the one thing whose size is the number of features and not of nodes.
    private double[]? featureImportances;

    internal DecisionTreeRegressorModel(TreeNodes nodes, int featureCount, TableLevels? levels, FitReport report)
    {
        this.nodes = nodes;
        Levels = levels;
        FeatureCount = featureCount;
        Depth = nodes.Heights()[0];
        // A binary tree has one leaf more than it has splits.
        LeafCount = (nodes.Count + 1) / 2;
        Report = report.With("nodes", NodeCount).With("leaves", LeafCount).With("depth", Depth);
    }

    internal TreeNodes Nodes => nodes;

    internal TableLevels? Levels { get; }

    /// <summary>The levels of a column of text or categories, in the order of their numbers; null for a column of numbers.</summary>
    /// <param name="feature">The number of the column.</param>
    /// <exception cref="IndexOutOfRangeException">There is no such column.</exception>
    public ImmutableArray<string>? LevelsOf(int feature) => Levels?.Levels[feature] is { } levels ? [.. levels] : null;

    /// <summary>The number of nodes, leaves included.</summary>
    public int NodeCount => nodes.Count;

    /// <summary>The number of leaves.</summary>
    public int LeafCount { get; }

    /// <summary>The most questions between root and leaf; 0 where the root is a leaf.</summary>
    public int Depth { get; }

    /// <summary>The feature that each node asks for, or -1 at a leaf.</summary>
    public ReadOnlySpan<int> SplitFeatures => nodes.Features;

    /// <summary>
    /// The threshold of each node: infinite where the question is whether the value is known, NaN at a leaf and where it is about categories.
    /// </summary>
    public ReadOnlySpan<double> Thresholds => nodes.Thresholds;

    /// <summary>The left child of each node, or -1 at a leaf.</summary>
    public ReadOnlySpan<int> LeftChildren => nodes.Lefts;

    /// <summary>The right child of each node, or -1 at a leaf.</summary>
    public ReadOnlySpan<int> RightChildren => nodes.Rights;

    /// <summary>Whether a missing value goes left from a node; where training had none there, it goes to the heavier side.</summary>
    public bool IsMissingLeft(int node) => nodes.Missing[node] == MissingSide.Left;

    /// <summary>
    /// The categories that go left from a node, ascending; none where it doesn't ask for any. Of a table's column of text or categories they
    /// are the places of levels among those that were fitted on, from 0: <see cref="LeftLevels"/> has their names.
    /// </summary>
    public ReadOnlySpan<double> LeftCategories(int node) => nodes.CategoriesOf(node);

    /// <summary>The categories that go left from a node as text: the levels of a table's column, or numbers; none where it doesn't ask for any.</summary>
    public ImmutableArray<string> LeftLevels(int node) => TreeQuestions.LeftLevels(nodes, node, Levels);

    /// <summary>The impurity of each node, by the learner's criterion.</summary>
    public ReadOnlySpan<double> Impurities => nodes.Impurities;

    /// <summary>The weight of the training rows of each node.</summary>
    public ReadOnlySpan<double> Weights => nodes.Weights;

    /// <summary>The number of training rows of each node, without those of weight zero.</summary>
    public ReadOnlySpan<int> RowCounts => nodes.RowCounts;

    /// <summary>What each node would predict as a leaf: the mean or the median of its targets.</summary>
    public ReadOnlySpan<double> Values => nodes.Values;

    /// <summary>
    /// For each feature the share that its splits have in all that splits lowered the impurity by: Σ W·I - W_L·I_L - W_R·I_R over its
    /// nodes, scaled to a sum of 1; all 0 where no split lowered it. Prefers features with many values, and counts training rows only.
    /// </summary>
    public ReadOnlySpan<double> FeatureImportances => featureImportances ??= DecisionTreeClassifierModel.Importances(nodes, FeatureCount);

    /// <inheritdoc/>
    public FitReport Report { get; }

    /// <inheritdoc/>
    public int FeatureCount { get; }

    /// <summary>The number of the leaf that each row falls into: n values.</summary>
    /// <param name="x">Rows, n×p.</param>
    /// <exception cref="ArgumentException">The width differs from the one fitted on, or a value is infinite.</exception>
    public int[] Apply(Features x)
    {
        int[] leaves = new int[Check.NotNull(x, nameof(x)).RowCount];
        ForEachLeaf(x, (row, leaf) => leaves[row] = leaf);
        return leaves;
    }

    /// <summary>The numbers of the nodes that each row passes, from the root to its leaf: n lists.</summary>
    /// <inheritdoc cref="Apply"/>
    public int[][] DecisionPath(Features x)
    {
        x = x.AlignedTo(this);
        return TreeWalk.Paths(nodes, TreeInput.Read(x, Levels, nameof(DecisionTreeRegressorModel)));
    }

    /// <inheritdoc/>
    /// <remarks>The value of the row's leaf.</remarks>
    public void Predict(Features x, Memory<double> destination)
    {
        x = x.AlignedTo(this);
        Check.Destination(destination.Length, x.RowCount);
        ForEachLeaf(x, (row, leaf) => destination.Span[row] = nodes.Values[leaf]);
    }

    double IRowRegressor.PredictRow(ReadOnlySpan<double> row) => nodes.Values[nodes.Leaf(row)];

    // Rows of numbers are no rows of a model of text.
    T? IModel.As<T>() where T : class => typeof(T) == typeof(IRowRegressor) && Levels is not null ? null : this as T;

    /// <summary>
    /// How minimal cost-complexity pruning cuts this tree back to its root: ascending prices of a leaf, each with the impurity of the leaves
    /// that are left. The tree of a step is that of the learner with <c>PruningAlpha</c> at its price.
    /// </summary>
    public IReadOnlyList<PruningStep> PruningPath() => Pruning.Path(nodes);

    /// <summary>The tree as indented text, in the form of scikit-learn's <c>export_text</c>.</summary>
    /// <param name="featureNames">A name for each feature, or null for those that were fitted on; where there are none, "feature_0" and so on.</param>
    /// <param name="maxDepth">The most levels of questions to write; what lies below is named by its depth. Default 10, at least 0.</param>
    /// <param name="decimals">The decimals of thresholds. Default 2, at least 0.</param>
    /// <exception cref="ArgumentException">There are not p names.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative.</exception>
    public string ToText(IReadOnlyList<string>? featureNames = null, int maxDepth = 10, int decimals = 2)
    {
        return TreeText.Write(
            nodes, Questions(featureNames, decimals),
            node => $"value: [{nodes.Values[node].ToString("F" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)}]",
            Check.AtLeast(maxDepth, 0, nameof(maxDepth)));
    }

    /// <summary>The tree in Graphviz' language DOT: <c>dot -Tsvg</c> draws it.</summary>
    /// <inheritdoc cref="ToSvg"/>
    public string ToDot(IReadOnlyList<string>? featureNames = null, int maxDepth = 10, int decimals = 2) =>
        TreeDot.Write(Picture(featureNames, decimals), maxDepth);

    /// <summary>A drawing of the tree: of each node its question, impurity, rows and answer. In a page it takes the colours of a chart there.</summary>
    /// <param name="featureNames">A name for each feature, or null for those that were fitted on; where there are none, "feature_0" and so on.</param>
    /// <param name="maxDepth">The most levels of questions to draw. Default 10, at least 0.</param>
    /// <param name="decimals">The decimals of thresholds and impurities. Default 2, at least 0.</param>
    /// <exception cref="ArgumentException">There are not p names.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative.</exception>
    public string ToSvg(IReadOnlyList<string>? featureNames = null, int maxDepth = 10, int decimals = 2) =>
        TreeSvg.Write(Picture(featureNames, decimals), maxDepth);

    private TreePicture Picture(IReadOnlyList<string>? featureNames, int decimals) =>
        new(nodes, Questions(featureNames, decimals), node => "value " + nodes.Values[node].ToString("G4", CultureInfo.InvariantCulture), decimals);

    private TreeQuestions Questions(IReadOnlyList<string>? featureNames, int decimals)
    {
        if (featureNames is not null) Check.Length(featureNames.Count, FeatureCount, nameof(featureNames), "feature");
        return new TreeQuestions(nodes, featureNames ?? Report.FeatureNames, Levels, decimals);
    }

    private void ForEachLeaf(Features x, Action<int, int> receive)
    {
        x = x.AlignedTo(this);
        TreeWalk.ForEachLeaf(nodes, Depth, TreeInput.Read(x, Levels, nameof(DecisionTreeRegressorModel)), receive);
    }
}
