using System.Globalization;
using ClassicML.Trees;

namespace ClassicML.Tests.Trees;

/// <summary>Tables of every kind that trees read, and the same numbers as a matrix.</summary>
internal static class TreeTables
{
    private static readonly string[] Cities = ["Köln", "Bonn", "", "bonn", "Aachen", "Zürich", "a,b"], Sizes = ["S", "M", "L", "XL", "XXL"];

    /// <summary>The columns of <see cref="Random"/> that hold text or categories.</summary>
    public static CategoricalFeatures Coded => CategoricalFeatures.Of(1, 3);

    /// <summary>Numbers, text, truth values and categories; in each a value in eight is missing. Some categories have no row.</summary>
    public static Table Random(ulong seed, int rows)
    {
        var rng = new Rng(seed);
        return new Table(
            new NumberColumn("age", [.. Enumerable.Range(0, rows).Select(_ => Or(rng.NextInt(40) + 1990.0))]),
            new TextColumn("city", [.. Enumerable.Range(0, rows).Select(_ => Or(rng.NextInt(7)) is { } city ? Cities[(int)city] : null)]),
            new BooleanColumn("member", [.. Enumerable.Range(0, rows).Select(_ => Or(rng.NextInt(2)) is { } value ? value == 1 : (bool?)null)]),
            new CategoryColumn("size", [.. Enumerable.Range(0, rows).Select(_ => Or(rng.NextInt(4)) is { } size ? Sizes[(int)size] : null)], Sizes));

        double? Or(double value) => rng.NextInt(8) == 0 ? null : value;
    }

    /// <summary>Classes that depend on all columns, with weights of which some are zero.</summary>
    public static ClassificationData Classes(ulong seed, int rows, int classCount = 3)
    {
        Table table = Random(seed, rows);
        var rng = new Rng(seed + 1);
        int[] codes = [.. Enumerable.Range(0, rows).Select(i =>
            rng.NextInt(4) == 0 ? rng.NextInt(classCount)
                : ((table["city"].Text(i) ?? "?").Length + (table["size"].Text(i) ?? "").Length + (table["member"].IsMissing(i) ? 1 : 0)) % classCount)];
        return new ClassificationData(table, codes, new ClassLabels(Enumerable.Range(0, classCount)), Weights(seed, rows));
    }

    /// <summary>Numbers that depend on all columns, with weights of which some are zero.</summary>
    public static RegressionData Numbers(ulong seed, int rows)
    {
        Table table = Random(seed, rows);
        var rng = new Rng(seed + 1);
        double[] targets = [.. Enumerable.Range(0, rows).Select(i =>
            rng.NextInt(5) + 3 * (table["city"].Text(i) ?? "?").Length + 2 * (table["size"].Text(i) ?? "").Length
                + (table["age"].IsMissing(i) ? 4 : table.Row(i).Number("age") % 7))];
        return new RegressionData(table, targets, Weights(seed, rows));
    }

    /// <summary>Rows as numbers: the place of a level among those that occur in fitted rows that weigh something; 99 for any other.</summary>
    public static Matrix Encoded(Table table, Table fitted, ReadOnlySpan<double> weights)
    {
        double[] all = weights.ToArray();
        double[,] x = new double[table.RowCount, table.ColumnCount];
        for (int j = 0; j < table.ColumnCount; j++)
        {
            string name = table.Columns[j].Name;
            string[] occurring = [.. Enumerable.Range(0, fitted.RowCount).Where(i => all.Length == 0 || all[i] > 0)
                .Select(i => fitted[name].Text(i)).OfType<string>().Distinct()];
            string[] levels = fitted[name] is CategoryColumn ? [.. Sizes.Where(occurring.Contains)] : [.. occurring.Order(StringComparer.Ordinal)];
            for (int i = 0; i < table.RowCount; i++)
                x[i, j] = table[name].Text(i) is not { } text ? double.NaN
                    : table[name] is CodedColumn ? (Array.IndexOf(levels, text) is var level and >= 0 ? level : 99)
                    : table[name] is BooleanColumn ? (text == "true" ? 1 : 0)
                    : double.Parse(text, CultureInfo.InvariantCulture);
        }
        return new Matrix(x);
    }

    /// <summary>The levels that a model of trees was fitted on, or null.</summary>
    public static TableLevels? Levels(IModel model) => model switch
    {
        DecisionTreeClassifierModel tree => tree.Levels,
        DecisionTreeRegressorModel tree => tree.Levels,
        ForestClassifierModel forest => forest.Levels,
        ForestRegressorModel forest => forest.Levels,
        _ => null,
    };

    /// <summary>A row for each of some levels and one of none that is known, with the names that a model expects.</summary>
    public static Table Rows(TableLevels levels, IModel model) => new(levels.Levels.Select((own, j) => (TableColumn)(own is null
        ? new NumberColumn(model.FeatureNames!.Value[j], [0, 1, double.NaN, 1995])
        : new TextColumn(model.FeatureNames!.Value[j], [own.FirstOrDefault(), own.LastOrDefault(), null, "none of these"]))));

    /// <summary>What was grown: all of a model's form but its levels, its learner and its names.</summary>
    public static string Grown(object model)
    {
        string text = Written(model);
        return text[text.IndexOf("\"NodeCounts\"", StringComparison.Ordinal)..text.IndexOf("\"Report\"", StringComparison.Ordinal)];
    }

    private static double[] Weights(ulong seed, int rows)
    {
        var rng = new Rng(seed + 2);
        return seed % 2 == 0 ? [] : [.. Enumerable.Range(0, rows).Select(i => i == 0 ? 1 : rng.NextInt(4) / 2.0)];
    }
}
