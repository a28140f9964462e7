using System.Runtime.Intrinsics;

namespace ClassicML.Cnn.Managed;

/// <summary>The largest of each window, and its gradient, which goes to the first of them.</summary>
internal sealed unsafe class MaxPoolingKernels(MaxPooling2D layer, PlacedLayer place) : PoolingKernels(layer, place)
{
    protected override void Forward(float* x, float* y)
    {
        int width = Width, channels = Channels, windowHeight = WindowHeight, windowWidth = WindowWidth;
        for (int row = 0; row < OutHeight; row++)
            for (int column = 0; column < OutWidth; column++, y += channels)
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

    protected override void Backward(float* x, float* y, float* dy, float* dx)
    {
        int width = Width, channels = Channels, windowHeight = WindowHeight, windowWidth = WindowWidth;
        for (int row = 0; row < OutHeight; row++)
            for (int column = 0; column < OutWidth; column++, y += channels, dy += channels)
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
}
