using System.Runtime.Intrinsics;

namespace ClassicML.Cnn.Managed;

/// <summary>Max-pooling of one image, h×w×c with channels side by side, and its gradient, which goes to the first largest of a window.</summary>
internal sealed unsafe class PoolingKernels
{
    private readonly int width, channels, outHeight, outWidth, windowHeight, windowWidth, inputSize;
    private readonly bool leavesRest;

    public PoolingKernels(PlacedLayer place)
    {
        var layer = (MaxPooling2D)place.Layer;
        (width, channels, inputSize) = (place.Input.Width, place.Input.Channels, place.Input.Size);
        (outHeight, outWidth) = (place.Output.Height, place.Output.Width);
        (windowHeight, windowWidth) = (layer.Height, layer.Width);
        leavesRest = outHeight * windowHeight < place.Input.Height || outWidth * windowWidth < width;
    }

    /// <summary>y ← the largest of each window.</summary>
    public void Forward(float* x, float* y)
    {
        for (int row = 0; row < outHeight; row++)
            for (int column = 0; column < outWidth; column++, y += channels)
            {
                float* first = Window(x, row, column);
                int c = 0;
                for (; c <= channels - 16; c += 16)
                {
                    Vector512<float> best = Vector512.Load(first + c);
                    for (int i = 0; i < windowHeight; i++)
                        for (int j = 0; j < windowWidth; j++) best = Vector512.MaxNative(best, Vector512.Load(first + (i * width + j) * channels + c));
                    best.Store(y + c);
                }
                for (; c < channels; c++)
                {
                    float best = first[c];
                    for (int i = 0; i < windowHeight; i++)
                        for (int j = 0; j < windowWidth; j++) best = MathF.Max(best, first[(i * width + j) * channels + c]);
                    y[c] = best;
                }
            }
    }

    /// <summary>dx ← the gradient of the input.</summary>
    public void Backward(float* x, float* y, float* dy, float* dx)
    {
        if (leavesRest) new Span<float>(dx, inputSize).Clear();
        for (int row = 0; row < outHeight; row++)
            for (int column = 0; column < outWidth; column++, y += channels, dy += channels)
            {
                float* from = Window(x, row, column), to = Window(dx, row, column);
                int c = 0;
                for (; c <= channels - 16; c += 16)
                {
                    Vector512<float> best = Vector512.Load(y + c), left = Vector512.Load(dy + c);
                    for (int i = 0; i < windowHeight; i++)
                        for (int j = 0; j < windowWidth; j++)
                        {
                            int at = (i * width + j) * channels + c;
                            Vector512<float> here = Vector512.Equals(Vector512.Load(from + at), best);
                            (left & here).Store(to + at);
                            left = Vector512.AndNot(left, here);
                        }
                }
                for (; c < channels; c++)
                {
                    float left = dy[c];
                    for (int i = 0; i < windowHeight; i++)
                        for (int j = 0; j < windowWidth; j++)
                        {
                            int at = (i * width + j) * channels + c;
                            bool here = from[at] == y[c];
                            to[at] = here ? left : 0;
                            if (here) left = 0;
                        }
                }
            }
    }

    private float* Window(float* x, int row, int column) => x + (long)(row * windowHeight * width + column * windowWidth) * channels;
}
