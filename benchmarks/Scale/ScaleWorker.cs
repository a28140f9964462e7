using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace ClassicML.Benchmarks.Scale;

/// <summary>Our side at one size, in a process of its own that answers as a <see cref="Speed.Peers.PeerProcess"/> is asked.</summary>
internal static class ScaleWorker
{
    public const string CommandName = "scale-worker";

    public static Command Create()
    {
        var name = new Argument<string>("case");
        var threads = new Argument<int>("threads");
        var command = new Command(CommandName, "One learner at one size, driven by lines of standard input.") { name, threads };
        command.Hidden = true;
        command.SetAction(parsed =>
        {
            Workers.MaxThreads = parsed.GetValue(threads);
            string[] parts = parsed.GetValue(name)!.Split('-');
            (int rows, int features) = (int.Parse(parts[^2], CultureInfo.InvariantCulture), int.Parse(parts[^1], CultureInfo.InvariantCulture));
            Serve(ScaleLearner.All.First(one => one.Name == string.Join('-', parts[..^2])), ScaleData.Of(rows, features));
        });
        return command;
    }

    /// <summary>What a size is called on the command line of this and of scale_peer.py.</summary>
    public static string CaseName(ScaleLearner learner, ScaleSize size) =>
        string.Create(CultureInfo.InvariantCulture, $"{learner.Name}-{size.Rows}-{size.Features}");

    private static void Serve(ScaleLearner learner, (ClassificationData Train, ClassificationData Test) data)
    {
        IModel? model = null;
        Func<double> quality = () => data.Train.RowCount;
        while (Console.ReadLine() is { } line)
        {
            string[] words = line.Split(' ');
            object answer = words[0] switch
            {
                "version" => new { version = Machine.Version(typeof(Matrix).Assembly) },
                "peak" => new { peak_mb = Peak() / 1e6 },
                "size" => new { bytes = FormSize.Bytes(model!) },
                "fit" => Timed(words[1], () => model = learner.Fit(data.Train), () => data.Train.RowCount),
                _ => Timed(words[1], () => quality = ScaleLearner.Predict(model!, data.Test), () => quality()),
            };
            Console.WriteLine(JsonSerializer.Serialize(answer));
        }
    }

    private static object Timed(string times, Action work, Func<double> quality)
    {
        int count = int.Parse(times, CultureInfo.InvariantCulture);
        // What other steps left behind is not collected in this one's time.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var clock = Stopwatch.StartNew();
        for (int i = 0; i < count; i++) work();
        return new { seconds = clock.Elapsed.TotalSeconds / count, quality = quality() };
    }

    private static long Peak()
    {
        using var self = Process.GetCurrentProcess();
        return self.PeakWorkingSet64;
    }
}
