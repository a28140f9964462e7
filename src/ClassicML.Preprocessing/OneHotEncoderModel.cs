using ClassicML.Internal;

namespace ClassicML.Preprocessing;

/// <summary>A fitted <see cref="OneHotEncoder"/>.</summary>
public sealed class OneHotEncoderModel : ITransformerModel, IInverseTransform
{
    private readonly double[][] categories;

    // The output column of each column's first kept category.
    private readonly int[] starts;

    internal OneHotEncoderModel(OneHotEncoder options, double[][] categories, FitReport report)
    {
        (Options, this.categories, Report) = (options, categories, report);
        starts = new int[categories.Length + 1];
        for (int j = 0; j < categories.Length; j++) starts[j + 1] = checked(starts[j] + categories[j].Length - Dropped);
    }

    /// <inheritdoc/>
    public int FeatureCount => categories.Length;

    /// <inheritdoc/>
    public int OutputCount => starts[^1];

    /// <inheritdoc/>
    public FitReport Report { get; }

    internal OneHotEncoder Options { get; }

    private int Dropped => Options.DropFirst ? 1 : 0;

    /// <summary>The categories of a column, in order; its output columns come in the same order, without the first where that is dropped.</summary>
    /// <exception cref="IndexOutOfRangeException">There is no such column.</exception>
    public ReadOnlySpan<double> Categories(int column) => categories[column];

    /// <summary>Encodes rows.</summary>
    /// <returns>As many rows with a column for each kept category, dense or sparse as the learner says.</returns>
    /// <exception cref="ArgumentException">
    /// The width differs from the one fitted on, a value is missing, infinite, or unknown, or so many dense columns don't fit into memory.
    /// </exception>
    public Features Transform(Features x)
    {
        x = x.AlignedTo(this);
        Matrix rows = Check.Complete(x, nameof(OneHotEncoderModel));
        if (Options.SparseOutput) return Sparse(rows);
        double[] to = new double[MemoryNeed.Doubles(
            rows.RowCount, OutputCount, "one-hot columns as a dense matrix", $"set {nameof(OneHotEncoder.SparseOutput)}")];
        for (int i = 0; i < rows.RowCount; i++)
            for (int j = 0; j < categories.Length; j++)
                if (Place(rows, i, j) is int at and >= 0) to[i * OutputCount + at] = 1;
        return Matrix.Wrap(to, rows.RowCount, OutputCount);
    }

    /// <summary>Gives back the category of the largest value among each column's; where none is above 0, the dropped one, or NaN where
    /// unknown values are ignored.</summary>
    /// <exception cref="ArgumentException">The width differs from the output's, a value is not finite, or a row has no category in a
    /// column although none is dropped or ignored.</exception>
    public Features InverseTransform(Features x)
    {
        if (Check.NotNull(x, nameof(x)).ColumnCount != OutputCount)
            throw new ArgumentException($"the model encodes to {OutputCount} columns, this matrix has {x.ColumnCount}", nameof(x));
        Matrix rows = Check.Complete(x is SparseMatrix sparse ? sparse.ToDense() : x, nameof(OneHotEncoderModel));
        double[] to = new double[rows.RowCount * FeatureCount];
        for (int i = 0; i < rows.RowCount; i++)
            for (int j = 0; j < FeatureCount; j++)
            {
                int best = -1;
                double most = 0;
                for (int at = starts[j]; at < starts[j + 1]; at++)
                    if (rows[i, at] > most) (best, most) = (at, rows[i, at]);
                to[i * FeatureCount + j] = best >= 0 ? categories[j][best - starts[j] + Dropped] : Absent(i, j);
            }
        return Matrix.Wrap(to, rows.RowCount, FeatureCount).WithNames(Report.FeatureNames);
    }

    // What a row is that has no value above 0 among a column's.
    private double Absent(int i, int j) => Options.DropFirst ? categories[j][0]
        : Options.IgnoreUnknown ? double.NaN
        : throw new ArgumentException(
            FormattableString.Invariant($"row {i} has no value above 0 among output columns {starts[j]} to {starts[j + 1] - 1}, ")
            + FormattableString.Invariant($"so no category in column {j}; with IgnoreUnknown it would be missing (NaN)"), "x");

    // The output column that is 1, or -1 where none is.
    private int Place(Matrix rows, int i, int j)
    {
        int category = Array.BinarySearch(categories[j], rows[i, j] + 0.0);
        if (category >= 0) return category < Dropped ? -1 : starts[j] + category - Dropped;
        if (Options.IgnoreUnknown) return -1;
        throw new ArgumentException(
            FormattableString.Invariant($"row {i}, column {j} is {rows[i, j]}, which was not there at the fit"), "x");
    }

    private SparseMatrix Sparse(Matrix rows)
    {
        int[] rowStarts = new int[rows.RowCount + 1];
        List<int> columns = [];
        for (int i = 0; i < rows.RowCount; i++)
        {
            for (int j = 0; j < categories.Length; j++)
                if (Place(rows, i, j) is int at and >= 0) columns.Add(at);
            rowStarts[i + 1] = columns.Count;
        }
        double[] ones = new double[columns.Count];
        Array.Fill(ones, 1);
        return new SparseMatrix(rowStarts, columns.ToArray(), ones, OutputCount);
    }
}
