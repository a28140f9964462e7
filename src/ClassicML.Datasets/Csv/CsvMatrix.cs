using System.Collections.Immutable;

namespace ClassicML;

/// <summary>Takes a target field; returns null, or what is wrong with it.</summary>
internal delegate string? TargetField(ReadOnlySpan<char> text);

/// <summary>One pass over a CSV file: the chosen columns as numbers, row-major, and the target field handed on.</summary>
internal sealed class CsvMatrix
{
    private readonly CsvRows rows;
    private readonly int target;      // place of the target, or -1
    private readonly int[] columns;   // places of the features
    private readonly bool[] areNumbers;
    private double[] values;
    private int used;

    /// <summary>Reads all records.</summary>
    /// <param name="reader">The text.</param>
    /// <param name="options">Its form.</param>
    /// <param name="file">Its name, for messages.</param>
    /// <param name="onTarget">Receives the target of each row; null when the text has none.</param>
    public CsvMatrix(TextReader reader, CsvOptions options, string? file, TargetField? onTarget)
    {
        using var all = new CsvRows(reader, options, file);
        rows = all;
        target = onTarget is null ? -1 : rows.Find(options.Target, nameof(CsvOptions.Target));
        columns = rows.Columns(without: target);
        if (columns.Length == 0) throw rows.Error("there is no feature column beside the target");
        if (columns.Contains(target)) throw rows.Error($"column {rows.Name(target)} is both the target and a feature");
        areNumbers = [.. columns.Select(_ => true)];
        values = new double[Math.Max(1024, columns.Length)];
        while (rows.Next()) Row(onTarget);
        Array.Resize(ref values, used);
    }

    /// <summary>The chosen columns, n×p.</summary>
    public Matrix Features => Matrix.Wrap(values, rows.Row + 1, columns.Length);

    /// <summary>The names of the chosen columns, or null without a header.</summary>
    public ImmutableArray<string>? FeatureNames => rows.Header is { } header ? [.. columns.Select(place => header[place])] : null;

    /// <summary>The name of the target's column, or null without a header or a target.</summary>
    public string? TargetName => target < 0 ? null : rows.Header?[target];

    private void Row(TargetField? onTarget)
    {
        if (used > values.Length - columns.Length) Grow();
        Span<double> row = values.AsSpan(used, columns.Length);
        for (int j = rows.ReadNumbers(columns, areNumbers, 0, row); j < row.Length; j = rows.ReadNumbers(columns, areNumbers, j + 1, row))
        {
            ReadOnlySpan<char> text = rows[columns[j]];
            if (rows.IsMissing(text)) row[j] = double.NaN;
            else if (!rows.Numbers.TryRead(text, out row[j])) throw rows.Error(columns[j], $"{InputFile.Quote(text)} is not a finite number");
        }
        used += row.Length;
        if (onTarget is null) return;
        ReadOnlySpan<char> field = rows[target];
        string? wrong = rows.IsMissing(field) ? $"the target is missing: {InputFile.Quote(field)}" : onTarget(field);
        if (wrong is not null) throw rows.Error(target, wrong);
    }

    private void Grow()
    {
        long wanted = Math.Min(Array.MaxLength, 2L * values.Length);
        if (wanted < (long)used + columns.Length)
            throw rows.RowError($" does not fit; a matrix holds at most {Array.MaxLength} values");
        Array.Resize(ref values, (int)wanted);
    }
}
