using ClassicML.Trees;

namespace ClassicML.Tests.Trees;

/// <summary>
/// Splits of nodes of thousands of rows against a plain sweep over their sorted values: codes of one, two and four bytes, by row and by
/// column, more features than are gathered at once, values that are missing or 0, weights of rows.
/// </summary>
public class LargeNodeTests
{
    // Scores are sums of up to 70,000 terms over as many, in another order.
    private const double Rounding = 1e-10;

    [Theory]
    // 2¹⁸ codes are gathered at once: 87 columns here.
    [InlineData(3_000, 100, 20, false), InlineData(3_000, 100, 20, true)]
    [InlineData(2_000, 4, 1 << 30, true)]
    // Codes by column.
    [InlineData(8_000, 10, 60, false)]
    // Codes of four bytes, three columns at once: more different values than two bytes tell apart.
    [InlineData(68_500, 4, 1 << 30, false)]
    public void Every_node_takes_the_best_split_there_is(int rows, int columns, int levels, bool weighted)
    {
        bool isLarge = rows > ushort.MaxValue;
        (double zero, double most) = isLarge ? (0.002, 1.05) : (0.3, 1);
        var rng = new Rng(3);
        double[] x = new double[rows * columns], targets = new double[rows], weights = new double[rows];
        int[] classes = new int[rows];
        for (int i = 0; i < rows; i++)
        {
            classes[i] = rng.NextInt(3);
            weights[i] = weighted ? rng.NextDouble() + 0.1 : 1;
            targets[i] = 0.1 + 2 * rng.NextDouble() + (classes[i] == 1 ? 1 : 0);
            for (int j = 0; j < columns; j++)
            {
                double value = rng.NextDouble() + (j % 7 == classes[i] ? 0.02 * (j % 11) : 0);
                x[i * columns + j] = value < zero ? 0 : value > (classes[i] == 2 ? 0.9 * most : most) ? double.NaN : Math.Floor(levels * value);
            }
        }
        Matrix all = Matrix.Wrap(x, rows, columns);
        var sweep = new Sweep(all, weights.Sum());
        double[]? given = weighted ? weights : null;
        int depth = isLarge || columns == 100 ? 1 : 2;
        var data = new ClassificationData(all, classes, new ClassLabels([0, 1, 2]), given);
        foreach (SplitCriterion criterion in isLarge ? [SplitCriterion.Gini] : Enum.GetValues<SplitCriterion>())
        {
            DecisionTreeClassifierModel model = new DecisionTreeClassifier { Criterion = criterion, MaxDepth = depth }.Fit(data);
            sweep.Compare(
                model.DecisionPath(all), model.SplitFeatures.ToArray(), model.Thresholds.ToArray(), model.IsMissingLeft, new double[3],
                (row, sums) => sums[classes[row]] += weights[row],
                (left, right) => -Impurity(criterion, left) - Impurity(criterion, right));
        }
        var numbers = new RegressionData(all, targets, given);
        foreach (RegressionCriterion criterion in (RegressionCriterion[])
            [RegressionCriterion.SquaredError, RegressionCriterion.Poisson, RegressionCriterion.Friedman])
        {
            if (isLarge && criterion != RegressionCriterion.SquaredError) continue;
            DecisionTreeRegressorModel model = new DecisionTreeRegressor { Criterion = criterion, MaxDepth = depth }.Fit(numbers);
            sweep.Compare(
                model.DecisionPath(all), model.SplitFeatures.ToArray(), model.Thresholds.ToArray(), model.IsMissingLeft, new double[2],
                (row, sums) => (sums[0], sums[1]) = (sums[0] + weights[row], sums[1] + weights[row] * targets[row]),
                (left, right) => criterion switch
                {
                    // Σ w(y - ȳ)² is Σ wy² less this, and the deviance Σ wy·log y less that.
                    RegressionCriterion.SquaredError => left[1] * left[1] / left[0] + right[1] * right[1] / right[0],
                    RegressionCriterion.Poisson => left[1] * Math.Log(left[1] / left[0]) + right[1] * Math.Log(right[1] / right[0]),
                    RegressionCriterion.Friedman => left[0] * right[0] * Math.Pow(left[1] / left[0] - right[1] / right[0], 2) / rows,
                    RegressionCriterion.AbsoluteError => throw new NotSupportedException("medians are no sums"),
                });
        }
    }

    // Medians are sought anew for every split, so of fewer rows.
    [Fact]
    public void The_best_split_by_absolute_error_is_taken()
    {
        RegressionData wavy = OutOfBagTests.Weighted(110);
        RegressionData data = wavy.SelectRows([.. Enumerable.Range(0, 110).Where(i => wavy.Weights[i] > 0)]);
        var rng = new Rng(2);
        double[][] x = [.. Enumerable.Range(0, data.RowCount).Select(i => ((Matrix)data.Features).Row(i).ToArray()
            .Select(value => rng.NextInt(9) == 0 ? double.NaN : value).ToArray())];
        DecisionTreeRegressorModel model = new DecisionTreeRegressor { Criterion = RegressionCriterion.AbsoluteError, MaxDepth = 2 }
            .Fit(data.WithFeatures(new Matrix(x)));
        var search = new ReferenceSearch(x, data.Targets.ToArray(), data.Weights.ToArray())
        {
            ClassCount = 0, Loss = RegressionCriterion.AbsoluteError,
        };
        int[][] paths = model.DecisionPath(new Matrix(x));
        int[] inner = [.. Enumerable.Range(0, model.NodeCount).Where(node => model.SplitFeatures[node] >= 0)];
        Assert.Equal(3, inner.Length);
        foreach (int node in inner)
        {
            int[] rows = [.. Enumerable.Range(0, paths.Length).Where(i => paths[i].Contains(node))];
            int[] left = [.. rows.Where(i => paths[i].Contains(model.LeftChildren[node]))];
            double best = search.BestGain(rows, (double.NegativeInfinity, double.PositiveInfinity));
            Assert.Equal(best, search.Gain(rows, left, [.. rows.Except(left)]), Rounding);
        }
    }

    // W·I.
    private static double Impurity(SplitCriterion criterion, double[] sums)
    {
        double all = sums[0] + sums[1] + sums[2], entropy = 0;
        foreach (double one in sums)
            if (one > 0) entropy -= one * Math.Log2(one / all);
        return criterion switch
        {
            SplitCriterion.Gini => all - (sums[0] * sums[0] + sums[1] * sums[1] + sums[2] * sums[2]) / all,
            SplitCriterion.Entropy => entropy,
            SplitCriterion.Error => all - Math.Max(sums[0], Math.Max(sums[1], sums[2])),
        };
    }

    /// <summary>All splits of a node, from its rows in the order of each feature.</summary>
    private sealed class Sweep
    {
        private readonly Matrix x;
        private readonly double weight;
        private readonly int[][] orders;

        public Sweep(Matrix x, double weight)
        {
            (this.x, this.weight) = (x, weight);
            // Missing values last.
            orders = [.. Enumerable.Range(0, x.ColumnCount).Select(j =>
            {
                double[] keys = [.. Enumerable.Range(0, x.RowCount).Select(i => double.IsNaN(x[i, j]) ? double.PositiveInfinity : x[i, j])];
                int[] order = [.. Enumerable.Range(0, x.RowCount)];
                Array.Sort(keys, order);
                return order;
            })];
        }

        // Every node's split scores as much as the best there is.
        public void Compare(
            int[][] paths, int[] features, double[] thresholds, Func<int, bool> isMissingLeft, double[] zero, Action<int, double[]> add,
            Func<double[], double[], double> score)
        {
            int[] inner = [.. Enumerable.Range(0, features.Length).Where(node => features[node] >= 0)];
            Assert.NotEmpty(inner);
            foreach (int node in inner)
            {
                bool[] isIn = [.. paths.Select(path => path.Contains(node))];
                bool missingGoLeft = isMissingLeft(node)
                    && Enumerable.Range(0, isIn.Length).Any(i => isIn[i] && double.IsNaN(x[i, features[node]]));
                (double Score, int Feature, double Lower, double Upper, bool IsMissingLeft)[] all = [.. Splits(isIn, zero, add, score)];
                var taken = Assert.Single(all, split =>
                    split.Feature == features[node] && split.IsMissingLeft == missingGoLeft && split.Lower <= thresholds[node]
                    && (thresholds[node] < split.Upper || thresholds[node] == split.Upper && double.IsPositiveInfinity(split.Upper)));
                Assert.Equal(all.Max(split => split.Score) / weight, taken.Score / weight, Rounding);
                if (double.IsFinite(taken.Upper)) Assert.Equal(taken.Lower / 2 + taken.Upper / 2, thresholds[node]);
            }
        }

        private IEnumerable<(double Score, int Feature, double Lower, double Upper, bool IsMissingLeft)> Splits(
            bool[] isIn, double[] zero, Action<int, double[]> add, Func<double[], double[], double> score)
        {
            double[] total = [.. zero], right = [.. zero], with = [.. zero];
            for (int i = 0; i < isIn.Length; i++)
                if (isIn[i]) add(i, total);
            for (int j = 0; j < x.ColumnCount; j++)
            {
                int[] rows = [.. orders[j].Where(i => isIn[i])];
                int known = rows.Count(i => !double.IsNaN(x[i, j]));
                double[] missing = [.. zero], left = [.. zero];
                foreach (int row in rows[known..]) add(row, missing);
                for (int i = 0; i < known; i++)
                {
                    add(rows[i], left);
                    double lower = x[rows[i], j], upper = i + 1 < known ? x[rows[i + 1], j] : double.PositiveInfinity;
                    if (lower == upper) continue;
                    bool isLast = i + 1 == known;
                    if (!isLast || known < rows.Length) yield return (Score(left), j, lower, upper, false);
                    if (isLast || known == rows.Length) continue;
                    for (int k = 0; k < with.Length; k++) with[k] = left[k] + missing[k];
                    yield return (Score(with), j, lower, upper, true);
                }
            }

            double Score(double[] side)
            {
                for (int k = 0; k < right.Length; k++) right[k] = total[k] - side[k];
                return score(side, right);
            }
        }
    }
}
