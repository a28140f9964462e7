using System.ComponentModel;

namespace ClassicML.Internal;

/// <summary>Makes matrices whose values were looked at while they were in the cache, so that nobody reads them once more for it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class CheckedMatrix
{
    /// <summary>Wraps row-major values without a copy.</summary>
    /// <param name="values">n·p values.</param>
    /// <param name="rowCount">n.</param>
    /// <param name="columnCount">p.</param>
    /// <param name="allWithin">Whether all are known to be numbers within <see cref="Features.MaxMagnitude"/>; where not, the first reader looks.</param>
    public static Matrix Wrap(double[] values, int rowCount, int columnCount, bool allWithin) =>
        allWithin ? Matrix.WrapWithin(values, rowCount, columnCount) : Matrix.Wrap(values, rowCount, columnCount);
}
