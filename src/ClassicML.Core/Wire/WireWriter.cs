namespace ClassicML.Wire;

/// <summary>Collects the values of one form.</summary>
public sealed class WireWriter
{
    private readonly string typeName;
    private readonly WireRegistry registry;
    private readonly List<KeyValuePair<string, WireValue>> values = [];

    internal WireWriter(string typeName, WireRegistry registry)
    {
        this.typeName = typeName;
        this.registry = registry;
    }

    /// <summary>Writes a number.</summary>
    public WireWriter Number(string name, double value) => Value(name, new WireValue.Number(value));

    /// <summary>Writes a number that may be absent.</summary>
    public WireWriter Number(string name, double? value) => value is { } given ? Number(name, given) : Value(name, WireValue.None.Value);

    /// <summary>Writes a whole number.</summary>
    public WireWriter Integer(string name, int value) => Value(name, new WireValue.Integer(value));

    /// <summary>Writes a whole number that may be absent.</summary>
    public WireWriter Integer(string name, int? value) => value is { } given ? Integer(name, given) : Value(name, WireValue.None.Value);

    /// <summary>Writes a flag.</summary>
    public WireWriter Flag(string name, bool value) => Value(name, new WireValue.Flag(value));

    /// <summary>Writes a text that may be absent.</summary>
    public WireWriter Text(string name, string? value) => Value(name, value is null ? WireValue.None.Value : new WireValue.Text(value));

    /// <summary>Writes texts that may be absent.</summary>
    public WireWriter OptionalTexts(string name, IEnumerable<string>? values) =>
        values is null ? Value(name, WireValue.None.Value) : Texts(name, values);

    /// <summary>Writes a member of an enumeration, spelt as options are: InverseDistance is "inverse-distance".</summary>
    public WireWriter Choice<TEnum>(string name, TEnum value) where TEnum : struct, Enum => Text(name, WireChoice.NameOf(value));

    /// <summary>Writes texts.</summary>
    public WireWriter Texts(string name, IEnumerable<string> values) =>
        Value(name, new WireValue.List([.. values.Select(text => new WireValue.Text(text))]));

    /// <summary>Writes an array of doubles.</summary>
    public WireWriter Doubles(string name, ReadOnlySpan<double> values) => Value(name, new WireValue.Doubles(values.ToArray()));

    /// <summary>Writes an array of integers.</summary>
    public WireWriter Integers(string name, ReadOnlySpan<int> values) => Value(name, new WireValue.Integers(values.ToArray()));

    /// <summary>Writes a matrix.</summary>
    public WireWriter Matrix(string name, Matrix value) =>
        Nested(name, "matrix", w => w.Integer("Rows", value.RowCount).Integer("Columns", value.ColumnCount)
            .Value("Values", new WireValue.Doubles(value.Memory)));

    /// <summary>Writes rows, dense or sparse.</summary>
    public WireWriter Features(string name, Features value) => value is not SparseMatrix sparse
        ? Matrix(name, (Matrix)value)
        : Nested(name, WireReader.SparseName, w => w.Integer("Columns", sparse.ColumnCount).Integers("RowStarts", sparse.RowStarts)
            .Integers("StoredColumns", sparse.Columns).Doubles("Values", sparse.Values));

    /// <summary>Writes the classes.</summary>
    public WireWriter Labels(string name, ClassLabels value) =>
        Nested(name, "labels", w => w.Flag("AreIntegers", value.AreIntegers).Texts("Names", value.Names));

    /// <summary>Writes the report of a fit. A learner that has no form, such as a search by a metric of one's own, is left out.</summary>
    public WireWriter Report(FitReport report) =>
        Nested("Report", "fit-report", w => w
            .Integer("Iterations", report.Iterations).Flag("Converged", report.Converged).Flag("Stopped", report.Stopped)
            .Text("Reason", report.Reason).Number("Objective", report.Objective).Number("DualityGap", report.DualityGap)
            .Number(WireReader.ElapsedName, report.Elapsed.TotalSeconds)
            .Value("Learner", report.Learner is { } learner && registry.WriteOrNone(learner) is { } form
                ? new WireValue.Form(form) : WireValue.None.Value)
            .OptionalTexts("FeatureNames", report.FeatureNames)
            .Texts("DetailNames", report.Details.Keys).Doubles("DetailValues", report.Details.Values.ToArray()));

    /// <summary>Writes a registered thing as a form of its own.</summary>
    /// <exception cref="ArgumentException">Its type is not registered.</exception>
    public WireWriter Object(string name, object value) => Value(name, new WireValue.Form(registry.Write(value)));

    /// <summary>Writes registered things as a list of forms.</summary>
    /// <exception cref="ArgumentException">A type is not registered.</exception>
    public WireWriter Objects(string name, IEnumerable<object> values) =>
        Value(name, new WireValue.List([.. values.Select(value => new WireValue.Form(registry.Write(value)))]));

    /// <summary>Writes a group of values as a form inside this one.</summary>
    public WireWriter Nested(string name, string typeName, Action<WireWriter> write)
    {
        var inner = new WireWriter(typeName, registry);
        write(inner);
        return Value(name, new WireValue.Form(inner.Form()));
    }

    internal WireForm Form() => new(typeName, values);

    private WireWriter Value(string name, WireValue value)
    {
        values.Add(KeyValuePair.Create(name, value));
        return this;
    }
}
