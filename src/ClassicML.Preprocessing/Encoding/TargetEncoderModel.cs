using System.Collections.Immutable;

namespace ClassicML.Preprocessing;

/// <summary>A fitted <see cref="TargetEncoder"/>.</summary>
public sealed class TargetEncoderModel : ITransformerModel
{
    private readonly ColumnCategories[] categories;
    private readonly double[] means;

    // values[j][t][code], a missing value last; NaN where a category had no row.
    private readonly double[][][] values;

    internal TargetEncoderModel(ColumnCategories[] categories, double[] means, double[][][] values, FitReport report)
    {
        (this.categories, this.means, this.values, Report) = (categories, means, values, report);
        OutputSources = [.. Enumerable.Range(0, FeatureCount).SelectMany(j => Enumerable.Repeat(j, means.Length))];
        OutputNames = report.FeatureNames is not { } names ? null : means.Length == 1 ? names
            : [.. names.SelectMany(name => Enumerable.Range(0, means.Length).Select(t => FormattableString.Invariant($"{name}_class{t}")))];
    }

    /// <inheritdoc/>
    public int FeatureCount => categories.Length;

    /// <inheritdoc/>
    public int OutputCount => categories.Length * means.Length;

    /// <inheritdoc/>
    public ImmutableArray<string>? OutputNames { get; }

    /// <inheritdoc/>
    public ImmutableArray<int>? OutputSources { get; }

    /// <summary>The mean of each column of targets: one of numbers or of two classes, K of more. What unknown categories become.</summary>
    public ReadOnlySpan<double> TargetMeans => means;

    /// <inheritdoc/>
    public FitReport Report { get; }

    internal IReadOnlyList<ColumnCategories> Learned => categories;

    internal double[][][] Values => values;

    /// <summary>The categories of a column, in order, with their kind.</summary>
    /// <exception cref="IndexOutOfRangeException">There is no such column.</exception>
    public KnownCategories Known(int column) => new(categories[column]);

    /// <summary>The categories of a column as text, in order.</summary>
    /// <exception cref="IndexOutOfRangeException">There is no such column.</exception>
    public ImmutableArray<string> Categories(int column) => [.. Enumerable.Range(0, categories[column].Count).Select(categories[column].NameOf)];

    /// <summary>What the categories of a column become, in their order; the mean where one had no row.</summary>
    /// <param name="column">The number of the column.</param>
    /// <param name="target">The number of the column of targets, 0 where there is one.</param>
    public double[] Encodings(int column, int target = 0) =>
        [.. Enumerable.Range(0, categories[column].Count).Select(code => Value(means, values, code, column, target))];

    /// <summary>What a missing value of a column becomes; the mean where none was missing at the fit.</summary>
    /// <inheritdoc cref="Encodings"/>
    public double MissingEncoding(int column, int target = 0) => Value(means, values, ColumnCategories.Missing, column, target);

    /// <summary>Encodes rows that were not fitted on: see <see cref="TargetEncoder"/>.</summary>
    /// <returns>A <see cref="Matrix"/> with <see cref="OutputCount"/> columns, those of a feature side by side.</returns>
    /// <exception cref="ArgumentException">The width differs from the one fitted on, or a column holds text where it held numbers.</exception>
    public Features Transform(Features x)
    {
        x = x.AlignedTo(this);
        int[][] codes = ColumnCategories.Encode(categories, x, nameof(TargetEncoderModel));
        int n = x.RowCount, p = categories.Length, k = means.Length;
        double[] encoded = new double[checked(n * p * k)];
        for (int j = 0; j < p; j++)
            for (int i = 0; i < n; i++)
                for (int t = 0; t < k; t++) encoded[(i * p + j) * k + t] = Value(means, values, codes[j][i], j, t);
        return Matrix.Wrap(encoded, n, p * k).WithNames(OutputNames);
    }

    internal static double Value(double[] means, double[][][] values, int code, int j, int t)
    {
        double value = code == ColumnCategories.Unknown ? double.NaN : values[j][t][code >= 0 ? code : values[j][t].Length - 1];
        return double.IsNaN(value) ? means[t] : value;
    }
}
