using System.Collections.Immutable;

namespace ClassicML;

/// <summary>Reads CSV files (RFC 4180, any separator, header or none, UTF-8 or another encoding, plain or gzip) into tables, or features and targets.
/// </summary>
/// <remarks>
/// Numbers are rounded exactly; a missing one becomes NaN. An error in the file is an <see cref="InvalidDataException"/> that names file, line
/// (from one), row (from zero, as in the table or matrix), column and text. Lines without any character and comments (<see cref="CsvOptions.Comment"/>) are
/// passed over. A record has at most 2²⁴ characters. Which options a file needs, <see cref="Detect(string, CsvHints?)"/> finds out. Text is parsed in
/// spans of one buffer: time and memory are those of the values.
/// </remarks>
public static class CsvReader
{
    /// <summary>Finds out the form of a file from its beginning, so that it can be read without knowing it.</summary>
    /// <remarks>
    /// At most the first 2²⁰ characters are looked at, so any file takes little time; what comes behind may be otherwise, and reading it says so.
    /// The separator is the one of comma, semicolon, tab and bar that cuts the records into equally many fields, the most of them numbers or dates, or
    /// else a blank between numbers. The first record is a header where it has a text above numbers or dates, and none where it has a number or a date
    /// there and no such text; years or numbers that count up beside a text that does not come again are names all the same. Where there are texts alone,
    /// it is a header unless one of its fields comes again below, repeats another or is empty. Numbers have decimal commas where more of them can be read
    /// only so than only with points. Bytes that are no UTF-8 are taken for windows-1252. Lines at the top that begin with # or % are comments, and all
    /// such lines then. A text such as "-" or "missing" that comes again and again in a column of numbers joins <see cref="CsvOptions.MissingValues"/>.
    /// </remarks>
    /// <param name="path">The file, plain or gzip; not a pipe, which could be read only once.</param>
    /// <param name="given">What is known and so not looked for; the default is nothing.</param>
    /// <exception cref="InvalidDataException">The file is empty, or its bytes are no text in the encoding that is given or marked.</exception>
    /// <exception cref="IOException">The file can't be opened or read.</exception>
    /// <exception cref="ArgumentException">What is given is no option of CSV (<see cref="CsvOptions"/>).</exception>
    public static CsvForm Detect(string path, CsvHints? given = null)
    {
        using FileStream file = InputFile.OpenBytes(path);
        return Detect(file, given, path);
    }

    /// <param name="stream">The bytes from here on, plain or gzip; it is put back to where it stands. It must be one that can seek.</param>
    /// <param name="given">What is known and so not looked for; the default is nothing.</param>
    /// <param name="name">The stream's name, for messages.</param>
    /// <exception cref="ArgumentException">The stream can't seek, or what is given is no option of CSV (<see cref="CsvOptions"/>).</exception>
    /// <inheritdoc cref="Detect(string, CsvHints?)"/>
    public static CsvForm Detect(Stream stream, CsvHints? given = null, string? name = null)
    {
        if (!Check.NotNull(stream, nameof(stream)).CanSeek) throw new ArgumentException("stream must be able to seek", nameof(stream));
        long start = stream.Position;
        try
        {
            return CsvDetection.Of(stream, given ?? new CsvHints(), name);
        }
        finally
        {
            stream.Position = start;
        }
    }

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
