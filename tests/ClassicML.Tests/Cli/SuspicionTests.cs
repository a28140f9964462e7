using System.Text.Json;

namespace ClassicML.Tests.Cli;

/// <summary>What <c>describe</c> says of columns that tell the target by themselves.</summary>
public sealed class SuspicionTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    // Each class is an interval.
    [InlineData("number", true)]
    // Two classes share a value at their border.
    [InlineData("border", false)]
    // A text for each class, and one that comes with two.
    [InlineData("code", true)]
    [InlineData("mixed", false)]
    // Another text in each row.
    [InlineData("key", false)]
    [InlineData("noise", false)]
    public async Task A_column_gives_the_class_away_or_not(string column, bool expected)
    {
        string file = Write("label", i =>
            $"{i},{(i == 19 ? 20 : i)},{(i < 20 ? "x" : i < 30 ? "y" : "z")},{(i is < 20 or 25 ? "x" : "y")},k{i},{i * 7 % 11},{(i < 20 ? "low" : "high")}");
        JsonElement result = await CliProcess.Json("describe", file, "--target", "label");
        Assert.Equal(expected, Tells(result, column, "label"));
    }

    [Fact]
    public async Task Numbers_are_given_away_by_a_straight_line()
    {
        string file = Write("y", i => $"{i * 1.5 + 3},{i * i},a,b,k{i},{i * 7 % 11},{i}");
        JsonElement result = await CliProcess.Json("describe", file, "--target", "y");
        Assert.True(Tells(result, "number", "y"));
        Assert.False(Tells(result, "border", "y") || Tells(result, "noise", "y"));
    }

    private string Write(string target, Func<int, string> row) => folder.Write(
        "a.csv", $"number,border,code,mixed,key,noise,{target}\n" + string.Concat(
            Enumerable.Range(0, 40).Select(i => FormattableString.Invariant($"{row(i)}\n"))));

    private static bool Tells(JsonElement result, string column, string target) =>
        result.GetProperty("suspicious").EnumerateArray().Any(
            sentence => sentence.GetString()!.StartsWith($"'{column}' tells '{target}' by itself", StringComparison.Ordinal));
}
