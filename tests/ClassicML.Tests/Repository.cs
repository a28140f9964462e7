namespace ClassicML.Tests;

/// <summary>The checkout that the tests run from.</summary>
internal static class Repository
{
    /// <summary>The folder of ClassicML.sln.</summary>
    public static string Root { get; } = Find();

    /// <summary>The folder of the golden cases, by algorithm.</summary>
    public static string Goldens => Path.Combine(Root, "tests", "golden");

    /// <summary>The text of a golden case.</summary>
    public static string Golden(string algorithm, string name) => File.ReadAllText(Path.Combine(Goldens, algorithm, name + ".json"));

    /// <summary>The names of all golden cases of an algorithm, at least one.</summary>
    public static string[] Cases(string algorithm)
    {
        string[] files = Directory.GetFiles(Path.Combine(Goldens, algorithm), "*.json");
        Assert.NotEmpty(files);
        return [.. files.Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];
    }

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "ClassicML.sln"))) return folder.FullName;
        throw new InvalidOperationException($"no ClassicML.sln above {AppContext.BaseDirectory}");
    }
}
