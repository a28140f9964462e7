using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using ClassicML.Benchmarks.Speed.Peers;
using ClassicML.Cnn;
using ClassicML.MLNet;

namespace ClassicML.Benchmarks.Mnist;

/// <summary>The other end of <see cref="PeerProcess"/> for libraries of .NET: this program, which answers lines on its standard input.</summary>
internal static class ContenderHost
{
    public const string CommandName = "mnist-contender";

    // So many rows bring the code that a fit runs to compiled form, as far as one fit does.
    private const int RehearsalRows = 500;

    public static Command Create()
    {
        var key = new Argument<string>("contender");
        var folder = new Argument<string>("folder");
        var threads = new Argument<int>("threads");
        var command = new Command(CommandName, "One contender of the MNIST report, which answers lines on its standard input.") { key, folder, threads };
        command.Hidden = true;
        command.SetAction(parsed =>
        {
            Workers.MaxThreads = parsed.GetValue(threads);
            Serve(parsed.GetValue(key)!, parsed.GetValue(folder)!, Console.In, Console.Out);
        });
        return command;
    }

    /// <summary>Answers each line with one of JSON, until there are no more.</summary>
    public static void Serve(string key, string folder, TextReader lines, TextWriter answers)
    {
        (ClassificationData train, ClassificationData test) = MnistData.Read(folder);
        IClassifier<IClassifierModel> learner = Find(key, MnistSettings.Read(folder), train);
        IClassifierModel? model = null;
        int[] predicted = [];
        while (lines.ReadLine() is { } line)
        {
            object answer;
            try
            {
                answer = line.Split(' ')[0] switch
                {
                    "version" => Version(),
                    "fit" => new { seconds = Seconds(() => model = learner.Fit(train)), quality = (double)train.RowCount, note = Note(model!) },
                    "predict" => Predict(),
                    "peak" => new { peak_mb = PeakBytes() / 1e6 },
                    "size" => new { bytes = Bytes(model!) },
                    var step => new { error = $"there is no step '{step}'" },
                };
            }
            catch (Exception e)
            {
                // Whatever a library throws is the answer; the process stays.
                answer = new { error = $"{e.GetType().Name}: {e.Message}" };
            }
            answers.WriteLine(JsonSerializer.Serialize(answer));
            answers.Flush();
        }

        object Version()
        {
            int[] few = [.. Enumerable.Range(0, Math.Min(RehearsalRows, train.RowCount))];
            learner.Fit(train.SelectRows(few)).Predict(((Matrix)train.Features).SelectRows(few));
            string library = learner is MLNetClassifier ? "Microsoft.ML" : AccordDigits.Find(key) is null ? "ClassicML" : "Accord";
            return new { version = Machine.This.Versions[library] };
        }

        object Predict()
        {
            double seconds = Seconds(() => predicted = model!.Predict(test.Features));
            NpyFile.Write(Path.Combine(folder, MnistStudy.PredictedFile), predicted);
            if (model!.As<IProbabilisticModel>() is { } probabilistic)
                NpyFile.Write(Path.Combine(folder, MnistStudy.ProbabilitiesFile), probabilistic.PredictProbabilities(test.Features));
            return new { seconds, quality = Speed.SpeedCase.Accuracy(predicted, test) };
        }
    }

    private static IClassifier<IClassifierModel> Find(string key, MnistSettings settings, ClassificationData train) =>
        OurLearners.Find(key, settings)
        ?? AccordDigits.Find(key)
        ?? (IClassifier<IClassifierModel>?)MLNetLearners.Find(key, settings, train.RowCount, train.FeatureCount)
        ?? throw new ArgumentException($"there is no contender '{key}'");

    private static double Seconds(Action work)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var clock = Stopwatch.StartNew();
        work();
        return clock.Elapsed.TotalSeconds;
    }

    // What the report adds to a row: where a network was trained.
    private static string Note(IClassifierModel model) => model is CnnClassifierModel network ? network.TrainedOn : "";

    private static double PeakBytes()
    {
        using var self = Process.GetCurrentProcess();
        return self.PeakWorkingSet64;
    }

    // As each library saves its models; null where it has no form of its own.
    private static long? Bytes(IClassifierModel model) => model switch
    {
        CnnClassifierModel network => network.ToOnnx().LongLength,
        MLNetClassifierModel theirs => Saved(theirs),
        _ when BuiltIn.Registry.Find(model) is not null => FormSize.Bytes(model),
        _ => null,
    };

    private static long Saved(MLNetClassifierModel model)
    {
        using var file = new MemoryStream();
        model.Save(file);
        return file.Length;
    }
}
