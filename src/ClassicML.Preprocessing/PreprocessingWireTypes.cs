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
        new WireOptions<OneHotEncoder>("one-hot-encoder", WireKind.Transformer, "A column of zeros and ones for each category", () => new())
            .Flag(nameof(OneHotEncoder.DropFirst), l => l.DropFirst, (l, on) => l with { DropFirst = on })
            .Flag(nameof(OneHotEncoder.IgnoreUnknown), l => l.IgnoreUnknown, (l, on) => l with { IgnoreUnknown = on })
            .Flag(nameof(OneHotEncoder.SparseOutput), l => l.SparseOutput, (l, on) => l with { SparseOutput = on }),
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
        new WireType<OneHotEncoderModel>("one-hot-encoder-model", WireKind.Model, "The categories of columns",
            (m, w) => w.Flag("DropFirst", m.Options.DropFirst).Flag("IgnoreUnknown", m.Options.IgnoreUnknown)
                .Flag("SparseOutput", m.Options.SparseOutput)
                .Integers("Counts", [.. Enumerable.Range(0, m.FeatureCount).Select(j => m.Categories(j).Length)])
                .Doubles("Categories", [.. Enumerable.Range(0, m.FeatureCount).SelectMany(j => m.Categories(j).ToArray())]).Report(m.Report),
            r =>
            {
                var options = new OneHotEncoder
                {
                    DropFirst = r.Flag("DropFirst"), IgnoreUnknown = r.Flag("IgnoreUnknown"), SparseOutput = r.Flag("SparseOutput"),
                };
                int[] counts = r.Integers("Counts");
                double[] all = r.Doubles("Categories");
                double[][] categories = new double[counts.Length][];
                Check.Positive(counts.Length, "the number of Counts");
                int at = 0;
                for (int j = 0; j < counts.Length; j++, at += counts[j - 1])
                {
                    Check.Within(counts[j], new Interval(1, all.Length - at), "Counts");
                    categories[j] = all[at..(at + counts[j])];
                    for (int i = 1; i < counts[j]; i++)
                        if (!(categories[j][i] > categories[j][i - 1])) throw new ArgumentException("the Categories of a column must rise");
                }
                Check.Length(all.Length, at, "Categories", "category of a column");
                return new OneHotEncoderModel(options, categories, r.Report());
            }),
        .. ImputerWireTypes.All,
        .. SelectionWireTypes.All,
    ];
    // Only a column that had no value at all has no scale.
    private static void RefuseMissing(double[] scales, double[] of, string name)
    {
        for (int j = 0; j < scales.Length; j++)
            if (double.IsNaN(scales[j]) && !double.IsNaN(of[j]))
                throw new ArgumentException(FormattableString.Invariant($"number {j} of {name} must be positive, was NaN"), name);
    }
}
