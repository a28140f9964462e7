using System.ComponentModel;

namespace ClassicML.Internal;

/// <summary>The edge of what is computed in single precision: there a value beyond ±3.4·10³⁸ is an infinity.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class SinglePrecision
{
    /// <summary>Refuses features that single precision can't hold.</summary>
    /// <param name="x">Dense or sparse rows.</param>
    /// <param name="wayOut">What to do about it, such as "standardise the columns".</param>
    /// <exception cref="ArgumentException">A value is too large; the message names row and column.</exception>
    public static void CheckRange(Features x, string wayOut)
    {
        ReadOnlySpan<double> values = x is SparseMatrix sparse ? sparse.Values : ((Matrix)x).Span;
        if (Kernels.LargestMagnitude(values) <= float.MaxValue) return;
        int at = values.IndexOfAnyExceptInRange(-float.MaxValue, float.MaxValue);
        throw new ArgumentException(
            $"{Check.PlaceOf(x, at)} is {Check.Text(values[at])}, more than single precision can hold: {wayOut}", nameof(x));
    }
}
