using System.Collections.Immutable;

namespace ClassicML;

/// <summary>Reads CSV files (RFC 4180, any separator, header or none, UTF-8 or another encoding, plain or gzip) into features and targets.</summary>
/// <remarks>
/// Features are numbers as .NET writes them with a point; a missing one becomes NaN. An error in the file is an
/// <see cref="InvalidDataException"/> that names file, line (from one), row (from zero, as in the matrix), column and text. Text is parsed
/// in spans of one buffer: time and memory are those of the numbers.
/// </remarks>
public static class CsvReader
{
    /// <summary>Reads rows with a class: a string, or an integer where every label is one.</summary>
    /// <param name="path">The file, plain or gzip.</param>
    /// <param name="options">Its form; the default has a header, commas, and the class last.</param>
    /// <exception cref="InvalidDataException">The content is broken; the message names the place.</exception>
    /// <exception cref="IOException">The file can't be opened or read.</exception>
    /// <exception cref="ArgumentException">The options name a column although the file has no header.</exception>
    public static ClassificationData ReadClassification(string path, CsvOptions? options = null)
    {
        using TextReader reader = InputFile.OpenText(path, options?.Encoding);
        return ReadClassification(reader, options, path);
    }

    /// <param name="reader">The text.</param>
    /// <param name="options">Its form; the default has a header, commas, and the class last.</param>
    /// <param name="name">The text's name, for messages.</param>
    /// <inheritdoc cref="ReadClassification(string, CsvOptions?)"/>
    public static ClassificationData ReadClassification(TextReader reader, CsvOptions? options = null, string? name = null)
    {
        options ??= new CsvOptions();
        var targets = new LabelColumn(options.Labels);
        var table = new CsvTable(Check.NotNull(reader, nameof(reader)), options, name, targets.Add);
        var (labels, codes) = targets.Finish();
        return new ClassificationData(table.Features, codes, labels, featureNames: table.FeatureNames, targetName: table.TargetName);
    }

    /// <summary>Reads rows with a number to predict.</summary>
    /// <param name="path">The file, plain or gzip.</param>
    /// <param name="options">Its form; by default with a header, commas, and the target last. Its classes play no part.</param>
    /// <exception cref="InvalidDataException">The content is broken; the message names the place.</exception>
    /// <exception cref="IOException">The file can't be opened or read.</exception>
    /// <exception cref="ArgumentException">The options name a column although the file has no header.</exception>
    public static RegressionData ReadRegression(string path, CsvOptions? options = null)
    {
        using TextReader reader = InputFile.OpenText(path, options?.Encoding);
        return ReadRegression(reader, options, path);
    }

    /// <param name="reader">The text.</param>
    /// <param name="options">Its form; by default with a header, commas, and the target last. Its classes play no part.</param>
    /// <param name="name">The text's name, for messages.</param>
    /// <inheritdoc cref="ReadRegression(string, CsvOptions?)"/>
    public static RegressionData ReadRegression(TextReader reader, CsvOptions? options = null, string? name = null)
    {
        var targets = new List<double>();
        var table = new CsvTable(Check.NotNull(reader, nameof(reader)), options ?? new CsvOptions(), name, text =>
        {
            if (!CsvTable.TryNumber(text, out double value) || double.IsNaN(value))
                return $"the target {InputFile.Quote(text)} is not a finite number";
            targets.Add(value);
            return null;
        });
        return new RegressionData(table.Features, targets.ToArray(), featureNames: table.FeatureNames, targetName: table.TargetName);
    }

    /// <summary>Reads rows without a target, such as those to predict.</summary>
    /// <remarks>Every column is a feature, or those of <see cref="CsvOptions.Columns"/>.</remarks>
    /// <param name="path">The file, plain or gzip.</param>
    /// <param name="options">Its form; <see cref="CsvOptions.Target"/> and <see cref="CsvOptions.Labels"/> play no part.</param>
    /// <returns>The rows, n×p, and the columns' names where there is a header.</returns>
    /// <exception cref="InvalidDataException">The content is broken; the message names the place.</exception>
    /// <exception cref="IOException">The file can't be opened or read.</exception>
    /// <exception cref="ArgumentException">The options name a column although the file has no header.</exception>
    public static (Matrix Features, ImmutableArray<string>? FeatureNames) ReadFeatures(string path, CsvOptions? options = null)
    {
        using TextReader reader = InputFile.OpenText(path, options?.Encoding);
        return ReadFeatures(reader, options, path);
    }

    /// <param name="reader">The text.</param>
    /// <param name="options">Its form; <see cref="CsvOptions.Target"/> and <see cref="CsvOptions.Labels"/> play no part.</param>
    /// <param name="name">The text's name, for messages.</param>
    /// <inheritdoc cref="ReadFeatures(string, CsvOptions?)"/>
    public static (Matrix Features, ImmutableArray<string>? FeatureNames) ReadFeatures(
        TextReader reader, CsvOptions? options = null, string? name = null)
    {
        var table = new CsvTable(Check.NotNull(reader, nameof(reader)), options ?? new CsvOptions(), name, onTarget: null);
        return (table.Features, table.FeatureNames);
    }
}
