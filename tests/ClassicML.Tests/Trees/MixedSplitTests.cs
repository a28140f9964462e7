using ClassicML.Trees;
using CsCheck;

namespace ClassicML.Tests.Trees;

/// <summary>Missing values, categories and monotonic constraints: every node of random small trees against a plain search.</summary>
public class MixedSplitTests
{
    private sealed record Problem(double[][] X, int[] Y, double[] Targets, double[]? Weights, SplitCriterion Criterion);

    // Two columns of few values, one of many; about a fifth of the values missing where asked for.
    private static Gen<Problem> Problems(int classCount, bool hasMissing, int largest = 30) =>
        from n in Gen.Int[2, largest]
        from coarse in Gen.Int[0, 4].Array[2].Array[n]
        from fine in Gen.Double[-1, 1].Array[n]
        from missing in Gen.Int[0, 4].Array[3].Array[n]
        from y in Gen.Int[0, classCount - 1].Array[n]
        from targets in Gen.Double[0.1, 5].Array[n]
        from weights in Gen.OneOf(Gen.Const((double[]?)null), Gen.Double[0.1, 3].Array[n].Select(w => (double[]?)w))
        from criterion in Gen.Enum<SplitCriterion>()
        select new Problem(
            [.. coarse.Select((row, i) => (double[])
            [
                hasMissing && missing[i][0] == 0 ? double.NaN : row[0],
                hasMissing && missing[i][1] == 0 ? double.NaN : fine[i],
                hasMissing && missing[i][2] == 0 ? double.NaN : row[1],
            ])],
            y, targets, weights, criterion);

    [Fact]
    public void Missing_values_go_to_the_better_side() => Problems(3, hasMissing: true).Sample(problem =>
    {
        CompareClasses(problem, 3, new DecisionTreeClassifier { Criterion = problem.Criterion, MaxDepth = 4 },
            new() { ClassCount = 3, Criterion = problem.Criterion });
        foreach (RegressionCriterion loss in Enum.GetValues<RegressionCriterion>())
            CompareNumbers(problem, new DecisionTreeRegressor { Criterion = loss, MaxDepth = 4 }, new() { ClassCount = 0, Loss = loss });
    }, iter: 300);

    [Fact]
    public void No_set_of_categories_is_better_for_two_classes_and_for_numbers() => Problems(2, hasMissing: true, largest: 20).Sample(problem =>
    {
        CategoricalFeatures some = CategoricalFeatures.Of(0, 2);
        CompareClasses(problem, 2, new DecisionTreeClassifier { Criterion = problem.Criterion, MaxDepth = 3, CategoricalFeatures = some },
            new() { ClassCount = 2, Criterion = problem.Criterion, Categories = [0, 2] });
        foreach (RegressionCriterion loss in (RegressionCriterion[])[RegressionCriterion.SquaredError, RegressionCriterion.Poisson])
            CompareNumbers(problem, new DecisionTreeRegressor { Criterion = loss, MaxDepth = 3, CategoricalFeatures = some },
                new() { ClassCount = 0, Loss = loss, Categories = [0, 2] });
    }, iter: 200);

    [Fact]
    public void With_more_classes_the_orders_by_each_class_are_tried() => Problems(3, hasMissing: false).Sample(problem =>
        CompareClasses(problem, 3,
            new DecisionTreeClassifier { Criterion = problem.Criterion, MaxDepth = 3, CategoricalFeatures = CategoricalFeatures.Of(0, 2) },
            new() { ClassCount = 3, Criterion = problem.Criterion, Categories = [0, 2], OnlyOrders = true }), iter: 200);

    [Fact]
    public void Constrained_splits_are_the_best_of_those_in_order() => Problems(2, hasMissing: true).Sample(problem =>
    {
        MonotonicConstraints rising = MonotonicConstraints.Of((0, 1), (1, -1));
        CompareClasses(problem, 2, new DecisionTreeClassifier { Criterion = problem.Criterion, MaxDepth = 4, MonotonicConstraints = rising },
            new() { ClassCount = 2, Criterion = problem.Criterion, Directions = new() { [0] = 1, [1] = -1 } });
        foreach (RegressionCriterion loss in Enum.GetValues<RegressionCriterion>())
            CompareNumbers(problem, new DecisionTreeRegressor { Criterion = loss, MaxDepth = 4, MonotonicConstraints = rising },
                new() { ClassCount = 0, Loss = loss, Directions = new() { [0] = 1, [1] = -1 } });
    }, iter: 300);

    [Fact]
    public void Predictions_keep_to_the_constraints_whatever_the_learner()
    {
        MonotonicConstraints constraints = MonotonicConstraints.Of((0, 1), (1, -1));
        RegressionData numbers = RegressionTreeTests.Wavy(300, 3);
        ClassificationData three = TreeData.Noisy(300, 3, weighted: true);
        var classes = new ClassificationData(three.Features, [.. three.Codes.ToArray().Select(code => code % 2)],
            new ClassLabels([0, 1]), three.Weights.ToArray());
        foreach (RegressionCriterion criterion in Enum.GetValues<RegressionCriterion>())
        {
            Rises(new DecisionTreeRegressor { Criterion = criterion, MonotonicConstraints = constraints }.Fit(numbers).Predict);
            Rises(new DecisionTreeRegressor { Criterion = criterion, MonotonicConstraints = constraints, MaxLeafCount = 20 }.Fit(numbers).Predict);
            Rises(new RandomForestRegressor { Criterion = criterion, MonotonicConstraints = constraints, TreeCount = 5 }.Fit(numbers).Predict);
            Rises(new ExtraTreesRegressor { Criterion = criterion, MonotonicConstraints = constraints, TreeCount = 5 }.Fit(numbers).Predict);
        }
        foreach (SplitCriterion criterion in Enum.GetValues<SplitCriterion>())
        {
            Rises(x => Second(new DecisionTreeClassifier { Criterion = criterion, MonotonicConstraints = constraints }.Fit(classes), x));
            Rises(x => Second(new RandomForestClassifier { Criterion = criterion, MonotonicConstraints = constraints, TreeCount = 5 }.Fit(classes), x));
            Rises(x => Second(new ExtraTreesClassifier { Criterion = criterion, MonotonicConstraints = constraints, TreeCount = 5 }.Fit(classes), x));
        }

        static double[] Second(IProbabilisticModel model, Matrix x) =>
            [.. Enumerable.Range(0, x.RowCount).Select(i => model.PredictProbabilities(x)[i, 1])];

        // Along both features from many rows, also with the third one missing.
        static void Rises(Func<Matrix, double[]> predict)
        {
            var rng = new Rng(8);
            for (int start = 0; start < 10; start++)
                foreach (int feature in new[] { 0, 1 })
                {
                    double[] row = [4 * rng.NextDouble() - 1, 4 * rng.NextDouble() - 1, start % 3 == 0 ? double.NaN : rng.NextDouble()];
                    double[][] line = [.. Enumerable.Range(-10, 50).Select(step => row.Select((v, j) => j == feature ? step / 10.0 : v).ToArray())];
                    double[] values = predict(new Matrix(line));
                    for (int i = 1; i < values.Length; i++)
                        // A forest's mean is a sum in a fixed order, so it is as monotonic as its trees but for rounding.
                        Assert.True(feature == 0 ? values[i] >= values[i - 1] - 1e-15 : values[i] <= values[i - 1] + 1e-15);
                }
        }
    }

    [Fact]
    public void What_training_has_not_seen_goes_to_the_heavier_side()
    {
        // Ten rows at most 1, three above; categories 5 and 6 tell the classes apart as well.
        double[][] x = [.. Enumerable.Range(0, 13).Select(i => (double[])[i < 10 ? 1 : 2, i < 10 ? 5 : 6])];
        ClassificationData data = ClassificationData.Create(new Matrix(x), [.. Enumerable.Range(0, 13).Select(i => i < 10 ? 0 : 1)]);
        DecisionTreeClassifierModel numeric = new DecisionTreeClassifier().Fit(data);
        Assert.True(numeric.IsMissingLeft(0));
        Assert.Equal([0], numeric.Predict(new Matrix(new[,] { { double.NaN, 5 } })));
        DecisionTreeClassifierModel sets = new DecisionTreeClassifier { CategoricalFeatures = CategoricalFeatures.Of(0, 1) }.Fit(data);
        Assert.Equal([2.0], sets.LeftCategories(0).ToArray());
        Assert.Equal([1, 0, 0, 0], sets.Predict(new Matrix(new[,] { { 2.0, 0 }, { 1, 0 }, { 77, 0 }, { double.NaN, 0 } })));
        Assert.Equal("|--- feature_0 in {2}\n|   |--- class: 1\n|--- feature_0 not in {2}\n|   |--- class: 0\n", sets.ToText());
    }

    // Heavier by weight, not by rows; of equal sides the right one; of categories always the right one, although it may be as heavy.
    [Fact]
    public void Weights_say_which_side_is_heavier()
    {
        Matrix x = new([0.0, 0, 0, 1], 4, 1), unseen = new([double.NaN], 1, 1);
        foreach ((double last, bool goesLeft) in new[] { (1.0, true), (2.5, true), (3.0, false), (3.5, false) })
        {
            ClassificationData classes = ClassificationData.Create(x, [0, 0, 0, 1]).WithWeights([1, 1, 1, last]);
            var numbers = new RegressionData(x, [0, 0, 0, 1], [1, 1, 1, last]);
            DecisionTreeClassifierModel model = new DecisionTreeClassifier().Fit(classes);
            DecisionTreeRegressorModel regression = new DecisionTreeRegressor().Fit(numbers);
            Assert.Equal((goesLeft, goesLeft), (model.IsMissingLeft(0), regression.IsMissingLeft(0)));
            Assert.Equal((goesLeft ? 0 : 1, goesLeft ? 0.0 : 1), (model.Predict(unseen)[0], regression.Predict(unseen)[0]));
            // The lighter set goes left, so the right side is that of the unseen.
            DecisionTreeRegressorModel sets = new DecisionTreeRegressor { CategoricalFeatures = CategoricalFeatures.Of(0) }.Fit(numbers);
            Assert.False(sets.IsMissingLeft(0));
            if (last != 3) Assert.Equal([goesLeft ? 1.0 : 0], sets.LeftCategories(0).ToArray());
            Assert.Equal(sets.Values[sets.RightChildren[0]], sets.Predict(unseen)[0]);
        }
    }

    [Fact]
    public void Sets_of_columns_and_constraints_equal_those_of_the_same_members()
    {
        CategoricalFeatures[] sets =
            [CategoricalFeatures.None, CategoricalFeatures.Of(2), CategoricalFeatures.Of(0, 2), CategoricalFeatures.Of(0)];
        Assert.Equal(["none", "2", "0,2", "0"], sets.Select(set => set.ToString()));
        Assert.True(CategoricalFeatures.Of(2, 0, 2) == sets[2] && CategoricalFeatures.Of() == sets[0] && sets[1] != sets[2]);
        MonotonicConstraints[] constraints =
        [
            MonotonicConstraints.None, MonotonicConstraints.Of((1, 1)), MonotonicConstraints.Of((1, -1)),
            MonotonicConstraints.Of((0, 1), (1, 1)),
        ];
        Assert.Equal(["none", "1=1", "1=-1", "0=1,1=1"], constraints.Select(one => one.ToString()));
        Assert.True(MonotonicConstraints.Of((1, 1), (0, 1)) == constraints[3] && constraints[1] != constraints[2]);
        foreach (CategoricalFeatures set in sets)
        {
            Assert.Equal([set], sets.Where(other => other.Equals(CategoricalFeatures.Parse(set.ToString()))));
            Assert.Equal(set.GetHashCode(), CategoricalFeatures.Parse(set.ToString()).GetHashCode());
        }
        foreach (MonotonicConstraints one in constraints)
        {
            Assert.Equal([one], constraints.Where(other => other.Equals(MonotonicConstraints.Parse(one.ToString()))));
            Assert.Equal(one.GetHashCode(), MonotonicConstraints.Parse(one.ToString()).GetHashCode());
        }
        Assert.Equal(-1, constraints[2].Directions[1]);
        Assert.Equal([0, 2], sets[2].Features.ToArray());
        Assert.ThrowsAny<ArgumentException>(() => CategoricalFeatures.Of(-1));
        Assert.ThrowsAny<ArgumentException>(() => MonotonicConstraints.Of((-1, 1)));
    }

    [Fact]
    public void Being_missing_is_a_question_of_its_own()
    {
        double[] values = [double.NaN, 1, 2, double.NaN, 3, 1];
        DecisionTreeClassifierModel model = new DecisionTreeClassifier().Fit(TreeData.Column(values, [1, 0, 0, 1, 0, 0]));
        Assert.Equal((3, double.PositiveInfinity, false), (model.NodeCount, model.Thresholds[0], model.IsMissingLeft(0)));
        Assert.Equal([0, 1], model.Predict(new Matrix([99, double.NaN], 2, 1)));
        Assert.Equal("|--- feature_0 is known\n|   |--- class: 0\n|--- feature_0 is missing\n|   |--- class: 1\n", model.ToText());
        // A column without a single value can't be asked for.
        Assert.Equal(1, new DecisionTreeClassifier().Fit(TreeData.Column([double.NaN, double.NaN], [0, 1])).NodeCount);
    }

    [Fact]
    public void Forests_with_missing_values_and_categories_keep_their_promises()
    {
        ClassificationData clean = TreeData.Noisy(600, 6, weighted: true);
        var rng = new Rng(4);
        double[] values = [.. ((Matrix)clean.Features).Span.ToArray().Select(value => rng.NextInt(6) == 0 ? double.NaN : value)];
        ClassificationData data = clean.WithFeatures(Matrix.Wrap(values, 600, 6));
        CategoricalFeatures some = CategoricalFeatures.Of(2, 5);
        foreach (IClassifier<ForestClassifierModel> learner in new IClassifier<ForestClassifierModel>[]
            { new RandomForestClassifier { TreeCount = 7, CategoricalFeatures = some }, new ExtraTreesClassifier { TreeCount = 7, CategoricalFeatures = some },
              new RandomForestClassifier { TreeCount = 7, MaxBins = 9 } })
        {
            ForestClassifierModel model = learner.Fit(data, new FitContext { MaxThreads = 1 }), many = learner.Fit(data, new FitContext { MaxThreads = 8 });
            Matrix p = model.PredictProbabilities(data.Features);
            Assert.Equal(p.Span, many.PredictProbabilities(data.Features).Span);
            // The laid-out forest says what its trees say, whether a batch has missing values or none.
            double[] mean = new double[1800];
            for (int t = 0; t < 7; t++)
            {
                Matrix one = model.Tree(t).PredictProbabilities(data.Features);
                for (int i = 0; i < mean.Length; i++) mean[i] += one.Span[i];
            }
            for (int i = 0; i < mean.Length; i++) Assert.Equal(mean[i] / 7, p.Span[i]);
            string text = BuiltIn.Registry.Write(model).ToString();
            var read = BuiltIn.Registry.Read<ForestClassifierModel>(ClassicML.Wire.WireForm.Parse(text));
            Assert.Equal(text, BuiltIn.Registry.Write(read).ToString());
            Assert.Equal(p.Span, read.PredictProbabilities(data.Features).Span);
        }
    }

    private static void CompareClasses(Problem problem, int classCount, DecisionTreeClassifier learner, ReferenceOptions options)
    {
        var data = new ClassificationData(new Matrix(problem.X), problem.Y, new ClassLabels(Enumerable.Range(0, classCount)), problem.Weights);
        DecisionTreeClassifierModel model = learner.Fit(data);
        ReferenceSearch search = options.Search(problem.X, [.. problem.Y.Select(k => (double)k)], problem.Weights);
        Compare(search, model.SplitFeatures.ToArray(), model.LeftChildren.ToArray(), model.RightChildren.ToArray(), model.Thresholds.ToArray(),
            model.DecisionPath(data.Features), learner.MaxDepth!.Value, node => model.ClassShares[node * classCount + classCount - 1]);
    }

    private static void CompareNumbers(Problem problem, DecisionTreeRegressor learner, ReferenceOptions options)
    {
        var data = new RegressionData(new Matrix(problem.X), problem.Targets, problem.Weights);
        DecisionTreeRegressorModel model = learner.Fit(data);
        Compare(options.Search(problem.X, problem.Targets, problem.Weights), model.SplitFeatures.ToArray(), model.LeftChildren.ToArray(),
            model.RightChildren.ToArray(), model.Thresholds.ToArray(), model.DecisionPath(data.Features), learner.MaxDepth!.Value, node => model.Values[node]);
    }

    // Every split gains as much as any that may be; leaves have none to take. Bounds follow from the splits above.
    private static void Compare(
        ReferenceSearch search, int[] features, int[] lefts, int[] rights, double[] thresholds, int[][] paths, int maxDepth, Func<int, double> value)
    {
        // Gains are sums of some thirty terms, taken in another order.
        const double rounding = 1e-11;
        var bounds = new (double Lower, double Upper)[features.Length];
        int[] depths = new int[features.Length];
        bounds[0] = (double.NegativeInfinity, double.PositiveInfinity);
        for (int node = 0; node < features.Length; node++)
        {
            int[] rows = [.. Enumerable.Range(0, paths.Length).Where(i => paths[i].Contains(node))];
            if (search.Directions.Count > 0) Assert.Equal(Math.Clamp(search.Value(rows), bounds[node].Lower, bounds[node].Upper), value(node), 1e-12);
            double best = depths[node] < maxDepth && rows.Length > 1 ? search.BestGain(rows, bounds[node]) : double.NegativeInfinity;
            if (features[node] < 0)
            {
                // Bounds that decide by the last bit may go either way.
                if (search.Directions.Count == 0 && search.Impurity(rows) > rounding) Assert.True(double.IsNegativeInfinity(best));
                continue;
            }
            int[] left = [.. rows.Where(i => paths[i].Contains(lefts[node]))], right = [.. rows.Except(left)];
            double gain = search.Gain(rows, left, right);
            if (search.Directions.Count == 0) Assert.Equal(best, gain, rounding);
            else Assert.True(gain >= search.BestGain(rows, (bounds[node].Lower + 1e-12, bounds[node].Upper - 1e-12)) - rounding);
            int direction = double.IsFinite(thresholds[node]) ? search.Directions.GetValueOrDefault(features[node]) : 0;
            Assert.True(direction * (search.Value(right) - search.Value(left)) >= -1e-12);
            depths[lefts[node]] = depths[rights[node]] = depths[node] + 1;
            bounds[lefts[node]] = bounds[rights[node]] = bounds[node];
            double middle = Math.Clamp(search.Value(left) / 2 + search.Value(right) / 2, bounds[node].Lower, bounds[node].Upper);
            if (direction == 0) continue;
            int low = direction > 0 ? lefts[node] : rights[node], high = direction > 0 ? rights[node] : lefts[node];
            bounds[low].Upper = middle;
            bounds[high].Lower = middle;
        }
    }

    /// <summary>The options of a <see cref="ReferenceSearch"/> before its data is known.</summary>
    private sealed record ReferenceOptions
    {
        public required int ClassCount { get; init; }

        public SplitCriterion Criterion { get; init; }

        public RegressionCriterion Loss { get; init; }

        public int[] Categories { get; init; } = [];

        public Dictionary<int, int> Directions { get; init; } = [];

        public bool OnlyOrders { get; init; }

        public ReferenceSearch Search(double[][] x, double[] y, double[]? weights) =>
            new(x, y, weights ?? [.. Enumerable.Repeat(1.0, y.Length)])
            {
                ClassCount = ClassCount, Criterion = Criterion, Loss = Loss, Categories = Categories, Directions = Directions,
                OnlyOrders = OnlyOrders,
            };
    }
}
