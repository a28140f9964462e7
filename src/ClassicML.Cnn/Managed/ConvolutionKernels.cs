using System.Runtime.Intrinsics;

namespace ClassicML.Cnn.Managed;

/// <summary>A convolution image by image and its two gradients, each as walks of <see cref="TileKernel"/>.</summary>
/// <remarks>
/// Positions of a picture are numbered q = y·w + x with the *input's* width w; those whose x lies beyond the output's width are computed by
/// the way at most, and left out. The output's gradient is spread on that pitch too, in a frame of zeros: the kw-1 columns that an output row lacks
/// serve as the right margin of one row and the left margin of the next, so the input's gradient is again a plain convolution, with
/// the weights turned round. Channels of the gradient are filled up to whole vectors of 32.
/// </remarks>
internal sealed unsafe class ConvolutionKernels : ManagedLayer
{
    private readonly int height, width, channels, outHeight, outWidth, filters, kernelHeight, kernelWidth;
    private readonly bool relu;

    public ConvolutionKernels(Convolution2D layer, PlacedLayer place) : base(place)
    {
        (height, width, channels) = (place.Input.Height, place.Input.Width, place.Input.Channels);
        (outHeight, outWidth, filters) = (place.Output.Height, place.Output.Width, place.Output.Channels);
        (kernelHeight, kernelWidth, relu) = (layer.KernelHeight, layer.KernelWidth, layer.Activation == LayerActivation.Relu);
        GradientPitch = Padded(filters);
        Margin = (kernelHeight - 1) * width + kernelWidth - 1;
    }

    /// <summary>Channels of the spread gradient.</summary>
    private int GradientPitch { get; }

    /// <summary>Positions of zeros before the spread gradient, and behind it.</summary>
    private int Margin { get; }

    /// <summary>The spread gradient of one image, with the rows that a tile reads too many. Its zeros are those of the start.</summary>
    public override long ScratchLength(int count) => ((long)height * width + 2L * Margin + TileKernel.Rows) * GradientPitch;

    /// <summary>The weights turned round.</summary>
    public override long PreparedLength => TurnedLength;

    private int TurnedLength => kernelHeight * kernelWidth * GradientPitch * Padded(channels);

    public override void Forward(in LayerPass pass)
    {
        for (int i = 0; i < pass.Count; i++)
            Forward(
                pass.Parameters + Place.Offset, pass.Parameters + Place.BiasOffset, pass.X + (long)i * Place.Input.Size,
                pass.Y + (long)i * Place.Output.Size);
    }

    public override void Prepare(float* parameters, float* prepared) => Turn(parameters + Place.Offset, prepared);

    public override void Backward(in LayerPass pass)
    {
        for (int i = 0; i < pass.Count; i++)
        {
            long from = (long)i * Place.Input.Size, to = (long)i * Place.Output.Size;
            Spread(pass.Y + to, pass.Dy + to, pass.Scratch, pass.Gradient + Place.BiasOffset);
            WeightGradient(pass.X + from, pass.Scratch, pass.Gradient + Place.Offset);
            if (pass.Dx != null) InputGradient(pass.Prepared, pass.Scratch, pass.Dx + from);
        }
    }

    /// <summary>y ← f(w∗x + b).</summary>
    /// <param name="weights">Window×filters.</param>
    /// <param name="biases">One for each filter.</param>
    /// <param name="x">h×w×c.</param>
    /// <param name="y">Receives the output's h×w×filters.</param>
    private void Forward(float* weights, float* biases, float* x, float* y)
    {
        var walk = new TileWalk(channels, 1, (nint)(width - kernelWidth) * channels, filters, 0, kernelHeight, kernelWidth * channels);
        Convolve(walk, weights, filters, biases, relu, x, channels, outHeight, outWidth, y);
    }

    /// <summary>Weights turned round and transposed, so that <see cref="InputGradient"/> walks like the way forwards.</summary>
    private void Turn(float* weights, float* turned)
    {
        int pitch = Padded(channels);
        new Span<float>(turned, TurnedLength).Clear();
        for (int tap = 0, taps = kernelHeight * kernelWidth; tap < taps; tap++)
            for (int c = 0; c < channels; c++)
                for (int o = 0; o < filters; o++)
                    turned[((taps - 1 - tap) * GradientPitch + o) * pitch + c] = weights[(tap * channels + c) * filters + o];
    }

    /// <summary>Lays the output's gradient out in its frame, times the slope of the activation, and adds it up to the biases' gradient.</summary>
    /// <param name="y">The output, for ReLU's slope.</param>
    /// <param name="dy">The gradient of the output.</param>
    /// <param name="spread">Receives it; its zeros stay.</param>
    /// <param name="biasGradient">Is added to.</param>
    private void Spread(float* y, float* dy, float* spread, float* biasGradient)
    {
        for (int row = 0; row < outHeight; row++)
        {
            float* to = spread + (long)(Margin + row * width) * GradientPitch;
            for (int column = 0; column < outWidth; column++, to += GradientPitch, y += filters, dy += filters)
            {
                int o = 0;
                for (; o <= filters - 16; o += 16)
                {
                    Vector512<float> g = Vector512.Load(dy + o);
                    if (relu) g = Vector512.ConditionalSelect(Vector512.GreaterThan(Vector512.Load(y + o), Vector512<float>.Zero), g, Vector512<float>.Zero);
                    g.Store(to + o);
                    (Vector512.Load(biasGradient + o) + g).Store(biasGradient + o);
                }
                for (; o < filters; o++)
                {
                    float g = relu && !(y[o] > 0) ? 0 : dy[o];
                    to[o] = g;
                    biasGradient[o] += g;
                }
            }
        }
    }

    /// <summary>dx ← the gradient of the input, from <see cref="Spread"/>'s frame and <see cref="Turn"/>'s weights.</summary>
    private void InputGradient(float* turned, float* spread, float* dx)
    {
        int pitch = Padded(channels);
        var walk = new TileWalk(GradientPitch, 1, (nint)(width - kernelWidth) * GradientPitch, pitch, 0, kernelHeight, kernelWidth * GradientPitch);
        Convolve(walk, turned, channels, null, false, spread, GradientPitch, height, width, dx);
    }

    /// <summary>Adds this image's share to the weights' gradient: Σ over positions of the window's value times the output's gradient.</summary>
    private void WeightGradient(float* x, float* spread, float* gradient)
    {
        float* tile = stackalloc float[TileKernel.Rows * TileKernel.Columns];
        float* dy = spread + (long)Margin * GradientPitch;
        int run = kernelWidth * channels;
        var walk = new TileWalk(1, channels, (nint)(width - outWidth) * channels, GradientPitch, (nint)(width - outWidth) * GradientPitch, outHeight, outWidth);
        for (int i = 0; i < kernelHeight; i++)
            for (int o = 0; o < filters; o += TileKernel.Columns)
                for (int j = 0; j < run; j += TileKernel.Rows)
                {
                    TileKernel.Run(walk, x + (long)i * width * channels + j, dy + o, tile, add: false);
                    int rows = Math.Min(TileKernel.Rows, run - j), columns = Math.Min(TileKernel.Columns, filters - o);
                    for (int r = 0; r < rows; r++) Add(tile + r * TileKernel.Columns, gradient + (long)(i * run + j + r) * filters + o, columns);
                }
    }

    // Valid windows at every position of an output of rows×columns, on the pitch of the input's width.
    private void Convolve(
        in TileWalk walk, float* weights, int outputs, float* biases, bool clip, float* x, int pixel, int rows, int columns, float* y)
    {
        float* tile = stackalloc float[TileKernel.Rows * TileKernel.Columns];
        for (int o = 0; o < outputs; o += TileKernel.Columns)
        {
            int kept = Math.Min(TileKernel.Columns, outputs - o);
            for (int row = 0, column = 0; row < rows;)
            {
                TileKernel.Run(walk, x + (long)(row * width + column) * pixel, weights + o, tile, add: false);
                for (int r = 0; r < TileKernel.Rows && row < rows; r++)
                {
                    if (column < columns)
                        Put(tile + r * TileKernel.Columns, biases + o, biases != null, clip, y + (long)(row * columns + column) * outputs + o, kept);
                    if (++column == width) (row, column) = (row + 1, 0);
                }
                if (column >= columns) (row, column) = (row + 1, 0);
            }
        }
    }

    private static void Put(float* sums, float* biases, bool biased, bool clip, float* to, int count)
    {
        int i = 0;
        for (; i <= count - 16; i += 16)
        {
            Vector512<float> v = Vector512.Load(sums + i);
            if (biased) v += Vector512.Load(biases + i);
            if (clip) v = Vector512.MaxNative(Vector512<float>.Zero, v);
            v.Store(to + i);
        }
        for (; i < count; i++)
        {
            float v = biased ? sums[i] + biases[i] : sums[i];
            to[i] = clip ? MathF.Max(v, 0) : v;
        }
    }

    private static void Add(float* from, float* to, int count)
    {
        int i = 0;
        for (; i <= count - 16; i += 16) (Vector512.Load(to + i) + Vector512.Load(from + i)).Store(to + i);
        for (; i < count; i++) to[i] += from[i];
    }

    private static int Padded(int count) => (count + TileKernel.Columns - 1) / TileKernel.Columns * TileKernel.Columns;
}
