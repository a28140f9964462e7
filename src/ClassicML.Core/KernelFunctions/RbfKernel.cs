using System.Numerics.Tensors;

namespace ClassicML;

/// <summary>k(x, y) = exp(-γ‖x-y‖²): near 1 for rows close to one another, near 0 far away.</summary>
/// <remarks>
/// ‖x-y‖² = ‖x‖² + ‖y‖² - 2·xᵀy of rows moved by the mean of the first set, so that an offset common to all rows costs no digits. Equal
/// rows give 1 exactly.
/// </remarks>
public sealed record RbfKernel : KernelFunction
{
    /// <summary>The factor γ, 1/(2σ²) of a bell of width σ. Default <see cref="ClassicML.Gamma.Scale"/>.</summary>
    public Gamma Gamma { get; init; }

    /// <inheritdoc/>
    public override KernelFunction Resolve(Matrix x) => this with { Gamma = Gamma.Resolve(x) };

    private protected override double[] Centre(Matrix x)
    {
        double[] mean = new double[x.ColumnCount];
        for (int i = 0; i < x.RowCount; i++) TensorPrimitives.Add(mean, x.Row(i), mean);
        TensorPrimitives.Divide(mean, Math.Max(1, x.RowCount), mean);
        return mean;
    }

    private protected override KernelRows Prepare(Matrix x, double[] centre)
    {
        double[] moved = new double[x.Span.Length];
        for (int i = 0; i < x.RowCount; i++) TensorPrimitives.Subtract(x.Row(i), centre, moved.AsSpan(i * x.ColumnCount, x.ColumnCount));
        Matrix rows = Matrix.Wrap(moved, x.RowCount, x.ColumnCount);
        return new KernelRows(rows, centre, ProductKernel.Norms(rows));
    }

    private protected override void Fill(in KernelBlock block) => ProductKernel.Fill(new Shape(Number(Gamma)), block);

    private readonly struct Shape(double gamma) : ProductKernel.IShape
    {
        public void Apply(Span<double> products, double leftNorm, ReadOnlySpan<double> rightNorms)
        {
            TensorPrimitives.Multiply(products, -2, products);
            for (int j = 0; j < products.Length; j++) products[j] += leftNorm + rightNorms[j];
            // Rounding may leave a distance just below zero.
            TensorPrimitives.Max(products, 0, products);
            TensorPrimitives.Multiply(products, -gamma, products);
            ElementwiseExp.Apply(products);
        }
    }
}
