// What becomes of the gradient on its way back through a deep network: logistic layers let it vanish, ReLU keeps it, large weights make it explode.
//
//     dotnet run --project tools/examples/vanishing-gradient
using ClassicML;
using ClassicML.Neural;
using ClassicML.Plotting;
using ClassicML.Preprocessing;

if (args.Length > 0)
{
    Console.Error.WriteLine($"vanishing-gradient takes no arguments, was given '{args[0]}'");
    return 2;
}

const int Units = 32;
string pictures = Directory.CreateDirectory(Path.Combine("artifacts", "examples", "vanishing-gradient")).FullName;
ClassificationData digits = Datasets.Digits();
ClassificationData data = digits.WithFeatures(new StandardScaler().Fit(digits.Features).Transform(digits.Features));

// The norm of the first layer's gradient as a share of the last's, at the start, by depth.
int[] depths = [.. Enumerable.Range(1, 10).Select(k => 2 * k)];
double[] logistic = [.. depths.Select(depth => Share(Activation.Logistic, WeightStart.GlorotUniform, depth))];
double[] relu = [.. depths.Select(depth => Share(Activation.Relu, WeightStart.HeUniform, depth))];
double[] quarter = [.. depths.Select(depth => Math.Pow(0.25, depth))];
Console.WriteLine("‖∂E/∂W‖ of the first layer / of the last, at the start");
Console.WriteLine("depth      logistic          ReLU     (1/4)^depth");
for (int k = 0; k < depths.Length; k++)
    Console.WriteLine(FormattableString.Invariant($"{depths[k],5}{Number(logistic[k]),14}{Number(relu[k]),14}{Number(quarter[k]),16}"));
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
Console.WriteLine("‖δ‖ by layer, δ = ∂E/∂u of all rows, ReLU, 10 hidden layers, He's start times a factor");
List<LineSeries> lines = [];
foreach (double factor in factors)
{
    double[] norms = Norms(Scaled(Start(Activation.Relu, WeightStart.HeUniform, 10), factor), layer => layer.SumGradient);
    Console.WriteLine(FormattableString.Invariant($"factor {factor,4}: first {Number(norms[0])}, last {Number(norms[^1])}"));
    lines.Add(new LineSeries(
        FormattableString.Invariant($"times {factor}"), [.. Enumerable.Range(1, norms.Length).Select(l => (double)l)], norms)
    { ShowPoints = true });
}
new LineChart(lines)
{
    Title = "Large weights make gradients explode", XLabel = "layer, from the input on", YLabel = "‖δ‖, δ = ∂E/∂u", LogY = true,
    Width = 760, Height = 460,
}.SaveSvg(Path.Combine(pictures, "weights.svg"));

// And what it means for learning: the loss of both, five hidden layers.
foreach (Activation f in (Activation[])[Activation.Logistic, Activation.Relu])
{
    MlpClassifierModel model = new MlpClassifier { HiddenLayers = Layers(5), Activation = f, MaxEpochs = 15 }.Fit(data);
    Console.WriteLine(FormattableString.Invariant(
        $"{f}, 5 hidden layers: loss {model.History.Loss[0]:F3} in the first epoch, {model.History.Loss[^1]:F3} in epoch {model.History.Loss.Length}"));
}
Console.WriteLine($"pictures in {Path.GetRelativePath(Environment.CurrentDirectory, pictures)}");
return 0;

LayerSizes Layers(int depth) => LayerSizes.Create([.. Enumerable.Repeat(Units, depth)]);

// The network before any training: a fit that is asked to stop at once.
MlpClassifierModel Start(Activation f, WeightStart start, int depth) =>
    new MlpClassifier { HiddenLayers = Layers(depth), Activation = f, Start = start, Seed = 1 }
        .Fit(data, new FitContext { Stop = new CancellationToken(true) });

MlpClassifierModel Scaled(MlpClassifierModel model, double factor) => MlpClassifierModel.FromWeights(
    model.Layers.Select(layer => new DenseLayer(
        Matrix.Wrap(Array.ConvertAll(layer.Weights.Span.ToArray(), w => factor * w), layer.Weights.RowCount, layer.Weights.ColumnCount),
        layer.Biases.AsSpan())), model.Labels, model.Activation);

double[] Norms(MlpClassifierModel model, Func<LayerTrace, Matrix> gradient) =>
    [.. Gradients.Of(model, data).Layers.Select(layer => Math.Sqrt(gradient(layer).Span.ToArray().Sum(g => g * g)))];

double Share(Activation f, WeightStart start, int depth)
{
    double[] norms = Norms(Start(f, start, depth), layer => layer.WeightGradient);
    return norms[0] / norms[^1];
}

// Three digits, and a power of ten only where a number would be mostly zeros.
static string Number(double value)
{
    if (value is < 1e-4 or >= 1e6) return FormattableString.Invariant($"{value:0.00e0}");
    int decimals = Math.Max(0, 2 - (int)Math.Floor(Math.Log10(value)));
    return value.ToString($"F{decimals}", System.Globalization.CultureInfo.InvariantCulture);
}
