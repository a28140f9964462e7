// What becomes of the gradient on its way back through a deep network: logistic layers let it vanish, ReLU keeps it, large weights make it explode.
//
//     dotnet run --project tools/examples/vanishing-gradient
using ClassicML;
using ClassicML.Neural;
using ClassicML.Plotting;
using ClassicML.Preprocessing;

const int Units = 32;
string pictures = Directory.CreateDirectory(Path.Combine("artifacts", "examples", "vanishing-gradient")).FullName;
ClassificationData digits = Datasets.Digits();
ClassificationData data = digits.WithFeatures(new StandardScaler().Fit(digits.Features).Transform(digits.Features));

// The norm of the first layer's gradient as a share of the last's, at the start, by depth.
int[] depths = [.. Enumerable.Range(1, 10).Select(k => 2 * k)];
double[] logistic = [.. depths.Select(depth => Share(Activation.Logistic, WeightStart.GlorotUniform, depth))];
double[] relu = [.. depths.Select(depth => Share(Activation.ReLU, WeightStart.HeUniform, depth))];
double[] quarter = [.. depths.Select(depth => Math.Pow(0.25, depth))];
Console.WriteLine("‖∂E/∂W‖ of the first layer / of the last, at the start");
Console.WriteLine("depth      logistic          ReLU     (1/4)^depth");
for (int k = 0; k < depths.Length; k++)
    Console.WriteLine(FormattableString.Invariant($"{depths[k],5}{logistic[k],14:E2}{relu[k],14:E2}{quarter[k],16:E2}"));
double[] at = [.. depths.Select(depth => (double)depth)];
new LineChart(
    new LineSeries("ReLU, He start", at, relu) { ShowPoints = true }, new LineSeries("logistic, Glorot start", at, logistic) { ShowPoints = true },
    new LineSeries("(1/4)^depth", at, quarter) { IsReference = true })
{
    Title = "The gradient of the first layer, as a share of the last layer's", XLabel = "hidden layers", YLabel = "share", LogY = true,
    Width = 760, Height = 460,
}.SaveSvg(Path.Combine(pictures, "depth.svg"));

// Weights that are too large: a start scaled by a factor, ReLU, ten hidden layers.
double[] factors = [0.5, 0.75, 1, 1.5, 2, 3];
Console.WriteLine();
Console.WriteLine("‖∂E/∂W‖ by layer, ReLU, 10 hidden layers, He's start times a factor");
List<LineSeries> lines = [];
foreach (double factor in factors)
{
    double[] norms = Norms(Scaled(Start(Activation.ReLU, WeightStart.HeUniform, 10), factor));
    Console.WriteLine(FormattableString.Invariant($"factor {factor,4}: first {norms[0]:E2}, last {norms[^1]:E2}"));
    lines.Add(new LineSeries(
        FormattableString.Invariant($"times {factor}"), [.. Enumerable.Range(1, norms.Length).Select(l => (double)l)], norms) { ShowPoints = true });
}
new LineChart(lines)
{
    Title = "Large weights make gradients explode", XLabel = "layer, from the input on", YLabel = "norm of the gradient", LogY = true,
    Width = 760, Height = 460,
}.SaveSvg(Path.Combine(pictures, "weights.svg"));

// And what it means for learning: the loss of both, five hidden layers.
foreach (Activation f in (Activation[])[Activation.Logistic, Activation.ReLU])
{
    MlpClassifierModel model = new MlpClassifier { HiddenLayers = Layers(5), Activation = f, MaxEpochs = 15 }.Fit(data);
    Console.WriteLine(FormattableString.Invariant(
        $"{f}, 5 hidden layers: loss {model.History.Loss[0]:F3} in the first epoch, {model.History.Loss[^1]:F3} in epoch {model.History.Loss.Length}"));
}
Console.WriteLine($"pictures in {Path.GetRelativePath(Environment.CurrentDirectory, pictures)}");

LayerSizes Layers(int depth) => LayerSizes.Create([.. Enumerable.Repeat(Units, depth)]);

// The network before any training: a fit that is asked to stop at once.
MlpClassifierModel Start(Activation f, WeightStart start, int depth) =>
    new MlpClassifier { HiddenLayers = Layers(depth), Activation = f, Start = start, Seed = 1 }
        .Fit(data, new FitContext { Stop = new CancellationToken(true) });

MlpClassifierModel Scaled(MlpClassifierModel model, double factor) => MlpClassifierModel.FromWeights(
    model.Layers.Select(layer => new DenseLayer(
        Matrix.Wrap(Array.ConvertAll(layer.Weights.Span.ToArray(), w => factor * w), layer.Weights.RowCount, layer.Weights.ColumnCount),
        layer.Biases.AsSpan())), model.Labels, model.Activation);

double[] Norms(MlpClassifierModel model) =>
    [.. Gradients.Of(model, data).Layers.Select(layer => Math.Sqrt(layer.WeightGradient.Span.ToArray().Sum(g => g * g)))];

double Share(Activation f, WeightStart start, int depth)
{
    double[] norms = Norms(Start(f, start, depth));
    return norms[0] / norms[^1];
}
