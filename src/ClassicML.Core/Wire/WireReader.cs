using System.Collections.Immutable;

namespace ClassicML.Wire;

/// <summary>Gives the values of one form to the function that rebuilds an instance from it.</summary>
/// <remarks>
/// Numbers are finite unless the caller says otherwise: whoever reads a form states what its values may be, so that nothing is found out in a
/// prediction.
/// </remarks>
public sealed class WireReader
{
    /// <summary>The name under which a report's elapsed time stands: the one value in which two equal fits differ.</summary>
    public const string ElapsedName = "ElapsedSeconds";

    internal const string SparseName = "sparse-matrix";

    // In seconds: what a TimeSpan holds, a little less for rounding.
    private static readonly Interval LongestFit = new(0, 9e11);

    private static readonly Interval FiniteOrAbsent = Interval.Finite with { LowOpen = false };

    private readonly WireForm form;
    private readonly WireRegistry registry;
    private readonly HashSet<string> seen = new(StringComparer.Ordinal);

    internal WireReader(WireForm form, WireRegistry registry)
    {
        this.form = form;
        this.registry = registry;
    }

    /// <summary>A number.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="allowed">What it may be. Default: any finite number.</param>
    /// <param name="orNaN">Whether it may be NaN as well. Default: no.</param>
    /// <exception cref="WireException">It is missing, no number, or not allowed.</exception>
    public double Number(string name, Interval? allowed = null, bool orNaN = false) =>
        Get(name, value => Allowed(value.AsNumber(), allowed, orNaN));

    /// <summary>A number that may be absent.</summary>
    /// <exception cref="WireException">It is no number, or not allowed.</exception>
    /// <inheritdoc cref="Number"/>
    public double? OptionalNumber(string name, Interval? allowed = null, bool orNaN = false) =>
        Get(name, value => value is WireValue.None ? (double?)null : Allowed(value.AsNumber(), allowed, orNaN));

    /// <summary>A whole number.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="minimum">The least that it may be. Default: 0.</param>
    /// <exception cref="WireException">It is missing, no integer of 32 bits, or below the minimum.</exception>
    public int Integer(string name, int minimum = 0) => Get(name, value =>
        value.AsInteger() is var number && number >= minimum ? number
            : throw new WireException(FormattableString.Invariant($"it must be at least {minimum}, was {number}")));

    /// <summary>A whole number that may be absent.</summary>
    /// <exception cref="WireException">It is no integer of 32 bits.</exception>
    public int? OptionalInteger(string name) => Get(name, value => value is WireValue.None ? (int?)null : value.AsInteger());

    /// <summary>A flag.</summary>
    /// <exception cref="WireException">It is missing or no flag.</exception>
    public bool Flag(string name) => Get(name, WireConversions.AsFlag);

    /// <summary>A text that may be absent.</summary>
    /// <exception cref="WireException">It is no text.</exception>
    public string? OptionalText(string name) => Get(name, value => value is WireValue.None ? null : value.AsText());

    /// <summary>Texts that may be absent.</summary>
    /// <exception cref="WireException">One is no text.</exception>
    public string[]? OptionalTexts(string name) =>
        Get(name, value => value is WireValue.None ? null : value.AsList().Select(WireConversions.AsText).ToArray());

    /// <summary>A member of an enumeration, spelt as options are.</summary>
    /// <exception cref="WireException">It is missing, or no such member.</exception>
    public TEnum Choice<TEnum>(string name) where TEnum : struct, Enum => Get(name, WireConversions.AsChoice<TEnum>);

    /// <summary>Texts.</summary>
    /// <exception cref="WireException">They are missing, or one is no text.</exception>
    public string[] Texts(string name) => Get(name, value => value.AsList().Select(WireConversions.AsText).ToArray());

    /// <summary>An array of doubles.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="allowed">What its elements may be. Default: any finite number.</param>
    /// <param name="orNaN">Whether they may be NaN as well. Default: no.</param>
    /// <exception cref="WireException">It is missing, or an element is no number, or not allowed.</exception>
    public double[] Doubles(string name, Interval? allowed = null, bool orNaN = false) =>
        Get(name, value => Allowed(value.AsDoubles(), allowed, orNaN));

    /// <summary>An array of integers.</summary>
    /// <exception cref="WireException">It is missing, or an element is no integer.</exception>
    public int[] Integers(string name) => Get(name, WireConversions.AsIntegers);

    /// <summary>A matrix.</summary>
    /// <exception cref="WireException">It is missing, its size is not that of its values, or one of them is not allowed.</exception>
    /// <inheritdoc cref="Doubles"/>
    public Matrix Matrix(string name, Interval? allowed = null, bool orNaN = false) =>
        Nested(name, r => ClassicML.Matrix.Wrap(r.Doubles("Values", allowed, orNaN), r.Integer("Rows"), r.Integer("Columns")));

    /// <summary>Rows of finite values, dense or sparse.</summary>
    /// <exception cref="WireException">They are missing, or are not such as a matrix of their kind has.</exception>
    public Features Features(string name) => Get(name, WireConversions.AsForm).Name != SparseName
        ? Matrix(name)
        : Nested(name, r =>
            new SparseMatrix(r.Integers("RowStarts"), r.Integers("StoredColumns"), r.Doubles("Values"), r.Integer("Columns")));

    /// <summary>The classes of a classifier.</summary>
    /// <param name="name">Their name.</param>
    /// <param name="minimum">How many there must be. Default: 2.</param>
    /// <exception cref="WireException">They are missing, come twice, or are fewer.</exception>
    public ClassLabels Labels(string name, int minimum = 2) => Nested(name, r =>
    {
        string[] names = r.Texts("Names");
        Check.AtLeast(names.Length, minimum, "the number of classes");
        return r.Flag("AreIntegers") ? ClassLabels.FromIntegerNames(names) : new ClassLabels(names);
    });

    /// <summary>The report of a fit.</summary>
    /// <exception cref="WireException">It is missing or lacks a value.</exception>
    public FitReport Report() => Nested("Report", r => new FitReport
    {
        Iterations = r.Integer("Iterations"),
        Converged = r.Flag("Converged"),
        Stopped = r.Flag("Stopped"),
        Reason = r.OptionalText("Reason"),
        Objective = r.OptionalNumber("Objective", Interval.Any, orNaN: true),
        DualityGap = r.OptionalNumber("DualityGap", Interval.Any, orNaN: true),
        Elapsed = TimeSpan.FromTicks((long)Math.Round(r.Number(ElapsedName, LongestFit) * TimeSpan.TicksPerSecond)),
        Learner = r.Get("Learner", value => value is WireValue.None ? null : registry.Read<object>(value.AsForm())),
        FeatureNames = r.OptionalTexts("FeatureNames") is { } names ? [.. names] : null,
        Details = Details(r.Texts("DetailNames"), r.Doubles("DetailValues", Interval.Any, orNaN: true)),
    });

    /// <summary>The weights of a linear classifier, a row for each score: one score for two classes, else one for each.</summary>
    /// <exception cref="WireException">They are missing, not finite, of another shape, or for no feature.</exception>
    public Matrix Coefficients(string name, ClassLabels labels)
    {
        Matrix coefficients = Matrix(name);
        Check.Length(coefficients.RowCount, labels.Count == 2 ? 1 : labels.Count, name, "score");
        Check.Positive(coefficients.ColumnCount, $"the number of columns of {name}");
        return coefficients;
    }

    /// <summary>The intercept of each score: finite or, of several, -∞ for a class that had no rows.</summary>
    /// <exception cref="WireException">They are missing, of another number, or none is finite.</exception>
    public double[] Intercepts(string name, ClassLabels labels)
    {
        double[] intercepts = Doubles(name, labels.Count == 2 ? null : FiniteOrAbsent);
        Check.Length(intercepts.Length, labels.Count == 2 ? 1 : labels.Count, name, "score");
        return Array.Exists(intercepts, double.IsFinite) ? intercepts : throw new WireException($"no class has a finite number in {name}");
    }

    /// <summary>A kernel function as a model has it: γ is a number, no rule.</summary>
    /// <exception cref="WireException">It is missing, unknown, or still has a rule.</exception>
    public KernelFunction Kernel(string name) => Get(name, value =>
    {
        var kernel = registry.Read<KernelFunction>(value.AsForm());
        return kernel.HasRule ? throw new WireException("its Gamma must be a positive number in a model, not a rule") : kernel;
    });

    /// <summary>A registered thing.</summary>
    /// <exception cref="WireException">It is missing, unknown, or no <typeparamref name="T"/>.</exception>
    public T Object<T>(string name) where T : class => Get(name, value => registry.Read<T>(value.AsForm()));

    /// <summary>Registered things.</summary>
    /// <exception cref="WireException">One is unknown, or no <typeparamref name="T"/>.</exception>
    public T[] Objects<T>(string name) where T : class => Get(name, value => value.AsList().Select(item => registry.Read<T>(item.AsForm())).ToArray());

    /// <summary>A group of values in a form inside this one.</summary>
    /// <exception cref="WireException">It is missing, or lacks a value.</exception>
    public T Nested<T>(string name, Func<WireReader, T> read) => Get(name, value =>
    {
        var inner = new WireReader(value.AsForm(), registry);
        T result = inner.Checked(read);
        inner.RefuseUnread();
        return result;
    });

    // What constructors refuse is a fault of the form here, not of the caller.
    internal T Checked<T>(Func<WireReader, T> read)
    {
        try
        {
            return read(this);
        }
        catch (Exception e) when (e is ArgumentException or OverflowException or FormatException and not WireException)
        {
            throw new WireException($"'{form.Name}': {e.Message}", e);
        }
    }

    internal void RefuseUnread()
    {
        foreach ((string name, _) in form.Values)
            if (!seen.Contains(name)) throw new WireException($"'{form.Name}' has no '{name}'");
    }

    private static ImmutableSortedDictionary<string, double> Details(string[] names, double[] values)
    {
        Check.Length(values.Length, names.Length, "DetailValues", "name");
        var details = names.Zip(values, KeyValuePair.Create).DistinctBy(pair => pair.Key).ToImmutableSortedDictionary(StringComparer.Ordinal);
        Check.Length(details.Count, names.Length, "DetailNames without those that come again", "name");
        return details;
    }

    private static double Allowed(double value, Interval? allowed, bool orNaN)
    {
        Interval range = allowed ?? Interval.Finite;
        return range.Contains(value) || (orNaN && double.IsNaN(value)) ? value
            : throw new WireException($"it must be {range}, was {Check.Text(value)}");
    }

    private static double[] Allowed(double[] values, Interval? allowed, bool orNaN)
    {
        Interval range = allowed ?? Interval.Finite;
        return range.FirstOutside(values, orNaN) is not (>= 0 and var i) ? values
            : throw new WireException(FormattableString.Invariant($"number {i} must be {range}, was {Check.Text(values[i])}"));
    }

    private T Get<T>(string name, Func<WireValue, T> convert)
    {
        seen.Add(name);
        WireValue value = form[name] ?? throw new WireException($"'{form.Name}' lacks '{name}'");
        try
        {
            return convert(value);
        }
        catch (WireException e)
        {
            throw new WireException($"'{form.Name}', {name}: {e.Message}", e);
        }
    }
}
