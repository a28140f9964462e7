using System.Text.Json;
using ClassicML.Benchmarks.Speed;
using ClassicML.Benchmarks.Speed.Peers;
using ClassicML.Metrics;

namespace ClassicML.Benchmarks.Mnist;

/// <summary>Measures contenders, one after another.</summary>
internal static class MnistStudy
{
    /// <summary>One contender, from the start of its process to its end. What it does wrong is its result.</summary>
    /// <param name="contender">Who.</param>
    /// <param name="folder">Where rows and settings lie.</param>
    /// <param name="test">The test rows.</param>
    /// <param name="limit">How long the fit may take, and the prediction.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="OperationCanceledException">Cancellation was requested.</exception>
    public static MnistResult Measure(MnistContender contender, string folder, ClassificationData test, TimeSpan limit, CancellationToken cancellation)
    {
        try
        {
            using var process = new ContenderProcess(contender, folder, cancellation);
            JsonElement fit = process.Ask("fit 1", limit), predict = process.Ask("predict 1", limit);
            double peak = process.Ask("peak", limit).GetProperty("peak_mb").GetDouble();
            long? bytes = Bytes(process, limit);
            int[] predicted = NpyFile.ReadIntegers(Path.Combine(folder, ContenderProcess.PredictedFile));
            string probabilities = Path.Combine(folder, ContenderProcess.ProbabilitiesFile);
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
        catch (TimeoutException)
        {
            return new MnistResult(contender, null, Pages.Written.Of($"more than {limit.TotalSeconds:0.#} s"));
        }
        catch (Exception e) when (e is ContenderException or JsonException or KeyNotFoundException or InvalidDataException or IOException or ArgumentException)
        {
            return new MnistResult(contender, null, "failed: " + e.Message);
        }

        // What was measured counts, also of a model that can't be saved.
        static long? Bytes(ContenderProcess process, TimeSpan limit)
        {
            try
            {
                JsonElement bytes = process.Ask("size", limit).GetProperty("bytes");
                return bytes.ValueKind == JsonValueKind.Number ? bytes.GetInt64() : null;
            }
            catch (Exception e) when (e is ContenderException or TimeoutException)
            {
                return null;
            }
        }

        static double Seconds(JsonElement answer) => answer.GetProperty("seconds").GetDouble();
    }
}
