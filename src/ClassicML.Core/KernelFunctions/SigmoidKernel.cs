namespace ClassicML;

/// <summary>k(x, y) = tanh(γ·xᵀy + c). Not positive semi-definite in general: a Gram matrix may have negative eigenvalues.</summary>
public sealed record SigmoidKernel : KernelFunction
{
    /// <summary>The factor γ. Default <see cref="ClassicML.Gamma.Scale"/>.</summary>
    public Gamma Gamma { get; init; }

    /// <summary>The constant c. Default 0, finite.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not finite.</exception>
    public double Constant { get; init => field = Check.Within(value, Interval.Finite, nameof(Constant)); }

    internal override bool HasRule => Gamma.Value is null;

    /// <inheritdoc/>
    public override KernelFunction Resolve(Features x) => this with { Gamma = Gamma.Resolve(x) };

    private protected override void Fill(in KernelBlock block) => ProductKernel.Fill(new Shape(Number(Gamma), Constant), block);

    private protected override void FillRow(ReadOnlySpan<double> x, KernelRows rows, Span<double> destination) =>
        ProductKernel.FillRow(new Shape(Number(Gamma), Constant), x, rows, destination);

    private readonly struct Shape(double gamma, double constant) : ProductKernel.IShape
    {
        public void Apply(Span<double> products, double leftNorm, ReadOnlySpan<double> rightNorms)
        {
            foreach (ref double value in products) value = Math.Tanh(gamma * value + constant);
        }
    }
}
