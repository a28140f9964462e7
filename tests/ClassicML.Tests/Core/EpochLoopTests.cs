using ClassicML.Internal;

namespace ClassicML.Tests.Core;

/// <summary>The epochs of perceptron, Adaline, stochastic gradient descent and networks.</summary>
public class EpochLoopTests
{
    [Fact]
    public void The_limit_ends_a_training_and_the_reason_says_where_it_stood()
    {
        List<FitProgress> told = [];
        var epochs = new EpochLoop(new FitContext { Progress = new ProgressSink(told.Add) }, 3);
        for (double loss = 9; epochs.Begin(last => $"at {last}"); loss--) epochs.Add(loss);
        Assert.Equal([9.0, 8, 7], epochs.Losses);
        Assert.Equal((3, 7.0, false, false), (epochs.Count, epochs.Last, epochs.HasMore, epochs.IsStopped));
        Assert.Equal([new("epoch", 1, 3, 9), new("epoch", 2, 3, 8), new("epoch", 3, 3, 7)], told);
        FitReport report = epochs.Report(6.5);
        Assert.True(report is { Iterations: 3, Converged: false, Stopped: false, Objective: 6.5 });
        Assert.Equal("the limit of 3 epochs was reached at 7", report.Reason);
    }

    [Fact]
    public void A_stop_is_noticed_between_epochs_and_within_one()
    {
        using var source = new CancellationTokenSource();
        var epochs = new EpochLoop(new FitContext { Stop = source.Token }, 1);
        Assert.False(epochs.EndIfAsked());
        Assert.True(epochs.HasMore);
        epochs.Add(1);
        source.Cancel();
        // Before the limit: the caller asked first.
        Assert.False(epochs.Begin(_ => ""));
        Assert.True(epochs.Report(null) is { Converged: false, Stopped: true, Reason: "the caller asked to stop", Objective: null });
        var within = new EpochLoop(new FitContext { Stop = source.Token }, 9);
        Assert.True(within.EndIfAsked());
        Assert.True(within is { HasMore: false, IsStopped: true, Count: 0 });
    }

    [Fact]
    public void Cancellation_throws_even_where_the_training_has_ended()
    {
        using var source = new CancellationTokenSource();
        var epochs = new EpochLoop(new FitContext { Cancellation = source.Token }, 9);
        epochs.End(null);
        Assert.False(epochs.Begin(_ => ""));
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => epochs.Begin(_ => ""));
    }

    [Fact]
    public void A_training_that_ended_by_itself_has_converged_unless_a_better_reason_is_found()
    {
        var epochs = new EpochLoop(default, 9) { Losses = [5.0, 4] };
        Assert.Equal((2, 4.0, null), (epochs.Count, epochs.Last, epochs.Reason));
        epochs.End(null);
        Assert.True(epochs.Report(4) is { Converged: true, Reason: null, Iterations: 2 });
        epochs.End("the steps were too large");
        Assert.Equal((false, "the steps were too large"), (epochs.HasMore, epochs.Reason));
    }

    [Theory, InlineData(0.0), InlineData(0.5), InlineData(1.0)]
    public void Patience_counts_epochs_in_a_row_without_the_least_gain(double leastGain)
    {
        var epochs = new EpochLoop(default, 100);
        double[] values = [8, 7.5, 7.5, 7, 9, 6.75, double.NaN, 6, 6];
        double best = double.PositiveInfinity;
        int stale = 0, bestEpoch = 0;
        foreach (double value in values)
        {
            epochs.Add(value);
            stale = value > best - leastGain ? stale + 1 : 0;
            if (value < best) (best, bestEpoch) = (value, epochs.Count);
            Assert.Equal(bestEpoch == epochs.Count, epochs.Watch(value, leastGain));
            Assert.Equal((best, bestEpoch), (epochs.Best, epochs.BestEpoch));
            Assert.False(epochs.LosesPatience(null));
            Assert.False(epochs.LosesPatience(stale + 1L));
            if (stale < 2) continue;
            Assert.True(epochs.LosesPatience(2));
            // They count anew.
            Assert.False(epochs.LosesPatience(1));
            stale = 0;
        }
        Assert.Equal((6, 8), (epochs.Best, epochs.BestEpoch));
    }

    [Fact]
    public void What_is_no_better_than_having_learnt_nothing_is_not_the_best()
    {
        var epochs = new EpochLoop(default, 9, best: 0.5);
        epochs.Add(0.5);
        Assert.False(epochs.Watch(0.5));
        Assert.Equal((0.5, 0), (epochs.Best, epochs.BestEpoch));
        epochs.Add(0.25);
        Assert.True(epochs.Watch(0.25));
        Assert.Equal((0.25, 2), (epochs.Best, epochs.BestEpoch));
    }
}
