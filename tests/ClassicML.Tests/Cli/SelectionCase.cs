using System.Globalization;
using System.Text.Json;

namespace ClassicML.Tests.Cli;

/// <summary>What the tests of cv, search, nested and compare share.</summary>
internal static class SelectionCase
{
    /// <summary>A run that succeeds, and its JSON.</summary>
    public static async Task<JsonElement> Json(params string[] arguments)
    {
        (int code, string output, string errors) = await InProcess.Run([.. arguments, "--json"]);
        Assert.True(code == 0, errors);
        return JsonDocument.Parse(output).RootElement.Clone();
    }

    /// <summary>A run that fails, with what it says in its last line.</summary>
    public static async Task Refused(int code, string message, params string[] arguments)
    {
        (int actual, string output, string errors) = await InProcess.Run(arguments);
        Assert.Equal((code, ""), (actual, output));
        Assert.Contains(message, errors.TrimEnd().ReplaceLineEndings("\n").Split('\n')[^1]);
    }

    public static double[] Numbers(JsonElement list) => [.. list.EnumerateArray().Select(each => each.GetDouble())];

    /// <summary>Numbers that depend on two columns, one of which has holes, and on a city; as CSV with the target last.</summary>
    public static string Sales(TemporaryFolder folder)
    {
        var rng = new Rng(5);
        string[] cities = ["Bern", "Rome", "Oslo"];
        var lines = new List<string> { "shop,size,staff,city,sales" };
        for (int i = 0; i < 60; i++)
        {
            double size = 10 * rng.NextDouble(), staff = 5 * rng.NextDouble();
            int city = rng.NextInt(3);
            lines.Add(string.Create(CultureInfo.InvariantCulture,
                $"s{i},{size:F3},{(i % 7 == 0 ? "" : $"{staff:F3}")},{cities[city]},{3 * size + staff + 4 * city + rng.NextDouble():F4}"));
        }
        return folder.Write("sales.csv", string.Join('\n', lines) + "\n");
    }
}
