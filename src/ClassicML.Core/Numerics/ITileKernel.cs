namespace ClassicML.Numerics;

/// <summary>The innermost product: a tile of C in registers, from a packed panel of A and a packed panel of B.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
internal unsafe interface ITileKernel<T> where T : unmanaged
{
    /// <summary>Rows of a full tile: the width of a panel of A. A multiple of 4.</summary>
    static abstract int Rows { get; }

    /// <summary>Columns of a full tile: the width of a panel of B. A multiple of 4.</summary>
    static abstract int Columns { get; }

    /// <summary>tile ← (add ? tile : 0) + Σₚ aₚbₚᵀ, where each element's sum is one chain of fused multiply-adds from zero, in order of p.</summary>
    /// <param name="rows">How many rows matter; more may be computed.</param>
    /// <param name="depth">The number of p.</param>
    /// <param name="a">depth×Rows.</param>
    /// <param name="b">depth×Columns, aligned to 64 bytes.</param>
    /// <param name="tile">Rows×Columns, aligned to 64 bytes.</param>
    /// <param name="add">Whether the sum is added to what the tile holds.</param>
    static abstract void Run(int rows, int depth, T* a, T* b, T* tile, bool add);
}
