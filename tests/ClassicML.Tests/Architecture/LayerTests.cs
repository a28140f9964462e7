using System.Xml.Linq;

namespace ClassicML.Tests.Architecture;

/// <summary>The layers of ARCHITECTURE.md, read from the project files: arrows go downwards only.</summary>
public class LayerTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["ClassicML.Core"] = [],
        ["ClassicML.Linear"] = ["ClassicML.Core"],
        ["ClassicML.Svm"] = ["ClassicML.Core"],
        ["ClassicML.Trees"] = ["ClassicML.Core"],
        ["ClassicML.Neighbors"] = ["ClassicML.Core"],
        ["ClassicML.Decomposition"] = ["ClassicML.Core"],
        ["ClassicML.Preprocessing"] = ["ClassicML.Core"],
        ["ClassicML.Neural"] = ["ClassicML.Core"],
        ["ClassicML.Metrics"] = ["ClassicML.Core"],
        ["ClassicML.Datasets"] = ["ClassicML.Core"],
        ["ClassicML.ModelSelection"] = ["ClassicML.Core", "ClassicML.Metrics"],
        ["ClassicML.Serialization"] = ["ClassicML.Core"],
        ["ClassicML.Plotting"] = ["ClassicML.Core", "ClassicML.Metrics"],
        ["ClassicML.OnnxGraphs"] = ["ClassicML.Core"],
        ["ClassicML.Onnx"] =
        [
            "ClassicML.Core", "ClassicML.Decomposition", "ClassicML.Linear", "ClassicML.ModelSelection", "ClassicML.Neighbors", "ClassicML.Neural",
            "ClassicML.OnnxGraphs", "ClassicML.Preprocessing", "ClassicML.Svm", "ClassicML.Trees",
        ],
        ["ClassicML.Cnn"] = ["ClassicML.Core", "ClassicML.Metrics", "ClassicML.OnnxGraphs", "ClassicML.Serialization"],
        // Models are saved by the registry of all families.
        ["ClassicML.MLNet"] = ["ClassicML"],
        // The contract as checks for others' tests: nothing in src uses it.
        ["ClassicML.Testing"] = ["ClassicML.Core", "ClassicML.Metrics"],
        // The package that gathers everything below the heavy ones.
        ["ClassicML"] =
        [
            "ClassicML.Datasets", "ClassicML.Decomposition", "ClassicML.Linear", "ClassicML.Metrics", "ClassicML.ModelSelection", "ClassicML.Neighbors",
            "ClassicML.Neural", "ClassicML.Preprocessing", "ClassicML.Serialization", "ClassicML.Svm", "ClassicML.Trees",
        ],
    };

    [Fact]
    public void References_point_downwards()
    {
        foreach (string file in Directory.GetFiles(Path.Combine(Repository.Root, "src"), "*.csproj", SearchOption.AllDirectories))
        {
            string project = Path.GetFileNameWithoutExtension(file);
            Assert.True(Allowed.ContainsKey(project), $"{project} has no place in the layers: give it one here and in ARCHITECTURE.md");
            string[] references = [.. XDocument.Load(file).Descendants("ProjectReference")
                .Select(r => Path.GetFileNameWithoutExtension(r.Attribute("Include")!.Value.Replace('\\', '/')))];
            Assert.All(references, reference => Assert.True(Allowed[project].Contains(reference), $"{project} must not reference {reference}"));
        }
    }

    // Tests would find a project that is not in it; an IDE and a build of the whole would not.
    [Fact]
    public void Every_project_is_in_the_solution()
    {
        string solution = File.ReadAllText(Path.Combine(Repository.Root, "ClassicML.sln")).Replace('\\', '/');
        string[] projects = [.. Directory.GetFiles(Repository.Root, "*.csproj", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'))
            .Where(file => file.StartsWith("src/", StringComparison.Ordinal))];
        Assert.NotEmpty(projects);
        Assert.All(projects, project => Assert.Contains($"\"{project}\"", solution));
    }
}
