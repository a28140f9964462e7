using ClassicML.Cnn;
using ClassicML.Cnn.Training;

namespace ClassicML.Tests.Cnn;

/// <summary>Small images for tests: stripes of different direction per class and noise, in whole numbers from 0 to 255.</summary>
internal static class CnnData
{
    public static ClassificationData Stripes(int rows = 60, int height = 8, int width = 8, int channels = 1, int classes = 3, ulong seed = 1)
    {
        var rng = new Rng(seed);
        double[] x = new double[rows * height * width * channels];
        int[] y = new int[rows];
        for (int i = 0, at = 0; i < rows; i++)
        {
            y[i] = i % classes;
            int phase = rng.NextInt(3);
            for (int r = 0; r < height; r++)
                for (int c = 0; c < width; c++)
                    for (int k = 0; k < channels; k++)
                    {
                        int along = y[i] switch { 0 => r, 1 => c, _ => r + c };
                        x[at++] = (along + phase) % 3 == 0 ? 200 + rng.NextInt(56) : rng.NextInt(60);
                    }
        }
        return ClassificationData.Create(Matrix.Wrap(x, rows, height * width * channels), y);
    }

    public static TrainingProblem Problem(
        CnnNetwork network, ClassificationData data, int batch, int threads = 2, OptimizerRule? rule = null, bool[]? absent = null) =>
        new(network, new PixelRows((Matrix)data.Features, 255), data.Codes.ToArray(), absent ?? [],
            rule ?? new OptimizerRule(CnnSolver.Adam, 0.01, 0, 0.9, 0.999, 1e-7), batch, DropoutSeed: 7, threads);

    public static double[][] Images(ClassificationData data, IEnumerable<int> rows, float maximum = 255) =>
        [.. rows.Select(row => ((Matrix)data.Features).Row(row).ToArray().Select(v => (double)((float)v / maximum)).ToArray())];

    /// <summary>A model of three classes with drawn weights and biases, which needs no fit.</summary>
    public static CnnClassifierModel Model(string image, string layers, double maximum = 255, bool[]? absent = null)
    {
        CnnLayers parsed = CnnLayers.Parse(layers);
        var network = new CnnNetwork(parsed, ImageShape.Parse(image), 3);
        var rng = new Rng(17);
        float[] parameters = [.. network.InitialParameters(4).Select(w => w == 0 ? (float)(rng.NextDouble() - 0.5) : w)];
        var labels = new ClassLabels([0, 1, 2]);
        return new CnnClassifierModel(parsed, network, maximum, parameters, absent ?? [], labels, [], "nowhere", new FitReport());
    }

    /// <summary>Dropout's factors as an engine draws them in a step.</summary>
    public static Func<int, int, double[]> Factors(CnnNetwork network, long step) => (layer, image) =>
    {
        if (network.Layers[layer].Layer is not Dropout dropout) return [];
        float[] factors = new float[network.Layers[layer].Output.Size];
        DropoutMask.Fill(7, step, layer, image, dropout.Rate, factors);
        return [.. factors.Select(f => (double)f)];
    };

    public static TheoryData<string, string> Networks => new()
    {
        { "6x5x1", "flatten; dense softmax" },
        { "6x5x2", "flatten; dense 7 relu; dense softmax" },
        { "6x6x1", "conv 4; flatten; dense softmax" },
        { "7x6x3", "conv 5 2x3 relu; flatten; dense softmax" },
        { "9x9x2", "conv 33 relu; conv 17 3x1 relu; flatten; dense softmax" },
        { "8x8x1", "max-pool 2x2; flatten; dense softmax" },
        { "9x8x1", "conv 4 relu; max-pool 3x2; flatten; dense 40 relu; dense softmax" },
        { "8x9x2", "max-pool; conv 3 2x2; conv 16 1x1 relu; flatten; dense softmax" },
        { "8x8x1", "dropout 0.2; conv 8 relu; dropout 0.25; flatten; dense 16 relu; dropout 0.5; dense softmax" },
        { "14x14x1", "conv 32 relu; conv 32 relu; max-pool 2x2; dropout 0.25; flatten; dense 128 relu; dropout 0.5; dense 3 softmax" },
        { "6x6x1", "flatten; flatten; dropout 0.5; dense 5; dropout 0.25; dense softmax" },
        { "8x8x1", "conv 4 relu; max-pool; flatten; dropout 0.3; dense softmax" },
        { "6x6x1", "flatten; dense 5 relu; flatten; dense softmax" },
        { "8x8x1", "average-pool 2x2; flatten; dense softmax" },
        { "9x8x1", "conv 4 relu; average-pool 3x2; flatten; dense 40 relu; dense softmax" },
        { "8x9x2", "average-pool; conv 3 2x2; average-pool 2x1; dropout 0.25; flatten; dropout 0.25; dense softmax" },
    };

    /// <summary>Those, and others whose sizes fill no whole vectors, and whose windows are no squares, leave a rest, or are the whole image.</summary>
    public static TheoryData<string, string> AllNetworks => new(
    [
        .. Networks.Select(row => row.Data),
        ("5x6x7", "conv 8 2x2 relu; flatten; dense 9 relu; dense softmax"),
        ("6x5x9", "conv 15 1x3; max-pool 2x2; flatten; dense 15; dense softmax"),
        ("5x5x15", "conv 16 2x1 relu; conv 7 1x2 relu; flatten; dense 17 relu; dense softmax"),
        ("4x4x16", "max-pool 2x2; conv 17 2x2; flatten; dense 31; dense softmax"),
        ("5x7x17", "conv 31 3x2 relu; max-pool 2x3; flatten; dense 33 relu; dense softmax"),
        ("4x5x33", "max-pool 3x2; flatten; dense 8; dense softmax"),
        ("3x4x2", "conv 9 3x4 relu; flatten; dense softmax"),
        ("7x7x1", "conv 6 relu; max-pool 3x3; conv 5 1x1; dropout 0.4; flatten; dense 7 relu; dense softmax"),
        ("12x11x1", "conv 16 relu; max-pool; conv 17 relu; max-pool 2x1; flatten; dense softmax"),
        // A pool that leaves columns and no rows, above which the same memory held gradients of larger layers.
        ("12x13x1", "conv 8 3x3; max-pool 2x2; conv 16 3x3; conv 8 2x2; flatten; dense softmax"),
        ("7x8x1", "conv 16 relu; average-pool 2x4; flatten; dense softmax"),
        ("5x7x17", "conv 31 3x2 relu; average-pool 2x4; flatten; dense 33 relu; dense softmax"),
        ("4x5x33", "average-pool 3x2; flatten; dense 8; dense softmax"),
        ("3x4x2", "conv 17 1x1; average-pool 3x4; flatten; dense softmax"),
        ("12x11x1", "conv 16 relu; average-pool; conv 17 relu; max-pool 2x1; average-pool 1x2; flatten; dense softmax"),
    ]);
}
