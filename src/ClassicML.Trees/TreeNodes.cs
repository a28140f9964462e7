namespace ClassicML.Trees;

/// <summary>A binary tree as a structure of arrays, in preorder: a left child follows its parent, a right child comes later.</summary>
internal sealed class TreeNodes(int valueWidth)
{
    private int[] features = new int[16], lefts = new int[16], rights = new int[16], rowCounts = new int[16];
    private double[] thresholds = new double[16], impurities = new double[16], weights = new double[16];
    private double[] values = new double[16 * valueWidth];

    /// <summary>The number of nodes.</summary>
    public int Count { get; private set; }

    /// <summary>How many numbers a node predicts: K class shares, or 1.</summary>
    public int ValueWidth => valueWidth;

    /// <summary>The feature that a node asks for, or -1 at a leaf.</summary>
    public ReadOnlySpan<int> Features => features.AsSpan(0, Count);

    /// <summary>The largest value that goes left, or NaN at a leaf.</summary>
    public ReadOnlySpan<double> Thresholds => thresholds.AsSpan(0, Count);

    /// <summary>The left child, or -1 at a leaf.</summary>
    public ReadOnlySpan<int> Lefts => lefts.AsSpan(0, Count);

    /// <summary>The right child, or -1 at a leaf.</summary>
    public ReadOnlySpan<int> Rights => rights.AsSpan(0, Count);

    /// <summary>The impurity of a node.</summary>
    public ReadOnlySpan<double> Impurities => impurities.AsSpan(0, Count);

    /// <summary>The weight of a node's rows.</summary>
    public ReadOnlySpan<double> Weights => weights.AsSpan(0, Count);

    /// <summary>The number of a node's rows that weigh something.</summary>
    public ReadOnlySpan<int> RowCounts => rowCounts.AsSpan(0, Count);

    /// <summary>What each node predicts: the share of its weight that each class has, or a number; count×<see cref="ValueWidth"/>.</summary>
    public ReadOnlySpan<double> Values => values.AsSpan(0, Count * valueWidth);

    /// <summary>Adds a leaf and returns its number.</summary>
    public int AddLeaf(int rowCount)
    {
        if (Count == features.Length) Resize(checked(2 * Count));
        int node = Count++;
        (features[node], thresholds[node], lefts[node], rights[node]) = (-1, double.NaN, -1, -1);
        rowCounts[node] = rowCount;
        return node;
    }

    /// <summary>What a node predicts, to be written by whoever adds it.</summary>
    public Span<double> ValuesOf(int node) => values.AsSpan(node * valueWidth, valueWidth);

    /// <summary>Notes what the rows of a node amount to.</summary>
    public void SetSummary(int node, double impurity, double weight) => (impurities[node], weights[node]) = (impurity, weight);

    /// <summary>Makes a leaf ask a question; its left child is the next node to be added.</summary>
    public void SetSplit(int node, int feature, double threshold) =>
        (features[node], thresholds[node], lefts[node]) = (feature, threshold, node + 1);

    /// <summary>Hangs a node below another as its right child.</summary>
    public void SetRight(int parent, int node) => rights[parent] = node;

    /// <summary>For each node the levels below it, 0 at a leaf. Children come after parents, so one pass from the end is enough.</summary>
    public int[] Heights()
    {
        int[] heights = new int[Count];
        for (int node = Count - 1; node >= 0; node--)
            if (features[node] >= 0) heights[node] = 1 + Math.Max(heights[lefts[node]], heights[rights[node]]);
        return heights;
    }

    /// <summary>The leaf that a row falls into.</summary>
    public int Leaf(ReadOnlySpan<double> row)
    {
        int node = 0;
        for (int feature; (feature = features[node]) >= 0;) node = row[feature] <= thresholds[node] ? lefts[node] : rights[node];
        return node;
    }

    /// <summary>Gives back the room that no node takes.</summary>
    public void Trim() => Resize(Count);

    private void Resize(int capacity)
    {
        Array.Resize(ref features, capacity);
        Array.Resize(ref lefts, capacity);
        Array.Resize(ref rights, capacity);
        Array.Resize(ref rowCounts, capacity);
        Array.Resize(ref thresholds, capacity);
        Array.Resize(ref impurities, capacity);
        Array.Resize(ref weights, capacity);
        Array.Resize(ref values, checked(capacity * valueWidth));
    }
}
