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

    public static TrainingProblem Problem(CnnNetwork network, ClassificationData data, int batch, int threads = 2, OptimizerRule? rule = null, bool[]? absent = null) =>
        new(network, new PixelRows((Matrix)data.Features, 255), data.Codes.ToArray(), absent ?? [],
            rule ?? new OptimizerRule(Optimizer.Adam, 0.01, 0, 0.9, 0.999, 1e-7), batch, DropoutSeed: 7, threads);

    public static double[][] Images(ClassificationData data, IEnumerable<int> rows) =>
        [.. rows.Select(row => ((Matrix)data.Features).Row(row).ToArray().Select(v => (double)((float)v / 255f)).ToArray())];

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
    };
}
