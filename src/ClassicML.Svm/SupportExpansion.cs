using System.Buffers;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using ClassicML.Internal;

namespace ClassicML.Svm;

/// <summary>Σₖ aₖK(xₖ, x) + b for several machines over one set of support vectors.</summary>
/// <remarks>
/// A block of rows, in the storage of the support vectors, meets all of them in one matrix product; each machine then is a dot product over
/// the stretches of support vectors that it has, for some rows at a time, whose scores are read before those of the next are made. The
/// linear kernel needs none of them: its machines are weight vectors w = Σ aₖxₖ. Sums are in double.
/// </remarks>
internal sealed class SupportExpansion
{
    private const int RowsAtOnce = 1024;

    // Wide rows are fewer, since they may have to change their storage: 128 MB of doubles.
    private const int ValuesAtOnce = 1 << 24;

    // Scores of linear machines: 8 MB.
    private const int ScoresAtOnce = 1 << 20;

    // Of kernel entries in double: 256 kB.
    private const int EntriesAtOnce = 1 << 15;

    // Doubles in a vector, and the machines whose scores of so many rows are put in the order of rows at once: 8 kB.
    private const int Lanes = 8, MachinesAtOnce = 128;

    private readonly KernelFunction kernel;
    private readonly Features vectors;
    private readonly double[] intercepts;
    // The coefficients of one machine after another, over stretches of support vectors, and the first stretch of each machine.
    private readonly double[] coefficients;
    private readonly (int Start, int Length)[] stretches;
    private readonly int[] firstStretch;
    // Whether stretches are shorter than a vector.
    private readonly bool isScattered;
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
        intercepts = Array.ConvertAll(machines, machine => machine.Intercept);
        coefficients = [.. machines.SelectMany(machine => machine.Stretches).SelectMany(stretch => stretch.Coefficients)];
        stretches = [.. machines.SelectMany(machine => machine.Stretches).Select(stretch => (stretch.Start, stretch.Coefficients.Length))];
        firstStretch = new int[machines.Length + 1];
        for (int m = 0; m < machines.Length; m++) firstStretch[m + 1] = firstStretch[m] + machines[m].Stretches.Length;
        isScattered = coefficients.Length < (long)Lanes * stretches.Length;
        Centre = [];
        if (kernel is LinearKernel)
        {
            weights = new double[machines.Length * vectors.ColumnCount];
            for (int m = 0; m < machines.Length; m++)
            {
                Span<double> own = weights.AsSpan(m * vectors.ColumnCount, vectors.ColumnCount);
                foreach ((int start, double[] values) in machines[m].Stretches)
                    for (int k = 0; k < values.Length; k++) AddScaled(values[k], start + k, own);
            }
            return;
        }
        if (vectors.RowCount == 0) return;
        if (kernel is RbfKernel { Gamma.Value: { } number })
        {
            gamma = number;
            Centre = centre is { Length: > 0 } ? centre : DistanceRows.Centre(vectors);
            double reach = DistanceRows.Reach(vectors, Centre);
            bool single = DistanceRows.SinglesSuffice(vectors, gamma, reach);
            distances = DistanceRows.Of(vectors, Centre, DistanceRows.UnitFor(reach), single, Workers.MaxThreads);
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
    public void Scores(Features x, Memory<double> destination) =>
        Scores(x, (row, scores) => scores.CopyTo(destination.Span[(row * intercepts.Length)..]));

    /// <summary>The scores of each row, of which only a few are held at a time: hundreds of classes make many thousand machines.</summary>
    /// <param name="x">Rows, n×p, dense or sparse whatever the support vectors are.</param>
    /// <param name="read">Takes the scores of a row, from any thread.</param>
    /// <exception cref="ArgumentException">A score is not finite.</exception>
    public void Scores(Features x, ScoreReader read)
    {
        int count = intercepts.Length;
        if (known is var (rows, scores) && ReferenceEquals(x, rows))
        {
            for (int i = 0; i < x.RowCount; i++) read(i, scores.AsSpan(i * count, count));
            return;
        }
        int together = Math.Clamp(ValuesAtOnce / Math.Max(1, x.ColumnCount), 1, RowsAtOnce);
        if (weights is not null) together = Math.Clamp(ScoresAtOnce / Math.Max(1, count), 1, together);
        for (int start = 0; start < x.RowCount; start += together)
        {
            int from = start, rowCount = Math.Min(together, x.RowCount - start);
            Features some = x is Matrix dense ? dense.Rows(start, rowCount) : ((SparseMatrix)x).Rows(start, rowCount);
            void Checked(int row, ReadOnlySpan<double> values)
            {
                if (!Kernels.AllFinite(values)) Refuse(from + row);
                read(from + row, values);
            }
            if (weights is null) Block(SvmInput.Like(vectors, some), Checked);
            else LinearBlock(some, Checked);
        }
    }

    /// <summary>The number of machines, which is that of a row's scores.</summary>
    public int MachineCount => intercepts.Length;

    /// <summary>Whether <see cref="ScoresOfRow"/> allocates nothing: sparse support vectors meet blocks of sparse rows.</summary>
    public bool TakesRows => weights is not null || vectors is Matrix;

    /// <summary>The scores of one dense row that is complete: the bits of a batch, without allocating.</summary>
    /// <param name="row">p values.</param>
    /// <param name="scores">Receives one a machine.</param>
    /// <exception cref="ArgumentException">A score is not finite.</exception>
    public void ScoresOfRow(ReadOnlySpan<double> row, Span<double> scores)
    {
        if (weights is not null) LinearScores.OfRow(row, weights, intercepts, scores);
        else if (vectors.RowCount == 0) intercepts.CopyTo(scores);
        else
        {
            double[] rented = ArrayPool<double>.Shared.Rent(vectors.RowCount);
            Span<double> entries = rented.AsSpan(0, vectors.RowCount);
            if (distances is not null) distances.WriteRow(row, gamma, entries);
            else kernel.Evaluate(row, prepared!, entries);
            if (isScattered) SumOne(entries, scores);
            else Sum(entries, 1, scores);
            ArrayPool<double>.Shared.Return(rented);
        }
        if (!Kernels.AllFinite(scores)) Refuse(0);
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
        int count = intercepts.Length;
        double[] scores = new double[checked(queries.X.RowCount * count)];
        if (distances is null && prepared is null)
        {
            Scores(queries.X, scores);
            return scores;
        }
        float[] singles = distances is null ? [] : queries.Rbf(gamma, distances.IsSingle);
        double[] doubles = distances is null ? queries.Block(kernel) : [];
        double[] own = new double[Lanes * places.Length];
        for (int from = 0; from < queries.X.RowCount; from += Lanes)
        {
            int some = Math.Min(Lanes, queries.X.RowCount - from);
            for (int r = 0; r < some; r++)
            {
                int start = (from + r) * queries.Width;
                Span<double> row = own.AsSpan(r * places.Length, places.Length);
                if (distances is null)
                    for (int k = 0; k < row.Length; k++) row[k] = doubles[start + places[k]];
                else
                    for (int k = 0; k < row.Length; k++) row[k] = singles[start + places[k]];
            }
            Sum(own, some, scores.AsSpan(from * count, some * count));
        }
        for (int i = 0; i < queries.X.RowCount; i++)
            if (!Kernels.AllFinite(scores.AsSpan(i * count, count))) Refuse(i);
        return scores;
    }

    // No score is no answer: a comparison with it would name a class.
    private void Refuse(int row) => throw new ArgumentException(
        string.Create(CultureInfo.InvariantCulture, $"row {row} has no finite score: its values of {kernel.GetType().Name} ")
        + "with the support vectors are too large to add up", "x");

    private void LinearBlock(Features x, ScoreReader read)
    {
        int count = intercepts.Length;
        double[] scores = ArrayPool<double>.Shared.Rent(Math.Max(1, x.RowCount * count));
        LinearScores.Of(x, weights, intercepts, scores.AsMemory(0, x.RowCount * count));
        for (int i = 0; i < x.RowCount; i++) read(i, scores.AsSpan(i * count, count));
        ArrayPool<double>.Shared.Return(scores);
    }

    private void Block(Features x, ScoreReader read)
    {
        int n = x.RowCount, m = vectors.RowCount, threads = (long)n * Math.Max(1, m) * x.ColumnCount < 100_000 ? 1 : Workers.MaxThreads;
        if (distances is not null)
        {
            float[] entries = ArrayPool<float>.Shared.Rent(checked(n * m));
            distances.Like(x, threads).Write(distances, new DistanceTarget(entries, m, distances.InUnits(gamma)), threads);
            Finish(n, threads, read, (start, count, scores) =>
            {
                double[] wide = ArrayPool<double>.Shared.Rent(count * m);
                System.Numerics.Tensors.TensorPrimitives.ConvertTruncating<float, double>(
                    entries.AsSpan(start * m, count * m), wide.AsSpan(0, count * m));
                Sum(wide.AsSpan(0, count * m), count, scores);
                ArrayPool<double>.Shared.Return(wide);
            });
            ArrayPool<float>.Shared.Return(entries);
        }
        else if (prepared is not null)
        {
            double[] entries = ArrayPool<double>.Shared.Rent(checked(n * m));
            kernel.Block(kernel.Prepare(x, prepared), 0, n, prepared, entries.AsSpan(0, n * m), threads);
            Finish(n, threads, read, (start, count, scores) => Sum(entries.AsSpan(start * m, count * m), count, scores));
            ArrayPool<double>.Shared.Return(entries);
        }
        else
        {
            for (int i = 0; i < n; i++) read(i, intercepts);
        }
    }

    // Some rows at a time, whose entries stay in the cache while the coefficients of all machines pass by.
    private void Finish(int n, int threads, ScoreReader read, Summing sum)
    {
        int machines = intercepts.Length, together = isScattered ? Lanes : Math.Clamp(EntriesAtOnce / vectors.RowCount, 1, Lanes);
        Workers.ForBlocks(n, 64, threads, (start, end) =>
        {
            double[] scores = ArrayPool<double>.Shared.Rent(Math.Max(1, together * machines));
            for (int from = start; from < end; from += together)
            {
                int count = Math.Min(together, end - from);
                sum(from, count, scores.AsSpan(0, count * machines));
                for (int r = 0; r < count; r++) read(from + r, scores.AsSpan(r * machines, machines));
            }
            ArrayPool<double>.Shared.Return(scores);
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

    private delegate void Summing(int start, int count, Span<double> scores);

    // Machine by machine, for some rows of entries.
    private void Sum(ReadOnlySpan<double> entries, int rowCount, Span<double> scores)
    {
        if (isScattered)
        {
            for (int r = 0, m = vectors.RowCount, count = intercepts.Length; r < rowCount; r += Lanes)
                SumLanes(entries[(r * m)..], Math.Min(Lanes, rowCount - r), scores[(r * count)..]);
            return;
        }
        for (int k = 0, at = 0; k < intercepts.Length; k++)
        {
            for (int r = 0; r < rowCount; r++) scores[r * intercepts.Length + k] = intercepts[k];
            for (int stretch = firstStretch[k]; stretch < firstStretch[k + 1]; stretch++)
            {
                (int start, int length) = stretches[stretch];
                for (int r = 0; r < rowCount; r++)
                    scores[r * intercepts.Length + k] +=
                        Kernels.Dot(entries.Slice(r * vectors.RowCount + start, length), coefficients.AsSpan(at, length));
                at += length;
            }
        }
    }

    // As a lane of SumLanes.
    private void SumOne(ReadOnlySpan<double> entries, Span<double> scores)
    {
        for (int k = 0, at = 0; k < scores.Length; k++)
        {
            double sum = intercepts[k];
            for (int stretch = firstStretch[k]; stretch < firstStretch[k + 1]; stretch++)
            {
                (int start, int length) = stretches[stretch];
                for (int i = 0; i < length; i++) sum = Math.FusedMultiplyAdd(coefficients[at + i], entries[start + i], sum);
                at += length;
            }
            scores[k] = sum;
        }
    }

    // The same with a row in each lane of a vector: with hundreds of classes a stretch has a support vector or two, and a dot product of
    // two is all overhead.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void SumLanes(ReadOnlySpan<double> entries, int rowCount, Span<double> scores)
    {
        int m = vectors.RowCount, count = intercepts.Length;
        double[] lanes = ArrayPool<double>.Shared.Rent(m * Lanes);
        lanes.AsSpan(0, m * Lanes).Clear();
        for (int r = 0; r < rowCount; r++)
            for (int s = 0; s < m; s++) lanes[s * Lanes + r] = entries[r * m + s];
        Span<double> block = stackalloc double[MachinesAtOnce * Lanes];
        for (int first = 0, at = 0; first < count; first += MachinesAtOnce)
        {
            int some = Math.Min(MachinesAtOnce, count - first);
            for (int k = 0; k < some; k++)
            {
                Vector512<double> sum = Vector512.Create(intercepts[first + k]);
                for (int stretch = firstStretch[first + k]; stretch < firstStretch[first + k + 1]; stretch++)
                {
                    (int start, int length) = stretches[stretch];
                    for (int i = 0; i < length; i++)
                        sum = Vector512.FusedMultiplyAdd(
                            Vector512.Create(coefficients[at + i]), Vector512.Create<double>(lanes.AsSpan((start + i) * Lanes)), sum);
                    at += length;
                }
                sum.CopyTo(block[(k * Lanes)..]);
            }
            for (int r = 0; r < rowCount; r++)
            {
                Span<double> to = scores.Slice(r * count + first, some);
                for (int k = 0; k < to.Length; k++) to[k] = block[k * Lanes + r];
            }
        }
        ArrayPool<double>.Shared.Return(lanes);
    }
}

/// <summary>Takes the scores of a row, one a machine.</summary>
internal delegate void ScoreReader(int row, ReadOnlySpan<double> scores);

/// <summary>One decision function: coefficients over stretches of the support vectors, and b.</summary>
internal readonly record struct Machine((int Start, double[] Coefficients)[] Stretches, double Intercept);
