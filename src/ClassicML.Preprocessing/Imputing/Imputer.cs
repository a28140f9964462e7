namespace ClassicML.Preprocessing;

/// <summary>The options that all imputers have: learners that put numbers where values are missing (NaN).</summary>
public abstract record Imputer
{
    private protected Imputer()
    {
    }

    /// <summary>
    /// Whether columns of zeros and ones follow the filled ones, 1 where a value was missing: one for each column that missed a value at the
    /// fit. Default false.
    /// </summary>
    public bool AddIndicator { get; init; }

    /// <summary>
    /// Whether a column that had no value at all at the fit is kept, filled with 0. Default false: it is dropped. The report counts such
    /// columns as <c>empty_columns</c>.
    /// </summary>
    public bool KeepEmptyFeatures { get; init; }
}
