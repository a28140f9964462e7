using System.Globalization;

namespace ClassicML.Trees;

/// <summary>What a drawing of a tree says at each node: question, impurity, rows, and what the node would answer.</summary>
internal sealed class TreePicture
{
    private const int MostClassesCounted = 10;

    private readonly TreeNodes nodes;
    private readonly TreeQuestions questions;
    private readonly Func<int, string> answer;
    private readonly string format;
    private readonly (double Least, double Largest) range;

    /// <param name="nodes">The tree.</param>
    /// <param name="questions">Its questions in words.</param>
    /// <param name="answer">What a node answers, in words.</param>
    /// <param name="decimals">The decimals of impurities.</param>
    public TreePicture(TreeNodes nodes, TreeQuestions questions, Func<int, string> answer, int decimals)
    {
        (this.nodes, this.questions, this.answer) = (nodes, questions, answer);
        format = "F" + decimals.ToString(CultureInfo.InvariantCulture);
        range = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (double value in nodes.Values) range = (Math.Min(range.Least, value), Math.Max(range.Largest, value));
    }

    /// <summary>The tree.</summary>
    public TreeNodes Nodes => nodes;

    /// <summary>The nodes that are drawn, with their depth, in preorder: those of at most so many levels of questions.</summary>
    public IEnumerable<(int Node, int Depth)> Shown(int maxDepth)
    {
        Check.AtLeast(maxDepth, 0, nameof(maxDepth));
        var pending = new Stack<(int Node, int Depth)>();
        pending.Push((0, 0));
        while (pending.TryPop(out (int Node, int Depth) at))
        {
            yield return at;
            if (nodes.Features[at.Node] < 0 || at.Depth == maxDepth) continue;
            pending.Push((nodes.Rights[at.Node], at.Depth + 1));
            pending.Push((nodes.Lefts[at.Node], at.Depth + 1));
        }
    }

    /// <summary>The lines of a node; one whose question is not drawn says how many levels lie below it.</summary>
    public IReadOnlyList<string> Lines(int node, bool isCut, int levelsBelow)
    {
        var lines = new List<string>();
        if (nodes.Features[node] >= 0) lines.Add(isCut ? $"… {levelsBelow} {(levelsBelow == 1 ? "level" : "levels")} below" : questions.Of(node).Yes);
        lines.Add("impurity " + nodes.Impurities[node].ToString(format, CultureInfo.InvariantCulture));
        lines.Add("rows " + nodes.RowCounts[node].ToString(CultureInfo.InvariantCulture));
        int k = nodes.ValueWidth;
        if (k is > 1 and <= MostClassesCounted)
        {
            double weight = nodes.Weights[node];
            lines.Add(string.Join(" / ", nodes.ValuesOf(node).ToArray()
                .Select(share => (share * weight).ToString("0.##", CultureInfo.InvariantCulture))));
        }
        lines.Add(answer(node));
        return lines;
    }

    /// <summary>The colour of a node, and how strong it is from 0 to 1: its class and how pure it is, or its number among all of the tree.</summary>
    public (int Series, double Strength) Shade(int node)
    {
        ReadOnlySpan<double> values = nodes.ValuesOf(node);
        if (values.Length == 1) return (0, range.Largest > range.Least ? (values[0] - range.Least) / (range.Largest - range.Least) : 0.5);
        int best = FlatForest.ArgMax(values);
        double even = 1.0 / values.Length;
        return (best, Math.Max(values[best] - even, 0) / (1 - even));
    }
}
