using System.Diagnostics;

namespace ClassicML.Trees;

/// <summary>What the two learners of regression forests do alike, once their options are resolved.</summary>
internal sealed class NumberForest(RegressionData data, string learner, RegressionCriterion criterion, FitContext context)
{
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private readonly Matrix x = TreeInput.Of(Check.NotNull(data, nameof(data)).Features, learner);
    private readonly RowWeights rows = RowWeights.Of(data);

    /// <summary>Grows a forest, or an earlier one to more trees.</summary>
    public ForestRegressorModel Grow(ForestSettings settings, ForestRegressorModel? earlier)
    {
        context.ThrowIfCancelled();
        TreeNodes[] trees = Criteria.OfTargets(
            criterion, Criteria.Targets(criterion, data, rows), new ForestGrowth(x, rows, settings, earlier?.Nodes ?? [], context));
        OutOfBagEstimate? estimate = null;
        if (settings.OutOfBag)
        {
            Matrix predictions = OutOfBag.Predict(trees, x, rows, settings, ForestVoting.MeanProbability, context);
            estimate = new OutOfBagEstimate(predictions, OutOfBag.RSquared(predictions, data));
        }
        return new ForestRegressorModel(trees, x.ColumnCount, estimate, ForestGrowth.Report(trees.Length < settings.TreeCount, clock));
    }

    /// <summary>By how much permuting a feature raises the mean squared error of a tree on its out-of-bag rows.</summary>
    public PermutationImportance Permute(ForestSettings settings, ForestRegressorModel forest)
    {
        Check.Width(x, Check.NotNull(forest, nameof(forest)).FeatureCount);
        return OutOfBagImportance.Of(forest.Nodes, x, rows, settings, (row, value) => Math.Pow(data.Targets[row] - value[0], 2), context);
    }
}
