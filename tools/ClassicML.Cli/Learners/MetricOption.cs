using System.CommandLine;
using ClassicML.Metrics;

namespace ClassicML.Cli.Learners;

/// <summary>The option that names metrics.</summary>
internal sealed class MetricOption
{
    private readonly Option<string[]> metric = new("--metric")
    {
        Description = "A metric such as accuracy, f1-macro, log-loss, roc-auc, r2; may come several times.", HelpName = "NAME",
    };

    public MetricOption(Command command)
    {
        metric.CompletionSources.Add([.. ClassificationMetric.All.Select(each => each.Name), .. RegressionMetric.All.Select(each => each.Name)]);
        command.Options.Add(metric);
    }

    /// <summary>The metrics that were named; none for the usual ones.</summary>
    public string[] Of(ParseResult parsed) => [.. (parsed.GetValue(metric) ?? []).SelectMany(list => list.Split(',', StringSplitOptions.RemoveEmptyEntries))];
}
