using System.Diagnostics;

namespace ClassicML.Preprocessing;

/// <summary>Gives each category of each column a column of its own, which is 1 where a row is of it and else 0.</summary>
/// <remarks>
/// Codes such as blue 0, green 1, red 2 have an order and distances that colours have not; three columns of zeros and ones have neither. The categories of
/// a column are its distinct values, in order; of a <see cref="CategoryColumn"/> its levels, with or without rows. Columns of numbers are encoded too: leave
/// those apart that are no categories (<see cref="ColumnTransformer"/>). A column city makes city_Berlin, city_Rome and so on, then city_(missing) and
/// city_(rare). Differences from scikit-learn: the default output is dense, a rare category decodes to a missing value, and a column of just
/// <see cref="MaxCategories"/> categories keeps them all.
/// </remarks>
public sealed record OneHotEncoder : ITransformer<OneHotEncoderModel>
{
    /// <summary>Which category goes without a column, and so is all zeros. Default <see cref="OneHotDrop.None"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not a member of the enumeration.</exception>
    public OneHotDrop Drop { get; init => field = Check.Defined(value, nameof(Drop)); }

    /// <summary>What becomes of a value that was not there at the fit. Default <see cref="UnknownCategory.Refuse"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not a member of the enumeration.</exception>
    public UnknownCategory Unknown { get; init => field = Check.Defined(value, nameof(Unknown)); }

    /// <summary>What becomes of a missing value. Default <see cref="MissingCategory.Own"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not a member of the enumeration.</exception>
    public MissingCategory Missing { get; init => field = Check.Defined(value, nameof(Missing)); }

    /// <summary>A category of fewer rows is rare: all rare ones of a column have one column together, its last. Default 1, at least 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int MinCount { get; init => field = Check.Positive(value, nameof(MinCount)); } = 1;

    /// <summary>A category of a smaller share of the rows is rare too. Default 0, in [0, 1].</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is outside.</exception>
    public double MinShare { get; init => field = Check.Within(value, Interval.Share, nameof(MinShare)); }

    /// <summary>The most columns that a column makes, that of rare categories included: those of fewest rows become rare, of equal ones the first. Default
    /// null: no limit. At least 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int? MaxCategories { get; init => field = Check.AtLeast(value, 1, nameof(MaxCategories)); }

    /// <summary>Whether rows come out as a <see cref="SparseMatrix"/>. Default false: a <see cref="Matrix"/>.</summary>
    public bool SparseOutput { get; init; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There is no row, a value is infinite, or missing where that is refused, or a column holds dates.</exception>
    public OneHotEncoderModel Fit(Features x, FitContext context = default)
    {
        var clock = Stopwatch.StartNew();
        context.ThrowIfCancelled();
        ColumnCategories[] categories = ColumnCategories.Of(x, nameof(OneHotEncoder), context);
        if (Missing == MissingCategory.Refuse && Array.FindIndex(categories, one => one.HasMissing) is var j and >= 0)
        {
            int i = Array.IndexOf(ColumnCategories.Encode(categories, x, nameof(OneHotEncoder))[j], ColumnCategories.Missing);
            throw ColumnCategories.Refusal(x, i, j, $"{nameof(OneHotEncoder)} was told to refuse");
        }
        bool[][]? rare = MinCount == 1 && MinShare == 0 && MaxCategories is null ? null : Rare(categories, x);
        return new OneHotEncoderModel(this, categories, rare, new FitReport().Ended(this, clock.Elapsed, x.ColumnNames));
    }

    // For each column whether each category is rare; a missing value is the last of them. scikit-learn's rules.
    private bool[][] Rare(ColumnCategories[] categories, Features x)
    {
        int[][] codes = ColumnCategories.Encode(categories, x, nameof(OneHotEncoder));
        return [.. categories.Select((one, j) =>
        {
            bool hasOwn = one.HasMissing && Missing == MissingCategory.Own;
            int[] counts = new int[one.Count + (hasOwn ? 1 : 0)];
            foreach (int code in codes[j])
                if (code >= 0) counts[code]++;
                else if (hasOwn) counts[^1]++;
            bool[] isRare = Array.ConvertAll(counts, count => count < MinCount || count < MinShare * x.RowCount);
            int left = isRare.Count(rare => !rare) + (isRare.Contains(true) ? 1 : 0);
            if (left > MaxCategories)
                foreach (int code in Enumerable.Range(0, counts.Length).OrderBy(code => counts[code]).Take(counts.Length - (MaxCategories.Value - 1)))
                    isRare[code] = true;
            return isRare;
        })];
    }
}
