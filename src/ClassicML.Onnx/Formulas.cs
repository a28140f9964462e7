using static ClassicML.Onnx.OnnxAttribute;

namespace ClassicML.Onnx;

/// <summary>Formulas as nodes: all values are in double precision, and rows of constants serve every row.</summary>
internal static class Formulas
{
    public static string Plus(this OnnxGraph graph, string a, string b) => graph.Add("Add", [a, b]);

    public static string Minus(this OnnxGraph graph, string a, string b) => graph.Add("Sub", [a, b]);

    public static string Times(this OnnxGraph graph, string a, string b) => graph.Add("Mul", [a, b]);

    public static string Over(this OnnxGraph graph, string a, string b) => graph.Add("Div", [a, b]);

    public static string Where(this OnnxGraph graph, string condition, string a, string b) => graph.Add("Where", [condition, a, b]);

    /// <summary>What lies beyond becomes the end; a missing value stays missing, which the operator Clip doesn't promise.</summary>
    public static string Clip(this OnnxGraph graph, string value, double low, double high) =>
        graph.Add("Min", [graph.Add("Max", [value, graph.Double(low)]), graph.Double(high)]);

    public static string ToDouble(this OnnxGraph graph, string value) => graph.Add("Cast", [value], Integer("to", (int)OnnxElement.Double));

    public static string ToInt64(this OnnxGraph graph, string value) => graph.Add("Cast", [value], Integer("to", (int)OnnxElement.Int64));

    /// <summary>The sum of each row, N×1.</summary>
    public static string RowSum(this OnnxGraph graph, string value) => graph.Add("ReduceSum", [value, graph.Integers(1)], Integer("keepdims", 1));

    /// <summary>The largest of each row, N×1.</summary>
    public static string RowMax(this OnnxGraph graph, string value) => graph.Add("ReduceMax", [value], Integers("axes", 1), Integer("keepdims", 1));

    /// <summary>Values side by side.</summary>
    public static string Beside(this OnnxGraph graph, params ReadOnlySpan<string> values) =>
        values.Length == 1 ? values[0] : graph.Add("Concat", values, Integer("axis", 1));

    /// <summary>Some columns of a value.</summary>
    public static string Columns(this OnnxGraph graph, string value, params ReadOnlySpan<int> columns) =>
        graph.Add("Gather", [value, graph.Integers([.. columns.ToArray().Select(column => (long)column)])], Integer("axis", 1));

    /// <summary>Constant numbers by their places, of the shape of these.</summary>
    public static string Pick(this OnnxGraph graph, ReadOnlySpan<double> values, string places) =>
        graph.Add("Gather", [graph.Doubles(values, values.Length), places], Integer("axis", 0));

    /// <summary>The columns of a value, each N×1.</summary>
    public static string[] Split(this OnnxGraph graph, string value, int columnCount) =>
        columnCount == 1 ? [value]
            : graph.AddSeveral("Split", columnCount, [value, graph.Integers([.. Enumerable.Repeat(1L, columnCount)])], Integer("axis", 1));

    /// <summary>A constant matrix.</summary>
    public static string Matrix(this OnnxGraph graph, Matrix matrix) => graph.Doubles(matrix.Span, matrix.RowCount, matrix.ColumnCount);

    /// <summary>A constant row, 1×p.</summary>
    public static string Row(this OnnxGraph graph, ReadOnlySpan<double> values) => graph.Doubles(values, 1, values.Length);

    /// <summary>x·Wᵀ.</summary>
    public static string TimesTransposed(this OnnxGraph graph, string x, Matrix w) => graph.Add("MatMul", [x, graph.Matrix(Transposed(w))]);

    /// <summary>x·Wᵀ + b.</summary>
    public static string Linear(this OnnxGraph graph, string x, Matrix w, ReadOnlySpan<double> b) => graph.Plus(graph.TimesTransposed(x, w), graph.Row(b));

    /// <summary>1/(1 + exp(-x)).</summary>
    public static string Logistic(this OnnxGraph graph, string x) =>
        graph.Add("Reciprocal", [graph.Plus(graph.Double(1), graph.Add("Exp", [graph.Add("Neg", [x])]))]);

    /// <summary>log(1 + x), to all digits also near zero (Kahan's correction).</summary>
    public static string Log1P(this OnnxGraph graph, string x)
    {
        string one = graph.Double(1), sum = graph.Plus(one, x), isSmall = graph.Add("Equal", [sum, one]);
        string change = graph.Where(isSmall, one, graph.Minus(sum, one));
        return graph.Where(isSmall, x, graph.Times(graph.Add("Log", [sum]), graph.Over(x, change)));
    }

    /// <summary>exp(x) - 1, to all digits also near zero (Kahan's correction).</summary>
    public static string ExpM1(this OnnxGraph graph, string x)
    {
        string one = graph.Double(1), power = graph.Add("Exp", [x]), less = graph.Minus(power, one), near = graph.Clip(x, -1, 1);
        string nearPower = graph.Add("Exp", [near]), isSmall = graph.Add("Equal", [nearPower, one]);
        string logarithm = graph.Where(isSmall, one, graph.Add("Log", [nearPower]));
        string corrected = graph.Where(isSmall, near, graph.Times(graph.Minus(nearPower, one), graph.Over(near, logarithm)));
        return graph.Where(graph.IsAbove(graph.Add("Abs", [x]), 1), less, corrected);
    }

    /// <summary>a₀xⁿ + a₁xⁿ⁻¹ + … + aₙ.</summary>
    public static string Polynomial(this OnnxGraph graph, string x, params ReadOnlySpan<double> coefficients)
    {
        string sum = graph.Double(coefficients[0]);
        foreach (double coefficient in coefficients[1..]) sum = graph.Plus(graph.Times(sum, x), graph.Double(coefficient));
        return sum;
    }

    /// <summary>exp x of each row as shares.</summary>
    public static string Softmax(this OnnxGraph graph, string x) => graph.Add("Softmax", [x], Integer("axis", 1));

    /// <summary>Whether x > y.</summary>
    public static string IsAbove(this OnnxGraph graph, string x, double y) => graph.Add("Greater", [x, graph.Double(y)]);

    /// <summary>Whether a value is missing.</summary>
    public static string IsMissing(this OnnxGraph graph, string x) => graph.Add("IsNaN", [x]);

    /// <summary>Missing where a condition holds, else the value.</summary>
    public static string NanWhere(this OnnxGraph graph, string condition, string value) => graph.Where(condition, graph.Double(double.NaN), value);

    /// <summary>The code of the first of the highest scores.</summary>
    public static string ArgMax(this OnnxGraph graph, string scores) => graph.Add("ArgMax", [scores], Integer("axis", 1), Integer("keepdims", 0));

    /// <summary>The class codes that scores decide for: of two classes with one score the second where it is positive, else the first of the highest.</summary>
    public static string Codes(this OnnxGraph graph, string scores, int scoreCount) =>
        scoreCount > 1 ? graph.ArgMax(scores)
            : graph.Add("Squeeze", [graph.ToInt64(graph.IsAbove(scores, 0)), graph.Integers(1)]);

    /// <summary>The probabilities of scores that are log-odds of the second class, or logarithms of unnormalised probabilities.</summary>
    public static string Probabilities(this OnnxGraph graph, string scores, int scoreCount) =>
        // Half the log-odds to either side; beyond ±2000 a probability is 0 or 1.
        graph.Softmax(scoreCount > 1 ? scores : graph.Times(graph.Clip(scores, -2000, 2000), graph.Row([-0.5, 0.5])));

    /// <summary>Classes of scores, and their probabilities where scores are logarithms.</summary>
    public static OnnxOutput.Classes Classes(this OnnxGraph graph, ClassLabels labels, string scores, int scoreCount, bool areLogarithms) =>
        new(labels, graph.Codes(scores, scoreCount))
        {
            Scores = scores,
            Probabilities = areLogarithms ? graph.Probabilities(scores, scoreCount) : null,
        };

    /// <summary>Transformed rows of one value.</summary>
    public static OnnxOutput.Features Features(this OnnxGraph graph, string value, int columnCount) => new(OnnxRows.Of(graph, value, columnCount));

    public static Matrix Transposed(Matrix matrix)
    {
        (int rows, int columns) = (matrix.RowCount, matrix.ColumnCount);
        double[] turned = new double[rows * columns];
        for (int i = 0; i < rows; i++)
            for (int j = 0; j < columns; j++) turned[j * rows + i] = matrix[i, j];
        return new Matrix(turned, columns, rows);
    }
}
