using ClassicML.Numerics;

namespace ClassicML.Svm;

/// <summary>Σₖ aₖK(xₖ, x) + b for several machines over one set of support vectors.</summary>
/// <remarks>
/// A block of rows meets all support vectors in one matrix product; each machine then is a dot product over the stretches of support
/// vectors
/// that it has. The linear kernel needs none of them: its machines are weight vectors w = Σ aₖxₖ. Sums are in double.
/// </remarks>
internal sealed class SupportExpansion
{
    private const int RowsAtOnce = 1024;

    private readonly KernelFunction kernel;
    private readonly Matrix vectors;
    private readonly Machine[] machines;
    private readonly double[]? weights;
    private readonly double[] centre = [];
    private readonly SingleRows? singles;
    private readonly ClassicML.KernelRows? prepared;

    /// <param name="kernel">The function, resolved.</param>
    /// <param name="vectors">The support vectors, m×p.</param>
    /// <param name="machines">What to sum.</param>
    public SupportExpansion(KernelFunction kernel, Matrix vectors, Machine[] machines)
    {
        this.kernel = kernel;
        this.vectors = vectors;
        this.machines = machines;
        if (kernel is LinearKernel)
        {
            weights = new double[machines.Length * vectors.ColumnCount];
            for (int m = 0; m < machines.Length; m++)
                foreach ((int start, double[] coefficients) in machines[m].Stretches)
                    for (int k = 0; k < coefficients.Length; k++)
                        Kernels.AddScaled(coefficients[k], vectors.Row(start + k), weights.AsSpan(m * vectors.ColumnCount,
                            vectors.ColumnCount));
            return;
        }
        if (vectors.RowCount == 0) return;
        if (kernel is RbfKernel { Gamma.Value: { } gamma })
        {
            centre = SingleRows.Centre(vectors);
            if (SingleRows.Suffice(vectors, centre, gamma)) singles = SingleRows.Of(vectors, centre, Workers.MaxThreads);
        }
        if (singles is null) prepared = kernel.Prepare(vectors);
    }

    /// <summary>The weight vectors of a linear kernel, machine by machine; null for others.</summary>
    public ReadOnlySpan<double> Weights => weights;

    /// <summary>The scores of each row.</summary>
    /// <param name="x">Rows, n×p.</param>
    /// <param name="destination">Receives n×machines scores, row-major.</param>
    public void Scores(Matrix x, Memory<double> destination)
    {
        for (int start = 0; start < x.RowCount; start += RowsAtOnce)
        {
            int count = Math.Min(RowsAtOnce, x.RowCount - start);
            Block(x.Rows(start, count), destination.Slice(start * machines.Length, count * machines.Length));
        }
    }

    private void Block(Matrix x, Memory<double> destination)
    {
        int n = x.RowCount, m = vectors.RowCount, threads = (long)n * Math.Max(1, m) * x.ColumnCount < 100_000 ? 1 : Workers.MaxThreads;
        if (weights is not null)
        {
            Gemm.MultiplyTransposed<double>(x.Span, weights, destination.Span, n, machines.Length, x.ColumnCount, threads);
            Finish((i, scores) =>
            {
                for (int k = 0; k < scores.Length; k++) scores[k] += machines[k].Intercept;
            });
            return;
        }
        if (m == 0)
        {
            Finish((i, scores) =>
            {
                for (int k = 0; k < scores.Length; k++) scores[k] = machines[k].Intercept;
            });
            return;
        }
        if (singles is not null)
        {
            float[] entries = GC.AllocateUninitializedArray<float>(n * m);
            SingleRows rows = SingleRows.Of(x, centre, threads);
            double gamma = ((RbfKernel)kernel).Gamma.Value!.Value;
            Gemm.Multiply(rows.View, singles.View.Transposed, new SingleRbf((float)gamma, rows.SquaredNorms, singles.SquaredNorms, entries,
                m), threads);
            Finish((i, scores) => Sum(entries.AsSpan(i * m, m), scores));
        }
        else
        {
            double[] entries = GC.AllocateUninitializedArray<double>(n * m);
            kernel.Block(kernel.Prepare(x, prepared!), 0, n, prepared!, entries, threads);
            Finish((i, scores) => Sum(entries.AsSpan(i * m, m), scores));
        }

        void Finish(RowAction action) => Workers.ForBlocks(n, 64, threads, (start, end) =>
        {
            for (int i = start; i < end; i++) action(i, destination.Span.Slice(i * machines.Length, machines.Length));
        });
    }

    private delegate void RowAction(int row, Span<double> scores);

    private void Sum(ReadOnlySpan<float> entries, Span<double> scores)
    {
        double[] wide = System.Buffers.ArrayPool<double>.Shared.Rent(entries.Length);
        System.Numerics.Tensors.TensorPrimitives.ConvertTruncating(entries, wide.AsSpan(0, entries.Length));
        Sum(wide.AsSpan(0, entries.Length), scores);
        System.Buffers.ArrayPool<double>.Shared.Return(wide);
    }

    private void Sum(ReadOnlySpan<double> entries, Span<double> scores)
    {
        for (int k = 0; k < scores.Length; k++)
        {
            double sum = machines[k].Intercept;
            foreach ((int start, double[] coefficients) in machines[k].Stretches)
                sum += Kernels.Dot(entries.Slice(start, coefficients.Length), coefficients);
            scores[k] = sum;
        }
    }
}

/// <summary>One decision function: coefficients over stretches of the support vectors, and b.</summary>
internal readonly record struct Machine((int Start, double[] Coefficients)[] Stretches, double Intercept);
