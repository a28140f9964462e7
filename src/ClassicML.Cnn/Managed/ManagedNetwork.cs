using System.Numerics.Tensors;

namespace ClassicML.Cnn.Managed;

/// <summary>The layers of a network as kernels. Layers over images run image by image, dense ones over the batch.</summary>
internal sealed class ManagedNetwork
{
    public ManagedNetwork(CnnNetwork network)
    {
        Network = network;
        Layers = [.. network.Layers];
        ImageLayerCount = Array.FindIndex(Layers, place => place.Layer is Dense);
        Convolutions = Array.ConvertAll(Layers, place => place.Layer is Convolution2D ? new ConvolutionKernels(place) : null);
        Poolings = Array.ConvertAll(Layers, place => place.Layer is MaxPooling2D ? new PoolingKernels(place) : null);
        Denses = Array.ConvertAll(Layers, place => place.Layer is Dense ? new DenseKernels(place) : null);
    }

    public CnnNetwork Network { get; }

    public PlacedLayer[] Layers { get; }

    /// <summary>The layers before the first dense one.</summary>
    public int ImageLayerCount { get; }

    public ConvolutionKernels?[] Convolutions { get; }

    public PoolingKernels?[] Poolings { get; }

    public DenseKernels?[] Denses { get; }

    /// <summary>A copy of parameters with the room behind them that tiles read.</summary>
    public AlignedFloats Aligned(ReadOnlySpan<float> parameters)
    {
        var aligned = new AlignedFloats(parameters.Length, TileKernel.Rows * Layers.Max(place => place.Output.Channels) + TileKernel.Columns);
        parameters.CopyTo(aligned.Span);
        return aligned;
    }

    /// <summary>Everything that the first layers make of one image.</summary>
    public unsafe void ForwardImage(float* parameters, Activations values, int image)
    {
        for (int l = 0; l < ImageLayerCount; l++)
        {
            PlacedLayer place = Layers[l];
            float* x = values.Input(l, image), y = values.Output(l, image);
            switch (place.Layer)
            {
                case Convolution2D:
                    Convolutions[l]!.Forward(parameters + place.Offset, parameters + place.BiasOffset, x, y);
                    break;
                case MaxPooling2D:
                    Poolings[l]!.Forward(x, y);
                    break;
                case Dropout when values.Factors(l, image) is var factors && factors != null:
                    Products(x, factors, y, place.Output.Size);
                    break;
            }
        }
    }

    /// <summary>What the dense layers make of a batch: the last ones' sums, before softmax.</summary>
    public unsafe void ForwardDense(float* parameters, Activations values, int rows, int threads)
    {
        for (int l = ImageLayerCount; l < Layers.Length; l++)
        {
            PlacedLayer place = Layers[l];
            float* x = values.Input(l, 0), y = values.Output(l, 0);
            if (place.Layer is Dense) Denses[l]!.Forward(parameters + place.Offset, parameters + place.BiasOffset, x, y, rows, threads);
            else if (values.Factors(l, 0) is var factors && factors != null) Products(x, factors, y, rows * place.Output.Size);
        }
    }

    internal static unsafe void Products(float* x, float* factors, float* y, int count) =>
        TensorPrimitives.Multiply(
            new ReadOnlySpan<float>(x, count), new ReadOnlySpan<float>(factors, count), new Span<float>(y, count));
}
