namespace ClassicML.Cnn.Managed;

/// <summary>Softmax with categorical cross-entropy: pₖ = exp(uₖ)/Σ exp(uⱼ), loss = -log p of the row's class, gradient p - [class].</summary>
internal static class SoftmaxLoss
{
    /// <summary>Turns sums into probabilities of the classes that took part; the others get 0.</summary>
    public static void Probabilities(ReadOnlySpan<float> sums, ReadOnlySpan<bool> absent, Span<double> probabilities)
    {
        for (int k = 0; k < sums.Length; k++) probabilities[k] = !absent.IsEmpty && absent[k] ? double.NegativeInfinity : sums[k];
        Internal.Kernels.Softmax(probabilities);
    }

    /// <summary>The loss of a row; its sums become their gradient, times a factor.</summary>
    /// <param name="sums">K sums, which become gradients.</param>
    /// <param name="absent">Classes whose rows weigh nothing, or none.</param>
    /// <param name="code">The row's class.</param>
    /// <param name="factor">The row's weight over the number of rows.</param>
    /// <param name="scratch">K values.</param>
    /// <returns>The loss, and whether the class has the largest sum.</returns>
    public static (double Loss, bool Correct) Backward(Span<float> sums, ReadOnlySpan<bool> absent, int code, double factor, Span<double> scratch)
    {
        for (int k = 0; k < sums.Length; k++) scratch[k] = !absent.IsEmpty && absent[k] ? double.NegativeInfinity : sums[k];
        int best = 0;
        for (int k = 1; k < sums.Length; k++)
            if (scratch[k] > scratch[best]) best = k;
        double loss = Internal.Kernels.Softmax(scratch) - sums[code];
        for (int k = 0; k < sums.Length; k++) sums[k] = (float)(factor * (scratch[k] - (k == code ? 1 : 0)));
        return (loss, best == code);
    }
}
