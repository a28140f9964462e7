using System.ComponentModel;

namespace ClassicML.Internal;

/// <summary>The epochs of a training by steps: whether another begins, what each cost, and why there is no other.</summary>
/// <remarks>
/// An epoch follows while <see cref="Begin"/> says so; the training tells of it by <see cref="Add"/> and <see cref="Watch"/>, and ends by
/// itself through <see cref="End"/>. Which weights it keeps, and how its rate falls, is its own.
/// </remarks>
/// <param name="context">Cancellation, early stop, and who hears of each epoch.</param>
/// <param name="limit">The most epochs.</param>
/// <param name="best">What a training that has learnt nothing has; by default any epoch is better.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class EpochLoop(FitContext context, int limit, double best = double.PositiveInfinity)
{
    private readonly List<double> losses = [];
    private bool hasEnded;
    private int stale;

    /// <summary>The loss of each epoch; those of epochs before, where a training goes on.</summary>
    public IReadOnlyList<double> Losses { get => losses; init => losses = [.. value]; }

    /// <summary>The number of epochs.</summary>
    public int Count => losses.Count;

    /// <summary>The loss of the last epoch, of which there must be one.</summary>
    public double Last => losses[^1];

    /// <summary>The least value that was watched.</summary>
    public double Best { get; private set; } = best;

    /// <summary>The epoch that had it, counted from 1; 0 where none had.</summary>
    public int BestEpoch { get; private set; }

    /// <summary>Whether the caller ended the training.</summary>
    public bool IsStopped { get; private set; }

    /// <summary>Why the training has not converged, or null.</summary>
    public string? Reason { get; private set; }

    /// <summary>Whether nothing has ended the training, and the limit has not been reached.</summary>
    public bool HasMore => !hasEnded && Count < limit;

    /// <summary>Whether another epoch begins. None does at the limit or where the caller asked to stop, and the reason then says
    /// so.</summary>
    /// <param name="atLimit">What a reason says of the last loss where the limit ends the training, such as "at a cost of 3".</param>
    /// <exception cref="OperationCanceledException">The caller cancelled the fit.</exception>
    public bool Begin(Func<double, string> atLimit)
    {
        context.ThrowIfCancelled();
        if (hasEnded) return false;
        if (!EndIfAsked() && Count >= limit) End($"the limit of {limit} epochs was reached {atLimit(Last)}");
        return !hasEnded;
    }

    /// <summary>Ends the training, also within an epoch, where the caller asked to stop.</summary>
    /// <returns>Whether it has.</returns>
    public bool EndIfAsked()
    {
        if (!context.Stop.IsCancellationRequested) return false;
        IsStopped = true;
        End("the caller asked to stop");
        return true;
    }

    /// <summary>Adds an epoch, and tells of it.</summary>
    public void Add(double loss)
    {
        losses.Add(loss);
        context.Progress?.Report(new FitProgress("epoch", Count, limit, loss));
    }

    /// <summary>Watches the last epoch's loss, or another value, for what is best and for patience.</summary>
    /// <param name="value">The value, the lower the better.</param>
    /// <param name="leastGain">How far a value must lie below the best to be a gain; at 0 an equal one is.</param>
    /// <returns>Whether it is the best so far.</returns>
    public bool Watch(double value, double leastGain = 0)
    {
        stale = value > Best - leastGain ? stale + 1 : 0;
        if (!(value < Best)) return false;
        (Best, BestEpoch) = (value, Count);
        return true;
    }

    /// <summary>Whether so many epochs in a row have gained nothing; then they are counted anew.</summary>
    /// <param name="patience">How many; null for any number.</param>
    public bool LosesPatience(long? patience)
    {
        if (!(stale >= patience)) return false;
        stale = 0;
        return true;
    }

    /// <summary>Ends the training. Where it has ended, a better reason takes the place of the one before.</summary>
    /// <param name="reason">Why it has not converged; null where it has.</param>
    public void End(string? reason) => (hasEnded, Reason) = (true, reason);

    /// <summary>A report of the epochs, with the objective of the weights that are kept.</summary>
    public FitReport Report(double? objective) =>
        new() { Iterations = Count, Converged = Reason is null, Reason = Reason, Stopped = IsStopped, Objective = objective };
}
