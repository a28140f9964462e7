namespace ClassicML.Preprocessing;

/// <summary>A function that is applied to each value by itself. Immutable.</summary>
/// <remarks>
/// One of your own is <see cref="Of"/> or a record derived from this one. Learners and models that hold it are written once it is registered: a
/// <see cref="NamedFunction"/> by its name (<see cref="NamedFunction.WireType"/>), a record by its own <see cref="Wire.WireType"/>.
/// </remarks>
public abstract record ElementwiseFunction
{
    /// <summary>x itself.</summary>
    public static ElementwiseFunction Identity { get; } = new IdentityFunction();

    /// <summary>log x, for x above 0; its inverse is exp.</summary>
    public static ElementwiseFunction Log { get; } = new LogFunction();

    /// <summary>log(1 + x), for x above -1, to all digits also near 0, which stays 0; its inverse is exp(y) - 1.</summary>
    public static ElementwiseFunction Log1p { get; } = new Log1pFunction();

    /// <summary>exp x; its inverse is log.</summary>
    public static ElementwiseFunction Exp { get; } = new ExpFunction();

    /// <summary>√x, for x of at least 0; its inverse is y², and 0 for y below 0.</summary>
    public static ElementwiseFunction SquareRoot { get; } = new SquareRootFunction();

    /// <summary>x²; it has no inverse, since it makes one of x and -x.</summary>
    public static ElementwiseFunction Square { get; } = new SquareFunction();

    /// <summary>1/x, for x other than 0; it is its own inverse.</summary>
    public static ElementwiseFunction Reciprocal { get; } = new ReciprocalFunction();

    /// <summary>A function of one's own.</summary>
    /// <param name="name">The name by which it is registered and written.</param>
    /// <param name="function">The function; the same for the same value, from any thread.</param>
    /// <param name="inverse">Its inverse, or null where it has none.</param>
    /// <exception cref="ArgumentNullException">The name or the function is null.</exception>
    public static NamedFunction Of(string name, Func<double, double> function, Func<double, double>? inverse = null) =>
        new(name, function, inverse);

    /// <summary>The values that it takes. Default: every number.</summary>
    public virtual Interval Domain => Interval.Finite;

    /// <summary>Whether <see cref="Invert"/> is there. Default no.</summary>
    public virtual bool HasInverse => false;

    /// <summary>The function of a value of its domain.</summary>
    public abstract double Apply(double x);

    /// <summary>The x that <see cref="Apply"/> takes to y; where there is none, the x at the nearest end.</summary>
    /// <exception cref="NotSupportedException">There is no inverse.</exception>
    public virtual double Invert(double y) => throw new NotSupportedException($"{this} has no inverse");

    /// <summary>Its name, for messages.</summary>
    public sealed override string ToString() => Title;

    /// <summary>Whether 0 stays 0, so that sparse rows stay sparse.</summary>
    internal bool KeepsZero => Domain.Contains(0) && Apply(0) == 0;

    private protected virtual string Title => GetType().Name;
}

internal sealed record IdentityFunction : ElementwiseFunction
{
    public override bool HasInverse => true;

    public override double Apply(double x) => x;

    public override double Invert(double y) => y;
}

internal sealed record LogFunction : ElementwiseFunction
{
    public override Interval Domain => Interval.Positive;

    public override bool HasInverse => true;

    public override double Apply(double x) => Math.Log(x);

    public override double Invert(double y) => Math.Exp(y);
}

internal sealed record Log1pFunction : ElementwiseFunction
{
    public override Interval Domain => new(-1, double.PositiveInfinity, true, true);

    public override bool HasInverse => true;

    public override double Apply(double x) => Elementary.Log1P(x);

    public override double Invert(double y) => Elementary.ExpM1(y);
}

internal sealed record ExpFunction : ElementwiseFunction
{
    public override bool HasInverse => true;

    public override double Apply(double x) => Math.Exp(x);

    public override double Invert(double y) => Math.Log(Math.Max(y, 0));
}

internal sealed record SquareRootFunction : ElementwiseFunction
{
    public override Interval Domain => Interval.NonNegative;

    public override bool HasInverse => true;

    public override double Apply(double x) => Math.Sqrt(x);

    public override double Invert(double y) => Math.Max(y, 0) * y;
}

internal sealed record SquareFunction : ElementwiseFunction
{
    public override double Apply(double x) => x * x;
}

internal sealed record ReciprocalFunction : ElementwiseFunction
{
    public override bool HasInverse => true;

    public override double Apply(double x) => 1 / x;

    public override double Invert(double y) => 1 / y;
}
