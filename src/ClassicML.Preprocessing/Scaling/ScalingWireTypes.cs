using ClassicML.Wire;

namespace ClassicML.Preprocessing;

/// <summary>The wire forms of scalers.</summary>
internal static class ScalingWireTypes
{
    public static IReadOnlyList<WireType> All { get; } =
    [
        new WireOptions<StandardScaler>("standard-scaler", WireKind.Transformer, "Columns to mean 0 and deviation 1", () => new())
            .Flag(nameof(StandardScaler.WithMean), l => l.WithMean, (l, on) => l with { WithMean = on })
            .Flag(nameof(StandardScaler.WithDeviation), l => l.WithDeviation, (l, on) => l with { WithDeviation = on }),
        new WireOptions<MinMaxScaler>("min-max-scaler", WireKind.Transformer, "Columns to a range by their smallest and largest value", () => new())
            .Number(nameof(MinMaxScaler.Minimum), Interval.Finite, l => l.Minimum, (l, low) => l with { Minimum = low })
            .Number(nameof(MinMaxScaler.Maximum), Interval.Finite, l => l.Maximum, (l, high) => l with { Maximum = high })
            .Flag(nameof(MinMaxScaler.Clip), l => l.Clip, (l, on) => l with { Clip = on }),
        new WireOptions<MaxAbsScaler>("max-abs-scaler", WireKind.Transformer, "Columns to [-1, 1] by their largest magnitude", () => new()),
        new WireOptions<RobustScaler>("robust-scaler", WireKind.Transformer, "Columns by their median and a range of quantiles", () => new())
            .Flag(nameof(RobustScaler.WithCentering), l => l.WithCentering, (l, on) => l with { WithCentering = on })
            .Flag(nameof(RobustScaler.WithScaling), l => l.WithScaling, (l, on) => l with { WithScaling = on })
            .Number(nameof(RobustScaler.LowerQuantile), Interval.Share, l => l.LowerQuantile, (l, low) => l with { LowerQuantile = low })
            .Number(nameof(RobustScaler.UpperQuantile), Interval.Share, l => l.UpperQuantile, (l, high) => l with { UpperQuantile = high })
            .Flag(nameof(RobustScaler.UnitVariance), l => l.UnitVariance, (l, on) => l with { UnitVariance = on }),
        new WireOptions<Normalizer>("normalizer", WireKind.Transformer, "Rows to length one", () => new())
            .Choice(nameof(Normalizer.Norm), l => l.Norm, (l, norm) => l with { Norm = norm }),
        new WireOptions<PowerTransformer>("power-transformer", WireKind.Transformer, "Columns to normal ones by powers", () => new())
            .Choice(nameof(PowerTransformer.Family), l => l.Family, (l, family) => l with { Family = family })
            .Flag(nameof(PowerTransformer.Standardize), l => l.Standardize, (l, on) => l with { Standardize = on }),
        new WireOptions<QuantileTransformer>("quantile-transformer", WireKind.Transformer, "Columns to uniform or normal ones by ranks", () => new())
            .Integer(nameof(QuantileTransformer.QuantileCount), 1, l => l.QuantileCount, (l, count) => l with { QuantileCount = count })
            .Choice(nameof(QuantileTransformer.Output), l => l.Output, (l, output) => l with { Output = output })
            .OptionalInteger(nameof(QuantileTransformer.SampleCount), 1, l => l.SampleCount, (l, count) => l with { SampleCount = count })
            .Integer(nameof(QuantileTransformer.Seed), 0, l => l.Seed, (l, seed) => l with { Seed = seed }),
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
                RefuseMissing(minimums, spans, "DataMinimums");
                RefuseMissing(maximums, spans, "DataMaximums");
                return new MinMaxScalerModel(options, minimums, maximums, spans, r.Report());
            }),
        new WireType<MaxAbsScalerModel>("max-abs-scaler-model", WireKind.Model, "Largest magnitudes of columns",
            (m, w) => w.Doubles("MaxMagnitudes", m.MaxMagnitudes).Report(m.Report),
            r =>
            {
                double[] largest = r.Doubles("MaxMagnitudes", Interval.NonNegative, orNaN: true);
                Check.Positive(largest.Length, "the number of MaxMagnitudes");
                return new MaxAbsScalerModel(largest, r.Report());
            }),
        new WireType<RobustScalerModel>("robust-scaler-model", WireKind.Model, "Medians and ranges of columns",
            (m, w) => w.Flag("WithCentering", m.WithCentering).Doubles("Medians", m.Medians).Doubles("Scales", m.Scales).Report(m.Report),
            r =>
            {
                // A column of missing values alone has no quantiles.
                var (withCentering, medians) = (r.Flag("WithCentering"), r.Doubles("Medians", orNaN: true));
                double[] scales = r.Doubles("Scales", Interval.Positive, orNaN: true);
                Check.Positive(medians.Length, "the number of Medians");
                Check.Length(scales.Length, medians.Length, "Scales", "column");
                RefuseMissing(scales, medians, "Scales");
                RefuseMissing(medians, scales, "Medians");
                return new RobustScalerModel(withCentering, medians, scales, r.Report());
            }),
        new WireType<NormalizerModel>("normalizer-model", WireKind.Model, "A norm of rows",
            (m, w) => w.Choice("Norm", m.Norm).Integer("FeatureCount", m.FeatureCount).Report(m.Report),
            r => new NormalizerModel(r.Choice<VectorNorm>("Norm"), r.Integer("FeatureCount", 1), r.Report())),
        new WireType<PowerTransformerModel>("power-transformer-model", WireKind.Model, "Powers of columns, with their means and scales",
            (m, w) => w.Choice("Family", m.Family).Doubles("Lambdas", m.Lambdas)
                .Doubles("References", [.. m.Columns.ToArray().Select(column => column.Map.Reference)])
                .Doubles("Means", [.. m.Columns.ToArray().Select(column => column.Mean)])
                .Doubles("Scales", [.. m.Columns.ToArray().Select(column => column.Scale)]).Report(m.Report),
            r =>
            {
                PowerFamily family = r.Choice<PowerFamily>("Family");
                double[] lambdas = r.Doubles("Lambdas", orNaN: true);
                double[] references = r.Doubles("References", family == PowerFamily.BoxCox ? Interval.Positive : null),
                    means = r.Doubles("Means"), scales = r.Doubles("Scales", Interval.Positive);
                Check.Positive(lambdas.Length, "the number of Lambdas");
                Check.Length(references.Length, lambdas.Length, "References", "column");
                Check.Length(means.Length, lambdas.Length, "Means", "column");
                Check.Length(scales.Length, lambdas.Length, "Scales", "column");
                PowerColumn[] columns =
                    [.. lambdas.Select((lambda, j) => new PowerColumn(new PowerMap(family, lambda, references[j]), means[j], scales[j]))];
                return new PowerTransformerModel(family, columns, r.Report());
            }),
        new WireType<QuantileTransformerModel>("quantile-transformer-model", WireKind.Model, "Quantiles of columns",
            (m, w) => w.Choice("Output", m.Output).Integer("QuantileCount", m.QuantileCount)
                .Doubles("Quantiles", [.. Enumerable.Range(0, m.FeatureCount).SelectMany(j => m.Quantiles(j).ToArray())]).Report(m.Report),
            r =>
            {
                var (output, count) = (r.Choice<QuantileOutput>("Output"), r.Integer("QuantileCount", 1));
                double[] all = r.Doubles("Quantiles", orNaN: true);
                Check.Positive(all.Length, "the number of Quantiles");
                if (all.Length % count != 0) throw new ArgumentException(FormattableString.Invariant($"Quantiles must be {count} for each column"));
                double[][] quantiles = [.. all.Chunk(count)];
                foreach (double[] own in quantiles)
                    for (int i = 1; i < count; i++)
                        // A column of missing values alone has none at all.
                        if (!(own[i] >= own[i - 1]) && !Array.TrueForAll(own, double.IsNaN))
                            throw new ArgumentException("the Quantiles of a column must rise");
                return new QuantileTransformerModel(output, quantiles, r.Report());
            }),
    ];

    // Only a column that had no value at all has no scale.
    private static void RefuseMissing(double[] scales, double[] of, string name)
    {
        for (int j = 0; j < scales.Length; j++)
            if (double.IsNaN(scales[j]) && !double.IsNaN(of[j]))
                throw new ArgumentException(FormattableString.Invariant($"number {j} of {name} must be a number, was NaN"), name);
    }
}
