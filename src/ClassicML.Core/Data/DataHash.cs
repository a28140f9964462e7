using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace ClassicML.Internal;

/// <summary>A fingerprint of rows with targets: SHA-256 over shape, values, targets or flags, labels, weights and groups.</summary>
public static class DataHash
{
    /// <summary>That of rows with classes, 64 digits.</summary>
    public static string Of(ClassificationData data) =>
        // With their lengths, since a name may hold any character.
        Of(data.Features, MemoryMarshal.AsBytes(data.Codes), data.Weights, data.Groups,
            string.Concat(data.Labels.Names.Select(name => $"{name.Length} {name}\n")));

    /// <summary>That of rows with numbers.</summary>
    public static string Of(RegressionData data) => Of(data.Features, MemoryMarshal.AsBytes(data.Targets), data.Weights, data.Groups, "");

    /// <summary>That of rows of which outliers are known.</summary>
    public static string Of(OutlierData data) => Of(data.Features, MemoryMarshal.AsBytes(data.IsOutlier), default, data.Groups, "");

    private static string Of(Features features, ReadOnlySpan<byte> targets, ReadOnlySpan<double> weights, ReadOnlySpan<int> groups, string labels)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(MemoryMarshal.AsBytes([features.RowCount, features.ColumnCount, weights.Length, groups.Length]));
        if (features is SparseMatrix sparse)
        {
            hash.AppendData("sparse"u8);
            hash.AppendData(MemoryMarshal.AsBytes(sparse.RowStarts));
            hash.AppendData(MemoryMarshal.AsBytes(sparse.Columns));
            hash.AppendData(MemoryMarshal.AsBytes(sparse.Values));
        }
        else if (features is Table table) Append(hash, table);
        else hash.AppendData(MemoryMarshal.AsBytes(((Matrix)features).Span));
        hash.AppendData(targets);
        hash.AppendData(MemoryMarshal.AsBytes(weights));
        hash.AppendData(MemoryMarshal.AsBytes(groups));
        hash.AppendData(Encoding.UTF8.GetBytes(labels));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Append(IncrementalHash hash, Table table)
    {
        hash.AppendData("table"u8);
        foreach (TableColumn column in table.Columns)
        {
            Append(hash, $"{column.Kind} {column.Name}");
            if (column.Numbers is { } numbers) hash.AppendData(MemoryMarshal.AsBytes(numbers.Span));
            else if (column is DateColumn dates) hash.AppendData(MemoryMarshal.AsBytes(dates.Ticks));
            // By text and not by code, since the same texts may have other codes in another table.
            else for (int row = 0; row < column.RowCount; row++) Append(hash, column.Text(row));
        }
    }

    private static void Append(IncrementalHash hash, string? text)
    {
        hash.AppendData(MemoryMarshal.AsBytes([text?.Length ?? -1]));
        hash.AppendData(MemoryMarshal.AsBytes(text.AsSpan()));
    }
}
