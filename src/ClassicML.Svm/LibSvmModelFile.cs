using System.Globalization;

namespace ClassicML.Svm;

/// <summary>Classifiers as LIBSVM's model text, which <c>svm-predict</c> reads and <c>svm-train</c> writes.</summary>
/// <remarks>
/// Kernels: linear, polynomial, RBF, sigmoid; several classes one-versus-one. The text has no names of classes but integers, no count of
/// features, and does not say which rows the support vectors were. Of two classes LIBSVM's first is the positive one, so signs are turned.
/// </remarks>
public static class LibSvmModelFile
{
    /// <summary>Writes a model. Classes that are named by strings are written as their codes.</summary>
    /// <exception cref="ArgumentException">LIBSVM has no such model: another kernel, one-versus-rest, or a class without rows.</exception>
    public static void Write(SvmClassifierModel model, TextWriter writer)
    {
        Check.NotNull(model, nameof(model));
        Check.NotNull(writer, nameof(writer));
        int classes = model.Labels.Count, sign = classes == 2 ? -1 : 1;
        if (classes > 2 && model.Strategy != MulticlassStrategy.OneVersusOne)
            throw new ArgumentException("LIBSVM's models of several classes are one-versus-one", nameof(model));
        foreach (double b in model.Intercept)
            if (double.IsNaN(b))
                throw new ArgumentException("the model has a class without rows, which LIBSVM's text can't say", nameof(model));
        string kernel = Kernel(model.Kernel);
        writer.Write("svm_type c_svc\n" + kernel);
        Line(writer, "nr_class", [Text(classes)]);
        Line(writer, "total_sv", [Text(model.SupportVectors.RowCount)]);
        Line(writer, "rho", model.Intercept.ToArray().Select(b => Text(-sign * b)));
        Line(writer, "label", Enumerable.Range(0, classes).Select(k => Text(model.Labels.AreIntegers ? model.Labels.Integer(k) : k)));
        Line(writer, "nr_sv", model.SupportCounts.ToArray().Select(count => Text(count)));
        writer.Write("SV\n");
        for (int s = 0; s < model.SupportVectors.RowCount; s++)
        {
            for (int m = 0; m < model.DualCoefficients.RowCount; m++) writer.Write(Text(sign * model.DualCoefficients[m, s]) + " ");
            ReadOnlySpan<double> row = model.SupportVectors.Row(s);
            for (int j = 0; j < row.Length; j++)
                if (row[j] != 0) writer.Write($"{Text(j + 1)}:{Text(row[j])} ");
            writer.Write('\n');
        }
    }

    /// <summary>Reads a C-SVC or ν-SVC model.</summary>
    /// <param name="reader">The text.</param>
    /// <param name="featureCount">The number of features; null for the highest that a support vector has.</param>
    /// <exception cref="InvalidDataException">The text is no such model; the message names the line.</exception>
    public static SvmClassifierModel Read(TextReader reader, int? featureCount = null)
    {
        Check.NotNull(reader, nameof(reader));
        Check.AtLeast(featureCount, 1, nameof(featureCount));
        int line = 0;
        try
        {
            var header = new Dictionary<string, string[]>(StringComparer.Ordinal);
            for (line = 1; ; line++)
            {
                string[] words = Words(reader.ReadLine() ?? throw new FormatException("the header does not end with SV"));
                if (words is ["SV"]) break;
                if (words.Length < 2 || !header.TryAdd(words[0], words[1..]))
                    throw new FormatException("it is no name and values, or comes twice");
            }
            if (One(header, "svm_type") is not ("c_svc" or "nu_svc"))
                throw new FormatException($"svm_type must be c_svc or nu_svc, was {One(header, "svm_type")}");
            int classes = Whole(One(header, "nr_class")), count = Whole(One(header, "total_sv"));
            if (classes < 2 || count < 0) throw new FormatException("nr_class must be at least 2 and total_sv at least 0");
            int sign = classes == 2 ? -1 : 1;
            double[] intercept = [.. Values(header, "rho", classes * (classes - 1) / 2).Select(rho => -sign * Number(rho))];
            var labels = new ClassLabels(Values(header, "label", classes).Select(Whole));
            int[] counts = [.. Values(header, "nr_sv", classes).Select(Whole)];
            if (counts.Any(c => c < 0) || counts.Sum(c => (long)c) != count) throw new FormatException("nr_sv must sum to total_sv");
            var dual = new List<double[]>();
            var vectors = new List<(int Index, double Value)[]>();
            int width = featureCount ?? 1;
            for (int s = 0; s < count; s++)
            {
                line++;
                string[] words = Words(reader.ReadLine() ?? throw new FormatException($"there must be {count} support vectors"));
                if (words.Length < classes - 1) throw new FormatException($"there must be {classes - 1} coefficients");
                dual.Add([.. words[..(classes - 1)].Select(word => sign * Number(word))]);
                vectors.Add([.. words[(classes - 1)..].Select(Entry)]);
                foreach ((int index, _) in vectors[^1])
                {
                    if (index < 1 || index > (featureCount ?? 1 << 24))
                        throw new FormatException($"feature {index} is outside 1 to {featureCount ?? 1 << 24}");
                    width = Math.Max(width, index);
                }
            }
            double[] x = new double[checked(count * width)], coefficients = new double[(classes - 1) * count];
            for (int s = 0; s < count; s++)
            {
                foreach ((int index, double value) in vectors[s]) x[s * width + index - 1] = value;
                for (int m = 0; m < classes - 1; m++) coefficients[m * count + s] = dual[s][m];
            }
            return new SvmClassifierModel(
                Kernel(header), MulticlassStrategy.OneVersusOne, labels, Matrix.Wrap(x, count, width), [.. Enumerable.Range(0, count)],
                counts,
                Matrix.Wrap(coefficients, classes - 1, count), intercept, new FitReport().With("support_vectors", count));
        }
        catch (Exception e) when (e is FormatException or OverflowException or ArgumentException)
        {
            throw new InvalidDataException($"LIBSVM model, line {line}: {e.Message}", e);
        }
    }

    private static string Kernel(KernelFunction kernel) => kernel switch
    {
        LinearKernel => "kernel_type linear\n",
        PolynomialKernel { Gamma.Value: { } gamma } k =>
            $"kernel_type polynomial\ndegree {Text(k.Degree)}\ngamma {Text(gamma)}\ncoef0 {Text(k.Constant)}\n",
        RbfKernel { Gamma.Value: { } gamma } => $"kernel_type rbf\ngamma {Text(gamma)}\n",
        SigmoidKernel { Gamma.Value: { } gamma } k => $"kernel_type sigmoid\ngamma {Text(gamma)}\ncoef0 {Text(k.Constant)}\n",
        _ => throw new ArgumentException($"LIBSVM has no {kernel.GetType().Name}", nameof(kernel)),
    };

    private static KernelFunction Kernel(Dictionary<string, string[]> header) => One(header, "kernel_type") switch
    {
        "linear" => KernelFunction.Linear,
        "polynomial" => KernelFunction.Polynomial(Whole(One(header, "degree")), Number(One(header, "gamma")), Number(One(header, "coef0"))),
        "rbf" => KernelFunction.Rbf(Number(One(header, "gamma"))),
        "sigmoid" => KernelFunction.Sigmoid(Number(One(header, "gamma")), Number(One(header, "coef0"))),
        string other => throw new FormatException($"kernel_type {other} can't be read"),
    };

    private static string[] Values(Dictionary<string, string[]> header, string name, int count) =>
        header.TryGetValue(name, out string[]? values) && values.Length == count
            ? values : throw new FormatException($"{name} must have {count} values");

    private static string One(Dictionary<string, string[]> header, string name) => Values(header, name, 1)[0];

    private static (int, double) Entry(string word)
    {
        int colon = word.IndexOf(':', StringComparison.Ordinal);
        return colon > 0
            ? (Whole(word[..colon]), Number(word[(colon + 1)..]))
            : throw new FormatException($"'{word}' is not feature:value");
    }

    private static string[] Words(string line) => line.Split((char[])[' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries);

    private static int Whole(string word) => int.Parse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);

    private static double Number(string word) => double.Parse(word, NumberStyles.Float, CultureInfo.InvariantCulture);

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static void Line(TextWriter writer, string name, IEnumerable<string> values) =>
        writer.Write($"{name} {string.Join(' ', values)}\n");
}
