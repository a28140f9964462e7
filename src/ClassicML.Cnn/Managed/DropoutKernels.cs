using System.Numerics.Tensors;
using ClassicML.Cnn.Training;

namespace ClassicML.Cnn.Managed;

/// <summary>Dropout while training: values and gradients times the factors that were drawn.</summary>
internal sealed unsafe class DropoutKernels(Dropout layer, PlacedLayer place) : ManagedLayer(place)
{
    private readonly double rate = layer.Rate;

    public override int DrawnSize => Place.Output.Size;

    public override void Draw(ulong seed, long step, int layer, int image, Span<float> drawn) =>
        DropoutMask.Fill(seed, step, layer, image, rate, drawn);

    public override void Forward(in LayerPass pass) => Multiply(pass.X, pass.Drawn, pass.Y, pass.Count * Place.Output.Size);

    public override void Backward(in LayerPass pass) => Multiply(pass.Dy, pass.Drawn, pass.Dx, pass.Count * Place.Output.Size);

    private static void Multiply(float* x, float* factors, float* y, int count) => TensorPrimitives.Multiply(
        new ReadOnlySpan<float>(x, count), new ReadOnlySpan<float>(factors, count), new Span<float>(y, count));
}
