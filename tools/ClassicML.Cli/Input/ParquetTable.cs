using System.Globalization;
using System.Numerics;
using Parquet;
using Parquet.Schema;

namespace ClassicML.Cli.Input;

/// <summary>Reads a Parquet file into a table: numbers, texts, truth values and dates, with what is null missing.</summary>
internal sealed class ParquetTable
{
    private readonly ParquetReader file;
    private readonly CancellationToken cancellation;

    private ParquetTable(ParquetReader file, CancellationToken cancellation) => (this.file, this.cancellation) = (file, cancellation);

    /// <param name="stream">The file, which can seek.</param>
    /// <param name="name">Its name, for messages.</param>
    /// <param name="note">Is told which columns are left out, since no table holds what they do.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="InvalidDataException">The content is broken, or no column is of a kind that tables have.</exception>
    public static Table Read(Stream stream, string name, Action<string> note, CancellationToken cancellation)
    {
        try
        {
            return ReadAsync(stream, name, note, cancellation).GetAwaiter().GetResult();
        }
        // The package fails on broken bytes in a dozen ways.
        catch (Exception e) when (e is not (OperationCanceledException or InvalidDataException))
        {
            throw new InvalidDataException($"{name} is no Parquet file that can be read: {CommandLine.Line(e)}", e);
        }
    }

    private static async Task<Table> ReadAsync(Stream stream, string name, Action<string> note, CancellationToken cancellation)
    {
        await using ParquetReader file = await ParquetReader.CreateAsync(stream, leaveStreamOpen: true, cancellationToken: cancellation);
        var reader = new ParquetTable(file, cancellation);
        var columns = new List<TableColumn>();
        foreach (Field field in file.Schema.Fields)
        {
            TableColumn? column = field is DataField { IsArray: false } plain ? await reader.ColumnAsync(plain) : null;
            if (column is not null) columns.Add(column);
            else note($"{name}: column '{field.Name}' holds {(field as DataField)?.ClrType.Name ?? "lists or records"} and is left out");
        }
        return columns.Count > 0 ? new Table(columns) : throw new InvalidDataException($"{name} has no column of numbers, texts, truth values or dates");
    }

    private async Task<TableColumn?> ColumnAsync(DataField field) => field.ClrType switch
    {
        var type when type == typeof(double) => await NumbersAsync<double>(field),
        var type when type == typeof(float) => await NumbersAsync<float>(field),
        var type when type == typeof(int) => await NumbersAsync<int>(field),
        var type when type == typeof(long) => await NumbersAsync<long>(field),
        var type when type == typeof(short) => await NumbersAsync<short>(field),
        var type when type == typeof(sbyte) => await NumbersAsync<sbyte>(field),
        var type when type == typeof(byte) => await NumbersAsync<byte>(field),
        var type when type == typeof(ushort) => await NumbersAsync<ushort>(field),
        var type when type == typeof(uint) => await NumbersAsync<uint>(field),
        var type when type == typeof(ulong) => await NumbersAsync<ulong>(field),
        var type when type == typeof(decimal) => await NumbersAsync<decimal>(field),
        var type when type == typeof(bool) => new BooleanColumn(field.Name, await ValuesAsync<bool>(field)),
        var type when type == typeof(DateTime) => new DateColumn(field.Name, await ValuesAsync<DateTime>(field)),
        var type when type == typeof(DateOnly) =>
            new DateColumn(field.Name, (await ValuesAsync<DateOnly>(field)).Select(day => day?.ToDateTime(TimeOnly.MinValue))),
        var type when type == typeof(Guid) =>
            new TextColumn(field.Name, (await ValuesAsync<Guid>(field)).Select(id => id?.ToString("D", CultureInfo.InvariantCulture))),
        var type when type == typeof(string) || type == typeof(ReadOnlyMemory<char>) => new TextColumn(field.Name, await TextsAsync(field)),
        _ => null,
    };

    private async Task<NumberColumn> NumbersAsync<T>(DataField field) where T : struct, INumberBase<T>
    {
        T?[] values = await ValuesAsync<T>(field);
        return NumberColumn.Wrap(field.Name, Array.ConvertAll(values, value => value is { } number ? double.CreateChecked(number) : double.NaN));
    }

    private async Task<T?[]> ValuesAsync<T>(DataField field) where T : struct
    {
        var all = new List<T?>();
        for (int group = 0; group < file.RowGroupCount; group++)
        {
            using ParquetRowGroupReader rows = file.OpenRowGroupReader(group);
            int count = checked((int)rows.RowCount);
            if (field.IsNullable)
            {
                var values = new T?[count];
                await rows.ReadAsync<T>(field, values.AsMemory(), null, cancellation);
                all.AddRange(values);
            }
            else
            {
                var values = new T[count];
                await rows.ReadAsync<T>(field, values.AsMemory(), null, cancellation);
                all.AddRange(values.Select(value => (T?)value));
            }
        }
        return [.. all];
    }

    private async Task<string?[]> TextsAsync(DataField field)
    {
        var all = new List<string?>();
        for (int group = 0; group < file.RowGroupCount; group++)
        {
            using ParquetRowGroupReader rows = file.OpenRowGroupReader(group);
            var values = new string?[checked((int)rows.RowCount)];
            await rows.ReadAsync(field, values.AsMemory()!, null, cancellation);
            all.AddRange(values);
        }
        return [.. all];
    }
}
