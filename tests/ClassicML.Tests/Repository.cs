namespace ClassicML.Tests;

/// <summary>The checkout that the tests run from.</summary>
internal static class Repository
{
    /// <summary>The folder of ClassicML.sln.</summary>
    public static string Root { get; } = Find();

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "ClassicML.sln"))) return folder.FullName;
        throw new InvalidOperationException($"no ClassicML.sln above {AppContext.BaseDirectory}");
    }
}
