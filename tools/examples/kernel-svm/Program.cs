// Kernel SVM: what γ and C do to a border, and what margin, support vectors and slack are.
//
//     dotnet run --project tools/examples/kernel-svm [folder]
//
// Writes into artifacts/examples/kernel-svm: xor.html and moons.html, decision regions for three values of γ by three of C (the pictures
// one
// by one as well), and margin-small-c.png and margin-large-c.png, a nearly separable pair of classes with the planes at ±1.
using System.Globalization;
using ClassicML;
using ClassicML.Plotting;
using ClassicML.Svm;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
string folder = args.Length > 0 ? args[0] : Path.Combine("artifacts", "examples", "kernel-svm");
Directory.CreateDirectory(folder);

double[] gammas = [0.1, 1, 30], penalties = [0.1, 1, 100];
Regions("xor", "XOR", Xor());
Regions("moons", "Moons", Moons());

// Small C tolerates slack for a wider margin, large C does not: the norm grows, the slack falls.
ClassificationData pair = Pair();
Margin(pair, 0.05, "small-c");
Margin(pair, 100, "large-c");
Console.WriteLine($"pictures in {folder}");

void Regions(string name, string title, ClassificationData data)
{
    var page = new List<string>();
    foreach (double gamma in gammas)
        foreach (double c in penalties)
        {
            SvmClassifierModel model = new SvmClassifier { C = c, Kernel = KernelFunction.Rbf(gamma) }.Fit(data);
            DecisionRegions chart = DecisionRegions.Of(model, data, 160) with
            {
                Title = $"{title}: γ = {gamma}, C = {c}, {model.SupportVectors.RowCount} support vectors",
                Width = 480,
                Height = 380,
            };
            chart.SavePng(Path.Combine(folder, $"{name}-gamma-{gamma}-c-{c}.png"));
            page.Add($"<div>{chart.ToSvg(Theme.Page, $"{name}-{page.Count}")}</div>");
            Console.WriteLine($"{title,-6} γ {gamma,4}  C {c,4}  {model.SupportVectors.RowCount,3} support vectors, {model.Score(data):P0} of the training rows right");
        }
    File.WriteAllText(
        Path.Combine(folder, $"{name}.html"),
        $"<!DOCTYPE html><meta charset='utf-8'><title>{title}: γ downwards, C to the right</title>"
        + $"<style>{Theme.PageCss} body {{ display: grid; grid-template-columns: repeat(3, 1fr) }}</style>{string.Concat(page)}");
}

void Margin(ClassificationData data, double c, string name)
{
    SvmClassifierModel model = new SvmClassifier { C = c, Kernel = KernelFunction.Linear, Tolerance = 1e-6 }.Fit(data);
    var x = (Matrix)data.Features;
    ReadOnlySpan<double> w = model.Weights;
    double b = model.Intercept[0], w0 = w[0], w1 = w[1], low = -2.8, high = 2.8;
    double[] scores = model.DecisionScores(x).Span.ToArray();
    // w₀x + w₁y + b = level.
    LineSeries Plane(string title, double level, int style, bool reference) =>
        new(title, [low, high], [(level - b - w0 * low) / w1, (level - b - w0 * high) / w1]) { Style = style, IsReference = reference };
    // Points are lines of gaps: each stands between two.
    LineSeries Points(string title, IEnumerable<int> rows, int style)
    {
        double[] px = [.. rows.SelectMany(i => new[] { x[i, 0], double.NaN })], py = [.. rows.SelectMany(i => new[] { x[i, 1],
            double.NaN })];
        return new LineSeries(title, px, py) { Style = style, ShowPoints = true };
    }
    // From a row to the plane of its class, along w: ξ/‖w‖ long.
    List<double> sx = [], sy = [];
    for (int i = 0; i < data.RowCount; i++)
    {
        int y = data.Codes[i] == 1 ? 1 : -1;
        double slack = Math.Max(0, 1 - y * scores[i]), along = y * slack / (w0 * w0 + w1 * w1);
        if (slack < 1e-4) continue;
        sx.AddRange([x[i, 0], x[i, 0] + along * w0, double.NaN]);
        sy.AddRange([x[i, 1], x[i, 1] + along * w1, double.NaN]);
    }
    int[] all = [.. Enumerable.Range(0, data.RowCount)], supports = model.SupportIndices.ToArray();
    FitReport report = model.Report;
    new LineChart(
        Points("class −1", all.Where(i => data.Codes[i] == 0 && !supports.Contains(i)), 0),
        Points("class +1", all.Where(i => data.Codes[i] == 1 && !supports.Contains(i)), 1),
        Points("support vectors, −1", all.Where(i => data.Codes[i] == 0 && supports.Contains(i)), 2),
        Points("support vectors, +1", all.Where(i => data.Codes[i] == 1 && supports.Contains(i)), 3),
        new LineSeries("slack ξ/‖w‖", [.. sx], [.. sy]) { Style = 4 },
        Plane("border", 0, 5, false), Plane("planes at ±1", 1, 6, true), Plane("", -1, 6, true))
    {
        Title = $"C = {c}: margin 2/‖w‖ = {report.Details["margin_width"]:0.00}, C Σξ = {report.Details["slack_cost"]:0.00}",
        XLabel = "x₁", YLabel = "x₂", Width = 680, Height = 620, XRange = new AxisRange(low, high), YRange = new AxisRange(low, high),
    }.SavePng(Path.Combine(folder, $"margin-{name}.png"), scale: 2);
    Console.WriteLine(
        $"C {c,5}: ½‖w‖² {report.Details["half_squared_norm"]:0.000}, C Σξ {report.Details["slack_cost"]:0.000}, margin {report.Details["margin_width"]:0.00}, "
        + $"{supports.Length} support vectors, {report.Details["bounded_support_vectors"]:0} of them at C");
}

static ClassificationData Xor()
{
    var rng = new Rng(1);
    return Rows(160, i =>
    {
        double x = 2 * rng.NextDouble() - 1, y = 2 * rng.NextDouble() - 1;
        return (x + 0.15 * Normal(rng), y + 0.15 * Normal(rng), x * y > 0 ? 1 : 0);
    });
}

static ClassificationData Moons()
{
    var rng = new Rng(2);
    return Rows(160, i =>
    {
        double angle = Math.PI * rng.NextDouble();
        (double x, double y) = i % 2 == 0 ? (Math.Cos(angle), Math.Sin(angle)) : (1 - Math.Cos(angle), 0.5 - Math.Sin(angle));
        return (x + 0.18 * Normal(rng), y + 0.18 * Normal(rng), i % 2);
    });
}

// Two clouds that a line parts, but for a few rows.
static ClassificationData Pair()
{
    var rng = new Rng(3);
    return Rows(60, i => (0.55 * Normal(rng) + (i % 2 == 0 ? -0.9 : 0.9), 0.55 * Normal(rng) + (i % 2 == 0 ? -0.7 : 0.7), i % 2));
}

static ClassificationData Rows(int count, Func<int, (double X, double Y, int Class)> row)
{
    double[] x = new double[2 * count];
    int[] y = new int[count];
    for (int i = 0; i < count; i++) (x[2 * i], x[2 * i + 1], y[i]) = row(i);
    return ClassificationData.Create(Matrix.Wrap(x, count, 2), y, ["x₁", "x₂"]);
}

static double Normal(Rng rng) => Math.Sqrt(-2 * Math.Log(1 - rng.NextDouble())) * Math.Cos(2 * Math.PI * rng.NextDouble());
