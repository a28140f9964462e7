using System.Text;

namespace ClassicML.Trees;

/// <summary>A tree as text, in the form of scikit-learn's <c>export_text</c>; with a stack of its own, for trees of any depth.</summary>
internal static class TreeText
{
    public static string Write(TreeNodes nodes, TreeQuestions questions, Func<int, string> leafText, int maxDepth)
    {
        int[] heights = nodes.Heights();
        var text = new StringBuilder();
        var pending = new Stack<(int Node, int Depth, string? Question)>();
        pending.Push((0, 0, null));
        while (pending.TryPop(out (int Node, int Depth, string? Question) at))
        {
            if (at.Question is not null) Line(text, at.Depth - 1, at.Question);
            if (nodes.Features[at.Node] < 0)
            {
                Line(text, at.Depth, leafText(at.Node));
            }
            else if (at.Depth > maxDepth)
            {
                Line(text, at.Depth, $"truncated branch of depth {heights[at.Node] + 1}");
            }
            else
            {
                (string yes, string no) = questions.Of(at.Node);
                pending.Push((nodes.Rights[at.Node], at.Depth + 1, no));
                pending.Push((nodes.Lefts[at.Node], at.Depth + 1, yes));
            }
        }
        return text.ToString();
    }

    private static void Line(StringBuilder text, int depth, string content)
    {
        for (int level = 0; level < depth; level++) text.Append("|   ");
        text.Append("|--- ").Append(content).Append('\n');
    }
}
