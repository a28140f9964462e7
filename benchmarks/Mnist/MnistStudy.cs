using System.Globalization;
using System.Text.Json;
using ClassicML.Benchmarks.Speed;
using ClassicML.Benchmarks.Speed.Peers;
using ClassicML.Metrics;

namespace ClassicML.Benchmarks.Mnist;

/// <summary>Measures contenders, one after another.</summary>
internal static class MnistStudy
{
    /// <summary>What "predict" leaves in the folder: the codes, n of int32, and where there are any the probabilities, n×K of double.</summary>
    public const string PredictedFile = "predicted.npy", ProbabilitiesFile = "probabilities.npy";

    // Loading rows and libraries from a cold disk, making nodes of 60,000 rows, and the rehearsal.
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(120);

    /// <summary>Starts a contender: when it returns, the contender has its rows, and its library is warm.</summary>
    /// <param name="contender">Who.</param>
    /// <param name="folder">Where rows and settings lie.</param>
    /// <param name="cancellation">Ends it, now and later.</param>
    public static PeerProcess Start(MnistContender contender, string folder, CancellationToken cancellation) => PeerProcess.Start(
        [.. contender.Program(), contender.Key, folder, Workers.MaxThreads.ToString(CultureInfo.InvariantCulture)],
        Workers.MaxThreads, StartLimit, cancellation);

    /// <summary>One contender, to the end of its process. What it does wrong is its result.</summary>
    /// <param name="contender">Who.</param>
    /// <param name="started">Its process, or why there is none.</param>
    /// <param name="folder">Where rows and settings lie.</param>
    /// <param name="test">The test rows.</param>
    /// <param name="limit">How long the fit may take, and the prediction.</param>
    /// <exception cref="OperationCanceledException">The start's cancellation was requested.</exception>
    public static MnistResult Measure(MnistContender contender, Func<PeerProcess> started, string folder, ClassificationData test, TimeSpan limit)
    {
        try
        {
            using PeerProcess process = started();
            string codes = Path.Combine(folder, PredictedFile), probabilities = Path.Combine(folder, ProbabilitiesFile);
            File.Delete(codes);
            File.Delete(probabilities);
            JsonElement fit = process.Ask("fit 1", limit), predict = process.Ask("predict 1", limit);
            double peak = process.PeakMegabytes(limit);
            double? bytes = Bytes(process, limit);
            int[] predicted = NpyFile.ReadIntegers(codes);
            return new MnistResult(contender, new MnistScores(
                process.Version, Seconds(fit), Seconds(predict), peak, bytes,
                fit.TryGetProperty("note", out JsonElement note) ? note.GetString()! : "", predicted,
                File.Exists(probabilities) ? LogLoss.Of(NpyFile.ReadMatrix(probabilities), test.Codes) : null,
                new ConfusionMatrix(test.Codes, predicted, test.Labels)));
        }
        catch (PeerAbsentException e)
        {
            return new MnistResult(contender, null, e.Message, IsAbsent: true);
        }
        catch (PeerFailedException e)
        {
            return new MnistResult(contender, null, e.Message);
        }
        catch (Exception e) when (e is KeyNotFoundException or InvalidDataException or IOException or ArgumentException)
        {
            return new MnistResult(contender, null, "failed: " + e.Message);
        }

        // What was measured counts, also of a model that can't be saved.
        static double? Bytes(PeerProcess process, TimeSpan limit)
        {
            try
            {
                return process.ModelBytes(limit);
            }
            catch (PeerFailedException)
            {
                return null;
            }
        }

        static double Seconds(JsonElement answer) => answer.GetProperty("seconds").GetDouble();
    }
}
