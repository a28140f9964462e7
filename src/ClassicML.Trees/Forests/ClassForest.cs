using System.Diagnostics;

namespace ClassicML.Trees;

/// <summary>What the two learners of classification forests do alike.</summary>
internal sealed class ClassForest(ForestClassifier learner, ClassificationData data, FitContext context)
{
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private readonly TreeInput input =
        TreeInput.Of(Check.NotNull(data, nameof(data)).Features, RowWeights.Of(data, learner.ClassWeights), learner.GetType().Name);

    /// <summary>Grows a forest, or an earlier one to more trees.</summary>
    public ForestClassifierModel Grow(ForestClassifierModel? earlier = null)
    {
        if (earlier is not null) input.CheckLevels(earlier.Levels);
        if (earlier is not null && !earlier.Labels.Equals(data.Labels))
            throw new ArgumentException($"the earlier forest has classes {earlier.Labels}, the data has {data.Labels}", nameof(earlier));
        ForestSettings settings = Settings(learner);
        return Wrap(learner, Trees(settings, earlier?.Nodes ?? []), settings);
    }

    /// <summary>The forests of learners that differ from this one in their number of trees, their depth and their vote alone.</summary>
    public IReadOnlyList<ForestClassifierModel> GrowShared(IEnumerable<ForestClassifier> learners)
    {
        ForestClassifier[] all = [.. learners];
        ForestSettings[] forests = Array.ConvertAll(all, Settings);
        IReadOnlyList<TreeNodes[]> trees = SharedTrees.Of(forests, largest => Trees(largest, []));
        return new ModelsOnDemand<ForestClassifierModel>(forests.Length, i => Wrap(all[i], trees[i], forests[i]));
    }

    /// <summary>By how much permuting a feature raises the share of out-of-bag rows that a tree gets wrong.</summary>
    public PermutationImportance Permute(ForestClassifierModel forest)
    {
        input.CheckLevels(forest.Levels);
        return OutOfBagImportance.Of(
            forest.Nodes, input, Settings(learner), (row, shares) => FlatForest.ArgMax(shares) == data.Codes[row] ? 0 : 1, context);
    }

    private ForestSettings Settings(ForestClassifier options) => ForestSettings.Of(options, input, data.ClassCount) with
    {
        Voting = options.Voting,
        ClassCount = data.ClassCount,
        BalanceClasses = options.BalanceSamples ? Criteria.Classes(data, input.Rows) : null,
    };

    private TreeNodes[] Trees(ForestSettings settings, TreeNodes[] earlier)
    {
        context.ThrowIfCancelled();
        // A bootstrap sample weighs at most as if the heaviest row were drawn each time.
        RowWeights rows = input.Rows;
        double largest = rows.AreWhole && settings.BalanceClasses is null
            ? (double)rows.Count * (rows.Values?[^1] ?? 1) : double.PositiveInfinity;
        return Criteria.OfClasses(
            learner.Criterion, Criteria.Classes(data, rows), data.ClassCount, largest,
            new ForestGrowth(input, settings, earlier, context));
    }

    private ForestClassifierModel Wrap(ForestClassifier own, TreeNodes[] trees, ForestSettings settings)
    {
        OutOfBagEstimate? estimate = null;
        if (settings.OutOfBag)
        {
            Matrix predictions = OutOfBag.Predict(trees, input, settings, context);
            estimate = new OutOfBagEstimate(predictions, OutOfBag.Accuracy(predictions, data));
        }
        FitReport report = GrowthReport.Of(own, trees.Length < settings.TreeCount, clock, data.FeatureNames);
        return new ForestClassifierModel(trees, input.X.ColumnCount, input.Levels, data.Labels, settings.Voting, estimate, report);
    }
}
