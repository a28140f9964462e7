namespace ClassicML.Tests.Core;

public class FitContextTests
{
    [Fact]
    public void Threads_are_those_asked_for_but_no_more_than_there_are()
    {
        Assert.Equal(Workers.MaxThreads, default(FitContext).Threads);
        Assert.Equal(1, new FitContext { MaxThreads = 1 }.Threads);
        Assert.Equal(Workers.MaxThreads, new FitContext { MaxThreads = int.MaxValue }.Threads);
        Assert.Contains("MaxThreads must be at least 0, was -1",
            Assert.Throws<ArgumentOutOfRangeException>(() => new FitContext { MaxThreads = -1 }).Message);
    }

    [Fact]
    public void Fits_beside_one_another_have_a_thread_each_and_the_last_few_all()
    {
        using var cancel = new CancellationTokenSource();
        using var stop = new CancellationTokenSource();
        var context = new FitContext
        {
            Cancellation = cancel.Token, Stop = stop.Token, Progress = new Progress<FitProgress>(),
            MaxThreads = 2
        };
        int threads = context.Threads;
        for (int count = 1; count < 9; count++)
            for (int index = 0; index < count; index++)
            {
                FitContext one = context.ForEachOf(count, index);
                // Fits begin in rounds of as many as there are threads; what is left of a round leaves threads idle.
                bool isInWholeRound = index < count / threads * threads;
                Assert.Equal(isInWholeRound ? 1 : context.MaxThreads, one.MaxThreads);
                Assert.Equal(cancel.Token, one.Cancellation);
                // A fit among many neither tells how far it is nor ends early by itself: the loop around it does.
                Assert.Null(one.Progress);
                Assert.False(one.Stop.CanBeCanceled);
            }
        Assert.Equal(threads == 1 ? 1 : 2, context.ForEachOf(1).MaxThreads);
        Assert.Equal(1, context.ForEachOf(2).MaxThreads);
        Assert.Equal(cancel.Token, context.ForEachOf(2).Cancellation);
        Assert.Null(context.ForEachOf(2).Progress);
        Assert.False(context.ForEachOf(2).Stop.CanBeCanceled);
        context.ThrowIfCancelled();
        stop.Cancel();
        context.ThrowIfCancelled();
        cancel.Cancel();
        Assert.Throws<OperationCanceledException>(context.ThrowIfCancelled);
    }

    [Fact]
    public void The_remaining_time_goes_on_at_the_pace_since_the_clock_started()
    {
        // Five of twenty were there before; six more took 12 s, so the nine left take 18 s.
        FitProgress progress = FitProgress.Timed("fold", 11, 20, 5, TimeSpan.FromSeconds(12));
        Assert.Equal(("fold", 11, 20), (progress.Stage, progress.Done, progress.Total));
        Assert.Null(progress.Objective);
        Assert.Equal(18, progress.Remaining!.Value.TotalSeconds, 1e-6);
        Assert.Equal(TimeSpan.Zero, FitProgress.Timed("fold", 20, 20, 0, TimeSpan.FromSeconds(3)).Remaining);
    }

    [Fact]
    public void A_report_keeps_what_it_is_told()
    {
        object learner = new();
        FitReport report = new FitReport { Iterations = 3 }.With("b", 2).With("a", 1).With("b", 4)
            .Ended(learner, TimeSpan.FromSeconds(5), ["x", "y"]);
        Assert.Same(learner, report.Learner);
        Assert.Null(report.Ended(learner, default).FeatureNames);
        Assert.Equal(["a", "b"], report.Details.Keys);
        Assert.Equal((3, true, false, 4.0, 5.0),
            (report.Iterations, report.Converged, report.Stopped, report.Details["b"], report.Elapsed.TotalSeconds));
        Assert.Equal(["x", "y"], report.FeatureNames!.Value);
        // Less than a tick is one, so that a report of no time is one that was not ended.
        Assert.Equal((0, 1), (new FitReport().Elapsed.Ticks, report.Ended(learner, default).Elapsed.Ticks));
    }
}
