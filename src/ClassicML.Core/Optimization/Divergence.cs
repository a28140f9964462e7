namespace ClassicML.Optimization;

/// <summary>Whether a training by steps went astray, told from its losses and from what zero weights cost.</summary>
/// <remarks>
/// Steps that are too large for the columns need not end in what is no number: losses may settle far up, where nothing is gained any more, and
/// that is no convergence. The measure has the problem's own units: the loss J₀ of zero weights, which any rate can have, and the best loss.
/// </remarks>
/// <param name="ZeroLoss">J₀.</param>
/// <param name="Tolerance">How far above J₀ a loss is still as good: what counts as a gain.</param>
public readonly record struct Divergence(double ZeroLoss, double Tolerance)
{
    /// <summary>Whether losses raise the suspicion; losses that still fall when a limit ends the training do not, wherever they are.</summary>
    /// <param name="losses">The mean loss of each epoch, all finite, at least one.</param>
    /// <param name="limited">Whether a limit ended the training.</param>
    public bool IsSuspected(IReadOnlyList<double> losses, bool limited)
    {
        double best = losses.Min();
        return !(limited && losses[^1] == best) && IsFarOff(losses[^1], best);
    }

    /// <summary>Whether a loss is above that of zero weights, or nearer to it than to the best.</summary>
    public bool IsFarOff(double loss, double best) => loss > ZeroLoss + Tolerance || (best < ZeroLoss && loss > 0.5 * (best + ZeroLoss) + Tolerance);

    /// <summary>The reason for a report.</summary>
    /// <param name="last">The loss at the end.</param>
    /// <param name="best">The lowest loss.</param>
    /// <param name="wayOut">What to do about it, such as "lower the rate".</param>
    public string Reason(double last, double best, string wayOut) => last > ZeroLoss + Tolerance
        ? FormattableString.Invariant($"the loss ended at {last:G4}, above the {ZeroLoss:G4} of zero weights: {wayOut}")
        : FormattableString.Invariant($"the loss ended at {last:G4}, far above its best, {best:G4}: {wayOut}");
}
