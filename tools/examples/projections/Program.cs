// Wine's 13 measurements on two axes, three ways; how much variance each component has; and what principal axes are, in two dimensions.
//     dotnet run --project tools/examples/projections [folder]
using ClassicML;
using ClassicML.Decomposition;
using ClassicML.Plotting;
using ClassicML.Preprocessing;

string folder = args.Length > 0 ? args[0] : Path.Combine("artifacts", "examples", "projections");
Directory.CreateDirectory(folder);

ClassificationData wine = Datasets.Wine();
// The columns have different units, so they are standardised first; without that proline, in the hundreds, would be the first component.
wine = wine.WithFeatures(new StandardScaler().Fit(wine.Features).Transform(wine.Features), wine.FeatureNames);

PcaModel pca = new Pca { ComponentCount = 2 }.Fit(wine.Features);
ScatterChart byPca = Projected(pca, "Wine by PCA: most variance, classes unseen", "component");
Save("wine-pca", byPca);

LinearDiscriminantProjectionModel lda = new LinearDiscriminantProjection().Fit(wine);
ScatterChart byLda = Projected(lda, "Wine by LDA: classes apart, three give two axes", "axis");
Save("wine-lda", byLda);

KernelPcaModel kernel = new KernelPca { Kernel = KernelFunction.Rbf(0.05) }.Fit(wine.Features);
ScatterChart byKernel = Projected(kernel, "Wine by kernel PCA, RBF with γ = 0.05", "component");
Save("wine-kernel-pca", byKernel);

string sideBySide = string.Concat(new Chart[] { byPca, byLda, byKernel }.Select(chart => $"<div>{chart.ToSvg(Theme.Page)}</div>"));
File.WriteAllText(
    Path.Combine(folder, "side-by-side.html"),
    "<!DOCTYPE html><meta charset='utf-8'><title>Wine, three ways</title>"
    + $"<style>{Theme.PageCss} body {{ display: flex }} div {{ flex: 1 }}</style>{sideBySide}");

PcaModel all = new Pca().Fit(wine.Features);
Save("wine-scree", Scree(all));
Save("cloud", Cloud());

double[] ratios = all.ExplainedVarianceRatio;
string[] between = Array.ConvertAll(lda.ExplainedVarianceRatio.ToArray(), ratio => ratio.ToString("P1"));
Console.WriteLine($"PCA: two components have {ratios[..2].Sum():P1} of the variance, eight {ratios[..8].Sum():P1}");
Console.WriteLine($"LDA: its axes have {string.Join(" and ", between)} of the variance between classes");
Console.WriteLine($"pictures: {Path.GetFullPath(folder)}");

ScatterChart Projected(ITransformerModel model, string title, string axis) =>
    ScatterChart.Of(wine.WithFeatures(model.Transform(wine.Features), [$"{axis} 1", $"{axis} 2"])) with { Title = title };

static LineChart Scree(PcaModel model)
{
    double[] ratios = model.ExplainedVarianceRatio, numbers = [.. Enumerable.Range(1, ratios.Length)], sums = new double[ratios.Length];
    for (int k = 0; k < ratios.Length; k++) sums[k] = ratios[k] + (k == 0 ? 0 : sums[k - 1]);
    return new LineChart(
        new LineSeries("each component", numbers, ratios) { ShowPoints = true },
        new LineSeries("together", numbers, sums) { ShowPoints = true },
        new LineSeries("95 %", [1, ratios.Length], [0.95, 0.95]) { IsReference = true })
    {
        Title = "Scree plot of Wine: the share of variance by component", XLabel = "component", YLabel = "share of variance",
        YRange = new AxisRange(0, 1.05),
    };
}

// Each axis is drawn from the centroid, two deviations long either way.
static LineChart Cloud()
{
    var rng = new Rng(8);
    double[] x = new double[400];
    for (int i = 0; i < 200; i++)
    {
        double along = 3 * Normal(rng), across = Normal(rng);
        (x[2 * i], x[2 * i + 1]) = (6 + 0.8 * along - 0.6 * across, 4 + 0.6 * along + 0.8 * across);
    }
    Matrix cloud = Matrix.Wrap(x, 200, 2);
    PcaModel model = new Pca().Fit(cloud);
    double[] mean = model.Mean.ToArray();
    LineSeries Axis(int k, string name)
    {
        double length = 2 * Math.Sqrt(model.ExplainedVariance[k]);
        double dx = length * model.Components[k, 0], dy = length * model.Components[k, 1];
        return new LineSeries(name, [mean[0] - dx, mean[0] + dx], [mean[1] - dy, mean[1] + dy]) { Style = k + 1 };
    }
    // A point between two gaps is marked, so a line of gaps is a scatter.
    double[] px = new double[400], py = new double[400];
    Array.Fill(px, mean[0]);
    Array.Fill(py, double.NaN);
    for (int i = 0; i < 200; i++) (px[2 * i], py[2 * i]) = (cloud[i, 0], cloud[i, 1]);
    return new LineChart(
        new LineSeries("rows", px, py) { Style = 0 },
        Axis(0, $"first axis, variance {model.ExplainedVariance[0]:F1}"), Axis(1, $"second axis, variance {model.ExplainedVariance[1]:F1}"),
        new LineSeries("centroid", [mean[0]], [mean[1]]) { Style = 3 })
    {
        // One unit is as long on both axes, so that the right angle is one.
        Title = "A cloud, its centroid and its principal axes", XLabel = "first feature", YLabel = "second feature",
        Width = 640, Height = 520, XRange = new AxisRange(-4, 16), YRange = new AxisRange(-3, 11),
    };
}

static double Normal(Rng rng) => Math.Sqrt(-2 * Math.Log(1 - rng.NextDouble())) * Math.Cos(2 * Math.PI * rng.NextDouble());

void Save(string name, Chart chart) => chart.SavePng(Path.Combine(folder, name + ".png"), scale: 2);
