using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using ClassicML.Linear;
using ClassicML.Metrics;
using ClassicML.ModelSelection;
using ClassicML.Neighbors;
using ClassicML.Preprocessing;
using ClassicML.Trees;

namespace ClassicML.Tests.ModelSelection;

public class ComparisonTests
{
    [Fact]
    public void P_values_equal_scipys()
    {
        Golden golden = Golden.Read("significance", "tests");
        foreach (JsonElement expected in golden["corrected"].EnumerateArray())
            Close(expected, SignificanceTest.CorrectedT(
                expected.GetProperty("differences").Deserialize<double[]>()!, expected.GetProperty("ratio").GetDouble()));
        JsonElement five = golden["five_by_two"];
        Close(five, SignificanceTest.FiveByTwo(five.GetProperty("differences").Deserialize<double[]>()!));
        foreach (JsonElement expected in golden["mcnemar"].EnumerateArray())
            Assert.Equal(
                expected.GetProperty("p").GetDouble(),
                SignificanceTest.McNemar(expected.GetProperty("b").GetInt32(), expected.GetProperty("c").GetInt32(), 100).PValue, 1e-12);

        static void Close(JsonElement expected, SignificanceResult actual)
        {
            Assert.Equal(expected.GetProperty("t").GetDouble(), actual.Statistic, 1e-10);
            Assert.Equal(expected.GetProperty("p").GetDouble(), actual.PValue, 1e-10);
        }
    }

    [Fact]
    public void A_learner_does_not_differ_from_itself()
    {
        var once = CrossValidation.Run(new KNearestNeighborsClassifier(), Datasets.Iris());
        Assert.Equal(1, SignificanceTest.CorrectedT(once, once, ClassificationMetric.Accuracy).PValue);
        Assert.Equal(1, SignificanceTest.McNemar(once, once, Datasets.Iris()).PValue);
        Assert.Equal(1, SignificanceTest.FiveByTwo(new KNearestNeighborsClassifier(), new KNearestNeighborsClassifier(), Datasets.Iris()).PValue);
    }

    [Fact]
    public void A_stump_differs_from_neighbours_on_digits()
    {
        ClassificationData some = Datasets.Digits().Split(0.3, 1, stratified: true).Test;
        var folds = new StratifiedKFold { FoldCount = 5, Seed = 1 };
        var stump = CrossValidation.Run(new DecisionTreeClassifier { MaxDepth = 1 }, some, folds);
        var neighbours = CrossValidation.Run(new KNearestNeighborsClassifier(), some, folds);
        Assert.InRange(SignificanceTest.CorrectedT(stump, neighbours, ClassificationMetric.Accuracy).PValue, 0, 1e-3);
        Assert.InRange(SignificanceTest.McNemar(stump, neighbours, some).PValue, 0, 1e-12);
        Assert.Equal(
            SignificanceTest.McNemar(stump, neighbours, some),
            SignificanceTest.McNemar(stump.OutOfFoldPredictions.AsSpan(), neighbours.OutOfFoldPredictions.AsSpan(), some.Codes));
        // Two rows for the first alone and one for the second: as likely as not.
        Assert.Equal(new SignificanceResult("McNemar", 0.25, 0, 1), SignificanceTest.McNemar([0, 0, 1, 1], [1, 1, 0, 1], [0, 0, 0, 1]));
        Assert.Contains("row", Assert.Throws<ArgumentException>(() => SignificanceTest.McNemar([0], [0, 1], [0, 1])).Message);
        Assert.Throws<ArgumentException>(() => SignificanceTest.McNemar([], [], []));
        Assert.Contains("same folds", Assert.Throws<ArgumentException>(() => SignificanceTest.CorrectedT(
            stump, CrossValidation.Run(new KNearestNeighborsClassifier(), some), ClassificationMetric.Accuracy)).Message);
    }

    [Fact]
    public void Nested_comparison_equals_cross_validating_each_search()
    {
        ClassificationData data = Datasets.Wine();
        ISplitter outer = new StratifiedKFold { FoldCount = 4, Seed = 3 };
        GridSearch neighbours = new(ParameterGrid.For(new StandardScaler().Then(new KNearestNeighborsClassifier()))
            .Vary("k", [1, 5, 9], (p, k) => p with { Last = p.Last with { NeighborCount = k } }));
        GridSearch trees = new(ParameterGrid.For(new DecisionTreeClassifier()).Vary("depth", [1, 2, 4], (t, d) => t with { MaxDepth = d }));
        int seen = 0;
        NestedResult result = NestedCrossValidation.Run(
            [new("neighbours", neighbours), new("tree", trees), new("plain", new DecisionTreeClassifier())], data, outer,
            context: new FitContext
            {
                Progress = new ProgressSink(p =>
                {
                    Assert.Equal(12, p.Total);
                    Assert.True(p.Remaining >= TimeSpan.Zero);
                    Interlocked.Increment(ref seen);
                }),
            });

        Assert.Equal(12, seen);
        Assert.Equal(CrossValidation.Run(neighbours, data, outer).Scores(ClassificationMetric.Accuracy),
            result.Entries[0].Folds.Scores(ClassificationMetric.Accuracy));
        Assert.Equal(4, result.Entries[1].Winners.Length);
        double promised = result.Entries[1].Folds.Folds.Average(f => ((SearchModel)f.Model).BestScore);
        Assert.Equal(promised - result.Entries[1].Folds.Mean(ClassificationMetric.Accuracy), result.Entries[1].OptimismGap!.Value, 1e-12);
        Assert.Null(result.Entries[2].OptimismGap);
        Assert.Equal(3, result.CorrectedT().Length);
        Assert.Equal(3, result.McNemar().Length);
        Assert.Contains("'a' comes twice", Assert.Throws<ArgumentException>(() =>
            NestedCrossValidation.Run([new("a", neighbours), new("a", trees)], data)).Message);
    }

    [Fact]
    public void Regressors_are_compared_as_classifiers_are()
    {
        RegressionData data = Samples.Alcohol();
        ISplitter outer = new KFold { FoldCount = 4, Seed = 1 }, inner = new KFold { FoldCount = 3, Seed = 2 };
        double[] alphas = [0.01, 1, 100, 10_000];
        RegressorGridSearch ridge = new(ParameterGrid.For(new StandardScaler().Then(new Ridge()))
            .Vary("alpha", alphas, (p, a) => p with { Last = p.Last with { Alpha = a } }))
        { Splitter = inner, Metric = RegressionMetric.MeanSquaredError };
        NestedResult<IRegressorModel, RegressionOutcome> result = NestedCrossValidation.Run(
            [new("ridge", ridge), new("neighbours", new StandardScaler().Then(new KNearestNeighborsRegressor())),
                new("one neighbour", new KNearestNeighborsRegressor { NeighborCount = 1 })],
            data, outer, [RegressionMetric.MeanSquaredError, RegressionMetric.R2]);

        // Three plain loops.
        ImmutableArray<Fold> folds = outer.Split(data);
        double promised = 0;
        for (int o = 0; o < folds.Length; o++)
        {
            RegressionData train = data.SelectRows(folds[o].Train.AsSpan()), test = data.SelectRows(folds[o].Test.AsSpan());
            (double Error, double Alpha) best = (double.PositiveInfinity, 0);
            foreach (double alpha in alphas)
            {
                double sum = 0;
                foreach (Fold fold in inner.Split(train)) sum += Error(alpha, train.SelectRows(fold.Train.AsSpan()), train.SelectRows(fold.Test.AsSpan()));
                if (sum / 3 < best.Error) best = (sum / 3, alpha);
            }
            promised += best.Error / folds.Length;
            Assert.Equal(FormattableString.Invariant($"alpha={best.Alpha}"), result.Entries[0].Winners[o].ToString());
            Assert.Equal(Error(best.Alpha, train, test), result.Entries[0].Folds.Scores(RegressionMetric.MeanSquaredError)[o]);
        }
        // An error that turns out larger than promised was promised too well.
        Assert.Equal(result.Entries[0].Folds.Mean(RegressionMetric.MeanSquaredError) - promised, result.Entries[0].OptimismGap!.Value, 1e-12);
        Assert.Null(result.Entries[1].OptimismGap);
        Assert.Equal(3, result.CorrectedT().Length);
        Assert.Equal(result.CorrectedT()[0].Test,
            SignificanceTest.CorrectedT(result.Entries[0].Folds, result.Entries[1].Folds, RegressionMetric.MeanSquaredError));
        Assert.InRange(SignificanceTest.FiveByTwo(new Ridge(), new KNearestNeighborsRegressor { NeighborCount = 1 }, data).PValue, 0, 0.1);
        Assert.Equal(1, SignificanceTest.FiveByTwo(new Ridge(), new Ridge(), data).PValue);

        static double Error(double alpha, RegressionData train, RegressionData test)
        {
            double[] predicted = new StandardScaler().Then(new Ridge { Alpha = alpha }).Fit(train).Predict(test.Features);
            return RegressionMetric.MeanSquaredError.Compute(new RegressionOutcome(test.Targets, predicted));
        }
    }

    [Fact]
    public void The_optimism_gap_is_that_of_the_metric_compared()
    {
        GridSearch search = new(ParameterGrid.For(new KNearestNeighborsClassifier()).Vary("k", [1, 5, 20], (l, k) => l with { NeighborCount = k }));
        NestedResult result = NestedCrossValidation.Run(
            [new("records it", search with { MoreMetrics = [ClassificationMetric.LogLoss] }), new("does not", search)],
            Datasets.Wine(), metrics: [ClassificationMetric.LogLoss]);
        double promised = result.Entries[0].Folds.Folds.Average(fold =>
            ((SearchModel)fold.Model).BestResult.MoreScores["log-loss"].Average());
        Assert.Equal(result.Entries[0].Folds.Mean(ClassificationMetric.LogLoss) - promised, result.Entries[0].OptimismGap!.Value, 1e-12);
        Assert.Null(result.Entries[1].OptimismGap);
        Assert.Equal(5, result.Entries[1].Winners.Length);
    }

    [Fact]
    public void Groups_stay_whole_at_both_levels_of_nested_cross_validation()
    {
        ClassificationData data = Contract.Rows.Of(3, 120).WithGroups([.. Enumerable.Range(0, 120).Select(i => i % 24)]);
        var spy = new GroupSpy();
        NestedResult result = NestedCrossValidation.Run(
            [new("search", new GridSearch(ParameterGrid.For(spy).Vary("number", [1, 2], (s, number) => s with { Number = number }))
            {
                Splitter = new StratifiedGroupKFold { FoldCount = 3 },
            })],
            data, new GroupKFold { FoldCount = 4 });
        // Four outer folds of three inner ones for two candidates, and the winner of each outer fold.
        Assert.Equal(4 * (3 * 2 + 1), spy.Seen.Count);
        // A group has five rows; parts of it would have fewer.
        Assert.All(spy.Seen, groups => Assert.All(groups.GroupBy(g => g), group => Assert.Equal(5, group.Count())));
        foreach (var fold in result.Entries[0].Folds.Folds)
            Assert.Empty(fold.Fold.Train.Select(row => data.Groups[row]).Intersect(fold.Fold.Test.Select(row => data.Groups[row])));
        Assert.Contains("needs data with groups", Assert.ThrowsAny<ArgumentException>(() =>
            NestedCrossValidation.Run([new("plain", new KNearestNeighborsClassifier())], Contract.Rows.Of(3), new GroupKFold())).Message);
    }

    [Fact]
    public void A_validation_curve_equals_scikit_learns()
    {
        Golden golden = Golden.Read("validation-curve", "knn-wine");
        double[] ks = golden.Numbers("k");
        var curve = ValidationCurve.Run(
            new StandardScaler().Then(new KNearestNeighborsClassifier()),
            ks, (p, k) => p with { Last = p.Last with { NeighborCount = (int)k } }, Datasets.Wine());
        double[] train = golden.Numbers("train"), test = golden.Numbers("test");
        for (int i = 0; i < ks.Length; i++)
        {
            Assert.Equal(train[i], curve[i].TrainMean, 1e-12);
            Assert.Equal(test[i], curve[i].TestMean, 1e-12);
        }
    }

    [Fact]
    public void A_validation_curve_of_a_regressor_equals_scikit_learns()
    {
        Golden golden = Golden.Read("validation-curve", "knn-regressor-wine");
        double[] ks = golden.Numbers("k");
        var curve = ValidationCurve.Run(
            new StandardScaler().Then(new KNearestNeighborsRegressor()),
            ks, (p, k) => p with { Last = p.Last with { NeighborCount = (int)k } }, Samples.Alcohol());
        double[] train = golden.Numbers("train"), test = golden.Numbers("test");
        for (int i = 0; i < ks.Length; i++)
        {
            Assert.Equal(train[i], curve[i].TrainMean, 1e-12);
            Assert.Equal(test[i], curve[i].TestMean, 1e-12);
        }
    }

    [Fact]
    public void A_learning_curve_equals_scikit_learns()
    {
        Golden golden = Golden.Read("learning-curve", "knn-breast-cancer");
        double[] Values(string name) => golden.Numbers(name);
        var curve = LearningCurve.Run(
            new StandardScaler().Then(new KNearestNeighborsClassifier()), Datasets.BreastCancer(), Values("shares"), seed: null);
        Assert.Equal(Values("sizes"), curve.Select(point => point.X));
        for (int i = 0; i < curve.Length; i++)
        {
            Assert.Equal(Values("train")[i], curve[i].TrainMean, 1e-12);
            Assert.Equal(Values("test")[i], curve[i].TestMean, 1e-12);
            Assert.Equal(Values("test_deviation")[i], curve[i].TestDeviation, 1e-12);
        }
    }

    [Fact]
    public void A_learning_curve_of_a_regressor_ends_at_cross_validation()
    {
        var curve = LearningCurve.Run(new Ridge(), Samples.Alcohol(), [0.1, 1], new KFold { FoldCount = 2, Seed = 1 }, seed: 3);
        Assert.Equal(8, curve[0].X);
        Assert.True(curve[0].TestMean < curve[1].TestMean);
        Assert.Equal(CrossValidation.Run(new Ridge(), Samples.Alcohol(), new KFold { FoldCount = 2, Seed = 1 }).Mean(RegressionMetric.R2), curve[1].TestMean);
        Assert.Contains("shares must be in (0, 1], was 0",
            Assert.ThrowsAny<ArgumentException>(() => LearningCurve.Run(new Ridge(), Samples.Alcohol(), [0])).Message);
    }

    [Fact]
    public void A_learning_curve_grows_and_ends_at_cross_validation()
    {
        var learner = new StandardScaler().Then(new LogisticRegression());
        var curve = LearningCurve.Run(learner, Datasets.BreastCancer(), [0.05, 0.3, 1], seed: 1);
        Assert.True(curve[0].TestMean < curve[2].TestMean);
        // One fold has a training row more than the others, which it goes without.
        Assert.Equal(CrossValidation.Run(learner, Datasets.BreastCancer()).Mean(ClassificationMetric.Accuracy), curve[2].TestMean, 0.005);
        Assert.Equal(455, curve[2].X);
    }

    [Fact]
    public void A_random_search_draws_within_its_distributions_and_longer_ones_begin_alike()
    {
        var space = ParameterSpace.For(new DecisionTreeClassifier())
            .Vary("depth", Distribution.Integer(1, 4), (t, d) => t with { MaxDepth = d })
            .Vary("decrease", Distribution.LogUniform(1e-4, 1e-1), (t, d) => t with { MinImpurityDecrease = d })
            .Vary("criterion", Distribution.Choice(SplitCriterion.Gini, SplitCriterion.Entropy), (t, c) => t with { Criterion = c });
        var search = new RandomSearch(space, 40, seed: 2);
        foreach (Candidate candidate in search.Candidates)
        {
            var tree = (DecisionTreeClassifier)candidate.Learner;
            Assert.InRange(tree.MaxDepth!.Value, 1, 4);
            Assert.InRange(tree.MinImpurityDecrease, 1e-4, 1e-1);
        }
        Assert.Equal(4, search.Candidates.Select(c => ((DecisionTreeClassifier)c.Learner).MaxDepth).Distinct().Count());
        Assert.Equal(search.Candidates.Take(5).Select(c => c.ToString()), new RandomSearch(space, 5, seed: 2).Candidates.Select(c => c.ToString()));
        Assert.InRange(search.Fit(Datasets.Iris()).BestScore, 0.9, 1);
        Assert.Contains("low must be below high, 1, was 2", Assert.Throws<ArgumentException>(() => Distribution.Uniform(2, 1)).Message);
    }

    [Fact]
    public void Halving_scores_its_last_candidates_on_all_rows_and_finds_what_the_grid_finds()
    {
        var grid = ParameterGrid.For(new StandardScaler().Then(new KNearestNeighborsClassifier()))
            .Vary("k", [1, 3, 5, 7, 9, 11, 15, 21, 31], (p, k) => p with { Last = p.Last with { NeighborCount = k } });
        ClassificationData data = Datasets.BreastCancer();
        SearchModel halved = new HalvingSearch(grid).Fit(data), full = new GridSearch(grid).Fit(data);
        Assert.Equal(3, halved.Results.Count(r => r.IsComplete));
        Assert.False(halved.Report.Stopped);
        CandidateResult winner = full.Results.First(r => r.Candidate.ToString() == halved.BestCandidate.ToString());
        Assert.Equal(winner.Scores, halved.Results.First(r => r.Candidate == halved.BestCandidate).Scores);
        Assert.InRange(full.BestScore - winner.MeanScore, 0, 0.01);
    }

    /// <summary>
    /// The first round of scikit-learn's HalvingGridSearchCV has 2·folds·classes rows ('smallest'), here 400: so there is one round, of all rows
    /// and all nine candidates. From fewer rows on there is a round before it, of a third of the rows, which leaves three.
    /// </summary>
    [Theory]
    [InlineData(null, 9), InlineData(1, 3), InlineData(133, 3), InlineData(134, 9), InlineData(1000, 9)]
    public void Halving_begins_with_rows_enough_for_every_class_and_fold(int? least, int complete)
    {
        var rng = new Rng(1);
        int[] y = [.. Enumerable.Range(0, 400).Select(i => i % 40)];
        var x = Matrix.Wrap([.. Enumerable.Range(0, 800).Select(i => y[i / 2] + rng.NextDouble())], 400, 2);
        Candidate[] candidates = [.. Candidates(k => new KNearestNeighborsClassifier { NeighborCount = k })];
        var splitter = new StratifiedKFold { FoldCount = least is null ? 5 : 3 };
        SearchModel model = new HalvingSearch(candidates) { MinRowCount = least, Splitter = splitter }.Fit(ClassificationData.Create(x, y));
        Assert.Equal(complete, model.Results.Count(result => result.IsComplete));
        Candidate[] regressors = [.. Candidates(k => new KNearestNeighborsRegressor { NeighborCount = k })];
        RegressorSearchModel numbers = new RegressorHalvingSearch(regressors) { MinRowCount = least }
            .Fit(new RegressionData(x, Array.ConvertAll(y, code => (double)code)));
        // Numbers have no classes: ten rows are enough by default.
        Assert.Equal(least is null ? 3 : complete, numbers.Results.Count(result => result.IsComplete));

        static IEnumerable<Candidate> Candidates(Func<int, object> make) => Enumerable.Range(1, 9).Select(k => new Candidate(make(k), []));
    }

    [Fact]
    public void Training_scores_are_there_when_asked_for()
    {
        var result = CrossValidation.Run(new DecisionTreeClassifier(), Datasets.Wine(), withTrainScores: true);
        Assert.Equal(1, result.TrainMean(ClassificationMetric.Accuracy));
        Assert.True(result.Mean(ClassificationMetric.Accuracy) < 1);
        Assert.Contains("were not asked for", Assert.Throws<ArgumentException>(() =>
            CrossValidation.Run(new DecisionTreeClassifier(), Datasets.Wine()).TrainMean(ClassificationMetric.Accuracy)).Message);
    }

    /// <summary>A classifier that notes the groups of the rows it was fitted on.</summary>
    private sealed record GroupSpy : IClassifier<NearestCentroidModel>
    {
        public int Number { get; init; }

        public ConcurrentQueue<int[]> Seen { get; private init; } = [];

        public NearestCentroidModel Fit(ClassificationData data, FitContext context = default)
        {
            Seen.Enqueue(data.Groups.ToArray());
            return new NearestCentroid().Fit(data, context);
        }
    }
}
