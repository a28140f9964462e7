namespace ClassicML;

/// <summary>How far a download is.</summary>
/// <param name="File">The file's name.</param>
/// <param name="BytesReceived">Bytes received so far; it starts again when a mirror fails.</param>
/// <param name="TotalBytes">The bytes that the mirror announced, or null.</param>
public readonly record struct DownloadProgress(string File, long BytesReceived, long? TotalBytes);
