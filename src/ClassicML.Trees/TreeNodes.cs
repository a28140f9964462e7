namespace ClassicML.Trees;

/// <summary>A binary tree as a structure of arrays, in preorder: a left child follows its parent, a right child comes later.</summary>
internal sealed class TreeNodes(int valueWidth, int capacity = 16)
{
    private int[] features = new int[capacity], lefts = new int[capacity], rights = new int[capacity], rowCounts = new int[capacity];
    private double[] thresholds = new double[capacity], impurities = new double[capacity], weights = new double[capacity];
    private double[] values = new double[capacity * valueWidth];
    private MissingSide[] missing = new MissingSide[capacity];
    // Of the nodes that ask for categories.
    private readonly Dictionary<int, double[]> categories = [];

    /// <summary>The number of nodes.</summary>
    public int Count { get; private set; }

    /// <summary>How many numbers a node predicts: K class shares, or 1.</summary>
    public int ValueWidth => valueWidth;

    /// <summary>The feature that a node asks for, or -1 at a leaf.</summary>
    public ReadOnlySpan<int> Features => features.AsSpan(0, Count);

    /// <summary>The largest value that goes left; infinite where only missing ones go right, NaN at a leaf and where categories are asked for.</summary>
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

    /// <summary>Where missing values go.</summary>
    public ReadOnlySpan<MissingSide> Missing => missing.AsSpan(0, Count);

    /// <summary>Whether any node asks for categories.</summary>
    public bool HasCategories => categories.Count > 0;

    /// <summary>The categories that a node sends left, ascending; null where it doesn't ask for any.</summary>
    public double[]? CategoriesOf(int node) => categories.GetValueOrDefault(node);

    /// <summary>Adds a leaf and returns its number.</summary>
    public int AddLeaf(int rowCount)
    {
        if (Count == features.Length) Grow();
        int node = Count++;
        (features[node], thresholds[node], lefts[node], rights[node], missing[node]) = (-1, double.NaN, -1, -1, MissingSide.None);
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

    /// <summary>Notes where missing values go.</summary>
    public void SetMissing(int node, MissingSide side) => missing[node] = side;

    /// <summary>Makes a node ask whether a value is one of these, ascending.</summary>
    public void SetCategories(int node, double[] left) => categories[node] = left;

    /// <summary>Where a node has seen no missing value, those to come go to the heavier side, of equal ones and for categories to the right.</summary>
    public void SendUnseenMissing()
    {
        for (int node = 0; node < Count; node++)
            if (features[node] >= 0 && missing[node] == MissingSide.None)
                missing[node] = weights[lefts[node]] > weights[rights[node]] && CategoriesOf(node) is null ? MissingSide.Left : MissingSide.Right;
    }

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
        while (features[node] >= 0) node = Next(node, row);
        return node;
    }

    /// <summary>The child that a row goes to from a node that is no leaf.</summary>
    public int Next(int node, ReadOnlySpan<double> row)
    {
        double value = row[features[node]];
        // A missing value compares as false, and so does any with the threshold of categories, NaN.
        if (value <= thresholds[node]) return lefts[node];
        if (value > thresholds[node]) return rights[node];
        return GoesLeft(value, missing[node], CategoriesOf(node)) ? lefts[node] : rights[node];
    }

    /// <summary>Whether a value goes left that is missing or meets a node that asks for categories.</summary>
    public static bool GoesLeft(double value, MissingSide missing, double[]? categories) =>
        double.IsNaN(value) ? missing == MissingSide.Left : categories is not null && Array.BinarySearch(categories, value) >= 0;

    /// <summary>A copy in which some nodes are leaves, and what lies below them is gone.</summary>
    public TreeNodes Cut(bool[] isLeaf, bool[] gone)
    {
        var copy = new TreeNodes(ValueWidth);
        int[] numbers = new int[Count];
        for (int t = 0; t < Count; t++)
        {
            if (gone[t]) continue;
            numbers[t] = copy.AddLeaf(rowCounts[t]);
            copy.SetSummary(numbers[t], impurities[t], weights[t]);
            ValuesOf(t).CopyTo(copy.ValuesOf(numbers[t]));
            if (isLeaf[t]) continue;
            copy.SetSplit(numbers[t], features[t], thresholds[t]);
            copy.SetMissing(numbers[t], missing[t]);
            if (CategoriesOf(t) is { } set) copy.SetCategories(numbers[t], set);
        }
        for (int t = 0; t < Count; t++)
            if (!gone[t] && !isLeaf[t]) copy.SetRight(numbers[t], numbers[rights[t]]);
        copy.Trim();
        return copy;
    }

    /// <summary>A copy of at most so many levels of questions.</summary>
    public TreeNodes CutAt(int depth)
    {
        bool[] isLeaf = new bool[Count], gone = new bool[Count];
        int[] depths = new int[Count];
        for (int t = 0; t < Count; t++)
        {
            isLeaf[t] = features[t] < 0 || depths[t] >= depth;
            gone[t] = depths[t] > depth;
            if (features[t] >= 0) depths[lefts[t]] = depths[rights[t]] = depths[t] + 1;
        }
        return Cut(isLeaf, gone);
    }

    /// <summary>Gives back the room that no node takes.</summary>
    public void Trim() => Resize(Count);

    private void Grow()
    {
        int most = Array.MaxLength / valueWidth;
        if (Count == most)
            throw new ArgumentException($"a tree can have at most {most} nodes of {valueWidth} values; limit its depth or its leaves");
        Resize((int)Math.Min(2L * Count, most));
    }

    private void Resize(int capacity)
    {
        Array.Resize(ref features, capacity);
        Array.Resize(ref lefts, capacity);
        Array.Resize(ref rights, capacity);
        Array.Resize(ref rowCounts, capacity);
        Array.Resize(ref thresholds, capacity);
        Array.Resize(ref impurities, capacity);
        Array.Resize(ref weights, capacity);
        Array.Resize(ref missing, capacity);
        Array.Resize(ref values, capacity * valueWidth);
    }
}
