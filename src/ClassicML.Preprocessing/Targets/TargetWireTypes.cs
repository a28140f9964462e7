using ClassicML.Wire;

namespace ClassicML.Preprocessing;

/// <summary>The wire forms of regressors of transformed targets.</summary>
internal static class TargetWireTypes
{
    public static IReadOnlyList<WireType> All { get; } =
    [
        new WireType<TransformedTarget>("transformed-target", WireKind.Regressor, "A regressor of transformed targets",
            (l, w) => w.Object("Learner", l.Learner).Object("Transformer", l.Transformer),
            r => new TransformedTarget(
                r.Object<IRegressor<IRegressorModel>>("Learner"), r.Object<ITransformer<ITransformerModel>>("Transformer"))),
        new WireType<TransformedTargetModel>("transformed-target-model", WireKind.Model, "A fitted regressor and a fitted transformer of targets",
            (m, w) => w.Object("Inner", m.Inner).Object("Transformer", m.Transformer).Report(m.Report),
            r => new TransformedTargetModel(
                r.Object<IRegressorModel>("Inner"), r.Object<ITransformerModel>("Transformer"), r.Report())),
    ];
}
