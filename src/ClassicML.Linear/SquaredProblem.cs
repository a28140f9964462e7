using ClassicML.Numerics;
using ClassicML.Optimization;

namespace ClassicML.Linear;

/// <summary>Least squares in centred form: the data of (1/2S) Σ sᵢ(yᵢ - wᵀxᵢ - b)² with b at its optimum, S = Σsᵢ.</summary>
/// <remarks>
/// With an intercept, b = ȳ - wᵀx̄ for weighted means, and w solves the problem in x - x̄ and y - ȳ. Dense rows are centred on the way into
/// each product, so nothing of the size of x is stored; sparse rows stay sparse: (x - x̄)ᵀr = xᵀr - x̄Σr.
/// As an objective it is (1/2S)‖√s(y - ȳ - (x - x̄)w)‖² + ½λ‖w‖², for the solvers that form no matrix.
/// </remarks>
internal sealed class SquaredProblem : ISecondOrderObjective
{
    private readonly DesignRows rows;
    private readonly double[] targets, mean;
    private readonly double[]? weights;
    private readonly FitContext context;
    private readonly double meanTarget, ridge;

    public SquaredProblem(Features x, ReadOnlySpan<double> y, ReadOnlySpan<double> sampleWeights, bool fitIntercept, double ridge,
        FitContext context)
    {
        rows = new DesignRows(x, context);
        this.context = context;
        this.ridge = ridge;
        weights = sampleWeights.IsEmpty ? null : sampleWeights.ToArray();
        TotalWeight = LogisticProblem.Total(weights, x.RowCount);
        mean = new double[x.ColumnCount];
        if (fitIntercept)
        {
            double[] shares = new double[x.RowCount];
            for (int i = 0; i < shares.Length; i++) shares[i] = WeightOf(i) / TotalWeight;
            double[] sums = new double[x.ColumnCount];
            rows.AddTransposed(0, x.RowCount, shares, 1, sums);
            mean = sums;
            for (int i = 0; i < shares.Length; i++) meanTarget += shares[i] * y[i];
        }
        targets = new double[y.Length];
        for (int i = 0; i < targets.Length; i++) targets[i] = y[i] - meanTarget;
    }

    public double TotalWeight { get; }

    public int ColumnCount => rows.ColumnCount;

    public int RowCount => rows.RowCount;

    /// <summary>x̄, p values; zero without an intercept.</summary>
    public ReadOnlySpan<double> Mean => mean;

    /// <summary>y - ȳ.</summary>
    public ReadOnlySpan<double> Targets => targets;

    public double WeightOf(int row) => weights is null ? 1 : weights[row];

    /// <summary>b for the given weights.</summary>
    public double Intercept(ReadOnlySpan<double> w) => meanTarget - Kernels.Dot(mean, w);

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
                if (a == b && value < 1e-15 * shift[a] * shift[a]) value = 0;
                gram[a * q + b] = gram[b * q + a] = value;
            }
        return gram;
    }

    /// <summary>√s(x - x̄) in full, n×p: for the decompositions that need it.</summary>
    public double[] Centred()
    {
        Matrix dense = rows.IsSparse ? rows.Sparse.ToDense() : rows.Dense;
        double[] all = new double[(long)RowCount * ColumnCount];
        for (int i = 0; i < RowCount; i++)
            for (int j = 0; j < ColumnCount; j++) all[i * ColumnCount + j] = Math.Sqrt(WeightOf(i)) * (dense[i, j] - mean[j]);
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
        diagonal.Clear();
        for (int i = 0; i < RowCount; i++)
        {
            double share = WeightOf(i) / TotalWeight;
            if (rows.IsSparse)
            {
                ReadOnlySpan<int> columns = rows.Sparse.RowColumns(i);
                ReadOnlySpan<double> values = rows.Sparse.RowValues(i);
                for (int at = 0; at < columns.Length; at++) diagonal[columns[at]] += share * values[at] * values[at];
            }
            else
            {
                ReadOnlySpan<double> x = rows.Dense.Row(i);
                for (int j = 0; j < x.Length; j++) diagonal[j] += share * x[j] * x[j];
            }
        }
        for (int j = 0; j < diagonal.Length; j++) diagonal[j] = Math.Max(diagonal[j] - mean[j] * mean[j] + ridge, 1e-12);
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
