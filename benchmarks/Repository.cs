using ClassicML.Internal;

namespace ClassicML.Benchmarks;

/// <summary>Where reports go.</summary>
internal static class Repository
{
    /// <summary>The folder of ClassicML.sln, or the current folder outside a checkout.</summary>
    public static string Root { get; } = Find();

    /// <summary>Where reports go unless told otherwise: artifacts/reports.</summary>
    public static string Reports { get; } = Path.Combine(Root, "artifacts", "reports");

    /// <summary>Writes a file that appears whole or not at all.</summary>
    public static void Write(string path, string text) => AtomicFile.WriteText(path, text);

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "ClassicML.sln"))) return folder.FullName;
        return Environment.CurrentDirectory;
    }
}
