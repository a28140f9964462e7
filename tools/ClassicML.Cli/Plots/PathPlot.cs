using System.Collections.Immutable;
using ClassicML.Cli.Explaining;
using ClassicML.Cli.Input;
using ClassicML.Cli.Learners;
using ClassicML.Linear;
using ClassicML.Plotting;

namespace ClassicML.Cli.Plots;

/// <summary>The weights of a linear model as its penalty falls.</summary>
internal static class PathPlot
{
    // So many columns have colours and names; the rest are grey.
    private const int Named = 8;

    public static Plotted Draw(PlotOptions options, Invocation run)
    {
        LearnerSpec[] specs = options.Source.Learners.All(run);
        if (options.Source.File(run) is not null || specs.Length > 1)
            throw new UsageException("plot path fits by itself: give rows, and at most one --model: lasso, elastic-net or logistic-regression");
        RowSet rows = options.Source.Data.Train(run);
        LearningKind kind = specs is [var spec] ? options.Source.Kind(rows, run, spec) : PreparedRows.Kind(rows, options, run);
        object? learner = specs is [var one] ? one.Build(run.Registry, kind, options.Source.Data.GivenSeed(run.Parsed)).Learner : null;
        Features x = PreparedRows.Of(rows, options, run);
        return kind == LearningKind.Classification
            ? Classes(learner, rows.ToClassification().WithFeatures(x), options, run) : Numbers(learner, rows.ToRegression().WithFeatures(x), run);
    }

    private static Plotted Classes(object? learner, ClassificationData data, PlotOptions options, Invocation run)
    {
        var path = new LogisticPath { Learner = new LogisticRegression { Penalty = Penalty.L1 } };
        if (learner is LogisticRegression own) path = path with { Learner = own };
        else if (learner is not null) throw Other(learner);
        ImmutableArray<LogisticPathPoint> points = path.Compute(data, run.Context);
        int row = 0;
        string of = data.Labels[1];
        if (data.ClassCount > 2)
        {
            string wanted = options.Positive(run.Parsed) ?? data.Labels[0];
            row = data.Labels.IndexOf(wanted);
            if (row < 0) throw new UsageException($"--positive: there is no class '{wanted}'{Internal.NearNames.Hint(wanted, data.Labels.Names)}");
            if (options.Positive(run.Parsed) is null) run.Output.Note($"the weights are those of class '{wanted}' (--positive for another)");
            of = wanted;
        }
        return Lines(
            $"Path of weights for {of}: {(path.Learner.Penalty == Penalty.L1 ? "L1" : path.Learner.Penalty == Penalty.L2 ? "L2" : "elastic net")}",
            "penalty 1/C, weaker to the left", points[0].Model, [.. points.Select(point => 1 / point.C)],
            [.. points.Select(point => point.Model.Coefficients.Row(row).ToArray())]);
    }

    private static Plotted Numbers(object? learner, RegressionData data, Invocation run)
    {
        LassoPath path = learner switch
        {
            null or Lasso => new LassoPath(),
            ElasticNet net => new LassoPath
            {
                L1Ratio = net.L1Ratio, FitIntercept = net.FitIntercept, Tolerance = net.Tolerance, MaxIterations = net.MaxIterations,
            },
            _ => throw Other(learner),
        };
        if (learner is Lasso lasso) path = path with { FitIntercept = lasso.FitIntercept, Tolerance = lasso.Tolerance, MaxIterations = lasso.MaxIterations };
        ImmutableArray<LassoPathPoint> points = path.Compute(data, run.Context);
        return Lines(
            $"Path of weights: {(path.L1Ratio == 1 ? "lasso" : "elastic net")}", "penalty α, weaker to the left", points[0].Model,
            [.. points.Select(point => point.Alpha)], [.. points.Select(point => point.Model.Coefficients.ToArray())]);
    }

    private static UsageException Other(object learner) =>
        new($"plot path is of lasso, elastic-net and logistic-regression, and not of {Internal.NearNames.Kebab(learner.GetType().Name)}");

    private static Plotted Lines(string title, string label, IModel model, double[] penalties, double[][] weights)
    {
        ImmutableArray<string> names = Insides.Names(model);
        int[] order = [.. Enumerable.Range(0, names.Length).OrderByDescending(j => Math.Abs(weights[^1][j]))];
        LineSeries Line(int j, string name) => new(name, penalties, [.. weights.Select(each => each[j])]);
        int[] others = [.. order.Skip(Named)];
        var chart = new LineChart(
            [.. others.Select((j, at) => Line(j, at == 0 ? "other columns" : "") with { IsReference = true }),
                .. order.Take(Named).Select(j => Line(j, names[j]))])
        {
            Title = title, XLabel = label, YLabel = "weight", LogX = true, Width = 760, Height = 500,
        };
        return new Plotted(
            chart, null, order.ToDictionary(j => names[j], j => weights[^1][j], StringComparer.Ordinal),
            [.. order.Select(j => new SeriesResult(names[j], penalties, [.. weights.Select(each => each[j])]))]);
    }
}
