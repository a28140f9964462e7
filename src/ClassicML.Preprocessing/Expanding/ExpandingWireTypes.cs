using ClassicML.Wire;

namespace ClassicML.Preprocessing;

/// <summary>The wire forms of what makes more columns of numbers.</summary>
internal static class ExpandingWireTypes
{
    public static IReadOnlyList<WireType> All { get; } =
    [
        new WireOptions<PolynomialFeatures>("polynomial-features", WireKind.Transformer, "Products of columns up to a degree", () => new())
            .Integer(nameof(PolynomialFeatures.MinDegree), 1, l => l.MinDegree, (l, degree) => l with { MinDegree = degree })
            .Integer(nameof(PolynomialFeatures.MaxDegree), new Interval(1, 100), l => l.MaxDegree, (l, degree) => l with { MaxDegree = degree })
            .Flag(nameof(PolynomialFeatures.InteractionOnly), l => l.InteractionOnly, (l, on) => l with { InteractionOnly = on })
            .Flag(nameof(PolynomialFeatures.IncludeBias), l => l.IncludeBias, (l, on) => l with { IncludeBias = on }),
        new WireOptions<SplineFeatures>("spline-features", WireKind.Transformer, "B-splines of columns", () => new())
            .Integer(nameof(SplineFeatures.KnotCount), 2, l => l.KnotCount, (l, count) => l with { KnotCount = count })
            .Text(nameof(SplineFeatures.Knots), "uniform, quantile or knots such as 0 1 2; 0 5 10", l => l.Knots,
                (l, knots) => l with { Knots = knots }, SplineKnots.Parse)
            .Integer(nameof(SplineFeatures.Degree), new Interval(0, 100), l => l.Degree, (l, degree) => l with { Degree = degree })
            .Choice(nameof(SplineFeatures.Extrapolation), l => l.Extrapolation, (l, how) => l with { Extrapolation = how })
            .Flag(nameof(SplineFeatures.IncludeBias), l => l.IncludeBias, (l, on) => l with { IncludeBias = on }),
        new WireType<PolynomialFeaturesModel>("polynomial-features-model", WireKind.Model, "The products of columns that are made",
            (m, w) => w.Integer("FeatureCount", m.FeatureCount)
                .Integer("MinDegree", m.Monomials.Options.MinDegree).Integer("MaxDegree", m.Monomials.Options.MaxDegree)
                .Flag("InteractionOnly", m.Monomials.Options.InteractionOnly).Flag("IncludeBias", m.Monomials.Options.IncludeBias)
                .Report(m.Report),
            r =>
            {
                int featureCount = r.Integer("FeatureCount", 1);
                var options = new PolynomialFeatures
                {
                    MinDegree = r.Integer("MinDegree"), MaxDegree = r.Integer("MaxDegree"), InteractionOnly = r.Flag("InteractionOnly"),
                    IncludeBias = r.Flag("IncludeBias"),
                };
                return new PolynomialFeaturesModel(new Monomials(options, featureCount), r.Report());
            }),
        new WireType<SplineFeaturesModel>("spline-features-model", WireKind.Model, "The knots of columns",
            (m, w) => w.Integer("Degree", m.Options.Degree).Choice("Extrapolation", m.Options.Extrapolation)
                .Flag("IncludeBias", m.Options.IncludeBias).Integer("KnotCount", m.Knots(0).Length)
                .Doubles("Knots", [.. Enumerable.Range(0, m.FeatureCount).SelectMany(j => m.Knots(j).ToArray())]).Report(m.Report),
            ReadSplines),
    ];

    private static SplineFeaturesModel ReadSplines(WireReader r)
    {
        var options = new SplineFeatures
        {
            Degree = r.Integer("Degree"), Extrapolation = r.Choice<SplineExtrapolation>("Extrapolation"), IncludeBias = r.Flag("IncludeBias"),
            KnotCount = r.Integer("KnotCount", 2),
        };
        double[] all = r.Doubles("Knots", new Interval(-Features.MaxMagnitude * 2, Features.MaxMagnitude * 2));
        Check.Positive(all.Length, "the number of Knots");
        int count = options.KnotCount;
        if (all.Length % count != 0) throw new ArgumentException(FormattableString.Invariant($"Knots must be {count} for each column"));
        if (options.Extrapolation == SplineExtrapolation.Periodic) Check.AtLeast(count, options.Degree + 1, "KnotCount of periodic splines");
        if (!options.IncludeBias) Check.AtLeast(count + options.Degree, 3, "KnotCount and Degree without a bias, together,");
        double[][] knots = [.. all.Chunk(count)];
        foreach (double[] own in knots)
        {
            for (int i = 1; i < count; i++)
                if (!(own[i] >= own[i - 1])) throw new ArgumentException("the Knots of a column must rise");
            if (own[0] == own[^1]) throw new ArgumentException("the Knots of a column must not be one alone");
        }
        return new SplineFeaturesModel(options, knots, r.Report());
    }
}
