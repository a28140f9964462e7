namespace ClassicML;

/// <summary>k(x, y) = (γ·xᵀy + c)^d.</summary>
public sealed record PolynomialKernel : KernelFunction
{
    /// <summary>The degree d. Default 3, at least 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int Degree { get; init => field = Check.Positive(value, nameof(Degree)); } = 3;

    /// <summary>The factor γ. Default <see cref="ClassicML.Gamma.Scale"/>.</summary>
    public Gamma Gamma { get; init; }

    /// <summary>The constant c. Default 0, finite.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not finite.</exception>
    public double Constant { get; init => field = Check.Within(value, Interval.Finite, nameof(Constant)); }

    internal override bool HasRule => Gamma.Value is null;

    /// <inheritdoc/>
    public override KernelFunction Resolve(Features x) => this with { Gamma = Gamma.Resolve(x) };

    private protected override void Fill(in KernelBlock block) => ProductKernel.Fill(new Shape(Number(Gamma), Constant, Degree), block);

    private protected override void FillRow(ReadOnlySpan<double> x, KernelRows rows, Span<double> destination) =>
        ProductKernel.FillRow(new Shape(Number(Gamma), Constant, Degree), x, rows, destination);

    private readonly struct Shape(double gamma, double constant, int degree) : ProductKernel.IShape
    {
        public void Apply(Span<double> products, double leftNorm, ReadOnlySpan<double> rightNorms)
        {
            foreach (ref double value in products)
            {
                // By squaring: d is a whole number, so a negative base is no harm.
                double power = gamma * value + constant, result = 1;
                for (int left = degree; left > 0; left >>= 1, power *= power)
                    if ((left & 1) != 0) result *= power;
                value = result;
            }
        }
    }
}
