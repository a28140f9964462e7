using ClassicML.Trees;

namespace ClassicML.Tests.Trees;

public class DecisionTreeTests
{
    [Theory]
    // Two splits of 40 and 40 rows: A gives (30,10) and (10,30), B gives (20,40) and (20,0).
    // Error sees no difference: 0.5 - 4/8·0.25 - 4/8·0.25 = 0.5 - 6/8·1/3 = 0.25.
    [InlineData(SplitCriterion.Error, 0.5, 0.25, 0.25)]
    // 0.5 - 0.375 = 0.125 against 0.5 - 6/8·4/9 = 1/6: B is purer.
    [InlineData(SplitCriterion.Gini, 0.5, 0.125, 1.0 / 6)]
    // 1 - 0.8113 = 0.1887 against 1 - 6/8·0.9183 = 0.3113.
    [InlineData(SplitCriterion.Entropy, 1.0, 0.18872187554086717, 0.31127812445913283)]
    public void Information_gain_is_parent_minus_weighted_children(SplitCriterion criterion, double parent, double gainA, double gainB)
    {
        foreach ((bool isA, double gain) in new[] { (true, gainA), (false, gainB) })
        {
            DecisionTreeClassifierModel model = new DecisionTreeClassifier { Criterion = criterion }.Fit(Forty(isA, both: false));
            ReadOnlySpan<double> w = model.Weights, impurity = model.Impurities;
            Assert.Equal(3, model.NodeCount);
            Assert.Equal(parent, impurity[0], 1e-15);
            Assert.Equal(gain, impurity[0] - w[1] / w[0] * impurity[1] - w[2] / w[0] * impurity[2], 1e-15);
        }
        // Both on offer: Gini and entropy take B although A is the lower feature, error can't tell and takes the lower.
        int chosen = new DecisionTreeClassifier { Criterion = criterion, MaxDepth = 1 }.Fit(Forty(true, both: true)).SplitFeatures[0];
        Assert.Equal(criterion == SplitCriterion.Error ? 0 : 1, chosen);
    }

    [Theory]
    // Ten rows, 4 of class a and 6 of b. A: (3a, 1b) and (1a, 5b). B: (2a, 0b) and (2a, 6b).
    // 0.48 - 0.4·0.375 - 0.6·10/36 = 0.1633 against 0.48 - 0.8·0.375 = 0.18.
    [InlineData(SplitCriterion.Gini, 0.48, 0.16333333333333333, 0.18)]
    // 0.97095 - 0.4·0.81128 - 0.6·0.65002 = 0.25643 against 0.97095 - 0.8·0.81128 = 0.32193.
    [InlineData(SplitCriterion.Entropy, 0.9709505944546686, 0.25642589168200297, 0.32192809488736235)]
    // 0.4 - 0.4·0.25 - 0.6/6 = 0.2 against 0.4 - 0.8·0.25 = 0.2: error can't tell.
    [InlineData(SplitCriterion.Error, 0.4, 0.2, 0.2)]
    public void Ten_rows_by_hand(SplitCriterion criterion, double parent, double gainA, double gainB)
    {
        int[] y = [0, 0, 0, 0, 1, 1, 1, 1, 1, 1];
        double[] a = [0, 0, 0, 1, 0, 1, 1, 1, 1, 1], b = [0, 0, 1, 1, 1, 1, 1, 1, 1, 1];
        foreach ((double[] column, double gain) in new[] { (a, gainA), (b, gainB) })
        {
            DecisionTreeClassifierModel model = new DecisionTreeClassifier { Criterion = criterion, MaxDepth = 1 }.Fit(TreeData.Column(column, y));
            ReadOnlySpan<double> w = model.Weights, impurity = model.Impurities;
            // Worked out to 16 digits.
            Assert.Equal(parent, impurity[0], 1e-15);
            Assert.Equal(gain, impurity[0] - w[1] / w[0] * impurity[1] - w[2] / w[0] * impurity[2], 1e-15);
            Assert.Equal(0.5, model.Thresholds[0]);
        }
        double[][] both = [.. a.Zip(b, (p, q) => (double[])[p, q])];
        DecisionTreeClassifierModel best = new DecisionTreeClassifier { Criterion = criterion, MaxDepth = 1 }
            .Fit(ClassificationData.Create(new Matrix(both), y));
        Assert.Equal(criterion == SplitCriterion.Error ? 0 : 1, best.SplitFeatures[0]);
    }

    [Fact]
    public void Exclusive_or_is_learnt_although_its_first_split_gains_nothing()
    {
        var x = new Matrix(new double[,] { { 0, 0 }, { 0, 1 }, { 1, 0 }, { 1, 1 } });
        foreach (SplitCriterion criterion in Enum.GetValues<SplitCriterion>())
        {
            DecisionTreeClassifierModel model = new DecisionTreeClassifier { Criterion = criterion }.Fit(ClassificationData.Create(x, [0, 1, 1, 0]));
            Assert.Equal([0, 1, 1, 0], model.Predict(x));
            Assert.Equal([0, 1, -1, -1, 1, -1, -1], model.SplitFeatures.ToArray());
        }
    }

    [Fact]
    public void Any_number_of_threads_gives_the_same_bits()
    {
        foreach (bool weighted in new[] { false, true })
        {
            ClassificationData data = TreeData.Noisy(3000, 12, weighted);
            foreach (SplitCriterion criterion in Enum.GetValues<SplitCriterion>())
            {
                var learner = new DecisionTreeClassifier { Criterion = criterion, MaxDepth = 12 };
                int before = Workers.MaxThreads;
                Workers.MaxThreads = Math.Max(before, 8);
                DecisionTreeClassifierModel many = learner.Fit(data, new FitContext { MaxThreads = 8 });
                Workers.MaxThreads = before;
                SplitSearchTests.Same(learner.Fit(data, new FitContext { MaxThreads = 1 }), many);
            }
        }
    }

    [Fact]
    public void A_batch_predicts_what_its_rows_predict()
    {
        ClassificationData data = TreeData.Noisy(3000, 6, weighted: true);
        DecisionTreeClassifierModel model = new DecisionTreeClassifier { MaxDepth = 20, MinSamplesLeaf = 2 }.Fit(data);
        var x = (Matrix)data.Features;
        int[] codes = model.Predict(x), leaves = model.Apply(x);
        Matrix probabilities = model.PredictProbabilities(x);
        for (int i = 0; i < x.RowCount; i++)
        {
            Matrix row = x.Rows(i, 1);
            Assert.Equal(codes[i], model.Predict(row)[0]);
            Assert.Equal(leaves[i], model.Apply(row)[0]);
            Assert.Equal(probabilities.Row(i).ToArray(), model.PredictProbabilities(row).Span.ToArray());
            // Three shares, each rounded once.
            Assert.Equal(1, probabilities.Row(i).ToArray().Sum(), 1e-15);
            Assert.Equal(-1, model.SplitFeatures[leaves[i]]);
        }
    }

    [Fact]
    public void Scaling_a_feature_changes_no_prediction()
    {
        ClassificationData data = TreeData.Noisy(500, 4, weighted: false);
        var x = (Matrix)data.Features;
        double[] scaled = x.Span.ToArray();
        // Powers of two and shifts that keep the order: the same questions, asked in other units.
        for (int i = 0; i < scaled.Length; i++) scaled[i] *= Math.ScaleB(1, 3 * (i % 4) - 4);
        Matrix other = Matrix.Wrap(scaled, x.RowCount, x.ColumnCount);
        var learner = new DecisionTreeClassifier();
        DecisionTreeClassifierModel model = learner.Fit(data), second = learner.Fit(data.WithFeatures(other));
        Assert.Equal(model.SplitFeatures.ToArray(), second.SplitFeatures.ToArray());
        Assert.Equal(model.Apply(x), second.Apply(other));
    }

    [Fact]
    public void Limits_on_growth_are_the_remedy_for_over_fitting()
    {
        // A third of the classes drawn anew: what a full tree learns by heart.
        ClassificationData clean = TreeData.Noisy(2000, 5, weighted: false);
        var rng = new Rng(2);
        int[] codes = [.. clean.Codes.ToArray().Select(code => rng.NextInt(3) == 0 ? rng.NextInt(3) : code)];
        var all = new ClassificationData(clean.Features, codes, clean.Labels);
        ClassificationData train = all.SelectRows([.. Enumerable.Range(0, 1000)]), test = all.SelectRows([.. Enumerable.Range(1000, 1000)]);
        DecisionTreeClassifierModel free = new DecisionTreeClassifier().Fit(train);
        Assert.Equal(1, Accuracy(free, train));
        DecisionTreeClassifier[] remedies =
            [new() { MaxDepth = 5 }, new() { MinSamplesLeaf = 20 }, new() { MinSamplesSplit = 60 }, new() { MinImpurityDecrease = 0.004 }];
        foreach (DecisionTreeClassifier limited in remedies)
        {
            DecisionTreeClassifierModel model = limited.Fit(train);
            Assert.True(Accuracy(model, train) < 1);
            Assert.True(Accuracy(model, test) > Accuracy(free, test), $"{limited}: {Accuracy(model, test)} against {Accuracy(free, test)}");
            Assert.True(model.NodeCount < free.NodeCount);
        }
    }

    [Fact]
    public void A_class_without_rows_has_probability_zero()
    {
        ClassificationData all = TreeData.Noisy(300, 3, weighted: false);
        int[] rows = [.. Enumerable.Range(0, all.RowCount).Where(i => all.Codes[i] != 1)];
        Matrix p = new DecisionTreeClassifier { MaxDepth = 3 }.Fit(all.SelectRows(rows)).PredictProbabilities(all.Features);
        for (int i = 0; i < all.RowCount; i++) Assert.Equal(0, p[i, 1]);
    }

    [Fact]
    public void The_report_tells_the_size_of_the_tree()
    {
        DecisionTreeClassifierModel model = new DecisionTreeClassifier { MaxDepth = 3 }.Fit(TreeData.Noisy(300, 3, weighted: false));
        Assert.Equal(model.NodeCount, model.Report.Details["nodes"]);
        Assert.Equal(model.LeafCount, model.Report.Details["leaves"]);
        Assert.Equal(3, model.Report.Details["depth"]);
        Assert.Equal(model.LeafCount, model.SplitFeatures.ToArray().Count(feature => feature < 0));
        Assert.True(model.Report.Converged);
    }

    [Fact]
    public void Text_names_features_and_classes()
    {
        var x = new Matrix(new double[,] { { 1 }, { 2 }, { 3 } });
        DecisionTreeClassifierModel model = new DecisionTreeClassifier().Fit(ClassificationData.Create(x, ["a", "b", "a"]));
        Assert.Equal(
            "|--- width <= 1.5\n|   |--- class: a\n|--- width >  1.5\n|   |--- width <= 2.5\n|   |   |--- class: b\n"
            + "|   |--- width >  2.5\n|   |   |--- class: a\n",
            model.ToText(["width"], decimals: 1));
        Assert.Equal(
            "|--- feature_0 <= 1.50\n|   |--- class: a\n|--- feature_0 >  1.50\n|   |--- truncated branch of depth 2\n",
            model.ToText(maxDepth: 0));
        Assert.Contains("featureNames must have 1 entries", Assert.Throws<ArgumentException>(() => model.ToText(["a", "b"])).Message);
    }

    [Fact]
    public void A_fit_can_be_cancelled_stopped_and_followed()
    {
        ClassificationData data = TreeData.Noisy(300, 3, weighted: false);
        var done = new CancellationToken(true);
        var learner = new DecisionTreeClassifier();
        Assert.ThrowsAny<OperationCanceledException>(() => learner.Fit(data, new FitContext { Cancellation = done }));
        DecisionTreeClassifierModel stopped = learner.Fit(data, new FitContext { Stop = done });
        Assert.Equal((1, true, false), (stopped.NodeCount, stopped.Report.Stopped, stopped.Report.Converged));
        var reports = new List<FitProgress>();
        DecisionTreeClassifierModel model = learner.Fit(data, new FitContext { Progress = new ProgressSink(reports.Add) });
        Assert.Equal(new FitProgress("node", model.NodeCount, model.NodeCount), reports[^1]);
        Assert.Equal(new FitProgress("node", 1, 0), reports[0]);
    }

    [Fact]
    public void Bad_input_is_refused_in_words()
    {
        var learner = new DecisionTreeClassifier();
        Assert.Contains("MaxDepth must be at least 1, was 0", Fail(() => new DecisionTreeClassifier { MaxDepth = 0 }));
        Assert.Contains("MinSamplesSplit must be at least 2, was 1", Fail(() => new DecisionTreeClassifier { MinSamplesSplit = 1 }));
        Assert.Contains("MinSamplesLeaf must be at least 1, was 0", Fail(() => new DecisionTreeClassifier { MinSamplesLeaf = 0 }));
        Assert.Contains("MinImpurityDecrease must be at least 0, was -1", Fail(() => _ = learner with { MinImpurityDecrease = -1 }));
        Assert.Contains("Criterion must be one of Gini, Entropy, Error", Fail(() => _ = learner with { Criterion = (SplitCriterion)9 }));
        var infinite = new Matrix(new double[,] { { 1, 2 }, { 3, double.PositiveInfinity } });
        DecisionTreeClassifierModel model = new DecisionTreeClassifier().Fit(ClassificationData.Create(new Matrix(new double[2, 2]), [0, 1]));
        Assert.Contains("row 1, column 1 is Infinity; values must lie within ±1E+75, or be NaN for missing", Fail(() => model.Predict(infinite)));
        ClassificationData three = TreeData.Noisy(30, 2, weighted: false);
        Assert.Contains("CategoricalFeatures names feature 2; the data has 2, numbered from 0",
            Fail(() => (learner with { CategoricalFeatures = CategoricalFeatures.Of(2) }).Fit(three)));
        Assert.Contains("MonotonicConstraints need at most two classes, the data has 3",
            Fail(() => (learner with { MonotonicConstraints = MonotonicConstraints.Of((0, 1)) }).Fit(three)));
        Assert.Contains("direction must be 1 or -1, was 0", Fail(() => MonotonicConstraints.Of((0, 0))));
        Assert.Contains("feature 1 is constrained twice", Fail(() => MonotonicConstraints.Of((1, 1), (1, -1))));
        var both = new DecisionTreeRegressor { CategoricalFeatures = CategoricalFeatures.Of(1), MonotonicConstraints = MonotonicConstraints.Of((1, 1)) };
        Assert.Contains("feature 1 is categorical, so MonotonicConstraints can't order it", Fail(() => both.Fit(RegressionTreeTests.Wavy(20, 3))));
        Assert.Throws<FormatException>(() => MonotonicConstraints.Parse("0=2"));
        Assert.Throws<FormatException>(() => CategoricalFeatures.Parse("0,x=1"));
        Assert.Equal("0,3", CategoricalFeatures.Parse("3,0").ToString());
        Assert.Equal("0=1,2=-1", MonotonicConstraints.Parse("2=-1,0=1").ToString());
        Assert.Contains("the model was fitted on 2 features, this matrix has 3", Fail(() => model.Apply(new Matrix(new double[1, 3]))));
        Assert.Contains("destination must hold 2 values", Fail(() => model.Predict(new Matrix(new double[2, 2]), new int[3])));
    }

    private static ClassificationData Forty(bool isA, bool both)
    {
        // Row by row: class, side of A, side of B.
        (int Class, double A, double B)[] rows =
        [
            .. Enumerable.Range(0, 40).Select(i => (0, i < 30 ? 0.0 : 1, i < 20 ? 0.0 : 1)),
            .. Enumerable.Range(0, 40).Select(i => (1, i < 10 ? 0.0 : 1, 0.0)),
        ];
        double[][] x = [.. rows.Select(row => both ? [row.A, row.B] : new[] { isA ? row.A : row.B })];
        return ClassificationData.Create(new Matrix(x), [.. rows.Select(row => row.Class)]);
    }

    private static double Accuracy(DecisionTreeClassifierModel model, ClassificationData data)
    {
        int[] predictions = model.Predict(data.Features);
        return predictions.Where((code, i) => code == data.Codes[i]).Count() / (double)predictions.Length;
    }
}
