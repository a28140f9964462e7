using System.Buffers;
using ClassicML.Numerics;

namespace ClassicML.Svm;

/// <summary>Σₖ aₖK(xₖ, x) + b for several machines over one set of support vectors.</summary>
/// <remarks>
/// A block of rows, in the storage of the support vectors, meets all of them in one matrix product; each machine then is a dot product over
/// the stretches of support vectors that it has. The linear kernel needs none of them: its machines are weight vectors w = Σ aₖxₖ. Sums are
/// in double.
/// </remarks>
internal sealed class SupportExpansion
{
    private const int RowsAtOnce = 1024;

    // Wide rows are fewer, since they may have to change their storage: 128 MB of doubles.
    private const int ValuesAtOnce = 1 << 24;

    private readonly KernelFunction kernel;
    private readonly Features vectors;
    private readonly Machine[] machines;
    private readonly double[]? weights;
    private readonly double gamma;
    private readonly DistanceRows? distances;
    private readonly ClassicML.KernelRows? prepared;
    // Rows whose scores are known already, since they were asked for together with those of other models.
    private (Features Rows, double[] Scores)? known;

    /// <param name="kernel">The function, resolved.</param>
    /// <param name="vectors">The support vectors, m×p, dense or sparse.</param>
    /// <param name="machines">What to sum.</param>
    /// <param name="centre">What distances are taken from; null or empty for the mean of the support vectors.</param>
    public SupportExpansion(KernelFunction kernel, Features vectors, Machine[] machines, double[]? centre = null)
    {
        this.kernel = kernel;
        this.vectors = vectors;
        this.machines = machines;
        Centre = [];
        if (kernel is LinearKernel)
        {
            weights = new double[machines.Length * vectors.ColumnCount];
            for (int m = 0; m < machines.Length; m++)
            {
                Span<double> own = weights.AsSpan(m * vectors.ColumnCount, vectors.ColumnCount);
                foreach ((int start, double[] coefficients) in machines[m].Stretches)
                    for (int k = 0; k < coefficients.Length; k++) AddScaled(coefficients[k], start + k, own);
            }
            return;
        }
        if (vectors.RowCount == 0) return;
        if (kernel is RbfKernel { Gamma.Value: { } number })
        {
            gamma = number;
            Centre = centre is { Length: > 0 } ? centre : DistanceRows.Centre(vectors);
            bool single = DistanceRows.SinglesSuffice(gamma, DistanceRows.Reach(vectors, Centre));
            distances = DistanceRows.Of(vectors, Centre, single, Workers.MaxThreads);
        }
        else
        {
            prepared = kernel.Prepare(vectors);
        }
    }

    /// <summary>The weight vectors of a linear kernel, machine by machine; null for others.</summary>
    public ReadOnlySpan<double> Weights => weights;

    /// <summary>What distances are taken from; empty where none are.</summary>
    public double[] Centre { get; }

    /// <summary>The scores of each row.</summary>
    /// <param name="x">Rows, n×p, dense or sparse whatever the support vectors are.</param>
    /// <param name="destination">Receives n×machines scores, row-major.</param>
    public void Scores(Features x, Memory<double> destination)
    {
        if (known is var (rows, scores) && ReferenceEquals(x, rows))
        {
            scores.CopyTo(destination);
            return;
        }
        if (weights is not null)
        {
            LinearScores.Of(x, weights, Array.ConvertAll(machines, machine => machine.Intercept), destination);
            return;
        }
        int together = Math.Clamp(ValuesAtOnce / Math.Max(1, x.ColumnCount), 1, RowsAtOnce);
        for (int start = 0; start < x.RowCount; start += together)
        {
            int count = Math.Min(together, x.RowCount - start);
            Features some = x is Matrix dense ? dense.Rows(start, count) : ((SparseMatrix)x).Rows(start, count);
            Block(SvmInput.Like(vectors, some), destination.Slice(start * machines.Length, count * machines.Length));
        }
    }

    /// <summary>The same, knowing the scores of rows whose kernel values with all training rows are shared with other models: the same
    /// bits.</summary>
    /// <param name="queries">The rows.</param>
    /// <param name="supportIndices">The row of the training data that each support vector is.</param>
    public SupportExpansion Prepared(SharedQueries queries, int[] supportIndices)
    {
        var knowing = (SupportExpansion)MemberwiseClone();
        knowing.known = (queries.X, Scores(queries, queries.Places(supportIndices)));
        return knowing;
    }

    private double[] Scores(SharedQueries queries, int[] places)
    {
        double[] scores = new double[checked(queries.X.RowCount * machines.Length)];
        if (distances is null && prepared is null)
        {
            Scores(queries.X, scores);
            return scores;
        }
        float[] singles = distances is null ? [] : queries.Rbf(gamma, distances.IsSingle);
        double[] doubles = distances is null ? queries.Block(kernel) : [];
        double[] own = new double[places.Length];
        for (int i = 0; i < queries.X.RowCount; i++)
        {
            int start = i * queries.Width;
            if (distances is null)
                for (int k = 0; k < own.Length; k++) own[k] = doubles[start + places[k]];
            else
                for (int k = 0; k < own.Length; k++) own[k] = singles[start + places[k]];
            Sum(own, scores.AsSpan(i * machines.Length, machines.Length));
        }
        return scores;
    }

    private void Block(Features x, Memory<double> destination)
    {
        int n = x.RowCount, m = vectors.RowCount, threads = (long)n * Math.Max(1, m) * x.ColumnCount < 100_000 ? 1 : Workers.MaxThreads;
        if (distances is not null)
        {
            float[] entries = ArrayPool<float>.Shared.Rent(checked(n * m));
            DistanceRows.Of(x, Centre, distances.IsSingle, threads).Write(distances, new DistanceTarget(entries, m, gamma), threads);
            Finish((i, scores) => Sum(entries.AsSpan(i * m, m), scores));
            ArrayPool<float>.Shared.Return(entries);
        }
        else if (prepared is not null)
        {
            double[] entries = ArrayPool<double>.Shared.Rent(checked(n * m));
            kernel.Block(kernel.Prepare(x, prepared), 0, n, prepared, entries.AsSpan(0, n * m), threads);
            Finish((i, scores) => Sum(entries.AsSpan(i * m, m), scores));
            ArrayPool<double>.Shared.Return(entries);
        }
        else
        {
            Finish((i, scores) =>
            {
                for (int k = 0; k < scores.Length; k++) scores[k] = machines[k].Intercept;
            });
        }

        void Finish(RowAction action) => Workers.ForBlocks(n, 64, threads, (start, end) =>
        {
            for (int i = start; i < end; i++) action(i, destination.Span.Slice(i * machines.Length, machines.Length));
        });
    }

    // to ← to + a·(support vector k).
    private void AddScaled(double a, int k, Span<double> to)
    {
        if (vectors is Matrix dense)
        {
            Kernels.AddScaled(a, dense.Row(k), to);
            return;
        }
        var sparse = (SparseMatrix)vectors;
        ReadOnlySpan<int> columns = sparse.RowColumns(k);
        ReadOnlySpan<double> values = sparse.RowValues(k);
        for (int t = 0; t < columns.Length; t++) to[columns[t]] += a * values[t];
    }

    private delegate void RowAction(int row, Span<double> scores);

    private void Sum(ReadOnlySpan<float> entries, Span<double> scores)
    {
        double[] wide = ArrayPool<double>.Shared.Rent(entries.Length);
        System.Numerics.Tensors.TensorPrimitives.ConvertTruncating(entries, wide.AsSpan(0, entries.Length));
        Sum(wide.AsSpan(0, entries.Length), scores);
        ArrayPool<double>.Shared.Return(wide);
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
