using ClassicML.Cli.Input;
using ClassicML.Cli.Learners;
using ClassicML.Plotting;
using ClassicML.Trees;

namespace ClassicML.Cli.Explaining;

/// <summary>How much each column counts: by how much the loss rises when its values are permuted, and what the model itself says.</summary>
internal static class Importances
{
    /// <summary>The most columns of a chart.</summary>
    private const int MostBars = 30;

    /// <summary>By permuting, the largest first.</summary>
    public static (double Loss, ImportanceResult[] Columns) Permuted(FittedModel model, RowSet rows, int repeats, int seed, FitContext context)
    {
        // Columns are permuted one by one, which no sparse rows allow.
        if (rows.Features is SparseMatrix sparse) rows = rows with { Features = sparse.ToDense() };
        PermutationImportance found = FittedModel.Named(rows, () => model.Model is IClassifierModel classifier
            ? PermutationImportance.Of(classifier, rows.ToClassification(classifier.Labels), repeats, seed, context)
            : PermutationImportance.Of((IRegressorModel)model.Model, rows.ToRegression(), repeats, seed, context));
        string[] names = found.FeatureNames is { } own ? [.. own] : [.. Insides.Names(model.Model)];
        double[] means = found.Means.ToArray(), deviations = found.Deviations.ToArray();
        return (found.Loss, [.. names.Select((name, j) => new ImportanceResult(name, means[j], deviations[j])).OrderByDescending(each => each.Importance)]);
    }

    /// <summary>What the model says by itself, the largest first; null where it says nothing, or only of columns that preparation made of several.</summary>
    public static ImportanceResult[]? Own(IModel model)
    {
        try
        {
            return [.. model.ImportancesByName().Select(pair => new ImportanceResult(pair.Name, pair.Importance, null))];
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Bars with their deviations, the largest on top.</summary>
    public static BarChart Chart(IReadOnlyList<ImportanceResult> columns, string label, Action<string> note)
    {
        if (columns.Count > MostBars) note(FormattableString.Invariant($"the picture has the {MostBars} most important of {columns.Count} columns"));
        ImportanceResult[] shown = [.. columns.Take(MostBars)];
        return new BarChart(
            shown.Select(each => each.Column),
            new BarSeries("", [.. shown.Select(each => each.Importance)]) { Errors = [.. shown.Select(each => each.Deviation).OfType<double>()] })
        {
            IsHorizontal = true, ValueFormat = "0.###", Title = "Importance of columns", XLabel = label, Width = 720, Height = 110 + 26 * shown.Length,
        };
    }
}

/// <summary>How much a column counts; its standard deviation over the repeats, where there were some.</summary>
internal sealed record ImportanceResult(string Column, double Importance, double? Deviation);
