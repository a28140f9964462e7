namespace ClassicML.Preprocessing;

/// <summary>Rows whose missing values are filled column by column, each from all the others: the state of an <see cref="IterativeImputer"/>.</summary>
internal sealed class ImputationRounds
{
    private readonly double[] values;
    private readonly int rowCount, width;

    // The rows that miss a value, and the others, by column.
    private readonly int[][] missing, present;

    /// <param name="x">Rows, n×p.</param>
    /// <param name="columns">The columns that take part.</param>
    /// <param name="starts">What missing values are at first, by input column.</param>
    public ImputationRounds(Matrix x, int[] columns, ReadOnlySpan<double> starts)
    {
        (rowCount, width) = (x.RowCount, columns.Length);
        values = new double[rowCount * width];
        missing = new int[width][];
        present = new int[width][];
        for (int c = 0; c < width; c++)
        {
            List<int> with = [], without = [];
            for (int i = 0; i < rowCount; i++)
            {
                double value = x[i, columns[c]];
                (double.IsNaN(value) ? without : with).Add(i);
                values[i * width + c] = double.IsNaN(value) ? starts[columns[c]] : value;
                if (!double.IsNaN(value)) LargestPresent = Math.Max(LargestPresent, Math.Abs(value));
            }
            (missing[c], present[c]) = ([.. without], [.. with]);
        }
    }

    /// <summary>The largest magnitude of a value that is not missing.</summary>
    public double LargestPresent { get; }

    public double this[int row, int column] => values[row * width + column];

    public int MissingCount(int column) => missing[column].Length;

    /// <summary>The rows that have a value in a column: it is the target, the other columns are the features.</summary>
    public RegressionData Training(int column) =>
        new(Others(present[column], column), Array.ConvertAll(present[column], i => this[i, column]));

    /// <summary>Fills a column from the others, within limits.</summary>
    public void Fill(int column, IRegressorModel model, double least, double most)
    {
        if (missing[column].Length == 0) return;
        double[] filled = model.Predict(Others(missing[column], column));
        for (int m = 0; m < filled.Length; m++) values[missing[column][m] * width + column] = Math.Clamp(filled[m], least, most);
    }

    public double[] Copy() => [.. values];

    /// <summary>The largest sum, over the columns of a row, of what has changed since a copy.</summary>
    public double ChangeSince(double[] copy)
    {
        double largest = 0;
        for (int i = 0; i < rowCount; i++)
        {
            double sum = 0;
            for (int at = i * width; at < (i + 1) * width; at++) sum += Math.Abs(values[at] - copy[at]);
            largest = Math.Max(largest, sum);
        }
        return largest;
    }

    private Matrix Others(int[] rows, int column)
    {
        double[] others = new double[rows.Length * (width - 1)];
        for (int r = 0; r < rows.Length; r++)
        {
            ReadOnlySpan<double> from = values.AsSpan(rows[r] * width, width);
            Span<double> to = others.AsSpan(r * (width - 1), width - 1);
            from[..column].CopyTo(to);
            from[(column + 1)..].CopyTo(to[column..]);
        }
        return Matrix.Wrap(others, rows.Length, width - 1);
    }
}
