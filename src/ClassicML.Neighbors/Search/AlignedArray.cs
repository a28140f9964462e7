using System.Runtime.CompilerServices;

namespace ClassicML.Neighbors;

/// <summary>Numbers at a fixed address that is a multiple of 64, so that no vector of them crosses a cache line.</summary>
internal readonly unsafe struct AlignedArray<T> where T : unmanaged
{
    private readonly T[] pinned;

    public AlignedArray(long length)
    {
        pinned = GC.AllocateUninitializedArray<T>(checked((int)(length + 64 / sizeof(T))), pinned: true);
        Pointer = (T*)(((nuint)Unsafe.AsPointer(ref pinned[0]) + 63) & ~(nuint)63);
    }

    /// <summary>The first of them; valid until <see cref="KeepAlive"/>.</summary>
    public T* Pointer { get; }

    public void KeepAlive() => GC.KeepAlive(pinned);
}
