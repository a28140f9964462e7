using System.Text.Json;
using ClassicML.Trees;

namespace ClassicML.Tests.Trees;

public class ForestTests
{
    [Fact]
    public void A_forest_predicts_the_mean_of_its_trees_and_by_votes_the_most_frequent_class()
    {
        ClassificationData data = TreeData.Noisy(400, 6, weighted: true);
        var learner = new RandomForestClassifier { TreeCount = 15, MaxDepth = 5, Seed = 3 };
        ForestClassifierModel mean = learner.Fit(data), vote = (learner with { Voting = ForestVoting.Majority }).Fit(data);
        Matrix p = mean.PredictProbabilities(data.Features), votes = vote.PredictProbabilities(data.Features);
        double[] sums = new double[p.Span.Length];
        int[] counts = new int[p.Span.Length];
        for (int t = 0; t < mean.TreeCount; t++)
        {
            DecisionTreeClassifierModel tree = mean.Tree(t);
            Matrix shares = tree.PredictProbabilities(data.Features);
            int[] codes = tree.Predict(data.Features);
            for (int i = 0; i < sums.Length; i++) sums[i] += shares.Span[i];
            for (int i = 0; i < codes.Length; i++) counts[i * 3 + codes[i]]++;
        }
        for (int i = 0; i < sums.Length; i++)
        {
            Assert.Equal(sums[i] / 15, p.Span[i]);
            Assert.Equal(counts[i] / 15.0, votes.Span[i]);
        }
        int[] predicted = vote.Predict(data.Features);
        // Of equal votes the first class.
        for (int i = 0; i < predicted.Length; i++)
            Assert.Equal(votes.Row(i).ToArray().ToList().IndexOf(votes.Row(i).ToArray().Max()), predicted[i]);
    }

    // Small trees are asked by masks of leaves; large ones descend in floats, where a value that equals a threshold as a float is in doubt,
    // and in doubles where many are.
    [Theory]
    [InlineData(5, "doubles")]
    [InlineData(5, "floats")]
    [InlineData(null, "doubles")]
    [InlineData(null, "floats")]
    [InlineData(null, "close")]
    [InlineData(null, "close and negative")]
    [InlineData(null, "near zero")]
    public void Every_form_of_a_forest_finds_the_leaves_that_its_trees_find(int? depth, string values)
    {
        ClassificationData data = TreeData.Noisy(3000, 7, weighted: false);
        bool floats = values == "floats";
        Func<double, double> change = values switch
        {
            "floats" => x => (float)x,
            "close" => x => 1 + 1e-8 * x,
            "close and negative" => x => -1 - 1e-6 * x,
            // Most of them become zero as floats, of either sign.
            "near zero" => x => 1e-45 * (x - 1),
            _ => x => x,
        };
        data = ClassificationData.Create(
            Matrix.Wrap([.. ((Matrix)data.Features).Span.ToArray().Select(change)], 3000, 7), data.Codes.ToArray());
        var learner = new RandomForestClassifier { TreeCount = 9 };
        ForestClassifierModel forest = (depth is { } most ? learner with { MaxDepth = most } : learner).Fit(data);
        // Some trees of each kind, or all of one.
        Assert.Equal(depth is null, Enumerable.Range(0, 9).All(t => forest.Tree(t).LeafCount > 64));
        foreach (int rows in (int[])[1, 31, 32, 129, 333])
        {
            double[] x = ((Matrix)data.Features).Span[..(rows * 7)].ToArray();
            for (int i = 0; i < rows; i += 5) x[i * 7 + i % 7] = (i % 2 == 0 ? 1 : -1) * (floats ? float.MaxValue : Features.MaxMagnitude);
            for (int i = 1; i < rows; i += 5) x[i * 7 + forest.Tree(i % 9).Nodes.Features[0]] = forest.Tree(i % 9).Nodes.Thresholds[0];
            Matrix asked = Matrix.Wrap(x, rows, 7), p = forest.PredictProbabilities(asked);
            double[] sums = new double[rows * 3];
            for (int t = 0; t < 9; t++)
            {
                Matrix shares = forest.Tree(t).PredictProbabilities(asked);
                for (int i = 0; i < sums.Length; i++) sums[i] += shares.Span[i];
            }
            Assert.Equal([.. sums.Select(sum => sum / 9)], p.Span.ToArray());
        }
    }

    [Fact]
    public void A_tree_of_a_forest_is_a_plain_tree_on_its_bootstrap_sample()
    {
        // Where one feature is all there is, a forest has no ties to draw among.
        ClassificationData data = TreeData.Noisy(500, 1, weighted: false);
        foreach (SplitCriterion criterion in Enum.GetValues<SplitCriterion>())
        {
            var learner = new RandomForestClassifier { TreeCount = 3, MaxFeatures = MaxFeatures.All, Criterion = criterion, MinSamplesLeaf = 2, Seed = 9 };
            ForestClassifierModel forest = learner.Fit(data);
            for (int t = 0; t < 3; t++)
            {
                double[] drawn = ForestSamples.Drawn(data, learner.Seed, t);
                Assert.Equal(data.RowCount, drawn.Sum());
                DecisionTreeClassifierModel plain = new DecisionTreeClassifier { Criterion = criterion, MinSamplesLeaf = 2 }.Fit(data.WithWeights(drawn));
                SplitSearchTests.Same(plain, forest.Tree(t));
            }
        }
        // Nor where no two features part the same rows, as in large nodes of numbers.
        RegressionData numbers = RegressionTreeTests.Wavy(400, 5);
        foreach (RegressionCriterion criterion in Enum.GetValues<RegressionCriterion>())
        {
            var learner = new RandomForestRegressor { TreeCount = 3, Criterion = criterion, MinSamplesLeaf = 20, Seed = 9 };
            ForestRegressorModel forest = learner.Fit(numbers);
            for (int t = 0; t < 3; t++)
            {
                var sample = new RegressionData(numbers.Features, numbers.Targets.ToArray(), ForestSamples.Drawn(numbers, learner.Seed, t));
                DecisionTreeRegressorModel plain = new DecisionTreeRegressor { Criterion = criterion, MinSamplesLeaf = 20 }.Fit(sample);
                Assert.Equal(plain.Thresholds.ToArray(), forest.Tree(t).Thresholds.ToArray());
                Assert.Equal(plain.Values.ToArray(), forest.Tree(t).Values.ToArray());
            }
        }
    }

    [Fact]
    public void Out_of_bag_predictions_are_those_of_the_trees_that_have_not_seen_the_row()
    {
        ClassificationData data = TreeData.Noisy(200, 5, weighted: false);
        var learner = new RandomForestClassifier { TreeCount = 12, OutOfBag = true, Seed = 4 };
        ForestClassifierModel forest = learner.Fit(data);
        double[] sums = new double[200 * 3], seen = new double[200];
        for (int t = 0; t < 12; t++)
        {
            double[] drawn = ForestSamples.Drawn(data, 4, t);
            Matrix p = forest.Tree(t).PredictProbabilities(data.Features);
            for (int i = 0; i < 200; i++)
            {
                if (drawn[i] > 0) continue;
                seen[i]++;
                for (int k = 0; k < 3; k++) sums[3 * i + k] += p[i, k];
            }
        }
        int right = 0, rows = 0;
        for (int i = 0; i < 200; i++)
        {
            double[] row = forest.OutOfBag!.Predictions.Row(i).ToArray();
            if (seen[i] == 0)
            {
                Assert.All(row, value => Assert.True(double.IsNaN(value)));
                continue;
            }
            for (int k = 0; k < 3; k++) Assert.Equal(sums[3 * i + k] / seen[i], row[k], 1e-15);
            rows++;
            if (row.ToList().IndexOf(row.Max()) == data.Codes[i]) right++;
        }
        Assert.Equal((double)right / rows, forest.OutOfBag!.Score, 1e-15);
        Assert.Contains("OutOfBag needs Bootstrap", Assert.Throws<ArgumentException>(() => (learner with { Bootstrap = false }).Fit(data)).Message);
    }

    [Fact]
    public void More_trees_leave_the_first_ones_as_they_are()
    {
        ClassificationData data = TreeData.Noisy(300, 6, weighted: false);
        var small = new RandomForestClassifier { TreeCount = 5, Seed = 2 };
        ForestClassifierModel few = small.Fit(data), many = (small with { TreeCount = 12 }).Fit(data),
            grown = (small with { TreeCount = 12 }).FitMore(data, few);
        for (int t = 0; t < 12; t++)
        {
            if (t < 5) SplitSearchTests.Same(few.Tree(t), many.Tree(t));
            SplitSearchTests.Same(many.Tree(t), grown.Tree(t));
        }
        Assert.Equal(many.PredictProbabilities(data.Features).Span.ToArray(), grown.PredictProbabilities(data.Features).Span.ToArray());
    }

    [Fact]
    public void A_shallower_forest_is_a_deeper_one_cut_off()
    {
        ClassificationData data = TreeData.Noisy(300, 8, weighted: false);
        foreach (bool extra in new[] { false, true })
        {
            ForestClassifierModel deep = Fit(null), shallow = Fit(3);
            for (int t = 0; t < 4; t++)
            {
                DecisionTreeClassifierModel a = deep.Tree(t), b = shallow.Tree(t);
                Compare(0, 0, 0);

                void Compare(int x, int y, int depth)
                {
                    Assert.Equal(a.RowCounts[x], b.RowCounts[y]);
                    Assert.Equal(depth == 3 ? -1 : a.SplitFeatures[x], b.SplitFeatures[y]);
                    if (b.SplitFeatures[y] < 0) return;
                    Assert.Equal(a.Thresholds[x], b.Thresholds[y]);
                    Compare(a.LeftChildren[x], b.LeftChildren[y], depth + 1);
                    Compare(a.RightChildren[x], b.RightChildren[y], depth + 1);
                }
            }

            ForestClassifierModel Fit(int? depth) => extra
                ? new ExtraTreesClassifier { TreeCount = 4, MaxDepth = depth }.Fit(data)
                : new RandomForestClassifier { TreeCount = 4, MaxDepth = depth }.Fit(data);
        }
    }

    [Theory, InlineData("wine"), InlineData("breast-cancer"), InlineData("digits")]
    public void Accuracy_lies_within_scikit_learns_spread_over_seeds(string name)
    {
        JsonElement expected = Golden.Read("forest-spread", name).Root;
        int split = expected.GetProperty("split").GetInt32();
        ClassificationData all = name switch { "wine" => Datasets.Wine(), "breast-cancer" => Datasets.BreastCancer(), _ => Datasets.Digits() };
        ClassificationData train = all.SelectRows([.. Enumerable.Range(0, all.RowCount).Where(i => i % split != 0)]);
        ClassificationData test = all.SelectRows([.. Enumerable.Range(0, all.RowCount).Where(i => i % split == 0)]);
        foreach (string kind in new[] { "random-forest", "extra-trees" })
        {
            ForestClassifierModel[] models = [.. Enumerable.Range(0, 4).Select(seed => kind == "extra-trees"
                ? new ExtraTreesClassifier { Seed = seed, Bootstrap = true, OutOfBag = true }.Fit(train)
                : new RandomForestClassifier { Seed = seed, OutOfBag = true }.Fit(train))];
            Near(expected.GetProperty(kind).GetProperty("accuracies").Deserialize<double[]>()!, models.Average(m => m.Score(test)), test.RowCount);
            Near(expected.GetProperty(kind).GetProperty("outOfBag").Deserialize<double[]>()!, models.Average(m => m.OutOfBag!.Score), train.RowCount);
            double[] importances = expected.GetProperty(kind).GetProperty("importances").Deserialize<double[]>()!;
            double[] deviations = expected.GetProperty(kind).GetProperty("importanceDeviations").Deserialize<double[]>()!;
            // The mean of four seeds against that of ten, over up to 64 features: four deviations of a single seed are seven of the difference.
            for (int j = 0; j < importances.Length; j++)
                Assert.Equal(importances[j], models.Average(m => m.FeatureImportances[j]), 4 * deviations[j]);
        }

        // Four standard deviations of a single seed, and one row of room where all seeds agree.
        static void Near(double[] theirs, double ours, int rows)
        {
            double mean = theirs.Average(), deviation = Math.Sqrt(theirs.Average(a => (a - mean) * (a - mean)));
            Assert.Equal(mean, ours, 4 * deviation + 1.0 / rows);
        }
    }

    // Means of 20 seeds on either side, within five deviations of their difference: false alarms, 2 sets by 2 kinds by 11 numbers at most,
    // once in some 40,000 choices of seeds.
    [Theory, InlineData("friedman1"), InlineData("levels")]
    public void Forests_of_few_rows_lie_within_scikit_learns_spread_over_seeds(string name)
    {
        Golden golden = Golden.Read("forest-spread", name);
        double[][] x = golden["x"].Deserialize<double[][]>()!;
        double[] y = golden.Numbers("y");
        RegressionData train = Part(i => i % 5 > 1), test = Part(i => i % 5 <= 1);
        foreach (string kind in new[] { "random-forest", "extra-trees" })
        {
            JsonElement expected = golden[kind];
            ForestRegressorModel[] models = [.. Enumerable.Range(0, 20).Select(seed => kind == "extra-trees"
                ? new ExtraTreesRegressor { Seed = seed }.Fit(train)
                : new RandomForestRegressor { Seed = seed }.Fit(train))];
            double[] scores = expected.GetProperty("scores").Deserialize<double[]>()!;
            double mean = scores.Average(), deviation = Math.Sqrt(scores.Average(score => (score - mean) * (score - mean)));
            Assert.Equal(mean, models.Average(m => m.Score(test)), 5 * deviation * Math.Sqrt(2 / 20.0));
            double[] importances = expected.GetProperty("importances").Deserialize<double[]>()!;
            double[] deviations = expected.GetProperty("importanceDeviations").Deserialize<double[]>()!;
            for (int j = 0; j < importances.Length; j++)
                Assert.Equal(importances[j], models.Average(m => m.FeatureImportances[j]), 5 * deviations[j] * Math.Sqrt(2 / 20.0));
        }

        RegressionData Part(Func<int, bool> isIn)
        {
            int[] rows = [.. Enumerable.Range(0, y.Length).Where(isIn)];
            return new RegressionData(new Matrix([.. rows.Select(i => x[i])]), [.. rows.Select(i => y[i])]);
        }
    }

    [Fact]
    public void Bins_change_nothing_where_a_column_has_no_more_values()
    {
        ClassificationData digits = Datasets.Digits().SelectRows([.. Enumerable.Range(0, 500)]);
        var learner = new RandomForestClassifier { TreeCount = 5 };
        ForestClassifierModel exact = learner.Fit(digits), binned = (learner with { MaxBins = 17 }).Fit(digits);
        for (int t = 0; t < 5; t++) SplitSearchTests.Same(exact.Tree(t), binned.Tree(t));
        ClassificationData noisy = TreeData.Noisy(2000, 6, weighted: false);
        ForestClassifierModel coarse = (learner with { MaxBins = 8 }).Fit(noisy);
        // At most seven thresholds between eight bins.
        for (int feature = 0; feature < 6; feature++)
        {
            var thresholds = new HashSet<double>();
            DecisionTreeClassifierModel tree = coarse.Tree(0);
            for (int node = 0; node < tree.NodeCount; node++)
                if (tree.SplitFeatures[node] == feature) thresholds.Add(tree.Thresholds[node]);
            // Between bins that are not neighbours at a node the middle is another, so count by bins passed: 8·7/2 pairs.
            Assert.InRange(thresholds.Count, 0, 28);
        }
        Assert.Equal(learner.Fit(noisy).Score(noisy), coarse.Score(noisy), 0.15);
    }

    [Fact]
    public void Bins_of_numbers_change_nothing_where_a_column_has_no_more_values()
    {
        // Columns of at most 40 values, some missing.
        RegressionData wavy = RegressionTreeTests.Wavy(400, 4);
        double[] values = [.. ((Matrix)wavy.Features).Span.ToArray().Select((x, i) => i % 11 == 0 ? double.NaN : Math.Round(x * 39) / 39)];
        RegressionData data = wavy.WithFeatures(Matrix.Wrap(values, 400, 4));
        foreach (RegressionCriterion criterion in Enum.GetValues<RegressionCriterion>())
        {
            var learner = new RandomForestRegressor { TreeCount = 3, Criterion = criterion };
            Assert.Equal(learner.Fit(data).Predict(data.Features), (learner with { MaxBins = 40 }).Fit(data).Predict(data.Features));
            var extra = new ExtraTreesRegressor { TreeCount = 3, Criterion = criterion };
            Assert.Equal(extra.Fit(data).Predict(data.Features), (extra with { MaxBins = 40 }).Fit(data).Predict(data.Features));
        }
    }

    [Fact]
    public void Features_are_drawn_without_replacement_and_constant_ones_are_passed_over()
    {
        // One column tells the classes apart, the others are constant: any draw must go on until it finds that one.
        double[][] x = [.. Enumerable.Range(0, 40).Select(i => (double[])[1, 2, 3, 4, i, 6, 7, 8, 9])];
        ClassificationData data = ClassificationData.Create(new Matrix(x), [.. Enumerable.Range(0, 40).Select(i => i < 20 ? 0 : 1)]);
        ForestClassifierModel forest = new RandomForestClassifier { TreeCount = 20, MaxFeatures = MaxFeatures.Count(1) }.Fit(data);
        for (int t = 0; t < 20; t++) Assert.Equal(4, forest.Tree(t).SplitFeatures[0]);
        // Two equal-looking columns and a draw of two: always both, so the better one is always found.
        double[][] two = [.. Enumerable.Range(0, 40).Select(i => (double[])[i % 7, i])];
        ForestClassifierModel both = new RandomForestClassifier { TreeCount = 20, MaxFeatures = MaxFeatures.Count(2) }.Fit(data.WithFeatures(new Matrix(two)));
        for (int t = 0; t < 20; t++) Assert.Equal(1, both.Tree(t).SplitFeatures[0]);
    }

    [Fact]
    public void Class_weights_are_row_weights()
    {
        ClassificationData data = TreeData.Noisy(200, 4, weighted: false);
        ClassWeights weights = ClassWeights.Of(("0", 2), ("2", 0.5));
        double[] rows = [.. data.Codes.ToArray().Select(code => code == 0 ? 2.0 : code == 2 ? 0.5 : 1)];
        SplitSearchTests.Same(new DecisionTreeClassifier { ClassWeights = weights }.Fit(data), new DecisionTreeClassifier().Fit(data.WithWeights(rows)));
        var random = new RandomForestClassifier { TreeCount = 3 };
        var extra = new ExtraTreesClassifier { TreeCount = 3 };
        ForestClassifierModel[] byClass = [(random with { ClassWeights = weights }).Fit(data), (extra with { ClassWeights = weights }).Fit(data)];
        ForestClassifierModel[] byRow = [random.Fit(data.WithWeights(rows)), extra.Fit(data.WithWeights(rows))];
        foreach ((ForestClassifierModel a, ForestClassifierModel b) in byClass.Zip(byRow))
            for (int t = 0; t < 3; t++) SplitSearchTests.Same(a.Tree(t), b.Tree(t));
        ForestClassifierModel balanced = new RandomForestClassifier { TreeCount = 4, BalanceSamples = true }.Fit(data);
        // Each class of each sample has a third of the weight; sums of some hundred roundings.
        for (int t = 0; t < 4; t++)
            for (int k = 0; k < 3; k++) Assert.Equal(1.0 / 3, balanced.Tree(t).ClassShares[k], 1e-12);
        Assert.Contains("'7'", Assert.Throws<ArgumentException>(
            () => new RandomForestClassifier { ClassWeights = ClassWeights.Of(("7", 1)) }.Fit(data)).Message);
    }

    [Fact]
    public void A_stopped_forest_keeps_its_trees()
    {
        var done = new CancellationToken(true);
        ForestClassifierModel model = new RandomForestClassifier { TreeCount = 30 }.Fit(TreeData.Noisy(100, 3, false), new FitContext { Stop = done });
        Assert.Equal((1, true), (model.TreeCount, model.Report.Stopped));
    }

    [Fact]
    public void A_regression_forest_predicts_the_mean_of_its_trees()
    {
        RegressionData data = RegressionTreeTests.Wavy(300, 4);
        foreach (RegressionCriterion criterion in Enum.GetValues<RegressionCriterion>())
        {
            var learner = new RandomForestRegressor { TreeCount = 6, Criterion = criterion, MinSamplesLeaf = 4, OutOfBag = true };
            ForestRegressorModel forest = learner.Fit(data, new FitContext { MaxThreads = 1 });
            double[] mean = new double[300];
            for (int t = 0; t < 6; t++)
            {
                double[] one = forest.Tree(t).Predict(data.Features);
                for (int i = 0; i < mean.Length; i++) mean[i] += one[i];
            }
            Assert.Equal([.. mean.Select(sum => sum / 6)], forest.Predict(data.Features));
            Assert.Equal(forest.Predict(data.Features), learner.Fit(data, new FitContext { MaxThreads = 8 }).Predict(data.Features));
            double[] sums = new double[300], unseen = new double[300];
            for (int t = 0; t < 6; t++)
            {
                double[] drawn = ForestSamples.Drawn(data, learner.Seed, t);
                double[] one = forest.Tree(t).Predict(data.Features);
                for (int i = 0; i < 300; i++)
                {
                    if (drawn[i] > 0) continue;
                    sums[i] += one[i];
                    unseen[i]++;
                }
            }
            int[] rows = [.. Enumerable.Range(0, 300).Where(i => unseen[i] > 0)];
            double[] outside = [.. rows.Select(i => sums[i] / unseen[i])];
            Assert.Equal(outside, rows.Select(i => forest.OutOfBag!.Predictions[i, 0]));
            Assert.Equal(300 - rows.Length, forest.OutOfBag!.Predictions.Span.ToArray().Count(double.IsNaN));
            // Sums of 300 terms in another order.
            Assert.Equal(RSquared(outside, data.SelectRows(rows)), forest.OutOfBag!.Score, 1e-12);
            // The signal explains most of the variance.
            Assert.InRange(forest.OutOfBag!.Score, 0.5, 1);
            Assert.InRange(RSquared(new ExtraTreesRegressor { TreeCount = 20, Criterion = criterion }.Fit(data).Predict(data.Features), data), 0.9, 1);
        }
    }

    private static double RSquared(double[] predictions, RegressionData data)
    {
        double[] y = data.Targets.ToArray();
        double mean = y.Average();
        return 1 - y.Zip(predictions, (a, b) => (a - b) * (a - b)).Sum() / y.Sum(a => (a - mean) * (a - mean));
    }
}
