namespace ClassicML.Svm;

/// <summary>What the solver may do.</summary>
internal sealed record SmoOptions
{
    /// <summary>The largest violation m - M at the end.</summary>
    public required double Tolerance { get; init; }

    /// <summary>The most iterations; null for LIBSVM's rule.</summary>
    public int? MaxIterations { get; init; }

    public bool Shrinking { get; init; } = true;

    /// <summary>
    /// The fewest variables that are worth taking out where a set can't hold all. For fewer, packing the rows and making up their gradients
    /// afterwards costs more than whole passes: 20,000 rows of 30 columns took 1.0 s rather than 0.6.
    /// </summary>
    public int LeastShrink { get; init; } = 16_384;

    /// <summary>The most bytes of rows to keep.</summary>
    public required long RowBytes { get; init; }
}
