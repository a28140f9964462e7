using System.Collections.Immutable;

namespace ClassicML;

/// <summary>Importances of features: by name, and by the columns that the features were made of.</summary>
public static class FeatureImportances
{
    /// <summary>The name of each feature with its importance, the largest first; of equal ones the first feature.</summary>
    /// <param name="model">The model whose features they are; where it has no names they are "feature_0" and so on.</param>
    /// <param name="importances">A number for each of its p features.</param>
    /// <exception cref="ArgumentException">There are not p numbers.</exception>
    /// <example><c>forest.ImportancesByName(forest.FeatureImportances)</c></example>
    public static ImmutableArray<(string Name, double Importance)> ImportancesByName(this IModel model, ReadOnlySpan<double> importances)
    {
        Check.NotNull(model, nameof(model));
        Check.Length(importances.Length, model.FeatureCount, nameof(importances), "feature");
        ImmutableArray<string>? names = model.FeatureNames;
        return [.. importances.ToArray()
            .Select((importance, j) => (names?[j] ?? FormattableString.Invariant($"feature_{j}"), importance))
            .OrderByDescending(pair => pair.importance)];
    }

    /// <summary>
    /// The name of each column that a model reads with its importance, the largest first. Through pipelines: what a step makes of a column counts for that
    /// column, so the zeros and ones of a category are one importance.
    /// </summary>
    /// <param name="model">A model with <see cref="IFeatureImportances"/>, or a pipeline that ends in one.</param>
    /// <exception cref="ArgumentException">It has none, or a column that counts is made of several (see <see cref="BySource"/>).</exception>
    public static ImmutableArray<(string Name, double Importance)> ImportancesByName(this IModel model) => model.ImportancesByName(Of(model));

    private static double[] Of(IModel model) => Check.NotNull(model, nameof(model)) switch
    {
        ClassifierPipelineModel pipeline => BySource(pipeline.First, Of(pipeline.Last)),
        RegressorPipelineModel pipeline => BySource(pipeline.First, Of(pipeline.Last)),
        IFeatureImportances own => own.FeatureImportances.ToArray(),
        _ => throw new ArgumentException($"{model.GetType().Name} has no importances of features", nameof(model)),
    };

    /// <summary>Importances of the columns that a transformer makes, summed for each column that it reads: of one-hot columns that of the category.</summary>
    /// <param name="transformer">The transformer; of a pipeline its first stage, of pipelines within one another the innermost first.</param>
    /// <param name="importances">A number for each of its <see cref="ITransformerModel.OutputCount"/> columns.</param>
    /// <returns>A number for each of its p features.</returns>
    /// <exception cref="ArgumentException">
    /// The lengths differ, or a column of some importance comes from several columns (<see cref="ITransformerModel.OutputSources"/>), so that it can't be
    /// told whose it is: permuting the original columns can tell.
    /// </exception>
    /// <example><c>pipeline.ImportancesByName(FeatureImportances.BySource(pipeline.First, forest.FeatureImportances))</c></example>
    public static double[] BySource(ITransformerModel transformer, ReadOnlySpan<double> importances)
    {
        Check.NotNull(transformer, nameof(transformer));
        Check.Length(importances.Length, transformer.OutputCount, nameof(importances), "column that comes out");
        double[] sums = new double[transformer.FeatureCount];
        ImmutableArray<int>? sources = transformer.OutputSources;
        for (int j = 0; j < importances.Length; j++)
        {
            if (sources?[j] is { } source and >= 0)
                sums[source] += importances[j];
            else if (importances[j] != 0)
                throw new ArgumentException(
                    FormattableString.Invariant($"column {j}{(transformer.OutputNames is { } names ? $" ('{names[j]}')" : "")} is made of several columns, ")
                    + "so its importance can't be given to one; permute the original columns: PermutationImportance.Of(pipeline, heldOut)",
                    nameof(importances));
        }
        return sums;
    }
}
