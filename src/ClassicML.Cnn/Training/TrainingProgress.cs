using System.Diagnostics;

namespace ClassicML.Cnn.Training;

/// <summary>How far training has come beyond its parameters: what a checkpoint holds besides them.</summary>
internal sealed class TrainingProgress
{
    public List<EpochScores> History { get; init; } = [];

    /// <summary>The parameters after the epoch with the lowest loss so far: they remain when patience ends, or training goes astray.</summary>
    public float[]? Best { get; set; }

    public double BestLoss { get; set; } = double.PositiveInfinity;

    /// <summary>Epochs since then.</summary>
    public int Stale { get; set; }
}

/// <summary>Tells of steps about a hundred times an epoch, with the time that is left at this pace.</summary>
internal sealed class StepNews(IProgress<FitProgress>? progress, int stepsOfEpoch, int epochs, int epochsBefore)
{
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private readonly int total = (int)Math.Min(int.MaxValue, (long)stepsOfEpoch * epochs), before = stepsOfEpoch * epochsBefore;
    private readonly int every = Math.Max(1, stepsOfEpoch / 100);
    private int done;

    public void Step(Func<double> loss)
    {
        if (++done % every != 0 && done % stepsOfEpoch != 0 || progress is null) return;
        var left = TimeSpan.FromTicks((long)(clock.Elapsed.Ticks / (double)done * (total - before - done)));
        progress.Report(new FitProgress("step", before + done, total, loss(), left));
    }
}
