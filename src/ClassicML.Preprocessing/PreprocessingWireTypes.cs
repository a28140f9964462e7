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
                // A column of missing values alone has neither a mean nor a deviation.
                var (withMean, means, deviations) =
                    (r.Flag("WithMean"), r.Doubles("Means", orNaN: true), r.Doubles("Deviations", Interval.NonNegative, orNaN: true));
                double[] scales = r.Doubles("Scales", Interval.Positive, orNaN: true);
                Check.Positive(means.Length, "the number of Means");
                Check.Length(deviations.Length, means.Length, "Deviations", "column");
                Check.Length(scales.Length, means.Length, "Scales", "column");
                RefuseMissing(scales, means, "Scales");
                return new StandardScalerModel(withMean, means, deviations, scales, r.Report());
            }),
        new WireType<MinMaxScalerModel>("min-max-scaler-model", WireKind.Model, "Extremes of columns, and the range they map to",
            (m, w) => w.Number("Minimum", m.Minimum).Number("Maximum", m.Maximum).Flag("Clip", m.Clip)
                .Doubles("DataMinimums", m.DataMinimums).Doubles("DataMaximums", m.DataMaximums).Doubles("Spans", m.Spans).Report(m.Report),
            r =>
            {
                var options = new MinMaxScaler { Minimum = r.Number("Minimum"), Maximum = r.Number("Maximum"), Clip = r.Flag("Clip") };
                if (!(options.Minimum < options.Maximum)) throw new ArgumentException("Minimum must be below Maximum");
                // A column of missing values alone has no extremes.
                var (minimums, maximums) = (r.Doubles("DataMinimums", orNaN: true), r.Doubles("DataMaximums", orNaN: true));
                double[] spans = r.Doubles("Spans", Interval.Positive, orNaN: true);
                Check.Positive(minimums.Length, "the number of DataMinimums");
                Check.Length(maximums.Length, minimums.Length, "DataMaximums", "column");
                Check.Length(spans.Length, minimums.Length, "Spans", "column");
                RefuseMissing(spans, minimums, "Spans");
                return new MinMaxScalerModel(options, minimums, maximums, spans, r.Report());
            }),
        .. EncodingWireTypes.All,
        .. ColumnWireTypes.All,
        .. DateWireTypes.All,
        .. TextWireTypes.All,
    ];

    // Only a column that had no value at all has no scale.
    private static void RefuseMissing(double[] scales, double[] of, string name)
    {
        for (int j = 0; j < scales.Length; j++)
            if (double.IsNaN(scales[j]) && !double.IsNaN(of[j]))
                throw new ArgumentException(FormattableString.Invariant($"number {j} of {name} must be positive, was NaN"), name);
    }
}
