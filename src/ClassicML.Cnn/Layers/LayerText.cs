using System.Globalization;

namespace ClassicML.Cnn;

/// <summary>The text of one layer as words: a name, arguments, and at the end an activation, where it is not the identity.</summary>
internal sealed class LayerText
{
    private readonly string text;

    public LayerText(string text)
    {
        this.text = text;
        string[] words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Activation = words[^1] switch
        {
            "relu" => LayerActivation.Relu,
            "softmax" => LayerActivation.Softmax,
            _ => LayerActivation.Identity,
        };
        if (Activation != LayerActivation.Identity) words = words[..^1];
        (Name, Arguments) = words is [var name, .. var rest] ? (name, rest) : ("", []);
    }

    public string Name { get; }

    public string[] Arguments { get; }

    public LayerActivation Activation { get; }

    /// <summary>The whole number of an argument.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public int Number(string argument) =>
        int.TryParse(argument, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : throw CnnLayers.Unknown(text);

    /// <summary>The height and width of an argument such as 2x3.</summary>
    /// <exception cref="FormatException">It has none.</exception>
    public ImageShape Size(string argument) =>
        argument.Split('x') is [var height, var width] ? new ImageShape(Number(height), Number(width)) : throw CnnLayers.Unknown(text);
}
