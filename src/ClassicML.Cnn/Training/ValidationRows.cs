using ClassicML.Cnn.Managed;

namespace ClassicML.Cnn.Training;

/// <summary>Rows that are scored after each epoch.</summary>
internal sealed class ValidationRows(PixelRows pixels, int[] codes, double[] weights, bool[] absent)
{
    public static ValidationRows Of(ClassificationData data, double maximum, bool[] absent) => new(
        new PixelRows(Check.Complete(data.Features, nameof(CnnClassifier)), maximum), data.Codes.ToArray(),
        data.Weights.IsEmpty ? Enumerable.Repeat(1.0, data.RowCount).ToArray() : data.Weights.ToArray(), absent);

    /// <summary>The weighted mean of the losses, and the weighted share of rows whose class is found.</summary>
    public (double Loss, double Accuracy) Score(CnnNetwork network, float[] parameters, FitContext context) =>
        Score(new ManagedPredictor(network, parameters), context);

    public (double Loss, double Accuracy) Score(ManagedPredictor predictor, FitContext context)
    {
        double[] losses = new double[codes.Length], found = new double[codes.Length];
        predictor.Run(pixels, context.Threads, (row, sums) =>
        {
            Span<double> scores = stackalloc double[sums.Length];
            int best = -1;
            for (int k = 0; k < sums.Length; k++)
            {
                scores[k] = absent.Length > 0 && absent[k] ? double.NegativeInfinity : sums[k];
                if (best < 0 || scores[k] > scores[best]) best = k;
            }
            double own = scores[codes[row]];
            losses[row] = weights[row] == 0 ? 0 : weights[row] * (Numerics.Kernels.LogSumExp(scores) - own);
            found[row] = best == codes[row] ? weights[row] : 0;
        }, context.Cancellation);
        double total = weights.Sum();
        return (losses.Sum() / total, found.Sum() / total);
    }
}
