using System.Collections.Concurrent;
using ClassicML.Cnn.Training;

namespace ClassicML.Cnn.Managed;

/// <summary>The network forwards, without dropout: the sums of the last layer, whatever the batch and the threads.</summary>
internal sealed unsafe class ManagedPredictor
{
    private const int BatchSize = 48;

    private readonly ManagedNetwork network;
    private readonly AlignedFloats parameters;
    private readonly ConcurrentBag<Activations> spare = [];

    public ManagedPredictor(CnnNetwork network, ReadOnlySpan<float> parameters)
    {
        this.network = new ManagedNetwork(network, training: false);
        this.parameters = this.network.Aligned(parameters);
    }

    /// <summary>Gives the last layer's sums of each row to a function, from any thread.</summary>
    public void Run(PixelRows pixels, int threads, SumsOfRow take, CancellationToken cancellation = default)
    {
        int classes = network.Network.ClassCount, last = network.Places.Length - 1;
        Workers.ForBlocks(pixels.RowCount, BatchSize, threads, (from, to) =>
        {
            if (!spare.TryTake(out Activations? values)) values = new Activations(network, BatchSize);
            for (int i = from; i < to; i++)
            {
                pixels.Copy(i, new Span<float>(values.Input(0, i - from), pixels.Size));
                network.ForwardImage(parameters.Pointer, values, i - from);
            }
            network.ForwardBatch(parameters.Pointer, values, to - from, threads: 1);
            for (int i = from; i < to; i++) take(i, new ReadOnlySpan<float>(values.Output(last, i - from), classes));
            spare.Add(values);
        }, cancellation);
    }

    public delegate void SumsOfRow(int row, ReadOnlySpan<float> sums);
}
