using System.CommandLine;
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
        Assert.Equal(expected, await ClassicML.Cli.CommandLine.RunAsync(new RootCommand { command }, ["fail"], errors, TextWriter.Null));
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
        Assert.Contains(lines, line => line.Contains("--model"));
        Assert.Equal("classicml: see --help", lines[^1]);
    }

    [Fact]
    public async Task Help_names_every_option_with_what_it_does()
    {
        (int code, string output, _) = await InProcess.Run("evaluate", "--help");
        Assert.Equal(0, code);
        foreach (Option option in ClassicML.Cli.EvaluateCommand.Create(BuiltIn.Registry).Options)
        {
            Assert.Contains(option.Name, output);
            Assert.NotEmpty(option.Description!);
        }
    }

    [Fact]
    public async Task Models_are_listed_by_kind_with_each_options_default_and_what_it_may_be()
    {
        (int code, string output, string errors) = await InProcess.Run(Learners.Registry, "models");
        Assert.True(code == 0, errors);
        // Long lines are broken between words.
        string[] words = output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        string all = string.Join(' ', words) + " ";
        int last = -1;
        foreach (string kind in (string[])["Classifiers", "Regressors", "Transformers", "OutlierDetectors", "Splitters", "Parts"])
        {
            // An option may have the word for its name: headings come in their order.
            int at = Array.IndexOf(words, kind, last + 1);
            Assert.True(at > last, $"{kind} stand at {at}, after {last}");
            last = at;
        }
        foreach (WireType type in Learners.Registry.Types
            .Where(type => type.CanCreate)) Assert.Contains($" {type.Name} {type.Summary} ", all);
        Assert.Contains("C = 1 a number, positive", all);
        Assert.Contains("MaxDepth = none an integer, at least 1, or none", all);
        Assert.Contains("Penalty = l2 none or l1 or l2 or elastic-net", all);
        // Models have no options, so they are not listed.
        Assert.DoesNotContain("logistic-regression-model", all);
        Assert.DoesNotContain("Searchs", all);
    }

    [Fact]
    public async Task A_users_own_learner_is_listed_and_evaluated()
    {
        WireRegistry registry = new(new WireOptions<LogisticRegression>("mine", WireKind.Classifier, "My own", () => new() { C = 7 })
            .Number("C", Interval.Positive, l => l.C, (l, c) => l with { C = c }));
        (_, string output, _) = await InProcess.Run(registry, "models");
        Assert.Equal("Classifiers mine My own C = 7 a number, positive",
            string.Join(' ', output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
        (int code, output, _) = await InProcess.Run(registry, "evaluate", "--model", "mine", "--data", "iris", "--json");
        Assert.Equal(0, code);
        Assert.Contains("\"options\":{\"C\":7}", output);
        (code, _, string errors) = await InProcess.Run(registry, "evaluate", "--model", "logistic-regression", "--data", "iris");
        Assert.Equal((2, "classicml: --model must be one of mine, was 'logistic-regression'"), (code, errors.TrimEnd()));
    }

    [Fact]
    public async Task A_device_that_has_no_number_is_refused()
    {
        (int code, string output, string errors) = await InProcess.Run("devices", "--index", "-1");
        Assert.Equal((1, ""), (code, output));
        Assert.Contains("must be at least 0, was -1", errors);
        Assert.Equal(2, (await InProcess.Run("devices", "--index", "first")).Code);
    }
}
