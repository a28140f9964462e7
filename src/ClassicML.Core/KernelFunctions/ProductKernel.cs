using ClassicML.Numerics;

namespace ClassicML;

/// <summary>A kernel function that is a function of the inner product and the two norms: a matrix product with an epilogue.</summary>
internal static class ProductKernel
{
    /// <summary>Turns inner products of row i with rows j, j+1, … into values of the function, in place.</summary>
    public interface IShape
    {
        void Apply(Span<double> products, double leftNorm, ReadOnlySpan<double> rightNorms);
    }

    public static unsafe void Fill<TShape>(
        TShape shape, KernelRows left, int start, int count, KernelRows right, Span<double> destination, int threads)
        where TShape : struct, IShape
    {
        Matrix a = left.Rows.Rows(start, count);
        fixed (double* to = destination)
            Gemm.Multiply(
                new MatrixView<double>(a.Span, count, a.ColumnCount),
                    new MatrixView<double>(right.Rows.Span, right.Count, right.ColumnCount).Transposed,
                new Epilogue<TShape>(shape, left.Norms, start, right.Norms, to, right.Count), threads);
    }

    public static unsafe void FillGram<TShape>(TShape shape, KernelRows rows, Span<double> destination, int threads)
        where TShape : struct, IShape
    {
        fixed (double* to = destination)
            Syrk.RowProducts(
                new MatrixView<double>(rows.Rows.Span, rows.Count, rows.ColumnCount),
                new Epilogue<TShape>(shape, rows.Norms, 0, rows.Norms, to, rows.Count), threads);
        Symmetric.Mirror(destination, rows.Count);
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
        public static bool RowsInOrder => false;

        public void Take(Span<double> values, int row, int column)
        {
            if (leftNorms.Length == 0) shape.Apply(values, 0, default);
            else shape.Apply(values, leftNorms[start + row], rightNorms.AsSpan(column, values.Length));
            values.CopyTo(new Span<double>(to + row * stride + column, values.Length));
        }
    }
}
