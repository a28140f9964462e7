namespace ClassicML.Onnx;

/// <summary>Kernel values of rows with constant rows, N×m, in double precision.</summary>
internal static class KernelNodes
{
    // Up to here exponents are exact to 10⁻¹¹.
    private const double MostByProducts = 1e5;

    /// <exception cref="NotSupportedException">The function is one of the user's own, or its values were computed elsewhere.</exception>
    public static string Of(OnnxGraph graph, KernelFunction kernel, string x, Matrix rows) => kernel switch
    {
        LinearKernel => graph.TimesTransposed(x, rows),
        PolynomialKernel polynomial => graph.Add("Pow",
            [Affine(graph, x, rows, Number(polynomial.Gamma), polynomial.Constant), graph.Double(polynomial.Degree)]),
        SigmoidKernel sigmoid => graph.Add("Tanh", [Affine(graph, x, rows, Number(sigmoid.Gamma), sigmoid.Constant)]),
        RbfKernel rbf => Exponential(graph, SquaredDistances(graph, x, rows, Number(rbf.Gamma)), Number(rbf.Gamma)),
        LaplacianKernel laplacian => Exponential(graph, Pairs.Sum(graph, x, rows, (a, b) => graph.Add("Abs", [graph.Minus(a, b)])), Number(laplacian.Gamma)),
        ChiSquaredKernel chi => Exponential(graph, Pairs.Sum(graph, x, rows, (a, b) => ChiSquare(graph, a, b)), chi.Gamma),
        CosineKernel => graph.Add("MatMul", [Unit(graph, x), graph.Add("Transpose", [Unit(graph, graph.Matrix(rows))])]),
        _ => throw new NotSupportedException($"a kernel function {kernel.GetType().Name} can't be exported: "
            + (kernel is PrecomputedKernel ? "its values are computed elsewhere, from rows that no graph knows" : "it is code of the user's own")),
    };

    /// <summary>Rows divided by their lengths; zeros stay.</summary>
    public static string Unit(OnnxGraph graph, string x)
    {
        string zero = graph.Double(0), one = graph.Double(1), largest = graph.RowMax(graph.Add("Abs", [x]));
        // Scaled, so that squares neither overflow nor vanish.
        string scaled = graph.Over(x, graph.Where(graph.Add("Equal", [largest, zero]), one, largest));
        string length = graph.Add("Sqrt", [graph.RowSum(graph.Times(scaled, scaled))]);
        return graph.Over(scaled, graph.Where(graph.Add("Equal", [length, zero]), one, length));
    }

    private static double Number(Gamma gamma) =>
        gamma.Value ?? throw new ArgumentException($"gamma is still the rule '{gamma}', so it can't be exported", nameof(gamma));

    private static string Affine(OnnxGraph graph, string x, Matrix rows, double gamma, double constant) =>
        graph.Plus(graph.Times(graph.TimesTransposed(x, rows), graph.Double(gamma)), graph.Double(constant));

    private static string Exponential(OnnxGraph graph, string distances, double gamma) =>
        graph.Add("Exp", [graph.Times(distances, graph.Double(-gamma))]);

    // ‖x‖² + ‖y‖² - 2·xᵀy of rows moved to the mean of the constant ones, so that an offset costs no digits; from the differences where γ makes
    // much of those that are lost, 10⁻¹⁶ of the largest ‖y‖².
    private static string SquaredDistances(OnnxGraph graph, string x, Matrix rows, double gamma)
    {
        int p = rows.ColumnCount;
        double[] mean = new double[p], norms = new double[rows.RowCount], moved = rows.Span.ToArray();
        for (int at = 0; at < moved.Length; at++) mean[at % p] += moved[at] / rows.RowCount;
        for (int at = 0; at < moved.Length; at++)
        {
            moved[at] -= mean[at % p];
            norms[at / p] += moved[at] * moved[at];
        }
        if (gamma * norms.Max() > MostByProducts)
            return Pairs.SquaredDistances(graph, x, rows);
        string centred = graph.Minus(x, graph.Row(mean));
        string products = graph.TimesTransposed(centred, new Matrix(moved, rows.RowCount, p));
        string squares = graph.Minus(
            graph.Plus(graph.RowSum(graph.Times(centred, centred)), graph.Row(norms)), graph.Times(products, graph.Double(2)));
        // Rounding may leave a distance just below zero.
        return graph.Add("Max", [squares, graph.Double(0)]);
    }

    // (x-y)²/(x+y), 0 where both are 0.
    private static string ChiSquare(OnnxGraph graph, string a, string b)
    {
        string difference = graph.Minus(a, b), total = graph.Plus(a, b), zero = graph.Double(0);
        string isThere = graph.IsAbove(total, 0);
        string term = graph.Over(graph.Times(difference, difference), graph.Where(isThere, total, graph.Double(1)));
        return graph.Where(isThere, term, zero);
    }
}
