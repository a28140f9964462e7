using System.Diagnostics;

namespace ClassicML.Trees;

/// <summary>What the two learners of classification forests do alike, once their options are resolved.</summary>
internal sealed class ClassForest(ClassificationData data, string learner, SplitCriterion criterion, ClassWeights weights, FitContext context)
{
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private readonly Matrix x = TreeInput.Of(Check.NotNull(data, nameof(data)).Features, learner);
    private readonly RowWeights rows = RowWeights.Of(data, weights);

    /// <summary>Grows a forest, or an earlier one to more trees.</summary>
    public ForestModel Grow(ForestSettings settings, ForestVoting voting, ForestModel? earlier)
    {
        if (earlier is not null && !earlier.Labels.Equals(data.Labels))
            throw new ArgumentException($"the earlier forest has classes {earlier.Labels}, the data has {data.Labels}", nameof(earlier));
        return Wrap(Trees(settings, earlier?.Nodes ?? []), settings, voting);
    }

    /// <summary>Forests that differ in their number of trees, their depth and their vote alone, from one that holds them all.</summary>
    public IReadOnlyList<ForestModel> GrowShared(IReadOnlyList<(ForestSettings Settings, ForestVoting Voting)> forests)
    {
        ForestSettings largest = forests[0].Settings with
        {
            TreeCount = forests.Max(forest => forest.Settings.TreeCount),
            Limits = forests[0].Settings.Limits with { MaxDepth = forests.Max(forest => forest.Settings.Limits.MaxDepth) },
        };
        TreeNodes[] grown = Trees(largest, []);
        var cut = new Dictionary<int, TreeNodes[]> { [largest.Limits.MaxDepth] = grown };
        return [.. forests.Select(forest =>
        {
            int depth = forest.Settings.Limits.MaxDepth;
            if (!cut.TryGetValue(depth, out TreeNodes[]? trees)) cut[depth] = trees = Array.ConvertAll(grown, tree => tree.CutAt(depth));
            return Wrap([.. trees.Take(forest.Settings.TreeCount)], forest.Settings, forest.Voting);
        })];
    }

    /// <summary>By how much permuting a feature raises the share of out-of-bag rows that a tree gets wrong.</summary>
    public PermutationImportance Permute(ForestSettings settings, ForestModel forest)
    {
        Check.Width(x, Check.NotNull(forest, nameof(forest)).FeatureCount);
        return OutOfBagImportance.Of(
            forest.Nodes, x, rows, settings, (row, shares) => FlatForest.ArgMax(shares) == data.Codes[row] ? 0 : 1, context);
    }

    private TreeNodes[] Trees(ForestSettings settings, TreeNodes[] earlier)
    {
        context.ThrowIfCancelled();
        int[] classes = Criteria.Classes(data, rows);
        // A bootstrap sample weighs at most as if the heaviest row were drawn each time.
        double largest = rows.AreWhole && !settings.BalanceSamples ? (double)rows.Count * (rows.Values?[^1] ?? 1) : double.PositiveInfinity;
        return Criteria.OfClasses(
            criterion, classes, data.ClassCount, largest, new ForestGrowth(x, rows, Balanced(settings, classes), earlier, context));
    }

    private ForestModel Wrap(TreeNodes[] trees, ForestSettings settings, ForestVoting voting)
    {
        OutOfBagEstimate? estimate = null;
        if (settings.OutOfBag)
        {
            Matrix predictions = OutOfBag.Predict(trees, x, rows, settings, voting, context);
            estimate = new OutOfBagEstimate(predictions, OutOfBag.Accuracy(predictions, data));
        }
        FitReport report = ForestGrowth.Report(trees.Length < settings.TreeCount, clock);
        return new ForestModel(trees, x.ColumnCount, data.Labels, voting, estimate, report);
    }

    private ForestSettings Balanced(ForestSettings settings, int[] classes) =>
        settings.BalanceSamples ? settings with { BalanceClasses = classes, ClassCount = data.ClassCount } : settings;
}
