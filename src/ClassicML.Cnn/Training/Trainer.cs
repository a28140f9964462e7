using ClassicML.Internal;
using static System.FormattableString;

namespace ClassicML.Cnn.Training;

/// <summary>The loop of epochs over an engine's steps: order of rows, scores, early stopping, checkpoints.</summary>
/// <remarks>
/// The order of an epoch's rows is a function of seed and epoch, and dropout of seed and step, so going on from a checkpoint repeats
/// nothing and leaves nothing out.
/// </remarks>
internal sealed class Trainer(CnnClassifier learner, TrainingProblem problem, ITrainingEngine engine, FitContext context)
{
    // How far above the loss of zero weights training may end, as a share of it: dropout adds a little to what weights cost.
    private const double Slack = 0.01;

    // Pixels of this size after division are none, and sums over them may not fit.
    private const float LargestPixel = 1000;

    private const int Orders = 1, Weights = 2;

    public static ulong InitialSeed(int seed) => Rng.DeriveSeed((ulong)seed, Weights);

    /// <summary>Trains, and says how it went.</summary>
    /// <param name="rows">The training rows among the engine's.</param>
    /// <param name="weights">A weight for each of the engine's rows.</param>
    /// <param name="validation">Rows to score after each epoch, or null.</param>
    /// <param name="extras">The caller's wishes.</param>
    /// <param name="checkpoint">The file, or null.</param>
    /// <param name="state">Parameters and moments, at the start and in the end.</param>
    /// <param name="progress">The history, at the start and in the end.</param>
    public FitReport Run(
        int[] rows, float[] weights, ValidationRows? validation, CnnTraining extras, Checkpoint? checkpoint, TrainingState state, TrainingProgress progress)
    {
        engine.Load(state);
        // Steps are told of, not epochs.
        var epochs = new EpochLoop(context with { Progress = null }, learner.MaxEpochs)
        {
            Losses = [.. progress.History.Select(epoch => epoch.Loss)],
        };
        bool patient = true, finite = epochs.Count == 0 || double.IsFinite(epochs.Last);
        double total = rows.Sum(row => (double)weights[row]);
        int batch = Math.Min(learner.BatchSize, rows.Length), stepsOfEpoch = (rows.Length + batch - 1) / batch;
        float[] sound = [.. state.Parameters];
        var news = new StepNews(context.Progress, stepsOfEpoch, learner.MaxEpochs, epochs.Count);
        while (epochs.HasMore && finite && (patient = IsPatient(progress)))
        {
            int epoch = epochs.Count;
            int[] order = [.. rows];
            new Rng(Rng.DeriveSeed((ulong)learner.Seed, Orders), (ulong)epoch).Shuffle(order.AsSpan());
            float[] ordered = Array.ConvertAll(order, row => weights[row]);
            double seen = 0;
            for (int from = 0; from < order.Length && !epochs.IsStopped; from += batch)
            {
                context.ThrowIfCancelled();
                int count = Math.Min(batch, order.Length - from);
                engine.Step(order.AsMemory(from, count), ordered.AsMemory(from, count));
                for (int i = 0; i < count; i++) seen += ordered[from + i];
                news.Step(() => engine.Totals(reset: false).Loss / Math.Max(seen, double.Epsilon));
                epochs.EndIfAsked();
            }
            engine.Save(state);
            finite = AreFinite(state.Parameters);
            if (epochs.IsStopped && finite) break;
            var (loss, correct) = engine.Totals(reset: true);
            finite &= double.IsFinite(loss);
            if (!finite) sound.CopyTo(state.Parameters, 0);
            if (epochs.IsStopped) break;
            state.Parameters.CopyTo(sound, 0);
            var scores = validation?.Score(problem.Network, state.Parameters, context);
            double mean = finite ? loss / total : double.NaN;
            epochs.Add(mean);
            progress.History.Add(new EpochScores(epoch + 1, mean, Math.Min(1, correct / total), scores?.Loss, scores?.Accuracy));
            if (finite) Judge(progress, state);
            extras.Epochs?.Report(progress.History[^1]);
            checkpoint?.Save(state, progress);
        }
        if (!epochs.IsStopped)
            epochs.End(finite ? Astray(epochs)
                : $"the loss is no longer a finite number, and the best weights before are kept: {WayOut(false)}");
        bool keepBest = learner.PatienceCount is not null || (epochs.Reason is not null && !epochs.IsStopped);
        EpochScores? kept = progress.History.Count > 0 ? progress.History[^1] : null;
        if (keepBest && progress.Best is { } best)
        {
            best.CopyTo(state.Parameters, 0);
            kept = progress.History.First(epoch => epoch.Watched == progress.BestLoss);
        }
        return epochs.Report(finite ? kept?.Loss : null)
            .With("parameters", problem.Network.ParameterCount).With("steps", state.Steps).With("stopped_early", patient ? 0 : 1);
    }

    private string WayOut(bool falling) => problem.Pixels.LargestValue > LargestPixel
        ? Invariant($"pixels reach {problem.Pixels.LargestValue:G3} after division by PixelMaximum, ")
            + "which should be the largest value of a pixel"
        : falling ? "take more epochs, or another learning rate" : "lower the learning rate";

    // Why losses, finite as they are, tell of steps that were too large, or null.
    private string? Astray(EpochLoop epochs)
    {
        double zero = Math.Log(problem.Network.ClassCount - problem.Absent.Count(absent => absent));
        var divergence = new Divergence(zero, Slack * zero);
        if (epochs.Count == 0 || !divergence.IsAstray(epochs.Last, epochs.Losses.Min(), limited: false)) return null;
        return divergence.Reason(epochs.Last, epochs.Losses.Min(), WayOut(epochs.Last == epochs.Losses.Min()));
    }

    private static bool AreFinite(ReadOnlySpan<float> values) => values.IndexOfAnyExceptInRange(-float.MaxValue, float.MaxValue) < 0;

    private bool IsPatient(TrainingProgress progress) => learner.PatienceCount is not { } patience || progress.Stale < patience;

    private void Judge(TrainingProgress progress, TrainingState state)
    {
        EpochScores last = progress.History[^1];
        double watched = last.Watched;
        if (watched < progress.BestLoss - learner.Tolerance)
        {
            (progress.BestLoss, progress.Stale) = (watched, 0);
            progress.Best = [.. state.Parameters];
        }
        else
        {
            progress.Stale++;
        }
    }
}
