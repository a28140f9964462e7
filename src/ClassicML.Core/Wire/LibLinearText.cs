using System.ComponentModel;
using System.Globalization;

namespace ClassicML.Internal;

/// <summary>LIBLINEAR's model text: a header, then a line of weights for each feature, one for each score, and one of intercepts.</summary>
/// <param name="SolverType">The name of the solver, which says what the scores are, such as "L2R_LR".</param>
/// <param name="Labels">The classes in the order of the text, of two the positive one first; null for a regressor.</param>
/// <param name="Weights">W, scores×p: one score for two classes and for a regressor, else one a class.</param>
/// <param name="Intercepts">b, a number for each score.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record LibLinearText(string SolverType, int[]? Labels, Matrix Weights, double[] Intercepts)
{
    // More would be no line of a file.
    private const int MostClasses = 1 << 20, MostFeatures = 1 << 26;

    /// <summary>A text of a classifier's model; classes that are named by strings are their codes.</summary>
    public static LibLinearText Of(string solverType, ClassLabels labels, Matrix weights, ReadOnlySpan<double> intercepts)
    {
        int[] codes = [.. Enumerable.Range(0, labels.Count).Select(code => labels.AreIntegers ? labels.Integer(code) : code)];
        // Of two classes the positive one comes first.
        if (codes.Length == 2) Array.Reverse(codes);
        return new LibLinearText(solverType, codes, weights, intercepts.ToArray());
    }

    /// <summary>The classes in the order of scores: of two the positive one last.</summary>
    /// <exception cref="InvalidDataException">The text names none, or one twice.</exception>
    public ClassLabels ClassLabels()
    {
        if (Labels is not { Length: >= 2 } || Labels.Distinct().Count() < Labels.Length)
            throw new InvalidDataException("LIBLINEAR model: label must name two classes or more, each once");
        return new ClassLabels(Labels.Length == 2 ? Labels.Reverse() : Labels);
    }

    /// <summary>Writes the text. Doubles keep all their digits.</summary>
    /// <exception cref="ArgumentException">An intercept is not finite: a class had no row.</exception>
    public void Write(TextWriter writer)
    {
        foreach (double intercept in Intercepts)
            if (!double.IsFinite(intercept)) throw new ArgumentException("the model has a class without rows, which LIBLINEAR's text can't say", "model");
        bool hasBias = Array.Exists(Intercepts, intercept => intercept != 0);
        writer.Write(string.Create(CultureInfo.InvariantCulture, $"solver_type {SolverType}\nnr_class {Labels?.Length ?? 2}\n"));
        if (Labels is not null) writer.Write($"label {string.Join(' ', Labels.Select(label => label.ToString(CultureInfo.InvariantCulture)))}\n");
        writer.Write(string.Create(CultureInfo.InvariantCulture, $"nr_feature {Weights.ColumnCount}\nbias {(hasBias ? 1 : -1)}\nw\n"));
        for (int j = 0; j < Weights.ColumnCount; j++) Line(k => Weights[k, j]);
        if (hasBias) Line(k => Intercepts[k]);

        void Line(Func<int, double> weight)
        {
            for (int k = 0; k < Weights.RowCount; k++) writer.Write(weight(k).ToString("R", CultureInfo.InvariantCulture) + " ");
            writer.Write('\n');
        }
    }

    /// <summary>Reads a text.</summary>
    /// <param name="reader">The text.</param>
    /// <param name="types">The solvers whose models are wanted.</param>
    /// <exception cref="InvalidDataException">It is no such model; the message names the line.</exception>
    public static LibLinearText Read(TextReader reader, params string[] types)
    {
        Check.NotNull(reader, nameof(reader));
        int line = 0;
        try
        {
            return Read(reader, types, ref line);
        }
        catch (Exception e) when (e is FormatException or OverflowException or ArgumentException)
        {
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"LIBLINEAR model, line {line}: {e.Message}"), e);
        }
    }

    private static LibLinearText Read(TextReader reader, string[] types, ref int line)
    {
        var header = new Dictionary<string, string[]>(StringComparer.Ordinal);
        for (line = 1; ; line++)
        {
            string[] words = Words(reader.ReadLine() ?? throw new FormatException("the header does not end with w"));
            if (words is ["w"]) break;
            if (words.Length < 2 || !header.TryAdd(words[0], words[1..])) throw new FormatException("it is no name and values, or comes twice");
        }
        string type = One("solver_type");
        if (!types.Contains(type)) throw new FormatException($"solver_type must be {string.Join(" or ", types)}, was {type}");
        int classes = Whole("nr_class", MostClasses), p = Whole("nr_feature", MostFeatures);
        double bias = Number(One("bias"));
        int[]? labels = header.TryGetValue("label", out string[]? named) ? Array.ConvertAll(named, word => (int)Number(word, whole: true)) : null;
        if (labels is not null) Check.Length(labels.Length, classes, "label", "class");
        int scores = labels is null || (classes == 2 && type != "MCSVM_CS") ? 1 : classes;
        var weights = new List<double>();
        for (int j = 0; j < p; j++) Add(ref line);
        double[] matrix = new double[checked(scores * p)], intercepts = new double[scores];
        for (int j = 0; j < p; j++)
            for (int k = 0; k < scores; k++) matrix[k * p + j] = weights[j * scores + k];
        if (bias >= 0)
        {
            weights.Clear();
            Add(ref line);
            for (int k = 0; k < scores; k++) intercepts[k] = weights[k] * bias;
        }
        return new LibLinearText(type, labels, Matrix.Wrap(matrix, scores, p), intercepts);

        void Add(ref int line)
        {
            line++;
            string[] words = Words(reader.ReadLine() ?? throw new FormatException("the weights end early"));
            Check.Length(words.Length, scores, "the weights of a line", "score");
            foreach (string word in words) weights.Add(Number(word));
        }

        string One(string name) =>
            header.TryGetValue(name, out string[]? values) && values is [var one] ? one : throw new FormatException($"{name} must have one value");

        int Whole(string name, int most) => (int)Number(One(name), whole: true) is var number && number >= 1 && number <= most ? number
            : throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"{name} must be from 1 to {most}"));
    }

    private static string[] Words(string line) => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    // .NET's parsers pass over nulls behind a number.
    private static double Number(string word, bool whole = false) =>
        double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value)
        && !word.Contains('\0', StringComparison.Ordinal) && (!whole || (value == Math.Floor(value) && Math.Abs(value) <= int.MaxValue))
            ? value : throw new FormatException($"'{word}' is no {(whole ? "whole" : "finite")} number");
}
