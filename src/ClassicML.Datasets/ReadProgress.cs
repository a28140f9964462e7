namespace ClassicML;

/// <summary>How far the reading of a file is.</summary>
/// <param name="File">The file's name, or null.</param>
/// <param name="BytesRead">Bytes read so far, as they lie in the file; it starts again where a file is read twice.</param>
/// <param name="TotalBytes">The file's length in bytes.</param>
public readonly record struct ReadProgress(string? File, long BytesRead, long TotalBytes);
