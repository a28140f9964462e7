namespace ClassicML.Cnn;

/// <summary>How a kind of layer is written.</summary>
/// <param name="Name">The first word of its text.</param>
/// <param name="Example">What a refusal of other texts shows.</param>
/// <param name="Read">The layer of a text that begins with the name, or null if the rest is not understood.</param>
internal sealed record LayerKind(string Name, string Example, Func<LayerText, CnnLayer?> Read);
