using ClassicML.Trees;
using CsCheck;

namespace ClassicML.Tests.Trees;

public class RegressionTreeTests
{
    private sealed record Problem(double[][] X, double[] Y, double[]? Weights, DecisionTreeRegressor Learner);

    private static readonly Gen<Problem> Problems =
        from n in Gen.Int[1, 30]
        from coarse in Gen.Int[0, 4].Array[2].Array[n]
        from fine in Gen.Double[-1, 1].Array[n]
        from y in Gen.OneOf(Gen.Double[0.1, 5].Array[n], Gen.Int[1, 4].Select(v => (double)v).Array[n])
        from weights in Gen.OneOf(Gen.Const((double[]?)null), Gen.Double[0.1, 3].Array[n].Select(w => (double[]?)w))
        from criterion in Gen.Enum<RegressionCriterion>()
        from leaf in Gen.Int[1, 4]
        from depth in Gen.Int[1, 5]
        select new Problem(
            [.. coarse.Select((row, i) => (double[])[row[0], fine[i], row[1]])], y, weights,
            new DecisionTreeRegressor { Criterion = criterion, MinSamplesLeaf = leaf, MaxDepth = depth });

    [Fact]
    public void Every_node_takes_the_best_split_there_is() => Problems.Sample(problem =>
    {
        (double[][] x, double[] y, _, DecisionTreeRegressor learner) = problem;
        double[] w = problem.Weights ?? [.. Enumerable.Repeat(1.0, y.Length)];
        DecisionTreeRegressorModel model = learner.Fit(new RegressionData(new Matrix(x), y, problem.Weights));
        var reference = new ReferenceSearch(x, y, w) { ClassCount = 0, Loss = learner.Criterion, MinSamplesLeaf = learner.MinSamplesLeaf };
        Compare(0, [.. Enumerable.Range(0, y.Length)]);

        void Compare(int node, int[] rows)
        {
            Assert.Equal(reference.Value(rows), model.Values[node], 1e-12);
            Assert.Equal(reference.Impurity(rows), model.Impurities[node], 1e-12);
            int feature = model.SplitFeatures[node];
            if (feature < 0) return;
            int[] left = [.. rows.Where(i => x[i][feature] <= model.Thresholds[node])], right = [.. rows.Except(left)];
            // Sums of some thirty terms of size up to 75, taken in another order.
            double best = reference.BestGain(rows, (double.NegativeInfinity, double.PositiveInfinity));
            Assert.Equal(best, reference.Gain(rows, left, right), 1e-9);
            Compare(model.LeftChildren[node], left);
            Compare(model.RightChildren[node], right);
        }
    }, iter: 300);

    [Fact]
    public void Permuted_rows_and_any_number_of_threads_give_the_same_tree()
    {
        RegressionData data = Wavy(2000, 8);
        foreach (RegressionCriterion criterion in Enum.GetValues<RegressionCriterion>())
        {
            var learner = new DecisionTreeRegressor { Criterion = criterion, MaxDepth = 8 };
            DecisionTreeRegressorModel one = learner.Fit(data, new FitContext { MaxThreads = 1 });
            DecisionTreeRegressorModel many = learner.Fit(data.SelectRows(new Rng(3).Permutation(2000)), new FitContext { MaxThreads = 8 });
            Assert.Equal(one.Thresholds.ToArray(), many.Thresholds.ToArray());
            Assert.Equal(one.Values.ToArray(), many.Values.ToArray());
            Assert.Equal(one.Impurities.ToArray(), many.Impurities.ToArray());
            Assert.Equal(one.Predict(data.Features), many.Predict(data.Features));
        }
    }

    // Sums run over the rows by target and, of equal ones, by weight, so that they are the same bits for any order.
    [Fact]
    public void Permuted_rows_of_any_weight_give_the_same_trees()
    {
        RegressionData wavy = Wavy(400, 4);
        var rng = new Rng(6);
        double[] targets = [.. wavy.Targets.ToArray().Select(y => Math.Round(4 * y) / 3)];
        double[] weights = [.. targets.Select(_ => rng.NextDouble())];
        var data = new RegressionData(wavy.Features, targets, weights);
        foreach (RegressionCriterion criterion in Enum.GetValues<RegressionCriterion>())
        {
            var learner = new DecisionTreeRegressor { Criterion = criterion };
            DecisionTreeRegressorModel one = learner.Fit(data), other = learner.Fit(data.SelectRows(new Rng(3).Permutation(400)));
            Assert.Equal(one.Thresholds.ToArray(), other.Thresholds.ToArray());
            Assert.Equal(one.Values.ToArray(), other.Values.ToArray());
            Assert.Equal(one.Impurities.ToArray(), other.Impurities.ToArray());
            Assert.Equal(one.Weights.ToArray(), other.Weights.ToArray());
        }
    }

    [Fact]
    public void Equal_targets_make_one_leaf_of_that_value()
    {
        foreach (double value in new[] { 0.1, 1e9 + 0.1, 3 })
        {
            var data = new RegressionData(new Matrix([1.0, 2, 3, 4, 5, 6, 7], 7, 1), [.. Enumerable.Repeat(value, 7)]);
            foreach (RegressionCriterion criterion in Enum.GetValues<RegressionCriterion>())
            {
                DecisionTreeRegressorModel model = new DecisionTreeRegressor { Criterion = criterion }.Fit(data);
                Assert.Equal((1, value, 0.0), (model.NodeCount, model.Values[0], model.Impurities[0]));
            }
        }
    }

    [Fact]
    public void Poisson_refuses_negative_targets_in_words()
    {
        var x = new Matrix([1.0, 2], 2, 1);
        var learner = new DecisionTreeRegressor { Criterion = RegressionCriterion.Poisson };
        Assert.Contains("row 1 has target -1", Assert.Throws<ArgumentException>(() => learner.Fit(new RegressionData(x, [1, -1]))).Message);
        Assert.Contains("every target is 0", Assert.Throws<ArgumentException>(() => learner.Fit(new RegressionData(x, [0, 0]))).Message);
    }

    [Fact]
    public void Most_leaves_are_kept_and_enough_of_them_give_the_full_tree()
    {
        ClassificationData data = TreeData.Noisy(300, 5, weighted: false);
        DecisionTreeClassifierModel full = new DecisionTreeClassifier().Fit(data);
        SplitSearchTests.Same(full, new DecisionTreeClassifier { MaxLeafCount = full.LeafCount }.Fit(data));
        double previous = double.PositiveInfinity;
        foreach (int leaves in new[] { 2, 5, 20 })
        {
            DecisionTreeClassifierModel model = new DecisionTreeClassifier { MaxLeafCount = leaves }.Fit(data);
            Assert.Equal(leaves, model.LeafCount);
            double impurity = Enumerable.Range(0, model.NodeCount).Where(i => model.SplitFeatures[i] < 0).Sum(i => model.Weights[i] * model.Impurities[i]);
            Assert.True(impurity < previous);
            previous = impurity;
        }
    }

    [Fact]
    public void Best_first_growth_to_all_leaves_is_the_plain_tree()
    {
        RegressionData data = Wavy(200, 4);
        foreach (RegressionCriterion criterion in Enum.GetValues<RegressionCriterion>())
        {
            var learner = new DecisionTreeRegressor { Criterion = criterion, MinSamplesLeaf = 3 };
            DecisionTreeRegressorModel plain = learner.Fit(data), best = (learner with { MaxLeafCount = 200 }).Fit(data);
            Assert.Equal(plain.Thresholds.ToArray(), best.Thresholds.ToArray());
            Assert.Equal(plain.Values.ToArray(), best.Values.ToArray());
            Assert.Equal(plain.Impurities.ToArray(), best.Impurities.ToArray());
        }
    }

    [Theory]
    [InlineData(1.0, 1.0000000000000002), InlineData(0.0, 5e-324), InlineData(-1e75, 1e75)]
    public void A_threshold_parts_any_two_values(double lower, double upper)
    {
        var data = new RegressionData(new Matrix([upper, lower, upper, lower], 4, 1), [7, 3, 7, 3]);
        foreach (RegressionCriterion criterion in Enum.GetValues<RegressionCriterion>())
        {
            DecisionTreeRegressorModel model = new DecisionTreeRegressor { Criterion = criterion }.Fit(data);
            Assert.Equal(3, model.NodeCount);
            Assert.InRange(model.Thresholds[0], lower, Math.BitDecrement(upper));
            Assert.Equal([7, 3, 7, 3], model.Predict(data.Features));
        }
    }

    [Fact]
    public void Equal_rows_of_different_targets_and_constant_columns_make_one_leaf()
    {
        double[] targets = [1, 2, 6, 8];
        var data = new RegressionData(new Matrix([5.0, 5, 5, 5], 4, 1), targets);
        foreach (RegressionCriterion criterion in Enum.GetValues<RegressionCriterion>())
        {
            DecisionTreeRegressorModel model = new DecisionTreeRegressor { Criterion = criterion }.Fit(data);
            Assert.Equal((1, criterion == RegressionCriterion.AbsoluteError ? 4.0 : 4.25), (model.NodeCount, model.Values[0]));
            Assert.Equal([0.0], model.FeatureImportances.ToArray());
            var row = new RegressionData(new Matrix([3.0], 1, 1), [9]);
            DecisionTreeRegressorModel one = new DecisionTreeRegressor { Criterion = criterion }.Fit(row);
            Assert.Equal((1, 9.0), (one.NodeCount, one.Values[0]));
            ForestRegressorModel forest = new RandomForestRegressor { Criterion = criterion, TreeCount = 200 }.Fit(data);
            Assert.Equal(4.25, forest.Predict(data.Features)[0], 0.6);
        }
    }

    [Fact]
    public void Medians_lie_midway_in_leaves_and_in_the_order_of_constraints()
    {
        var learner = new DecisionTreeRegressor { Criterion = RegressionCriterion.AbsoluteError };
        // 0.7 + 0.1 + 0.2 is a little less than 1, and yet half of the weight.
        var halves = new RegressionData(new Matrix([5.0, 5, 5, 5], 4, 1), [1, 2, 3, 6], [0.7, 0.1, 0.2, 1]);
        Assert.Equal(4.5, learner.Fit(halves).Values[0]);
        // The only split has medians 2 and 1, so it falls, though 0, which starts the middle of the left side, lies below 1.
        var data = new RegressionData(new Matrix([1.0, 1, 2, 2], 4, 1), [0, 4, 1, 1]);
        Assert.Equal(3, learner.Fit(data).NodeCount);
        Assert.Equal(1, (learner with { MonotonicConstraints = MonotonicConstraints.Of((0, 1)) }).Fit(data).NodeCount);
        Assert.Equal(3, (learner with { MonotonicConstraints = MonotonicConstraints.Of((0, -1)) }).Fit(data).NodeCount);
    }

    [Fact]
    public void Medians_of_many_rows_are_found()
    {
        // 60,000 rows of few and of many values: where a median costs more than a logarithm this takes minutes, and the suite no longer
        // ends in its time.
        RegressionData data = Wavy(60_000, 3);
        var learner = new DecisionTreeRegressor { Criterion = RegressionCriterion.AbsoluteError, MaxDepth = 4 };
        DecisionTreeRegressorModel model = learner.Fit(data);
        Assert.Equal(16, model.LeafCount);
    }

    [Fact]
    public void Text_names_features_and_values()
    {
        var data = new RegressionData(new Matrix([1.0, 2, 4], 3, 1), [10, 20.25, 20.25]);
        DecisionTreeRegressorModel model = new DecisionTreeRegressor().Fit(data);
        Assert.Equal(
            "|--- width <= 1.50\n|   |--- value: [10.00]\n|--- width >  1.50\n|   |--- value: [20.25]\n",
            model.ToText(["width"]));
    }

    internal static RegressionData Wavy(int rows, int columns)
    {
        var rng = new Rng(11);
        double[] x = new double[rows * columns], y = new double[rows];
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++) x[i * columns + j] = j % 3 == 2 ? rng.NextInt(5) : rng.NextDouble();
            y[i] = 4 + 2 * Math.Sin(6 * x[i * columns]) + x[i * columns + 2] / 2 + 0.2 * rng.NextDouble();
        }
        return new RegressionData(Matrix.Wrap(x, rows, columns), y);
    }
}
