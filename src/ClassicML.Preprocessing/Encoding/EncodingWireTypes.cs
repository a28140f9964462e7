using System.Collections.Immutable;
using ClassicML.Wire;

namespace ClassicML.Preprocessing;

/// <summary>The wire forms of encoders and their models.</summary>
internal static class EncodingWireTypes
{
    // Far more than any column has, and few enough to be added up.
    private const int MaxLength = 1 << 28;

    public static IReadOnlyList<WireType> All { get; } =
    [
        new WireOptions<OneHotEncoder>("one-hot-encoder", WireKind.Transformer, "A column of zeros and ones for each category", () => new())
            .Choice(nameof(OneHotEncoder.Drop), l => l.Drop, (l, drop) => l with { Drop = drop })
            .Choice(nameof(OneHotEncoder.Unknown), l => l.Unknown, (l, unknown) => l with { Unknown = unknown })
            .Choice(nameof(OneHotEncoder.Missing), l => l.Missing, (l, missing) => l with { Missing = missing })
            .Integer(nameof(OneHotEncoder.MinCount), 1, l => l.MinCount, (l, count) => l with { MinCount = count })
            .Number(nameof(OneHotEncoder.MinShare), Interval.Share, l => l.MinShare, (l, share) => l with { MinShare = share })
            .OptionalInteger(nameof(OneHotEncoder.MaxCategories), 1, l => l.MaxCategories, (l, count) => l with { MaxCategories = count })
            .Flag(nameof(OneHotEncoder.SparseOutput), l => l.SparseOutput, (l, on) => l with { SparseOutput = on }),
        new WireOptions<OrdinalEncoder>("ordinal-encoder", WireKind.Transformer, "A number for each category", () => new())
            .Choice(nameof(OrdinalEncoder.Unknown), l => l.Unknown, (l, unknown) => l with { Unknown = unknown }),
        new WireOptions<TargetEncoder>("target-encoder", WireKind.Transformer, "The average target of each category", () => new())
            .OptionalNumber(nameof(TargetEncoder.Smoothing), Interval.NonNegative, l => l.Smoothing, (l, s) => l with { Smoothing = s })
            .Integer(nameof(TargetEncoder.FoldCount), 2, l => l.FoldCount, (l, count) => l with { FoldCount = count })
            .Integer(nameof(TargetEncoder.Seed), 0, l => l.Seed, (l, seed) => l with { Seed = seed }),
        new WireType<OneHotEncoderModel>("one-hot-encoder-model", WireKind.Model, "The categories of columns", WriteOneHot, ReadOneHot),
        new WireType<OrdinalEncoderModel>("ordinal-encoder-model", WireKind.Model, "The categories of columns, in order",
            (m, w) => Write(w, m.Learned).Choice("Unknown", m.Options.Unknown).Report(m.Report),
            r =>
            {
                ColumnCategories[] categories = Read(r);
                return new OrdinalEncoderModel(new OrdinalEncoder { Unknown = r.Choice<UnknownOrdinal>("Unknown") }, categories, r.Report());
            }),
        new WireType<TargetEncoderModel>("target-encoder-model", WireKind.Model, "What the categories of columns become",
            (m, w) => Write(w, m.Learned).Doubles("Means", m.TargetMeans).Doubles("Values", [.. m.Values.SelectMany(column => column.SelectMany(all => all))])
                .Report(m.Report),
            ReadTarget),
    ];

    private static void WriteOneHot(OneHotEncoderModel m, WireWriter w) =>
        Write(w, m.Learned).Choice("Drop", m.Options.Drop).Choice("Unknown", m.Options.Unknown).Choice("Missing", m.Options.Missing)
            .Flag("SparseOutput", m.Options.SparseOutput)
            .Integers("Rare", m.Rare is null ? [] : [.. m.Rare.SelectMany(column => column.Select(rare => rare ? 1 : 0))]).Report(m.Report);

    private static OneHotEncoderModel ReadOneHot(WireReader r)
    {
        ColumnCategories[] categories = Read(r);
        var options = new OneHotEncoder
        {
            Drop = r.Choice<OneHotDrop>("Drop"), Unknown = r.Choice<UnknownCategory>("Unknown"), Missing = r.Choice<MissingCategory>("Missing"),
            SparseOutput = r.Flag("SparseOutput"),
        };
        int[] flags = r.Integers("Rare");
        if (flags.Length == 0) return new OneHotEncoderModel(options, categories, null, r.Report());
        foreach (int flag in flags) Check.Within(flag, new Interval(0, 1), "Rare");
        bool[][] rare = new bool[categories.Length][];
        int at = 0;
        for (int j = 0; j < rare.Length; at += rare[j++].Length)
        {
            int count = categories[j].Count + (categories[j].HasMissing && options.Missing == MissingCategory.Own ? 1 : 0);
            Check.Within(count, new Interval(0, flags.Length - at), "the number of flags in Rare");
            rare[j] = Array.ConvertAll(flags[at..(at + count)], flag => flag == 1);
        }
        Check.Length(flags.Length, at, "Rare", "category of a column");
        return new OneHotEncoderModel(options, categories, rare, r.Report());
    }

    private static TargetEncoderModel ReadTarget(WireReader r)
    {
        ColumnCategories[] categories = Read(r);
        double[] means = r.Doubles("Means"), all = r.Doubles("Values", orNaN: true);
        Check.Positive(means.Length, "the number of Means");
        Check.Length(all.Length, categories.Sum(one => one.Count + 1L) * means.Length, "Values", "category and target");
        double[][][] values = new double[categories.Length][][];
        for (int j = 0, at = 0; j < values.Length; j++)
        {
            values[j] = new double[means.Length][];
            for (int t = 0; t < means.Length; t++, at += categories[j].Count + 1) values[j][t] = all[at..(at + categories[j].Count + 1)];
        }
        return new TargetEncoderModel(categories, means, values, r.Report());
    }

    private static WireWriter Write(WireWriter w, IReadOnlyList<ColumnCategories> categories) => w
        .Integers("Kinds", [.. categories.Select(one => (int)one.Kind)])
        .Integers("HasMissing", [.. categories.Select(one => one.HasMissing ? 1 : 0)])
        .Integers("Counts", [.. categories.Select(one => one.Count)])
        .Doubles("Numbers", [.. categories.SelectMany(one => one.Numbers)])
        .Texts("Texts", categories.SelectMany(one => one.Texts));

    private static ColumnCategories[] Read(WireReader r)
    {
        string[] texts = r.Texts("Texts");
        int[] kinds = r.Integers("Kinds"), hasMissing = r.Integers("HasMissing"), counts = r.Integers("Counts");
        double[] numbers = r.Doubles("Numbers");
        Check.Positive(kinds.Length, "the number of Kinds");
        Check.Length(hasMissing.Length, kinds.Length, "HasMissing", "column");
        Check.Length(counts.Length, kinds.Length, "Counts", "column");
        var categories = new ColumnCategories[kinds.Length];
        int number = 0, text = 0;
        for (int j = 0; j < categories.Length; j++)
        {
            ColumnKind kind = Check.Defined((ColumnKind)kinds[j], "Kinds");
            bool isNumber = kind == ColumnKind.Number;
            Check.Within(hasMissing[j], new Interval(0, 1), "HasMissing");
            Check.Within(counts[j], new Interval(0, Math.Min(MaxLength, isNumber ? numbers.Length - number : texts.Length - text)), "Counts");
            categories[j] = isNumber
                ? new ColumnCategories(kind, numbers[number..(number += counts[j])], [], hasMissing[j] == 1)
                : new ColumnCategories(kind, [], ImmutableArray.Create(texts, text, counts[j]), hasMissing[j] == 1);
            if (!isNumber) text += counts[j];
        }
        Check.Length(numbers.Length, number, "Numbers", "category of a column of numbers");
        Check.Length(texts.Length, text, "Texts", "category of another column");
        return categories;
    }
}
