using System.Diagnostics;

namespace ClassicML.Preprocessing;

/// <summary>Gives each category of each column a column of its own, which is 1 where a row is of it and else 0.</summary>
/// <remarks>
/// Codes such as blue 0, green 1, red 2 have an order and distances that colours have not; three columns of zeros and ones have neither.
/// The categories of a column are its distinct values, in order. Encode columns of numbers apart: every value would be a category.
/// Difference from scikit-learn: a missing value (NaN) is refused, not a category; the default output is dense.
/// </remarks>
public sealed record OneHotEncoder : ITransformer<OneHotEncoderModel>
{
    /// <summary>Whether each column's first category goes without a column, and so is all zeros. Default false.</summary>
    /// <remarks>Without it the columns of a category sum to one, so a linear model without a penalty has no unique weights.</remarks>
    public bool DropFirst { get; init; }

    /// <summary>Whether a value that was not there at the fit becomes all zeros. Default false: it is refused.</summary>
    public bool IgnoreUnknown { get; init; }

    /// <summary>Whether rows come out as a <see cref="SparseMatrix"/>. Default false: a <see cref="Matrix"/>.</summary>
    public bool SparseOutput { get; init; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There is no row, or a value is missing or infinite.</exception>
    public OneHotEncoderModel Fit(Features x, FitContext context = default)
    {
        var clock = Stopwatch.StartNew();
        context.ThrowIfCancelled();
        Matrix rows = ColumnTiles.Readable(x, nameof(OneHotEncoder));
        Check.Complete(rows, nameof(OneHotEncoder));
        double[][] categories = new double[rows.ColumnCount][];
        Workers.For(categories.Length, ColumnTiles.Threads(rows, context.Threads), j =>
        {
            var distinct = new HashSet<double>();
            // Adding zero makes of -0 the one zero that there is.
            for (int i = 0; i < rows.RowCount; i++) distinct.Add(rows[i, j] + 0.0);
            categories[j] = [.. distinct.Order()];
        }, context.Cancellation);
        return new OneHotEncoderModel(this, categories, new FitReport().Ended(this, clock.Elapsed, x.ColumnNames));
    }
}
