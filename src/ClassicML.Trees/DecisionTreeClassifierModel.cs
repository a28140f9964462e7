using System.Collections.Immutable;

namespace ClassicML.Trees;

/// <summary>A fitted <see cref="DecisionTreeClassifier"/>.</summary>
/// <remarks>
/// Nodes are numbered in preorder, the root 0: a left child follows its parent. A row goes left where its value is at most the threshold.
/// </remarks>
public sealed class DecisionTreeClassifierModel : IClassifierModel, IProbabilisticModel, IFeatureImportances, IRowClassifier
{
    private readonly TreeNodes nodes;
    private readonly int[] predictions;
    // Made when asked for, since it is the one thing whose size is the number of features and not of nodes.
    private double[]? featureImportances;

    internal DecisionTreeClassifierModel(TreeNodes nodes, int featureCount, TableLevels? levels, ClassLabels labels, FitReport report)
    {
        this.nodes = nodes;
        Levels = levels;
        FeatureCount = featureCount;
        Labels = labels;
        Depth = nodes.Heights()[0];
        // A binary tree has one leaf more than it has splits.
        LeafCount = (nodes.Count + 1) / 2;
        Report = report.With("nodes", NodeCount).With("leaves", LeafCount).With("depth", Depth);
        predictions = new int[nodes.Count];
        for (int node = 0; node < predictions.Length; node++) predictions[node] = FlatForest.ArgMax(nodes.ValuesOf(node));
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

    /// <summary>The share of each node's weight that each class has: nodes×K, row-major.</summary>
    public ReadOnlySpan<double> ClassShares => nodes.Values;

    /// <summary>
    /// For each feature the share that its splits have in all that splits lowered the impurity by: Σ W·I - W_L·I_L - W_R·I_R over its
    /// nodes, scaled to a sum of 1; all 0 where no split lowered it. Prefers features with many values, and counts training rows only.
    /// </summary>
    public ReadOnlySpan<double> FeatureImportances => featureImportances ??= Importances(nodes, FeatureCount);

    /// <inheritdoc/>
    public ClassLabels Labels { get; }

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
        return TreeWalk.Paths(nodes, TreeInput.Read(x, Levels, nameof(DecisionTreeClassifierModel)));
    }

    /// <inheritdoc/>
    /// <remarks>The class with the largest share of the row's leaf; of equal ones the first.</remarks>
    public void Predict(Features x, Memory<int> destination)
    {
        x = x.AlignedTo(this);
        Check.Destination(destination.Length, x.RowCount);
        ForEachLeaf(x, (row, leaf) => destination.Span[row] = predictions[leaf]);
    }

    /// <inheritdoc/>
    /// <remarks>The class shares of the row's leaf.</remarks>
    public void PredictProbabilities(Features x, Memory<double> destination)
    {
        x = x.AlignedTo(this);
        Check.Destination(destination.Length, (long)x.RowCount * Labels.Count);
        int k = Labels.Count;
        ForEachLeaf(x, (row, leaf) => nodes.ValuesOf(leaf).CopyTo(destination.Span.Slice(row * k, k)));
    }

    int IRowClassifier.PredictRow(ReadOnlySpan<double> row, Span<double> probabilities)
    {
        int leaf = nodes.Leaf(row);
        if (!probabilities.IsEmpty) nodes.ValuesOf(leaf).CopyTo(probabilities);
        return predictions[leaf];
    }

    // Rows of numbers are no rows of a model of text.
    T? IModel.As<T>() where T : class => typeof(T) == typeof(IRowClassifier) && Levels is not null ? null : this as T;

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
            nodes, Questions(featureNames, decimals), node => "class: " + Labels[predictions[node]], Check.AtLeast(maxDepth, 0, nameof(maxDepth)));
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
        new(nodes, Questions(featureNames, decimals), node => "class " + Labels[predictions[node]], decimals);

    private TreeQuestions Questions(IReadOnlyList<string>? featureNames, int decimals)
    {
        if (featureNames is not null) Check.Length(featureNames.Count, FeatureCount, nameof(featureNames), "feature");
        return new TreeQuestions(nodes, featureNames ?? Report.FeatureNames, Levels, decimals);
    }

    private void ForEachLeaf(Features x, Action<int, int> receive)
    {
        x = x.AlignedTo(this);
        TreeWalk.ForEachLeaf(nodes, Depth, TreeInput.Read(x, Levels, nameof(DecisionTreeClassifierModel)), receive);
    }

    internal static double[] Importances(TreeNodes nodes, int featureCount)
    {
        double[] importances = new double[featureCount];
        ReadOnlySpan<double> impurities = nodes.Impurities, weights = nodes.Weights;
        for (int node = 0; node < nodes.Count; node++)
        {
            if (nodes.Features[node] < 0) continue;
            int left = nodes.Lefts[node], right = nodes.Rights[node];
            // Shares of the node's weight first: a weight near the largest double must not overflow.
            double children = weights[left] / weights[node] * impurities[left] + weights[right] / weights[node] * impurities[right];
            importances[nodes.Features[node]] += weights[node] / weights[0] * Math.Max(impurities[node] - children, 0);
        }
        double sum = 0;
        foreach (double importance in importances) sum += importance;
        if (sum > 0)
            foreach (ref double importance in importances.AsSpan()) importance /= sum;
        return importances;
    }
}
