using ClassicML.Cnn;

namespace ClassicML.Tests.Cnn;

/// <summary>The plain network in double: loops that can be read beside the formulas, with nothing shared with either engine.</summary>
/// <param name="network">The layers.</param>
/// <param name="absent">For each class whether it has no row; null when all have.</param>
internal sealed class ReferenceNetwork(CnnNetwork network, bool[]? absent = null)
{
    /// <summary>The loss (1/n) Σ wᵢ·(-log pᵢ[yᵢ]) of a batch and its gradient.</summary>
    /// <param name="parameters">The flat vector.</param>
    /// <param name="images">One image each, pixels divided already.</param>
    /// <param name="codes">The class of each.</param>
    /// <param name="weights">The weight of each.</param>
    /// <param name="factors">Dropout's factors of a layer and an image, or null for none.</param>
    public (double Loss, double[] Gradient, double[][] Sums) Step(
        double[] parameters, double[][] images, int[] codes, double[] weights, Func<int, int, double[]>? factors = null)
    {
        double loss = 0;
        double[] gradient = new double[parameters.Length];
        double[][] sums = new double[images.Length][];
        for (int i = 0; i < images.Length; i++)
        {
            double[][] values = new double[network.Layers.Length + 1][];
            values[0] = images[i];
            for (int l = 0; l < network.Layers.Length; l++) values[l + 1] = Forward(network.Layers[l], parameters, values[l], factors?.Invoke(l, i));
            sums[i] = [.. values[^1].Select((u, k) => absent?[k] == true ? double.NegativeInfinity : u)];
            double[] p = [.. sums[i]];
            double logSum = ClassicML.Internal.Kernels.Softmax(p);
            loss += weights[i] * (logSum - sums[i][codes[i]]) / images.Length;
            double[] dy = [.. p.Select((share, k) => weights[i] / images.Length * (share - (k == codes[i] ? 1 : 0)))];
            for (int l = network.Layers.Length - 1; l >= 0; l--)
                dy = Backward(network.Layers[l], parameters, values[l], values[l + 1], dy, factors?.Invoke(l, i), gradient);
        }
        return (loss, gradient, sums);
    }

    private static double[] Forward(PlacedLayer place, double[] w, double[] x, double[]? factors)
    {
        double[] y = new double[place.Output.Size];
        switch (place.Layer)
        {
            case Convolution2D:
                Windows(place, (at, from, weight) => y[at] += w[weight] * x[from]);
                for (int i = 0; i < y.Length; i++) y[i] = Activate(place, y[i] + w[place.Offset + place.WeightCount + i % place.Output.Channels]);
                return y;
            case MaxPooling2D:
                for (int i = 0; i < y.Length; i++) y[i] = x[Largest(place, x, i)];
                return y;
            case AveragePooling2D:
                for (int i = 0; i < y.Length; i++) y[i] = Window(place, i).Average(from => x[from]);
                return y;
            case Dropout:
                for (int i = 0; i < y.Length; i++) y[i] = x[i] * (factors?[i] ?? 1);
                return y;
            case Dense:
                for (int o = 0; o < y.Length; o++)
                {
                    double sum = w[place.Offset + place.WeightCount + o];
                    for (int i = 0; i < x.Length; i++) sum += x[i] * w[place.Offset + i * y.Length + o];
                    y[o] = Activate(place, sum);
                }
                return y;
            default:
                return x;
        }
    }

    private static double[] Backward(PlacedLayer place, double[] w, double[] x, double[] y, double[] dy, double[]? factors, double[] gradient)
    {
        double[] dx = new double[x.Length];
        bool relu = place.Layer is Convolution2D { Activation: LayerActivation.Relu } or Dense { Activation: LayerActivation.Relu };
        double[] du = relu ? [.. dy.Select((g, i) => y[i] > 0 ? g : 0)] : dy;
        switch (place.Layer)
        {
            case Convolution2D:
                Windows(place, (at, from, weight) =>
                {
                    gradient[weight] += x[from] * du[at];
                    dx[from] += w[weight] * du[at];
                });
                for (int i = 0; i < du.Length; i++) gradient[place.Offset + place.WeightCount + i % place.Output.Channels] += du[i];
                return dx;
            case MaxPooling2D:
                for (int i = 0; i < dy.Length; i++) dx[Largest(place, x, i)] += dy[i];
                return dx;
            case AveragePooling2D:
                for (int i = 0; i < dy.Length; i++)
                    foreach (int from in Window(place, i)) dx[from] += dy[i] / Window(place, i).Count();
                return dx;
            case Dropout:
                for (int i = 0; i < dy.Length; i++) dx[i] = dy[i] * (factors?[i] ?? 1);
                return dx;
            case Dense:
                for (int o = 0; o < du.Length; o++)
                {
                    gradient[place.Offset + place.WeightCount + o] += du[o];
                    for (int i = 0; i < x.Length; i++)
                    {
                        gradient[place.Offset + i * du.Length + o] += x[i] * du[o];
                        dx[i] += w[place.Offset + i * du.Length + o] * du[o];
                    }
                }
                return dx;
            default:
                return dy;
        }
    }

    private static double Activate(PlacedLayer place, double u) =>
        place.Layer is Convolution2D { Activation: LayerActivation.Relu } or Dense { Activation: LayerActivation.Relu } ? Math.Max(u, 0) : u;

    // Every product of a convolution: the places of its output, its input and its weight.
    private static void Windows(PlacedLayer place, Action<int, int, int> each)
    {
        var layer = (Convolution2D)place.Layer;
        int channels = place.Input.Channels, filters = place.Output.Channels;
        for (int row = 0; row < place.Output.Height; row++)
            for (int column = 0; column < place.Output.Width; column++)
                for (int o = 0; o < filters; o++)
                    for (int i = 0; i < layer.KernelHeight; i++)
                        for (int j = 0; j < layer.KernelWidth; j++)
                            for (int c = 0; c < channels; c++)
                                each(
                                    (row * place.Output.Width + column) * filters + o, ((row + i) * place.Input.Width + column + j) * channels + c,
                                    place.Offset + ((i * layer.KernelWidth + j) * channels + c) * filters + o);
    }

    // The first largest of a window.
    private static int Largest(PlacedLayer place, double[] x, int at)
    {
        int best = -1;
        foreach (int from in Window(place, at))
            if (best < 0 || x[from] > x[best]) best = from;
        return best;
    }

    // The places of the input that a value is pooled from, row by row.
    private static IEnumerable<int> Window(PlacedLayer place, int at)
    {
        var layer = (Pooling2D)place.Layer;
        int channels = place.Output.Channels, c = at % channels, column = at / channels % place.Output.Width, row = at / channels / place.Output.Width;
        for (int i = 0; i < layer.Height; i++)
            for (int j = 0; j < layer.Width; j++)
                yield return ((row * layer.Height + i) * place.Input.Width + column * layer.Width + j) * channels + c;
    }
}
