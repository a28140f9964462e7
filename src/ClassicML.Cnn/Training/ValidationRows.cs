using System.Runtime.InteropServices;
using System.Security.Cryptography;
using ClassicML.Cnn.Managed;

namespace ClassicML.Cnn.Training;

/// <summary>Rows that are scored after each epoch.</summary>
internal sealed class ValidationRows(PixelRows pixels, int[] codes, double[] weights, bool[] absent)
{
    /// <exception cref="ArgumentException">A value is missing or too large, or all rows have weight zero.</exception>
    public static ValidationRows Of(ClassificationData data, double maximum, bool[] absent)
    {
        double[] weights = data.Weights.IsEmpty ? Enumerable.Repeat(1.0, data.RowCount).ToArray() : data.Weights.ToArray();
        if (weights.Sum() == 0) throw new ArgumentException("all rows to validate on have weight zero", nameof(data));
        var pixels = new PixelRows(Check.Complete(data.Features, nameof(CnnClassifier)), maximum);
        return new ValidationRows(pixels, data.Codes.ToArray(), weights, absent);
    }

    /// <summary>Adds pixels, classes and weights to a hash, for checkpoints.</summary>
    public void AddTo(IncrementalHash hash)
    {
        hash.AppendData(pixels.Hash());
        hash.AppendData(MemoryMarshal.AsBytes<int>(codes));
        hash.AppendData(MemoryMarshal.AsBytes<double>(weights));
    }

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
            losses[row] = weights[row] == 0 ? 0 : weights[row] * (Internal.Kernels.LogSumExp(scores) - own);
            found[row] = best == codes[row] ? weights[row] : 0;
        }, context.Cancellation);
        double total = weights.Sum();
        return (losses.Sum() / total, found.Sum() / total);
    }
}
