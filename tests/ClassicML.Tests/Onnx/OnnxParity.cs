using ClassicML.Onnx;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace ClassicML.Tests.Onnx;

/// <summary>Holds an exported model to our own predictions in ONNX Runtime.</summary>
internal static class OnnxParity
{
    /// <summary>Numbers come out as floats: half a unit of their last place, and a little for sums in another order.</summary>
    public const double Tolerance = 1e-6;

    /// <summary>
    /// Labels equal but for ties, numbers close, for all rows at once, for one and for none. Rows are rounded to floats first where the graph reads floats,
    /// so that both read the same.
    /// </summary>
    public static void Holds(IModel model, Features x, double tolerance = Tolerance, OnnxOptions? options = null, OnnxConverters? converters = null)
    {
        options ??= new OnnxOptions();
        Features rows = options.Element == OnnxElement.Float ? Rounded(x) : x;
        byte[] bytes = model.ToOnnx(converters ?? BuiltInOnnx.Converters, options);
        OnnxChecker.Passes(bytes);
        using var session = new InferenceSession(bytes);
        Same(model, rows, Run(session, rows, options), tolerance, options.Element);
        foreach (int[] some in (int[][])[[0], []])
            Same(model, rows.SelectRows(some), Run(session, rows.SelectRows(some), options), tolerance, options.Element);
    }

    /// <summary>The nearest floats.</summary>
    public static Features Rounded(Features x) => x switch
    {
        Matrix matrix => Matrix.Wrap([.. matrix.Span.ToArray().Select(Round)], x.RowCount, x.ColumnCount).WithNames(x.ColumnNames),
        SparseMatrix sparse => Rounded(sparse.ToDense()),
        Table table => new Table(table.Columns.Select(column => column is NumberColumn numbers
            ? NumberColumn.Wrap(column.Name, [.. numbers.Numbers!.Value.ToArray().Select(Round)]) : column)),
        _ => throw new NotSupportedException(),
    };

    /// <summary>What a graph makes of rows: each output by its name.</summary>
    public static Dictionary<string, Array> Run(InferenceSession session, Features x, OnnxOptions options)
    {
        List<NamedOnnxValue> inputs = [];
        foreach (string name in session.InputMetadata.Keys)
        {
            if (options.Inputs == OnnxInputs.Tensor)
            {
                inputs.Add(Numbers(name, ((Matrix)x).Span.ToArray(), x.RowCount, x.ColumnCount));
                continue;
            }
            if (x is Table table)
            {
                TableColumn column = table.Columns.Single(one => one.Name == name);
                if (column is DateColumn dates)
                {
                    long[] since = [.. Enumerable.Range(0, x.RowCount).Select(i => dates[i] is { } date
                        ? (date.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond : long.MinValue)];
                    inputs.Add(NamedOnnxValue.CreateFromTensor(name, new DenseTensor<long>(since, [x.RowCount, 1])));
                    continue;
                }
                inputs.Add(column.Numbers is { } numbers ? Numbers(name, numbers.ToArray(), x.RowCount, 1)
                    : NamedOnnxValue.CreateFromTensor(name, new DenseTensor<string>(
                        Enumerable.Range(0, x.RowCount).Select(i => column.Text(i) ?? "").ToArray(), [x.RowCount, 1])));
                continue;
            }
            int place = x.ColumnNames!.Value.IndexOf(name);
            inputs.Add(Numbers(name, [.. Enumerable.Range(0, x.RowCount).Select(i => ((Matrix)x)[i, place])], x.RowCount, 1));
        }
        using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> results = session.Run(inputs);
        return results.ToDictionary(result => result.Name, result => result.Value switch
        {
            Tensor<float> floats => floats.ToArray().Select(value => (double)value).ToArray(),
            Tensor<double> doubles => doubles.ToArray(),
            Tensor<long> integers => integers.ToArray(),
            Tensor<string> texts => texts.ToArray(),
            Tensor<bool> truths => (Array)truths.ToArray(),
            _ => throw new NotSupportedException(result.Name),
        });

        NamedOnnxValue Numbers(string name, double[] values, int rows, int columns) => options.Element == OnnxElement.Double
            ? NamedOnnxValue.CreateFromTensor(name, new DenseTensor<double>(values, [rows, columns]))
            : NamedOnnxValue.CreateFromTensor(name, new DenseTensor<float>(Array.ConvertAll(values, value => (float)value), [rows, columns]));
    }

    /// <summary>Holds what a graph made of rows to what a model makes of them.</summary>
    public static void Same(IModel model, Features x, Dictionary<string, Array> outputs, double tolerance, OnnxElement element = OnnxElement.Float)
    {
        switch (model)
        {
            case IClassifierModel classifier:
                double[]? probabilities = classifier.As<IProbabilisticModel>()?.PredictProbabilities(x).Span.ToArray();
                double[]? scores = classifier.As<IDecisionScores>()?.DecisionScores(x).Span.ToArray();
                Assert.Equal(probabilities is not null, outputs.ContainsKey("probabilities"));
                Assert.Equal(scores is not null, outputs.ContainsKey("scores"));
                if (probabilities is not null) Near(probabilities, (double[])outputs["probabilities"], tolerance, "probability");
                if (scores is not null) Near(scores, (double[])outputs["scores"], tolerance, "score");
                string[] labels = outputs["label"] is long[] integers
                    ? Array.ConvertAll(integers, label => label.ToString(System.Globalization.CultureInfo.InvariantCulture)) : (string[])outputs["label"];
                Assert.Equal(classifier.Labels.AreIntegers, outputs["label"] is long[]);
                string[] expected = classifier.PredictLabels(x);
                Assert.Equal(expected.Length, labels.Length);
                for (int i = 0; i < labels.Length; i++)
                    if (labels[i] != expected[i] && !IsTie(probabilities, i, labels.Length) && !IsTie(scores, i, labels.Length))
                        Assert.Fail(FormattableString.Invariant($"row {i}: {expected[i]} was expected, {labels[i]} came"));
                break;
            case IRegressorModel regressor:
                Near(regressor.Predict(x), (double[])outputs["prediction"], tolerance, "prediction");
                break;
            case IOutlierModel detector:
                double[] own = detector.Score(x);
                Near(own, (double[])outputs["score"], tolerance, "score");
                bool[] isOutlier = (bool[])outputs["is_outlier"];
                for (int i = 0; i < own.Length; i++)
                    if (Math.Abs(own[i]) > Tolerance) Assert.Equal(own[i] <= 0, isOutlier[i]);
                break;
            case ITransformerModel transformer:
                Features mapped = transformer.Transform(x);
                if (mapped is Table table && outputs.Count > 1)
                {
                    foreach (TableColumn column in table.Columns)
                        if (column.Numbers is { } numbers) Near(numbers.ToArray(), (double[])outputs["out_" + column.Name], tolerance, column.Name);
                        else Assert.Equal(Enumerable.Range(0, x.RowCount).Select(i => column.Text(i) ?? ""), (string[])outputs["out_" + column.Name]);
                    break;
                }
                Matrix features = mapped switch { SparseMatrix sparse => sparse.ToDense(), Table numbers => numbers.ToMatrix(), _ => (Matrix)mapped };
                Near(features.Span.ToArray(), (double[])outputs["features"], tolerance, "feature");
                break;
            default:
                throw new NotSupportedException(model.GetType().Name);
        }

        // What lies beyond floats is infinite as one.
        void Near(double[] expected, double[] actual, double tolerance, string what) =>
            Close(element == OnnxElement.Float ? Array.ConvertAll(expected, Round) : expected, actual, tolerance, what);
    }

    private static double Round(double value) => (float)value;

    // Two classes, or the two highest of several, that floats don't tell apart.
    private static bool IsTie(double[]? values, int row, int rowCount)
    {
        if (values is null) return false;
        int width = values.Length / rowCount;
        double[] own = [.. values.AsSpan(row * width, width).ToArray().OrderDescending()];
        double most = own[0], next = width == 1 ? 0 : own[1];
        return Math.Abs(most - next) <= Tolerance * Math.Max(1, Math.Abs(most));
    }
}
