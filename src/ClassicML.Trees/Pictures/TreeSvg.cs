using System.Globalization;
using System.Security;
using System.Text;

namespace ClassicML.Trees;

/// <summary>A tree as a plain SVG: leaves side by side, each question above the middle of its answers, yes to the left.</summary>
/// <remarks>
/// Colours are the variables of ClassicML.Plotting's page theme, so a picture inside such a page follows its light and dark; by itself it
/// is light. Text is measured by a mean width of bold letters, generously, since layout must not depend on the fonts of a machine.
/// </remarks>
internal static class TreeSvg
{
    private const double LetterWidth = 7.2, LineHeight = 15, Padding = 8, SideGap = 14, LevelGap = 34, Margin = 10;

    private static readonly string[] Series =
        ["#0072B2", "#D55E00", "#00855F", "#B5588F", "#B27300", "#2A8CC7", "#7A6A00", "#4D5560"];

    private const string Paper = "var(--chart-paper, #FFFFFF)", Ink = "var(--chart-ink, #1F2328)", Muted = "var(--chart-muted, #59636E)";

    public static string Write(TreePicture picture, int maxDepth)
    {
        TreeNodes nodes = picture.Nodes;
        int[] heights = nodes.Heights();
        (int Node, int Depth)[] shown = [.. picture.Shown(maxDepth)];
        var lines = shown.ToDictionary(at => at.Node, at => picture.Lines(at.Node, at.Depth == maxDepth, heights[at.Node]));
        bool IsEnd((int Node, int Depth) at) => nodes.Features[at.Node] < 0 || at.Depth == maxDepth;

        double width = 2 * Padding + LetterWidth * lines.Values.Max(each => each.Max(line => line.Length));
        double height = 2 * Padding + LineHeight * lines.Values.Max(each => each.Count);
        var centres = new Dictionary<int, double>();
        int ends = 0;
        foreach ((int Node, int Depth) at in shown)
            if (IsEnd(at)) centres[at.Node] = Margin + width / 2 + ends++ * (width + SideGap);
        foreach ((int Node, int Depth) at in shown.Reverse())
            if (!IsEnd(at)) centres[at.Node] = (centres[nodes.Lefts[at.Node]] + centres[nodes.Rights[at.Node]]) / 2;

        double fullWidth = 2 * Margin + ends * (width + SideGap) - SideGap;
        double fullHeight = 2 * Margin + shown.Max(at => at.Depth) * (height + LevelGap) + height;
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture,
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {N(fullWidth)} {N(fullHeight)}\" width=\"{N(fullWidth)}\" height=\"{N(fullHeight)}\" "
            + $"role=\"img\" font-family=\"ui-sans-serif, system-ui, sans-serif\" font-size=\"12\" text-anchor=\"middle\" fill=\"{Ink}\">\n"
            + $"<title>Decision tree</title>\n<rect width=\"100%\" height=\"100%\" fill=\"{Paper}\"/>\n");
        foreach ((int Node, int Depth) at in shown)
        {
            if (IsEnd(at)) continue;
            double x = centres[at.Node], y = Top(at.Depth) + height;
            Edge(x, y, nodes.Lefts[at.Node], "yes");
            Edge(x, y, nodes.Rights[at.Node], "no");
        }
        foreach ((int Node, int Depth) at in shown) Box(at);
        return svg.Append("</svg>\n").ToString();

        double Top(int depth) => Margin + depth * (height + LevelGap);

        void Edge(double x, double y, int child, string answer)
        {
            double to = centres[child];
            svg.Append(CultureInfo.InvariantCulture, $"<line x1=\"{N(x)}\" y1=\"{N(y)}\" x2=\"{N(to)}\" y2=\"{N(y + LevelGap)}\" stroke=\"{Muted}\"/>\n");
            double side = answer == "yes" ? -14 : 14;
            // A halo, since a flat line runs through its word.
            svg.Append(CultureInfo.InvariantCulture,
                $"<text x=\"{N((x + to) / 2 + side)}\" y=\"{N(y + LevelGap / 2)}\" font-size=\"11\" fill=\"{Muted}\" "
                + $"stroke=\"{Paper}\" stroke-width=\"4\" paint-order=\"stroke\">{answer}</text>\n");
        }

        void Box((int Node, int Depth) at)
        {
            (int series, double strength) = picture.Shade(at.Node);
            series %= Series.Length;
            string color = $"var(--chart-series-{series}, {Series[series]})";
            double left = centres[at.Node] - width / 2, y = Top(at.Depth);
            string frame = $"x=\"{N(left)}\" y=\"{N(y)}\" width=\"{N(width)}\" height=\"{N(height)}\" rx=\"5\"";
            svg.Append(CultureInfo.InvariantCulture, $"<rect {frame} fill=\"{Paper}\"/>\n");
            svg.Append(CultureInfo.InvariantCulture, $"<rect {frame} fill=\"{color}\" fill-opacity=\"{N(0.04 + 0.36 * strength)}\" stroke=\"{color}\"/>\n");
            IReadOnlyList<string> own = lines[at.Node];
            double first = y + height / 2 - (own.Count - 1) * LineHeight / 2 + 4;
            for (int i = 0; i < own.Count; i++)
            {
                string weight = i == 0 && !IsEnd(at) || i == own.Count - 1 ? " font-weight=\"600\"" : "";
                svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{N(centres[at.Node])}\" y=\"{N(first + i * LineHeight)}\"{weight}>{SecurityElement.Escape(own[i])}</text>\n");
            }
        }
    }

    private static string N(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
