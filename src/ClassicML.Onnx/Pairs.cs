namespace ClassicML.Onnx;

/// <summary>Functions of a row and a constant row that go column by column: no differences of all pairs in all columns are held at once.</summary>
internal static class Pairs
{
    /// <summary>Σ t(xⱼ, yⱼ) over the columns, N×m.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="x">Rows, N×p.</param>
    /// <param name="rows">Constant rows, m×p.</param>
    /// <param name="term">t of a column, N×1, and one of constants, 1×m.</param>
    public static string Sum(OnnxGraph graph, string x, Matrix rows, Func<string, string, string> term) => Fold(graph, x, rows, term, "Add");

    /// <summary>Σ(xⱼ - yⱼ)², N×m.</summary>
    public static string SquaredDistances(OnnxGraph graph, string x, Matrix rows) => Sum(graph, x, rows, (a, b) =>
    {
        string difference = graph.Minus(a, b);
        return graph.Times(difference, difference);
    });

    /// <summary>The largest t(xⱼ, yⱼ) over the columns, N×m.</summary>
    /// <inheritdoc cref="Sum"/>
    public static string Largest(OnnxGraph graph, string x, Matrix rows, Func<string, string, string> term) => Fold(graph, x, rows, term, "Max");

    private static string Fold(OnnxGraph graph, string x, Matrix rows, Func<string, string, string> term, string operation)
    {
        string[] columns = graph.Split(x, rows.ColumnCount);
        Matrix turned = Formulas.Transposed(rows);
        string? all = null;
        for (int j = 0; j < columns.Length; j++)
        {
            string one = term(columns[j], graph.Row(turned.Row(j)));
            all = all is null ? one : graph.Add(operation, [all, one]);
        }
        return all!;
    }
}
