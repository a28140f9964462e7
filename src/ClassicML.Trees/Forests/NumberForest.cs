using System.Diagnostics;

namespace ClassicML.Trees;

/// <summary>What the two learners of regression forests do alike.</summary>
internal sealed class NumberForest(ForestRegressor learner, RegressionData data, FitContext context)
{
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private readonly TreeInput input = TreeInput.Of(Check.NotNull(data, nameof(data)).Features, RowWeights.Of(data), learner.GetType().Name);

    /// <summary>Grows a forest, or an earlier one to more trees.</summary>
    public ForestRegressorModel Grow(ForestRegressorModel? earlier = null)
    {
        if (earlier is not null) input.CheckLevels(earlier.Levels);
        ForestSettings settings = Settings(learner);
        return Wrap(learner, Trees(settings, earlier?.Nodes ?? []), settings);
    }

    /// <summary>The forests of learners that differ from this one in their number of trees and their depth alone.</summary>
    public IReadOnlyList<ForestRegressorModel> GrowShared(IEnumerable<ForestRegressor> learners)
    {
        ForestRegressor[] all = [.. learners];
        ForestSettings[] forests = Array.ConvertAll(all, Settings);
        IReadOnlyList<TreeNodes[]> trees = SharedTrees.Of(forests, largest => Trees(largest, []));
        return new ModelsOnDemand<ForestRegressorModel>(forests.Length, i => Wrap(all[i], trees[i], forests[i]));
    }

    /// <summary>By how much permuting a feature raises the mean squared error of a tree on its out-of-bag rows.</summary>
    public PermutationImportance Permute(ForestRegressorModel forest)
    {
        input.CheckLevels(forest.Levels);
        return OutOfBagImportance.Of(
            forest.Nodes, input, Settings(learner), (row, value) => Math.Pow(data.Targets[row] - value[0], 2), context);
    }

    private ForestSettings Settings(ForestRegressor options) => ForestSettings.Of(options, input, 0);

    private TreeNodes[] Trees(ForestSettings settings, TreeNodes[] earlier)
    {
        context.ThrowIfCancelled();
        return Criteria.OfTargets(
            learner.Criterion, Criteria.Targets(learner.Criterion, data, input.Rows), new ForestGrowth(input, settings, earlier, context));
    }

    private ForestRegressorModel Wrap(ForestRegressor own, TreeNodes[] trees, ForestSettings settings)
    {
        OutOfBagEstimate? estimate = null;
        if (settings.OutOfBag)
        {
            Matrix predictions = OutOfBag.Predict(trees, input, settings, context);
            estimate = new OutOfBagEstimate(predictions, OutOfBag.RSquared(predictions, data));
        }
        return new ForestRegressorModel(
            trees, input.X.ColumnCount, input.Levels, estimate, GrowthReport.Of(own, trees.Length < settings.TreeCount, clock, data.FeatureNames));
    }
}
