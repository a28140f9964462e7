namespace ClassicML;

/// <summary>Rows as a kernel function reads them; made by <see cref="KernelFunction.Prepare(Matrix)"/>. Immutable.</summary>
public sealed class KernelRows
{
    internal KernelRows(Matrix rows, double[] centre, double[] norms) => (Rows, Centre, Norms) = (rows, centre, norms);

    /// <summary>The number of rows, n.</summary>
    public int Count => Rows.RowCount;

    /// <summary>The number of columns, p.</summary>
    public int ColumnCount => Rows.ColumnCount;

    /// <summary>The rows, moved or scaled where the function wants that.</summary>
    internal Matrix Rows { get; }

    /// <summary>What was taken from each row; empty for nothing.</summary>
    internal double[] Centre { get; }

    /// <summary>The squared norm of each row, with the bits of the matrix product; empty where none are needed.</summary>
    internal double[] Norms { get; }
}
