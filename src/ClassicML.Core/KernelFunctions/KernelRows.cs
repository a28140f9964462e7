namespace ClassicML;

/// <summary>Rows as a kernel function reads them, dense or sparse; made by <see cref="KernelFunction.Prepare(Features)"/>.
/// Immutable.</summary>
public sealed class KernelRows
{
    private readonly Features rows;

    internal KernelRows(Features rows, double[] centre, double[] norms) => (this.rows, Centre, Norms) = (rows, centre, norms);

    /// <summary>The number of rows, n.</summary>
    public int Count => rows.RowCount;

    /// <summary>The number of columns, p.</summary>
    public int ColumnCount => rows.ColumnCount;

    /// <summary>Whether the rows are sparse; rows that meet in a block are of one kind.</summary>
    public bool IsSparse => rows is SparseMatrix;

    /// <summary>Some of the rows.</summary>
    /// <param name="numbers">Their numbers, in any order.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below zero or not below <see cref="Count"/>.</exception>
    public KernelRows Select(ReadOnlySpan<int> numbers)
    {
        double[] norms = new double[Norms.Length == 0 ? 0 : numbers.Length];
        for (int i = 0; i < norms.Length; i++) norms[i] = Norms[numbers[i]];
        return new KernelRows(rows.SelectRows(numbers), Centre, norms);
    }

    /// <summary>Dense rows, moved or scaled where the function wants that.</summary>
    internal Matrix Dense => (Matrix)rows;

    /// <summary>Sparse rows, scaled where the function wants that.</summary>
    internal SparseMatrix Sparse => (SparseMatrix)rows;

    /// <summary>The transpose of sparse rows, which right sides of blocks are read by.</summary>
    internal SparseMatrix Transposed => LazyInitializer.EnsureInitialized(ref field, () => Sparse.Transpose());

    /// <summary>What was taken from each row; empty for nothing.</summary>
    internal double[] Centre { get; }

    /// <summary>The squared norm of each row, or what a function has in its place, with the bits of the product of the row with itself;
    /// empty where none are needed.</summary>
    internal double[] Norms { get; }
}
