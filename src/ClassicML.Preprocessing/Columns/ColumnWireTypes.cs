using ClassicML.Wire;

namespace ClassicML.Preprocessing;

/// <summary>The wire forms of column transformers and what they are made of.</summary>
internal static class ColumnWireTypes
{
    private enum Choice
    {
        All,
        Names,
        Kinds,
        Numbers,
    }

    public static IReadOnlyList<WireType> All { get; } =
    [
        new WireType<Columns>("columns", WireKind.Part, "Columns by name, kind or number", Write, ReadColumns),
        new WireType<ColumnPart>("column-part", WireKind.Part, "Columns, and what transforms them",
            (part, w) => w.Text("Name", part.Name).Object("Columns", part.Columns).Object("Transformer", part.Transformer),
            r => new ColumnPart(
                r.OptionalText("Name") ?? "", r.Object<Columns>("Columns"), r.Object<ISupervisedTransformer<ITransformerModel>>("Transformer"))),
        new WireType<ColumnTransformer>("column-transformer", WireKind.Transformer, "Each part of the columns by a transformer of its own",
            (l, w) => w.Objects("Parts", l.Parts).Choice("Remainder", l.Remainder).Number("SparseBelow", l.SparseBelow),
            r => new ColumnTransformer(r.Objects<ColumnPart>("Parts"))
            {
                Remainder = r.Choice<Remainder>("Remainder"), SparseBelow = r.Number("SparseBelow", Interval.Share),
            }),
        new WireOptions<PassThrough>("pass-through", WireKind.Transformer, "Columns as they are", () => new()),
        new WireType<PassThroughModel>("pass-through-model", WireKind.Model, "A number of columns",
            (m, w) => w.Integer("FeatureCount", m.FeatureCount).Report(m.Report), r => new PassThroughModel(r.Integer("FeatureCount", minimum: 1), r.Report())),
        new WireType<ColumnTransformerModel>("column-transformer-model", WireKind.Model, "The fitted parts of a column transformer", Write, ReadModel),
    ];

    private static void Write(Columns columns, WireWriter w)
    {
        Choice choice = columns switch
        {
            Columns.Every => Choice.All,
            Columns.ByName => Choice.Names,
            Columns.ByKind => Choice.Kinds,
            Columns.ByNumber => Choice.Numbers,
            _ => throw new WireException("columns that are chosen by a condition have no form; choose them by name or kind"),
        };
        w.Choice("By", choice)
            .Texts("Names", columns is Columns.ByName { Names: var names } ? names : [])
            .Integers("Kinds", columns is Columns.ByKind { Kinds: var kinds } ? [.. kinds.Select(kind => (int)kind)] : [])
            .Integers("Numbers", columns is Columns.ByNumber { Numbers: var numbers } ? numbers.AsSpan() : []);
    }

    private static Columns ReadColumns(WireReader r)
    {
        var choice = r.Choice<Choice>("By");
        string[] names = r.Texts("Names");
        ColumnKind[] kinds = Array.ConvertAll(r.Integers("Kinds"), kind => Check.Defined((ColumnKind)kind, "Kinds"));
        int[] numbers = r.Integers("Numbers");
        if (choice != Choice.Names && names.Length > 0 || choice != Choice.Kinds && kinds.Length > 0 || choice != Choice.Numbers && numbers.Length > 0)
            throw new ArgumentException("columns are chosen in one way");
        return choice switch
        {
            Choice.All => Columns.All,
            Choice.Names => Columns.Named(names),
            Choice.Kinds => Columns.OfKind(kinds),
            Choice.Numbers => Columns.Numbered(numbers),
            _ => throw new NotSupportedException($"{choice}"),
        };
    }

    private static void Write(ColumnTransformerModel m, WireWriter w) => w
        .Integer("FeatureCount", m.FeatureCount)
        .Choice("Storage", m.Storage)
        .Texts("Names", m.Fitted.Select(part => part.Name))
        .Integers("Counts", [.. m.Fitted.Select(part => part.Columns.Length)])
        .Integers("Columns", [.. m.Fitted.SelectMany(part => part.Columns)])
        .Objects("Models", m.Fitted.Select(part => part.Model))
        .Report(m.Report);

    private static ColumnTransformerModel ReadModel(WireReader r)
    {
        int featureCount = r.Integer("FeatureCount", minimum: 1);
        var storage = r.Choice<ColumnStorage>("Storage");
        string[] names = r.Texts("Names");
        int[] counts = r.Integers("Counts"), columns = r.Integers("Columns");
        ITransformerModel[] models = r.Objects<ITransformerModel>("Models");
        Check.Positive(names.Length, "the number of Names");
        Check.Length(counts.Length, names.Length, "Counts", "part");
        Check.Length(models.Length, names.Length, "Models", "part");
        foreach (int column in columns) Check.Within(column, new Interval(0, featureCount - 1), "Columns");
        List<FittedPart> parts = [];
        int at = 0;
        for (int k = 0; k < names.Length; at += counts[k++])
        {
            Check.Within(counts[k], new Interval(1, columns.Length - at), "Counts");
            Check.Length(counts[k], models[k].FeatureCount, "Counts", "column of the part's model");
            parts.Add(new FittedPart(names[k], columns[at..(at + counts[k])], models[k]));
        }
        Check.Length(columns.Length, at, "Columns", "column of a part");
        return new ColumnTransformerModel(parts, featureCount, storage, r.Report());
    }
}
