using System.Text.Json;

namespace ClassicML.Tests;

/// <summary>A golden case that no test reads, or whose lists are empty, compares nothing: it passes whatever the library does.</summary>
public class GoldenFilesTests
{
    // No column of a tree holds categories, or none but missing ones go left; no row lies within the radius of a query.
    private static readonly string[] MayBeEmpty =
        ["decision-tree-mixed.categories", "decision-tree-mixed.nodes[].categories", "nearest-neighbors.within[]"];

    private static readonly string Sources = string.Concat(
        Directory.GetFiles(Path.Combine(Repository.Root, "tests", "ClassicML.Tests"), "*.cs", SearchOption.AllDirectories)
            .Select(file => File.ReadAllText(file)));

    public static TheoryData<string> Algorithms =>
        [.. Directory.GetDirectories(Golden.Folder).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal)];

    [Theory, MemberData(nameof(Algorithms))]
    public void No_list_of_a_case_is_empty(string algorithm) => Assert.All(Golden.Cases(algorithm), name =>
    {
        Golden golden = Golden.Read(algorithm, name);
        Assert.Empty(EmptyLists(golden.Root, algorithm).Except(MayBeEmpty));
    });

    // Either by its name or with all cases of its algorithm.
    [Theory, MemberData(nameof(Algorithms))]
    public void A_test_reads_every_case(string algorithm)
    {
        if (Sources.Contains($"Golden.Cases(\"{algorithm}\")", StringComparison.Ordinal)) return;
        string[] names = [algorithm, .. Golden.Cases(algorithm)];
        Assert.All(names, name => Assert.True(Sources.Contains($"\"{name}\"", StringComparison.Ordinal)));
    }

    private static IEnumerable<string> EmptyLists(JsonElement element, string path) => element.ValueKind switch
    {
        JsonValueKind.Array when element.GetArrayLength() == 0 => [path],
        // Numbers, mostly.
        JsonValueKind.Array => element.EnumerateArray().Where(item => item.ValueKind is JsonValueKind.Array or JsonValueKind.Object)
            .SelectMany(item => EmptyLists(item, path + "[]")),
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member => EmptyLists(member.Value, $"{path}.{member.Name}")),
        _ => [],
    };
}
