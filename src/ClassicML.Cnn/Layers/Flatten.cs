using ClassicML.Cnn.Graph;
using ClassicML.Cnn.Managed;

namespace ClassicML.Cnn;

/// <summary>Gives up rows and columns: h×w×c becomes a list of h·w·c values in the same order.</summary>
public sealed record Flatten : CnnLayer
{
    internal static LayerKind Kind { get; } =
        new("flatten", "flatten", text => text is { Activation: LayerActivation.Identity, Arguments: [] } ? new Flatten() : null);

    /// <inheritdoc/>
    public override string Caption => "flatten";

    /// <inheritdoc/>
    public override LayerShape OutputShape(LayerShape input, int classes) => LayerShape.Flat(input.Size);

    internal override ManagedLayer? Kernels(PlacedLayer place, bool training) => null;

    internal override LayerNodes Nodes(LayerSource source, string x) => FlattenNodes.Of(source, x);

    /// <inheritdoc/>
    public override string ToString() => "flatten";
}
