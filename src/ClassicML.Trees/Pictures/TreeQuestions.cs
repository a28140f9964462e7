using System.Collections.Immutable;
using System.Globalization;

namespace ClassicML.Trees;

/// <summary>The questions of a tree in words, by the names of features and levels.</summary>
internal sealed class TreeQuestions
{
    private readonly TreeNodes nodes;
    private readonly IReadOnlyList<string>? featureNames;
    private readonly TableLevels? levels;
    private readonly string format;

    /// <param name="nodes">The tree.</param>
    /// <param name="featureNames">A name for each feature, or null for "feature_0" and so on.</param>
    /// <param name="levels">The levels of the features, or null.</param>
    /// <param name="decimals">The decimals of thresholds.</param>
    public TreeQuestions(TreeNodes nodes, IReadOnlyList<string>? featureNames, TableLevels? levels, int decimals)
    {
        (this.nodes, this.featureNames, this.levels) = (nodes, featureNames, levels);
        format = "F" + Check.AtLeast(decimals, 0, nameof(decimals)).ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>What leads to the left and to the right of a node.</summary>
    public (string Yes, string No) Of(int node)
    {
        string name = OneLine(featureNames?[nodes.Features[node]] ?? $"feature_{nodes.Features[node]}");
        if (nodes.CategoriesOf(node) is not null)
        {
            string set = OneLine(string.Join(", ", LeftLevels(nodes, node, levels)));
            return ($"{name} in {{{set}}}", $"{name} not in {{{set}}}");
        }
        if (double.IsInfinity(nodes.Thresholds[node])) return ($"{name} is known", $"{name} is missing");
        string threshold = nodes.Thresholds[node].ToString(format, CultureInfo.InvariantCulture);
        return ($"{name} <= {threshold}", $"{name} >  {threshold}");
    }

    /// <summary>The categories that go left from a node: levels where its feature has some, else numbers.</summary>
    public static ImmutableArray<string> LeftLevels(TreeNodes nodes, int node, TableLevels? levels)
    {
        if (nodes.CategoriesOf(node) is not { } categories) return [];
        return levels?.Levels[nodes.Features[node]] is { } names
            ? [.. categories.Select(category => names[(int)category])]
            : [.. categories.Select(category => category.ToString("R", CultureInfo.InvariantCulture))];
    }

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");
}
