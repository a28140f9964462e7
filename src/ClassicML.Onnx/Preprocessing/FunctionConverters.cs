using ClassicML.Preprocessing;

namespace ClassicML.Onnx;

/// <summary>Functions of each value: elementary ones, powers, quantiles.</summary>
internal static class FunctionConverters
{
    // The shares that become the ends of a normal variable, and what they become: Φ⁻¹(1 - 10⁻⁷).
    private const double LeastShare = 1e-7, MostNormal = 5.199337582192817;

    public static IReadOnlyList<OnnxConverter> All { get; } =
    [
        new OnnxConverter<FunctionTransformerModel>(
            (model, rows, scope) => scope.Graph.Features(Apply(scope.Graph, model.Function, rows.Numbers()), model.OutputCount),
            (model, value, scope) => Cut(scope.Graph, Invert(scope.Graph, model.Function, value))),
        new OnnxConverter<PowerTransformerModel>(Power, PowerBack),
        new OnnxConverter<QuantileTransformerModel>(Quantile, QuantileBack),
    ];

    /// <summary>What lies beyond the largest features is cut there.</summary>
    public static string Cut(OnnxGraph graph, string value) => graph.Clip(value, -Features.MaxMagnitude, Features.MaxMagnitude);

    // What is outside of the domain, or not finite, is refused.
    private static string Apply(OnnxGraph graph, ElementwiseFunction function, string x)
    {
        string value = Of(graph, function, x);
        string isFinite = graph.Add("Less", [graph.Add("Abs", [value]), graph.Double(double.PositiveInfinity)]);
        return graph.NanWhere(graph.Add("Not", [isFinite]), value);
    }

    private static string Of(OnnxGraph graph, ElementwiseFunction function, string x) =>
        function == ElementwiseFunction.Identity ? x
        : function == ElementwiseFunction.Log ? graph.Add("Log", [x])
        : function == ElementwiseFunction.Log1p ? graph.Log1P(x)
        : function == ElementwiseFunction.Exp ? graph.Add("Exp", [x])
        : function == ElementwiseFunction.SquareRoot ? graph.Add("Sqrt", [x])
        : function == ElementwiseFunction.Square ? graph.Times(x, x)
        : function == ElementwiseFunction.Reciprocal ? graph.Add("Reciprocal", [x])
        : throw Own(function);

    private static string Invert(OnnxGraph graph, ElementwiseFunction function, string y) =>
        function == ElementwiseFunction.Identity ? y
        : function == ElementwiseFunction.Log ? graph.Add("Exp", [y])
        : function == ElementwiseFunction.Log1p ? graph.ExpM1(y)
        : function == ElementwiseFunction.Exp ? graph.Add("Log", [graph.Add("Max", [y, graph.Double(0)])])
        : function == ElementwiseFunction.SquareRoot ? graph.Times(graph.Add("Max", [y, graph.Double(0)]), y)
        : function == ElementwiseFunction.Reciprocal ? graph.Add("Reciprocal", [y])
        : throw Own(function);

    private static NotSupportedException Own(ElementwiseFunction function) =>
        new($"a function {function} can't be exported: it is code of the user's own");

    private static OnnxOutput.Features Power(PowerTransformerModel model, OnnxRows rows, OnnxScope scope)
    {
        OnnxGraph graph = scope.Graph;
        string x = rows.Numbers(), power = model.Family == PowerFamily.BoxCox ? BoxCox(graph, model, x) : YeoJohnson(graph, model, x);
        return graph.Features(Cut(graph, graph.Over(graph.Minus(power, graph.Row(model.Means)), graph.Row(model.Scales))), model.OutputCount);
    }

    private static string BoxCox(OnnxGraph graph, PowerTransformerModel model, string x) => graph.NanWhere(
        graph.Add("LessOrEqual", [x, graph.Double(0)]), PowerOf(graph, LogRatio(graph, x, model.References, 0), model.Lambdas.ToArray()));

    // A column of negative values is its mirror image with 2 - λ.
    private static (double[] Signs, double[] Lambdas, double[] References) Mirrored(PowerTransformerModel model) => (
        Array.ConvertAll(model.References, reference => reference < 0 ? -1.0 : 1),
        [.. model.References.Zip(model.Lambdas.ToArray(), (reference, lambda) => reference < 0 ? 2 - lambda : lambda)],
        Array.ConvertAll(model.References, Math.Abs));

    private static string YeoJohnson(OnnxGraph graph, PowerTransformerModel model, string x)
    {
        var (signs, lambdas, references) = Mirrored(model);
        double[] others = Array.ConvertAll(lambdas, lambda => 2 - lambda);
        string sign = graph.Row(signs), own = graph.Times(sign, x), zero = graph.Double(0), base0 = graph.Log1P(graph.Row(references));
        string above = PowerOf(graph, LogRatio(graph, graph.Add("Max", [own, zero]), references, 1), lambdas);
        string opposite = graph.Add("Max", [graph.Add("Neg", [own]), zero]), part = PowerOf(graph, graph.Log1P(opposite), others);
        string scaled = graph.Add("Exp", [graph.Minus(graph.Add("Log", [part]), graph.Times(graph.Row(lambdas), base0))]);
        string below = graph.Minus(PowerOf(graph, graph.Add("Neg", [base0]), lambdas), scaled);
        return graph.Times(sign, graph.Where(graph.Add("Less", [own, zero]), below, above));
    }

    private static string PowerBack(PowerTransformerModel model, string value, OnnxScope scope)
    {
        OnnxGraph graph = scope.Graph;
        string q = graph.Plus(graph.Times(value, graph.Row(model.Scales)), graph.Row(model.Means));
        if (model.Family == PowerFamily.BoxCox)
            return Cut(graph, graph.Times(graph.Row(model.References), graph.Add("Exp", [LogOf(graph, q, model.Lambdas.ToArray())])));
        var (signs, lambdas, references) = Mirrored(model);
        string sign = graph.Row(signs), own = graph.Times(sign, q), reference = graph.Row(references), base0 = graph.Log1P(reference);
        string atZero = PowerOf(graph, graph.Add("Neg", [base0]), lambdas);
        string above = graph.Plus(reference, graph.Times(graph.Plus(graph.Double(1), reference), graph.ExpM1(LogOf(graph, own, lambdas))));
        string rest = graph.Times(graph.Minus(atZero, own), graph.Add("Exp", [graph.Times(graph.Row(lambdas), base0)]));
        string below = graph.Add("Neg", [graph.ExpM1(LogOf(graph, rest, Array.ConvertAll(lambdas, lambda => 2 - lambda)))]);
        return Cut(graph, graph.Times(sign, graph.Where(graph.Add("Less", [own, atZero]), below, above)));
    }

    // (e^(λy) - 1)/λ, for λ = 0 y.
    private static string PowerOf(OnnxGraph graph, string y, double[] lambdas)
    {
        string exponent = graph.Times(graph.Row(lambdas), y);
        return graph.Where(IsNone(graph, exponent), y, graph.Over(graph.ExpM1(exponent), Divisor(graph, lambdas)));
    }

    // The y of (e^(λy) - 1)/λ.
    private static string LogOf(OnnxGraph graph, string q, double[] lambdas)
    {
        string change = graph.Times(graph.Row(lambdas), q);
        return graph.Where(IsNone(graph, change), q, graph.Over(graph.Log1P(graph.Add("Max", [change, graph.Double(-1)])), Divisor(graph, lambdas)));
    }

    private static string IsNone(OnnxGraph graph, string exponent) => graph.Add("Less", [graph.Add("Abs", [exponent]), graph.Double(1e-17)]);

    private static string Divisor(OnnxGraph graph, double[] lambdas) => graph.Row(Array.ConvertAll(lambdas, lambda => lambda == 0 ? 1 : lambda));

    // log((x + shift)/(r + shift)), to all digits also where the ratio is near 1.
    private static string LogRatio(OnnxGraph graph, string x, double[] references, double shift)
    {
        string reference = graph.Row(references);
        string change = graph.Over(graph.Minus(x, reference), graph.Row(Array.ConvertAll(references, one => one + shift)));
        string isNear = graph.Add("And", [graph.IsAbove(change, -0.5), graph.Add("Less", [change, graph.Double(1)])]);
        string far = graph.Minus(Shifted(x), Shifted(reference));
        return graph.Where(isNear, graph.Log1P(graph.Clip(change, -0.5, 1)), far);

        string Shifted(string value) => shift == 0 ? graph.Add("Log", [value]) : graph.Log1P(value);
    }

    private static OnnxOutput.Features Quantile(QuantileTransformerModel model, OnnxRows rows, OnnxScope scope)
    {
        OnnxGraph graph = scope.Graph;
        string shares = graph.Beside([.. graph.Split(rows.Numbers(), model.FeatureCount).Select((x, j) => ShareOf(graph, x, model.Quantiles(j)))]);
        return graph.Features(model.Output == QuantileOutput.Uniform ? shares : NormalQuantile(graph, shares), model.OutputCount);
    }

    // The share of values below one, between quantiles on a line; of several equal quantiles the middle of their shares.
    private static string ShareOf(OnnxGraph graph, string x, ReadOnlySpan<double> quantiles)
    {
        int last = quantiles.Length - 1;
        if (double.IsNaN(quantiles[0])) return graph.Times(x, graph.Double(double.NaN));
        string zero = graph.Double(0);
        if (last == 0) return graph.NanWhere(graph.IsMissing(x), graph.Times(graph.Clip(x, -1, 1), zero));
        double[] known = quantiles.ToArray();
        string own = graph.Clip(x, known[0], known[^1]), all = graph.Row(known);
        string below = Count("Greater"), upTo = Count("GreaterOrEqual");
        // Between two quantiles as many are below as up to the value.
        string places = graph.Clip(below, 1, last), start = Pick(graph.Minus(places, graph.Double(1))), end = Pick(places);
        string length = graph.Minus(end, start), share = graph.Over(graph.Minus(own, start), length);
        string between = graph.Plus(graph.Minus(below, graph.Double(1)), share);
        string middle = graph.Times(graph.Plus(below, graph.Minus(upTo, graph.Double(1))), graph.Double(0.5));
        string place = graph.Over(graph.Where(graph.Add("Equal", [below, upTo]), between, middle), graph.Double(last));
        place = graph.Where(graph.Add("GreaterOrEqual", [x, graph.Double(quantiles[^1])]), graph.Double(1), place);
        place = graph.Where(graph.Add("LessOrEqual", [x, graph.Double(quantiles[0])]), zero, place);
        return graph.NanWhere(graph.IsMissing(x), place);

        string Count(string comparison) => graph.RowSum(graph.ToDouble(graph.Add(comparison, [own, all])));

        string Pick(string at) => graph.Pick(known, graph.ToInt64(at));
    }

    private static string QuantileBack(QuantileTransformerModel model, string value, OnnxScope scope)
    {
        OnnxGraph graph = scope.Graph;
        string shares = model.Output == QuantileOutput.Uniform ? value : NormalShare(graph, value);
        return graph.Beside([.. graph.Split(shares, model.FeatureCount).Select((share, j) =>
        {
            double[] quantiles = model.Quantiles(j).ToArray();
            double[] points = [.. Enumerable.Range(0, quantiles.Length).Select(k => k / (double)Math.Max(1, quantiles.Length - 1))];
            return graph.NanWhere(graph.IsMissing(share), PiecewiseLinear.Of(graph, share, points, quantiles));
        })]);
    }

    // Source: M. J. Wichura, "Algorithm AS 241: the percentage points of the normal distribution", 1988, PPND16: 16 digits.
    private static string NormalQuantile(OnnxGraph graph, string share)
    {
        string half = graph.Double(0.5), q = graph.Minus(share, half);
        string r = graph.Minus(graph.Double(0.180625), graph.Times(q, q));
        string central = graph.Times(q, graph.Over(
            graph.Polynomial(r, 2509.0809287301226727, 33430.575583588128105, 67265.770927008700853, 45921.953931549871457, 13731.693765509461125,
                1971.5909503065514427, 133.14166789178437745, 3.387132872796366608),
            graph.Polynomial(r, 5226.495278852545925, 28729.085735721942674, 39307.89580009271061, 21213.794301586595867, 5394.1960214247511077,
                687.1870074920579083, 42.313330701600911252, 1)));
        string tail = graph.Add("Min", [share, graph.Minus(graph.Double(1), share)]);
        string root = graph.Add("Sqrt", [graph.Add("Neg", [graph.Add("Log", [graph.Clip(tail, LeastShare, 0.5)])])]), s = graph.Minus(root, graph.Double(1.6));
        // The ends are at 10⁻⁷, where the root is about 4: the formula for roots above 5 is never needed.
        string outer = graph.Over(
            graph.Polynomial(s, 7.7454501427834140764e-4, 0.0227238449892691845833, 0.24178072517745061177, 1.27045825245236838258, 3.64784832476320460504,
                5.7694972214606914055, 4.6303378461565452959, 1.42343711074968357734),
            graph.Polynomial(s, 1.05075007164441684324e-9, 5.475938084995344946e-4, 0.0151986665636164571966, 0.14810397642748007459,
                0.68976733498510000455, 1.6763848301838038494, 2.05319162663775882187, 1));
        string normal = graph.Where(
            graph.Add("LessOrEqual", [graph.Add("Abs", [q]), graph.Double(0.425)]), central, graph.Times(graph.Add("Sign", [q]), outer));
        normal = graph.Where(graph.Add("LessOrEqual", [share, graph.Double(LeastShare)]), graph.Double(-MostNormal), normal);
        normal = graph.Where(graph.Add("GreaterOrEqual", [share, graph.Double(1 - LeastShare)]), graph.Double(MostNormal), normal);
        return graph.NanWhere(graph.IsMissing(share), normal);
    }

    // Source: G. West, "Better approximations to cumulative normal functions", 2005, after Hart, 1968: 15 digits up to 7.
    private static string NormalShare(OnnxGraph graph, string value)
    {
        string z = graph.Clip(graph.Add("Abs", [value]), 0, 7), density = graph.Add("Exp", [graph.Times(graph.Times(z, z), graph.Double(-0.5))]);
        string tail = graph.Times(density, graph.Over(
            graph.Polynomial(
                z, 3.52624965998911e-2, 0.700383064443688, 6.37396220353165, 33.912866078383, 112.079291497871, 221.213596169931, 220.206867912376),
            graph.Polynomial(z, 8.83883476483184e-2, 1.75566716318264, 16.064177579207, 86.7807322029461, 296.564248779674, 637.333633378831,
                793.826512519948, 440.413735824752)));
        string share = graph.Where(graph.IsAbove(value, 0), graph.Minus(graph.Double(1), tail), tail);
        share = graph.Where(graph.Add("LessOrEqual", [value, graph.Double(-MostNormal)]), graph.Double(0), share);
        return graph.Where(graph.Add("GreaterOrEqual", [value, graph.Double(MostNormal)]), graph.Double(1), share);
    }
}
