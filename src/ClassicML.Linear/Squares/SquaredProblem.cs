using ClassicML.Internal;
using ClassicML.Optimization;

namespace ClassicML.Linear;

/// <summary>Least squares in centred form: the data of (1/2S) Σ sᵢ(yᵢ - wᵀxᵢ - b)² with b at its optimum, S = Σsᵢ.</summary>
/// <remarks>
/// With an intercept, b = ȳ - wᵀx̄ for weighted means, and w solves the problem in x - x̄ and y - ȳ. Dense rows are centred on the way into
/// each product, so nothing of the size of x is stored; sparse rows stay sparse: (x - x̄)ᵀr = xᵀr - x̄Σr. Where means are far from 0, or
/// numbers extreme, the rows are those of <see cref="CentredRows"/>, and everything here is in their units: x/<see cref="Scale"/>,
/// y/<see cref="TargetScale"/>, powers of two, nearly always 1. Constant columns have weight 0.
/// As an objective it is (1/2S)‖√s(y - ȳ - (x - x̄)w)‖² + ½λ‖w‖², for the solvers that form no matrix.
/// </remarks>
internal sealed class SquaredProblem : ISecondOrderObjective
{
    private readonly CentredRows centred;
    private readonly DesignRows rows;
    private readonly double[] targets, mean;
    private readonly double[]? weights;
    private readonly FitContext context;
    private readonly double meanTarget, ridge;

    public SquaredProblem(Features x, ReadOnlySpan<double> y, ReadOnlySpan<double> sampleWeights, bool fitIntercept, double ridge,
        FitContext context)
    {
        this.context = context;
        weights = sampleWeights.IsEmpty ? null : sampleWeights.ToArray();
        TotalWeight = LogisticProblem.Total(weights, x.RowCount);
        centred = new CentredRows(x, WeightOf, TotalWeight, fitIntercept, context);
        (rows, mean) = (centred.Rows, centred.Mean);
        // The mean, and then the mean of what is left, so that equal targets leave exactly 0.
        for (int round = 0; round < 2 && fitIntercept; round++)
        {
            double rest = 0;
            for (int i = 0; i < y.Length; i++) rest += WeightOf(i) / TotalWeight * (y[i] - meanTarget);
            meanTarget += rest;
        }
        targets = new double[y.Length];
        double reach = 0;
        for (int i = 0; i < targets.Length; i++)
        {
            targets[i] = y[i] - meanTarget;
            if (WeightOf(i) > 0) reach = Math.Max(reach, Math.Abs(targets[i]));
        }
        if (reach is > 1e50 or (> 0 and < 1e-50)) TargetScale = Math.ScaleB(1, Math.ILogB(reach));
        for (int i = 0; i < targets.Length && TargetScale != 1; i++) targets[i] /= TargetScale;
        this.ridge = RidgeOf(ridge);
    }

    public double TotalWeight { get; }

    /// <summary>What divides x here.</summary>
    public double Scale => centred.Scale;

    /// <summary>What divides y here.</summary>
    public double TargetScale { get; } = 1;

    public int ColumnCount => rows.ColumnCount;

    public int RowCount => rows.RowCount;

    /// <summary>The columns that are not constant; all others have weight 0.</summary>
    public int[] Varying => centred.Varying;

    /// <summary>y - ȳ.</summary>
    public ReadOnlySpan<double> Targets => targets;

    public double WeightOf(int row) => weights is null ? 1 : weights[row];

    /// <summary>λ of an L2 penalty in the units here, at most 1e300.</summary>
    public double RidgeOf(double ridge) => Math.Min(ridge / Scale / Scale, 1e300);

    /// <summary>λ of an L1 penalty in the units here, at most 1e300.</summary>
    public double L1Of(double l1) => Math.Min(l1 / Scale / TargetScale, 1e300);

    /// <summary>Takes weights from the units here to those of the data.</summary>
    public void ToData(Span<double> w)
    {
        foreach (ref double value in w) value *= TargetScale / Scale;
    }

    /// <summary>Takes weights of the data to the units here; those of constant columns are 0.</summary>
    public void FromData(Span<double> w)
    {
        for (int j = 0; j < w.Length; j++) w[j] = centred.Variance[j] > 0 ? w[j] * Scale / TargetScale : 0;
    }

    /// <summary>b for weights in the units of the data.</summary>
    public double Intercept(ReadOnlySpan<double> w)
    {
        double b = meanTarget;
        for (int j = 0; j < w.Length; j++)
            if (w[j] != 0) b -= w[j] * centred.MeanOf(j);
        return b;
    }

    /// <summary>r = y - ȳ - (x - x̄)w.</summary>
    public void Residuals(ReadOnlySpan<double> w, double[] residuals)
    {
        double[] own = w.ToArray();
        double shift = Kernels.Dot(mean, w);
        rows.ForBlocks(rows.BlockCount(1), (_, start, end) =>
        {
            Span<double> r = residuals.AsSpan(start, end - start);
            rows.Scores(start, end, own, 1, r);
            for (int i = start; i < end; i++) r[i - start] = targets[i] - r[i - start] + shift;
        }, 2L * ColumnCount, context.Cancellation);
    }

    /// <summary>(x - x̄)ᵀ·diag(s)·r / S, p values.</summary>
    public void Correlations(double[] r, Span<double> result)
    {
        int blocks = rows.BlockCount(ColumnCount);
        double[][] sums = new double[blocks][];
        double[] totals = new double[blocks];
        rows.ForBlocks(blocks, (block, start, end) =>
        {
            sums[block] = new double[ColumnCount];
            double[] weighted = new double[end - start];
            for (int i = start; i < end; i++) totals[block] += weighted[i - start] = WeightOf(i) * r[i];
            rows.AddTransposed(start, end, weighted, 1, sums[block]);
        }, 2L * ColumnCount, context.Cancellation);
        result.Clear();
        for (int block = 0; block < blocks; block++)
        {
            Kernels.AddScaled(1 / TotalWeight, sums[block], result);
            Kernels.AddScaled(-totals[block] / TotalWeight, mean, result);
        }
        for (int j = 0; j < result.Length; j++)
            if (centred.Variance[j] == 0) result[j] = 0;
    }

    /// <summary>(1/S) Σ sᵢ r_i².</summary>
    public double MeanSquare(ReadOnlySpan<double> r)
    {
        double sum = 0;
        for (int i = 0; i < r.Length; i++) sum += WeightOf(i) * r[i] * r[i];
        return sum / TotalWeight;
    }

    /// <summary>(1/S) (x - x̄)ᵀ·diag(s)·(x - x̄) over chosen columns, q×q.</summary>
    public double[] Gram(int[] columns)
    {
        int q = columns.Length, blocks = rows.BlockCount((long)q * q);
        double[][] sums = new double[blocks][];
        double[] shift = Array.ConvertAll(columns, j => mean[j]);
        rows.ForBlocks(blocks, (block, start, end) =>
        {
            sums[block] = new double[q * q];
            if (rows.IsSparse) AddSparse(sums[block], columns, start, end);
            else AddDense(sums[block], columns, shift, start, end);
        }, (long)q * q, context.Cancellation);
        for (int block = 1; block < blocks; block++) Kernels.AddScaled(1, sums[block], sums[0]);
        double[] gram = sums[0];
        for (int a = 0; a < q; a++)
            for (int b = a; b < q; b++)
            {
                double value = gram[a * q + b] / TotalWeight - (rows.IsSparse ? shift[a] * shift[b] : 0);
                // What is left of a constant column is rounding.
                if (centred.Variance[columns[a]] == 0 || centred.Variance[columns[b]] == 0) value = 0;
                gram[a * q + b] = gram[b * q + a] = value;
            }
        return gram;
    }

    /// <summary>√s(x - x̄) in full, n×q, over the columns that vary: for the decompositions that need it.</summary>
    public double[] Centred()
    {
        Matrix dense = rows.IsSparse ? rows.Sparse.ToDense() : rows.Dense;
        int q = Varying.Length;
        double[] all = new double[(long)RowCount * q], rest = new double[q];
        for (int i = 0; i < RowCount; i++)
            for (int at = 0; at < q; at++)
            {
                double value = all[i * q + at] = dense[i, Varying[at]] - mean[Varying[at]];
                rest[at] += WeightOf(i) / TotalWeight * value;
            }
        // The mean's own rounding would be a direction more than the rows have. Without an intercept there is no mean.
        for (int i = 0; i < RowCount; i++)
            for (int at = 0; at < q; at++)
                all[i * q + at] = Math.Sqrt(WeightOf(i)) * (all[i * q + at] - (centred.IsCentred ? rest[at] : 0));
        return all;
    }

    public double Evaluate(ReadOnlySpan<double> point, Span<double> gradient)
    {
        double[] r = new double[RowCount];
        Residuals(point, r);
        Correlations(r, gradient);
        for (int j = 0; j < gradient.Length; j++) gradient[j] = ridge * point[j] - gradient[j];
        return 0.5 * MeanSquare(r) + 0.5 * ridge * Kernels.Dot(point, point);
    }

    public void HessianTimes(ReadOnlySpan<double> vector, Span<double> product)
    {
        double[] r = new double[RowCount];
        Residuals(vector, r);
        for (int i = 0; i < r.Length; i++) r[i] = targets[i] - r[i];
        Correlations(r, product);
        Kernels.AddScaled(ridge, vector, product);
    }

    public void HessianDiagonal(Span<double> diagonal)
    {
        for (int j = 0; j < diagonal.Length; j++) diagonal[j] = centred.Variance[j] > 0 ? centred.Variance[j] + ridge : 1;
    }

    private void AddDense(double[] sum, int[] columns, double[] shift, int start, int end)
    {
        const int tile = 1024;
        int q = columns.Length;
        double[] chosen = new double[q * tile], product = new double[q * q], share = new double[tile];
        for (int from = start; from < end; from += tile)
        {
            int count = Math.Min(tile, end - from);
            for (int i = 0; i < count; i++)
            {
                ReadOnlySpan<double> row = rows.Dense.Row(from + i);
                for (int at = 0; at < q; at++) chosen[i * q + at] = row[columns[at]];
                share[i] = WeightOf(from + i);
            }
            Syrk.Gram(new MatrixView<double>(chosen.AsSpan(0, count * q), count, q), product, shift,
                weights is null ? default : share.AsSpan(0, count));
            Kernels.AddScaled(1, product, sum);
        }
    }

    private void AddSparse(double[] sum, int[] columns, int start, int end)
    {
        int q = columns.Length;
        int[] place = new int[ColumnCount];
        Array.Fill(place, -1);
        for (int at = 0; at < q; at++) place[columns[at]] = at;
        for (int i = start; i < end; i++)
        {
            ReadOnlySpan<int> rowColumns = rows.Sparse.RowColumns(i);
            ReadOnlySpan<double> values = rows.Sparse.RowValues(i);
            for (int a = 0; a < values.Length; a++)
            {
                if (place[rowColumns[a]] < 0) continue;
                double scaled = WeightOf(i) * values[a];
                Span<double> to = sum.AsSpan(place[rowColumns[a]] * q, q);
                for (int b = a; b < values.Length; b++)
                    if (place[rowColumns[b]] is >= 0 and var at) to[at] += scaled * values[b];
            }
        }
    }
}
