using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace ClassicML;

/// <summary>Reads LIBSVM text, a line a row: <c>label qid:group index:value index:value … # comment</c>, into sparse or dense features.</summary>
/// <remarks>
/// Indices ascend, and count from 1, or from 0 where index 0 occurs in the file; what a line leaves out is zero. The label is a number: an integer for
/// classes, any finite number for regression. Groups, of every row or of none, become those of the data. Rows of which fewer than half of the values are
/// other than zero become a <see cref="SparseMatrix"/>, without a detour through a dense one, and others a <see cref="Matrix"/>; or all become what is asked
/// for, such as dense rows for a learner that reads no others.
/// Files may be gzip. Format: the README of LIBSVM, https://www.csie.ntu.edu.tw/~cjlin/libsvm/.
/// An error in the file is an <see cref="InvalidDataException"/> that names file, line and token. A file is read byte for byte, so comments
/// may be in any encoding.
/// </remarks>
public static class LibSvmReader
{
    /// <summary>The most values, n·p, that are made dense: 2²⁸, which take 2 GiB. More stay sparse, or are refused where dense rows are asked for.</summary>
    public const int DenseLimit = 1 << 28;

    /// <summary>Finds out the form of a file, in one pass over all of it, since index 0 may come late.</summary>
    /// <remarks>A test file must be read as its training file was: with its number of columns and its first index.</remarks>
    /// <param name="path">The file, plain or gzip; not a pipe, which could be read only once.</param>
    /// <exception cref="InvalidDataException">An index or a group is broken, or there is no row; the message names the place.</exception>
    /// <exception cref="IOException">The file can't be opened or read.</exception>
    public static LibSvmForm Detect(string path)
    {
        using TextReader reader = InputFile.OpenText(path, Encoding.Latin1);
        return Detect(reader, path);
    }

    /// <param name="stream">The bytes from here on, plain or gzip; it can seek, and is put back to where it stands.</param>
    /// <param name="name">The stream's name, for messages.</param>
    /// <inheritdoc cref="Detect(string)"/>
    public static LibSvmForm Detect(Stream stream, string? name = null)
    {
        long start = Check.NotNull(stream, nameof(stream)).Position;
        using TextReader reader = InputFile.OpenText(stream, Encoding.Latin1, name);
        LibSvmForm form = Detect(reader, name);
        stream.Position = start;
        return form;
    }

    /// <param name="reader">The text.</param>
    /// <param name="name">The text's name, for messages.</param>
    /// <inheritdoc cref="Detect(string)"/>
    public static LibSvmForm Detect(TextReader reader, string? name = null)
    {
        var tokens = new LibSvmTokens(Check.NotNull(reader, nameof(reader)), name);
        int largest = -1, first = 1, rows = 0;
        bool hasGroups = false;
        while (tokens.NextLine())
        {
            if (tokens.Next().IsEmpty) continue;
            rows++;
            ReadOnlySpan<char> token = tokens.Next();
            if (tokens.Group(token) is not null)
            {
                hasGroups = true;
                token = tokens.Next();
            }
            for (; !token.IsEmpty; token = tokens.Next())
            {
                int index = tokens.Index(token, 0, out _);
                largest = Math.Max(largest, index);
                if (index == 0) first = 0;
            }
        }
        if (rows == 0) throw new InvalidDataException($"{(name is null ? "" : $"{name}: ")}there is no row");
        var findings = ImmutableArray.CreateBuilder<string>();
        if (first == 0) findings.Add("indices count from 0");
        if (hasGroups) findings.Add("rows have groups (qid)");
        return new LibSvmForm(first, Math.Max(0, largest - first + 1), hasGroups, findings.ToImmutable());
    }

    /// <summary>Reads rows with a class, an integer.</summary>
    /// <param name="path">The file, plain or gzip.</param>
    /// <param name="featureCount">The number of columns, p; null for the largest index of the file. A test file often needs it.</param>
    /// <param name="labels">The classes that labels are encoded with; null for those that the file holds, ordered by value.</param>
    /// <param name="sparse">Whether rows become a <see cref="SparseMatrix"/>, or else a <see cref="Matrix"/>; null for the rule above.</param>
    /// <param name="firstIndex">What indices count from, 0 or 1; null for what the file says: 0 where index 0 occurs, else 1.</param>
    /// <exception cref="InvalidDataException">The content is broken, or dense rows are asked for and too large; the message names the place.</exception>
    /// <exception cref="IOException">The file can't be opened or read.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="featureCount"/> is below 1, or
    /// <paramref name="firstIndex"/> neither 0 nor 1.</exception>
    public static ClassificationData ReadClassification(
        string path, int? featureCount = null, ClassLabels? labels = null, bool? sparse = null, int? firstIndex = null)
    {
        using TextReader reader = InputFile.OpenText(path, Encoding.Latin1);
        return ReadClassification(reader, featureCount, labels, path, sparse, firstIndex);
    }

    /// <param name="reader">The text.</param>
    /// <param name="featureCount">The number of columns, p; null for the largest index of the text.</param>
    /// <param name="labels">The classes that labels are encoded with; null for those that the text holds, ordered by value.</param>
    /// <param name="name">The text's name, for messages.</param>
    /// <param name="sparse">Whether rows become a <see cref="SparseMatrix"/>, or else a <see cref="Matrix"/>; null for the rule above.</param>
    /// <param name="firstIndex">What indices count from, 0 or 1; null for what the text says: 0 where index 0 occurs, else 1.</param>
    /// <inheritdoc cref="ReadClassification(string, int?, ClassLabels?, bool?, int?)"/>
    public static ClassificationData ReadClassification(
        TextReader reader, int? featureCount = null, ClassLabels? labels = null, string? name = null, bool? sparse = null, int? firstIndex = null)
    {
        var targets = new LabelColumn(labels);
        LibSvmRows rows = Read(reader, featureCount, sparse, firstIndex, name, text =>
        {
            // LIBSVM reads labels as reals, so 1, +1 and 1.0 are one class.
            if (!NumberText.Invariant.TryRead(text, out double value) || value != Math.Truncate(value) || Math.Abs(value) > int.MaxValue)
                return $"label {InputFile.Quote(text)} is not an integer";
            return targets.Add(((int)value).ToString(CultureInfo.InvariantCulture));
        });
        Features features = rows.ToFeatures();
        var (found, codes) = targets.Finish();
        return new ClassificationData(features, codes, found, groups: rows.Groups);
    }

    /// <summary>Reads rows with a number to predict.</summary>
    /// <param name="path">The file, plain or gzip.</param>
    /// <param name="featureCount">The number of columns, p; null for the largest index of the file.</param>
    /// <param name="sparse">Whether rows become a <see cref="SparseMatrix"/>, or else a <see cref="Matrix"/>; null for the rule above.</param>
    /// <param name="firstIndex">What indices count from, 0 or 1; null for what the file says: 0 where index 0 occurs, else 1.</param>
    /// <exception cref="InvalidDataException">The content is broken, or dense rows are asked for and too large; the message names the place.</exception>
    /// <exception cref="IOException">The file can't be opened or read.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="featureCount"/> is below 1, or
    /// <paramref name="firstIndex"/> neither 0 nor 1.</exception>
    public static RegressionData ReadRegression(string path, int? featureCount = null, bool? sparse = null, int? firstIndex = null)
    {
        using TextReader reader = InputFile.OpenText(path, Encoding.Latin1);
        return ReadRegression(reader, featureCount, path, sparse, firstIndex);
    }

    /// <param name="stream">The bytes from here on, plain or gzip; it can seek, and stays open.</param>
    /// <param name="featureCount">The number of columns, p; null for the largest index.</param>
    /// <param name="name">The stream's name, for messages.</param>
    /// <param name="sparse">Whether rows become a <see cref="SparseMatrix"/>, or else a <see cref="Matrix"/>; null for the rule above.</param>
    /// <param name="firstIndex">What indices count from, 0 or 1; null for what the bytes say: 0 where index 0 occurs, else 1.</param>
    /// <inheritdoc cref="ReadRegression(string, int?, bool?, int?)"/>
    public static RegressionData ReadRegression(Stream stream, int? featureCount = null, string? name = null, bool? sparse = null, int? firstIndex = null)
    {
        using TextReader reader = InputFile.OpenText(Check.NotNull(stream, nameof(stream)), Encoding.Latin1, name);
        return ReadRegression(reader, featureCount, name, sparse, firstIndex);
    }

    /// <param name="reader">The text.</param>
    /// <param name="featureCount">The number of columns, p; null for the largest index of the text.</param>
    /// <param name="name">The text's name, for messages.</param>
    /// <param name="sparse">Whether rows become a <see cref="SparseMatrix"/>, or else a <see cref="Matrix"/>; null for the rule above.</param>
    /// <param name="firstIndex">What indices count from, 0 or 1; null for what the text says: 0 where index 0 occurs, else 1.</param>
    /// <inheritdoc cref="ReadRegression(string, int?, bool?, int?)"/>
    public static RegressionData ReadRegression(TextReader reader, int? featureCount = null, string? name = null, bool? sparse = null, int? firstIndex = null)
    {
        var targets = new List<double>();
        LibSvmRows rows = Read(reader, featureCount, sparse, firstIndex, name, text =>
        {
            if (!NumberText.Invariant.TryRead(text, out double value) || double.IsNaN(value))
                return $"label {InputFile.Quote(text)} is not a finite number";
            targets.Add(value);
            return null;
        });
        return new RegressionData(rows.ToFeatures(), targets.ToArray(), groups: rows.Groups);
    }

    private static LibSvmRows Read(TextReader reader, int? featureCount, bool? sparse, int? firstIndex, string? file, TargetField onLabel)
    {
        Check.NotNull(reader, nameof(reader));
        Check.AtLeast(featureCount, 1, nameof(featureCount));
        if (firstIndex is { } first) Check.Within(first, new Interval(0, 1), nameof(firstIndex));
        var rows = new LibSvmRows(featureCount, sparse, firstIndex, file);
        var tokens = new LibSvmTokens(reader, file);
        while (tokens.NextLine()) rows.Add(tokens, onLabel);
        return rows;
    }
}
