using ClassicML.Preprocessing;

namespace ClassicML.Onnx;

/// <summary>Encoders of categories, by tables with a row for each category, one for what is not known and one for a missing value; and bins.</summary>
internal static class EncodingConverters
{
    public static IReadOnlyList<OnnxConverter> All { get; } =
    [
        new OnnxConverter<OneHotEncoderModel>(OneHot),
        new OnnxConverter<OrdinalEncoderModel>(Ordinal),
        new OnnxConverter<TargetEncoderModel>(Target),
        new OnnxConverter<BinarizerModel>(Binarized),
        new OnnxConverter<KBinsDiscretizerModel>(Binned),
    ];

    private static OnnxOutput.Features OneHot(OneHotEncoderModel model, OnnxRows rows, OnnxScope scope)
    {
        List<string> parts = [];
        for (int j = 0, start = 0; j < model.FeatureCount; j++)
        {
            int width = model.OutputSources!.Value.Count(source => source == j);
            // The only category of a column may have been dropped.
            if (width == 0) continue;
            int[] places = [.. model.OutputsOf(j)];
            // Ours has a missing value before an unknown one.
            (places[^2], places[^1]) = (places[^1], places[^2]);
            double[] table = new double[places.Length * width];
            for (int code = 0; code < places.Length; code++)
                if (places[code] >= 0) table[code * width + places[code] - start] = 1;
                else if (places[code] == OneHotEncoderModel.Refused) table.AsSpan(code * width, width).Fill(double.NaN);
            parts.Add(Codes.Look(scope.Graph, CodesOf(scope.Graph, rows, j, model.Known(j)), table, width));
            start += width;
        }
        return scope.Graph.Features(scope.Graph.Beside([.. parts]), model.OutputCount);
    }

    private static OnnxOutput.Features Ordinal(OrdinalEncoderModel model, OnnxRows rows, OnnxScope scope)
    {
        double unknown = model.Unknown == UnknownOrdinal.MinusOne ? -1 : double.NaN;
        return scope.Graph.Features(scope.Graph.Beside([.. Enumerable.Range(0, model.FeatureCount).Select(j => Codes.Look(
            scope.Graph, CodesOf(scope.Graph, rows, j, model.Known(j)),
            [.. Enumerable.Range(0, model.Known(j).Count).Select(code => (double)code), unknown, double.NaN], 1))]), model.OutputCount);
    }

    private static OnnxOutput.Features Target(TargetEncoderModel model, OnnxRows rows, OnnxScope scope)
    {
        int targets = model.TargetMeans.Length;
        return scope.Graph.Features(scope.Graph.Beside([.. Enumerable.Range(0, model.FeatureCount).Select(j =>
        {
            int count = model.Known(j).Count;
            double[] table = new double[(count + 2) * targets];
            for (int t = 0; t < targets; t++)
            {
                double[] encodings = model.Encodings(j, t);
                for (int code = 0; code < count; code++) table[code * targets + t] = encodings[code];
                table[count * targets + t] = model.TargetMeans[t];
                table[(count + 1) * targets + t] = model.MissingEncoding(j, t);
            }
            return Codes.Look(scope.Graph, CodesOf(scope.Graph, rows, j, model.Known(j)), table, targets);
        })]), model.OutputCount);
    }

    private static OnnxOutput.Features Binarized(BinarizerModel model, OnnxRows rows, OnnxScope scope)
    {
        OnnxGraph graph = scope.Graph;
        string x = rows.Numbers();
        return graph.Features(graph.NanWhere(graph.IsMissing(x), graph.ToDouble(graph.IsAbove(x, model.Threshold))), model.OutputCount);
    }

    private static OnnxOutput.Features Binned(KBinsDiscretizerModel model, OnnxRows rows, OnnxScope scope)
    {
        OnnxGraph graph = scope.Graph;
        string[] columns = graph.Split(rows.Numbers(), model.FeatureCount);
        return graph.Features(graph.Beside([.. columns.Select((x, j) =>
        {
            ReadOnlySpan<double> edges = model.Edges(j);
            string bin = PiecewiseLinear.Piece(graph, x, edges);
            string made = model.Encoding == BinEncoding.Ordinal ? graph.ToDouble(bin)
                : graph.ToDouble(graph.Add("Equal", [bin, graph.Integers([.. Enumerable.Range(0, edges.Length - 1).Select(one => (long)one)])]));
            return graph.NanWhere(graph.IsMissing(x), made);
        })]), model.OutputCount);
    }

    private static string CodesOf(OnnxGraph graph, OnnxRows rows, int column, KnownCategories known) => known.Kind switch
    {
        ColumnKind.Number => Codes.OfNumber(graph, rows.Number(column), known.Numbers.AsSpan()),
        // Truth values come as numbers.
        ColumnKind.Boolean => Codes.OfNumber(graph, rows.Number(column), [.. known.Texts.Select(text => text == "true" ? 1.0 : 0)]),
        _ => Codes.OfText(graph, rows.Text(column), known.Texts),
    };
}
