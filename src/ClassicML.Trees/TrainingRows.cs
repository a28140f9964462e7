namespace ClassicML.Trees;

/// <summary>The rows that a tree is grown on: those that weigh something, ordered so that sums don't depend on the order given.</summary>
/// <remarks>
/// Rows of weight 0 (or below 2⁻¹⁰⁷⁴ of the largest) take no part, nor do they count as rows, as in scikit-learn. The others are ordered
/// by weight, and every later step keeps that order within a node: so the weights of a class at a node are always added in ascending
/// order, and permuted rows give the same bits. Weights are scaled by a power of two to at most 1, which changes no bits of a ratio and
/// keeps squares finite.
/// </remarks>
internal sealed class TrainingRows
{
    public TrainingRows(ClassificationData data)
    {
        ClassCount = data.ClassCount;
        ReadOnlySpan<double> given = data.Weights;
        int[] numbers = [.. Enumerable.Range(0, data.RowCount)];
        if (!given.IsEmpty)
        {
            double largest = 0;
            foreach (double weight in given) largest = Math.Max(largest, weight);
            WeightExponent = Math.ILogB(largest) + 1;
            Weights = new double[given.Length];
            for (int i = 0; i < given.Length; i++) Weights[i] = Math.ScaleB(given[i], -WeightExponent);
            Array.Sort(Weights, numbers);
            int zeros = Weights.AsSpan().IndexOfAnyExcept(0.0);
            (Weights, numbers) = (Weights[zeros..], numbers[zeros..]);
        }
        Numbers = numbers;
        Classes = new int[numbers.Length];
        for (int i = 0; i < numbers.Length; i++) Classes[i] = data.Codes[numbers[i]];
    }

    /// <summary>The number of rows that weigh something.</summary>
    public int Count => Numbers.Length;

    /// <summary>The number of classes, K.</summary>
    public int ClassCount { get; }

    /// <summary>The number of each row in the data.</summary>
    public int[] Numbers { get; }

    /// <summary>The class of each row.</summary>
    public int[] Classes { get; }

    /// <summary>The scaled weight of each row, ascending, or null when every row weighs 1.</summary>
    public double[]? Weights { get; }

    /// <summary>A weight in the caller's units is 2^this times a scaled one.</summary>
    public int WeightExponent { get; }

    /// <summary>The weight of each class among some rows.</summary>
    public double[] ClassWeights(ReadOnlySpan<int> rows)
    {
        double[] sums = new double[ClassCount];
        foreach (int row in rows) sums[Classes[row]] += Weights is null ? 1 : Weights[row];
        return sums;
    }
}
