using System.Collections.Immutable;
using System.Globalization;
using ClassicML.Cli.Explaining;
using ClassicML.Cli.Input;
using ClassicML.Cli.Learners;
using ClassicML.Plotting;

namespace ClassicML.Cli.Plots;

/// <summary>Pictures of a model itself: its regions, its importances, its tree.</summary>
internal static class ModelPlots
{
    // Enough rows to tell the columns that count from the others.
    private const int MostPermuted = 500;

    /// <summary>What is predicted over two columns, the others at their means; with the rows that it was fitted on, or those of --test.</summary>
    public static Plotted Regions(PlotOptions options, Invocation run)
    {
        (FittedModel model, RowSet rows) = Whole(options, run);
        if (model.Model is not IClassifierModel classifier) throw new ArgumentException($"regions are of classes, and {model.Model.GetType().Name} predicts numbers");
        if (rows.Features is Table table && table.Columns.FirstOrDefault(column => column.Numbers is null) is { } words)
            throw new ArgumentException($"regions are of numbers, and '{words.Name}' holds {words.Holds}: --columns or --drop at the training leaves it out");
        ClassificationData data = rows.ToClassification(classifier.Labels).AlignedTo(classifier);
        Matrix x = data.Features is SparseMatrix sparse ? sparse.ToDense() : Check.Dense(data.Features, "a picture of regions");
        if (x.ColumnCount < 2) throw new ArgumentException("regions need two columns");
        ImmutableArray<string> names = Insides.Names(classifier);
        (int across, int up) = Columns(options, run, model, rows, names);
        if (names.Length > 2)
            run.Output.Note($"the picture is of '{names[across]}' and '{names[up]}' (--x, --y), the other columns at their means; --columns fits on some alone");
        DecisionRegions chart = FittedModel.Named(rows, () => DecisionRegions.Of(classifier, data.WithFeatures(x, names), across, up)) with
        {
            Title = $"Regions: {Insides.Name(classifier, run)}",
            Width = 640,
            Height = 520,
        };
        return new Plotted(
            chart, null, new Dictionary<string, double>(), [.. chart.Points.Select(each => new SeriesResult(each.Name, [.. each.X], [.. each.Y]))]);
    }

    public static Plotted Importance(PlotOptions options, Invocation run)
    {
        (FittedModel model, RowSet rows) = options.Source.Held(run);
        (double loss, ImportanceResult[] columns) = Importances.Permuted(
            model, rows, options.Repeats(run.Parsed), options.Source.Data.Seed(run.Parsed), run.Context);
        string label = model.Kind == LearningKind.Classification
            ? "rise of the share of wrong classes when permuted" : "rise of the mean squared error when permuted";
        BarChart chart = Importances.Chart(columns, label, run.Output.Note);
        double[] places = [.. Enumerable.Range(0, columns.Length).Select(j => (double)j)];
        return new Plotted(
            chart with { Title = FormattableString.Invariant($"{chart.Title}: {Insides.Name(model.Model, run)}, {rows.RowCount} test rows") }, null,
            columns.Select(each => KeyValuePair.Create(each.Column, each.Importance)).Append(KeyValuePair.Create("(loss)", loss)).ToDictionary(),
            [new SeriesResult("importance", places, [.. columns.Select(each => each.Importance)], [.. columns.Select(each => each.Deviation!.Value)])]);
    }

    public static Plotted Tree(PlotOptions options, Invocation run)
    {
        FittedModel model = options.Source.File(run) is { } file ? SavedModel.Load(file, run).Model : Whole(options, run).Model;
        IModel last = Insides.Last(model.Model);
        string svg = Insides.TreeSvg(last, options.Depth(run.Parsed))
            ?? throw new ArgumentException($"a {Insides.Name(last, run)} is no tree: take a decision-tree");
        return new Plotted(null, svg, new Dictionary<string, double>(), []);
    }

    // Fitted on all rows, since it is no score that is drawn.
    private static (FittedModel Model, RowSet Rows) Whole(PlotOptions options, Invocation run)
    {
        if (options.Source.File(run) is not null) return options.Source.Held(run);
        LearnerSpec spec = options.Source.Spec(run);
        RowSet rows = options.Source.Data.Train(run);
        object learner = options.Source.Prepared(spec, options.Source.Kind(rows, run, spec), rows, null, run);
        return (FittedModel.Fit(learner, rows, run.Context), rows);
    }

    // Those that were asked for, else those that count most.
    private static (int Across, int Up) Columns(PlotOptions options, Invocation run, FittedModel model, RowSet rows, ImmutableArray<string> names)
    {
        int? x = Column(options.X(run.Parsed), names, "--x"), y = Column(options.Y(run.Parsed), names, "--y");
        if (x is { } across && y is { } up) return across != up ? (across, up) : throw new UsageException("--x and --y must be two columns");
        int[] order = [0, 1];
        if (names.Length > 2)
        {
            int step = Math.Max(1, rows.RowCount / MostPermuted);
            RowSet some = step == 1 ? rows : rows.Select([.. Enumerable.Range(0, rows.RowCount / step).Select(i => i * step)]);
            ImportanceResult[] counted = Importances.Own(model.Model) ?? Importances.Permuted(model, some, 1, 0, run.Context).Columns;
            order = [.. counted.Select(each => names.IndexOf(each.Column))];
        }
        int Next(int? other) => order.First(column => column != other);
        int first = x ?? Next(y);
        return (first, y ?? Next(first));
    }

    private static int? Column(string? name, ImmutableArray<string> names, string option)
    {
        if (name is null) return null;
        int at = names.IndexOf(name);
        if (at >= 0) return at;
        return int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number < names.Length ? number
            : throw new UsageException($"{option}: the model has no column '{name}'{Internal.NearNames.Hint(name, names)}");
    }
}
