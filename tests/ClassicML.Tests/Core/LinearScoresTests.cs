using ClassicML.Internal;

namespace ClassicML.Tests.Core;

/// <summary>The scores of linear models, and what scores say of classes.</summary>
public class LinearScoresTests
{
    // More rows than a block of 1,024.
    [Theory, InlineData(1, 3, 1), InlineData(5, 4, 3), InlineData(2_100, 17, 1), InlineData(2_100, 30, 4), InlineData(3, 300, 1)]
    public void Scores_are_products_with_the_weights_and_an_intercept_of_dense_rows_and_of_sparse_ones(int n, int p, int outputs)
    {
        Matrix x = RandomMatrix(n, p), w = RandomMatrix(outputs, p, 2);
        double[] b = RandomMatrix(1, outputs, 3).Span.ToArray(), expected = new double[n * outputs];
        for (int i = 0; i < n; i++)
            for (int k = 0; k < outputs; k++)
            {
                expected[i * outputs + k] = b[k];
                for (int j = 0; j < p; j++) expected[i * outputs + k] += w[k, j] * x[i, j];
            }
        foreach (Features rows in (Features[])[x, SparseMatrix.FromDense(x)])
        {
            double[] scores = new double[n * outputs], direct = new double[n * outputs], alone = new double[outputs];
            LinearScores.Compute(rows, w, b, scores, new Asking(p));
            Close(expected, scores, 1e-14);
            LinearScores.Of(rows, w.Memory, b, direct);
            Assert.Equal(scores, direct);
            LinearScores.Of(rows.SelectRows([n - 1]), w.Memory, b, alone);
            Assert.Equal(scores[^outputs..], alone);
            if (rows is Matrix dense)
            {
                LinearScores.OfRow(dense.Row(n - 1), w.Span, b, alone);
                Assert.Equal(scores[^outputs..], alone);
            }
            int[] codes = new int[n], own = new int[n];
            LinearScores.Predict(rows, w, b, codes, new Asking(p));
            DecisionRule.Classes(scores, outputs, own);
            Assert.Equal(own, codes);
        }
    }

    [Fact]
    public void A_feature_counts_by_the_magnitudes_of_its_weights() =>
        Assert.Equal([4, 2.5], LinearScores.Importances(new Matrix(new[,] { { 1, -2 }, { -3, 0.5 } })));

    [Fact]
    public void Rows_that_do_not_fit_are_refused()
    {
        Matrix x = RandomMatrix(3, 2), w = RandomMatrix(2, 2);
        double[] b = [0, 0];
        Assert.Contains("this matrix has 3", Fail(() => LinearScores.Compute(RandomMatrix(3, 3), w, b, new double[6], new Asking(2))));
        Assert.Contains("6", Fail(() => LinearScores.Compute(x, w, b, new double[5], new Asking(2))));
        Assert.Contains("3", Fail(() => LinearScores.Predict(x, w, b, new int[2], new Asking(2))));
        Assert.Contains(nameof(Asking), Fail(() => LinearScores.Compute(new Matrix([1, double.NaN], 1, 2), w, b, new double[2], new Asking(2))));
    }

    [Fact]
    public void The_highest_score_decides_and_of_equal_ones_the_first()
    {
        int[] codes = new int[4];
        DecisionRule.Classes([-1, 0, 1e-300, double.NegativeInfinity], 1, codes);
        Assert.Equal([0, 0, 1, 0], codes);
        DecisionRule.Classes([1, 2, 2, 0.0, -0.0, -1, double.NegativeInfinity, -5, -7, 3, 1, 2], 3, codes);
        Assert.Equal([1, 0, 1, 0], codes);
    }

    [Fact]
    public void Probabilities_are_those_of_log_odds_or_shares_of_exponentials()
    {
        double[] two = new double[6];
        DecisionRule.Probabilities([0, Math.Log(3), -800], 1, two);
        Close([0.5, 0.5, 0.25, 0.75, 1, 0], two, 1e-15);
        // In place.
        double[] three = [0, Math.Log(2), Math.Log(5), 900, 900, double.NegativeInfinity];
        DecisionRule.Probabilities(three, 3, three);
        Close([0.125, 0.25, 0.625, 0.5, 0.5, 0], three, 1e-15);
    }

    [Theory, InlineData(0), InlineData(1), InlineData(2), InlineData(7)]
    public void A_sparse_row_meets_the_columns_that_it_stores(int count)
    {
        int[] columns = [.. Enumerable.Range(0, count).Select(k => 3 * k)];
        double[] values = [.. columns.Select(column => column + 0.5)], w = [.. Enumerable.Range(0, 30).Select(j => 1.0 / (j + 1))];
        Assert.Equal(columns.Select((column, k) => values[k] * w[column]).Sum(), SparseProduct.Dot(columns, values, w), 1e-14);
    }

    [Fact]
    public void The_largest_magnitude_is_that_of_either_sign()
    {
        Assert.Equal(0, Kernels.LargestMagnitude([]));
        Assert.Equal(7, Kernels.LargestMagnitude([3, -7, 6.5]));
        Assert.Equal(double.PositiveInfinity, Kernels.LargestMagnitude([1, double.NegativeInfinity]));
        Assert.Equal(double.NaN, Kernels.LargestMagnitude([1, double.NaN, 2]));
    }

    /// <summary>Whoever asks for scores.</summary>
    private sealed class Asking(int featureCount) : IModel
    {
        public int FeatureCount => featureCount;

        public FitReport Report { get; } = new();
    }
}
