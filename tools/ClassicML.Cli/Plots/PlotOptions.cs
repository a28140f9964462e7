using System.CommandLine;
using ClassicML.Cli.Input;
using ClassicML.Cli.Learners;
using ClassicML.ModelSelection;

namespace ClassicML.Cli.Plots;

/// <summary>What the kinds of pictures ask the command line.</summary>
internal sealed class PlotOptions
{
    private readonly Option<int> folds = new("--folds")
    {
        Description = "The folds of cross-validated pictures.", DefaultValueFactory = _ => 5, HelpName = "N",
    };
    private readonly Option<string?> positive = new("--positive")
    {
        Description = "The class that is drawn. Default: of two the second; of more, each one.", HelpName = "CLASS",
    };
    private readonly Option<int> bins = new("--bins")
    {
        Description = "Of calibration, the bins of probabilities.", DefaultValueFactory = _ => 10, HelpName = "N",
    };
    private readonly Option<string?> x = new("--x") { Description = "Of regions, the column across. Default: the one that counts most.", HelpName = "COLUMN" };
    private readonly Option<string?> y = new("--y") { Description = "Of regions, the column up. Default: the one that counts next.", HelpName = "COLUMN" };
    private readonly Option<string> by = new("--by")
    {
        Description = "Of projection: pca, or lda, which looks at the classes.", DefaultValueFactory = _ => "pca", HelpName = "WAY",
    };
    private readonly Option<int> depth = new("--depth")
    {
        Description = "Of tree, how many questions deep it is drawn.", DefaultValueFactory = _ => 4, HelpName = "N",
    };
    private readonly Option<int> repeats = new("--repeats")
    {
        Description = "Of importances, how often the values of each column are permuted.", DefaultValueFactory = _ => 5, HelpName = "N",
    };

    public PlotOptions(Command command)
    {
        Source = new ModelSource(command, varied: "Of validation, an option of the model and the numbers to try, such as C=0.01,0.1,1,10 or C=0.01..100:log:9.");
        by.AcceptOnlyFromAmong("pca", "lda");
        foreach (Option option in (Option[])[folds, positive, bins, x, y, by, depth, repeats]) command.Options.Add(option);
        Metric = new MetricOption(command);
    }

    public ModelSource Source { get; }

    public MetricOption Metric { get; }

    public int FoldCount(ParseResult parsed) => Check.AtLeast(parsed.GetValue(folds), 2, "--folds");

    public string? Positive(ParseResult parsed) => parsed.GetValue(positive);

    public int Bins(ParseResult parsed) => Check.Positive(parsed.GetValue(bins), "--bins");

    public string? X(ParseResult parsed) => parsed.GetValue(x);

    public string? Y(ParseResult parsed) => parsed.GetValue(y);

    public bool ByClasses(ParseResult parsed) => parsed.GetValue(by) == "lda";

    public int Depth(ParseResult parsed) => Check.Positive(parsed.GetValue(depth), "--depth");

    public int Repeats(ParseResult parsed) => Check.Positive(parsed.GetValue(repeats), "--repeats");

    /// <summary>Folds of rows in a random order; rows of one group stay together.</summary>
    public ISplitter Splitter(RowSet rows, LearningKind kind, Invocation run)
    {
        int count = FoldCount(run.Parsed), seed = Source.Data.Seed(run.Parsed);
        bool classes = kind == LearningKind.Classification;
        if (rows.Groups.Length > 0) return classes ? new StratifiedGroupKFold { FoldCount = count, Seed = seed } : new GroupKFold { FoldCount = count };
        return classes ? new StratifiedKFold { FoldCount = count, Seed = seed } : new KFold { FoldCount = count, Seed = seed };
    }
}
