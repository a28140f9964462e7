using ClassicML.Cnn;

namespace ClassicML.Tests.Cnn;

/// <summary>Layers as texts, their shapes and counts, and what can't be.</summary>
public class CnnLayersTests
{
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
        const string text = "conv 32 3x5 relu; conv 4 3x3; max-pool 2x3; dropout 0.25; flatten; dense 128 relu; dense 7; dense softmax";
        CnnLayers layers = CnnLayers.Parse(text);
        Assert.Equal(text, layers.ToString());
        Assert.Equal(layers, CnnLayers.Parse(layers.ToString()));
        CnnLayers copied = [.. layers];
        Assert.Equal(layers, copied);
        Assert.NotEqual(layers, CnnLayers.Parse("flatten; dense softmax"));
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
    public void Texts_that_are_no_layers_are_refused(string text, string message) =>
        Assert.Contains(message, Assert.Throws<FormatException>(() => CnnLayers.Parse(text)).Message);

    [Theory]
    [InlineData("conv 4 9x9; flatten; dense softmax", "layer 1, 'conv 4 9x9': a window of 9×9 does not fit into 8×8×1")]
    [InlineData("max-pool 9x2; flatten; dense softmax", "layer 1, 'max-pool 9x2': a window of 9×2 does not fit into 8×8×1")]
    [InlineData("dense softmax", "layer 1, 'dense softmax': a dense layer reads a flat list, not 8×8×1: put flatten before it")]
    [InlineData("flatten; conv 3; dense softmax", "layer 2, 'conv 3 3x3': a convolution reads an image, not a flat list")]
    [InlineData("flatten; max-pool; dense softmax", "layer 2, 'max-pool 2x2': max-pooling reads an image")]
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
