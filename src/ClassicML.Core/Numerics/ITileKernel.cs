namespace ClassicML.Internal;

/// <summary>The innermost product: a tile of C in registers, from a packed panel of A and a packed panel of B.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
internal unsafe interface ITileKernel<T> where T : unmanaged
{
    /// <summary>Rows of a full tile: the width of a panel of A. A multiple of 4.</summary>
    static abstract int Rows { get; }

    /// <summary>Columns of a full tile: the width of a panel of B. A multiple of 4.</summary>
    static abstract int Columns { get; }

    /// <summary>tile ← (add ? tile : 0) + Σₚ aₚbₚᵀ, each sum one chain of fused multiply-adds from zero, in order of p.</summary>
    /// <param name="rows">How many rows there are, at most Rows.</param>
    /// <param name="depth">The number of p.</param>
    /// <param name="a">Rows of A by depth.</param>
    /// <param name="b">depth×Columns, aligned to 64 bytes.</param>
    /// <param name="tile">Rows×Columns. If <paramref name="a"/> is padded, rows beyond <paramref name="rows"/> may be written.</param>
    /// <param name="stride">From a row of the tile to the next.</param>
    /// <param name="add">Whether the sum is added to what the tile holds.</param>
    static abstract void Run(int rows, int depth, Lanes<T> a, T* b, T* tile, nint stride, bool add);
}

/// <summary>Rows of A as a tile reads them: from a packed panel, or where they lie.</summary>
/// <param name="Origin">Element (0, 0).</param>
/// <param name="Stride">From a row to the next.</param>
/// <param name="DepthStride">From one p to the next.</param>
/// <param name="Padded">Whether there are as many rows as a full tile has, zeros where A ends.</param>
internal readonly unsafe record struct Lanes<T>(nint Origin, nint Stride, nint DepthStride, bool Padded) where T : unmanaged
{
    public T* At(nint row) => (T*)Origin + row * Stride;

    public Lanes<T> From(nint row) => this with { Origin = (nint)At(row) };
}
