using System.Collections.Immutable;

namespace ClassicML;

/// <summary>Reads CSV files (RFC 4180, any separator, header or none, UTF-8 or another encoding, plain or gzip) into tables, or features and targets.
/// </summary>
/// <remarks>
/// Numbers are rounded exactly; a missing one becomes NaN. An error in the file is an <see cref="InvalidDataException"/> that names file, line
/// (from one), row (from zero, as in the table or matrix), column and text. Lines without any character are passed over. A record has at most 2²⁴
/// characters. Text is parsed in spans of one buffer: time and memory are those of the values.
/// </remarks>
public static class CsvReader
{
    /// <summary>Reads a table of numbers, texts, categories, truth values and dates, as its values are or as <see cref="CsvOptions.Types"/> says.</summary>
    /// <remarks>
    /// A column without a name is called "column 0" by its place. Where a column turns out to be text only after its first values have been taken for
    /// something else (an article number 4711, then 12-A), such columns are read in a second pass over the file. Memory is at most twice the table's.
    /// </remarks>
    /// <param name="path">The file, plain or gzip.</param>
    /// <param name="options">Its form; <see cref="CsvOptions.Target"/> and <see cref="CsvOptions.Labels"/> play no part. The default has a header.</param>
    /// <param name="progress">Told now and then how far the reading is.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="InvalidDataException">The content is broken, two columns have one name, or a value is none of the type that was given for its
    /// column; the message names the place.</exception>
    /// <exception cref="IOException">The file can't be opened or read.</exception>
    /// <exception cref="ArgumentException">The options contradict each other, or name a column although the file has no header.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was requested.</exception>
    public static Table ReadTable(
        string path, CsvOptions? options = null, IProgress<ReadProgress>? progress = null, CancellationToken cancellation = default)
    {
        using FileStream file = InputFile.OpenBytes(path);
        return ReadTable(file, options, path, progress, cancellation);
    }

    /// <param name="stream">The bytes from here on, plain or gzip; it stays open. One that can't seek is copied to a temporary file first.</param>
    /// <param name="options">Its form; <see cref="CsvOptions.Target"/> and <see cref="CsvOptions.Labels"/> play no part. The default has a header.</param>
    /// <param name="name">The stream's name, for messages.</param>
    /// <param name="progress">Told now and then how far the reading is.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <inheritdoc cref="ReadTable(string, CsvOptions?, IProgress{ReadProgress}?, CancellationToken)"/>
    public static Table ReadTable(
        Stream stream, CsvOptions? options = null, string? name = null, IProgress<ReadProgress>? progress = null, CancellationToken cancellation = default)
    {
        if (!Check.NotNull(stream, nameof(stream)).CanSeek)
        {
            using FileStream spooled = InputFile.Spooled(stream);
            return ReadTable(spooled, options, name, progress, cancellation);
        }
        return new CsvTable(stream, options ?? new CsvOptions(), name, progress, cancellation).Read();
    }

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
        var rows = new CsvMatrix(Check.NotNull(reader, nameof(reader)), options, name, targets.Add);
        var (labels, codes) = targets.Finish();
        return new ClassificationData(rows.Features, codes, labels, featureNames: rows.FeatureNames, targetName: rows.TargetName);
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
        options ??= new CsvOptions();
        NumberText numbers = options.Numbers();
        var targets = new List<double>();
        var rows = new CsvMatrix(Check.NotNull(reader, nameof(reader)), options, name, text =>
        {
            if (!numbers.TryRead(text, out double value) || double.IsNaN(value))
                return $"the target {InputFile.Quote(text)} is not a finite number";
            targets.Add(value);
            return null;
        });
        return new RegressionData(rows.Features, targets.ToArray(), featureNames: rows.FeatureNames, targetName: rows.TargetName);
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
        var rows = new CsvMatrix(Check.NotNull(reader, nameof(reader)), options ?? new CsvOptions(), name, onTarget: null);
        return (rows.Features, rows.FeatureNames);
    }
}
