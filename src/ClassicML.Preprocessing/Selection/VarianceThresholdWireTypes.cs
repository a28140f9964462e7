using ClassicML.Wire;

namespace ClassicML.Preprocessing;

/// <summary>The wire forms of the variance threshold.</summary>
internal static class VarianceThresholdWireTypes
{
    public static IReadOnlyList<WireType> All { get; } =
    [
        new WireOptions<VarianceThreshold>("variance-threshold", WireKind.Transformer, "The columns whose variance is above a threshold", () => new())
            .Number(nameof(VarianceThreshold.Threshold), Interval.NonNegative, l => l.Threshold, (l, threshold) => l with { Threshold = threshold }),
        new WireType<VarianceThresholdModel>("variance-threshold-model", WireKind.Model, "The variances of columns, and which are kept",
            (m, w) => w.Doubles("Variances", m.Variances).Integers("Kept", m.Kept).Report(m.Report),
            r =>
            {
                double[] variances = r.Doubles("Variances", Interval.NonNegative, orNaN: true);
                int[] kept = r.Integers("Kept");
                Check.Within(kept.Length, new Interval(1, variances.Length), "the number of Kept");
                for (int i = 0; i < kept.Length; i++)
                    Check.Within(kept[i], new Interval(i == 0 ? 0 : kept[i - 1] + 1, variances.Length - 1), "a number of Kept");
                return new VarianceThresholdModel(variances, kept, r.Report());
            }),
    ];
}
