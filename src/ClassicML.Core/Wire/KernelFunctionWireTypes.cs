using System.ComponentModel;
using ClassicML.Wire;

namespace ClassicML.Internal;

/// <summary>The wire forms of the kernel functions.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class KernelFunctionWireTypes
{
    private const string GammaText = "scale, auto or a positive number";

    /// <summary>All of them; the families that use them bring them along.</summary>
    public static IReadOnlyList<WireType> All { get; } =
    [
        new WireOptions<LinearKernel>("linear-kernel", WireKind.Part, "The inner product", () => new()),
        new WireOptions<PolynomialKernel>("polynomial-kernel", WireKind.Part, "A power of the inner product", () => new())
            .Integer(nameof(PolynomialKernel.Degree), 1, k => k.Degree, (k, degree) => k with { Degree = degree })
            .Text(nameof(PolynomialKernel.Gamma), GammaText, k => k.Gamma, (k, gamma) => k with { Gamma = gamma }, Gamma.Parse)
            .Number(nameof(PolynomialKernel.Constant), Interval.Finite, k => k.Constant, (k, constant) => k with { Constant = constant }),
        new WireOptions<RbfKernel>("rbf-kernel", WireKind.Part, "exp of the squared distance", () => new())
            .Text(nameof(RbfKernel.Gamma), GammaText, k => k.Gamma, (k, gamma) => k with { Gamma = gamma }, Gamma.Parse),
        new WireOptions<SigmoidKernel>("sigmoid-kernel", WireKind.Part, "The hyperbolic tangent of the inner product", () => new())
            .Text(nameof(SigmoidKernel.Gamma), GammaText, k => k.Gamma, (k, gamma) => k with { Gamma = gamma }, Gamma.Parse)
            .Number(nameof(SigmoidKernel.Constant), Interval.Finite, k => k.Constant, (k, constant) => k with { Constant = constant }),
        new WireOptions<LaplacianKernel>("laplacian-kernel", WireKind.Part, "exp of the city-block distance", () => new())
            .Text(nameof(LaplacianKernel.Gamma), GammaText, k => k.Gamma, (k, gamma) => k with { Gamma = gamma }, Gamma.Parse),
        new WireOptions<ChiSquaredKernel>("chi-squared-kernel", WireKind.Part, "exp of the chi-squared distance of histograms", () => new())
            .Number(nameof(ChiSquaredKernel.Gamma), Interval.Positive, k => k.Gamma, (k, gamma) => k with { Gamma = gamma }),
        new WireOptions<PrecomputedKernel>("precomputed-kernel", WireKind.Part, "Kernel values computed elsewhere, in LIBSVM's form", () => new()),
        new WireOptions<CosineKernel>("cosine-kernel", WireKind.Part, "The cosine of the angle", () => new()),
    ];
}
