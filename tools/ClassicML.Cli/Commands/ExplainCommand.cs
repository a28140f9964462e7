using System.CommandLine;
using ClassicML.Cli.Explaining;
using ClassicML.Cli.Input;
using ClassicML.Cli.Learners;
using ClassicML.Cli.Output;
using ClassicML.Preprocessing;
using Spectre.Console;

namespace ClassicML.Cli.Commands;

/// <summary><c>classicml explain</c>: which columns a model goes by.</summary>
internal static class ExplainCommand
{
    // What is longer than a page is in the JSON.
    private const int MostRows = 40, MostClasses = 6;

    public static Command Create(GlobalOptions global)
    {
        var command = new Command("explain", "Say what a model goes by: importances of columns, coefficients, its tree.");
        var source = new ModelSource(command);
        var repeats = new Option<int>("--repeats")
        {
            Description = "How often the values of each column are permuted.", DefaultValueFactory = _ => 5, HelpName = "N",
        };
        var depth = new Option<int>("--depth") { Description = "How many questions deep a tree is shown.", DefaultValueFactory = _ => 4, HelpName = "N" };
        command.Options.Add(repeats);
        command.Options.Add(depth);
        var picture = new PictureOptions(command, new Option<string?>("--picture")
        {
            Description = "Draw the tree, or the importances of other models: a PNG or an SVG by its ending.", HelpName = "FILE",
        });
        global.SetAction(command, run =>
        {
            PictureFile? drawing = picture.Of(run.Parsed);
            int times = Check.Positive(run.Parsed.GetValue(repeats), "--repeats"), levels = Check.Positive(run.Parsed.GetValue(depth), "--depth");
            (FittedModel model, RowSet? rows) = Subject(source, run);
            IModel last = Insides.Last(model.Model);
            (double Loss, ImportanceResult[] Columns)? permuted = rows is null ? null
                : Importances.Permuted(model, rows, times, source.Data.Seed(run.Parsed), run.Context);
            CoefficientsResult[] coefficients = Insides.Coefficients(last);
            // Of a linear model the magnitudes of its coefficients would be said twice.
            ImportanceResult[]? own = coefficients.Length > 0 ? null : Importances.Own(model.Model);
            string? tree = Insides.TreeText(last, levels);
            if (permuted is null && coefficients.Length == 0 && own is null && tree is null)
                throw new UsageException("the model says nothing of its columns by itself: give rows with --test FILE or --data NAME");
            if (coefficients.Length > 0 && !IsScaled(Insides.First(model.Model)))
                run.Output.Note("a coefficient is for one unit of its column, so only columns of one scale compare: --scale standard at the training");
            if (drawing is not null) Draw(drawing, last, permuted?.Columns, own, Loss(model.Kind), levels, run);
            run.Output.Write(
                new ExplainResult(
                    Insides.Name(last, run), TargetRule.Name(model.Kind), rows?.RowCount, permuted?.Loss, permuted?.Columns, own,
                    coefficients.Length == 0 ? null : coefficients, tree, drawing?.Path, [.. run.Output.Notes]),
                json => json.ExplainResult, (result, console) => Print(result, Loss(model.Kind), console));
        },
            "explain forest.model --test b.csv",
            "explain --model logistic-regression --scale standard --train a.csv --target label",
            "explain --model decision-tree --set max-depth=3 --data iris --picture tree.svg");
        return command;
    }

    private static (FittedModel, RowSet?) Subject(ModelSource source, Invocation run)
    {
        if (source.File(run) is not { } file || source.Data.HasTest(run.Parsed)) return source.Held(run);
        run.Output.Note("without rows (--test or --data) there are no importances by permuting");
        return (SavedModel.Load(file, run).Model, null);
    }

    private static string Loss(LearningKind kind) => kind == LearningKind.Classification ? "share of wrong classes" : "mean squared error";

    private static bool IsScaled(ITransformerModel? first) => first switch
    {
        StandardScalerModel or MinMaxScalerModel or MaxAbsScalerModel or RobustScalerModel => true,
        TransformerPipelineModel pipeline => IsScaled(pipeline.First) || IsScaled(pipeline.Last),
        ColumnTransformerModel columns => columns.PartNames.Any(name => IsScaled(columns.Part(name))),
        _ => false,
    };

    private static void Draw(PictureFile drawing, IModel last, ImportanceResult[]? permuted, ImportanceResult[]? own, string loss, int levels, Invocation run)
    {
        if (Insides.TreeSvg(last, levels) is { } svg) drawing.SaveTree(svg);
        else if ((permuted ?? own) is { } columns)
            drawing.Save(Importances.Chart(columns, permuted is null ? "importance" : $"rise of the {loss} when permuted", run.Output.Note));
        else throw new UsageException("there is nothing to draw without rows: give them with --test FILE or --data NAME");
    }

    private static void Print(ExplainResult result, string loss, IAnsiConsole console)
    {
        if (result.Importances is { } permuted)
        {
            console.WriteLine(FormattableString.Invariant($"{result.Model}: {loss} {Show.Number(result.Loss!.Value)} on {result.Rows} rows; by how much it rises when a column is permuted"));
            console.WriteLine();
            Dictionary<string, double> own = (result.OwnImportances ?? []).ToDictionary(each => each.Column, each => each.Importance, StringComparer.Ordinal);
            Spectre.Console.Table table = own.Count == 0 ? Show.Table(("column", false), ("importance", true), ("±", true))
                : Show.Table(("column", false), ("importance", true), ("±", true), ("the model's own", true));
            foreach (ImportanceResult each in permuted.Take(MostRows))
            {
                string[] cells = [each.Column, Show.Score(each.Importance), Show.Score(each.Deviation!.Value)];
                table.Row(own.Count == 0 ? cells : [.. cells, own.TryGetValue(each.Column, out double value) ? Show.Score(value) : ""]);
            }
            Write(table, permuted.Length, console);
        }
        else if (result.OwnImportances is { } own)
        {
            Spectre.Console.Table table = Show.Table(("column", false), ("importance", true));
            foreach (ImportanceResult each in own.Take(MostRows)) table.Row(each.Column, Show.Score(each.Importance));
            Write(table, own.Length, console);
        }
        if (result.Coefficients is { } coefficients) Print(coefficients, console);
        if (result.Tree is { } tree) console.Write(new Text(tree));
        if (result.Picture is { } picture) console.WriteLine($"picture: {picture}");
    }

    private static void Print(CoefficientsResult[] all, IAnsiConsole console)
    {
        CoefficientsResult[] shown = [.. all.Take(MostClasses)];
        Spectre.Console.Table table = Show.Table(
            [("column", false), .. shown.Select(each => (each.Class is null ? "coefficient" : $"for {each.Class}", true))]);
        var of = shown.Select(each => each.Weights.ToDictionary(weight => weight.Column, weight => weight.Value, StringComparer.Ordinal)).ToArray();
        string[] columns = [.. shown[0].Weights.Select(weight => weight.Column).OrderByDescending(column => of.Max(weights => Math.Abs(weights[column])))];
        foreach (string column in columns.Take(MostRows)) table.Row([column, .. of.Select(weights => Show.Number(weights[column]))]);
        table.Row(["(intercept)", .. shown.Select(each => Show.Number(each.Intercept))]);
        Write(table, columns.Length, console);
        if (all.Length > shown.Length) console.WriteLine(FormattableString.Invariant($"and {all.Length - shown.Length} more classes (--json has all)"));
    }

    private static void Write(Spectre.Console.Table table, int count, IAnsiConsole console)
    {
        console.Write(table);
        if (count > MostRows) console.WriteLine(FormattableString.Invariant($"and {count - MostRows} more columns (--json has all)"));
        console.WriteLine();
    }
}

/// <summary>What <c>explain --json</c> prints; all columns and classes, the largest magnitude first.</summary>
/// <param name="Model">The model behind its preparation.</param>
/// <param name="Task">What it predicts.</param>
/// <param name="Rows">The rows that were permuted; null where none were given.</param>
/// <param name="Loss">The loss on them: the share of wrong classes, or the mean squared error.</param>
/// <param name="Importances">By how much it rises when a column is permuted.</param>
/// <param name="OwnImportances">What the model itself says: by impurity in trees.</param>
/// <param name="Coefficients">Of linear models.</param>
/// <param name="Tree">Of a tree, its text.</param>
/// <param name="Picture">The file that was drawn.</param>
/// <param name="Notes">What was said on standard error.</param>
internal sealed record ExplainResult(
    string Model, string Task, int? Rows, double? Loss, ImportanceResult[]? Importances, ImportanceResult[]? OwnImportances, CoefficientsResult[]? Coefficients,
    string? Tree, string? Picture, string[] Notes);
