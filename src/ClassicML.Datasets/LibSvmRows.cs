using System.Globalization;
using System.Runtime.InteropServices;

namespace ClassicML;

/// <summary>The non-zero values of a LIBSVM text, row after row, until their number of columns is known.</summary>
internal sealed class LibSvmRows(int? featureCount, bool? sparse, string? file)
{
    private readonly List<int> columns = [];      // from zero, ascending within a row
    private readonly List<double> values = [];
    private readonly List<int> starts = [0];      // where each row starts in the two lists, and the last ends
    private int width;                            // the largest index so far

    /// <summary>Parses one line; one without a label is skipped.</summary>
    public void Add(LibSvmTokens tokens, TargetField onLabel)
    {
        long line = tokens.Line;
        ReadOnlySpan<char> label = tokens.Next();
        if (label.IsEmpty) return;
        if (onLabel(label) is { } wrong) throw InputFile.Error(file, line, wrong);
        int last = 0;
        for (ReadOnlySpan<char> token = tokens.Next(); !token.IsEmpty; token = tokens.Next())
        {
            int colon = token.IndexOf(':');
            if (colon < 0) throw InputFile.Error(file, line, $"{InputFile.Quote(token)} is not index:value");
            if (!int.TryParse(token[..colon], NumberStyles.None, CultureInfo.InvariantCulture, out int index) || index < 1
                || NumberText.HasNull(token[..colon]))
                throw InputFile.Error(file, line, $"{InputFile.Quote(token)}: the index must be a whole number from 1");
            if (!NumberText.Invariant.TryRead(token[(colon + 1)..], out double value))
                throw InputFile.Error(file, line, $"{InputFile.Quote(token)}: the value is not a finite number");
            if (index <= last)
                throw InputFile.Error(file, line, $"{InputFile.Quote(token)}: indices must ascend, the one before is {last}");
            if (index > featureCount)
                throw InputFile.Error(file, line, $"{InputFile.Quote(token)}: the index is above the {featureCount} features expected");
            last = index;
            if (last > width) width = last;
            if (value == 0) continue;
            // At the latest here, so that a file that is too large for the matrix does not fill the memory first.
            if (columns.Count == columns.Capacity) CheckSize(starts.Count);
            columns.Add(index - 1);
            values.Add(value);
        }
        if (starts.Count == starts.Capacity) CheckSize(starts.Count);
        starts.Add(columns.Count);
    }

    /// <summary>The rows as a matrix, n×p: sparse or dense as was asked for, or sparse where fewer than half of the values are other than zero.</summary>
    public Features ToFeatures()
    {
        string prefix = file is null ? "" : $"{file}: ";
        int n = starts.Count - 1, p = featureCount ?? width;
        if (n == 0) throw new InvalidDataException($"{prefix}there is no row");
        if (p == 0)
            throw new InvalidDataException($"{prefix}no row has a value, so the number of features is not known; give featureCount");
        CheckSize(n);
        long all = (long)n * p;
        if (sparse ?? (values.Count < all - values.Count || all > LibSvmReader.DenseLimit))
            return new SparseMatrix(CollectionsMarshal.AsSpan(starts), CollectionsMarshal.AsSpan(columns), CollectionsMarshal.AsSpan(values), p);
        double[] dense = new double[all];
        for (int row = 0; row < n; row++)
            for (int at = starts[row]; at < starts[row + 1]; at++) dense[row * p + columns[at]] = values[at];
        return Matrix.Wrap(dense, n, p);
    }

    private void CheckSize(int rows)
    {
        int p = Math.Max(1, featureCount ?? width);
        if (sparse == false && (long)rows * p > LibSvmReader.DenseLimit)
            throw new InvalidDataException(string.Create(
                CultureInfo.InvariantCulture,
                $"{(file is null ? "" : $"{file}: ")}{rows} rows × {p} features are too many to be dense, {8.0 * rows * p / (1 << 30):F1} GiB; " +
                $"the limit is 2 GiB"));
    }
}
