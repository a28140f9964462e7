using System.Collections.Concurrent;
using System.Numerics.Tensors;
using ClassicML.Cnn.Training;

namespace ClassicML.Cnn.Managed;

/// <summary>Training steps by the managed kernels, on the processor.</summary>
/// <remarks>
/// Images go through the layers before the first dense one in blocks of four, forwards and backwards, so that what a layer makes is still
/// near when the next one reads it. Each block adds gradients of parameters up by itself, and the blocks are summed in order: a step
/// has the same bits on any number of threads.
/// </remarks>
internal sealed unsafe class ManagedEngine : ITrainingEngine
{
    private const int BlockSize = 4;
    private const int OptimizerBlock = 1 << 14;

    private readonly ManagedNetwork network;
    private readonly PixelRows pixels;
    private readonly int[] codes;
    private readonly bool[] absent;
    private readonly OptimizerRule rule;
    private readonly ulong seed;
    private readonly int threads, imageParameters, firstWithParameters;
    private readonly CancellationToken cancellation;
    private readonly Activations values;
    private readonly AlignedFloats parameters, first, second, gradient, blockGradients, batchScratch;
    private readonly AlignedFloats?[] prepared, batchGradients;
    private readonly ConcurrentBag<ImageScratch> scratches = [];
    private long steps;
    private double loss, correct;

    public ManagedEngine(TrainingProblem problem)
    {
        network = new ManagedNetwork(problem.Network, training: true);
        (pixels, codes, absent, rule, seed) = (problem.Pixels, problem.Codes, problem.Absent, problem.Rule, problem.DropoutSeed);
        (threads, cancellation) = (problem.Threads, problem.Cancellation);
        int capacity = problem.BatchSize;
        values = new Activations(network, capacity);
        parameters = network.Aligned(new float[problem.Network.ParameterCount]);
        first = new AlignedFloats(parameters.Length);
        second = new AlignedFloats(parameters.Length);
        gradient = new AlignedFloats(parameters.Length);
        firstWithParameters = Array.FindIndex(network.Places, place => place.ParameterCount > 0);
        imageParameters = network.Places[network.ImageLayerCount].Offset;
        blockGradients = new AlignedFloats((long)Blocks(capacity) * imageParameters);
        ManagedLayer?[] overImages = network.Layers[..network.ImageLayerCount], overBatch = network.Layers[network.ImageLayerCount..];
        prepared = Array.ConvertAll(
            overImages, layer => layer is { PreparedLength: > 0 and var length } ? new AlignedFloats(length, 2 * TileKernel.Columns) : null);
        // The gradient of each layer's input.
        batchGradients = Array.ConvertAll(
            overBatch, layer => layer is null ? null : new AlignedFloats((long)capacity * layer.Place.Input.Size, 2 * TileKernel.Columns));
        batchScratch = new AlignedFloats(overBatch.Max(layer => layer?.ScratchLength(capacity) ?? 0));
    }

    public string Description => "managed kernels on the CPU";

    public void Load(TrainingState from)
    {
        from.Parameters.CopyTo(parameters.Span);
        from.First.CopyTo(first.Span);
        from.Second.CopyTo(second.Span);
        steps = from.Steps;
    }

    public void Save(TrainingState to)
    {
        parameters.Span.CopyTo(to.Parameters);
        first.Span.CopyTo(to.First);
        second.Span.CopyTo(to.Second);
        to.Steps = steps;
    }

    public void Step(ReadOnlyMemory<int> rows, ReadOnlyMemory<float> weights)
    {
        Gradient(rows, weights);
        double rate = rule.Rate(steps++);
        Workers.ForBlocks(parameters.Length, OptimizerBlock, threads, (from, to) => OptimizerKernels.Step(
            rule, rate, parameters.Pointer + from, first.Pointer + from, second.Pointer + from, gradient.Pointer + from, to - from));
    }

    public (double Loss, double Correct) Totals(bool reset)
    {
        (double, double) totals = (loss, correct);
        if (reset) (loss, correct) = (0, 0);
        return totals;
    }

    public void Dispose()
    {
    }

    /// <summary>The gradient of the last step, for tests.</summary>
    internal ReadOnlySpan<float> LastGradient => gradient.Span;

    private void Gradient(ReadOnlyMemory<int> rows, ReadOnlyMemory<float> weights)
    {
        int count = rows.Length;
        Workers.ForBlocks(count, BlockSize, threads, (from, to) => ForwardBlock(rows.Span, from, to), cancellation);
        network.ForwardBatch(parameters.Pointer, values, count, threads);
        Loss(rows.Span, weights.Span);
        BackwardBatch(count);
        if (imageParameters == 0) return;
        for (int l = firstWithParameters + 1; l < network.ImageLayerCount; l++)
            if (prepared[l] is { } room) network.Layers[l]!.Prepare(parameters.Pointer, room.Pointer);
        Workers.ForBlocks(count, BlockSize, threads, BackwardBlock, cancellation);
        Span<float> sum = gradient.Span[..imageParameters];
        blockGradients.Span[..imageParameters].CopyTo(sum);
        for (int block = 1; block < Blocks(count); block++)
            TensorPrimitives.Add(sum, blockGradients.Span.Slice(block * imageParameters, imageParameters), sum);
    }

    private void ForwardBlock(ReadOnlySpan<int> rows, int from, int to)
    {
        for (int image = from; image < to; image++)
        {
            pixels.Copy(rows[image], new Span<float>(values.Input(0, image), pixels.Size));
            for (int l = 0; l < network.Layers.Length; l++)
                if (network.Layers[l] is { DrawnSize: > 0 and var size } layer)
                    layer.Draw(seed, steps, l, image, new Span<float>(values.Drawn(l, image), size));
            network.ForwardImage(parameters.Pointer, values, image);
        }
    }

    // The sums of the last layer become their own gradient.
    private void Loss(ReadOnlySpan<int> rows, ReadOnlySpan<float> weights)
    {
        int classes = network.Network.ClassCount, last = network.Layers.Length - 1;
        Span<double> scratch = new double[classes];
        for (int i = 0; i < rows.Length; i++)
        {
            var sums = new Span<float>(values.Output(last, i), classes);
            var (cost, right) = SoftmaxLoss.Backward(sums, absent, codes[rows[i]], weights[i] / (double)rows.Length, scratch);
            loss += weights[i] * cost;
            if (right) correct += weights[i];
        }
    }

    private void BackwardBatch(int count)
    {
        float* dy = values.Output(network.Layers.Length - 1, 0);
        for (int l = network.Layers.Length - 1; l >= network.ImageLayerCount; l--)
        {
            if (network.Layers[l] is not { } layer) continue;
            float* dx = layer.Place.Offset > 0 ? batchGradients[l - network.ImageLayerCount]!.Pointer : null;
            layer.Backward(values.Pass(parameters.Pointer, l, 0, count, threads) with
            {
                Dy = dy,
                Dx = dx,
                Gradient = gradient.Pointer,
                Scratch = batchScratch.Pointer,
            });
            dy = dx;
        }
    }

    private void BackwardBlock(int from, int to)
    {
        if (!scratches.TryTake(out ImageScratch? scratch)) scratch = new ImageScratch(network);
        float* sums = blockGradients.Pointer + (long)(from / BlockSize) * imageParameters;
        new Span<float>(sums, imageParameters).Clear();
        for (int image = from; image < to; image++) BackwardImage(image, sums, scratch);
        scratches.Add(scratch);
    }

    private void BackwardImage(int image, float* sums, ImageScratch scratch)
    {
        float* dy = batchGradients[0]!.Pointer + (long)image * network.Places[network.ImageLayerCount].Input.Size;
        // By turns, and not by the layers' numbers: past a layer without kernels one would write over the gradient that it reads.
        int turn = 0;
        for (int l = network.ImageLayerCount - 1; l >= firstWithParameters; l--)
        {
            if (network.Layers[l] is not { } layer) continue;
            float* dx = l > firstWithParameters ? scratch.Gradients[turn].Pointer : null;
            layer.Backward(values.Pass(parameters.Pointer, l, image, 1, threads: 1) with
            {
                Dy = dy,
                Dx = dx,
                Gradient = sums,
                Prepared = Pointer(prepared[l]),
                Scratch = Pointer(scratch.OfLayers[l]),
            });
            dy = dx;
            turn = 1 - turn;
        }
    }

    private static float* Pointer(AlignedFloats? room) => room is null ? null : room.Pointer;

    private static int Blocks(int rows) => (rows + BlockSize - 1) / BlockSize;
}
