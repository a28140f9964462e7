using System.Globalization;
using ClassicML.Internal;

namespace ClassicML;

/// <summary>Writes LIBSVM text, a line a row: <c>label index:value index:value …</c>, which <see cref="LibSvmReader"/> and LIBSVM's
/// programs
/// read.</summary>
/// <remarks>
/// Indices count from one; zeros are left out. Numbers are written so that they read back to the same bits. The text has no weights, no
/// groups and no names: classes named by strings are written as their codes. Missing values are refused.
/// </remarks>
public static class LibSvmWriter
{
    /// <summary>Writes rows with their classes.</summary>
    /// <exception cref="ArgumentException">A value is missing; the message names its place.</exception>
    public static void Write(ClassificationData data, TextWriter writer)
    {
        Features rows = Check.CompleteRows(Check.NotNull(data, nameof(data)).Features, nameof(LibSvmWriter));
        int[] codes = data.Codes.ToArray();
        Rows(rows, i => Text(data.Labels.AreIntegers ? data.Labels.Integer(codes[i]) : codes[i]), writer);
    }

    /// <summary>Writes rows with their classes to a file, which is replaced if it exists: whole, or not at all.</summary>
    /// <exception cref="ArgumentException">A value is missing; the message names its place.</exception>
    /// <exception cref="IOException">The file can't be written.</exception>
    public static void Write(ClassificationData data, string path) => ToFile(path, writer => Write(data, writer));

    /// <summary>Writes rows with their targets.</summary>
    /// <exception cref="ArgumentException">A value is missing; the message names its place.</exception>
    public static void Write(RegressionData data, TextWriter writer)
    {
        Features rows = Check.CompleteRows(Check.NotNull(data, nameof(data)).Features, nameof(LibSvmWriter));
        double[] targets = data.Targets.ToArray();
        Rows(rows, i => Text(targets[i]), writer);
    }

    /// <summary>Writes rows with their targets to a file, which is replaced if it exists: whole, or not at all.</summary>
    /// <exception cref="ArgumentException">A value is missing; the message names its place.</exception>
    /// <exception cref="IOException">The file can't be written.</exception>
    public static void Write(RegressionData data, string path) => ToFile(path, writer => Write(data, writer));

    private static void ToFile(string path, Action<TextWriter> write) => AtomicFile.Write(path, stream =>
    {
        using var writer = new StreamWriter(stream, leaveOpen: true);
        write(writer);
    });

    private static void Rows(Features x, Func<int, string> label, TextWriter writer)
    {
        Check.NotNull(writer, nameof(writer));
        for (int i = 0; i < x.RowCount; i++)
        {
            writer.Write(label(i));
            if (x is SparseMatrix sparse)
            {
                ReadOnlySpan<int> columns = sparse.RowColumns(i);
                for (int k = 0; k < columns.Length; k++) Entry(columns[k], sparse.RowValues(i)[k], writer);
            }
            else
            {
                ReadOnlySpan<double> row = ((Matrix)x).Row(i);
                for (int j = 0; j < row.Length; j++) Entry(j, row[j], writer);
            }
            writer.Write('\n');
        }
    }

    private static void Entry(int column, double value, TextWriter writer)
    {
        if (value == 0) return;
        writer.Write(' ');
        writer.Write(Text(column + 1));
        writer.Write(':');
        writer.Write(Text(value));
    }

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
