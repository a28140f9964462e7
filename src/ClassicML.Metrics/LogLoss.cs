namespace ClassicML.Metrics;

/// <summary>The logarithmic loss: the mean of -log of the probability given to what happened. Also called cross-entropy.</summary>
/// <remarks>
/// -(1/Σsᵢ) Σᵢ sᵢ log P(yᵢ | xᵢ), natural logarithm; 0 is perfect, log K is guessing. As in scikit-learn 1.2 every probability is first
/// clipped to [ε, 1-ε], ε = 2⁻⁵², then each row divided by its sum, so a certain mistake costs about 36 and not infinity.
/// </remarks>
public static class LogLoss
{
    private const double Epsilon = 1.0 / (1L << 52);

    /// <summary>The log loss of probabilities.</summary>
    /// <param name="probabilities">The probability of each class for each row, n×K with K at least 2; finite.</param>
    /// <param name="codes">The class code of each row, in [0, K).</param>
    /// <param name="weights">A weight for each row, finite, not negative, not all zero; none means 1 for each.</param>
    /// <returns>At least 0; smaller is better.</returns>
    /// <exception cref="ArgumentException">Lengths differ, there is no row, or a value is not allowed.</exception>
    public static double Of(Matrix probabilities, ReadOnlySpan<int> codes, ReadOnlySpan<double> weights = default)
    {
        Check.Complete(probabilities, nameof(LogLoss));
        int classes = probabilities.ColumnCount;
        if (classes < 2) throw new ArgumentException($"log loss needs at least two classes, there is {classes}", nameof(probabilities));
        RowWeights own = MetricChecks.Rows(probabilities.RowCount, weights);
        Check.Length(codes.Length, probabilities.RowCount, nameof(codes), "row");
        MetricChecks.Codes(codes, classes, nameof(codes));

        CompensatedSum loss = default, weight = default;
        for (int i = 0; i < codes.Length; i++)
        {
            ReadOnlySpan<double> row = probabilities.Row(i);
            double sum = 0;
            foreach (double probability in row) sum += Clip(probability);
            loss.Add(-own[i] * Math.Log(Clip(row[codes[i]]) / sum));
            weight.Add(own[i]);
        }
        return loss.Value / weight.Value;
    }

    private static double Clip(double probability) => Math.Clamp(probability, Epsilon, 1 - Epsilon);
}
