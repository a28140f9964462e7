using ClassicML.Cli.Input;
using ClassicML.Decomposition;
using ClassicML.Plotting;

namespace ClassicML.Cli.Plots;

/// <summary>Rows in few directions: how much each principal component explains, and the rows in two.</summary>
internal static class ProjectionPlots
{
    private const int MostComponents = 30;

    public static Plotted Scree(PlotOptions options, Invocation run)
    {
        RowSet rows = Rows(options, run);
        double[] shares = new Pca().Fit(Dense(PreparedRows.Of(rows, options, run)), run.Context).ExplainedVarianceRatio;
        if (shares.Length > MostComponents) run.Output.Note(FormattableString.Invariant($"the picture has the first {MostComponents} of {shares.Length} components"));
        shares = [.. shares.Take(MostComponents)];
        double[] at = [.. Enumerable.Range(1, shares.Length).Select(k => (double)k)], sums = new double[shares.Length];
        for (int k = 0; k < sums.Length; k++) sums[k] = shares[k] + (k > 0 ? sums[k - 1] : 0);
        return Plotted.Of(
            new LineChart(
                new LineSeries("each component", at, shares) { ShowPoints = true }, new LineSeries("up to it together", at, sums) { ShowPoints = true })
            {
                Title = "Variance explained by principal components", XLabel = "component", YLabel = "share of the variance", YRange = new AxisRange(0, 1.02),
            },
            at.ToDictionary(k => FormattableString.Invariant($"{k}"), k => shares[(int)k - 1], StringComparer.Ordinal));
    }

    public static Plotted Projection(PlotOptions options, Invocation run)
    {
        RowSet rows = Rows(options, run);
        LearningKind kind = PreparedRows.Kind(rows, options, run);
        Matrix x = Dense(PreparedRows.Of(rows, options, run));
        bool lda = options.ByClasses(run.Parsed);
        if (lda && kind != LearningKind.Classification) throw new UsageException($"--by lda looks at classes, and '{rows.Target!.Name}' has numbers");
        if (x.ColumnCount < 2) throw new ArgumentException("a projection to two directions needs at least two columns");
        (int[] groups, string[] names) = kind == LearningKind.Classification ? Classes(rows) : Quarters(rows);
        Matrix points;
        double[] shares = [];
        if (lda)
        {
            ClassificationData data = rows.ToClassification().WithFeatures(x);
            if (data.ClassCount < 3) throw new UsageException("--by lda gives one direction less than there are classes, and a picture has two: take --by pca");
            points = (Matrix)new LinearDiscriminantProjection { ComponentCount = 2 }.Fit(data, run.Context).Transform(x);
        }
        else
        {
            PcaModel pca = new Pca { ComponentCount = 2 }.Fit(x, run.Context);
            shares = pca.ExplainedVarianceRatio;
            points = (Matrix)pca.Transform(x);
        }
        List<PointSeries> series = [];
        for (int k = 0; k < names.Length; k++)
        {
            int[] own = [.. Enumerable.Range(0, groups.Length).Where(i => groups[i] == k)];
            if (own.Length > 0) series.Add(
                new PointSeries(names[k], Array.ConvertAll(own, i => points[i, 0]), Array.ConvertAll(own, i => points[i, 1])) { Style = k });
        }
        var chart = new ScatterChart(series)
        {
            Title = $"{(lda ? "Linear discriminants" : "Principal components")}: {rows.Source}", XLabel = Label(0), YLabel = Label(1), Width = 640,
            Height = 520,
        };
        return new Plotted(
            chart, null, shares.Select((share, k) => (k, share)).ToDictionary(
                pair => FormattableString.Invariant($"component {pair.k + 1}"), pair => pair.share),
            [.. series.Select(each => new SeriesResult(each.Name, [.. each.X], [.. each.Y]))]);

        string Label(int k) => lda ? FormattableString.Invariant($"discriminant {k + 1}")
            : FormattableString.Invariant($"component {k + 1} ({100 * shares[k]:F0} % of the variance)");
    }

    private static RowSet Rows(PlotOptions options, Invocation run) => options.Source.File(run) is null && options.Source.Learners.All(run).Length == 0
        ? options.Source.Data.Train(run) : throw new UsageException("the picture is of rows alone: give --train FILE or --data NAME, and no model");

    private static Matrix Dense(Features x) => x is SparseMatrix sparse ? sparse.ToDense() : Check.Dense(x, "the projection");

    private static (int[], string[]) Classes(RowSet rows)
    {
        ClassificationData data = rows.ToClassification();
        return (data.Codes.ToArray(), [.. data.Labels.Names]);
    }

    // Numbers are coloured by the quarter that they lie in.
    private static (int[], string[]) Quarters(RowSet rows)
    {
        double[] y = rows.ToRegression().Targets.ToArray(), sorted = [.. y.Order()];
        double[] borders = [.. ((double[])[0.25, 0.5, 0.75]).Select(share => sorted[(int)(share * (sorted.Length - 1))])];
        int[] quarters = Array.ConvertAll(y, value => borders.Count(border => value > border));
        string name = rows.Target!.Name;
        return (quarters,
        [
            FormattableString.Invariant($"{name} to {borders[0]:G4}"), FormattableString.Invariant($"to {borders[1]:G4}"),
            FormattableString.Invariant($"to {borders[2]:G4}"),
            FormattableString.Invariant($"above {borders[2]:G4}"),
        ]);
    }
}
