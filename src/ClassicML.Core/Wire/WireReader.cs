using System.Collections.Immutable;

namespace ClassicML.Wire;

/// <summary>Gives the values of one form to the function that rebuilds an instance from it.</summary>
public sealed class WireReader
{
    /// <summary>The name under which a report's elapsed time stands: the one value in which two equal fits differ.</summary>
    public const string ElapsedName = "ElapsedSeconds";

    internal const string SparseName = "sparse-matrix";

    private readonly WireForm form;
    private readonly WireRegistry registry;
    private readonly HashSet<string> seen = new(StringComparer.Ordinal);

    internal WireReader(WireForm form, WireRegistry registry)
    {
        this.form = form;
        this.registry = registry;
    }

    /// <summary>A number.</summary>
    /// <exception cref="WireException">It is missing or no number.</exception>
    public double Number(string name) => Get(name, WireConversions.AsNumber);

    /// <summary>A number that may be absent.</summary>
    /// <exception cref="WireException">It is no number.</exception>
    public double? OptionalNumber(string name) => Get(name, value => value is WireValue.None ? (double?)null : value.AsNumber());

    /// <summary>A whole number.</summary>
    /// <exception cref="WireException">It is missing or no integer of 32 bits.</exception>
    public int Integer(string name) => Get(name, WireConversions.AsInteger);

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

    /// <summary>Texts.</summary>
    /// <exception cref="WireException">They are missing, or one is no text.</exception>
    public string[] Texts(string name) => Get(name, value => value.AsList().Select(WireConversions.AsText).ToArray());

    /// <summary>An array of doubles.</summary>
    /// <exception cref="WireException">It is missing, or an element is no number.</exception>
    public double[] Doubles(string name) => Get(name, WireConversions.AsDoubles);

    /// <summary>An array of integers.</summary>
    /// <exception cref="WireException">It is missing, or an element is no integer.</exception>
    public int[] Integers(string name) => Get(name, WireConversions.AsIntegers);

    /// <summary>A matrix.</summary>
    /// <exception cref="WireException">It is missing, or its size is not that of its values.</exception>
    public Matrix Matrix(string name) =>
        Nested(name, r => ClassicML.Matrix.Wrap(r.Doubles("Values"), r.Integer("Rows"), r.Integer("Columns")));

    /// <summary>Rows, dense or sparse.</summary>
    /// <exception cref="WireException">They are missing, or are not such as a matrix of their kind has.</exception>
    public Features Features(string name) => Get(name, WireConversions.AsForm).Name != SparseName
        ? Matrix(name)
        : Nested(name, r =>
            new SparseMatrix(r.Integers("RowStarts"), r.Integers("StoredColumns"), r.Doubles("Values"), r.Integer("Columns")));

    /// <summary>The classes.</summary>
    /// <exception cref="WireException">They are missing or come twice.</exception>
    public ClassLabels Labels(string name) => Nested(name, r =>
    {
        string[] names = r.Texts("Names");
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
        Objective = r.OptionalNumber("Objective"),
        DualityGap = r.OptionalNumber("DualityGap"),
        Elapsed = TimeSpan.FromTicks((long)Math.Round(r.Number(ElapsedName) * TimeSpan.TicksPerSecond)),
        FeatureNames = r.OptionalTexts("FeatureNames") is { } names ? [.. names] : null,
        Details = r.Texts("DetailNames").Zip(r.Doubles("DetailValues")).ToImmutableSortedDictionary(pair => pair.First, pair => pair.Second),
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
