using System.Runtime.Intrinsics;
using ClassicML.Numerics;

namespace ClassicML.Svm;

/// <summary>exp(-γ‖x-y‖²) in single precision, made of products xᵀy while they are in the cache. An entry's bits depend on its two rows
/// alone.</summary>
/// <param name="gamma">γ.</param>
/// <param name="rowNorms">‖x‖² of the rows of the product.</param>
/// <param name="columnNorms">‖y‖² of its columns.</param>
/// <param name="entries">Receives the entries, row-major.</param>
/// <param name="stride">The length of a row.</param>
internal readonly struct SingleRbf(float gamma, float[] rowNorms, float[] columnNorms, float[] entries, int stride) : IGemmEpilogue<float>
{
    public static bool RowsInOrder => false;

    public void Take(Span<float> values, int row, int column)
    {
        Vector512<float> minusGamma = Vector512.Create(-gamma), own = Vector512.Create(rowNorms[row]);
        ReadOnlySpan<float> norms = columnNorms.AsSpan(column, values.Length);
        Span<float> to = entries.AsSpan(checked(row * stride + column), values.Length);
        int j = 0;
        for (; j + 16 <= values.Length; j += 16)
            Entry(Vector512.Create<float>(values[j..]), own + Vector512.Create(norms[j..]), minusGamma).CopyTo(to[j..]);
        if (j == values.Length) return;
        Span<float> lastValues = stackalloc float[16], lastNorms = stackalloc float[16];
        values[j..].CopyTo(lastValues);
        norms[j..].CopyTo(lastNorms);
        Entry(Vector512.Create<float>(lastValues), own + Vector512.Create<float>(lastNorms), minusGamma).CopyTo(lastValues);
        lastValues[..(values.Length - j)].CopyTo(to[j..]);
    }

    // A distance is never below zero, whatever rounding says; the runtime's exponential of 0 is the float above 1.
    private static Vector512<float> Entry(Vector512<float> product, Vector512<float> norms, Vector512<float> minusGamma)
    {
        Vector512<float> distance = Vector512.FusedMultiplyAdd(Vector512.Create(-2f), product, norms);
        return Vector512.MinNative(Vector512.Exp(minusGamma * Vector512.MaxNative(distance, Vector512<float>.Zero)), Vector512<float>.One);
    }
}
