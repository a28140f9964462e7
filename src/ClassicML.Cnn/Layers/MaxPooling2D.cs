using ClassicML.Cnn.Graph;
using ClassicML.Cnn.Managed;

namespace ClassicML.Cnn;

/// <summary>The largest value of each window of a channel; windows lie side by side, and rows or columns that fill no window are left out.</summary>
/// <remarks>The gradient goes to the first largest value of a window, row by row; an image's background makes ties everywhere.</remarks>
public sealed record MaxPooling2D : Pooling2D
{
    internal static LayerKind Kind { get; } = KindOf(new MaxPooling2D());

    private protected override string Name => "max-pool";

    internal override ManagedLayer Kernels(PlacedLayer place, bool training) => new MaxPoolingKernels(this, place);

    internal override LayerNodes Nodes(LayerSource source, string x) => MaxPoolingNodes.Of(this, source, x);
}
