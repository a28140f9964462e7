using ClassicML.Wire;

namespace ClassicML.Preprocessing;

/// <summary>The wire forms of functions, and of what applies them.</summary>
internal static class FunctionWireTypes
{
    private static readonly WireType[] Functions =
    [
        Function<IdentityFunction>("identity", "x"), Function<LogFunction>("log", "The natural logarithm"),
        Function<Log1pFunction>("log1p", "The natural logarithm of 1 + x"), Function<ExpFunction>("exp", "The exponential function"),
        Function<SquareRootFunction>("square-root", "The square root"), Function<SquareFunction>("square", "The square"),
        Function<ReciprocalFunction>("reciprocal", "1/x"),
    ];

    public static IReadOnlyList<WireType> All { get; } =
    [
        .. Functions,
        new WireOptions<FunctionTransformer>("function-transformer", WireKind.Transformer, "A function of each value", () => new())
            .Part(nameof(FunctionTransformer.Function), Functions, l => l.Function, (l, function) => l with { Function = function }),
        new WireType<FunctionTransformerModel>("function-transformer-model", WireKind.Model, "A function of each value",
            (m, w) => w.Object("Function", m.Function).Integer("FeatureCount", m.FeatureCount).Report(m.Report),
            r => new FunctionTransformerModel(r.Object<ElementwiseFunction>("Function"), r.Integer("FeatureCount", 1), r.Report())),
    ];

    private static WireOptions<T> Function<T>(string name, string summary) where T : ElementwiseFunction, new() =>
        new(name, WireKind.Part, summary, () => new());
}
