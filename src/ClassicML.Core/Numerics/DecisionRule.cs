using System.ComponentModel;

namespace ClassicML.Internal;

/// <summary>What the scores of rows say of their classes: one score a row for two classes, otherwise one a class.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class DecisionRule
{
    /// <summary>Class codes: of two classes the second where the score is positive, else the first of the highest score.</summary>
    /// <param name="scores">Row-major.</param>
    /// <param name="scoreCount">The scores of a row.</param>
    /// <param name="codes">Receives a code for each row.</param>
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

    /// <summary>Probabilities of scores that are the log-odds of the second of two classes, or the logarithms of K unnormalised
    /// probabilities.</summary>
    /// <param name="scores">Row-major.</param>
    /// <param name="scoreCount">The scores of a row.</param>
    /// <param name="probabilities">Receives those of all classes for each row, row-major; may be the scores where there are K.</param>
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
}
