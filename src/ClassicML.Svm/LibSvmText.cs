using System.Globalization;

namespace ClassicML.Svm;

/// <summary>The header and the support vectors of LIBSVM's model text, for models of every kind.</summary>
internal sealed class LibSvmText
{
    private readonly Dictionary<string, string[]> header = new(StringComparer.Ordinal);

    private LibSvmText()
    {
    }

    public KernelFunction Kernel { get; private set; } = KernelFunction.Linear;

    /// <summary>Coefficients, rows×support vectors.</summary>
    public Matrix Coefficients { get; private set; } = Matrix.Wrap([], 0, 0);

    public Features SupportVectors { get; private set; } = Matrix.Wrap([], 0, 0);

    /// <summary>Reads a text and makes a model of it.</summary>
    /// <exception cref="InvalidDataException">The text is broken; the message names the line.</exception>
    public static T Read<T>(TextReader reader, int? featureCount, string[] types, Func<LibSvmText, T> model)
    {
        Check.NotNull(reader, nameof(reader));
        Check.AtLeast(featureCount, 1, nameof(featureCount));
        int line = 0;
        try
        {
            var text = new LibSvmText();
            text.ReadHeader(reader, ref line);
            if (!types.Contains(text.One("svm_type")))
                throw new FormatException($"svm_type must be {string.Join(" or ", types)}, was {text.One("svm_type")}");
            text.Kernel = text.ReadKernel();
            text.ReadVectors(reader, featureCount, ref line);
            SvmWireTypes.CheckKernelValues(text.Kernel, text.SupportVectors);
            return model(text);
        }
        catch (Exception e) when (e is FormatException or OverflowException or ArgumentException)
        {
            throw new InvalidDataException($"LIBSVM model, line {line}: {e.Message}", e);
        }
    }

    public static void Write(
        TextWriter writer, string type, KernelFunction kernel, IEnumerable<(string Name, IEnumerable<string> Values)> header,
            Features vectors,
        Func<int, int, double> coefficient, int coefficients)
    {
        writer.Write($"svm_type {type}\n{KernelText(kernel)}");
        foreach ((string name, IEnumerable<string> values) in header) writer.Write($"{name} {string.Join(' ', values)}\n");
        writer.Write("SV\n");
        for (int s = 0; s < vectors.RowCount; s++)
        {
            for (int m = 0; m < coefficients; m++) writer.Write(Text(coefficient(m, s)) + " ");
            foreach ((int column, double value) in Stored(vectors, s))
            {
                if (kernel is not PrecomputedKernel) writer.Write($"{Text(column + 1)}:{Text(value)} ");
                else if (column == 0) writer.Write($"0:{Text((int)value)} ");
            }
            writer.Write('\n');
        }
    }

    // The values of a row that are not zero.
    private static IEnumerable<(int Column, double Value)> Stored(Features rows, int row)
    {
        if (rows is Matrix dense)
        {
            for (int j = 0; j < dense.ColumnCount; j++)
                if (dense[row, j] != 0) yield return (j, dense[row, j]);
            yield break;
        }
        var sparse = (SparseMatrix)rows;
        for (int at = sparse.RowStarts[row]; at < sparse.RowStarts[row + 1]; at++)
            if (sparse.Values[at] != 0) yield return (sparse.Columns[at], sparse.Values[at]);
    }

    public string[] Values(string name, int count) => header.TryGetValue(name, out string[]? values) && values.Length == count
        ? values : throw new FormatException($"{name} must have {count} values");

    public string One(string name) => Values(name, 1)[0];

    // .NET's parsers pass over nulls behind a number.
    public static int Whole(string word) => int.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value)
        && !word.Contains('\0', StringComparison.Ordinal) ? value : throw new FormatException($"'{word}' is no whole number");

    public static double Number(string word) => double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
        && double.IsFinite(value) && !word.Contains('\0', StringComparison.Ordinal) ? value : throw new FormatException($"'{word}' is no finite number");

    public static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);

    public static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private void ReadHeader(TextReader reader, ref int line)
    {
        for (line = 1; ; line++)
        {
            string[] words = Words(reader.ReadLine() ?? throw new FormatException("the header does not end with SV"));
            if (words is ["SV"]) return;
            if (words.Length < 2 || !header.TryAdd(words[0], words[1..]))
                throw new FormatException("it is no name and values, or comes twice");
        }
    }

    private void ReadVectors(TextReader reader, int? featureCount, ref int line)
    {
        int count = Whole(One("total_sv")), rows = Whole(One("nr_class")) - 1;
        if (rows < 1 || count < 0) throw new FormatException("nr_class must be at least 2 and total_sv at least 0");
        var dual = new List<double[]>();
        var vectors = new List<(int Index, double Value)[]>();
        int width = featureCount ?? 1;
        for (int s = 0; s < count; s++)
        {
            line++;
            string[] words = Words(reader.ReadLine() ?? throw new FormatException($"there must be {count} support vectors"));
            if (words.Length < rows) throw new FormatException($"there must be {rows} coefficients");
            dual.Add([.. words[..rows].Select(Number)]);
            vectors.Add([.. words[rows..].Select(Entry)]);
            foreach ((int index, _) in vectors[^1])
            {
                if (index < 1 || index > (featureCount ?? 1 << 24))
                    throw new FormatException($"feature {index} is outside 1 to {featureCount ?? 1 << 24}");
                width = Math.Max(width, index);
            }
        }
        int[] starts = new int[count + 1];
        for (int s = 0; s < count; s++) starts[s + 1] = checked(starts[s] + vectors[s].Length);
        var stored = new SparseMatrix(
            starts, [.. vectors.SelectMany(row => row.Select(entry => entry.Index - 1))],
            [.. vectors.SelectMany(row => row.Select(entry => entry.Value))], width);
        double[] coefficients = new double[rows * count];
        for (int s = 0; s < count; s++)
            for (int m = 0; m < rows; m++) coefficients[m * count + s] = dual[s][m];
        (SupportVectors, Coefficients) = (SvmInput.Rows(stored, "a LIBSVM model"), Matrix.Wrap(coefficients, rows, count));
    }

    private static string KernelText(KernelFunction kernel) => kernel switch
    {
        LinearKernel => "kernel_type linear\n",
        PolynomialKernel { Gamma.Value: { } gamma } k =>
            $"kernel_type polynomial\ndegree {Text(k.Degree)}\ngamma {Text(gamma)}\ncoef0 {Text(k.Constant)}\n",
        RbfKernel { Gamma.Value: { } gamma } => $"kernel_type rbf\ngamma {Text(gamma)}\n",
        SigmoidKernel { Gamma.Value: { } gamma } k => $"kernel_type sigmoid\ngamma {Text(gamma)}\ncoef0 {Text(k.Constant)}\n",
        PrecomputedKernel => "kernel_type precomputed\n",
        _ => throw new ArgumentException($"LIBSVM has no {kernel.GetType().Name}", nameof(kernel)),
    };

    private KernelFunction ReadKernel() => One("kernel_type") switch
    {
        "linear" => KernelFunction.Linear,
        "polynomial" => KernelFunction.Polynomial(Whole(One("degree")), Number(One("gamma")), Number(One("coef0"))),
        "rbf" => KernelFunction.Rbf(Number(One("gamma"))),
        "sigmoid" => KernelFunction.Sigmoid(Number(One("gamma")), Number(One("coef0"))),
        string other => throw new FormatException($"kernel_type {other} can't be read"),
    };

    private static (int, double) Entry(string word)
    {
        int colon = word.IndexOf(':', StringComparison.Ordinal);
        return colon > 0
            ? (Whole(word[..colon]), Number(word[(colon + 1)..]))
            : throw new FormatException($"'{word}' is not feature:value");
    }

    private static string[] Words(string line) => line.Split((char[])[' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries);
}
