using System.Globalization;
using System.Text;

namespace ClassicML.Trees;

/// <summary>A tree in Graphviz' language DOT.</summary>
internal static class TreeDot
{
    public static string Write(TreePicture picture, int maxDepth)
    {
        int[] heights = picture.Nodes.Heights();
        var text = new StringBuilder("digraph tree {\n    node [shape=box, style=rounded, fontname=\"sans-serif\"];\n    edge [fontname=\"sans-serif\"];\n");
        foreach ((int node, int depth) in picture.Shown(maxDepth))
        {
            bool isCut = depth == maxDepth;
            string label = string.Join("\\n", picture.Lines(node, isCut, heights[node]).Select(Escape));
            text.Append(CultureInfo.InvariantCulture, $"    {node} [label=\"{label}\"];\n");
            if (picture.Nodes.Features[node] < 0 || isCut) continue;
            text.Append(CultureInfo.InvariantCulture, $"    {node} -> {picture.Nodes.Lefts[node]} [label=\"yes\"];\n");
            text.Append(CultureInfo.InvariantCulture, $"    {node} -> {picture.Nodes.Rights[node]} [label=\"no\"];\n");
        }
        return text.Append("}\n").ToString();
    }

    private static string Escape(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", " ", StringComparison.Ordinal);
}
