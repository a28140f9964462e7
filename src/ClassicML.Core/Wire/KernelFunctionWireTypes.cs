namespace ClassicML.Wire;

/// <summary>The wire forms of the kernel functions.</summary>
public static class KernelFunctionWireTypes
{
    private const string GammaText = "scale, auto or a positive number";

    /// <summary>All of them; every registry has them.</summary>
    public static IReadOnlyList<WireType> All { get; } =
    [
        new WireOptions<LinearKernel>("linear", WireKind.Part, "The inner product", () => new()),
        new WireOptions<PolynomialKernel>("polynomial", WireKind.Part, "A power of the inner product", () => new())
            .Integer(nameof(PolynomialKernel.Degree), 1, k => k.Degree, (k, degree) => k with { Degree = degree })
            .Text(nameof(PolynomialKernel.Gamma), GammaText, k => k.Gamma, (k, gamma) => k with { Gamma = gamma }, Gamma.Parse)
            .Number(nameof(PolynomialKernel.Constant), Interval.Finite, k => k.Constant, (k, constant) => k with { Constant = constant }),
        new WireOptions<RbfKernel>("rbf", WireKind.Part, "exp of the squared distance", () => new())
            .Text(nameof(RbfKernel.Gamma), GammaText, k => k.Gamma, (k, gamma) => k with { Gamma = gamma }, Gamma.Parse),
        new WireOptions<SigmoidKernel>("sigmoid", WireKind.Part, "The hyperbolic tangent of the inner product", () => new())
            .Text(nameof(SigmoidKernel.Gamma), GammaText, k => k.Gamma, (k, gamma) => k with { Gamma = gamma }, Gamma.Parse)
            .Number(nameof(SigmoidKernel.Constant), Interval.Finite, k => k.Constant, (k, constant) => k with { Constant = constant }),
        new WireOptions<LaplacianKernel>("laplacian", WireKind.Part, "exp of the city-block distance", () => new())
            .Text(nameof(LaplacianKernel.Gamma), GammaText, k => k.Gamma, (k, gamma) => k with { Gamma = gamma }, Gamma.Parse),
        new WireOptions<ChiSquaredKernel>("chi-squared", WireKind.Part, "exp of the chi-squared distance of histograms", () => new())
            .Number(nameof(ChiSquaredKernel.Gamma), Interval.Positive, k => k.Gamma, (k, gamma) => k with { Gamma = gamma }),
        new WireOptions<CosineKernel>("cosine", WireKind.Part, "The cosine of the angle", () => new()),
    ];
}
