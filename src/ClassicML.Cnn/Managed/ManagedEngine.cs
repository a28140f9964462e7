using System.Collections.Concurrent;
using System.Numerics.Tensors;
using ClassicML.Cnn.Training;

namespace ClassicML.Cnn.Managed;

/// <summary>Training steps by the managed kernels, on the processor.</summary>
/// <remarks>
/// Images go through the layers before the first dense one in blocks of four, forwards and backwards, so that what a layer makes is still
/// near when the next one reads it. Each block adds its convolutions' gradients up by itself, and the blocks are summed in order: a step
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
    private readonly AlignedFloats parameters, first, second, gradient, blockGradients, turnedRows;
    private readonly AlignedFloats?[] turned, denseGradients;
    private readonly ConcurrentBag<ImageScratch> scratches = [];
    private long steps;
    private double loss, correct;

    public ManagedEngine(TrainingProblem problem)
    {
        network = new ManagedNetwork(problem.Network);
        (pixels, codes, absent, rule, seed) = (problem.Pixels, problem.Codes, problem.Absent, problem.Rule, problem.DropoutSeed);
        (threads, cancellation) = (problem.Threads, problem.Cancellation);
        int capacity = problem.BatchSize;
        values = new Activations(network, capacity, training: true);
        parameters = network.Aligned(new float[problem.Network.ParameterCount]);
        first = new AlignedFloats(parameters.Length);
        second = new AlignedFloats(parameters.Length);
        gradient = new AlignedFloats(parameters.Length);
        firstWithParameters = Array.FindIndex(network.Layers, place => place.ParameterCount > 0);
        imageParameters = network.Layers[network.ImageLayerCount].Offset;
        blockGradients = new AlignedFloats((long)Blocks(capacity) * imageParameters);
        turned = Array.ConvertAll(network.Convolutions, c => c is null ? null : new AlignedFloats(c.TurnedLength, 2 * TileKernel.Columns));
        // The gradient of each dense layer's input, and of its output where that is the last one.
        denseGradients = new AlignedFloats?[network.Layers.Length + 1];
        for (int l = network.ImageLayerCount; l < network.Layers.Length; l++)
            denseGradients[l] = new AlignedFloats((long)capacity * network.Layers[l].Input.Size, 2 * TileKernel.Columns);
        int wide = (capacity + TileKernel.Columns - 1) / TileKernel.Columns * TileKernel.Columns;
        turnedRows = new AlignedFloats((long)wide * network.Layers[network.ImageLayerCount..].Max(place => place.Output.Size));
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
        network.ForwardDense(parameters.Pointer, values, count, threads);
        Loss(rows.Span, weights.Span);
        BackwardDense(count);
        if (imageParameters == 0) return;
        for (int l = firstWithParameters + 1; l < network.ImageLayerCount; l++)
            network.Convolutions[l]?.Turn(parameters.Pointer + network.Layers[l].Offset, turned[l]!.Pointer);
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
                if (network.Layers[l].Layer is Dropout dropout)
                    DropoutMask.Fill(seed, steps, l, image, dropout.Rate, new Span<float>(values.Factors(l, image), network.Layers[l].Output.Size));
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

    private void BackwardDense(int rows)
    {
        for (int l = network.Layers.Length - 1; l >= network.ImageLayerCount; l--)
        {
            PlacedLayer place = network.Layers[l];
            float* dy = l == network.Layers.Length - 1 ? values.Output(l, 0) : denseGradients[l + 1]!.Pointer, dx = denseGradients[l]!.Pointer;
            if (network.Denses[l] is { } dense)
            {
                dense.Slope(values.Output(l, 0), dy, rows);
                dense.WeightGradient(values.Input(l, 0), dy, gradient.Pointer + place.Offset, gradient.Pointer + place.BiasOffset, rows, threads);
                if (place.Offset > 0) dense.InputGradient(parameters.Pointer + place.Offset, dy, turnedRows.Pointer, dx, rows, threads);
            }
            else
            {
                ManagedNetwork.Products(dy, values.Factors(l, 0), dx, rows * place.Output.Size);
            }
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
        float* dy = denseGradients[network.ImageLayerCount]!.Pointer + (long)image * network.Layers[network.ImageLayerCount].Input.Size;
        for (int l = network.ImageLayerCount - 1; l >= firstWithParameters; l--)
        {
            PlacedLayer place = network.Layers[l];
            float* x = values.Input(l, image), y = values.Output(l, image), dx = scratch.Gradients[l & 1].Pointer;
            switch (place.Layer)
            {
                case Convolution2D:
                    ConvolutionKernels kernels = network.Convolutions[l]!;
                    float* spread = scratch.Spread[l]!.Pointer;
                    kernels.Spread(y, dy, spread, sums + place.BiasOffset);
                    kernels.WeightGradient(x, spread, sums + place.Offset);
                    if (l > firstWithParameters) kernels.InputGradient(turned[l]!.Pointer, spread, dx);
                    break;
                case MaxPooling2D:
                    network.Poolings[l]!.Backward(x, y, dy, dx);
                    break;
                case Dropout:
                    ManagedNetwork.Products(dy, values.Factors(l, image), dx, place.Output.Size);
                    break;
                default:
                    continue;
            }
            dy = dx;
        }
    }

    private static int Blocks(int rows) => (rows + BlockSize - 1) / BlockSize;
}
