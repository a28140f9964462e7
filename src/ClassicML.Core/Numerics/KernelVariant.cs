using System.ComponentModel;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ClassicML.Internal;

/// <summary>Which form of the compute kernels runs: vectors of 512 bits, of 256 bits, or plain scalar loops.</summary>
/// <remarks>
/// The environment variable <c>CLASSICML_KERNELS</c> forces a narrower form for a whole process: <c>256</c>, or <c>scalar</c> for the
/// twins. It is read once, so the just-in-time compiler drops the branch. Loops over single vectors are written in 512 bits, which the
/// runtime splits in two where it has 256; for them the two vector forms are one.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class KernelVariant
{
    private static readonly string? Forced = Environment.GetEnvironmentVariable("CLASSICML_KERNELS")?.ToLowerInvariant();

    /// <summary>Whether a vector form runs.</summary>
    public static readonly bool IsVector = Vector256.IsHardwareAccelerated && Forced != "scalar";

    /// <summary>Whether matrix products run in registers of 512 bits.</summary>
    public static readonly bool Is512 = IsVector && Avx512F.IsSupported && Forced != "256";
}
