namespace ClassicML;

/// <summary>What a caller may say about a running fit. It never changes the result of a fit that completes.</summary>
/// <remarks>The default value means: no cancellation, no progress, all threads.</remarks>
public readonly record struct FitContext
{
    /// <summary>Ends the fit with an <see cref="OperationCanceledException"/>.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>Ends an iterative fit or a search early, keeping the best so far; the report then says <see cref="FitReport.Stopped"/>.</summary>
    public CancellationToken Stop { get; init; }

    /// <summary>Receives progress, from any thread.</summary>
    public IProgress<FitProgress>? Progress { get; init; }

    /// <summary>The most threads to use; 0, the default, for <see cref="Workers.MaxThreads"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 0.</exception>
    public int MaxThreads { get; init => field = Check.AtLeast(value, 0, nameof(MaxThreads)); }

    /// <summary>The number of threads that a loop may use, at least 1.</summary>
    public int Threads => MaxThreads == 0 ? Workers.MaxThreads : Math.Min(MaxThreads, Workers.MaxThreads);

    /// <summary>The context of each of several fits that run beside one another: no progress of their own, one thread each if there are enough,
    /// and no <see cref="Stop"/>, since a fit that is compared with others is made whole.</summary>
    public FitContext ForEachOf(int fitCount) => new() { Cancellation = Cancellation, MaxThreads = fitCount >= Threads ? 1 : MaxThreads };

    /// <summary>As <see cref="ForEachOf(int)"/>, for one of the fits: the last few, which leave threads idle, may use all.</summary>
    /// <param name="fitCount">How many fits there are.</param>
    /// <param name="index">Which of them this is; they begin in this order.</param>
    public FitContext ForEachOf(int fitCount, int index) =>
        index >= fitCount - fitCount % Threads ? new() { Cancellation = Cancellation, MaxThreads = MaxThreads } : ForEachOf(fitCount);

    /// <summary>Throws if <see cref="Cancellation"/> was requested.</summary>
    public void ThrowIfCancelled() => Cancellation.ThrowIfCancellationRequested();
}

/// <summary>How far a fit has come.</summary>
/// <param name="Stage">What is being done, in words: "iteration", "tree", "fold".</param>
/// <param name="Done">How many of them are done.</param>
/// <param name="Total">How many there will be at most; 0 where nobody knows.</param>
/// <param name="Objective">The value being minimised, where there is one.</param>
/// <param name="Remaining">The time that the rest will take at the pace so far, where it can be told.</param>
public readonly record struct FitProgress(string Stage, int Done, int Total, double? Objective = null, TimeSpan? Remaining = null)
{
    /// <summary>Progress that tells the remaining time from the pace so far.</summary>
    /// <param name="stage">What is being done.</param>
    /// <param name="done">How many of them are done, more than <paramref name="before"/>.</param>
    /// <param name="total">How many there will be.</param>
    /// <param name="before">How many were done when the clock started.</param>
    /// <param name="elapsed">The time since then.</param>
    public static FitProgress Timed(string stage, int done, int total, int before, TimeSpan elapsed) =>
        new(stage, done, total, Remaining: elapsed / (done - before) * (total - done));
}
