using ClassicML.Wire;

namespace ClassicML.Preprocessing;

/// <summary>A function of one's own: made by <see cref="ElementwiseFunction.Of"/>.</summary>
public sealed record NamedFunction : ElementwiseFunction
{
    private readonly Func<double, double> function;
    private readonly Func<double, double>? inverse;

    internal NamedFunction(string name, Func<double, double> function, Func<double, double>? inverse)
    {
        Name = Check.NotNull(name, nameof(name));
        this.function = Check.NotNull(function, nameof(function));
        this.inverse = inverse;
    }

    /// <summary>The name by which it is registered and written.</summary>
    public string Name { get; }

    /// <inheritdoc/>
    public override bool HasInverse => inverse is not null;

    private protected override string Title => Name;

    /// <inheritdoc/>
    public override double Apply(double x) => function(x);

    /// <inheritdoc/>
    public override double Invert(double y) => inverse is null ? base.Invert(y) : inverse(y);

    /// <summary>How functions of one's own are written: by their names. Add it to a registry, such as
    /// <c>BuiltIn.Registry.With(NamedFunction.WireType(cube, logit))</c>, where they are written and where they are read.</summary>
    /// <param name="functions">The functions that are known.</param>
    /// <exception cref="ArgumentException">Two have one name.</exception>
    public static WireType<NamedFunction> WireType(params IEnumerable<NamedFunction> functions)
    {
        Dictionary<string, NamedFunction> known = Check.NotNull(functions, nameof(functions)).ToDictionary(function => function.Name, StringComparer.Ordinal);
        return new WireType<NamedFunction>("named-function", WireKind.Part, "A function of one's own, by its name",
            (function, w) => w.Text("Name", Known(function.Name).Equals(function) ? function.Name
                : throw new ArgumentException($"another function is registered as '{function.Name}'", nameof(function))),
            r => Known(r.OptionalText("Name")));

        NamedFunction Known(string? name) => name is not null && known.TryGetValue(name, out NamedFunction? function)
            ? function : throw new ArgumentException($"no function is registered as '{name}'", nameof(name));
    }
}
