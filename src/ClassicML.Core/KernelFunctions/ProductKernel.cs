using ClassicML.Internal;

namespace ClassicML;

/// <summary>A kernel function that is a function of the inner product and the two norms: a matrix product with an epilogue. Of sparse rows
/// also one whose sum over columns is made of terms of columns that both rows store.</summary>
internal static class ProductKernel
{
    /// <summary>Turns inner products of row i with rows j, j+1, … into values of the function, in place.</summary>
    public interface IShape
    {
        void Apply(Span<double> products, double leftNorm, ReadOnlySpan<double> rightNorms);
    }

    public static unsafe void Fill<TShape>(TShape shape, in KernelBlock block) where TShape : struct, IShape
    {
        if (block.Left.IsSparse)
        {
            FillSparse<SparseProduct.Term, TShape>(shape, block);
            return;
        }
        (Matrix left, Matrix right) = (block.Left.Dense.Rows(block.Start, block.Count), block.Right.Dense);
        (int n, int p) = (right.RowCount, right.ColumnCount);
        fixed (double* to = block.Destination)
        {
            var epilogue = new Epilogue<TShape>(shape, block.Left.Norms, block.Start, block.Right.Norms, to, n);
            var rows = new MatrixView<double>(left.Span, block.Count, p);
            if (block.IsSymmetric) Syrk.RowProducts(rows, epilogue, block.Threads, block.Cancellation);
            else
                Gemm.Multiply(rows, new MatrixView<double>(right.Span, n, p).Transposed, epilogue, block.Threads, block.Cancellation);
        }
        if (block.IsSymmetric) Symmetric.Mirror(block.Destination, n, block.Cancellation);
    }

    /// <summary>The same for one dense row, prepared as the others are, without allocating.</summary>
    public static void FillRow<TShape>(TShape shape, ReadOnlySpan<double> x, KernelRows rows, Span<double> values) where TShape : struct, IShape
    {
        Gemm.MultiplyTransposed(x, rows.Dense.Span, values, 1, values.Length, x.Length);
        Span<double> norm = stackalloc double[1];
        if (rows.Norms.Length > 0) Gemm.MultiplyTransposed(x, x, norm, 1, 1, x.Length);
        shape.Apply(values, norm[0], rows.Norms);
    }

    /// <summary>The same for sparse rows, whose columns may meet in other terms than products.</summary>
    public static unsafe void FillSparse<TTerm, TShape>(TShape shape, in KernelBlock block)
        where TTerm : struct, SparseProduct.ITerm
        where TShape : struct, IShape
    {
        fixed (double* to = block.Destination)
            SparseProduct.Run<TTerm, Epilogue<TShape>>(
                block.Left.Sparse, block.Start, block.Count, block.Right.Transposed, block.IsSymmetric,
                new Epilogue<TShape>(shape, block.Left.Norms, block.Start, block.Right.Norms, to, block.Right.Count), block.Threads,
                block.Cancellation);
        if (block.IsSymmetric) Symmetric.Mirror(block.Destination, block.Right.Count, block.Cancellation);
    }

    /// <summary>‖x‖² of each row by the matrix product itself, so that ‖x‖² + ‖x‖² - 2·x·x is 0 exactly.</summary>
    public static double[] Norms(Matrix rows)
    {
        double[] norms = new double[rows.RowCount];
        for (int i = 0; i < norms.Length; i++)
            Gemm.MultiplyTransposed(rows.Row(i), rows.Row(i), norms.AsSpan(i, 1), 1, 1, rows.ColumnCount);
        return norms;
    }

    private readonly unsafe struct Epilogue<TShape>(TShape shape, double[] leftNorms, int start, double[] rightNorms, double* to,
        nint stride)
        : IGemmEpilogue<double>
        where TShape : struct, IShape
    {
        public void Take(Span<double> values, int row, int column)
        {
            if (leftNorms.Length == 0) shape.Apply(values, 0, default);
            else shape.Apply(values, leftNorms[start + row], rightNorms.AsSpan(column, values.Length));
            values.CopyTo(new Span<double>(to + row * stride + column, values.Length));
        }
    }
}
