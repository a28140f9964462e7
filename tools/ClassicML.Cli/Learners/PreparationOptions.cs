using System.CommandLine;
using ClassicML.Preprocessing;

namespace ClassicML.Cli.Learners;

/// <summary>The options that say what happens to features before a learner sees them.</summary>
internal sealed class PreparationOptions
{
    private readonly Option<string?> scale = new("--scale") { Description = "Scale numbers first: standard, min-max, max-abs, robust.", HelpName = "SCALER" };
    private readonly Option<string?> impute = new("--impute")
    {
        Description = "Fill missing numbers: mean, median, most-frequent, knn, none. Default: median where there are any and the model wants none.", HelpName = "RULE",
    };

    public PreparationOptions(Command command)
    {
        scale.AcceptOnlyFromAmong("standard", "min-max", "max-abs", "robust", "none");
        impute.AcceptOnlyFromAmong("mean", "median", "most-frequent", "knn", "none");
        command.Options.Add(scale);
        command.Options.Add(impute);
    }

    /// <summary>Whether the command line says how numbers are scaled.</summary>
    public bool SaysScale(ParseResult parsed) => parsed.GetValue(scale) is not null;

    /// <summary>What people type to get the same preparation; empty where they need not.</summary>
    public string Typed(ParseResult parsed) => string.Concat(
        new[] { scale, impute }.Where(option => parsed.GetValue(option) is not null).Select(option => $" {option.Name} {parsed.GetValue(option)}"));

    public Preparation Of(ParseResult parsed, Action<string> note) => new(
        parsed.GetValue(scale) switch
        {
            "standard" => new StandardScaler(),
            "min-max" => new MinMaxScaler(),
            "max-abs" => new MaxAbsScaler(),
            "robust" => new RobustScaler(),
            _ => null,
        },
        parsed.GetValue(impute) switch
        {
            "mean" => new SimpleImputer(),
            "median" => new SimpleImputer { Statistic = ImputationStatistic.Median },
            "most-frequent" => new SimpleImputer { Statistic = ImputationStatistic.MostFrequent },
            "knn" => new KnnImputer(),
            _ => null,
        },
        parsed.GetValue(impute) is null, note);
}
