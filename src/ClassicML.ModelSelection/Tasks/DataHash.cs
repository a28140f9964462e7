using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace ClassicML.ModelSelection;

/// <summary>A fingerprint of rows with targets: SHA-256 over shape, values, targets or flags, labels, weights and groups.</summary>
internal static class DataHash
{
    public static string Of(ClassificationData data) =>
        // With their lengths, since a name may hold any character.
        Of(data.Features, MemoryMarshal.AsBytes(data.Codes), data.Weights, data.Groups,
            string.Concat(data.Labels.Names.Select(name => $"{name.Length} {name}\n")));

    public static string Of(RegressionData data) => Of(data.Features, MemoryMarshal.AsBytes(data.Targets), data.Weights, data.Groups, "");

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
        else hash.AppendData(MemoryMarshal.AsBytes(((Matrix)features).Span));
        hash.AppendData(targets);
        hash.AppendData(MemoryMarshal.AsBytes(weights));
        hash.AppendData(MemoryMarshal.AsBytes(groups));
        hash.AppendData(Encoding.UTF8.GetBytes(labels));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
