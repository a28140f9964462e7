namespace ClassicML;

/// <summary>k(x, y) = xᵀy.</summary>
public sealed record LinearKernel : KernelFunction
{
    private protected override void Fill(in KernelBlock block) => ProductKernel.Fill(default(Shape), block);

    private protected override void FillRow(ReadOnlySpan<double> x, KernelRows rows, Span<double> destination) =>
        ProductKernel.FillRow(default(Shape), x, rows, destination);

    private readonly struct Shape : ProductKernel.IShape
    {
        public void Apply(Span<double> products, double leftNorm, ReadOnlySpan<double> rightNorms)
        {
        }
    }
}
