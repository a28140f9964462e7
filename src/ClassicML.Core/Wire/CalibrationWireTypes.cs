using ClassicML.Calibration;

namespace ClassicML.Wire;

/// <summary>The wire forms of calibration.</summary>
internal static class CalibrationWireTypes
{
    public static IReadOnlyList<WireType> All { get; } =
    [
        new WireType<CalibratedClassifier>("calibrated-classifier", WireKind.Classifier,
            "Probabilities from the scores of another classifier",
            (l, w) => w.Object("Learner", l.Learner).Text("Method", l.Method.ToString()).Integer("FoldCount", l.FoldCount)
                .Integer("Seed", l.Seed),
            r => new CalibratedClassifier(r.Object<IClassifier<IClassifierModel>>("Learner"))
            {
                Method = Method(r), FoldCount = r.Integer("FoldCount"), Seed = r.Integer("Seed"),
            }),
        new WireType<CalibratedClassifierModel>("calibrated-classifier-model", WireKind.Model,
            "A model and maps from its scores to probabilities", Write, Read),
    ];

    // The maps one after another; a class that had no row has a map of no points.
    private static void Write(CalibratedClassifierModel m, WireWriter w) => w
        .Object("Inner", m.Inner).Text("Method", m.Method.ToString())
        .Integers("Lengths", m.Maps.Select(map => map?.First.Length ?? 0).ToArray())
        .Doubles("First", m.Maps.SelectMany(map => map?.First ?? []).ToArray())
        .Doubles("Second", m.Maps.SelectMany(map => map?.Second ?? []).ToArray())
        .Report(m.Report);

    private static CalibratedClassifierModel Read(WireReader r)
    {
        var inner = r.Object<IClassifierModel>("Inner");
        CalibrationMethod method = Method(r);
        int[] lengths = r.Integers("Lengths");
        double[] first = r.Doubles("First"), second = r.Doubles("Second");
        Check.Length(lengths.Length, inner.Labels.Count == 2 ? 1 : inner.Labels.Count, "Lengths", "score");
        foreach (int length in lengths) Check.AtLeast(length, lengths.Length == 1 ? 1 : 0, "the length of a map");
        Check.Length(first.Length, lengths.Sum(length => (long)length), "First", "point");
        Check.Length(second.Length, first.Length, "Second", "point");
        var maps = new ScoreMap?[lengths.Length];
        for (int m = 0, at = 0; m < maps.Length; at += lengths[m++])
            maps[m] = lengths[m] == 0 ? null : new ScoreMap(method, first[at..(at + lengths[m])], second[at..(at + lengths[m])]);
        return new CalibratedClassifierModel(inner, method, maps, r.Report());
    }

    private static CalibrationMethod Method(WireReader r) =>
        Enum.TryParse(r.OptionalText("Method"), out CalibrationMethod method) && Enum.IsDefined(method)
            ? method : throw new ArgumentException("Method must be Platt or Isotonic");
}
