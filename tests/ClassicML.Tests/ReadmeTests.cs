using System.Text.RegularExpressions;
using ClassicML.Linear;
using ClassicML.Metrics;
using ClassicML.ModelSelection;
using ClassicML.Preprocessing;
using ClassicML.Trees;

namespace ClassicML.Tests;

/// <summary>The example of README.md, run as it stands there, and the tests that pages name.</summary>
public partial class ReadmeTests
{
    [Fact]
    public void The_example_runs()
    {
        // README example
        var (train, test) = Datasets.Iris().Split(testShare: 0.3, seed: 1, stratified: true);
        var learner = new StandardScaler().Then(new LogisticRegression { C = 10 });
        var model = learner.Fit(train);
        Console.WriteLine($"accuracy {model.Score(test):F3}");
        Console.WriteLine(ConfusionMatrix.Of(model, test));

        var search = new GridSearch(
            ParameterGrid.For(learner).Vary("C", [0.1, 1, 10, 100], (p, c) => p with { Last = p.Last with { C = c } }),
            ParameterGrid.For(new DecisionTreeClassifier()).Vary("depth", [2, 3, 4], (t, depth) => t with { MaxDepth = depth }));
        SearchModel best = search.Fit(train);
        Console.WriteLine($"best: {best.BestCandidate}, accuracy {best.BestScore:F3} over the folds, {best.Score(test):F3} on the test rows");

        var nested = CrossValidation.Run(search, Datasets.Iris(), new StratifiedKFold { FoldCount = 5, Seed = 1 });
        Console.WriteLine($"nested: {nested.Mean(ClassificationMetric.Accuracy):F3} ± {nested.Deviation(ClassificationMetric.Accuracy):F3}");
        // end

        Assert.InRange(model.Score(test), 0.9, 1);
        Assert.InRange(best.Score(test), 0.9, 1);
        Assert.InRange(nested.Mean(ClassificationMetric.Accuracy), 0.9, 1);
    }

    [Fact]
    public void The_example_is_the_one_of_the_page()
    {
        string source = File.ReadAllText(Path.Combine(Repository.Root, "tests", "ClassicML.Tests", "ReadmeTests.cs"));
        string page = CodeBlock().Match(File.ReadAllText(Path.Combine(Repository.Root, "README.md"))).Groups[1].Value;
        string[] usings = [.. page.Split('\n').TakeWhile(line => line.StartsWith("using ", StringComparison.Ordinal))];
        // The namespace ClassicML is that of the tests too.
        Assert.All(usings.Where(line => line != "using ClassicML;"), line => Assert.Contains(line + "\n", source));
        string run = source.Split("        // README example\n")[1].Split("        // end\n")[0].Replace("\n        ", "\n")["        ".Length..];
        Assert.Equal(page[(string.Join('\n', usings).Length + 2)..].TrimEnd(), run.TrimEnd());
    }

    [Fact]
    public void The_learner_and_the_test_of_the_page_on_contracts_are_among_the_tests()
    {
        string source = File.ReadAllText(Path.Combine(Repository.Root, "tests", "ClassicML.Tests", "Contract", "OwnLearnerTests.cs"));
        string page = File.ReadAllText(Path.Combine(Repository.Root, "src", "ClassicML.Testing", "README.md"));
        foreach (string part in (string[])["learner", "test"])
            Assert.Contains(source.Split($"// page: {part}\n")[1].Split("// end\n")[0], page, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_test_that_a_page_names_exists()
    {
        HashSet<string> tests = [.. typeof(ReadmeTests).Assembly.GetTypes().SelectMany(type => type.GetMethods()).Select(method => method.Name),
            .. Contract.LearnerContractTests.Names];
        string[] pages = [.. ((string[])["src", "tools"])
            .SelectMany(folder => Directory.GetFiles(Path.Combine(Repository.Root, folder), "README.md", SearchOption.AllDirectories))];
        foreach (string page in pages)
            foreach (Match name in TestName().Matches(File.ReadAllText(page)))
                Assert.True(tests.Contains(name.Groups[1].Value), $"{page} names the test {name.Groups[1].Value}, which does not exist");
    }

    [GeneratedRegex(@"```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex CodeBlock();

    // Names of tests are sentences: a capital, and at least two underscores.
    [GeneratedRegex(@"`([A-Z][a-zA-Z0-9]*(?:_[a-zA-Z0-9]+){2,})`")]
    private static partial Regex TestName();
}
