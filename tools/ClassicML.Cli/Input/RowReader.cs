using System.Collections.Immutable;
using System.Globalization;
using ClassicML.Internal;

namespace ClassicML.Cli.Input;

/// <summary>Reads rows from a file of any format, and parts their columns by what they are for.</summary>
/// <param name="form">How the file is written.</param>
/// <param name="roles">What the columns of a table are for.</param>
/// <param name="run">The command that asks.</param>
internal sealed class RowReader(FileForm form, ColumnRoles roles, Invocation run)
{
    /// <summary>Reads rows.</summary>
    /// <param name="file">The file; - for standard input.</param>
    /// <param name="labels">For IDX, the file of the labels; null for the one named alike.</param>
    /// <param name="like">What the training rows looked like; null where these are they.</param>
    /// <exception cref="InvalidDataException">The content is broken, or another than the training rows'; the message names the place.</exception>
    /// <exception cref="ArgumentException">A column is not there.</exception>
    public RowSet Read(string file, string? labels, RowLayout? like)
    {
        string name = InputStream.Name(file);
        using Stream stream = InputStream.Open(file);
        RowSet rows = (form.Format ?? FormatOf(stream, name)) switch
        {
            "libsvm" => LibSvm(stream, name, like),
            "idx" => Idx(file, labels),
            "parquet" => new TableRows(roles, like, run.Output.Note).Part(name, ParquetTable.Read(stream, name, run.Output.Note, run.Cancellation),
                like is not null),
            _ => Csv(stream, name, like),
        };
        // Rows to predict have no target, or one that doesn't matter.
        return roles.HasTarget ? Complete(rows) : rows;
    }

    /// <summary>Reads a table as it is, with no column taken from it.</summary>
    public Table ReadTable(string file)
    {
        string name = InputStream.Name(file);
        using Stream stream = InputStream.Open(file);
        string format = form.Format ?? FormatOf(stream, name);
        if (format == "parquet") return ParquetTable.Read(stream, name, run.Output.Note, run.Cancellation);
        if (format is "csv" or "tsv") return CsvTable(stream, name, null).Table;
        return BundledRows.TableOf(format == "libsvm" ? LibSvm(stream, name, null) : Idx(file, null));
    }

    private static string FormatOf(Stream stream, string name) => InputFormats.Find(stream, name) switch
    {
        InputFormat.LibSvm => "libsvm",
        InputFormat.Idx => "idx",
        InputFormat.Parquet => "parquet",
        InputFormat.ModelFile => throw new InvalidDataException($"{name} is a model file, and no table: see 'classicml inspect {name}'"),
        _ => "csv",
    };

    private (Table Table, bool HasHeader) CsvTable(Stream stream, string name, RowLayout? like)
    {
        CsvForm found = CsvReader.Detect(stream, form.Csv, name);
        foreach (string finding in found.Findings) run.Output.Note($"{name}: {finding}");
        CsvOptions options = found.Options with { MissingValues = [.. found.Options.MissingValues, .. form.Missing] };
        if (like is not null)
        {
            // Columns are what they were in the training file; those that this file lacks are missed later, in better words.
            string[] there = found.ColumnNames is { } names ? [.. names] : [.. like.Kinds.Keys];
            options = options with
            {
                Types = like.Kinds.Where(pair => there.Contains(pair.Key) && pair.Value != ColumnKind.Category)
                    .ToImmutableDictionary(pair => pair.Key, pair => (CsvType)pair.Value, StringComparer.Ordinal),
            };
        }
        // Names of rows stay as they are written: a number would lose its leading zeros, and digits beyond the sixteenth.
        if (roles.Id is { } id && IdName(id, found.ColumnNames) is { Length: > 0 } written && like?.Kinds.ContainsKey(written) != true)
            options = options with { Types = options.Types.ToImmutableDictionary(StringComparer.Ordinal).SetItem(written, ColumnKind.Text) };
        return (CsvReader.ReadTable(stream, options, name, run.Output.Progress, run.Cancellation), options.HasHeader);
    }

    // As TableRows.Find: a name, or else a number from 0; null where the file has neither, and empty where the header is.
    private static string? IdName(string id, ImmutableArray<string>? columns) => columns is not { } names ? null
        : names.Contains(id, StringComparer.Ordinal) ? id
        : int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number < names.Length ? names[number] : null;

    private RowSet Csv(Stream stream, string name, RowLayout? like)
    {
        (Table table, bool header) = CsvTable(stream, name, like);
        return new TableRows(roles, like, run.Output.Note).Part(name, table, header);
    }

    private RowSet LibSvm(Stream stream, string name, RowLayout? like)
    {
        int? first = like?.FirstIndex;
        if (first is null)
        {
            LibSvmForm found = LibSvmReader.Detect(stream, name);
            foreach (string finding in found.Findings) run.Output.Note($"{name}: {finding}");
            first = found.FirstIndex;
        }
        RegressionData data = LibSvmReader.ReadRegression(stream, like?.FeatureCount, name, firstIndex: first);
        return new RowSet(name, data.Features)
        {
            Target = new NumberColumn(like?.Target ?? "label", data.Targets), Groups = data.Groups.ToArray(), FirstIndex = first, Places = Every(data.RowCount),
        };
    }

    private static RowSet Idx(string file, string? labels)
    {
        string beside = file.Replace("images-idx3", "labels-idx1", StringComparison.Ordinal);
        if (labels is null && (beside == file || !File.Exists(beside)))
            throw new UsageException($"give the labels of '{file}' with --train-labels or --test-labels");
        Matrix images = IdxReader.ReadMatrix(file);
        int[] codes = IdxReader.ReadLabels(labels ?? beside);
        if (codes.Length != images.RowCount)
            throw new InvalidDataException(FormattableString.Invariant($"{file} has {images.RowCount} rows, and {labels ?? beside} {codes.Length} labels"));
        return new RowSet(file, images) { Target = new NumberColumn("label", Array.ConvertAll(codes, code => (double)code)), Places = Every(codes.Length) };
    }

    // A row without a target teaches nothing and tests nothing.
    private RowSet Complete(RowSet rows)
    {
        if (rows.Target is not { MissingCount: > 0 and var count } target) return rows;
        if (count == rows.RowCount) throw new InvalidDataException($"{rows.Source}: column '{target.Name}' has no value in any row");
        run.Output.Note(FormattableString.Invariant($"{rows.Source}: {count} of {rows.RowCount} rows have no '{target.Name}' and are left out"));
        return rows.Select([.. Every(rows.RowCount).Where(row => !target.IsMissing(row))]);
    }

    private static int[] Every(int count) => [.. Enumerable.Range(0, count)];
}
