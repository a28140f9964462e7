using System.Globalization;
using ClassicML.Cnn.Graph;
using ClassicML.Cnn.Managed;

namespace ClassicML.Cnn;

/// <summary>A convolution with valid padding and stride 1: each filter looks at every window of the image, with the same weights.</summary>
/// <remarks>
/// out[y, x, o] = f(b[o] + Σ w[i, j, c, o] · in[y+i, x+j, c]). From h×w×c to (h-kh+1)×(w-kw+1)×<see cref="Filters"/>; weights are stored
/// kh×kw×c×filters, as Keras stores them.
/// </remarks>
public sealed record Convolution2D : CnnLayer
{
    /// <summary>A convolution of the given number of filters. Default kernel 3×3, no activation.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public Convolution2D(int filters) => Filters = filters;

    /// <summary>The number of filters: the channels that come out.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int Filters { get; init => field = Check.Positive(value, nameof(Filters)); }

    /// <summary>Rows of the window. Default 3.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int KernelHeight { get; init => field = Check.Positive(value, nameof(KernelHeight)); } = 3;

    /// <summary>Columns of the window. Default 3.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int KernelWidth { get; init => field = Check.Positive(value, nameof(KernelWidth)); } = 3;

    /// <summary>The activation: identity or ReLU. Default identity.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is softmax, or not defined.</exception>
    public LayerActivation Activation
    {
        get;
        init => field = Check.Defined(value, nameof(Activation)) == LayerActivation.Softmax
            ? throw new ArgumentOutOfRangeException(nameof(Activation), "softmax belongs to the last layer, a Dense") : value;
    }

    internal static LayerKind Kind { get; } = new("conv", "conv 32 3x3 relu", text => text.Arguments switch
    {
        [var filters] => new Convolution2D(text.Number(filters)) { Activation = text.Activation },
        [var filters, var size] => new Convolution2D(text.Number(filters))
        {
            KernelHeight = text.Size(size).Height, KernelWidth = text.Size(size).Width, Activation = text.Activation,
        },
        _ => null,
    });

    /// <inheritdoc/>
    public override string Caption => string.Create(CultureInfo.InvariantCulture, $"conv {KernelHeight}×{KernelWidth}{Suffix(Activation)}");

    /// <inheritdoc/>
    public override LayerShape OutputShape(LayerShape input, int classes)
    {
        CheckWindow("a convolution", input, KernelHeight, KernelWidth);
        return new LayerShape(input.Height - KernelHeight + 1, input.Width - KernelWidth + 1, Filters);
    }

    /// <inheritdoc/>
    public override int WeightCount(LayerShape input, int classes) => checked(KernelHeight * KernelWidth * input.Channels * Filters);

    /// <inheritdoc/>
    public override int BiasCount(LayerShape input, int classes) => Filters;

    internal override double FanSum(LayerShape input, LayerShape output) => (double)(KernelHeight * KernelWidth) * (input.Channels + Filters);

    internal override ManagedLayer Kernels(PlacedLayer place, bool training) => new ConvolutionKernels(this, place);

    internal override LayerNodes Nodes(LayerSource source, string x) => ConvolutionNodes.Of(this, source, x);

    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"conv {Filters} {KernelHeight}x{KernelWidth}{Suffix(Activation)}");
}
