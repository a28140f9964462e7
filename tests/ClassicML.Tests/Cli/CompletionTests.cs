namespace ClassicML.Tests.Cli;

/// <summary>What a shell is offered to complete a line with, by the directive of System.CommandLine that <c>dotnet-suggest</c> sends.</summary>
public class CompletionTests
{
    [Theory]
    [InlineData("com", "compare"), InlineData("train --mo", "--model"), InlineData("train --model sv", "svm-classifier"),
        InlineData("models rbf", "rbf-kernel")]
    [InlineData("evaluate --data br", "breast-cancer"), InlineData("cv --metric root", "root-mean-squared-error"), InlineData("plot ro", "roc")]
    public async Task A_line_is_completed_by_what_exists(string line, string expected)
    {
        (int code, string output, string errors) = await InProcess.Run($"[suggest:{line.Length}]", line);
        Assert.True(code == 0, errors);
        Assert.Contains(expected, output.ReplaceLineEndings("\n").Split('\n'));
    }
}
