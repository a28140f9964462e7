using System.Diagnostics;

namespace ClassicML.Preprocessing;

/// <summary>Divides each row by its norm, x/‖x‖, so that only the direction is left, as texts of unlike length want.</summary>
/// <remarks>
/// Nothing is learned but the number of columns. A row of zeros stays as it is; sparse rows stay sparse. A row with a missing value (NaN) is
/// refused, since its length is not known. Squares are taken in units of the largest magnitude where they would vanish, so small units are
/// normalised too; scikit-learn takes such rows for zeros. Row weights are not looked at.
/// </remarks>
public sealed record Normalizer : ITransformer<NormalizerModel>
{
    /// <summary>The norm. Default <see cref="VectorNorm.L2"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not a member of the enumeration.</exception>
    public VectorNorm Norm { get; init => field = Check.Defined(value, nameof(Norm)); } = VectorNorm.L2;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There is no row, or a value is missing or infinite.</exception>
    public NormalizerModel Fit(Features x, FitContext context = default)
    {
        var clock = Stopwatch.StartNew();
        context.ThrowIfCancelled();
        Features rows = Check.CompleteRows(ColumnTiles.ReadableRows(x, nameof(Normalizer)), nameof(Normalizer));
        return new NormalizerModel(Norm, rows.ColumnCount, new FitReport().Ended(this, clock.Elapsed, x.ColumnNames));
    }
}
