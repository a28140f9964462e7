namespace ClassicML;

/// <summary>k(x, y) = xᵀy.</summary>
public sealed record LinearKernel : KernelFunction
{
    private protected override void Fill(KernelRows left, int start, int count, KernelRows right, Span<double> destination, int threads) =>
        ProductKernel.Fill(default(Shape), left, start, count, right, destination, threads);

    private protected override void FillGram(KernelRows rows, Span<double> destination, int threads) =>
        ProductKernel.FillGram(default(Shape), rows, destination, threads);

    private readonly struct Shape : ProductKernel.IShape
    {
        public void Apply(Span<double> products, double leftNorm, ReadOnlySpan<double> rightNorms)
        {
        }
    }
}
