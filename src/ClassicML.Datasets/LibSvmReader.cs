using System.Globalization;
using System.Text;

namespace ClassicML;

/// <summary>Reads LIBSVM text, a line a row: <c>label index:value index:value … # comment</c>, into sparse or dense features.</summary>
/// <remarks>
/// Indices count from one and ascend; what a line leaves out is zero. The label is a number: an integer for classes, any finite number for
/// regression. Rows of which fewer than half of the values are other than zero become a <see cref="SparseMatrix"/>, without a detour through a
/// dense one, and others a <see cref="Matrix"/>; or all become what is asked for, such as dense rows for a learner that reads no others.
/// Files may be gzip. Format: the README of LIBSVM, https://www.csie.ntu.edu.tw/~cjlin/libsvm/.
/// An error in the file is an <see cref="InvalidDataException"/> that names file, line and token. A file is read byte for byte, so comments
/// may be in any encoding.
/// </remarks>
public static class LibSvmReader
{
    /// <summary>The most values, n·p, that are made dense: 2²⁸, which take 2 GiB. More stay sparse, or are refused where dense rows are asked for.</summary>
    public const int DenseLimit = 1 << 28;

    /// <summary>Reads rows with a class, an integer.</summary>
    /// <param name="path">The file, plain or gzip.</param>
    /// <param name="featureCount">The number of columns, p; null for the largest index of the file. A test file often needs it.</param>
    /// <param name="labels">The classes that labels are encoded with; null for those that the file holds, ordered by value.</param>
    /// <param name="sparse">Whether rows become a <see cref="SparseMatrix"/>, or else a <see cref="Matrix"/>; null for the rule above.</param>
    /// <exception cref="InvalidDataException">The content is broken, or dense rows are asked for and too large; the message names the place.</exception>
    /// <exception cref="IOException">The file can't be opened or read.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="featureCount"/> is below 1.</exception>
    public static ClassificationData ReadClassification(string path, int? featureCount = null, ClassLabels? labels = null, bool? sparse = null)
    {
        using TextReader reader = InputFile.OpenText(path, Encoding.Latin1);
        return ReadClassification(reader, featureCount, labels, path, sparse);
    }

    /// <param name="reader">The text.</param>
    /// <param name="featureCount">The number of columns, p; null for the largest index of the text.</param>
    /// <param name="labels">The classes that labels are encoded with; null for those that the text holds, ordered by value.</param>
    /// <param name="name">The text's name, for messages.</param>
    /// <param name="sparse">Whether rows become a <see cref="SparseMatrix"/>, or else a <see cref="Matrix"/>; null for the rule above.</param>
    /// <inheritdoc cref="ReadClassification(string, int?, ClassLabels?, bool?)"/>
    public static ClassificationData ReadClassification(
        TextReader reader, int? featureCount = null, ClassLabels? labels = null, string? name = null, bool? sparse = null)
    {
        var targets = new LabelColumn(labels);
        Features features = Read(reader, featureCount, sparse, name, text =>
        {
            // LIBSVM reads labels as reals, so 1, +1 and 1.0 are one class.
            if (!NumberText.Invariant.TryRead(text, out double value) || value != Math.Truncate(value) || Math.Abs(value) > int.MaxValue)
                return $"label {InputFile.Quote(text)} is not an integer";
            return targets.Add(((int)value).ToString(CultureInfo.InvariantCulture));
        });
        var (found, codes) = targets.Finish();
        return new ClassificationData(features, codes, found);
    }

    /// <summary>Reads rows with a number to predict.</summary>
    /// <param name="path">The file, plain or gzip.</param>
    /// <param name="featureCount">The number of columns, p; null for the largest index of the file.</param>
    /// <param name="sparse">Whether rows become a <see cref="SparseMatrix"/>, or else a <see cref="Matrix"/>; null for the rule above.</param>
    /// <exception cref="InvalidDataException">The content is broken, or dense rows are asked for and too large; the message names the place.</exception>
    /// <exception cref="IOException">The file can't be opened or read.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="featureCount"/> is below 1.</exception>
    public static RegressionData ReadRegression(string path, int? featureCount = null, bool? sparse = null)
    {
        using TextReader reader = InputFile.OpenText(path, Encoding.Latin1);
        return ReadRegression(reader, featureCount, path, sparse);
    }

    /// <param name="reader">The text.</param>
    /// <param name="featureCount">The number of columns, p; null for the largest index of the text.</param>
    /// <param name="name">The text's name, for messages.</param>
    /// <param name="sparse">Whether rows become a <see cref="SparseMatrix"/>, or else a <see cref="Matrix"/>; null for the rule above.</param>
    /// <inheritdoc cref="ReadRegression(string, int?, bool?)"/>
    public static RegressionData ReadRegression(TextReader reader, int? featureCount = null, string? name = null, bool? sparse = null)
    {
        var targets = new List<double>();
        Features features = Read(reader, featureCount, sparse, name, text =>
        {
            if (!NumberText.Invariant.TryRead(text, out double value) || double.IsNaN(value))
                return $"label {InputFile.Quote(text)} is not a finite number";
            targets.Add(value);
            return null;
        });
        return new RegressionData(features, targets.ToArray());
    }

    private static Features Read(TextReader reader, int? featureCount, bool? sparse, string? file, TargetField onLabel)
    {
        Check.NotNull(reader, nameof(reader));
        Check.AtLeast(featureCount, 1, nameof(featureCount));
        var rows = new LibSvmRows(featureCount, sparse, file);
        var tokens = new LibSvmTokens(reader, file);
        while (tokens.NextLine()) rows.Add(tokens, onLabel);
        return rows.ToFeatures();
    }
}
