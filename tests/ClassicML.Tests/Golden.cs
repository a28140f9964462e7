using System.Text.Json;

namespace ClassicML.Tests;

/// <summary>A golden case: what another library computes, and from what. A test that asks for a case or a value that is missing
/// fails.</summary>
internal sealed class Golden
{
    private Golden(JsonElement root) => Root = root;

    /// <summary>The folder of the cases, by algorithm.</summary>
    public static string Folder => Path.Combine(Repository.Root, "tests", "golden");

    /// <summary>All of the case.</summary>
    public JsonElement Root { get; }

    /// <summary>The weights of rows, where the case has some.</summary>
    public double[] Weights => Has("weights") ? Numbers("weights") : [];

    /// <summary>A value of the case.</summary>
    public JsonElement this[string name] => Root.GetProperty(name);

    public static Golden Read(string algorithm, string name) =>
        new(JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, algorithm, name + ".json"))).RootElement);

    /// <summary>The names of all cases of an algorithm, at least one.</summary>
    public static string[] Cases(string algorithm)
    {
        string[] files = Directory.GetFiles(Path.Combine(Folder, algorithm), "*.json");
        Assert.NotEmpty(files);
        return [.. files.Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];
    }

    /// <summary>Whether the case has a value that only some have.</summary>
    public bool Has(string name) => Root.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null;

    public double Number(string name) => Root.GetProperty(name).GetDouble();

    public int[] Codes(string name) => Root.GetProperty(name).Deserialize<int[]>()!;

    /// <summary>A list of numbers; null stands for NaN, which JSON has not.</summary>
    public double[] Numbers(string name) => Complete(Root.GetProperty(name).Deserialize<double?[]>()!);

    /// <summary>Rows of numbers; null stands for NaN.</summary>
    public Matrix Matrix(string name) => new(Array.ConvertAll(Root.GetProperty(name).Deserialize<double?[][]>()!, Complete));

    /// <summary>Rows x of classes y.</summary>
    public ClassificationData Data() => ClassificationData.Create(Matrix("x"), Codes("y"));

    private static double[] Complete(double?[] values) => Array.ConvertAll(values, value => value ?? double.NaN);
}
