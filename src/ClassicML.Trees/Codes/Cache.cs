using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace ClassicML.Trees;

/// <summary>Asks for cache lines before they are read. The rows of a small node lie scattered, so waiting for each in turn is most of its time.</summary>
internal static class Cache
{
    /// <summary>Begins to fetch the cache line of a value, where the processor can; nothing else changes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Fetch<T>(ref T value)
    {
        // An address that the collector makes stale in between only fetches the wrong line.
        if (Sse.IsSupported) Sse.Prefetch0(Unsafe.AsPointer(ref value));
    }
}
