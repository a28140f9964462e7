namespace ClassicML.Testing;

/// <summary>What stopping and cancelling do.</summary>
internal static class StoppingChecks
{
    public static IEnumerable<ContractCheck> Of(Subject s) =>
    [
        new(ContractTopic.Stopping, "A cancelled fit throws", () => Cancelled(s)),
        new(ContractTopic.Stopping, "A fit that is asked to stop says that it did or is whole", () => Stopped(s)),
    ];

    private static void Cancelled(Subject s)
    {
        var context = new FitContext { Cancellation = new CancellationToken(true) };
        Expect.Thrown<OperationCanceledException>(() => s.Fit(s.Rows(), context), "a cancelled fit");
        if (s.Learner is ILearner<Features, IModel> alone)
            Expect.Thrown<OperationCanceledException>(() => alone.Fit(s.Rows().X, context), "a cancelled fit on rows alone");
    }

    private static void Stopped(Subject s)
    {
        Samples rows = s.Traits.Prepare(Samples.Of(63));
        IModel model = s.Fit(rows, new FitContext { Stop = new CancellationToken(true), MaxThreads = 1 });
        if (!model.Report.Stopped)
        {
            Expect.Equal(s.Written(s.Fit(rows)), s.Written(model), "a fit that does not say that it stopped");
            return;
        }
        Expect.True(!model.Report.Converged, "stopped and converged at once");
        Expect.True(
            model.Report.Reason?.Contains("the caller asked to stop", StringComparison.Ordinal) == true,
            $"the reason must say 'the caller asked to stop', it says '{model.Report.Reason}'");
    }
}
