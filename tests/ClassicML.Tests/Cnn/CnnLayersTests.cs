using ClassicML.Cnn;

namespace ClassicML.Tests.Cnn;

/// <summary>Layers as texts, their shapes and counts, and what can't be.</summary>
public class CnnLayersTests
{
    private static readonly CnnNetwork Little = new(
        CnnLayers.Parse("conv 4 2x3 relu; max-pool; dropout 0.25; flatten; dense 1000 relu; dense softmax"), new ImageShape(6, 7, 2), 3);

    [Fact]
    public void The_network_of_keras_has_600_810_parameters()
    {
        CnnNetwork network = CnnClassifier.KerasMnist.Network(10);
        Assert.Equal(600_810, network.ParameterCount);
        Assert.Equal(
            ["26×26×32", "24×24×32", "12×12×32", "12×12×32", "4608", "128", "128", "10"], network.Layers.Select(place => place.Output.ToString()));
        Assert.Equal([320, 9248, 0, 0, 0, 589_952, 0, 1290], network.Layers.Select(place => place.ParameterCount));
        Assert.Equal(network.ParameterCount, network.Layers[^1].Offset + network.Layers[^1].ParameterCount);
        Assert.Contains("600,810", network.Summary());
    }

    [Fact]
    public void Layers_are_a_text_and_come_back_from_it()
    {
        const string text = "conv 32 3x5 relu; conv 4 3x3; max-pool 2x3; average-pool 1x2; dropout 0.25; flatten; dense 128 relu; dense 7; dense softmax";
        CnnLayers layers = CnnLayers.Parse(text);
        Assert.Equal(text, layers.ToString());
        Assert.Equal(layers, CnnLayers.Parse(layers.ToString()));
        CnnLayers copied = [.. layers];
        Assert.Equal(layers, copied);
        Assert.NotEqual(layers, CnnLayers.Parse("flatten; dense softmax"));
        CnnLayers plain = CnnLayers.Parse("max-pool; average-pool; flatten; dense softmax");
        Assert.Equal([new MaxPooling2D(), new AveragePooling2D()], plain.Take(2));
        Assert.NotEqual(plain[0], plain[1]);
        Assert.Equal("average-pool 2x2", plain[1].ToString());
    }

    /// <summary>A kind that no text knows could be trained, but neither written to a file nor read.</summary>
    [Fact]
    public void Every_kind_of_layer_has_a_text()
    {
        string shown = Assert.Throws<FormatException>(() => CnnLayers.Parse("nothing")).Message.Split("there are ")[1];
        CnnLayers all = CnnLayers.Parse(string.Join("; ", shown.Split(", ")));
        Assert.Equal(
            typeof(CnnLayer).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(CnnLayer)) && !type.IsAbstract).Select(type => type.Name).Order(),
            all.Select(layer => layer.GetType().Name).Distinct().Order());
    }

    [Theory]
    [InlineData("conv 3; flatten; dense", "the last layer must be dense with softmax")]
    [InlineData("flatten; dense 3 softmax; dense softmax", "only the last layer may have softmax")]
    [InlineData("", "the last layer must be dense with softmax")]
    [InlineData("convolve 3; dense softmax", "'convolve 3' is no layer")]
    [InlineData("conv; dense softmax", "'conv' is no layer")]
    [InlineData("conv 3 3; dense softmax", "'conv 3 3' is no layer")]
    [InlineData("flatten relu; dense softmax", "'flatten relu' is no layer")]
    [InlineData("conv 0; dense softmax", "Filters must be at least 1, was 0")]
    [InlineData("dropout 1; dense softmax", "Rate must be in [0, 1), was 1")]
    [InlineData("conv 3 softmax; dense softmax", "softmax belongs to the last layer")]
    [InlineData("relu; dense softmax", "'relu' is no layer; there are conv 32 3x3 relu, max-pool 2x2, average-pool 2x2, dropout 0.25, flatten, dense 128 relu")]
    [InlineData("dropout; dense softmax", "'dropout' is no layer")]
    [InlineData("dropout 0.5 relu; dense softmax", "'dropout 0.5 relu' is no layer")]
    [InlineData("dense 3 4 softmax", "'dense 3 4 softmax' is no layer")]
    [InlineData("average-pool 2; dense softmax", "'average-pool 2' is no layer")]
    [InlineData("average-pool 2x2 relu; dense softmax", "'average-pool 2x2 relu' is no layer")]
    [InlineData("average-pool 2 2; dense softmax", "'average-pool 2 2' is no layer")]
    [InlineData("average-pool 0x2; dense softmax", "height must be at least 1, was 0")]
    [InlineData("average-pool 2x0; dense softmax", "width must be at least 1, was 0")]
    public void Texts_that_are_no_layers_are_refused(string text, string message) =>
        Assert.Contains(message, Assert.Throws<FormatException>(() => CnnLayers.Parse(text)).Message);

    [Theory]
    [InlineData("conv 4 9x9; flatten; dense softmax", "layer 1, 'conv 4 9x9': a window of 9×9 does not fit into 8×8×1")]
    [InlineData("max-pool 9x2; flatten; dense softmax", "layer 1, 'max-pool 9x2': a window of 9×2 does not fit into 8×8×1")]
    [InlineData("dense softmax", "layer 1, 'dense softmax': a dense layer reads a flat list, not 8×8×1: put flatten before it")]
    [InlineData("flatten; conv 3; dense softmax", "layer 2, 'conv 3 3x3': a convolution reads an image, not a flat list")]
    [InlineData("flatten; max-pool; dense softmax", "layer 2, 'max-pool 2x2': max-pooling reads an image")]
    [InlineData("average-pool 9x2; flatten; dense softmax", "layer 1, 'average-pool 9x2': a window of 9×2 does not fit into 8×8×1")]
    [InlineData("average-pool 2x9; flatten; dense softmax", "layer 1, 'average-pool 2x9': a window of 2×9 does not fit into 8×8×1")]
    [InlineData("flatten; average-pool; dense softmax", "layer 2, 'average-pool 2x2': average-pooling reads an image, not a flat list: put it before flatten")]
    [InlineData("flatten; dense 4 softmax", "the last layer has 4 units, the data has 3 classes")]
    public void Layers_that_dont_fit_are_refused_by_place(string text, string message) =>
        Assert.Contains(message, Assert.ThrowsAny<ArgumentException>(() => new CnnNetwork(CnnLayers.Parse(text), new ImageShape(8, 8), 3)).Message);

    [Theory]
    [InlineData("28x28", "28x28x1")]
    [InlineData("32x24x3", "32x24x3")]
    public void Image_shapes_are_texts(string text, string expected) => Assert.Equal(expected, ImageShape.Parse(text).ToString());

    [Theory]
    [InlineData("28")]
    [InlineData("28x")]
    [InlineData("0x3")]
    [InlineData("1x2x3x4")]
    public void Texts_that_are_no_shapes_are_refused(string text) =>
        Assert.Contains($"'{text}' is no image shape", Assert.Throws<FormatException>(() => ImageShape.Parse(text)).Message);

    [Fact]
    public void Start_values_lie_within_glorot_s_bound_and_biases_are_zero()
    {
        CnnNetwork network = CnnClassifier.KerasMnist.Network(10);
        float[] start = network.InitialParameters(3);
        Assert.Equal(start, network.InitialParameters(3));
        foreach (var (layer, inputs, outputs) in new[] { (0, 9, 288), (1, 288, 288), (5, 4608, 128), (7, 128, 10) })
        {
            PlacedLayer place = network.Layers[layer];
            double limit = Math.Sqrt(6.0 / (inputs + outputs));
            float[] weights = start[place.Offset..(place.Offset + place.WeightCount)];
            Assert.All(weights, w => Assert.InRange(w, -limit, limit));
            Assert.InRange(weights.Max(), 0.97 * limit, limit);
            Assert.All(start[(place.Offset + place.WeightCount)..(place.Offset + place.ParameterCount)], b => Assert.Equal(0, b));
        }
    }

    /// <summary>Layers and seeds draw from streams of their own.</summary>
    [Fact]
    public void Start_values_are_uniform_in_glorot_s_bound_for_every_layer_and_seed()
    {
        CnnLayers layers = CnnLayers.Parse("conv 24 3x3; conv 24 3x3; flatten; dense 48; dense 48; dense softmax");
        var network = new CnnNetwork(layers, new ImageShape(7, 7), 4);
        for (ulong seed = 0; seed < 3; seed++)
        {
            float[] start = network.InitialParameters(seed);
            // Inputs and outputs of a unit's window: 9·24 and 9·24, 3·3·24 and 48, 48 and 48, 48 and 4.
            foreach (var (layer, sum) in new[] { (1, 432), (3, 264), (4, 96), (5, 52) })
            {
                PlacedLayer place = network.Layers[layer];
                double limit = Math.Sqrt(6.0 / sum);
                double[] weights = [.. start[place.Offset..(place.Offset + place.WeightCount)].Select(w => (double)w)];
                Chance.Follows(weights, w => Math.Clamp((w + limit) / (2 * limit), 0, 1));
            }
            Assert.NotEqual(start, network.InitialParameters(seed + 1));
        }
        var twins = new CnnNetwork(CnnLayers.Parse("flatten; dense 9; dense 9; dense softmax"), new ImageShape(3, 3), 9);
        float[] drawn = twins.InitialParameters(1);
        Assert.Empty(drawn[..81].Intersect(drawn[90..171]));
    }

    [Fact]
    public void A_drawing_has_a_box_for_each_layer_with_its_shape_and_count()
    {
        var svg = System.Xml.Linq.XDocument.Parse(Little.ToSvg());
        Assert.Equal(
            ["image", "6×7×2", "conv 2×3 relu", "5×5×4 · 52 parameters", "max-pool 2×2", "2×2×4", "dropout 0.25", "2×2×4", "flatten", "16",
                "dense relu", "1000 · 17,000 parameters", "dense softmax", "3 · 3,003 parameters", "20,055 parameters"],
            All("text").Select(text => text.Value));
        // From 180 to 340 as the logarithm of the number of values says, one below the other around one middle, with an arrow between.
        int[] sizes = [84, 100, 16, 16, 16, 1000, 3];
        var boxes = All("rect").ToArray();
        double[] widths = [.. sizes.Select(size => Math.Round(180 + 160 * Math.Log(size + 1) / Math.Log(1001)))];
        Assert.Equal(widths, boxes.Select(box => Number(box, "width")));
        Assert.All(boxes, box => Assert.Equal(186, Number(box, "x") + Number(box, "width") / 2, 1.0));
        Assert.Equal(boxes.Select((_, i) => 16.0 + 70 * i), boxes.Select(box => Number(box, "y")));
        Assert.Equal(6, All("path").Count());
        Assert.Equal($"0 0 372 {32 + 7 * 70}", svg.Root!.Attribute("viewBox")!.Value);

        IEnumerable<System.Xml.Linq.XElement> All(string name) => svg.Descendants().Where(element => element.Name.LocalName == name);

        static double Number(System.Xml.Linq.XElement box, string name) =>
            double.Parse(box.Attribute(name)!.Value, System.Globalization.CultureInfo.InvariantCulture);
    }

    [Fact]
    public void The_dot_text_and_the_table_have_a_line_for_each_layer()
    {
        Assert.Equal(
            """
            digraph network {
              node [shape=record, fontname="sans-serif"];
              l0 [label="{image|6×7×2|0 parameters}"];
              l1 [label="{conv 2×3 relu|5×5×4|52 parameters}"];
              l0 -> l1;
              l2 [label="{max-pool 2×2|2×2×4|0 parameters}"];
              l1 -> l2;
              l3 [label="{dropout 0.25|2×2×4|0 parameters}"];
              l2 -> l3;
              l4 [label="{flatten|16|0 parameters}"];
              l3 -> l4;
              l5 [label="{dense relu|1000|17,000 parameters}"];
              l4 -> l5;
              l6 [label="{dense softmax|3|3,003 parameters}"];
              l5 -> l6;
            }

            """, Little.ToDot());
        string[][] lines = [.. Little.Summary().TrimEnd('\n').Split('\n')
            .Select(line => new[] { line[..28].TrimEnd(), line[28..42].Trim(), line[42..].Trim() })];
        Assert.Equal<string[]>(
            [
                ["layer", "output", "parameters"], ["image", "6×7×2", "0"], ["conv 4 2x3 relu", "5×5×4", "52"],
                ["max-pool 2x2", "2×2×4", "0"], ["dropout 0.25", "2×2×4", "0"], ["flatten", "16", "0"],
                ["dense 1000 relu", "1000", "17,000"], ["dense softmax", "3", "3,003"], ["total", "", "20,055"],
            ], lines);
    }

    [Fact]
    public void Layers_know_what_they_make_of_a_shape()
    {
        var image = LayerShape.Of(new ImageShape(6, 7, 2));
        Assert.Equal((84, 84, false), (image.Size, new ImageShape(6, 7, 2).Size, image.IsFlat));
        CnnLayer[] layers =
        [
            new Convolution2D(4) { KernelHeight = 2 }, new MaxPooling2D { Width = 3 }, new AveragePooling2D { Height = 4 }, new Dropout(0.5), new Flatten(),
        ];
        Assert.Equal(["5×5×4", "3×2×2", "1×3×2", "6×7×2", "84"], layers.Select(layer => layer.OutputShape(image, 9).ToString()));
        Assert.Equal([2 * 3 * 2 * 4, 0, 0, 0, 0], layers.Select(layer => layer.WeightCount(image, 9)));
        Assert.Equal([4, 0, 0, 0, 0], layers.Select(layer => layer.BiasCount(image, 9)));
        Assert.Equal(["conv 2×3", "max-pool 2×3", "average-pool 4×2", "dropout 0.5", "flatten"], layers.Select(layer => layer.Caption));
        Assert.Equal("average-pool 5x2", ((Pooling2D)layers[2] with { Height = 5 }).ToString());
        Assert.Contains("Height must be at least 1, was 0", Assert.ThrowsAny<ArgumentException>(() => new AveragePooling2D { Height = 0 }).Message);
        Assert.Contains("Width must be at least 1, was -1", Assert.ThrowsAny<ArgumentException>(() => new AveragePooling2D { Width = -1 }).Message);
        var five = new Dense(5) { Activation = LayerActivation.Relu };
        foreach (var (dense, units, text) in new[] { (new Dense(), 9, "dense"), (five, 5, "dense 5 relu") })
        {
            LayerShape flat = LayerShape.Flat(84);
            Assert.Equal((units, text), (dense.OutputShape(flat, 9).Size, dense.ToString()));
            Assert.Equal((84 * units, units), (dense.WeightCount(flat, 9), dense.BiasCount(flat, 9)));
            Assert.True(dense.OutputShape(flat, 9).IsFlat);
        }
        Assert.Contains("Units must be at least 1, was 0", Assert.ThrowsAny<ArgumentException>(() => new Dense(0)).Message);
        Assert.Contains("Rate must be in [0, 1), was -0.1", Assert.ThrowsAny<ArgumentException>(() => new Dropout(-0.1)).Message);
    }

    [Fact]
    public void Shapes_and_layers_say_their_sizes()
    {
        Assert.Equal([32, 32, 0, 0, 0, 128, 0, 10], CnnClassifier.KerasMnist.Network(10).Layers.Select(place => place.BiasCount));
        CnnLayers layers = CnnLayers.Parse("conv 4 2x3 relu; flatten; dense 7 relu; dense softmax");
        var convolution = (Convolution2D)layers[0];
        Assert.Equal((4, 2, 3), (convolution.Filters, convolution.KernelHeight, convolution.KernelWidth));
        Assert.Equal(convolution with { Filters = 5 }, CnnLayers.Parse("conv 5 2x3 relu; flatten; dense softmax")[0]);
        Assert.Contains("Filters must be at least 1, was 0", Assert.ThrowsAny<ArgumentException>(() => convolution with { Filters = 0 }).Message);
        // The last layer has as many units as there are classes.
        Assert.Equal([7, null], layers.OfType<Dense>().Select(dense => dense.Units));
        Assert.Contains("Units must be at least 1, was -1", Assert.ThrowsAny<ArgumentException>(() => new Dense(7) with { Units = -1 }).Message);
        Assert.Equal((6 * 7 * 2, "6×7×2"), (new LayerShape(6, 7, 2).Size, new LayerShape(6, 7, 2).ToString()));
        Assert.Equal(LayerShape.Of(new ImageShape(6, 7, 2)), new LayerShape(6, 7, 2));
        Assert.Equal(LayerShape.Flat(84), new LayerShape(1, 1, 84, IsFlat: true));
        Assert.NotEqual(LayerShape.Flat(84), new LayerShape(1, 1, 84));
        Assert.Throws<OverflowException>(() => new LayerShape(1 << 16, 1 << 15, 1).Size);
    }

    [Fact]
    public void Layers_are_a_list_that_is_equal_by_content()
    {
        CnnLayers layers = [new Flatten(), new Dense { Activation = LayerActivation.Softmax }];
        CnnLayers same = CnnLayers.Parse("flatten; dense softmax");
        Assert.Equal((2, "dense softmax"), (layers.Count, layers[1].ToString()));
        Assert.Equal(new Flatten(), layers[0]);
        Assert.True(layers.Equals((object)same) && !layers.Equals((object)"flatten; dense softmax") && !layers.Equals(null));
        Assert.Equal(layers.GetHashCode(), same.GetHashCode());
        Assert.Equal(2, ((System.Collections.IEnumerable)layers).Cast<CnnLayer>().Count());
        CnnNetwork network = new(layers, new ImageShape(2, 3, 4), 5);
        Assert.Equal((new ImageShape(2, 3, 4), 5, 24 * 5 + 5), (network.Image, network.ClassCount, network.ParameterCount));
    }

    [Fact]
    public void Pictures_name_every_shape_and_count()
    {
        CnnNetwork network = CnnClassifier.KerasMnist.Network(10);
        var svg = System.Xml.Linq.XDocument.Parse(network.ToSvg());
        Assert.Contains("589,952 parameters", svg.ToString());
        foreach (PlacedLayer place in network.Layers)
        {
            Assert.Contains(place.Output.ToString(), network.ToSvg());
            Assert.Contains(place.Layer.Caption + "|" + place.Output, network.ToDot());
        }
        // The picture may stand in a page: no rule of its style sheet may hold for anything else there.
        string style = svg.Descendants().First(e => e.Name.LocalName == "style").Value;
        Assert.All(System.Text.RegularExpressions.Regex.Matches(style, @"[^{}]+\{[^{}]*\}"), rule => Assert.StartsWith(".cnn-network ", rule.Value));
        Assert.StartsWith("digraph network {", network.ToDot());
    }
}
