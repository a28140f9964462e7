using ClassicML.Onnx;
using ClassicML.Trees;
using Microsoft.ML.OnnxRuntime;

namespace ClassicML.Tests.Onnx;

/// <summary>Trees and forests in the runtime: every float goes where the model sends it.</summary>
public class OnnxTreesTests
{
    /// <summary>At each threshold the floats next to it on both sides: rounding a threshold to a float would send one of them elsewhere.</summary>
    [Fact]
    public void Every_float_beside_a_threshold_goes_where_the_model_sends_it()
    {
        Samples samples = Samples.Of(210);
        DecisionTreeClassifierModel tree = new DecisionTreeClassifier().Fit(samples.Classes);
        DecisionTreeRegressorModel numbers = new DecisionTreeRegressor().Fit(samples.Numbers);
        Assert.True(tree.NodeCount > 50);
        OnnxParity.Holds(tree, Beside(tree.SplitFeatures, tree.Thresholds));
        OnnxParity.Holds(numbers, Beside(numbers.SplitFeatures, numbers.Thresholds));
    }

    /// <summary>Thresholds of forests between floats, at a distance of a thousandth of what floats tell apart.</summary>
    [Fact]
    public void Thresholds_between_two_floats_split_them()
    {
        float below = 1.7e9f, above = MathF.BitIncrement(below);
        Matrix x = Matrix.Wrap([below, below, below, above, above, above], 6, 1);
        var forest = new RandomForestClassifier { TreeCount = 5 }.Fit(ClassificationData.Create(x, [1, 1, 1, 2, 2, 2]));
        OnnxParity.Holds(forest, x);
        OnnxParity.Holds(new DecisionTreeRegressor().Fit(new RegressionData(x, [1, 1, 1, 2, 2, 2])), x);
    }

    [Theory]
    [InlineData(ForestVoting.MeanProbability), InlineData(ForestVoting.Majority)]
    public void Forests_vote_as_they_do_here(ForestVoting voting)
    {
        Samples samples = Samples.Of(126), hard = OnnxData.Hard();
        foreach (ForestClassifier learner in (ForestClassifier[])
            [new RandomForestClassifier { TreeCount = 30, Voting = voting, MaxDepth = 4 }, new ExtraTreesClassifier { TreeCount = 30, Voting = voting }])
        {
            OnnxParity.Holds(learner.Fit(samples.Classes), Samples.Of(1000, seed: 8).X);
            OnnxParity.Holds(learner.Fit(hard.Classes), OnnxData.Hard(200, seed: 2).X);
        }
    }

    /// <summary>Floats have a step of 128 at 1.7e9; leaves count from the middle, so doubles keep what the spread needs.</summary>
    [Fact]
    public void Numbers_with_an_offset_keep_their_digits()
    {
        Samples samples = Samples.Of(126);
        RegressionData data = new(samples.X, [.. samples.Targets.Select(target => 1.7e9 + 1000 * target)]);
        // Relative to the offset: a thousandth of a second of a spread of some thousand.
        OnnxParity.Holds(new RandomForestRegressor { TreeCount = 20 }.Fit(data), samples.X, 1e-3 / 1.7e9, new OnnxOptions { Element = OnnxElement.Double });
        OnnxParity.Holds(new ExtraTreesRegressor { TreeCount = 20 }.Fit(data), samples.X);
    }

    [Theory]
    [InlineData(0), InlineData(1)]
    public void Missing_values_go_to_the_side_that_was_learned(int share)
    {
        Samples samples = Samples.Of(210);
        Features train = share == 0 ? samples.X : OnnxData.WithMissing(samples.X);
        Matrix x = OnnxData.WithMissing(Samples.Of(300, seed: 4).X);
        samples = samples with { X = train };
        OnnxParity.Holds(new DecisionTreeClassifier().Fit(samples.Classes), x);
        OnnxParity.Holds(new DecisionTreeRegressor().Fit(samples.Numbers), x);
        OnnxParity.Holds(new RandomForestClassifier { TreeCount = 10 }.Fit(samples.Classes), x);
        OnnxParity.Holds(new RandomForestRegressor { TreeCount = 10 }.Fit(samples.Numbers), x);
        // Whether a value is there is all that this column tells.
        double[] there = [.. Enumerable.Range(0, 40).Select(i => i % 3 == 0 ? double.NaN : 5)];
        OnnxParity.Holds(
            new DecisionTreeClassifier().Fit(ClassificationData.Create(Matrix.Wrap(there, 40, 1), [.. there.Select(value => double.IsNaN(value) ? 1 : 2)])),
            Matrix.Wrap(there, 40, 1));
    }

    /// <summary>Sets of categories of any size: few, more than a word has bits, negative ones, fractions, large ones; unknown and missing ones.</summary>
    [Theory]
    [InlineData(4, 0, 1), InlineData(12, 1, 1), InlineData(40, -20, 1), InlineData(100, 0, 1), InlineData(9, 0, 0.25), InlineData(30, 1e6, 64)]
    public void Categories_go_to_the_side_that_was_learned(int count, double first, double step)
    {
        var rng = new Rng(7);
        int n = 20 * count;
        double[] x = new double[3 * n], targets = new double[n];
        int[] codes = new int[n];
        for (int i = 0; i < n; i++)
        {
            int category = (int)(rng.NextDouble() * count);
            x[3 * i] = rng.NextDouble() < 0.05 ? double.NaN : first + step * category;
            x[3 * i + 1] = (float)rng.NextDouble();
            x[3 * i + 2] = (int)(rng.NextDouble() * 3);
            targets[i] = Math.Sin(17 * category) + 0.2 * rng.NextDouble() + x[3 * i + 2];
            codes[i] = targets[i] > 1.5 ? 2 : targets[i] > 0.7 ? 1 : 0;
        }
        Matrix rows = Matrix.Wrap(x, n, 3);
        double[] others = [.. x.Select(value => value + (rng.NextDouble() < 0.1 ? step * 1000 : 0))];
        var categories = CategoricalFeatures.Of(0, 2);
        var data = new ClassificationData(rows, codes, new ClassLabels(["a", "b", "c"]));
        var numbers = new RegressionData(rows, targets);
        foreach (Matrix queries in (Matrix[])[rows, Matrix.Wrap(others, n, 3)])
        {
            OnnxParity.Holds(new DecisionTreeClassifier { CategoricalFeatures = categories }.Fit(data), queries);
            OnnxParity.Holds(new RandomForestClassifier { CategoricalFeatures = categories, TreeCount = 8 }.Fit(data), queries);
            OnnxParity.Holds(new RandomForestRegressor { CategoricalFeatures = categories, TreeCount = 8 }.Fit(numbers), queries);
        }
    }

    [Fact]
    public void A_tree_of_one_leaf_answers_always_the_same()
    {
        Matrix x = Matrix.Wrap([1, 2, 3], 3, 1);
        OnnxParity.Holds(new DecisionTreeRegressor { MaxDepth = 1, MinSamplesLeaf = 2 }.Fit(new RegressionData(x, [4, 5, 6])), x);
        OnnxParity.Holds(new DecisionTreeClassifier { MinSamplesLeaf = 2 }.Fit(new ClassificationData(x, [0, 1, 1], new ClassLabels([5, 7, 9]))), x);
    }

    /// <summary>Texts and categories of a table, with levels that the fit has not seen.</summary>
    [Fact]
    public void Columns_of_text_go_as_they_do_here()
    {
        Table train = OnnxData.Mixed(), x = OnnxData.Mixed(200, seed: 8).Without("label", "target");
        x = x.Without("city").With(new TextColumn("city", Enumerable.Range(0, 200).Select(i => i % 7 == 0 ? "Atlantis" : x["city"].Text(i))));
        var options = new OnnxOptions { Inputs = OnnxInputs.Columns };
        ClassificationData classes = train.Without("target").ToClassification("label");
        RegressionData numbers = train.Without("label").ToRegression("target");
        OnnxParity.Holds(new DecisionTreeClassifier().Fit(classes), x, options: options);
        OnnxParity.Holds(new RandomForestClassifier { TreeCount = 15 }.Fit(classes), x, options: options);
        OnnxParity.Holds(new DecisionTreeRegressor().Fit(numbers), x, options: options);
        ForestRegressorModel forest = new ExtraTreesRegressor { TreeCount = 15 }.Fit(numbers);
        OnnxParity.Holds(forest, x, options: options);
        Assert.Contains("export with Inputs = OnnxInputs.Columns", Fail(() => forest.ToOnnx()));
        using var session = new InferenceSession(forest.ToOnnx(options));
        Assert.Equal(typeof(string), session.InputMetadata["city"].ElementType);
        Assert.Equal(typeof(float), session.InputMetadata["member"].ElementType);
    }

    [Fact]
    public void Levels_of_columns_are_those_of_the_table()
    {
        Table train = OnnxData.Mixed();
        ClassificationData classes = train.Without("target").ToClassification("label");
        RegressionData numbers = train.Without("label").ToRegression("target");
        foreach (var (age, city, size) in ((string[]? Age, string[]? City, string[]? Size)[])
        [
            Of(new DecisionTreeClassifier().Fit(classes).LevelsOf), Of(new RandomForestClassifier { TreeCount = 2 }.Fit(classes).LevelsOf),
            Of(new DecisionTreeRegressor().Fit(numbers).LevelsOf), Of(new RandomForestRegressor { TreeCount = 2 }.Fit(numbers).LevelsOf),
        ])
        {
            Assert.Null(age);
            Assert.Equal(["Bern", "Cork", "Nice", "Oslo", "Rome"], city!);
            Assert.Equal(["small", "middle", "large"], size!);
        }

        static (string[]?, string[]?, string[]?) Of(Func<int, System.Collections.Immutable.ImmutableArray<string>?> levels) =>
            (levels(0)?.ToArray(), levels(1)?.ToArray(), levels(2)?.ToArray());
    }

    // For each question rows that hold the nearest floats to its threshold, and zeros besides.
    private static Matrix Beside(ReadOnlySpan<int> features, ReadOnlySpan<double> thresholds)
    {
        List<double> rows = [];
        for (int node = 0; node < features.Length; node++)
        {
            if (features[node] < 0) continue;
            float nearest = (float)thresholds[node];
            foreach (float value in (float[])[MathF.BitDecrement(nearest), nearest, MathF.BitIncrement(nearest)])
            {
                double[] row = new double[4];
                row[features[node]] = value;
                rows.AddRange(row);
            }
        }
        return Matrix.Wrap([.. rows], rows.Count / 4, 4);
    }
}
