using System.Collections.Immutable;
using System.Globalization;
using ClassicML.Cli.Input;
using ClassicML.Cli.Learners;
using ClassicML.Metrics;
using ClassicML.ModelSelection;
using ClassicML.Plotting;

namespace ClassicML.Cli.Plots;

/// <summary>Cross-validated scores of training and test rows, against the number of rows or against an option.</summary>
internal static class CurvePlots
{
    // Numbers that span more than this stand on a logarithmic axis.
    private const double WideRatio = 50;

    public static Plotted Learning(PlotOptions options, Invocation run)
    {
        (LearnerSpec spec, RowSet rows, LearningKind kind) = Learner(options, run);
        object learner = options.Source.Prepared(spec, kind, rows, null, run);
        ISplitter splitter = options.Splitter(rows, kind, run);
        int seed = options.Source.Data.Seed(run.Parsed);
        return kind == LearningKind.Classification
            ? Of(LearningTask.Classification, (task, metric) => LearningCurve.Run(
                task, (ILearner<ClassificationData, IClassifierModel>)learner, rows.ToClassification(), null, splitter, metric, seed, run.Context))
            : Of(LearningTask.Regression, (task, metric) => LearningCurve.Run(
                task, (ILearner<RegressionData, IRegressorModel>)learner, rows.ToRegression(), null, splitter, metric, seed, run.Context));

        Plotted Of<TData, TModel, TOutcome>(
            LearningTask<TData, TModel, TOutcome> task, Func<LearningTask<TData, TModel, TOutcome>, Metric<TOutcome>, ImmutableArray<CurvePoint>> points)
            where TData : class, IData<TData> where TModel : class, IModel where TOutcome : class
        {
            Metric<TOutcome> metric = Metric(options, task, run);
            string name = LearnerNames.Choose(run.Registry, spec.Name, kind).Name;
            return Draw(points(task, metric), metric.Name, $"Learning curve: {name}", "training rows", logarithmic: false);
        }
    }

    public static Plotted Validation(PlotOptions options, Invocation run)
    {
        (LearnerSpec spec, RowSet rows, LearningKind kind) = Learner(options, run);
        if (spec.Vary is not [var (option, text)]) throw new UsageException("plot validation takes one --vary NAME=VALUES, such as --vary C=0.01,0.1,1,10");
        (_, object plain) = spec.Build(run.Registry, kind, null);
        double[] values = Numbers(VaryValues.Parse(option, text, OptionPath.Find(plain, option, run.Registry)).All());
        ISplitter splitter = options.Splitter(rows, kind, run);
        return kind == LearningKind.Classification
            ? Of(LearningTask.Classification, (task, metric) => ValidationCurve.Run(
                task, Set<ILearner<ClassificationData, IClassifierModel>>(values[0]), values,
                (_, value) => Set<ILearner<ClassificationData, IClassifierModel>>(value),
                rows.ToClassification(), splitter, metric, run.Context))
            : Of(LearningTask.Regression, (task, metric) => ValidationCurve.Run(
                task, Set<ILearner<RegressionData, IRegressorModel>>(values[0]), values, (_, value) => Set<ILearner<RegressionData, IRegressorModel>>(value),
                rows.ToRegression(), splitter, metric, run.Context));

        T Set<T>(double value) => (T)options.Source.Prepared(
            spec with { Set = spec.Set.Add((option, value.ToString("R", CultureInfo.InvariantCulture))) }, kind, rows, null, run);

        Plotted Of<TData, TModel, TOutcome>(
            LearningTask<TData, TModel, TOutcome> task, Func<LearningTask<TData, TModel, TOutcome>, Metric<TOutcome>, ImmutableArray<CurvePoint>> points)
            where TData : class, IData<TData> where TModel : class, IModel where TOutcome : class
        {
            Metric<TOutcome> metric = Metric(options, task, run);
            bool wide = values.Min() > 0 && values.Max() / values.Min() >= WideRatio;
            return Draw(points(task, metric), metric.Name, $"Validation curve: {LearnerNames.Choose(run.Registry, spec.Name, kind).Name}", option, wide);
        }
    }

    private static (LearnerSpec, RowSet, LearningKind) Learner(PlotOptions options, Invocation run)
    {
        if (options.Source.File(run) is not null)
            throw new UsageException("the curve is of a learner and not of a model: give --model NAME with --train FILE or --data NAME");
        LearnerSpec spec = options.Source.Spec(run);
        RowSet rows = options.Source.Data.Train(run);
        return (spec, rows, options.Source.Kind(rows, run, spec));
    }

    private static Metric<TOutcome> Metric<TData, TModel, TOutcome>(PlotOptions options, LearningTask<TData, TModel, TOutcome> task, Invocation run)
        where TData : class, IData<TData> where TModel : class, IModel where TOutcome : class => options.Metric.Of(run.Parsed) switch
        {
            [] => task.DefaultMetric,
            [var only] => ScoreNames.Find(only, task.Metrics, task.FindMetric),
            _ => throw new UsageException("the curve has one --metric"),
        };

    private static double[] Numbers(IEnumerable<string> texts) =>
    [
        .. texts.Select(text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value) ? value
            : throw new UsageException($"plot validation varies numbers, was '{text}'")).Distinct().Order(),
    ];

    private static Plotted Draw(ImmutableArray<CurvePoint> points, string metric, string title, string label, bool logarithmic)
    {
        double[] x = [.. points.Select(point => point.X)];
        // Of two rows a fold may have no deviation.
        LineSeries Line(string name, Func<CurvePoint, double> mean, Func<CurvePoint, double> deviation) =>
            new(name, x, [.. points.Select(mean)]) { ShowPoints = true, Deviation = [.. points.Select(deviation)] };
        var chart = new LineChart(
            Line("training rows", point => point.TrainMean, point => point.TrainDeviation),
            Line("rows not seen", point => point.TestMean, point => point.TestDeviation))
        {
            Title = title, XLabel = label, YLabel = metric.Replace('-', ' '), LogX = logarithmic,
        };
        return Plotted.Of(chart);
    }
}
