// A convolutional network on MNIST, from the pixels to an .onnx file.
//
//     dotnet run --project tools/examples/mnist-cnn -- [--epochs 10] [--batch 32] [--device auto] [--engine auto] [--checkpoint FILE] [--out FOLDER]
//
// Finds or downloads MNIST. Shows some digits, trains with a progress bar, evaluates, and writes into artifacts/examples/mnist-cnn:
// digits, curves, the confusion matrix, the most confident mistakes, a picture of the network, the network as .onnx, and a log.
// With --checkpoint a training that was killed goes on from its last whole epoch.
using System.Globalization;
using System.Text;
using ClassicML;
using ClassicML.Cnn;
using ClassicML.Metrics;
using ClassicML.Plotting;
using Spectre.Console;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
CnnClassifier learner;
try
{
    learner = Learner();
}
catch (Exception e) when (e is FormatException or ArgumentException)
{
    Console.Error.WriteLine($"mnist-cnn: {e.Message}");
    return 2;
}
string folder = Argument("--out") ?? Path.Combine("artifacts", "examples", "mnist-cnn");
Directory.CreateDirectory(folder);
var log = new StringBuilder();

ClassificationData train, test;
try
{
    (train, test) = Datasets.Mnist();
}
catch (DatasetUnavailableException e)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
Say($"{train.RowCount} digits to learn, {test.RowCount} to test, of 28×28 pixels");
Images(train, [.. Enumerable.Range(0, 40)], row => train.Labels[train.Codes[row]], "Some digits", "digits");

CnnNetwork network = learner.Network(train.ClassCount);
Say(network.Summary());
File.WriteAllText(Path.Combine(folder, "network.svg"), network.ToSvg());
File.WriteAllText(Path.Combine(folder, "network.dot"), network.ToDot());

CnnClassifierModel model = Train();
Say($"trained by {model.TrainedOn} in {model.Report.Elapsed.TotalSeconds:F1} s, {model.Report.Elapsed.TotalSeconds / model.History.Length:F1} s an epoch");
var (loss, accuracy) = model.Evaluate(test);
Say($"test loss {loss:F4}, test accuracy {accuracy:P2}");

Curve("accuracy", "Accuracy", epoch => epoch.Accuracy, epoch => epoch.ValidationAccuracy);
Curve("loss", "Loss", epoch => epoch.Loss, epoch => epoch.ValidationLoss);
ConfusionMatrix confusion = ConfusionMatrix.Of(model, test);
Say(confusion.ToString());
Save(
    HeatMap.Confusion(Counts(), test.Labels) with { Title = $"{test.RowCount} test digits: actual by row, predicted by column", Width = 640, Height = 620 },
    "confusion");
Mistakes();
model.SaveOnnx(Path.Combine(folder, "mnist-cnn.onnx"));
File.WriteAllText(Path.Combine(folder, "log.txt"), log.ToString());
Console.WriteLine($"pictures, log and mnist-cnn.onnx in {folder}");
return 0;

CnnClassifier Learner()
{
    string[] known = ["--epochs", "--batch", "--device", "--engine", "--checkpoint", "--out"];
    for (int i = 0; i < args.Length; i += 2)
    {
        if (!known.Contains(args[i])) throw new FormatException($"arguments are {string.Join(", ", known)}, was given '{args[i]}'");
        if (i + 1 == args.Length) throw new FormatException($"{args[i]} needs a value");
    }
    string engine = Argument("--engine") ?? "auto";
    return CnnClassifier.KerasMnist with
    {
        MaxEpochs = Whole("--epochs", 10),
        BatchSize = Whole("--batch", 32),
        Device = Device.Parse(Argument("--device") ?? "auto"),
        Engine = Enum.TryParse(engine, ignoreCase: true, out TrainingEngine parsed) ? parsed
            : throw new FormatException($"--engine must be one of {string.Join(", ", Enum.GetNames<TrainingEngine>())}, was '{engine}'"),
    };
}

CnnClassifierModel Train()
{
    CnnClassifierModel? trained = null;
    AnsiConsole.Progress().AutoClear(true).HideCompleted(true)
        .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
        .Start(screen =>
        {
            ProgressTask bar = screen.AddTask("training", maxValue: 1);
            var extras = new CnnTraining
            {
                Validation = test, CheckpointFile = Argument("--checkpoint"), Epochs = new Now<EpochScores>(epoch => Say(
                $"epoch {epoch.Epoch}: loss {epoch.Loss:F4}, accuracy {epoch.Accuracy:P2}; test loss {epoch.ValidationLoss:F4}, test accuracy {epoch.ValidationAccuracy:P2}"))
            };
            trained = learner.Fit(train, extras, new FitContext
            {
                Progress = new Now<FitProgress>(news =>
                {
                    bar.MaxValue = news.Total;
                    bar.Value = news.Done;
                    bar.Description = $"loss {news.Objective:F4}";
                }),
            });
        });
    return trained!;
}

void Curve(string file, string title, Func<EpochScores, double> training, Func<EpochScores, double?> testing)
{
    double[] epochs = [.. model.History.Select(epoch => (double)epoch.Epoch)];
    Save(
        new LineChart(
            new LineSeries("training, with dropout", epochs, [.. model.History.Select(training)]) { ShowPoints = true },
            new LineSeries("test", epochs, [.. model.History.Select(epoch => testing(epoch)!.Value)]) { ShowPoints = true })
        { Title = $"{title} by epoch", XLabel = "epoch", YLabel = file }, file);
}

void Mistakes()
{
    Matrix shares = model.PredictProbabilities(test.Features);
    int[] predicted = model.Predict(test.Features);
    int[] worst = [.. Enumerable.Range(0, test.RowCount).Where(i => predicted[i] != test.Codes[i]).OrderByDescending(i => shares[i, predicted[i]]).Take(24)];
    if (worst.Length > 0)
        Images(test, worst, i => $"{test.Labels[test.Codes[i]]} as {test.Labels[predicted[i]]} ({shares[i, predicted[i]]:P0})", "The most confident mistakes", "mistakes");
}

void Images(ClassificationData data, int[] rows, Func<int, string> caption, string title, string file) => Save(
    new ImageGrid((Matrix)data.Features.SelectRows(rows), 28, rows.Length > 24 ? 10 : 6)
    { Title = title, Captions = [.. rows.Select(caption)], Width = 760, Height = 520 },
    file);

Matrix Counts()
{
    double[] counts = new double[test.ClassCount * test.ClassCount];
    int[] predicted = model.Predict(test.Features);
    for (int i = 0; i < predicted.Length; i++) counts[test.Codes[i] * test.ClassCount + predicted[i]]++;
    return Matrix.Wrap(counts, test.ClassCount, test.ClassCount);
}

void Save(Chart chart, string file)
{
    chart.SavePng(Path.Combine(folder, file + ".png"), scale: 2);
    chart.SaveSvg(Path.Combine(folder, file + ".svg"));
}

void Say(string text)
{
    AnsiConsole.WriteLine(text);
    log.AppendLine(text);
}

int Whole(string name, int otherwise) =>
    Argument(name) is not { } text ? otherwise
    : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number
    : throw new FormatException($"{name} must be a whole number, was '{text}'");

string? Argument(string name) => Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;

// Progress that is told at once, in the order in which it comes.
internal sealed class Now<T>(Action<T> tell) : IProgress<T>
{
    public void Report(T value) => tell(value);
}
