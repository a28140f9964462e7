using static ClassicML.Onnx.OnnxAttribute;

namespace ClassicML.Onnx;

/// <summary>The codes of texts and of numbers that name something: 0 to L - 1 for what is known, L for what is not, L + 1 where a value is missing.</summary>
internal static class Codes
{
    /// <summary>The codes of a column of texts, int64, N×1. An empty text is missing, unless it is known itself.</summary>
    public static string OfText(OnnxGraph graph, string text, IReadOnlyList<string> known)
    {
        string[] keys = known.Contains("") ? [.. known] : [.. known, ""];
        long[] codes = [.. Enumerable.Range(0, keys.Length).Select(code => code < known.Count ? (long)code : known.Count + 1)];
        return graph.AddMl("LabelEncoder", [text], Texts("keys_strings", keys), Integers("values_int64s", codes), Integer("default_int64", known.Count));
    }

    /// <summary>The codes of a column of numbers, int64, N×1.</summary>
    public static string OfNumber(OnnxGraph graph, string number, ReadOnlySpan<double> known)
    {
        int count = known.Length;
        string missing = graph.Where(graph.IsMissing(number), graph.Integers(count + 1), graph.Integers(count));
        if (count == 0) return missing;
        string equal = graph.Add("Equal", [number, graph.Row(known)]);
        string any = graph.Add("Cast", [graph.RowMax(graph.ToDouble(equal))], Integer("to", (int)OnnxElement.Bool));
        string first = graph.Add("ArgMax", [graph.ToDouble(equal)], Integer("axis", 1), Integer("keepdims", 1));
        return graph.Where(any, first, missing);
    }

    /// <summary>For each code a row of a table, N×q.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="codes">int64, N×1.</param>
    /// <param name="table">(L + 2)×q numbers, row-major.</param>
    /// <param name="width">q.</param>
    public static string Look(OnnxGraph graph, string codes, ReadOnlySpan<double> table, int width) => graph.Add("Gather",
        [graph.Doubles(table, table.Length / Math.Max(1, width), width), graph.Add("Squeeze", [codes, graph.Integers(1)])], Integer("axis", 0));
}
