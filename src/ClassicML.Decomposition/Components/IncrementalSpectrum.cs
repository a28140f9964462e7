using System.Numerics.Tensors;
using ClassicML.Internal;

namespace ClassicML.Decomposition;

/// <summary>What <see cref="IncrementalPca"/> knows after some batches.</summary>
internal sealed class IncrementalSpectrum(int p, int wanted)
{
    private readonly double[] mean = new double[p], squares = new double[p];
    private double[] values = [], directions = [];
    private double dropped;
    private int droppedCount;

    public int RowCount { get; private set; }

    public void Add(Matrix batch, FitContext context)
    {
        if (batch.ColumnCount != p)
            throw new ArgumentException($"batch has {batch.ColumnCount} columns, the first had {p}", nameof(batch));
        int b = batch.RowCount, m = RowCount, k = values.Length;
        if (b == 0) return;
        double[] own = Moments.Mean(batch, context), centred = Moments.Centred(batch, own);
        double[] stacked = new double[(k + b + (m > 0 ? 1 : 0)) * p];
        for (int i = 0; i < k; i++) TensorPrimitives.Multiply(directions.AsSpan(i * p, p), values[i], stacked.AsSpan(i * p, p));
        centred.CopyTo(stacked.AsSpan(k * p));
        double between = (double)m * b / (m + b);
        for (int j = 0; j < p; j++)
        {
            double difference = mean[j] - own[j];
            if (m > 0) stacked[(k + b) * p + j] = Math.Sqrt(between) * difference;
            squares[j] += between * difference * difference;
            mean[j] -= difference * b / (m + b);
        }
        for (int i = 0; i < b; i++)
        {
            ReadOnlySpan<double> row = centred.AsSpan(i * p, p);
            TensorPrimitives.MultiplyAdd(row, row, squares, squares);
        }
        RowCount += b;

        RightSingular svd = RightSingular.Of(Matrix.Wrap(stacked, stacked.Length / p, p), default, context);
        int kept = Math.Min(wanted, svd.Values.Length);
        values = svd.Values[..kept];
        directions = svd.Vectors[..(kept * p)];
        droppedCount = svd.Values.Length - kept;
        dropped = 0;
        for (int i = kept; i < svd.Values.Length; i++) dropped += svd.Values[i] * svd.Values[i];
    }

    public PcaModel Model(bool whiten, FitReport report)
    {
        for (int i = 0; i < values.Length; i++) Signs.Settle(directions.AsSpan(i * p, p));
        double total = 0;
        foreach (double square in squares) total += square;
        return new PcaModel(
            mean, Matrix.Wrap(directions, values.Length, p), Array.ConvertAll(values, s => s * s / (RowCount - 1)), total / (RowCount - 1),
            droppedCount == 0 ? 0 : dropped / droppedCount / (RowCount - 1), whiten, RowCount, report);
    }
}
