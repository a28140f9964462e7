using System.Globalization;

namespace ClassicML.Linear;

/// <summary>When the losses of a fit by epochs say that it went astray rather than came to rest.</summary>
internal static class EpochLoss
{
    // Where zero weights are the best there are, losses differ by the order in which their rows were added up.
    private const double Rounding = 1e-12;

    /// <summary>Whether the last loss has given back more than half of what the best one gained over weights of zero.</summary>
    /// <param name="last">The loss of the last epoch.</param>
    /// <param name="best">The least of an epoch.</param>
    /// <param name="idle">That of zero weights.</param>
    public static bool IsFarFrom(double last, double best, double idle) => !(last <= 0.5 * best + (0.5 + Rounding) * idle);

    /// <summary>What a report says then.</summary>
    public static string Reason(double last, double best, int bestEpoch, double idle)
    {
        string kept = bestEpoch == 0 ? "zero weights are kept" : $"the weights of epoch {bestEpoch} are kept, whose loss was {Text(best)}";
        return $"the last epoch had a loss of {Text(last)} where zero weights have {Text(idle)}: the learning rate is too large for these "
            + $"columns, or they explain nothing; {kept}";
    }

    /// <summary>A loss in four digits, in every culture alike.</summary>
    public static string Text(double loss) => loss.ToString("G4", CultureInfo.InvariantCulture);
}
