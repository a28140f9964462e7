using System.Diagnostics;

namespace ClassicML.Preprocessing;

/// <summary>Gives each category of each column a number, from 0, in the order of the categories.</summary>
/// <remarks>
/// For categories that have an order (S, M, L as a <see cref="CategoryColumn"/>), and for learners that take categories as numbers. Numbers and texts are
/// ordered by value, categories by their levels. A missing value stays missing; in a column that missed none at the fit it is a value that was not
/// there. scikit-learn's OrdinalEncoder.
/// </remarks>
public sealed record OrdinalEncoder : ITransformer<OrdinalEncoderModel>
{
    /// <summary>What becomes of a value that was not there at the fit. Default <see cref="UnknownOrdinal.Refuse"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not a member of the enumeration.</exception>
    public UnknownOrdinal Unknown { get; init => field = Check.Defined(value, nameof(Unknown)); }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There is no row, a value is infinite, or a column holds dates.</exception>
    public OrdinalEncoderModel Fit(Features x, FitContext context = default)
    {
        var clock = Stopwatch.StartNew();
        context.ThrowIfCancelled();
        ColumnCategories[] categories = ColumnCategories.Of(x, nameof(OrdinalEncoder), context);
        return new OrdinalEncoderModel(this, categories, new FitReport().Ended(this, clock.Elapsed, x.ColumnNames));
    }
}
