using System.Runtime.Intrinsics;

namespace ClassicML.Numerics;

/// <summary>Which form of the compute kernels runs: vectors of 512 bits (in two halves where the processor has 256), or plain scalar loops.</summary>
/// <remarks>
/// The environment variable <c>CLASSICML_KERNELS=scalar</c> forces the scalar twins for a whole process. It is read once, so the
/// just-in-time compiler drops the branch.
/// </remarks>
public static class KernelVariant
{
    /// <summary>Whether the vector form runs.</summary>
    public static readonly bool IsVector =
        Vector256.IsHardwareAccelerated
        && !string.Equals(Environment.GetEnvironmentVariable("CLASSICML_KERNELS"), "scalar", StringComparison.OrdinalIgnoreCase);
}
