using System.Runtime.InteropServices;

namespace ClassicML.Cnn.Managed;

/// <summary>Zeroed floats that do not move, from an address of whole cache lines, with room to read past the end.</summary>
internal sealed unsafe class AlignedFloats
{
    // A tile reads 12 rows and 32 columns, whether it needs them or not; what it reads beyond is never kept.
    private readonly float[] array;

    public AlignedFloats(long length, long slack = 64)
    {
        array = GC.AllocateArray<float>(checked((int)(length + slack + 16)), pinned: true);
        nint address = (nint)Unsafe(array);
        Pointer = (float*)((address + 63) & ~63);
        Length = (int)length;
    }

    public float* Pointer { get; }

    public int Length { get; }

    public Span<float> Span => new(Pointer, Length);

    private static float* Unsafe(float[] array) =>
        (float*)System.Runtime.CompilerServices.Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(array));
}
