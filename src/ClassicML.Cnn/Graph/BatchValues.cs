using ClassicML.Cnn.Training;
using Microsoft.ML.OnnxRuntime;

namespace ClassicML.Cnn.Graph;

/// <summary>The small inputs of a step for batches of one size: row numbers, weights, rate and dropout factors.</summary>
internal sealed class BatchValues : IDisposable
{
    private readonly DropoutInput[] dropouts;
    private readonly long[] rows;
    private readonly float[] weights, share, rate = new float[1];
    private readonly float[][] factors;
    private readonly List<(string Name, OrtValue Value)> values = [];

    public BatchValues(DropoutInput[] dropouts, int size)
    {
        this.dropouts = dropouts;
        (rows, weights, share) = (new long[size], new float[size], [1f / size]);
        factors = Array.ConvertAll(dropouts, dropout => new float[size * dropout.Size]);
        Add(StepNames.Rows, rows, size);
        Add(StepNames.Weights, weights, size);
        Add(StepNames.Share, share, 1);
        Add(StepNames.Rate, rate, 1);
        for (int d = 0; d < dropouts.Length; d++) Add(StepNames.Factors(dropouts[d].Layer), factors[d], size, dropouts[d].Size);
    }

    public void Fill(ReadOnlySpan<int> from, ReadOnlySpan<float> given, double stepRate, ulong seed, long step, int threads)
    {
        for (int i = 0; i < from.Length; i++) rows[i] = from[i];
        given.CopyTo(weights);
        rate[0] = (float)stepRate;
        if (dropouts.Length == 0) return;
        Workers.ForBlocks(from.Length, 8, threads, (first, end) =>
        {
            for (int d = 0; d < dropouts.Length; d++)
                for (int image = first; image < end; image++)
                {
                    var (layer, size, share) = dropouts[d];
                    DropoutMask.Fill(seed, step, layer, image, share, factors[d].AsSpan(image * size, size));
                }
        });
    }

    /// <summary>Binds what was filled in; on another device that is the moment when it is copied there.</summary>
    public void Bind(OrtIoBinding binding)
    {
        foreach (var (name, value) in values) binding.BindInput(name, value);
    }

    public void Dispose()
    {
        foreach (var (_, value) in values) value.Dispose();
    }

    private void Add<T>(string name, T[] memory, params long[] shape) where T : unmanaged =>
        values.Add((name, OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, memory.AsMemory(), shape)));
}
