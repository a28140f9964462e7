using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using ClassicML.Internal;

namespace ClassicML.Svm;

/// <summary>Where squared distances go, as floats: into rows of a matrix or arrays of their own, as they are or as exp(-γd).</summary>
/// <remarks>A distance that was stored and then put through <see cref="Exp"/> gives the bits that it gives at once.</remarks>
internal readonly struct DistanceTarget
{
    private readonly float[][]? rows;
    private readonly float[] matrix = [];
    private readonly int stride;
    private readonly float gamma;

    /// <param name="rows">An array for each row.</param>
    /// <param name="gamma">γ for distances in their unit, or null for the distances themselves.</param>
    public DistanceTarget(float[][] rows, double? gamma) => (this.rows, this.gamma) = (rows, gamma is { } given ? Single(given) : -1);

    /// <param name="matrix">Row-major.</param>
    /// <param name="stride">The length of a row.</param>
    /// <param name="gamma">γ for distances in their unit, or null for the distances themselves.</param>
    public DistanceTarget(float[] matrix, int stride, double? gamma) =>
        (this.matrix, this.stride, this.gamma) = (matrix, stride, gamma is { } given ? Single(given) : -1);

    /// <summary>to ← exp(-γd); both may be the same.</summary>
    public static void Exp(ReadOnlySpan<float> distances, double gamma, Span<float> to)
    {
        Vector512<float> minusGamma = Vector512.Create(-Single(gamma));
        int j = 0;
        for (; j + 16 <= distances.Length; j += 16) Entries(Vector512.Create(distances[j..]), minusGamma).CopyTo(to[j..]);
        if (j == distances.Length) return;
        Span<float> last = stackalloc float[16];
        distances[j..].CopyTo(last);
        Entries(Vector512.Create<float>(last), minusGamma).CopyTo(last);
        last[..(distances.Length - j)].CopyTo(to[j..]);
    }

    /// <summary>The same of rows that lie one after another, on several threads.</summary>
    public static void ExpRows(float[] distances, double gamma, float[] to, int rows, int width, FitContext context) => Workers.ForBlocks(
        rows, Math.Max(1, 65_536 / width), context.Threads,
        (start, end) => Exp(distances.AsSpan(start * width, (end - start) * width), gamma, to.AsSpan(start * width)), context.Cancellation);

    /// <summary>Takes the distances of a row from a column on.</summary>
    public void Take(ReadOnlySpan<float> distances, int row, int column)
    {
        Span<float> to = rows is null ? matrix.AsSpan(checked(row * stride + column)) : rows[row].AsSpan(column);
        if (gamma < 0) distances.CopyTo(to);
        else Exp(distances, gamma, to);
    }

    // Finite, so that equal rows have an entry of 1 whatever γ is.
    private static float Single(double gamma) => (float)Math.Min(gamma, float.MaxValue);

    // The runtime's exponential of 0 is the float above 1.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Entries(Vector512<float> distance, Vector512<float> minusGamma) =>
        Vector512.MinNative(Vector512.Exp(minusGamma * distance), Vector512<float>.One);
}

/// <summary>max(0, ‖x‖² + ‖y‖² - 2·product) in single precision.</summary>
internal readonly struct SingleDistance(DistanceTarget target, float[] rowNorms, float[] columnNorms) : IGemmEpilogue<float>
{
    public void Take(Span<float> values, int row, int column)
    {
        float own = rowNorms[row];
        ReadOnlySpan<float> norms = columnNorms.AsSpan(column, values.Length);
        Vector512<float> minusTwo = Vector512.Create(-2f), all = Vector512.Create(own);
        int j = 0;
        for (; j + 16 <= values.Length; j += 16)
            Vector512.MaxNative(
                Vector512.FusedMultiplyAdd(minusTwo, Vector512.Create<float>(values[j..]), all + Vector512.Create(norms[j..])),
                Vector512<float>.Zero).CopyTo(values[j..]);
        for (; j < values.Length; j++) values[j] = MathF.Max(MathF.FusedMultiplyAdd(-2, values[j], own + norms[j]), 0);
        target.Take(values, row, column);
    }
}

/// <summary>max(0, ‖x‖² + ‖y‖² - 2·product) in double, in a unit that the norms are in already, rounded to a float once: all its digits are
/// right.</summary>
internal readonly struct DoubleDistance(DistanceTarget target, double[] rowNorms, double[] columnNorms, double unit) : IGemmEpilogue<double>
{
    private readonly double minusTwo = -2 / unit / unit;

    public void Take(Span<double> values, int row, int column)
    {
        double own = rowNorms[row];
        ReadOnlySpan<double> norms = columnNorms.AsSpan(column, values.Length);
        Span<float> distances = stackalloc float[64];
        for (int start = 0; start < values.Length; start += distances.Length)
        {
            int count = Math.Min(distances.Length, values.Length - start);
            for (int j = 0; j < count; j++)
                distances[j] = (float)Math.Max(Math.FusedMultiplyAdd(minusTwo, values[start + j], own + norms[start + j]), 0);
            target.Take(distances[..count], row, column + start);
        }
    }
}
