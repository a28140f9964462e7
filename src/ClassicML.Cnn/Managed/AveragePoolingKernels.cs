using System.Runtime.Intrinsics;

namespace ClassicML.Cnn.Managed;

/// <summary>The mean of each window, summed row by row, and its gradient, of which each value of the window gets the same share.</summary>
internal sealed unsafe class AveragePoolingKernels(AveragePooling2D layer, PlacedLayer place) : PoolingKernels(layer, place)
{
    protected override void Forward(float* x, float* y)
    {
        int width = Width, channels = Channels, windowHeight = WindowHeight, windowWidth = WindowWidth;
        float size = windowHeight * windowWidth;
        for (int row = 0; row < OutHeight; row++)
            for (int column = 0; column < OutWidth; column++, y += channels)
            {
                float* first = Window(x, row, column);
                int c = 0;
                for (; c <= channels - 16; c += 16)
                {
                    Vector512<float> sum = Vector512<float>.Zero;
                    for (int i = 0; i < windowHeight; i++)
                        for (int j = 0; j < windowWidth; j++) sum += Vector512.Load(first + (i * width + j) * channels + c);
                    (sum / Vector512.Create(size)).Store(y + c);
                }
                for (; c < channels; c++)
                {
                    float sum = 0;
                    for (int i = 0; i < windowHeight; i++)
                        for (int j = 0; j < windowWidth; j++) sum += first[(i * width + j) * channels + c];
                    y[c] = sum / size;
                }
            }
    }

    protected override void Backward(float* x, float* y, float* dy, float* dx)
    {
        int width = Width, channels = Channels, windowHeight = WindowHeight, windowWidth = WindowWidth;
        float size = windowHeight * windowWidth;
        for (int row = 0; row < OutHeight; row++)
            for (int column = 0; column < OutWidth; column++, dy += channels)
            {
                float* to = Window(dx, row, column);
                int c = 0;
                for (; c <= channels - 16; c += 16)
                {
                    Vector512<float> share = Vector512.Load(dy + c) / Vector512.Create(size);
                    for (int i = 0; i < windowHeight; i++)
                        for (int j = 0; j < windowWidth; j++) share.Store(to + (i * width + j) * channels + c);
                }
                for (; c < channels; c++)
                {
                    float share = dy[c] / size;
                    for (int i = 0; i < windowHeight; i++)
                        for (int j = 0; j < windowWidth; j++) to[(i * width + j) * channels + c] = share;
                }
            }
    }
}
