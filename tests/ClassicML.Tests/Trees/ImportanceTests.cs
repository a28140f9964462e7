using ClassicML.Trees;

namespace ClassicML.Tests.Trees;

/// <summary>Importances of features recomputed plainly, with weights of rows: by impurity, and by permuting rows not seen.</summary>
public class ImportanceTests
{
    // Sums over some hundred nodes, in another order.
    private const double Rounding = 1e-12;

    [Fact]
    public void By_impurity_each_split_counts_what_it_lowers_by_its_nodes_share_of_the_weight()
    {
        ClassificationData classes = TreeData.Noisy(200, 5, weighted: true);
        foreach (SplitCriterion criterion in Enum.GetValues<SplitCriterion>())
        {
            DecisionTreeClassifierModel tree = new DecisionTreeClassifier { Criterion = criterion }.Fit(classes);
            Close(Shares(Lowered(tree)), tree.FeatureImportances, Rounding);
            ForestClassifierModel forest = new RandomForestClassifier { Criterion = criterion, TreeCount = 5 }.Fit(classes);
            Close(Mean(5, t => Shares(Lowered(forest.Tree(t)))), forest.FeatureImportances, Rounding);
        }
        RegressionData numbers = OutOfBagTests.Weighted(200);
        foreach (RegressionCriterion criterion in Enum.GetValues<RegressionCriterion>())
        {
            DecisionTreeRegressorModel tree = new DecisionTreeRegressor { Criterion = criterion, MinSamplesLeaf = 3 }.Fit(numbers);
            Close(Shares(Lowered(tree)), tree.FeatureImportances, Rounding);
            ForestRegressorModel forest = new ExtraTreesRegressor { Criterion = criterion, TreeCount = 5 }.Fit(numbers);
            Close(Mean(5, t => Shares(Lowered(forest.Tree(t)))), forest.FeatureImportances, Rounding);
        }
    }

    [Fact]
    public void Trees_without_a_split_have_no_part_in_the_importances_of_a_forest()
    {
        // Two rows drawn of ninety are one row, or of one class, in a third of the trees.
        ForestClassifierModel forest = new RandomForestClassifier { TreeCount = 12, SampleShare = 0.02 }.Fit(TreeData.Noisy(90, 4, weighted: false));
        int[] grown = [.. Enumerable.Range(0, 12).Where(t => forest.Tree(t).NodeCount > 1)];
        Assert.InRange(grown.Length, 1, 11);
        Close(Mean(grown.Length, i => Shares(Lowered(forest.Tree(grown[i])))), forest.FeatureImportances, Rounding);
        ClassificationData equal = TreeData.Column([3, 3, 3], [0, 1, 0]);
        Assert.Equal([0.0], new RandomForestClassifier { TreeCount = 3 }.Fit(equal).FeatureImportances.ToArray());
        var numbers = new RegressionData(equal.Features, [1, 2, 3]);
        Assert.Equal([0.0], new ExtraTreesRegressor { TreeCount = 3 }.Fit(numbers).FeatureImportances.ToArray());
    }

    [Fact]
    public void Held_out_rows_count_by_weight_in_the_error_of_a_regressor()
    {
        RegressionData train = RegressionTreeTests.Wavy(150, 4), test = OutOfBagTests.Weighted(90);
        DecisionTreeRegressorModel model = new DecisionTreeRegressor { MaxDepth = 5 }.Fit(train);
        PermutationImportance importance = PermutationImportance.Of(model, test, repeatCount: 3, seed: 6);
        var x = (Matrix)test.Features;
        double before = Error(x.ToArray());
        Assert.Equal(before, importance.Loss, Rounding);
        Assert.Equal((4, 3), (importance.Increases.RowCount, importance.Increases.ColumnCount));
        for (int j = 0; j < 4; j++)
        {
            double[] increases = new double[3];
            for (int r = 0; r < 3; r++)
            {
                double[,] changed = x.ToArray();
                int[] order = new Rng(Rng.DeriveSeed(6, (ulong)(j * 3 + r))).Permutation(90);
                for (int i = 0; i < 90; i++) changed[i, j] = x[order[i], j];
                increases[r] = Error(changed) - before;
            }
            Holds(increases, importance, j);
        }

        double Error(double[,] rows)
        {
            double[] predicted = model.Predict(new Matrix(rows));
            double sum = Enumerable.Range(0, 90).Sum(i => test.Weights[i] * Math.Pow(predicted[i] - test.Targets[i], 2));
            return sum / test.Weights.ToArray().Sum();
        }
    }

    [Fact]
    public void Out_of_bag_rows_count_by_weight()
    {
        ClassificationData classes = TreeData.Noisy(150, 4, weighted: true);
        var forest = new RandomForestClassifier { TreeCount = 5, Seed = 3, SampleShare = 0.7 };
        ForestClassifierModel model = forest.Fit(classes);
        CompareOutOfBag(
            forest.OutOfBagImportance(classes, model), (Matrix)classes.Features, classes.Weights.ToArray(), ForestSamples.Order(classes),
            t => ForestSamples.Drawn(classes, 3, t, 0.7), (t, row, i) => model.Tree(t).Predict(row)[0] == classes.Codes[i] ? 0 : 1);
        RegressionData numbers = OutOfBagTests.Weighted(150);
        var extra = new ExtraTreesRegressor { TreeCount = 5, Seed = 3, Bootstrap = true, MinSamplesLeaf = 4 };
        ForestRegressorModel trees = extra.Fit(numbers);
        CompareOutOfBag(
            extra.OutOfBagImportance(numbers, trees), (Matrix)numbers.Features, numbers.Weights.ToArray(), ForestSamples.Order(numbers),
            t => ForestSamples.Drawn(numbers, 3, t), (t, row, i) => Math.Pow(trees.Tree(t).Predict(row)[0] - numbers.Targets[i], 2));
        var extraClasses = new ExtraTreesClassifier { TreeCount = 5, Seed = 3, Bootstrap = true };
        ForestClassifierModel other = extraClasses.Fit(classes);
        CompareOutOfBag(
            extraClasses.OutOfBagImportance(classes, other), (Matrix)classes.Features, classes.Weights.ToArray(),
            ForestSamples.Order(classes), t => ForestSamples.Drawn(classes, 3, t),
            (t, row, i) => other.Tree(t).Predict(row)[0] == classes.Codes[i] ? 0 : 1);
    }

    private static void CompareOutOfBag(
        PermutationImportance importance, Matrix x, double[] weights, int[] order, Func<int, double[]> drawn,
        Func<int, Matrix, int, double> loss)
    {
        int p = x.ColumnCount;
        double[,] increases = new double[p, 5];
        double[] losses = new double[5];
        for (int t = 0; t < 5; t++)
        {
            double[] counts = drawn(t);
            int[] unseen = [.. order.Where(i => counts[i] == 0)];
            losses[t] = Mean(t, unseen, -1, unseen);
            for (int j = 0; j < p; j++)
            {
                int[] permutation = new Rng(Rng.DeriveSeed(Rng.DeriveSeed(3, (ulong)t), 1 + (ulong)j)).Permutation(unseen.Length);
                increases[j, t] = Mean(t, unseen, j, [.. permutation.Select(at => unseen[at])]) - losses[t];
            }
        }
        Assert.Equal(losses.Average(), importance.Loss, Rounding);
        for (int j = 0; j < p; j++) Holds([.. Enumerable.Range(0, 5).Select(t => increases[j, t])], importance, j);

        double Mean(int t, int[] rows, int feature, int[] from)
        {
            double sum = 0;
            for (int i = 0; i < rows.Length; i++)
            {
                double[] row = x.Row(rows[i]).ToArray();
                if (feature >= 0) row[feature] = x[from[i], feature];
                sum += weights[rows[i]] * loss(t, new Matrix(row, 1, p), rows[i]);
            }
            return sum / rows.Sum(i => weights[i]);
        }
    }

    // The mean, and the deviation of all of them, not of a sample.
    private static void Holds(double[] increases, PermutationImportance importance, int feature)
    {
        Close(increases, importance.Increases.Row(feature), Rounding);
        double mean = increases.Average();
        Assert.Equal(mean, importance.Means[feature], Rounding);
        Assert.Equal(Math.Sqrt(increases.Average(one => (one - mean) * (one - mean))), importance.Deviations[feature], Rounding);
    }

    private static double[] Lowered(DecisionTreeClassifierModel tree) => Lowered(
        tree.FeatureImportances.Length, tree.SplitFeatures, tree.LeftChildren, tree.RightChildren, tree.Weights, tree.Impurities);

    private static double[] Lowered(DecisionTreeRegressorModel tree) => Lowered(
        tree.FeatureImportances.Length, tree.SplitFeatures, tree.LeftChildren, tree.RightChildren, tree.Weights, tree.Impurities);

    // Σ W·I - W_L·I_L - W_R·I_R over the nodes that ask for each feature.
    private static double[] Lowered(
        int featureCount, ReadOnlySpan<int> features, ReadOnlySpan<int> lefts, ReadOnlySpan<int> rights, ReadOnlySpan<double> weights,
        ReadOnlySpan<double> impurities)
    {
        double[] lowered = new double[featureCount];
        for (int node = 0; node < features.Length; node++)
        {
            if (features[node] < 0) continue;
            (int left, int right) = (lefts[node], rights[node]);
            lowered[features[node]] +=
                weights[node] * impurities[node] - weights[left] * impurities[left] - weights[right] * impurities[right];
        }
        return lowered;
    }

    private static double[] Shares(double[] values) => [.. values.Select(value => value / values.Sum())];

    private static double[] Mean(int count, Func<int, double[]> of) => [.. Enumerable.Range(0, count).Select(of)
        .Aggregate((a, b) => [.. a.Zip(b, (p, q) => p + q)]).Select(sum => sum / count)];
}
