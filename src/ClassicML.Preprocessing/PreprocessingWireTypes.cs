using ClassicML.Wire;

namespace ClassicML.Preprocessing;

/// <summary>The wire forms of this project's learners and models.</summary>
public static class PreprocessingWireTypes
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<WireType> All { get; } =
    [
        new WireOptions<StandardScaler>("standard-scaler", WireKind.Transformer, "Columns to mean 0 and deviation 1", () => new())
            .Flag(nameof(StandardScaler.WithMean), l => l.WithMean, (l, on) => l with { WithMean = on })
            .Flag(nameof(StandardScaler.WithDeviation), l => l.WithDeviation, (l, on) => l with { WithDeviation = on }),
        new WireOptions<MinMaxScaler>("min-max-scaler", WireKind.Transformer, "Columns to a range by their smallest and largest value", () => new())
            .Number(nameof(MinMaxScaler.Minimum), Interval.Finite, l => l.Minimum, (l, low) => l with { Minimum = low })
            .Number(nameof(MinMaxScaler.Maximum), Interval.Finite, l => l.Maximum, (l, high) => l with { Maximum = high })
            .Flag(nameof(MinMaxScaler.Clip), l => l.Clip, (l, on) => l with { Clip = on }),
        new WireType<StandardScalerModel>("standard-scaler-model", WireKind.Model, "Means and deviations of columns",
            (m, w) => w.Flag("WithMean", m.WithMean).Doubles("Means", m.Means).Doubles("Deviations", m.Deviations).Doubles("Scales", m.Scales).Report(m.Report),
            r =>
            {
                var (withMean, means, deviations, scales) = (r.Flag("WithMean"), r.Doubles("Means"), r.Doubles("Deviations"), r.Doubles("Scales"));
                Check.Length(deviations.Length, means.Length, "Deviations", "column");
                Check.Length(scales.Length, means.Length, "Scales", "column");
                return new StandardScalerModel(withMean, means, deviations, scales, r.Report());
            }),
        new WireType<MinMaxScalerModel>("min-max-scaler-model", WireKind.Model, "Extremes of columns, and the range they map to",
            (m, w) => w.Number("Minimum", m.Minimum).Number("Maximum", m.Maximum).Flag("Clip", m.Clip)
                .Doubles("DataMinimums", m.DataMinimums).Doubles("DataMaximums", m.DataMaximums).Doubles("Spans", m.Spans).Report(m.Report),
            r =>
            {
                var options = new MinMaxScaler { Minimum = r.Number("Minimum"), Maximum = r.Number("Maximum"), Clip = r.Flag("Clip") };
                var (minimums, maximums, spans) = (r.Doubles("DataMinimums"), r.Doubles("DataMaximums"), r.Doubles("Spans"));
                Check.Length(maximums.Length, minimums.Length, "DataMaximums", "column");
                Check.Length(spans.Length, minimums.Length, "Spans", "column");
                return new MinMaxScalerModel(options, minimums, maximums, spans, r.Report());
            }),
    ];
}
