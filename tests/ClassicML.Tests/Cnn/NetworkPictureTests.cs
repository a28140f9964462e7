using System.Globalization;
using System.Xml.Linq;
using ClassicML.Cnn;

namespace ClassicML.Tests.Cnn;

/// <summary>A drawn network: a box for each layer from the top, with its output, its parameters and a width that tells its size.</summary>
public class NetworkPictureTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    private static readonly CnnNetwork Network = new(CnnLayers.Parse("conv 4 3x3 relu; max-pool 2x2; flatten; dense 5 relu; dense softmax"),
        new ImageShape(8, 8), 3);

    // An image of 8×8; 6×6×4 after windows of 3×3, 4·(9 + 1) parameters; 3×3×4; 36 in a row; 5·(36 + 1); 3·(5 + 1).
    private static readonly (string Note, int Size)[] Expected =
        [("8×8×1", 64), ("6×6×4 · 40 parameters", 144), ("3×3×4", 36), ("36", 36), ("5 · 185 parameters", 5), ("3 · 18 parameters", 3)];

    [Fact]
    public void Boxes_name_layers_shapes_and_parameters_from_top_to_bottom()
    {
        XElement drawing = XElement.Parse(Network.ToSvg());
        XElement[] boxes = [.. drawing.Elements(Svg + "rect")], texts = [.. drawing.Elements(Svg + "text")];
        Assert.Equal(["image", .. Network.Layers.Select(place => place.Layer.Caption)],
            texts[..^1].Where((_, i) => i % 2 == 0).Select(text => text.Value));
        Assert.Equal(Expected.Select(one => one.Note), texts[..^1].Where((_, i) => i % 2 == 1).Select(text => text.Value));
        Assert.Equal("243 parameters", texts[^1].Value);
        for (int i = 0; i < boxes.Length; i++)
        {
            Assert.Equal(16 + 70 * i, Number(boxes[i], "y"));
            foreach (XElement text in texts[(2 * i)..(2 * i + 2)])
            {
                Assert.InRange(Number(text, "y"), Number(boxes[i], "y"), Number(boxes[i], "y") + Number(boxes[i], "height"));
                Assert.Equal(Number(text, "x"), Number(boxes[i], "x") + Number(boxes[i], "width") / 2, 1.0);
            }
        }
        // An arrow from each box to the next.
        Assert.Equal(Enumerable.Range(0, 5).Select(i => $"M186 {16 + 70 * i + 46}v24m-4-7l4 7 4-7"),
            drawing.Elements(Svg + "path").Select(path => path.Attribute("d")!.Value));
    }

    [Fact]
    public void Average_pooling_has_a_box_of_its_own()
    {
        var network = new CnnNetwork(CnnLayers.Parse("average-pool 3x2; flatten; dense softmax"), new ImageShape(8, 8, 2), 3);
        Assert.Equal(["image", "8×8×2", "average-pool 3×2", "2×4×2", "flatten", "16"],
            XElement.Parse(network.ToSvg()).Elements(Svg + "text").Take(6).Select(text => text.Value));
        Assert.Contains("l1 [label=\"{average-pool 3×2|2×4×2|0 parameters}\"];", network.ToDot());
    }

    [Fact]
    public void A_box_is_as_wide_as_the_logarithm_of_its_values()
    {
        XElement[] boxes = [.. XElement.Parse(Network.ToSvg()).Elements(Svg + "rect")];
        Assert.Equal(Expected.Select(one => Math.Round(180 + 160 * Math.Log(one.Size + 1) / Math.Log(145))),
            boxes.Select(box => Number(box, "width")));
        // The largest fills the picture but for its margins.
        Assert.Equal((16, 340), (Number(boxes[1], "x"), Number(boxes[1], "width")));
    }

    [Fact]
    public void Graphviz_gets_the_same_boxes_in_a_chain()
    {
        string dot = Network.ToDot();
        for (int i = 0; i < Expected.Length; i++)
        {
            string[] parts = Expected[i].Note.Split(" · ");
            string caption = i == 0 ? "image" : Network.Layers[i - 1].Layer.Caption, parameters = parts.Length > 1 ? parts[1] : "0 parameters";
            Assert.Contains($"l{i} [label=\"{{{caption}|{parts[0]}|{parameters}}}\"];", dot);
            Assert.Equal(i > 0, dot.Contains($"l{i - 1} -> l{i};"));
        }
    }

    private static double Number(XElement element, string name) =>
        double.Parse(element.Attribute(name)!.Value, CultureInfo.InvariantCulture);
}
