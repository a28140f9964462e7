namespace ClassicML.Trees;

/// <summary>What trees read: dense rows, in which NaN means missing.</summary>
internal static class TreeInput
{
    /// <summary>The data as a dense matrix without infinities.</summary>
    /// <exception cref="ArgumentException">It is of another kind, or a value is infinite; the message names row and column.</exception>
    public static Matrix Of(Features x, string reader)
    {
        Matrix matrix = Check.Dense(x, reader);
        Check.Magnitudes(matrix);
        return matrix;
    }

    /// <summary>Whether a value is missing.</summary>
    public static bool HasMissing(ReadOnlySpan<double> values) => System.Numerics.Tensors.TensorPrimitives.IsNaNAny(values);
}
