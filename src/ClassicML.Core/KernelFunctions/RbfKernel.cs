using System.Buffers;
using System.Numerics.Tensors;
using ClassicML.Internal;

namespace ClassicML;

/// <summary>k(x, y) = exp(-γ‖x-y‖²): near 1 for rows close to one another, near 0 far away.</summary>
/// <remarks>
/// ‖x-y‖² = ‖x‖² + ‖y‖² - 2·xᵀy of rows moved by the mean of the first set, so that an offset common to all rows costs no digits. Sparse
/// rows are not moved. Equal rows give 1 exactly.
/// </remarks>
public sealed record RbfKernel : KernelFunction
{
    /// <summary>The factor γ, 1/(2σ²) of a bell of width σ. Default <see cref="ClassicML.Gamma.Scale"/>.</summary>
    public Gamma Gamma { get; init; }

    internal override bool HasRule => Gamma.Value is null;

    /// <inheritdoc/>
    public override KernelFunction Resolve(Features x) => this with { Gamma = Gamma.Resolve(x) };

    private protected override double[] Centre(Matrix x)
    {
        double[] mean = new double[x.ColumnCount];
        for (int i = 0; i < x.RowCount; i++) TensorPrimitives.Add(mean, x.Row(i), mean);
        TensorPrimitives.Divide(mean, Math.Max(1, x.RowCount), mean);
        return mean;
    }

    private protected override KernelRows Prepare(Features x, double[] centre)
    {
        if (x is SparseMatrix sparse) return new KernelRows(sparse, [], SparseProduct.SquaredNorms(sparse));
        var dense = (Matrix)x;
        double[] moved = new double[dense.Span.Length];
        for (int i = 0; i < x.RowCount; i++)
            TensorPrimitives.Subtract(dense.Row(i), centre, moved.AsSpan(i * x.ColumnCount, x.ColumnCount));
        Matrix rows = Matrix.Wrap(moved, x.RowCount, x.ColumnCount);
        return new KernelRows(rows, centre, ProductKernel.Norms(rows));
    }

    private protected override void Fill(in KernelBlock block) => ProductKernel.Fill(new DistanceShape(Number(Gamma)), block);

    private protected override void FillRow(ReadOnlySpan<double> x, KernelRows rows, Span<double> destination)
    {
        double[] moved = ArrayPool<double>.Shared.Rent(x.Length);
        Span<double> own = moved.AsSpan(0, x.Length);
        TensorPrimitives.Subtract(x, rows.Centre, own);
        ProductKernel.FillRow(new DistanceShape(Number(Gamma)), own, rows, destination);
        ArrayPool<double>.Shared.Return(moved);
    }
}
