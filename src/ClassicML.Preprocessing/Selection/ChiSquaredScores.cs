using MathNet.Numerics;

namespace ClassicML.Preprocessing;

/// <summary>χ² of columns against classes: Σ (oₖ - eₖ)²/eₖ of the classes' sums oₖ and the share eₖ of the column's sum that their rows have.</summary>
internal static class ChiSquaredScores
{
    /// <exception cref="ArgumentException">A value is below 0; the message names row and column.</exception>
    public static ScoredColumns Of(ClassificationData data, FitContext context)
    {
        RefuseNegative(data.Features);
        int[] counts = new int[data.ClassCount], codes = data.Codes.ToArray();
        foreach (int code in codes) counts[code]++;
        int n = data.RowCount, classes = counts.Count(count => count > 0);
        ScoredColumns scored = ScoredColumns.WithPValues(data.FeatureCount);
        ColumnReader.ForEach(data.Features, context, (j, rows, values) =>
        {
            double[] observed = new double[counts.Length];
            double total = 0, sum = 0;
            for (int at = 0; at < values.Length; at++) observed[codes[rows.IsEmpty ? at : rows[at]]] += values[at];
            foreach (double one in observed) total += one;
            for (int k = 0; k < counts.Length && total > 0; k++)
            {
                if (counts[k] == 0) continue;
                double expected = total * counts[k] / n;
                // A quotient first, since the square of a tiny sum would vanish. A share of the least double may be none.
                if (expected > 0) sum += (observed[k] - expected) * ((observed[k] - expected) / expected);
            }
            (scored.Scores[j], scored.PValues[j]) = (sum, Survival(sum, classes - 1));
        });
        return scored;
    }

    /// <summary>P(χ² ≥ x) with d degrees of freedom.</summary>
    internal static double Survival(double x, int d) => x == 0 ? 1 : SpecialFunctions.GammaUpperRegularized(d / 2.0, x / 2);

    private static void RefuseNegative(Features x)
    {
        ReadOnlySpan<double> values = x is SparseMatrix sparse ? sparse.Values : ((Matrix)x).Span;
        for (int at = 0; at < values.Length; at++)
            if (values[at] < 0)
                throw new ArgumentException(
                    FormattableString.Invariant($"{Place(at)} is {values[at]}; values must be at least 0 for {nameof(UnivariateScore.ChiSquared)}"), nameof(x));

        string Place(int at)
        {
            (int row, int column) = x is SparseMatrix stored ? (stored.RowStarts.ToArray().Count(start => start <= at) - 1, stored.Columns[at])
                : (at / x.ColumnCount, at % x.ColumnCount);
            return FormattableString.Invariant($"row {row}, column {column}");
        }
    }
}
