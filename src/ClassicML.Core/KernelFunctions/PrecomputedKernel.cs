namespace ClassicML;

/// <summary>Kernel values that were computed elsewhere. A row is its own number, from 1, and then its kernel values with every training
/// row: k(x, y) is the value of x at the number of y.</summary>
/// <remarks>
/// LIBSVM's form of precomputed kernels. Since a row carries its number, rows can be selected and split as any others; the columns stay.
/// Of rows to predict, the number is not read. <see cref="Rows"/> makes such rows of a matrix.
/// </remarks>
public sealed record PrecomputedKernel : KernelFunction
{
    /// <summary>Rows of kernel values with their numbers in front, n×(m+1).</summary>
    /// <param name="values">k of n rows with the m training rows, in the order of their numbers.</param>
    public static Matrix Rows(Matrix values)
    {
        int n = Check.NotNull(values, nameof(values)).RowCount, width = values.ColumnCount + 1;
        double[] rows = new double[checked(n * width)];
        for (int i = 0; i < n; i++)
        {
            rows[i * width] = i + 1;
            values.Row(i).CopyTo(rows.AsSpan(i * width + 1));
        }
        return Matrix.Wrap(rows, n, width);
    }

    private protected override KernelRows Prepare(Features x, double[] centre) => base.Prepare(Dense(x), centre);

    private protected override void Fill(in KernelBlock block)
    {
        int n = block.Right.Count;
        int[] numbers = new int[n];
        for (int j = 0; j < n; j++) numbers[j] = Number(block.Right.Dense, j);
        for (int i = 0; i < block.Count; i++)
        {
            block.Cancellation.ThrowIfCancellationRequested();
            ReadOnlySpan<double> row = block.Left.Dense.Row(block.Start + i);
            for (int j = 0; j < n; j++) block.Destination[i * n + j] = row[numbers[j]];
        }
    }

    private protected override void FillRow(ReadOnlySpan<double> x, KernelRows rows, Span<double> destination)
    {
        for (int j = 0; j < destination.Length; j++) destination[j] = x[Number(rows.Dense, j)];
    }

    private static int Number(Matrix rows, int row)
    {
        double number = rows[row, 0];
        return number >= 1 && number < rows.ColumnCount && number == Math.Truncate(number)
            ? (int)number
            : throw new ArgumentException(
                $"row {row}, column 0 is {Check.Text(number)}; with a precomputed kernel it must be the row's number, 1 to {rows.ColumnCount - 1}", "x");
    }
}
