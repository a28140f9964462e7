using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace ClassicML.ModelSelection;

/// <summary>A fingerprint of labelled rows: SHA-256 over shape, values, codes, labels, weights and groups.</summary>
internal static class DataHash
{
    public static string Of(ClassificationData data)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Matrix x = Check.Dense(data.Features, nameof(SearchJournal));
        hash.AppendData(MemoryMarshal.AsBytes([x.RowCount, x.ColumnCount, data.Weights.Length, data.Groups.Length]));
        hash.AppendData(MemoryMarshal.AsBytes(x.Span));
        hash.AppendData(MemoryMarshal.AsBytes(data.Codes));
        hash.AppendData(MemoryMarshal.AsBytes(data.Weights));
        hash.AppendData(MemoryMarshal.AsBytes(data.Groups));
        hash.AppendData(Encoding.UTF8.GetBytes(string.Join('\n', data.Labels.Names)));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
