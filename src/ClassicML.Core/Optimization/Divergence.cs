using System.ComponentModel;

namespace ClassicML.Internal;

/// <summary>Whether a training by steps went astray, told from its losses and from what zero weights cost.</summary>
/// <remarks>
/// Steps that are too large for the columns need not end in what is no number: losses may settle far up, where nothing is gained any more,
/// and that is no convergence. The measure has the problem's own units: the loss J₀ of zero weights, which any rate can have, and the best.
/// </remarks>
/// <param name="ZeroLoss">J₀.</param>
/// <param name="Tolerance">How far above J₀ a loss is still as good: what counts as a gain.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct Divergence(double ZeroLoss, double Tolerance)
{
    /// <summary>Whether a training that ends with a loss went astray.</summary>
    /// <param name="loss">The loss at the end.</param>
    /// <param name="best">The lowest loss.</param>
    /// <param name="limited">
    /// Whether a limit ended the training and it claims no convergence: then it may still be on its way down, and only a loss far above the
    /// best, by half of what zero weights cost, tells of steps that were too large.
    /// </param>
    public bool IsAstray(double loss, double best, bool limited) =>
        loss > best + 0.5 * ZeroLoss + Tolerance || (!limited && IsAboveZeroWeights(loss));

    /// <summary>The reason for a report.</summary>
    /// <param name="last">The loss at the end.</param>
    /// <param name="best">The lowest loss.</param>
    /// <param name="wayOut">What to do about it, such as "lower the rate".</param>
    public string Reason(double last, double best, string wayOut) => IsAboveZeroWeights(last)
        ? FormattableString.Invariant($"the loss ended at {last:G4}, above the {ZeroLoss:G4} of zero weights: {wayOut}")
        : FormattableString.Invariant($"the loss ended at {last:G4}, far above its best, {best:G4}: {wayOut}");

    private bool IsAboveZeroWeights(double loss) => loss > ZeroLoss + Tolerance;
}
