using ClassicML.Cnn.Graph;
using ClassicML.Cnn.Managed;

namespace ClassicML.Cnn;

/// <summary>The mean of each window of a channel; windows lie side by side, and rows or columns that fill no window are left out.</summary>
/// <remarks>Each value of a window of h×w gets 1/(h·w) of the gradient.</remarks>
public sealed record AveragePooling2D : Pooling2D
{
    internal static LayerKind Kind { get; } = KindOf(new AveragePooling2D());

    private protected override string Name => "average-pool";

    internal override ManagedLayer Kernels(PlacedLayer place, bool training) => new AveragePoolingKernels(this, place);

    internal override LayerNodes Nodes(LayerSource source, string x) => AveragePoolingNodes.Of(this, source, x);
}
