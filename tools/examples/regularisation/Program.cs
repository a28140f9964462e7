// What the penalties L1 and L2 do to weights: the paths of all weights as the penalty falls, and the picture of circle and diamond.
//
//     dotnet run --project tools/examples/regularisation
using System.Collections.Immutable;
using ClassicML;
using ClassicML.Linear;
using ClassicML.Plotting;
using ClassicML.Preprocessing;

if (args.Length > 0)
{
    Console.Error.WriteLine($"regularisation takes no arguments, was given '{args[0]}'");
    return 2;
}

const int NoiseCount = 12;
string pictures = Directory.CreateDirectory(Path.Combine("artifacts", "examples", "regularisation")).FullName;
(ClassificationData wines, string[] names) = TwoCultivars();
Matrix x = WithNoise((Matrix)wines.Features, NoiseCount);
ClassificationData data = wines.WithFeatures(new StandardScaler().Fit(x).Transform(x));

foreach (Penalty penalty in (Penalty[])[Penalty.L1, Penalty.L2])
{
    ImmutableArray<LogisticPathPoint> path = new LogisticPath
    {
        Learner = new LogisticRegression { Penalty = penalty, Tolerance = 1e-9 }, PointCount = 60, LastShare = 1e-3,
    }.Compute(data);
    DrawPath(path, names, penalty, Path.Combine(pictures, $"path-{penalty}.png".ToLowerInvariant()));
    LogisticRegressionModel model = path[24].Model;
    int[] alive = [.. Enumerable.Range(0, data.FeatureCount).Where(j => model.Coefficients[0, j] != 0)];
    Console.WriteLine(FormattableString.Invariant(
        $"{penalty}, C = {path[24].C:G3}: {alive.Count(j => j < names.Length)} of {names.Length} features and {alive.Count(j => j >= names.Length)} of {NoiseCount} noise columns have a weight"));
    foreach (int j in alive.Where(j => penalty == Penalty.L1).OrderByDescending(j => Math.Abs(model.Coefficients[0, j])))
        Console.WriteLine(FormattableString.Invariant(
            $"  {(j < names.Length ? names[j] : $"noise {j - names.Length + 1}"),-32}{model.Coefficients[0, j],8:F3}"));
}

// Two weights alone: malic acid and color intensity; the second says far more about the cultivar than the first.
ClassificationData two = data.WithFeatures(((Matrix)data.Features).SelectColumns([1, 9]));
DrawContours(two, Penalty.L2, Path.Combine(pictures, "circle.png"));
DrawContours(two, Penalty.L1, Path.Combine(pictures, "diamond.png"));
Console.WriteLine($"pictures in {Path.GetRelativePath(Environment.CurrentDirectory, pictures)}");
return 0;

// Barolo and Grignolino, with the names of the features.
static (ClassificationData, string[]) TwoCultivars()
{
    ClassificationData all = Datasets.Wine();
    ClassificationData some = all.SelectRows([.. Enumerable.Range(0, all.RowCount).Where(i => all.Labels[all.Codes[i]] != "barbera")]);
    string[] labels = [.. Enumerable.Range(0, some.RowCount).Select(i => some.Labels[some.Codes[i]])];
    return (ClassificationData.Create(some.Features, labels), [.. all.FeatureNames!.Value]);
}

// Columns of pure noise behind the real ones.
static Matrix WithNoise(Matrix x, int count)
{
    var rng = new Rng(11);
    int p = x.ColumnCount + count;
    double[] values = new double[x.RowCount * p];
    for (int i = 0; i < x.RowCount; i++)
    {
        x.Row(i).CopyTo(values.AsSpan(i * p));
        for (int j = x.ColumnCount; j < p; j++) values[i * p + j] = rng.NextDouble();
    }
    return Matrix.Wrap(values, x.RowCount, p);
}

// The six features that weigh most at the end have colours and names; the rest are thin, noise is grey.
static void DrawPath(ImmutableArray<LogisticPathPoint> path, string[] names, Penalty penalty, string file)
{
    double[] at = [.. path.Select(point => point.C)];
    Matrix last = path[^1].Model.Coefficients;
    int[] named = [.. Enumerable.Range(0, names.Length).OrderByDescending(j => Math.Abs(last[0, j])).Take(6)];
    List<LineSeries> lines = [];
    for (int j = names.Length; j < last.ColumnCount; j++) lines.Add(
        Line(j, j == names.Length ? "noise and other features" : "") with { IsReference = true });
    foreach (int j in Enumerable.Range(0, names.Length).Except(named)) lines.Add(Line(j, "") with { IsReference = true });
    foreach (int j in named) lines.Add(Line(j, names[j]));
    new LineChart(lines)
    {
        Title = $"{penalty}: weights as the penalty falls", XLabel = "C, the weight of the loss", YLabel = "weight", LogX = true,
        Width = 760, Height = 460,
    }.SavePng(file);

    LineSeries Line(int j, string name) => new(name, at, [.. path.Select(point => point.Model.Coefficients[0, j])]);
}

// Level sets of the mean log loss in two weights, and the largest region of the penalty that they touch from outside.
static void DrawContours(ClassificationData data, Penalty penalty, string file)
{
    double[] best = Weights(new LogisticRegression { Penalty = Penalty.None, FitIntercept = false, Tolerance = 1e-10 });
    double[] bound = Weights(new LogisticRegression { Penalty = penalty, C = 0.04, FitIntercept = false, Tolerance = 1e-10 });
    double radius = penalty == Penalty.L1 ? Math.Abs(bound[0]) + Math.Abs(bound[1]) : Math.Sqrt(bound[0] * bound[0] + bound[1] * bound[1]);
    double least = Cost(best[0], best[1]), touching = Cost(bound[0], bound[1]);
    List<LineSeries> lines = [];
    foreach (double share in (double[])[0.1, 0.35, 0.65, 1, 1.5, 2.1])
        lines.Add(Around(best, angle => Reach(angle, least + share * (touching - least)),
            share == 0.1 ? "equal cost" : "") with
        { IsReference = true });
    lines.Add(Around([0, 0], angle => penalty == Penalty.L1 ? radius / (Math.Abs(Math.Cos(angle)) + Math.Abs(Math.Sin(angle))) : radius,
        penalty == Penalty.L1 ? "diamond: |w₁| + |w₂| = t" : "circle: w₁² + w₂² = t²"));
    lines.Add(new LineSeries("least cost", [best[0]], [best[1]]) { ShowPoints = true });
    lines.Add(new LineSeries(FormattableString.Invariant($"least cost inside ({bound[0]:F2}, {bound[1]:F2})"), [bound[0]],
        [bound[1]])
    { ShowPoints = true });
    double span = 1.5 * Math.Max(Math.Abs(best[0]), Math.Abs(best[1]));
    new LineChart(lines)
    {
        Title = penalty == Penalty.L1 ? "L1: the corner lies on an axis, so w₁ is zero"
            : "L2: the circle has no corners, so no weight is zero",
        XLabel = "w₁, malic acid", YLabel = "w₂, color intensity", Width = 620, Height = 600, SquareUnits = true,
        XRange = new AxisRange(-span, span), YRange = new AxisRange(-1.25 * span, 0.5 * span),
    }.SavePng(file);

    double[] Weights(LogisticRegression learner) => learner.Fit(data).Coefficients.Span.ToArray();

    double Cost(double w1, double w2)
    {
        var x = (Matrix)data.Features;
        double sum = 0;
        for (int i = 0; i < x.RowCount; i++)
        {
            // log(1 + exp(z)), which is z where exp(z) would overflow.
            double z = (data.Codes[i] == 1 ? -1 : 1) * (w1 * x[i, 0] + w2 * x[i, 1]);
            sum += Math.Max(0, z) + Math.Log(1 + Math.Exp(-Math.Abs(z)));
        }
        return sum / x.RowCount;
    }

    // The cost is convex, so along a ray from its least point it grows: halving finds where it reaches a level.
    double Reach(double angle, double level)
    {
        double low = 0, high = 100;
        for (int step = 0; step < 60; step++)
        {
            double middle = (low + high) / 2;
            if (Cost(best[0] + middle * Math.Cos(angle), best[1] + middle * Math.Sin(angle)) < level) low = middle;
            else high = middle;
        }
        return low;
    }

    static LineSeries Around(double[] centre, Func<double, double> radiusAt, string name)
    {
        double[] angles = [.. Enumerable.Range(0, 241).Select(k => 2 * Math.PI * k / 240)];
        return new LineSeries(
            name, [.. angles.Select(a => centre[0] + radiusAt(a) * Math.Cos(a))],
                [.. angles.Select(a => centre[1] + radiusAt(a) * Math.Sin(a))]);
    }
}
