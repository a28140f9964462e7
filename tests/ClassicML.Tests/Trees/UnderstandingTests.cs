using System.Xml.Linq;
using ClassicML.Trees;

namespace ClassicML.Tests.Trees;

/// <summary>What tells why a tree or a forest answers as it does.</summary>
public class UnderstandingTests
{
    [Fact]
    public void A_path_leads_from_the_root_to_the_leaf()
    {
        ClassificationData data = TreeData.Noisy(200, 4, weighted: false);
        DecisionTreeClassifierModel model = new DecisionTreeClassifier().Fit(data);
        int[] leaves = model.Apply(data.Features);
        int[][] paths = model.DecisionPath(data.Features);
        for (int i = 0; i < paths.Length; i++)
        {
            Assert.Equal((0, leaves[i]), (paths[i][0], paths[i][^1]));
            for (int step = 1; step < paths[i].Length; step++)
            {
                int parent = paths[i][step - 1];
                bool isLeft = ((Matrix)data.Features)[i, model.SplitFeatures[parent]] <= model.Thresholds[parent];
                Assert.Equal(isLeft ? model.LeftChildren[parent] : model.RightChildren[parent], paths[i][step]);
            }
        }
        int[] counts = new int[model.NodeCount];
        foreach (int node in paths.SelectMany(path => path)) counts[node]++;
        Assert.Equal(model.RowCounts.ToArray(), counts);
    }

    [Fact]
    public void Leaves_of_a_forest_are_those_of_its_trees_and_proximity_counts_them()
    {
        ClassificationData data = TreeData.Noisy(60, 4, weighted: false);
        ForestClassifierModel forest = new RandomForestClassifier { TreeCount = 9, MaxDepth = 4 }.Fit(data);
        int[] leaves = forest.Apply(data.Features);
        for (int t = 0; t < 9; t++)
            Assert.Equal(forest.Tree(t).Apply(data.Features), Enumerable.Range(0, 60).Select(i => leaves[i * 9 + t]));
        Matrix proximity = forest.Proximity(data.Features);
        for (int i = 0; i < 60; i++)
            for (int j = 0; j < 60; j++)
                Assert.Equal(Enumerable.Range(0, 9).Count(t => leaves[i * 9 + t] == leaves[j * 9 + t]) / 9.0, proximity[i, j]);
        RegressionData numbers = RegressionTreeTests.Wavy(40, 3);
        ForestRegressorModel regression = new ExtraTreesRegressor { TreeCount = 4, MinSamplesLeaf = 5 }.Fit(numbers);
        Assert.Equal(160, regression.Apply(numbers.Features).Length);
        Assert.Equal(1, regression.Proximity(numbers.Features)[7, 7]);
    }

    [Fact]
    public void Held_out_importances_are_those_of_a_plain_computation()
    {
        ClassificationData train = TreeData.Noisy(200, 4, weighted: false), test = TreeData.Noisy(300, 4, weighted: true);
        DecisionTreeClassifierModel model = new DecisionTreeClassifier { MaxDepth = 5 }.Fit(train);
        PermutationImportance importance = PermutationImportance.Of(model, test, repeatCount: 3, seed: 6);
        double before = Wrong(((Matrix)test.Features).ToArray());
        Assert.Equal(before, importance.Loss, 1e-14);
        for (int j = 0; j < 4; j++)
        {
            double mean = 0;
            for (int r = 0; r < 3; r++)
            {
                double[,] x = ((Matrix)test.Features).ToArray(), changed = ((Matrix)test.Features).ToArray();
                int[] order = new Rng(Rng.DeriveSeed(6, (ulong)(j * 3 + r))).Permutation(300);
                for (int i = 0; i < 300; i++) changed[i, j] = x[order[i], j];
                Assert.Equal(Wrong(changed) - before, importance.Increases[j, r], 1e-14);
                mean += importance.Increases[j, r] / 3;
            }
            Assert.Equal(mean, importance.Means[j], 1e-14);
        }
        RegressionData numbers = RegressionTreeTests.Wavy(200, 3);
        PermutationImportance error = PermutationImportance.Of(new DecisionTreeRegressor().Fit(numbers), numbers);
        // A full tree knows its rows by heart, so any permutation hurts.
        Assert.Equal(0, error.Loss, 1e-12);
        Assert.True(error.Means.ToArray().Max() > 0);
        Assert.Contains("the model has classes", Assert.Throws<ArgumentException>(() => PermutationImportance.Of(model, Datasets.Iris())).Message);

        double Wrong(double[,] x)
        {
            int[] codes = model.Predict(new Matrix(x));
            double wrong = 0, all = 0;
            for (int i = 0; i < codes.Length; i++)
            {
                all += test.Weights[i];
                if (codes[i] != test.Codes[i]) wrong += test.Weights[i];
            }
            return wrong / all;
        }
    }

    [Fact]
    public void Out_of_bag_importances_are_those_of_a_plain_computation()
    {
        ClassificationData data = TreeData.Noisy(120, 4, weighted: false);
        var learner = new RandomForestClassifier { TreeCount = 6, Seed = 3 };
        ForestClassifierModel forest = learner.Fit(data);
        PermutationImportance importance = learner.OutOfBagImportance(data, forest);
        var x = (Matrix)data.Features;
        for (int t = 0; t < 6; t++)
        {
            ulong seed = Rng.DeriveSeed(3, (ulong)t);
            int[] counts = new int[120];
            var rng = new Rng(seed);
            for (int i = 0; i < 120; i++) counts[rng.NextInt(120)]++;
            int[] unseen = [.. Enumerable.Range(0, 120).Where(i => counts[i] == 0)];
            DecisionTreeClassifierModel tree = forest.Tree(t);
            for (int j = 0; j < 4; j++)
            {
                int[] order = new Rng(Rng.DeriveSeed(seed, 1 + (ulong)j)).Permutation(unseen.Length);
                int right = 0, permuted = 0;
                for (int i = 0; i < unseen.Length; i++)
                {
                    double[] row = x.Row(unseen[i]).ToArray();
                    if (tree.Predict(new Matrix(row, 1, 4))[0] == data.Codes[unseen[i]]) right++;
                    row[j] = x[unseen[order[i]], j];
                    if (tree.Predict(new Matrix(row, 1, 4))[0] == data.Codes[unseen[i]]) permuted++;
                }
                Assert.Equal((right - permuted) / (double)unseen.Length, importance.Increases[j, t], 1e-14);
            }
        }
        Assert.Contains("out-of-bag importances need Bootstrap", Assert.Throws<ArgumentException>(
            () => (learner with { Bootstrap = false }).OutOfBagImportance(data, forest)).Message);
        // The signal is in the first column and the third; the others are noise.
        RegressionData numbers = RegressionTreeTests.Wavy(300, 4);
        var regression = new RandomForestRegressor { TreeCount = 20 };
        double[] means = regression.OutOfBagImportance(numbers, regression.Fit(numbers)).Means.ToArray();
        Assert.True(means[0] > 10 * Math.Abs(means[3]));
    }

    [Fact]
    public void Held_out_importances_equal_scikit_learns()
    {
        Golden expected = Golden.Read("permutation-importance", "held-out-tree");
        ClassificationData all = ClassificationData.Create(expected.Matrix("x"), expected.Codes("y"));
        int count = expected["trainRows"].GetInt32(), repeats = expected["repeats"].GetInt32();
        ClassificationData test = all.SelectRows([.. Enumerable.Range(count, all.RowCount - count)]);
        DecisionTreeClassifierModel model = new DecisionTreeClassifier { MaxDepth = 4 }.Fit(all.SelectRows([.. Enumerable.Range(0, count)]));
        PermutationImportance importance = PermutationImportance.Of(model, test, repeats);
        Assert.Equal(1 - expected.Number("accuracy"), importance.Loss, 1e-12);
        double[] means = expected.Numbers("means"), deviations = expected.Numbers("deviations");
        for (int j = 0; j < means.Length; j++)
        {
            // Two means over 200 permutations each: five of their standard errors.
            Assert.Equal(means[j], importance.Means[j], 5 * deviations[j] * Math.Sqrt(2.0 / repeats) + 1e-12);
            Assert.Equal(deviations[j], importance.Deviations[j], 0.3 * deviations[j] + 1e-12);
        }
    }

    [Theory, InlineData("out-of-bag-wine", 3), InlineData("out-of-bag-breast-cancer", 5), InlineData("out-of-bag-friedman1", 3)]
    public void Out_of_bag_importances_are_those_of_ranger(string name, int tried)
    {
        Golden expected = Golden.Read("permutation-importance", name);
        double[] means = expected.Numbers("means"), deviations = expected.Numbers("deviations"), ours = new double[means.Length];
        for (int seed = 0; seed < 4; seed++)
        {
            PermutationImportance importance;
            if (name == "out-of-bag-friedman1")
            {
                var data = new RegressionData(expected.Matrix("x"), expected.Numbers("y"));
                var learner = new RandomForestRegressor { TreeCount = 200, MaxFeatures = MaxFeatures.Count(tried), Seed = seed };
                importance = learner.OutOfBagImportance(data, learner.Fit(data));
            }
            else
            {
                ClassificationData data = ClassificationData.Create(expected.Matrix("x"), expected.Codes("y"));
                var learner = new RandomForestClassifier { TreeCount = 200, MaxFeatures = MaxFeatures.Count(tried), Seed = seed };
                importance = learner.OutOfBagImportance(data, learner.Fit(data));
            }
            for (int j = 0; j < ours.Length; j++) ours[j] += importance.Means[j] / 4;
        }
        // The mean of four seeds against that of ten, over up to thirty features: four deviations of a single seed are seven of the difference.
        for (int j = 0; j < means.Length; j++) Assert.Equal(means[j], ours[j], 4 * deviations[j]);
    }

    [Fact]
    public void Drawings_show_questions_counts_and_impurities()
    {
        double[] values = [1, 2, 3, 4];
        DecisionTreeClassifierModel model = new DecisionTreeClassifier().Fit(
            ClassificationData.Create(new Matrix(values, 4, 1), ["<a>", "<a>", "\"b\"", "\"b\""]));
        Assert.Equal(
            """
            digraph tree {
                node [shape=box, style=rounded, fontname="sans-serif"];
                edge [fontname="sans-serif"];
                0 [label="width <= 2.5\nimpurity 0.5\nrows 4\n2 / 2\nclass \"b\""];
                0 -> 1 [label="yes"];
                0 -> 2 [label="no"];
                1 [label="impurity 0.0\nrows 2\n0 / 2\nclass <a>"];
                2 [label="impurity 0.0\nrows 2\n2 / 0\nclass \"b\""];
            }

            """.ReplaceLineEndings("\n"), model.ToDot(["width"], decimals: 1));
        XNamespace svg = "http://www.w3.org/2000/svg";
        XElement drawing = XDocument.Parse(model.ToSvg(["width"])).Root!;
        string[] texts = [.. drawing.Descendants(svg + "text").Select(text => text.Value)];
        Assert.Contains("width <= 2.50", texts);
        Assert.Equal(2, texts.Count(text => text == "class \"b\""));
        Assert.Contains("class <a>", texts);
        Assert.Equal(2, drawing.Descendants(svg + "line").Count());
        // A page behind, and two frames a node.
        Assert.Equal(7, drawing.Descendants(svg + "rect").Count());
        string cut = model.ToSvg(maxDepth: 0);
        Assert.Contains("… 1 level below", cut);
        Assert.DoesNotContain("<line", cut);
        string number = new DecisionTreeRegressor { MaxDepth = 2 }.Fit(RegressionTreeTests.Wavy(50, 3)).ToSvg();
        Assert.Contains(">value ", number);
        Assert.Contains("featureNames must have 1 entries", Assert.Throws<ArgumentException>(() => model.ToSvg([])).Message);
        Assert.Contains("maxDepth must be at least 0", Assert.ThrowsAny<ArgumentException>(() => model.ToDot(maxDepth: -1)).Message);
    }
}
