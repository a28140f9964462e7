namespace ClassicML.Cnn;

/// <summary>Gives up rows and columns: h×w×c becomes a list of h·w·c values in the same order.</summary>
public sealed record Flatten : CnnLayer
{
    /// <inheritdoc/>
    public override string Caption => "flatten";

    /// <inheritdoc/>
    public override LayerShape OutputShape(LayerShape input, int classes) => LayerShape.Flat(input.Size);

    /// <inheritdoc/>
    public override string ToString() => "flatten";
}
