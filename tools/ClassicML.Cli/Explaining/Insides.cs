using System.Collections.Immutable;
using ClassicML.Linear;
using ClassicML.ModelSelection;
using ClassicML.Svm;
using ClassicML.Trees;

namespace ClassicML.Cli.Explaining;

/// <summary>What models say of themselves: the learner at the end of pipelines and searches, its coefficients, its tree.</summary>
internal static class Insides
{
    /// <summary>The model behind preparation and searches, which reads columns as they come out of these.</summary>
    public static IModel Last(IModel model) => model switch
    {
        ClassifierPipelineModel pipeline => Last(pipeline.Last),
        RegressorPipelineModel pipeline => Last(pipeline.Last),
        SearchModel search => Last(search.Best),
        RegressorSearchModel search => Last(search.Best),
        _ => model,
    };

    /// <summary>The name of the learner behind preparation and searches; of the model where it isn't known.</summary>
    public static string Name(IModel model, Invocation run)
    {
        IModel last = Last(model);
        object named = last.Report.Learner ?? last;
        return run.Registry.Find(named)?.Name ?? named.GetType().Name;
    }

    /// <summary>What preparation makes of the columns, in short; null where there is none.</summary>
    public static ITransformerModel? First(IModel model) => model switch
    {
        ClassifierPipelineModel pipeline => pipeline.First,
        RegressorPipelineModel pipeline => pipeline.First,
        SearchModel search => First(search.Best),
        RegressorSearchModel search => First(search.Best),
        _ => null,
    };

    /// <summary>The names of the columns that a model reads; numbers where it has none.</summary>
    public static ImmutableArray<string> Names(IModel model) =>
        model.FeatureNames ?? [.. Enumerable.Range(0, model.FeatureCount).Select(j => FormattableString.Invariant($"column {j}"))];

    /// <summary>The weights of a linear model: a set for each score, of two classes one, positive for the second; none of other models.</summary>
    public static CoefficientsResult[] Coefficients(IModel model)
    {
        ImmutableArray<string> names = Names(model);
        return model switch
        {
            LogisticRegressionModel m => Classes(m.Labels, m.Coefficients.Span, m.Intercept),
            LinearClassifierModel m => Classes(m.Labels, m.Coefficients.Span, m.Intercept),
            LinearSvmClassifierModel m => Classes(m.Labels, m.Coefficients.Span, m.Intercept),
            SvmClassifierModel { Labels.Count: 2 } m when !m.Weights.IsEmpty => Classes(m.Labels, m.Weights, m.Intercept),
            LinearRegressionModel m => [One(null, m.Coefficients, m.Intercept)],
            LinearSvmRegressorModel m => [One(null, m.Coefficients, m.Intercept)],
            _ => [],
        };

        CoefficientsResult[] Classes(ClassLabels labels, ReadOnlySpan<double> weights, ReadOnlySpan<double> intercepts)
        {
            int p = names.Length, scores = weights.Length / p;
            var all = new CoefficientsResult[scores];
            for (int k = 0; k < scores; k++) all[k] = One(labels[scores == 1 ? 1 : k], weights.Slice(k * p, p), intercepts[k]);
            return all;
        }

        CoefficientsResult One(string? label, ReadOnlySpan<double> weights, double intercept)
        {
            var each = new WeightResult[weights.Length];
            for (int j = 0; j < each.Length; j++) each[j] = new WeightResult(names[j], weights[j]);
            return new CoefficientsResult(label, intercept, [.. each.OrderByDescending(weight => Math.Abs(weight.Value))]);
        }
    }

    /// <summary>A tree as text, to a depth; null of other models.</summary>
    public static string? TreeText(IModel model, int depth) => model switch
    {
        DecisionTreeClassifierModel tree => tree.ToText(maxDepth: depth - 1),
        DecisionTreeRegressorModel tree => tree.ToText(maxDepth: depth - 1),
        _ => null,
    };

    /// <summary>The drawing of a tree, to a depth; null of other models.</summary>
    public static string? TreeSvg(IModel model, int depth) => model switch
    {
        DecisionTreeClassifierModel tree => tree.ToSvg(maxDepth: depth),
        DecisionTreeRegressorModel tree => tree.ToSvg(maxDepth: depth),
        _ => null,
    };
}

/// <summary>The weights of a linear score, the largest magnitude first.</summary>
/// <param name="Class">The class that a high score speaks for; null for numbers.</param>
/// <param name="Intercept">What the score is where all columns are zero.</param>
/// <param name="Weights">The weights by the names of columns.</param>
internal sealed record CoefficientsResult(string? Class, double Intercept, WeightResult[] Weights);

/// <summary>A weight.</summary>
internal sealed record WeightResult(string Column, double Value);
