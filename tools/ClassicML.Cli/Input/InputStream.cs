namespace ClassicML.Cli.Input;

/// <summary>Opens files so that their beginning can be looked at before they are read; standard input and pipes by way of a temporary file.</summary>
internal static class InputStream
{
    public const string StandardInput = "-";

    /// <summary>The bytes of a file, or of standard input for <c>-</c>.</summary>
    /// <exception cref="IOException">It isn't there or can't be read.</exception>
    public static Stream Open(string file)
    {
        if (Directory.Exists(file)) throw new IOException($"'{file}' is a folder, and no file");
        Stream stream = file == StandardInput ? Console.OpenStandardInput() : File.OpenRead(file);
        if (stream.CanSeek && file != StandardInput) return stream;
        using (stream) return Spooled(stream);
    }

    /// <summary>The file's name, for messages.</summary>
    public static string Name(string file) => file == StandardInput ? "standard input" : file;

    private static FileStream Spooled(Stream stream)
    {
        var copy = new FileStream(
            Path.GetTempFileName(), FileMode.Open, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose | FileOptions.SequentialScan);
        stream.CopyTo(copy);
        copy.Position = 0;
        return copy;
    }
}
