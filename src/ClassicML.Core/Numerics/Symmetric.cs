using System.ComponentModel;
using System.Numerics;

namespace ClassicML.Internal;

/// <summary>Symmetric matrices held in full, row-major.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class Symmetric
{
    /// <summary>Copies the part below the diagonal to the part above it.</summary>
    /// <param name="c">n×n, row-major.</param>
    /// <param name="n">The order.</param>
    /// <param name="cancellation">Looked at once for every 32 rows.</param>
    /// <exception cref="ArgumentException">c is not n×n.</exception>
    /// <exception cref="OperationCanceledException">Cancellation was requested.</exception>
    public static void Mirror<T>(Span<T> c, int n, CancellationToken cancellation = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Check.Length(c.Length, (long)n * n, nameof(c), "element of n×n");
        fixed (T* pointer = c) Mirror(pointer, n, cancellation);
    }

    internal static void Mirror<T>(T* c, int n, CancellationToken cancellation = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // Squares small enough that the columns written stay in the first-level cache.
        const int Side = 32;
        for (int i = 0; i < n; i += Side)
        {
            cancellation.ThrowIfCancellationRequested();
            int rows = Math.Min(Side, n - i);
            for (int j = 0; j < i; j += Side)
                Transposition.Copy(c + (nint)i * n + j, n, rows, Side, c + (nint)j * n + i, n);
            for (int r = i; r < i + rows; r++)
                for (int column = i; column < r; column++) c[(nint)column * n + r] = c[(nint)r * n + column];
        }
    }
}
