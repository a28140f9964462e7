using ClassicML.Internal;
using ClassicML.Wire;

namespace ClassicML.Decomposition;

/// <summary>The wire forms of this project's learners and models, and of the kernel functions that they use.</summary>
public static class DecompositionWireTypes
{
    private const string PriorsText = "data, or a probability for each class with spaces between";
    private const string ShrinkageText = "none, ledoit-wolf or a number in [0, 1]";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<WireType> All { get; } =
    [
        .. KernelFunctionWireTypes.All,
        new WireOptions<Pca>("pca", WireKind.Transformer, "The directions of largest variance", () => new())
            .Text(nameof(Pca.ComponentCount), "all, a number, a share of the variance in (0, 1), or mle",
                l => l.ComponentCount, (l, count) => l with { ComponentCount = count }, ComponentCount.Parse)
            .Choice(nameof(Pca.Solver), l => l.Solver, (l, solver) => l with { Solver = solver })
            .Flag(nameof(Pca.Whiten), l => l.Whiten, (l, on) => l with { Whiten = on })
            .Integer(nameof(Pca.Seed), 0, l => l.Seed, (l, seed) => l with { Seed = seed }),
        new WireOptions<IncrementalPca>("incremental-pca", WireKind.Transformer,
            "The directions of largest variance, from batches of rows", () => new())
            .OptionalInteger(nameof(IncrementalPca.ComponentCount), 1, l => l.ComponentCount, (l, count) =>
                l with { ComponentCount = count })
            .OptionalInteger(nameof(IncrementalPca.BatchSize), 1, l => l.BatchSize, (l, rows) => l with { BatchSize = rows })
            .Flag(nameof(IncrementalPca.Whiten), l => l.Whiten, (l, on) => l with { Whiten = on }),
        new WireOptions<KernelPca>("kernel-pca", WireKind.Transformer,
            "The directions of largest variance in the space of a kernel function", () => new())
            .OptionalInteger(nameof(KernelPca.ComponentCount), 1, l => l.ComponentCount, (l, count) => l with { ComponentCount = count })
            .Part(nameof(KernelPca.Kernel), KernelFunctionWireTypes.All, l => l.Kernel, (l, kernel) => l with { Kernel = kernel })
            .OptionalNumber(nameof(KernelPca.InversePenalty), Interval.Positive, l => l.InversePenalty, (l, penalty) =>
                l with { InversePenalty = penalty }),
        new WireOptions<LinearDiscriminantAnalysis>("linear-discriminant", WireKind.Classifier, "Normal classes of one covariance", () =>
            new())
            .Choice(nameof(LinearDiscriminantAnalysis.Solver), l => l.Solver, (l, solver) => l with { Solver = solver })
            .Text(nameof(LinearDiscriminantAnalysis.Shrinkage), ShrinkageText, l => l.Shrinkage, (l, s) =>
                l with { Shrinkage = s }, Shrinkage.Parse)
            .Text(nameof(LinearDiscriminantAnalysis.Priors), PriorsText, l => l.Priors, (l, priors) =>
                l with { Priors = priors }, Priors.Parse),
        new WireOptions<LinearDiscriminantProjection>("discriminant-projection", WireKind.Transformer,
            "The axes that part the classes best", () => new())
            .OptionalInteger(nameof(LinearDiscriminantProjection.ComponentCount), 1, l => l.ComponentCount, (l, count) =>
                l with { ComponentCount = count })
            .Choice(nameof(LinearDiscriminantProjection.Solver), l => l.Solver, (l, solver) => l with { Solver = solver })
            .Text(nameof(LinearDiscriminantProjection.Shrinkage), ShrinkageText, l => l.Shrinkage, (l, s) =>
                l with { Shrinkage = s }, Shrinkage.Parse)
            .Text(nameof(LinearDiscriminantProjection.Priors), PriorsText, l => l.Priors, (l, priors) =>
                l with { Priors = priors }, Priors.Parse),
        new WireOptions<QuadraticDiscriminantAnalysis>("quadratic-discriminant", WireKind.Classifier, "Normal classes, a covariance each",
            () => new())
            .Number(nameof(QuadraticDiscriminantAnalysis.Regularization), Interval.Share, l => l.Regularization, (l, r) =>
                l with { Regularization = r })
            .Text(nameof(QuadraticDiscriminantAnalysis.Priors), PriorsText, l => l.Priors, (l, priors) =>
                l with { Priors = priors }, Priors.Parse),
        new WireType<PcaModel>("pca-model", WireKind.Model, "Principal directions with their variances", DecompositionModelForms.Write,
            DecompositionModelForms.ReadPca),
        new WireType<KernelPcaModel>(
            "kernel-pca-model", WireKind.Model, "Training rows with a weight for each component", DecompositionModelForms.Write,
                DecompositionModelForms.ReadKernelPca),
        new WireType<LinearDiscriminantAnalysisModel>(
            "linear-discriminant-model", WireKind.Model, "Weights of a linear discriminant", DecompositionModelForms.Write,
                DecompositionModelForms.ReadLinear),
        new WireType<LinearDiscriminantProjectionModel>(
            "discriminant-projection-model", WireKind.Model, "Axes of a linear discriminant", DecompositionModelForms.Write,
                DecompositionModelForms.ReadProjection),
        new WireType<QuadraticDiscriminantAnalysisModel>(
            "quadratic-discriminant-model", WireKind.Model, "A normal distribution for each class", DecompositionModelForms.Write,
                DecompositionModelForms.ReadQuadratic),
    ];
}
