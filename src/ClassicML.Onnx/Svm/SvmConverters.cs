using ClassicML.Svm;

namespace ClassicML.Onnx;

/// <summary>Support vector machines: sums of kernel values with the support vectors.</summary>
internal static class SvmConverters
{
    public static IReadOnlyList<OnnxConverter> All { get; } =
    [
        new OnnxConverter<LinearSvmClassifierModel>((model, rows, scope) => scope.Graph.Classes(
            model.Labels, scope.Graph.Linear(rows.Numbers(), model.Coefficients, model.Intercept), model.ScoreCount, areLogarithms: false)),
        new OnnxConverter<LinearSvmRegressorModel>((model, rows, scope) =>
            LinearConverters.Numbers(scope.Graph, rows, model.Coefficients, model.Intercept)),
        new OnnxConverter<SvmClassifierModel>(Classes),
        new OnnxConverter<SvmRegressorModel>((model, rows, scope) => new OnnxOutput.Numbers(Expansion(
            scope.Graph, model.Kernel, rows.Numbers(), model.SupportVectors, new Matrix(model.DualCoefficients, 1, model.DualCoefficients.Length),
            [model.Intercept]))),
        new OnnxConverter<OneClassSvmModel>((model, rows, scope) => new OnnxOutput.Outliers(Expansion(
            scope.Graph, model.Kernel, rows.Numbers(), model.SupportVectors, new Matrix(model.DualCoefficients, 1, model.DualCoefficients.Length),
            [-model.Rho]))),
    ];

    // The scores of machines, N×M: coefficients M×m and intercepts.
    private static string Expansion(
        OnnxGraph graph, KernelFunction kernel, string x, Features vectors, Matrix coefficients, ReadOnlySpan<double> intercepts)
    {
        Matrix rows = vectors is SparseMatrix sparse ? sparse.ToDense() : (Matrix)vectors;
        // Without support vectors there is nothing to sum: weights of zero.
        return kernel is LinearKernel || rows.RowCount == 0 ? graph.Linear(x, Product(coefficients, rows), intercepts)
            : graph.Linear(KernelNodes.Of(graph, kernel, x, rows), coefficients, intercepts);
    }

    private static Matrix Product(Matrix coefficients, Matrix rows)
    {
        int p = rows.ColumnCount;
        double[] weights = new double[coefficients.RowCount * p];
        for (int m = 0; m < coefficients.RowCount; m++)
            for (int k = 0; k < rows.RowCount; k++)
                for (int j = 0; j < p; j++) weights[m * p + j] += coefficients[m, k] * rows[k, j];
        return new Matrix(weights, coefficients.RowCount, p);
    }

    private static OnnxOutput.Classes Classes(SvmClassifierModel model, OnnxRows rows, OnnxScope scope)
    {
        OnnxGraph graph = scope.Graph;
        int classes = model.Labels.Count;
        (int Positive, int Negative)[] sides = [.. Sides(model)];
        // A machine without rows of one of its classes has no intercept, and takes no part.
        int[] present = [.. Enumerable.Range(0, sides.Length).Where(m => !double.IsNaN(model.Intercept[m]))];
        double[] intercepts = new double[present.Length];
        for (int m = 0; m < present.Length; m++) intercepts[m] = model.Intercept[present[m]];
        double[] coefficients = [.. present.SelectMany(m => Coefficients(model, m, sides[m]))];
        int vectors = model.SupportVectors.RowCount;
        string scores = Expansion(
            graph, model.Kernel, rows.Numbers(), model.SupportVectors, new Matrix(coefficients, present.Length, vectors), intercepts);
        if (classes == 2) return graph.Classes(model.Labels, scores, 1, areLogarithms: false);
        // What a win gives a class instead of its adversary, who gets the vote of a defeat; a class without rows has no votes at all.
        double[] differences = new double[present.Length * classes], defeats = new double[classes];
        double[] absent = [.. Enumerable.Repeat(double.NegativeInfinity, classes)];
        for (int m = 0; m < present.Length; m++)
        {
            (int positive, int negative) = sides[present[m]];
            differences[m * classes + positive] = 1;
            absent[positive] = 0;
            if (negative < 0) continue;
            differences[m * classes + negative] = -1;
            defeats[negative]++;
            absent[negative] = 0;
        }
        string difference = graph.Doubles(differences, present.Length, classes);
        if (model.MultiClass == SvmMultiClass.OneVersusRest)
            return graph.Classes(model.Labels, graph.Plus(graph.Add("MatMul", [scores, difference]), graph.Row(absent)), classes, areLogarithms: false);
        string won = graph.ToDouble(graph.IsAbove(scores, 0));
        string votes = graph.Plus(graph.Plus(graph.Add("MatMul", [won, difference]), graph.Row(defeats)), graph.Row(absent));
        string sums = graph.Add("MatMul", [scores, difference]), one = graph.Double(1);
        // The sum of a class's pairs, within a third, orders classes of equal votes.
        string share = graph.Over(sums, graph.Times(graph.Double(3), graph.Plus(graph.Add("Abs", [sums]), one)));
        return new OnnxOutput.Classes(model.Labels, graph.ArgMax(votes)) { Scores = graph.Plus(votes, share) };
    }

    // The classes of each machine; the second is -1 for all others.
    private static IEnumerable<(int Positive, int Negative)> Sides(SvmClassifierModel model)
    {
        int classes = model.Labels.Count;
        if (classes == 2) return [(1, 0)];
        return model.MultiClass == SvmMultiClass.OneVersusRest
            ? Enumerable.Range(0, classes).Select(k => (k, -1))
            : Enumerable.Range(0, classes).SelectMany(a => Enumerable.Range(a + 1, classes - a - 1).Select(b => (a, b)));
    }

    private static double[] Coefficients(SvmClassifierModel model, int machine, (int Positive, int Negative) sides)
    {
        if (model.Labels.Count == 2 || model.MultiClass == SvmMultiClass.OneVersusRest) return model.DualCoefficients.Row(machine).ToArray();
        // LIBSVM's order: class a has its coefficient against b in row b - 1, b against a in row a.
        double[] own = new double[model.SupportVectors.RowCount];
        for (int k = 0, at = 0; k < model.Labels.Count; at += model.SupportCounts[k++])
        {
            int row = k == sides.Positive ? sides.Negative - 1 : k == sides.Negative ? sides.Positive : -1;
            if (row >= 0) model.DualCoefficients.Row(row).Slice(at, model.SupportCounts[k]).CopyTo(own.AsSpan(at));
        }
        return own;
    }
}
