using System.CommandLine;
using System.Text.Json;
using ClassicML.Cli;
using ClassicML.Linear;
using ClassicML.Tests.Contract;
using ClassicML.Wire;

namespace ClassicML.Tests.Cli;

/// <summary>Exit codes, what is said of them, and the lists of <c>models</c> and <c>devices</c>.</summary>
public class CommandTests
{
    public static TheoryData<Exception, int, string> Failures => new()
    {
        { new OperationCanceledException(), 130, "cancelled" },
        { new TaskCanceledException(), 130, "cancelled" },
        { new AggregateException(new OperationCanceledException()), 130, "cancelled" },
        { new ClassicML.Cli.UsageException("not so"), 2, "not so" },
        { new ArgumentException("a is wrong", "a"), 1, "a is wrong" },
        { new ArgumentOutOfRangeException("b", "b must be 3"), 1, "b must be 3" },
        { new FileNotFoundException("no file"), 1, "no file" },
        { new InvalidDataException("broken\nhere"), 1, "broken here" },
        { new UnauthorizedAccessException("locked"), 1, "locked" },
        { new FormatException("no number"), 1, "no number" },
        { new WireException("no form"), 1, "no form" },
        { new PlatformNotSupportedException("no card"), 1, "no card" },
        { new AggregateException(new AggregateException(new IOException("deep"))), 1, "deep" },
        { new InvalidOperationException("a fault"), 1, "InvalidOperationException: a fault (--debug shows where)" },
    };

    [Theory, MemberData(nameof(Failures))]
    public async Task What_goes_wrong_has_a_code_and_a_line(Exception thrown, int expected, string line)
    {
        var command = new System.CommandLine.Command("fail", "");
        command.SetAction((Func<ParseResult, int>)(_ => throw thrown));
        var errors = new StringWriter();
        Assert.Equal(expected, await ClassicML.Cli.CommandLine.RunAsync(new CliRoot(BuiltIn.Registry, null, command), ["fail"], errors, TextWriter.Null));
        Assert.Equal($"classicml: {line}", errors.ToString().TrimEnd());
    }

    [Fact]
    public async Task What_cant_be_parsed_is_named_line_by_line_and_points_to_the_help()
    {
        (int code, string output, string errors) = await InProcess.Run("evaluate", "--frobnicate", "--data", "iris");
        Assert.Equal((2, ""), (code, output));
        string[] lines = errors.TrimEnd().ReplaceLineEndings("\n").Split('\n');
        Assert.All(lines, line => Assert.StartsWith("classicml: ", line));
        Assert.Contains(lines, line => line.Contains("--frobnicate"));
        Assert.Equal("classicml: see classicml evaluate --help", lines[^1]);
    }

    [Fact]
    public async Task Every_command_names_its_options_with_what_they_do_and_has_examples()
    {
        (_, string all, _) = await InProcess.Run("--help");
        foreach (Command command in new CliRoot(BuiltIn.Registry).Commands)
        {
            Assert.Contains($"  {command.Name} ", all);
            Assert.NotEmpty(command.Description!);
            (int code, string output, _) = await InProcess.Run(command.Name, "--help");
            Assert.Equal(0, code);
            foreach (Option option in command.Options)
            {
                Assert.Contains(option.Name, output);
                Assert.NotEmpty(option.Description!);
            }
            // A command of commands has their names.
            Assert.Contains(command.Subcommands.Count > 0 ? "Commands:\n" : $"Examples:\n  classicml {command.Name}", output.ReplaceLineEndings("\n"));
        }
    }

    [Fact]
    public async Task Models_are_listed_by_kind_and_each_has_its_options_with_defaults_and_what_they_may_be()
    {
        (int code, string output, string errors) = await InProcess.Run(Learners.Registry, "models", "--all", "--json");
        Assert.True(code == 0, errors);
        JsonElement[] models = [.. JsonDocument.Parse(output).RootElement.GetProperty("models").EnumerateArray()];
        WireType[] types = [.. Learners.Registry.Types.Where(type => type.CanCreate)];
        Assert.Equal(types.Select(type => (type.Name, type.Summary)),
            models.Select(model => (model.GetProperty("name").GetString()!, model.GetProperty("summary").GetString()!)));
        Assert.Equal(types.SelectMany(type =>
            type.Options.Select(option => (option.KebabName, option.Default == "" ? "none" : option.Default, option.Allowed))),
            models.SelectMany(model => model.GetProperty("options").EnumerateArray().Select(option => (
                option.GetProperty("name").GetString()!, option.GetProperty("default").GetString()!, option.GetProperty("allowed").GetString()!))));

        (_, output, _) = await InProcess.Run(Learners.Registry, "models");
        Assert.Matches(@"(?s)classifiers\s.*logistic-regression\s.*regressors\s.*ridge\s", output);
        Assert.DoesNotContain("rbf-kernel", output);
        (_, output, _) = await InProcess.Run(Learners.Registry, "models", "Decision-Tree");
        Assert.Matches(@"max-depth\s+none\s+an integer, at least 1, or none\n", output.ReplaceLineEndings("\n"));
        Assert.Contains("decision-tree, a classifier", output);
        // What two learners have in common is both.
        (_, output, _) = await InProcess.Run(Learners.Registry, "models", "svm");
        Assert.Contains("svm-classifier, a classifier", output);
        Assert.Contains("svm-regressor, a regressor", output);
        Assert.Contains("rbf-kernel, a part", (await InProcess.Run("models", "rbf-kernel")).Output);
        Assert.Equal((2, "classicml: there is no model 'svn': did you mean 'svm'?"), Trimmed(await InProcess.Run("models", "svn")));
    }

    [Fact]
    public async Task A_users_own_learner_is_listed_and_evaluated()
    {
        WireRegistry registry = new(new WireOptions<LogisticRegression>("mine", WireKind.Classifier, "My own", () => new() { C = 7 })
            .Number("C", Interval.Positive, l => l.C, (l, c) => l with { C = c }));
        (_, string output, _) = await InProcess.Run(registry, "models", "mine");
        Assert.Equal("mine, a classifier: My own option default may be c 7 a number, positive",
            string.Join(' ', output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
        (int code, output, _) = await InProcess.Run(registry, "evaluate", "--model", "mine", "--data", "iris", "--json");
        Assert.Equal(0, code);
        Assert.Contains("\"C\":7", output);
        Assert.Equal((2, "classicml: there is no model 'logistic-regression'; there are mine"),
            Trimmed(await InProcess.Run(registry, "evaluate", "--model", "logistic-regression", "--data", "iris")));
    }

    [Fact]
    public async Task A_device_that_has_no_number_is_refused()
    {
        (int code, string output, string errors) = await InProcess.Run("devices", "--index", "-1");
        Assert.Equal((1, ""), (code, output));
        Assert.Contains("must be at least 0, was -1", errors);
        Assert.Equal(2, (await InProcess.Run("devices", "--index", "first")).Code);
    }

    private static (int, string) Trimmed((int Code, string Output, string Errors) run) => (run.Code, run.Errors.TrimEnd());
}
