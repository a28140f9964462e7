using System.Collections.Immutable;

namespace ClassicML.Preprocessing;

/// <summary>A fitted <see cref="OrdinalEncoder"/>.</summary>
public sealed class OrdinalEncoderModel : ITransformerModel, IInverseTransform
{
    private readonly ColumnCategories[] categories;

    internal OrdinalEncoderModel(OrdinalEncoder options, ColumnCategories[] categories, FitReport report) =>
        (Options, this.categories, Report) = (options, categories, report);

    /// <inheritdoc/>
    public int FeatureCount => categories.Length;

    /// <inheritdoc/>
    public int OutputCount => categories.Length;

    /// <inheritdoc/>
    public ImmutableArray<string>? OutputNames => Report.FeatureNames;

    /// <inheritdoc/>
    public ImmutableArray<int>? OutputSources => [.. Enumerable.Range(0, OutputCount)];

    /// <inheritdoc/>
    public FitReport Report { get; }

    /// <summary>What a category that was not there at the fit becomes.</summary>
    public UnknownOrdinal Unknown => Options.Unknown;

    internal OrdinalEncoder Options { get; }

    internal IReadOnlyList<ColumnCategories> Learned => categories;

    /// <summary>The categories of a column, in order, with their kind.</summary>
    /// <exception cref="IndexOutOfRangeException">There is no such column.</exception>
    public KnownCategories Known(int column) => new(categories[column]);

    /// <summary>The categories of a column as text, in the order of their numbers.</summary>
    /// <exception cref="IndexOutOfRangeException">There is no such column.</exception>
    public ImmutableArray<string> Categories(int column) => [.. Enumerable.Range(0, categories[column].Count).Select(categories[column].NameOf)];

    /// <summary>The number of each value's category; NaN where it is missing.</summary>
    /// <returns>A <see cref="Matrix"/> of the same shape.</returns>
    /// <exception cref="ArgumentException">The width differs from the one fitted on, or a value was not there at the fit and is refused.</exception>
    public Features Transform(Features x)
    {
        x = x.AlignedTo(this);
        if (x is not Table) x = Check.Dense(x, nameof(OrdinalEncoderModel));
        int[][] codes = ColumnCategories.Encode(categories, x, nameof(OrdinalEncoderModel));
        double[] numbers = new double[checked(x.RowCount * categories.Length)];
        for (int j = 0; j < codes.Length; j++)
            for (int i = 0, at = j; i < x.RowCount; i++, at += codes.Length)
                numbers[at] = codes[j][i] switch
                {
                    >= 0 and var code => code,
                    ColumnCategories.Missing when categories[j].HasMissing => double.NaN,
                    _ => Options.Unknown switch
                    {
                        UnknownOrdinal.MinusOne => -1,
                        UnknownOrdinal.Missing => double.NaN,
                        UnknownOrdinal.Refuse or _ => throw ColumnCategories.Refusal(x, i, j, "was not there at the fit"),
                    },
                };
        return Matrix.Wrap(numbers, x.RowCount, categories.Length).WithNames(OutputNames);
    }

    /// <summary>The category of each number; a missing value, or the -1 of unknown ones, becomes missing.</summary>
    /// <returns>A matrix where all columns were numbers, else a table.</returns>
    /// <exception cref="ArgumentException">The width differs, or a number is that of no category.</exception>
    public Features InverseTransform(Features x)
    {
        Matrix rows = Check.Dense(x.AlignedTo(this), nameof(OrdinalEncoderModel));
        int[][] codes = [.. categories.Select((own, j) => Enumerable.Range(0, rows.RowCount).Select(i => rows[i, j] switch
        {
            double.NaN => ColumnCategories.Missing,
            -1 when Options.Unknown == UnknownOrdinal.MinusOne => ColumnCategories.Missing,
            var number when number >= 0 && number < own.Count && number == Math.Floor(number) => (int)number,
            _ => throw ColumnCategories.Refusal(rows, i, j, FormattableString.Invariant($"is the number of no category; there are {own.Count}")),
        }).ToArray())];
        return ColumnCategories.Decode(categories, codes, Report.FeatureNames);
    }
}
