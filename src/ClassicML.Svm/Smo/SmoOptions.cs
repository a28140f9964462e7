namespace ClassicML.Svm;

/// <summary>What the solver may do.</summary>
internal sealed record SmoOptions
{
    /// <summary>The largest violation m - M at the end.</summary>
    public required double Tolerance { get; init; }

    /// <summary>The most iterations; null for LIBSVM's rule.</summary>
    public int? MaxIterations { get; init; }

    public bool Shrinking { get; init; } = true;

    /// <summary>The fewest variables that are worth taking out; for fewer, packing the rows costs more than it saves.</summary>
    public int LeastShrink { get; init; } = 1024;

    /// <summary>The most bytes of rows to keep.</summary>
    public required long RowBytes { get; init; }
}
