using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ClassicML.Internal;

/// <summary>Memory for packed panels: aligned to 64 bytes, never moved, kept by its thread for the next product.</summary>
/// <remarks>
/// A thread keeps at most 4 buffers of at most 4 MiB; the process keeps one larger one, of at most 32 MiB. New memory is dear: the system
/// clears each page when it is first touched.
/// </remarks>
internal readonly unsafe ref struct Scratch
{
    private const int Kept = 4, MostOfThread = 1 << 22, MostOfProcess = (1 << 25) + 64;

    [ThreadStatic]
    private static byte[]?[]? own;

    private static byte[]? large;

    private readonly byte[] buffer;

    public Scratch(long bytes)
    {
        int length = checked((int)(bytes + 64));
        buffer = Take(length) ?? GC.AllocateUninitializedArray<byte>(Math.Max(length, 1 << 14), pinned: true);
        nint at = (nint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(buffer));
        Pointer = (void*)((at + 63) & ~(nint)63);
    }

    public void* Pointer { get; }

    public void Dispose()
    {
        if (buffer.Length > MostOfThread)
        {
            if (buffer.Length <= MostOfProcess && !(large?.Length > buffer.Length)) large = buffer;
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
        if (length > MostOfThread) return Interlocked.Exchange(ref large, null) is { } kept && kept.Length >= length ? kept : null;
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
