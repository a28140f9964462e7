namespace ClassicML.Svm;

/// <summary>The rows that count, class by class: weight zero takes no part. Within a class they keep their order, as in LIBSVM.</summary>
internal sealed class ClassRows
{
    private readonly int[] starts;

    public ClassRows(ClassificationData data, ClassWeights classWeights, string reader)
    {
        double[]? weights = classWeights.OfRows(data);
        ReadOnlySpan<int> codes = data.Codes;
        int[] counts = new int[data.ClassCount];
        for (int i = 0; i < codes.Length; i++)
            if (weights is null || weights[i] > 0) counts[codes[i]]++;
        starts = new int[data.ClassCount + 1];
        for (int k = 0; k < counts.Length; k++) starts[k + 1] = starts[k] + counts[k];
        Order = new int[starts[^1]];
        int[] next = [.. starts];
        for (int i = 0; i < codes.Length; i++)
            if (weights is null || weights[i] > 0) Order[next[codes[i]]++] = i;
        Weights = weights is null ? null : Array.ConvertAll(Order, i => weights[i]);
        Present = [.. Enumerable.Range(0, data.ClassCount).Where(k => counts[k] > 0)];
        if (Present.Length < 2)
            throw new ArgumentException($"{reader} needs rows of at least two classes with a weight above zero", nameof(data));
    }

    /// <summary>The row of the data that each item is.</summary>
    public int[] Order { get; }

    /// <summary>The weight of each item, or null where all are 1.</summary>
    public double[]? Weights { get; }

    /// <summary>The classes that have items.</summary>
    public int[] Present { get; }

    public int ClassCount => starts.Length - 1;

    /// <summary>The first item of a class; that of the class after the last is the number of items.</summary>
    public int Start(int code) => starts[code];

    /// <summary>The number of items of a class.</summary>
    public int Count(int code) => starts[code + 1] - starts[code];

    public int[] Items(int code) => [.. Enumerable.Range(Start(code), Count(code))];

    public int[] ItemsExcept(int code) =>
        [.. Enumerable.Range(0, Start(code)), .. Enumerable.Range(starts[code + 1], Order.Length - starts[code + 1])];
}
