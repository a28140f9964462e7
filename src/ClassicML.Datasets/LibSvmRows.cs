using System.Globalization;
using System.Runtime.InteropServices;

namespace ClassicML;

/// <summary>The non-zero values of a LIBSVM text, row after row, until their number of columns is known.</summary>
internal sealed class LibSvmRows(int? featureCount, bool? sparse, int? firstIndex, string? file)
{
    private readonly List<int> columns = [];      // indices, ascending within a row
    private readonly List<double> values = [];
    private readonly List<int> starts = [0];      // where each row starts in the two lists, and the last ends
    private readonly List<int> groups = [];
    private int largest = -1;                     // index so far
    private readonly int least = firstIndex ?? 0; // index that may be
    private int? first = firstIndex;              // what indices count from; null while it may be either

    /// <summary>The group of each row, or empty.</summary>
    public ReadOnlySpan<int> Groups => CollectionsMarshal.AsSpan(groups);

    private int Width => featureCount ?? Math.Max(0, largest - (first ?? 1) + 1);

    /// <summary>Parses one line; one without a label is skipped.</summary>
    public void Add(LibSvmTokens tokens, TargetField onLabel)
    {
        long line = tokens.Line;
        ReadOnlySpan<char> label = tokens.Next();
        if (label.IsEmpty) return;
        if (label.Contains(':')) throw InputFile.Error(file, line, $"there is no label before {InputFile.Quote(label)}");
        if (label.Contains(','))
            throw InputFile.Error(file, line, $"label {InputFile.Quote(label)} names several classes; a row has one, and files of several are not read");
        if (onLabel(label) is { } wrong) throw InputFile.Error(file, line, wrong);
        ReadOnlySpan<char> token = tokens.Next();
        int? group = tokens.Group(token);
        if (starts.Count > 1 && group is null != (groups.Count == 0))
            throw InputFile.Error(
                file, line, group is null ? "the row has no group, qid:N, and those before have one" : "the row has a group, and those before have none");
        if (group is not null)
        {
            groups.Add(group.Value);
            token = tokens.Next();
        }
        for (int last = -1; !token.IsEmpty; token = tokens.Next())
        {
            int index = tokens.Index(token, least, out ReadOnlySpan<char> text);
            if (!NumberText.Invariant.TryRead(text, out double value)) throw tokens.Error(token, "the value is not a finite number");
            if (index <= last)
                throw tokens.Error(token, string.Create(CultureInfo.InvariantCulture, $"indices must ascend, the one before is {last}"));
            last = index;
            largest = Math.Max(largest, index);
            if (index == 0) first = 0;
            if (largest - (first ?? 1) >= featureCount) throw tokens.Error(token, TooMany(index));
            if (value == 0) continue;
            // At the latest here, so that a file that is too large for the matrix does not fill the memory first.
            if (columns.Count == columns.Capacity) CheckSize(starts.Count);
            columns.Add(index);
            values.Add(value);
        }
        if (starts.Count == starts.Capacity) CheckSize(starts.Count);
        starts.Add(columns.Count);
    }

    /// <summary>The rows as a matrix, n×p: sparse or dense as was asked for, or sparse where fewer than half of the values are other than zero.</summary>
    public Features ToFeatures()
    {
        string prefix = file is null ? "" : $"{file}: ";
        int n = starts.Count - 1;
        if (n == 0) throw new InvalidDataException($"{prefix}there is no row");
        int p = Width;
        if (p == 0)
            throw new InvalidDataException($"{prefix}no row has a value, so the number of features is not known; give featureCount");
        CheckSize(n);
        if (first != 0)
            foreach (ref int column in CollectionsMarshal.AsSpan(columns)) column--;
        long all = (long)n * p;
        if (sparse ?? (values.Count < all - values.Count || all > LibSvmReader.DenseLimit))
            return new SparseMatrix(CollectionsMarshal.AsSpan(starts), CollectionsMarshal.AsSpan(columns), CollectionsMarshal.AsSpan(values), p);
        double[] dense = new double[all];
        for (int row = 0; row < n; row++)
            for (int at = starts[row]; at < starts[row + 1]; at++) dense[row * p + columns[at]] = values[at];
        return Matrix.Wrap(dense, n, p);
    }

    private string TooMany(int index) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(index == largest ? "the index is" : $"indices count from 0 here, so {largest} is")} above the {featureCount} features expected" +
        $"{(first == 0 ? $", 0 to {featureCount - 1}" : "")}");

    private void CheckSize(int rows)
    {
        int p = Math.Max(1, Width);
        if (sparse == false && (long)rows * p > LibSvmReader.DenseLimit)
            throw new InvalidDataException(string.Create(
                CultureInfo.InvariantCulture,
                $"{(file is null ? "" : $"{file}: ")}{rows} rows × {p} features are too many to be dense, {8.0 * rows * p / (1 << 30):F1} GiB; " +
                $"the limit is 2 GiB"));
    }
}
