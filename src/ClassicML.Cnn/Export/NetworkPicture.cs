using System.Globalization;
using System.Security;
using System.Text;

namespace ClassicML.Cnn;

/// <summary>Pictures of a network with the shape and the number of parameters of each layer.</summary>
public static class NetworkPicture
{
    private const int Width = 340, Box = 46, Gap = 24, Margin = 16;

    /// <summary>A drawing: a box for each layer from top to bottom, as wide as its output has values on a logarithmic scale.</summary>
    public static string ToSvg(this CnnNetwork network)
    {
        var boxes = Boxes(network);
        int height = 2 * Margin + boxes.Count * (Box + Gap);
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"cnn-network\" viewBox=\"0 0 {Width + 2 * Margin} {height}\" ")
            .Append("font-family=\"sans-serif\" font-size=\"13\" text-anchor=\"middle\">\n")
            .Append("<style>").Append(Style("#eef3fb", "#34507a", "#1c2733", "#5a6b80")).Append(".cnn-network path{fill:none}.cnn-network .note{font-size:11px}")
            .Append("@media(prefers-color-scheme:dark){").Append(Style("#223049", "#8fb0e0", "#e6edf6", "#a9b8cc")).Append("}</style>\n");
        double largest = Math.Log(boxes.Max(box => box.Shape.Size) + 1.0);
        int middle = Margin + Width / 2, y = Margin;
        for (int i = 0; i < boxes.Count; i++, y += Box + Gap)
        {
            double width = 180 + (Width - 180) * Math.Log(boxes[i].Shape.Size + 1.0) / largest;
            string note = $"{boxes[i].Shape}{(boxes[i].Parameters > 0 ? $" · {CnnNetwork.Number(boxes[i].Parameters)} parameters" : "")}";
            svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{middle - width / 2:F0}\" y=\"{y}\" width=\"{width:F0}\" height=\"{Box}\" rx=\"6\"/>")
                .Append(CultureInfo.InvariantCulture, $"<text x=\"{middle}\" y=\"{y + 19}\">{SecurityElement.Escape(boxes[i].Caption)}</text>")
                .Append(CultureInfo.InvariantCulture, $"<text class=\"note\" x=\"{middle}\" y=\"{y + 36}\">{note}</text>\n");
            if (i + 1 < boxes.Count)
                svg.Append(CultureInfo.InvariantCulture, $"<path d=\"M{middle} {y + Box}v{Gap}m-4-7l4 7 4-7\"/>\n");
        }
        return svg.Append(CultureInfo.InvariantCulture, $"<text class=\"note\" x=\"{middle}\" y=\"{y - 4}\">{CnnNetwork.Number(network.ParameterCount)} parameters</text>\n</svg>\n")
            .ToString();
    }

    /// <summary>The same for Graphviz's <c>dot</c>.</summary>
    public static string ToDot(this CnnNetwork network)
    {
        var dot = new StringBuilder("digraph network {\n  node [shape=record, fontname=\"sans-serif\"];\n");
        var boxes = Boxes(network);
        for (int i = 0; i < boxes.Count; i++)
        {
            dot.Append(CultureInfo.InvariantCulture, $"  l{i} [label=\"{{{boxes[i].Caption}|{boxes[i].Shape}|{CnnNetwork.Number(boxes[i].Parameters)} parameters}}\"];\n");
            if (i > 0) dot.Append(CultureInfo.InvariantCulture, $"  l{i - 1} -> l{i};\n");
        }
        return dot.Append("}\n").ToString();
    }

    // A style sheet inside a picture holds for the whole page that the picture stands in, so its rules name the picture.
    private static string Style(string box, string line, string ink, string muted) =>
        $".cnn-network rect{{fill:{box};stroke:{line}}}.cnn-network path{{stroke:{line}}}.cnn-network text{{fill:{ink}}}.cnn-network .note{{fill:{muted}}}";

    private static List<(string Caption, LayerShape Shape, int Parameters)> Boxes(CnnNetwork network) =>
    [
        ("image", LayerShape.Of(Check.NotNull(network, nameof(network)).Image), 0),
        .. network.Layers.Select(place => (place.Layer.Caption, place.Output, place.ParameterCount)),
    ];
}
