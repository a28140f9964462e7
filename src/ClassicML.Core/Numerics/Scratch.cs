using System.Runtime.CompilerServices;

namespace ClassicML.Numerics;

/// <summary>Memory for packed panels: aligned to 64 bytes, never moved, kept by its thread for the next product.</summary>
/// <remarks>A thread keeps at most <see cref="Kept"/> buffers of at most <see cref="MostKept"/> bytes; a larger one is kept weakly.</remarks>
internal readonly unsafe ref struct Scratch
{
    private const int Kept = 4, MostKept = 1 << 22;

    [ThreadStatic]
    private static byte[]?[]? own;

    private static WeakReference<byte[]>? large;

    private readonly byte[] buffer;

    public Scratch(long bytes)
    {
        int length = checked((int)(bytes + 64));
        buffer = Take(length) ?? GC.AllocateUninitializedArray<byte>(Math.Max(length, 1 << 14), pinned: true);
        nint at = (nint)Unsafe.AsPointer(ref System.Runtime.InteropServices.MemoryMarshal.GetArrayDataReference(buffer));
        Pointer = (void*)((at + 63) & ~(nint)63);
    }

    public void* Pointer { get; }

    public void Dispose()
    {
        if (buffer.Length > MostKept)
        {
            large = new WeakReference<byte[]>(buffer);
            return;
        }
        byte[]?[] slots = own ??= new byte[Kept][];
        int smallest = 0;
        for (int i = 0; i < Kept; i++)
        {
            if (slots[i] is null)
            {
                slots[i] = buffer;
                return;
            }
            if (slots[i]!.Length < slots[smallest]!.Length) smallest = i;
        }
        if (slots[smallest]!.Length < buffer.Length) slots[smallest] = buffer;
    }

    private static byte[]? Take(int length)
    {
        if (length > MostKept)
            return Interlocked.Exchange(ref large, null) is { } weak && weak.TryGetTarget(out byte[]? kept) && kept.Length >= length ? kept : null;
        byte[]?[]? slots = own;
        if (slots is null) return null;
        int best = -1;
        for (int i = 0; i < Kept; i++)
            if (slots[i] is { } slot && slot.Length >= length && (best < 0 || slot.Length < slots[best]!.Length)) best = i;
        if (best < 0) return null;
        byte[] taken = slots[best]!;
        slots[best] = null;
        return taken;
    }
}
