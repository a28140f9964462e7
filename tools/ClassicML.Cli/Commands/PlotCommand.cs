using System.CommandLine;
using ClassicML.Cli.Output;
using ClassicML.Cli.Plots;
using Spectre.Console;

namespace ClassicML.Cli.Commands;

/// <summary><c>classicml plot</c>: a picture of a model, of how well it does, or of rows.</summary>
internal static class PlotCommand
{
    private static readonly (string Name, string Summary, Func<PlotOptions, Invocation, Plotted> Draw)[] Kinds =
    [
        ("confusion", "how often each class is taken for each", OutcomePlots.Confusion),
        ("roc", "what is found against what is found wrongly, at each threshold", OutcomePlots.Roc),
        ("pr", "precision against recall, at each threshold", OutcomePlots.PrecisionRecall),
        ("calibration", "whether probabilities come true", OutcomePlots.Calibration),
        ("learning", "scores against the number of rows", CurvePlots.Learning),
        ("validation", "scores against an option (--vary)", CurvePlots.Validation),
        ("regions", "what is predicted over two columns", ModelPlots.Regions),
        ("path", "weights as a penalty falls", PathPlot.Draw),
        ("scree", "variance that principal components explain", ProjectionPlots.Scree),
        ("projection", "rows in two directions", ProjectionPlots.Projection),
        ("importances", "how much each column counts", ModelPlots.Importance),
        ("tree", "the questions of a tree", ModelPlots.Tree),
    ];

    public static Command Create(GlobalOptions global)
    {
        var kind = new Argument<string>("KIND")
        {
            Description = string.Join("; ", Kinds.Select(each => $"{each.Name}: {each.Summary}")), HelpName = "KIND",
        };
        kind.CompletionSources.Add(_ => Kinds.Select(each => new System.CommandLine.Completions.CompletionItem(each.Name)));
        var command = new Command("plot", "Draw a picture of a model, of how well it does, or of rows. Without test rows, scores are cross-validated.") { kind };
        var output = new Option<string?>("--output", "-o")
        {
            Description = "The picture to write: a PNG or an SVG by its ending.", HelpName = "FILE", Required = true,
        };
        var picture = new PictureOptions(command, output);
        var options = new PlotOptions(command);
        global.SetAction(command, run =>
        {
            string name = run.Parsed.GetRequiredValue(kind);
            (string known, _, Func<PlotOptions, Invocation, Plotted> draw) = Kinds.FirstOrDefault(each => Internal.NearNames.Same(each.Name, name));
            if (known is null) throw new UsageException($"there is no picture '{name}'{Internal.NearNames.Hint(name, [.. Kinds.Select(each => each.Name)])}");
            PictureFile file = picture.Of(run.Parsed)!;
            Plotted plotted = Drawn(() => draw(options, run));
            if (plotted.Chart is { } chart) file.Save(chart);
            else file.SaveTree(plotted.Tree!);
            run.Output.Write(
                new PlotResult(known, file.Path, new FileInfo(file.Path).Length, plotted.Chart?.Title ?? "Decision tree", plotted.Values,
                    plotted.Series, [.. run.Output.Notes]),
                json => json.PlotResult, Print);
        },
            "plot roc --model random-forest --train a.csv --target label -o roc.svg",
            "plot confusion a.model --test b.csv -o confusion.png",
            "plot validation --model svm --vary C=0.01,0.1,1,10,100 --scale standard --data wine -o c.png --theme dark",
            "plot projection --data digits -o digits.png",
            "plot tree --model decision-tree --set max-depth=3 --data iris -o tree.svg");
        return command;
    }

    // What the library says of its option is said of ours.
    private static Plotted Drawn(Func<Plotted> draw)
    {
        try
        {
            return draw();
        }
        catch (ArgumentException e) when (e.Message.StartsWith("FoldCount ", StringComparison.Ordinal))
        {
            throw new ArgumentException(CommandLine.Line(e).Replace("FoldCount", "--folds", StringComparison.Ordinal), e);
        }
    }

    private static void Print(PlotResult result, IAnsiConsole console)
    {
        const int most = 20;
        List<(string, string)> facts = [("picture", FormattableString.Invariant($"{result.File}, {result.FileBytes:N0} bytes")), ("shows", result.Title)];
        facts.AddRange(result.Values.Take(most).Select(pair => ("  " + pair.Key, Show.Score(pair.Value))));
        console.Write(Show.Facts([.. facts]));
        if (result.Values.Count > most) console.WriteLine(FormattableString.Invariant($"and {result.Values.Count - most} more (--json has all)"));
    }
}

/// <summary>What <c>plot --json</c> prints: the numbers of title and legend, and what is drawn.</summary>
internal sealed record PlotResult(
    string Kind, string File, long FileBytes, string Title, IReadOnlyDictionary<string, double> Values, SeriesResult[] Series, string[] Notes);
