using System.ComponentModel;
using System.Text;

namespace ClassicML.Internal;

/// <summary>Writes files whole or not at all: beside their name, to the disk, and then in their place.</summary>
/// <remarks>
/// A write that fails, on a full disk say, leaves what was there before and nothing else; so does a kill, but for a file "NAME.….partial".
/// A link is followed and kept, a file that is replaced hands on its permissions, and what is no ordinary file, a pipe or a device, is written
/// in place.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class AtomicFile
{
    private static int count;

    /// <summary>Writes a file.</summary>
    /// <param name="path">Its name; a file of that name is replaced.</param>
    /// <param name="write">Writes the content.</param>
    /// <exception cref="IOException">It can't be written; what was there is still there.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder or the file may not be written to.</exception>
    public static void Write(string path, Action<Stream> write) =>
        Write(path, $"{path}.{Environment.ProcessId}-{Interlocked.Increment(ref count)}.partial", write);

    /// <inheritdoc cref="Write(string, Action{Stream})"/>
    /// <param name="path">Its name; a file of that name is replaced.</param>
    /// <param name="beside">The name to write under first, in the same folder, where no other writer can have the same.</param>
    /// <param name="write">Writes the content.</param>
    public static void Write(string path, string beside, Action<Stream> write)
    {
        Check.NotNull(path, nameof(path));
        using (FileStream? special = Special(path))
            if (special is not null)
            {
                write(special);
                return;
            }
        var info = new FileInfo(path);
        string target = info.LinkTarget is null ? path : info.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
        if (target != path) beside = Path.Combine(Path.GetDirectoryName(target)!, Path.GetFileName(beside));
        try
        {
            using (var file = new FileStream(beside, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                write(file);
                file.Flush(flushToDisk: true);
            }
            if (!OperatingSystem.IsWindows() && File.Exists(target)) File.SetUnixFileMode(beside, File.GetUnixFileMode(target));
            File.Move(beside, target, overwrite: true);
        }
        catch
        {
            Delete(beside);
            throw;
        }
    }

    /// <summary>Writes a text in UTF-8.</summary>
    /// <inheritdoc cref="Write(string, Action{Stream})"/>
    public static void WriteText(string path, string text) => Write(path, Encoding.UTF8.GetBytes(text));

    /// <summary>Writes bytes.</summary>
    /// <inheritdoc cref="Write(string, Action{Stream})"/>
    public static void Write(string path, byte[] content) => Write(path, stream => stream.Write(content));

    // What is no ordinary file, opened to be written; only Unix has such. To open a pipe waits for its reader, as everything that writes to one
    // does; a device or an open file of this process goes by its own name, since its link leads to no path.
    private static FileStream? Special(string path)
    {
        if (OperatingSystem.IsWindows() || !File.Exists(path)) return null;
        string full = Path.GetFullPath(path);
        FileStream file;
        try
        {
            file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        }
        catch (FileNotFoundException)
        {
            // A link that leads to nothing yet.
            return null;
        }
        if (!file.CanSeek || full.StartsWith("/dev/", StringComparison.Ordinal) || full.StartsWith("/proc/", StringComparison.Ordinal)) return file;
        file.Dispose();
        return null;
    }

    // What went wrong before counts, not that there may be nothing to delete.
    private static void Delete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }
}
