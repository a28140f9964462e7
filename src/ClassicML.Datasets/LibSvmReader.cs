using System.Globalization;
using System.Text;

namespace ClassicML;

/// <summary>Reads LIBSVM text, a line a row: <c>label index:value index:value … # comment</c>, into dense features.</summary>
/// <remarks>
/// Indices count from one and ascend; what a line leaves out is zero. The label is a number: an integer for classes, any finite number for
/// regression. Files may be gzip. Format: the README of LIBSVM, https://www.csie.ntu.edu.tw/~cjlin/libsvm/.
/// An error in the file is an <see cref="InvalidDataException"/> that names file, line and token. A file is read byte for byte, so comments
/// may be in any encoding.
/// </remarks>
public static class LibSvmReader
{
    /// <summary>The most values, n·p, that are made dense: 2²⁸, which take 2 GiB.</summary>
    public const int DenseLimit = 1 << 28;

    /// <summary>Reads rows with a class, an integer.</summary>
    /// <param name="path">The file, plain or gzip.</param>
    /// <param name="featureCount">The number of columns, p; null for the largest index of the file. A test file often needs it.</param>
    /// <param name="labels">The classes that labels are encoded with; null for those that the file holds, ordered by value.</param>
    /// <exception cref="InvalidDataException">The content is broken, or too large to be dense; the message names the place.</exception>
    /// <exception cref="IOException">The file can't be opened or read.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="featureCount"/> is below 1.</exception>
    public static ClassificationData ReadClassification(string path, int? featureCount = null, ClassLabels? labels = null)
    {
        using TextReader reader = InputFile.OpenText(path, Encoding.Latin1);
        return ReadClassification(reader, featureCount, labels, path);
    }

    /// <param name="reader">The text.</param>
    /// <param name="featureCount">The number of columns, p; null for the largest index of the text.</param>
    /// <param name="labels">The classes that labels are encoded with; null for those that the text holds, ordered by value.</param>
    /// <param name="name">The text's name, for messages.</param>
    /// <inheritdoc cref="ReadClassification(string, int?, ClassLabels?)"/>
    public static ClassificationData ReadClassification(
        TextReader reader, int? featureCount = null, ClassLabels? labels = null, string? name = null)
    {
        var targets = new LabelColumn(labels);
        Matrix features = Read(reader, featureCount, name, text =>
        {
            // LIBSVM reads labels as reals, so 1, +1 and 1.0 are one class.
            if (!CsvTable.TryNumber(text, out double value) || value != Math.Truncate(value) || Math.Abs(value) > int.MaxValue)
                return $"label {InputFile.Quote(text)} is not an integer";
            return targets.Add(((int)value).ToString(CultureInfo.InvariantCulture));
        });
        var (found, codes) = targets.Finish();
        return new ClassificationData(features, codes, found);
    }

    /// <summary>Reads rows with a number to predict.</summary>
    /// <param name="path">The file, plain or gzip.</param>
    /// <param name="featureCount">The number of columns, p; null for the largest index of the file.</param>
    /// <exception cref="InvalidDataException">The content is broken, or too large to be dense; the message names the place.</exception>
    /// <exception cref="IOException">The file can't be opened or read.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="featureCount"/> is below 1.</exception>
    public static RegressionData ReadRegression(string path, int? featureCount = null)
    {
        using TextReader reader = InputFile.OpenText(path, Encoding.Latin1);
        return ReadRegression(reader, featureCount, path);
    }

    /// <param name="reader">The text.</param>
    /// <param name="featureCount">The number of columns, p; null for the largest index of the text.</param>
    /// <param name="name">The text's name, for messages.</param>
    /// <inheritdoc cref="ReadRegression(string, int?)"/>
    public static RegressionData ReadRegression(TextReader reader, int? featureCount = null, string? name = null)
    {
        var targets = new List<double>();
        Matrix features = Read(reader, featureCount, name, text =>
        {
            if (!CsvTable.TryNumber(text, out double value) || double.IsNaN(value))
                return $"label {InputFile.Quote(text)} is not a finite number";
            targets.Add(value);
            return null;
        });
        return new RegressionData(features, targets.ToArray());
    }

    private static Matrix Read(TextReader reader, int? featureCount, string? file, TargetField onLabel)
    {
        Check.NotNull(reader, nameof(reader));
        Check.AtLeast(featureCount, 1, nameof(featureCount));
        var rows = new LibSvmRows(featureCount, file);
        var tokens = new LibSvmTokens(reader, file);
        while (tokens.NextLine()) rows.Add(tokens, onLabel);
        return rows.ToDense();
    }
}
