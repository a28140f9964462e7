using ClassicML.Numerics;

namespace ClassicML.Decomposition;

/// <summary>Logarithms of unnormalised probabilities, one a row for two classes and otherwise K, as probabilities and as classes.</summary>
internal static class ClassScores
{
    public static void Probabilities(ReadOnlySpan<double> scores, int scoreCount, Span<double> probabilities)
    {
        if (scoreCount > 1)
        {
            scores.CopyTo(probabilities);
            for (int at = 0; at < scores.Length; at += scoreCount) Kernels.Softmax(probabilities.Slice(at, scoreCount));
            return;
        }
        for (int i = 0; i < scores.Length; i++)
        {
            double e = Math.Exp(-Math.Abs(scores[i])), likely = 1 / (1 + e), unlikely = e / (1 + e);
            probabilities[2 * i] = scores[i] >= 0 ? unlikely : likely;
            probabilities[2 * i + 1] = scores[i] >= 0 ? likely : unlikely;
        }
    }

    public static void Classes(ReadOnlySpan<double> scores, int scoreCount, Span<int> codes)
    {
        for (int i = 0; i < codes.Length; i++)
        {
            if (scoreCount == 1)
            {
                codes[i] = scores[i] > 0 ? 1 : 0;
                continue;
            }
            ReadOnlySpan<double> row = scores.Slice(i * scoreCount, scoreCount);
            int best = 0;
            for (int k = 1; k < scoreCount; k++)
                if (row[k] > row[best]) best = k;
            codes[i] = best;
        }
    }
}
