using ClassicML.Linear;
using ClassicML.Wire;

namespace ClassicML.Tests.Cli;

/// <summary>Sets the limit of the whole process, so nothing else may run.</summary>
[CollectionDefinition(nameof(ThreadsOptionTests), DisableParallelization = true)]
[Collection(nameof(ThreadsOptionTests))]
public class ThreadsOptionTests
{
    [Fact]
    public async Task Threads_is_the_most_that_a_fit_may_use()
    {
        int before = Workers.MaxThreads;
        try
        {
            Assert.Equal(before, await Seen());
            Assert.Equal(1, await Seen("--threads", "1"));
            Assert.Equal(3, await Seen("--threads", "3"));
        }
        finally
        {
            Workers.MaxThreads = before;
        }
    }

    private static async Task<int> Seen(params string[] arguments)
    {
        int seen = 0;
        WireRegistry registry = new(
            new WireOptions<Watching>("watching", WireKind.Classifier, "Looks at its limit", () => new(context => seen = context.Threads))
            .Flag("On", _ => true, (learner, _) => learner));
        (int code, _, string errors) = await InProcess.Run(registry,
            ["evaluate", "--model", "watching", "--data", "iris", "--json", .. arguments]);
        Assert.True(code == 0, errors);
        return seen;
    }

    private sealed record Watching(Action<FitContext> Look) : IClassifier<LogisticRegressionModel>
    {
        public LogisticRegressionModel Fit(ClassificationData data, FitContext context = default)
        {
            Look(context);
            return new LogisticRegression().Fit(data, context);
        }
    }
}
