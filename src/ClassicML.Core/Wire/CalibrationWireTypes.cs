using ClassicML.Calibration;

namespace ClassicML.Wire;

/// <summary>The wire forms of calibration.</summary>
internal static class CalibrationWireTypes
{
    public static IReadOnlyList<WireType> All { get; } =
    [
        new WireType<CalibratedClassifier>("calibrated-classifier", WireKind.Classifier,
            "Probabilities from the scores of another classifier",
            (l, w) => w.Object("Learner", l.Learner).Choice("Method", l.Method).Integer("FoldCount", l.FoldCount)
                .Integer("Seed", l.Seed),
            r => new CalibratedClassifier(r.Object<IClassifier<IClassifierModel>>("Learner"))
            {
                Method = r.Choice<CalibrationMethod>("Method"), FoldCount = r.Integer("FoldCount"), Seed = r.Integer("Seed"),
            }),
        new WireType<CalibratedClassifierModel>("calibrated-classifier-model", WireKind.Model,
            "A model and maps from its scores to probabilities", Write, Read),
    ];

    // The maps one after another; a class that had no row has a map of no points.
    private static void Write(CalibratedClassifierModel m, WireWriter w) => w
        .Object("Inner", m.Inner).Choice("Method", m.Method)
        .Integers("Lengths", m.Maps.Select(map => map?.First.Length ?? 0).ToArray())
        .Doubles("First", m.Maps.SelectMany(map => map?.First ?? []).ToArray())
        .Doubles("Second", m.Maps.SelectMany(map => map?.Second ?? []).ToArray())
        .Report(m.Report);

    private static CalibratedClassifierModel Read(WireReader r)
    {
        var inner = r.Object<IClassifierModel>("Inner");
        CalibrationMethod method = r.Choice<CalibrationMethod>("Method");
        int[] lengths = r.Integers("Lengths");
        bool isPlatt = method == CalibrationMethod.Platt;
        double[] first = r.Doubles("First"), second = r.Doubles("Second", isPlatt ? null : Interval.Share);
        Check.Length(lengths.Length, inner.Labels.Count == 2 ? 1 : inner.Labels.Count, "Lengths", "score");
        Check.Length(lengths.Length, inner.As<IDecisionScores>()?.ScoreCount ?? 0, "Lengths", "score of the inner model");
        foreach (int length in lengths) Check.Within(length, new Interval(0, isPlatt ? 1 : int.MaxValue), "the length of a map");
        if (lengths.Length == 1 || !Array.Exists(lengths, length => length > 0)) Check.Positive(lengths[0], "the length of the only map");
        Check.Length(first.Length, lengths.Sum(length => (long)length), "First", "point");
        Check.Length(second.Length, first.Length, "Second", "point");
        var maps = new ScoreMap?[lengths.Length];
        for (int m = 0, at = 0; m < maps.Length; at += lengths[m++])
        {
            for (int i = at + 1; i < at + lengths[m]; i++)
                if (!(first[i] > first[i - 1] && second[i] >= second[i - 1]))
                    throw new ArgumentException("the points of an isotonic map must rise");
            maps[m] = lengths[m] == 0 ? null : new ScoreMap(method, first[at..(at + lengths[m])], second[at..(at + lengths[m])]);
        }
        return new CalibratedClassifierModel(inner, method, maps, r.Report());
    }
}
