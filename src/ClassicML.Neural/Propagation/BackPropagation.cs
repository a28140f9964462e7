using System.Buffers;
using System.Numerics;
using System.Numerics.Tensors;
using ClassicML.Internal;

namespace ClassicML.Neural;

/// <summary>Back-propagation: the gradient of Σ sᵢEᵢ by the chain rule, from the output to the first layer.</summary>
/// <remarks>
/// For one row, layer l computes u = aᵀW + b from what comes in, a, and gives f(u) to the next. With δ = ∂E/∂u:
/// <code>
/// output       δ = ∂E/∂u              of the loss, in closed form
/// weights      ∂E/∂W = a δᵀ,  ∂E/∂b = δ
/// layer below  ∂E/∂a = W δ,  δ_below = ∂E/∂a ⊙ f′(u_below)
/// </code>
/// which is δ of a layer = (Wᵀδ of the next) ⊙ f′(u) where W is written outputs×inputs. Here rows of a batch lie below one another, so A, U
/// and Δ are rows×units, and the three products are U = AW, ∂E/∂W = AᵀΔ and ∂E/∂A = ΔWᵀ. Source: Rumelhart, Hinton, Williams, "Learning
/// representations by back-propagating errors" (1986).
/// Dropout (Srivastava et al. 2014) multiplies f(u) by a mask of 0 and 1/(1-p), and ∂E/∂a by the same mask.
/// Cost: 6·rows·weights operations; memory rows·units·2. The same bits on any number of threads, since those of <see cref="Gemm"/> are.
/// </remarks>
internal sealed unsafe class BackPropagation<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int ElementsWorthThreads = 50_000;

    private readonly NetworkShape shape;
    private readonly Activation activation;
    private readonly double dropout;
    private readonly ulong seed;
    private readonly int threads;

    // Of each hidden layer, the last one's place being the output's scores: f(u), the mask, what is passed on, and δ.
    private readonly T[][] values, masks, passed, deltas;

    /// <param name="shape">The layers.</param>
    /// <param name="activation">f of the hidden layers.</param>
    /// <param name="capacity">The most rows at once.</param>
    /// <param name="threads">The most threads.</param>
    /// <param name="dropout">The share p of hidden units left out of a step; 0 for none.</param>
    /// <param name="seed">What masks derive from.</param>
    public BackPropagation(NetworkShape shape, Activation activation, int capacity, int threads, double dropout = 0, ulong seed = 0)
    {
        (this.shape, this.activation, this.threads, this.dropout, this.seed) = (shape, activation, threads, dropout, seed);
        int layers = shape.LayerCount;
        (values, masks, passed, deltas) = (new T[layers][], new T[layers][], new T[layers][], new T[layers][]);
        for (int l = 0; l < layers; l++)
        {
            int size = checked(capacity * shape.Outputs(l));
            bool masked = dropout > 0 && l < layers - 1;
            values[l] = new T[size];
            masks[l] = masked ? new T[size] : [];
            passed[l] = masked ? new T[size] : values[l];
            // The output's scores become its δ where they lie; those of hidden layers are made when first asked for.
            deltas[l] = l < layers - 1 ? [] : values[l];
        }
    }

    /// <summary>gradient ← scale·(∂Σ sᵢEᵢ/∂θ + αW), or adds it; returns Σ sᵢEᵢ over the rows.</summary>
    /// <param name="x">The rows of the batch, rows×inputs.</param>
    /// <param name="rows">Their numbers, which <paramref name="loss"/> knows them by.</param>
    /// <param name="parameters">θ: all weights and biases.</param>
    /// <param name="loss">E as a function of the output's u.</param>
    /// <param name="gradient">Receives as many values as θ has.</param>
    /// <param name="alpha">α.</param>
    /// <param name="scale">The factor of all.</param>
    /// <param name="add">Whether to add to what <paramref name="gradient"/> holds.</param>
    /// <param name="step">The number of the step, which decides what is dropped.</param>
    public double Gradient(
        ReadOnlySpan<T> x, ReadOnlySpan<int> rows, ReadOnlySpan<T> parameters, OutputLoss<T> loss, Span<T> gradient, T alpha, T scale,
        bool add = false, ulong step = 0)
    {
        if (dropout > 0) DrawMasks(rows.Length, step);
        Span<T> scores = Forward(x, rows.Length, parameters, dropping: dropout > 0);
        double sum = loss.Differentiate(scores, rows);
        for (int l = shape.LayerCount - 1; l >= 0; l--)
        {
            ReadOnlySpan<T> a = l == 0 ? x : passed[l - 1].AsSpan(0, rows.Length * shape.Inputs(l));
            WeightGradient(l, a, rows.Length, parameters, gradient, alpha, scale, add);
            if (l > 0) Propagate(l, rows.Length, parameters);
        }
        return sum;
    }

    /// <summary>The scores u of the output layer, rows×outputs, in memory of this instance.</summary>
    public Span<T> Forward(ReadOnlySpan<T> x, int rows, ReadOnlySpan<T> parameters, bool dropping = false)
    {
        ReadOnlySpan<T> a = x;
        for (int l = 0; l < shape.LayerCount; l++)
        {
            Span<T> output = values[l].AsSpan(0, rows * shape.Outputs(l));
            bool hidden = l < shape.LayerCount - 1;
            Sums(shape, l, a, rows, parameters, hidden && activation == Activation.Relu, output, threads);
            if (!hidden) return output;
            if (activation is Activation.Logistic or Activation.Tanh) Activate(l, output.Length);
            a = output;
            if (!dropping) continue;
            Span<T> dropped = passed[l].AsSpan(0, output.Length);
            TensorPrimitives.Multiply<T>(output, masks[l].AsSpan(0, output.Length), dropped);
            a = dropped;
        }
        throw new InvalidOperationException("a network has at least one layer");
    }

    /// <summary>The scores u of the output layer for one row: the bits of a pass over several, without allocating.</summary>
    public static void ForwardRow(NetworkShape shape, Activation activation, ReadOnlySpan<T> x, ReadOnlySpan<T> parameters, Span<T> scores)
    {
        int most = shape.MostOutputs;
        T[] rented = ArrayPool<T>.Shared.Rent(2 * most);
        ReadOnlySpan<T> a = x;
        for (int l = 0; l < shape.LayerCount; l++)
        {
            bool hidden = l < shape.LayerCount - 1;
            Span<T> output = hidden ? rented.AsSpan(l % 2 * most, shape.Outputs(l)) : scores;
            Sums(shape, l, a, 1, parameters, hidden && activation == Activation.Relu, output, 1);
            if (hidden) Activate(activation, output);
            a = output;
        }
        ArrayPool<T>.Shared.Return(rented);
    }

    // u of a layer, and where it is to be rectified f(u).
    private static void Sums(
        NetworkShape shape, int l, ReadOnlySpan<T> a, int rows, ReadOnlySpan<T> parameters, bool rectify, Span<T> output, int threads)
    {
        fixed (T* to = output, bias = shape.Biases(l, parameters))
            Gemm.Multiply(
                new MatrixView<T>(a, rows, shape.Inputs(l)), new MatrixView<T>(shape.Weights(l, parameters), shape.Inputs(l), shape.Outputs(l)),
                new AddBias<T>(to, shape.Outputs(l), bias, rectify), threads);
    }

    // u ← f(u), where the product has not done so.
    private static void Activate(Activation f, Span<T> u)
    {
        if (f == Activation.Tanh) Elementwise<T>.Tanh(u);
        else if (f == Activation.Logistic) Elementwise<T>.Logistic(u);
    }

    /// <summary>f(u) of a hidden layer after a pass, rows×units.</summary>
    public ReadOnlySpan<T> Values(int layer, int rows) => values[layer].AsSpan(0, rows * shape.Outputs(layer));

    /// <summary>∂E/∂u of a layer after <see cref="Gradient"/>, rows×units.</summary>
    public ReadOnlySpan<T> Deltas(int layer, int rows) => deltas[layer].AsSpan(0, rows * shape.Outputs(layer));

    // ∂E/∂W = Aᵀ·Δ, and ∂E/∂b = the sum of Δ's rows.
    private void WeightGradient(
        int l, ReadOnlySpan<T> a, int rows, ReadOnlySpan<T> parameters, Span<T> gradient, T alpha, T scale, bool add)
    {
        int units = shape.Outputs(l);
        ReadOnlySpan<T> delta = Deltas(l, rows);
        fixed (T* to = shape.Weights(l, gradient), w = shape.Weights(l, parameters))
            Gemm.Multiply(
                new MatrixView<T>(a, rows, shape.Inputs(l)).Transposed, new MatrixView<T>(delta, rows, units),
                new AddPenalty<T>(to, w, units, alpha, scale, add), threads);
        Span<T> biases = shape.Biases(l, gradient);
        if (!add) biases.Clear();
        for (int i = 0; i < rows; i++) VectorKernels.AddScaled(scale, delta.Slice(i * units, units), biases);
    }

    // δ of the layer below = (δ·Wᵀ) ⊙ f′(u).
    private void Propagate(int l, int rows, ReadOnlySpan<T> parameters)
    {
        int units = shape.Inputs(l);
        if (deltas[l - 1].Length == 0) deltas[l - 1] = new T[values[l - 1].Length];
        fixed (T* to = deltas[l - 1], a = values[l - 1], mask = masks[l - 1])
            Gemm.Multiply(
                new MatrixView<T>(Deltas(l, rows), rows, shape.Outputs(l)),
                new MatrixView<T>(shape.Weights(l, parameters), units, shape.Outputs(l)).Transposed,
                new TimesDerivative<T>(to, units, a, mask, activation), threads);
    }

    private void Activate(int l, int count)
    {
        T[] u = values[l];
        Workers.ForBlocks(
            count, 8192, count < ElementsWorthThreads ? 1 : threads, (start, end) => Activate(activation, u.AsSpan(start, end - start)));
    }

    // A unit of a row is kept where 32 random bits are at least p·2³².
    private void DrawMasks(int rows, ulong step)
    {
        uint bound = (uint)Math.Round(dropout * uint.MaxValue);
        T kept = T.CreateTruncating(1 / (1 - dropout));
        Workers.For(shape.LayerCount - 1, threads, l =>
        {
            var rng = new Rng(Rng.DeriveSeed(seed, (ulong)l), step);
            foreach (ref T value in masks[l].AsSpan(0, rows * shape.Outputs(l))) value = rng.NextUInt32() >= bound ? kept : T.Zero;
        });
    }
}
