using System.Buffers;

namespace ClassicML;

/// <summary>k(x, y) = xᵀy/(‖x‖‖y‖), the cosine of the angle between two rows; 0 where one of them is 0.</summary>
public sealed record CosineKernel : KernelFunction
{
    private protected override KernelRows Prepare(Features x, double[] centre)
    {
        if (x is SparseMatrix sparse)
        {
            double[] stored = sparse.Values.ToArray();
            for (int i = 0; i < x.RowCount; i++) Scale(stored.AsSpan(sparse.RowStarts[i]..sparse.RowStarts[i + 1]));
            return new KernelRows(sparse.WithValues(stored), [], []);
        }
        double[] scaled = ((Matrix)x).Span.ToArray();
        for (int i = 0; i < x.RowCount; i++) Scale(scaled.AsSpan(i * x.ColumnCount, x.ColumnCount));
        return new KernelRows(Matrix.Wrap(scaled, x.RowCount, x.ColumnCount), [], []);
    }

    private protected override void Fill(in KernelBlock block) => ProductKernel.Fill(default(Shape), block);

    private protected override void FillRow(ReadOnlySpan<double> x, KernelRows rows, Span<double> destination)
    {
        double[] scaled = ArrayPool<double>.Shared.Rent(x.Length);
        Span<double> own = scaled.AsSpan(0, x.Length);
        x.CopyTo(own);
        Scale(own);
        ProductKernel.FillRow(default(Shape), own, rows, destination);
        ArrayPool<double>.Shared.Return(scaled);
    }

    private static void Scale(Span<double> row)
    {
        double largest = 0, sum = 0;
        foreach (double value in row) largest = Math.Max(largest, Math.Abs(value));
        if (largest == 0) return;
        // Scaled, so that squares neither overflow nor vanish.
        foreach (ref double value in row) sum += (value /= largest) * value;
        double length = Math.Sqrt(sum);
        foreach (ref double value in row) value /= length;
    }

    private readonly struct Shape : ProductKernel.IShape
    {
        public void Apply(Span<double> products, double leftNorm, ReadOnlySpan<double> rightNorms)
        {
        }
    }
}
