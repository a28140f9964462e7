using ClassicML.Wire;

namespace ClassicML.Preprocessing;

/// <summary>The wire forms of what cuts columns into bins.</summary>
internal static class BinWireTypes
{
    public static IReadOnlyList<WireType> All { get; } =
    [
        new WireOptions<Binarizer>("binarizer", WireKind.Transformer, "1 above a threshold, else 0", () => new())
            .Number(nameof(Binarizer.Threshold), Interval.Finite, l => l.Threshold, (l, threshold) => l with { Threshold = threshold }),
        new WireOptions<KBinsDiscretizer>("k-bins-discretizer", WireKind.Transformer, "Columns cut into bins", () => new())
            .Integer(nameof(KBinsDiscretizer.BinCount), 2, l => l.BinCount, (l, count) => l with { BinCount = count })
            .Choice(nameof(KBinsDiscretizer.Edges), l => l.Edges, (l, edges) => l with { Edges = edges })
            .Choice(nameof(KBinsDiscretizer.Encoding), l => l.Encoding, (l, encoding) => l with { Encoding = encoding })
            .Flag(nameof(KBinsDiscretizer.SparseOutput), l => l.SparseOutput, (l, on) => l with { SparseOutput = on })
            .OptionalInteger(nameof(KBinsDiscretizer.SampleCount), 1, l => l.SampleCount, (l, count) => l with { SampleCount = count })
            .Integer(nameof(KBinsDiscretizer.Seed), 0, l => l.Seed, (l, seed) => l with { Seed = seed }),
        new WireType<KBinsDiscretizerModel>("k-bins-discretizer-model", WireKind.Model, "The edges of the bins of columns",
            (m, w) => w.Choice("Encoding", m.Encoding).Flag("SparseOutput", m.SparseOutput)
                .Integers("Counts", [.. Enumerable.Range(0, m.FeatureCount).Select(j => m.Edges(j).Length)])
                .Doubles("Edges", [.. Enumerable.Range(0, m.FeatureCount).SelectMany(j => m.Edges(j).ToArray())]).Report(m.Report),
            r =>
            {
                var (encoding, sparseOutput) = (r.Choice<BinEncoding>("Encoding"), r.Flag("SparseOutput"));
                int[] counts = r.Integers("Counts");
                double[] all = r.Doubles("Edges");
                double[][] edges = new double[counts.Length][];
                Check.Positive(counts.Length, "the number of Counts");
                int at = 0;
                for (int j = 0; j < counts.Length; j++, at += counts[j - 1])
                {
                    Check.Within(counts[j], new Interval(2, all.Length - at), "Counts");
                    edges[j] = all[at..(at + counts[j])];
                    for (int i = 1; i < counts[j]; i++)
                        if (!(edges[j][i] > edges[j][i - 1]) && !(counts[j] == 2 && edges[j][1] == edges[j][0]))
                            throw new ArgumentException("the Edges of a column must rise");
                }
                Check.Length(all.Length, at, "Edges", "edge of a column");
                return new KBinsDiscretizerModel(encoding, sparseOutput, edges, r.Report());
            }),
        new WireType<BinarizerModel>("binarizer-model", WireKind.Model, "A threshold",
            (m, w) => w.Number("Threshold", m.Threshold).Integer("FeatureCount", m.FeatureCount).Report(m.Report),
            r => new BinarizerModel(r.Number("Threshold"), r.Integer("FeatureCount", 1), r.Report())),
    ];
}
