using System.Text;
using System.Text.RegularExpressions;
using ClassicML.Internal;

namespace ClassicML.Tests.Core;

public sealed partial class AtomicFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("classicml-atomic-").FullName;

    private string Target => Path.Combine(folder, "file");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_file_is_written_and_replaced()
    {
        AtomicFile.WriteText(Target, "one");
        AtomicFile.WriteText(Target, "zwei ½");
        Assert.Equal(Encoding.UTF8.GetBytes("zwei ½"), File.ReadAllBytes(Target));
        Assert.Equal([Target], Directory.GetFiles(folder));
    }

    [Fact]
    public void A_write_that_fails_leaves_what_was_there_and_nothing_else()
    {
        foreach (bool exists in new[] { false, true })
        {
            if (exists) File.WriteAllText(Target, "old");
            Assert.Equal("full", Assert.Throws<IOException>(() => AtomicFile.Write(Target, stream =>
            {
                stream.Write(new byte[40_960]);
                throw new IOException("full");
            })).Message);
            Assert.Equal(exists ? [Target] : [], Directory.GetFiles(folder));
            if (exists) Assert.Equal("old", File.ReadAllText(Target));
        }
        Assert.ThrowsAny<Exception>(() => AtomicFile.WriteText(folder, "a folder is no file"));
        Assert.Throws<DirectoryNotFoundException>(() => AtomicFile.WriteText(Path.Combine(folder, "none", "file"), "no folder"));
        Assert.Equal([Target], Directory.GetFileSystemEntries(folder));
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(folder)!, Path.GetFileName(folder) + "*"));
    }

    /// <summary>A row that can't be written used to leave an empty file.</summary>
    [Fact]
    public void Rows_that_cant_be_written_leave_the_file_as_it_was()
    {
        LibSvmWriter.Write(new RegressionData(new Matrix(new double[,] { { 1, 2 } }), [3]), Target);
        string before = File.ReadAllText(Target);
        var missing = new RegressionData(new Matrix(new double[,] { { 1, double.NaN } }), [3]);
        Assert.Throws<DataValueException>(() => LibSvmWriter.Write(missing, Target));
        Assert.Equal(before, File.ReadAllText(Target));
        Assert.Equal("3 1:1 2:2\n", before);
    }

    [Fact]
    public void Links_and_permissions_stay()
    {
        if (OperatingSystem.IsWindows()) return;
        AtomicFile.WriteText(Target, "secret");
        const UnixFileMode Mine = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        File.SetUnixFileMode(Target, Mine);
        string link = Path.Combine(folder, "link");
        File.CreateSymbolicLink(link, Target);
        AtomicFile.WriteText(link, "new");
        Assert.Equal(("new", Mine), (File.ReadAllText(Target), File.GetUnixFileMode(Target)));
        Assert.Equal(Target, File.ResolveLinkTarget(link, true)!.FullName);
        Assert.Equal(2, Directory.GetFiles(folder).Length);
    }

    /// <summary>A link into another folder, one to a link, and one to what is not there yet.</summary>
    [Fact]
    public void Links_are_followed_to_where_they_lead()
    {
        if (OperatingSystem.IsWindows()) return;
        string other = Directory.CreateDirectory(Path.Combine(folder, "other")).FullName, real = Path.Combine(other, "real");
        string near = Path.Combine(folder, "near"), far = Path.Combine(folder, "far");
        File.CreateSymbolicLink(near, real);
        File.CreateSymbolicLink(far, near);
        foreach (string link in new[] { far, near })
        {
            // At first the link leads to nothing.
            AtomicFile.WriteText(link, $"through {link}");
            Assert.Equal($"through {link}", File.ReadAllText(real));
            Assert.NotNull(new FileInfo(near).LinkTarget);
            Assert.NotNull(new FileInfo(far).LinkTarget);
            Assert.Null(new FileInfo(real).LinkTarget);
            Assert.Equal([real], Directory.GetFiles(other));
            Assert.Equal([far, near], Directory.GetFiles(folder).Order());
        }
    }

    [Fact]
    public void What_is_written_stands_beside_the_file_until_it_is_whole()
    {
        File.WriteAllText(Target, "old");
        string beside = Path.Combine(folder, "beside");
        AtomicFile.Write(Target, beside, stream =>
        {
            stream.Write("ne"u8);
            stream.Flush();
            Assert.Equal("old", File.ReadAllText(Target));
            Assert.Equal([beside, Target], Directory.GetFiles(folder).Order());
            stream.Write("w"u8);
        });
        Assert.Equal("new", File.ReadAllText(Target));
        Assert.Equal([Target], Directory.GetFiles(folder));
        AtomicFile.Write(Target, [1, 2, 3]);
        Assert.Equal([1, 2, 3], File.ReadAllBytes(Target));
        AtomicFile.WriteText(Target, "½");
        Assert.Equal([0xC2, 0xBD], File.ReadAllBytes(Target));
    }

    /// <summary>Linux has a device that is always full; it is written to in place.</summary>
    [Fact]
    public void A_device_is_not_replaced()
    {
        if (!OperatingSystem.IsLinux() || !File.Exists("/dev/full")) return;
        Assert.Contains("No space left", Assert.Throws<IOException>(() => AtomicFile.WriteText("/dev/full", "text")).Message);
        Assert.Empty(Directory.GetFiles("/dev", "*.partial"));
        AtomicFile.WriteText("/dev/null", "text");
        Assert.Empty(File.ReadAllBytes("/dev/null"));
    }

    [Fact]
    public async Task A_pipe_hands_on_what_is_written()
    {
        if (OperatingSystem.IsWindows()) return;
        string pipe = Path.Combine(folder, "pipe");
        using (var made = System.Diagnostics.Process.Start("mkfifo", pipe)) made.WaitForExit();
        Task<string> read = Task.Run(() => File.ReadAllText(pipe));
        AtomicFile.WriteText(pipe, "a line\n");
        Assert.Equal("a line\n", await read);
        Assert.Equal([pipe], Directory.GetFiles(folder));
    }

    [Fact]
    public void Writers_at_once_leave_one_whole_file()
    {
        string[] texts = [.. Enumerable.Range(0, 8).Select(i => new string((char)('a' + i), 100_000))];
        Workers.For(64, 8, i => AtomicFile.WriteText(Target, texts[i % 8]));
        Assert.Contains(File.ReadAllText(Target), texts);
        Assert.Equal([Target], Directory.GetFiles(folder));
    }

    /// <summary>What writes in place loses both files when the disk is full.</summary>
    [Fact]
    public void No_writer_writes_in_place()
    {
        string[] allowed = ["AtomicFile.cs", "Downloader.cs", "JournalFile.cs", "Checkpoint.cs", "InputFile.cs", "InputStream.cs"];
        // The last two copy a pipe, so that it can be read twice. Examples have what any program of a user's has.
        string[] folders = ["src", Path.Combine("tools", "ClassicML.Cli")];
        string[] files = [.. folders.SelectMany(name => Directory.GetFiles(Path.Combine(Repository.Root, name), "*.cs", SearchOption.AllDirectories))];
        Assert.True(files.Length > 100);
        Assert.DoesNotContain(files, file =>
            !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
            && !allowed.Contains(Path.GetFileName(file)) && InPlace().IsMatch(File.ReadAllText(file)));
    }

    [GeneratedRegex(@"\bFile\.(WriteAll|Create\(|CreateText|OpenWrite|Append|Open\()|new FileStream\(|new StreamWriter\(\s*(path|file)")]
    private static partial Regex InPlace();
}
