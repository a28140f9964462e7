using System.Globalization;
using System.Text.RegularExpressions;

namespace ClassicML.Tests.Architecture;

/// <summary>Lines have at most the characters that .editorconfig allows; a sentence in a string literal stays whole.</summary>
public partial class LineTests
{
    private const int FewestFiles = 500;

    // A longer literal is a sentence, and may make its line too long where the line is short beside it.
    private const int LongestWord = 60, MostBeside = 100;

    [Fact]
    public void No_line_is_longer_than_the_limit()
    {
        int limit = Limit();
        string[] files = [.. ((string[])["src", "tests", "benchmarks", "tools"])
            .SelectMany(folder => Directory.GetFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories))
            .Select(file => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'))
            .Where(file => !file.Split('/').Any(part => part is "bin" or "obj"))
            .Order(StringComparer.Ordinal)];
        Assert.True(files.Length >= FewestFiles, $"only {files.Length} files were found, at least {FewestFiles} are there");
        string[] tooLong = [.. files.SelectMany(file => File.ReadLines(Path.Combine(Repository.Root, file)).Index()
            .Where(line => IsTooLong(line.Item, limit)).Select(line => $"{file}:{line.Index + 1} has {Count(line.Item)}"))];
        Assert.True(tooLong.Length == 0, $"lines have at most {limit} characters:\n{string.Join('\n', tooLong)}");
    }

    [Theory]
    // At the limit, and one above; a character beyond 16 bits counts once.
    [InlineData("", 160, "", false), InlineData("", 161, "", true), InlineData("😀", 159, "", false)]
    // One literal, ordinary, raw and verbatim; with a quote in it and beside it.
    [InlineData("Say(\"", 200, "\");", false), InlineData("Say(\"\"\"a \" b", 200, "\"\"\");", false)]
    [InlineData("Say(@\"a \"\" b", 200, "\");", false), InlineData("Say('\"', \"a \\\" b", 200, "\");", false)]
    // No literal, one beside more than it excuses, and words that only together are long.
    [InlineData("// Say ", 200, "", true)]
    [InlineData("Say(\"It is a sentence of more than sixty characters, so it stays whole.\", ", 101, ");", true)]
    [InlineData("Say(\"These are words.\", \"", 60, "\", \"These are words of fifty characters, or about that.\", fourth, and, fifth);", true)]
    public void One_sentence_in_a_literal_may_pass_the_limit(string before, int count, string after, bool tooLong) =>
        Assert.Equal(tooLong, IsTooLong(before + new string('a', count) + after, 160));

    private static int Limit()
    {
        string[] limits = [.. File.ReadLines(Path.Combine(Repository.Root, ".editorconfig"))
            .Where(line => line.StartsWith("max_line_length", StringComparison.Ordinal))];
        return int.Parse(Assert.Single(limits).Split('=')[1], CultureInfo.InvariantCulture);
    }

    private static bool IsTooLong(string line, int limit)
    {
        if (Count(line) <= limit) return false;
        int sentence = Literal().Matches(line).Select(match => Count(match.Groups["text"].Value)).DefaultIfEmpty().Max();
        return sentence <= LongestWord || Count(line) - sentence > MostBeside;
    }

    private static int Count(string text) => text.EnumerateRunes().Count();

    // A character comes first, so that a quote that is one begins no string.
    [GeneratedRegex("""
        '(?:\\.|[^'\\])'|(?<quotes>"{3,})(?<text>.+?)\k<quotes>|@\$?"(?<text>(?:[^"]|"")*)"|"(?<text>(?:[^"\\]|\\.)*)"
        """)]
    private static partial Regex Literal();
}
