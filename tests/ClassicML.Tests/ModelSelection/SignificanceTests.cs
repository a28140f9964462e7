using System.Collections.Immutable;
using System.Numerics;
using ClassicML.Metrics;
using ClassicML.ModelSelection;

namespace ClassicML.Tests.ModelSelection;

/// <summary>Statistics and p-values by their formulas: binomial tails in whole numbers, Student's t by an integral over an angle.</summary>
public class SignificanceTests
{
    [Fact]
    public void McNemars_p_is_twice_the_smaller_binomial_tail()
    {
        for (int b = 0; b <= 20; b++)
            for (int c = 0; c <= 20; c++) Check(b, c, 50);
        Check(300, 380, 1000);
        Check(0, 1000, 1000);
        Check(512, 488, 2000);

        static void Check(int b, int c, int rows)
        {
            int n = b + c;
            BigInteger tail = 0, choose = 1;
            for (int i = 0; i <= Math.Min(b, c); i++)
            {
                tail += choose;
                choose = choose * (n - i) / (i + 1);
            }
            // The quotient to 200 bits, then a double.
            double expected = Math.Min(1, (double)((tail << 200) >> n) / Math.ScaleB(1, 199));
            SignificanceResult result = SignificanceTest.McNemar(b, c, rows);
            Assert.Equal("McNemar", result.Name);
            Assert.Equal((double)(b - c) / rows, result.Difference);
            Assert.Equal(expected, result.PValue, 1e-12 * expected + 1e-60);
            double excess = Math.Max(0, Math.Abs(b - c) - 1);
            Assert.Equal(n == 0 ? 0 : excess * excess / n, result.Statistic, 1e-12);
        }
    }

    /// <summary>By hand: of four tests the smallest times 4, the next times 3, and so on, none below the one before.</summary>
    [Theory]
    [InlineData(new[] { 0.01, 0.02, 0.03, 0.04 }, new[] { 0.04, 0.06, 0.06, 0.06 })]
    [InlineData(new[] { 0.04, 0.001, 0.8, 0.013 }, new[] { 0.08, 0.004, 0.8, 0.039 })]
    [InlineData(new[] { 0.5, 0.5 }, new[] { 1.0, 1.0 })]
    [InlineData(new[] { 0.3 }, new[] { 0.3 })]
    [InlineData(new double[0], new double[0])]
    public void Holms_correction_goes_from_the_smallest_p_up(double[] p, double[] expected)
    {
        ImmutableArray<double> corrected = SignificanceTest.Holm(p);
        Assert.Equal(expected.Length, corrected.Length);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], corrected[i], 1e-15);
    }

    [Theory, InlineData(-0.1), InlineData(1.1), InlineData(double.NaN)]
    public void Holms_correction_takes_p_values_only(double p) => Assert.Throws<ArgumentOutOfRangeException>(() => SignificanceTest.Holm([0.5, p]));

    [Fact]
    public void McNemars_test_counts_the_rows_that_just_one_has_right()
    {
        // First right alone on rows 0 and 1, the second on row 2; both on 3 and 4, neither on 5.
        int[] actual = [0, 1, 2, 0, 1, 2], first = [0, 1, 0, 0, 1, 0], second = [1, 2, 2, 0, 1, 1];
        SignificanceResult result = SignificanceTest.McNemar(first, second, actual);
        Assert.Equal(new SignificanceResult("McNemar", 1 / 6.0, 0, 1), result);
        Assert.Equal(-1 / 6.0, SignificanceTest.McNemar(second, first, actual).Difference);
        // Five against none: 2/32, and (5 - 1)²/5.
        result = SignificanceTest.McNemar([0, 0, 0, 0, 0, 1], [1, 1, 1, 1, 1, 1], [0, 0, 0, 0, 0, 1]);
        Assert.Equal((5 / 6.0, 3.2), (result.Difference, result.Statistic));
        Assert.Equal(0.0625, result.PValue, 1e-14);
    }

    [Fact]
    public void McNemars_test_of_cross_validations_asks_for_every_row()
    {
        ClassificationData data = Known.Rows(20);
        CrossValidationResult Run(ISplitter splitter, params int[] wrong) =>
            CrossValidation.Run(new KnownClassifier { Wrong = [.. wrong] }, data, splitter);
        var folds = new KFold { FoldCount = 4 };
        // The second misses five rows, of which the first misses two.
        SignificanceResult result = SignificanceTest.McNemar(Run(folds, 0, 1, 2), Run(folds, 1, 2, 5, 6, 7), data);
        Assert.Equal(SignificanceTest.McNemar(3, 1, 20), result);
        // Other folds of the same rows will do.
        Assert.Equal(result, SignificanceTest.McNemar(Run(folds, 0, 1, 2), Run(new KFold { FoldCount = 5, Seed = 1 }, 1, 2, 5, 6, 7),
            data));
        Assert.Contains("row 0 was never tested",
            Fail(() => SignificanceTest.McNemar(Run(folds), Run(new TimeSeriesSplit { FoldCount = 3 }), data)));
        Assert.Contains("must have 19 entries", Fail(() => SignificanceTest.McNemar(Run(folds), Run(folds), Known.Rows(19))));
    }

    [Theory, InlineData(2), InlineData(3), InlineData(5), InlineData(10)]
    public void The_corrected_t_test_is_its_formula(int folds)
    {
        var rng = new Rng((ulong)folds);
        for (int repeat = 0; repeat < 20; repeat++)
        {
            double[] d = [.. Enumerable.Range(0, folds).Select(_ => rng.NextDouble() - 0.4)];
            double ratio = 0.1 + rng.NextDouble(), mean = d.Sum() / folds, variance = d.Sum(x => (x - mean) * (x - mean)) / (folds - 1);
            double t = mean / Math.Sqrt((1.0 / folds + ratio) * variance);
            Same("corrected resampled t", mean, t, folds - 1, SignificanceTest.CorrectedT(d, ratio));
        }
    }

    /// <summary>Eleven rows in three folds: test rows are 4, 4 and 3, and the mean of 4/7, 4/7 and 3/8 counts.</summary>
    [Fact]
    public void The_corrected_t_test_of_cross_validations_takes_their_folds_and_scores()
    {
        ClassificationData data = Known.Rows(11);
        var splitter = new KFold { FoldCount = 3 };
        CrossValidationResult first = CrossValidation.Run(new KnownClassifier { Wrong = [0] }, data, splitter);
        CrossValidationResult second = CrossValidation.Run(new KnownClassifier { Wrong = [1, 2, 4, 5, 6, 8] }, data, splitter);
        double[] d = [3 / 4.0 - 2 / 4.0, 1 - 1 / 4.0, 1 - 2 / 3.0];
        double ratio = (4 / 7.0 + 4 / 7.0 + 3 / 8.0) / 3, mean = d.Sum() / 3, variance = d.Sum(x => (x - mean) * (x - mean)) / 2;
        Same("corrected resampled t", mean, mean / Math.Sqrt((1 / 3.0 + ratio) * variance), 2,
            SignificanceTest.CorrectedT(first, second, ClassificationMetric.Accuracy));
        Same("corrected resampled t", -mean, -mean / Math.Sqrt((1 / 3.0 + ratio) * variance), 2,
            SignificanceTest.CorrectedT(second, first, ClassificationMetric.Accuracy));

        RegressorCrossValidationResult Numbers(double error, params int[] rows) => CrossValidation.Run(
            new KnownRegressor { Errors = rows.ToImmutableDictionary(r => r, _ => error) }, Known.Numbers(11), splitter,
                [RegressionMetric.MeanAbsoluteError]);
        // Mean errors of 2, 1 and 0 against none.
        double[] e = [2, 1, 0];
        Same("corrected resampled t", 1, 1 / Math.Sqrt((1 / 3.0 + ratio) * 1), 2,
            SignificanceTest.CorrectedT(Numbers(4, 0, 1, 4), Numbers(0), RegressionMetric.MeanAbsoluteError));
        Assert.Equal(e, Numbers(4, 0, 1, 4).Scores(RegressionMetric.MeanAbsoluteError));

        // Without any spread: the same everywhere is certain, equal scores are nothing.
        SignificanceResult certain = SignificanceTest.CorrectedT([0.25, 0.25, 0.25], 0.5);
        Assert.Equal((0.25, double.PositiveInfinity, 0.0), (certain.Difference, certain.Statistic, certain.PValue));
        Assert.Equal(new SignificanceResult("corrected resampled t", 0, 0, 1), SignificanceTest.CorrectedT([0, 0, 0], 0.5));
        Assert.Contains("at least two folds", Fail(() =>
        {
            CrossValidationResult one = CrossValidation.Run(new KnownClassifier(), data, new ShuffleSplit { SplitCount = 1 });
            SignificanceTest.CorrectedT(one, one, ClassificationMetric.Accuracy);
        }));
        Assert.Contains("same folds", Fail(() => SignificanceTest.CorrectedT(
            Numbers(0), CrossValidation.Run(new KnownRegressor(), Known.Numbers(11), new KFold { FoldCount = 4 },
                [RegressionMetric.MeanAbsoluteError]), RegressionMetric.MeanAbsoluteError)));
    }

    [Fact]
    public void Five_by_two_is_its_formula()
    {
        var rng = new Rng(4);
        for (int repeat = 0; repeat < 20; repeat++)
        {
            double[] d = [.. Enumerable.Range(0, 10).Select(_ => rng.NextDouble() - 0.4)];
            Same("5×2 cv paired t", d.Sum() / 10, Dietterich(d), 5, SignificanceTest.FiveByTwo(d));
        }
    }

    [Fact]
    public void Five_by_two_of_learners_takes_five_repeats_of_halves()
    {
        ClassificationData data = Known.Rows(22);
        var log = new KnownLog();
        KnownClassifier first = new() { Number = 1, Log = log, Wrong = [0, 1, 5] },
            second = new() { Number = 2, Log = log, Wrong = [2, 3, 4, 5, 10, 11, 17] };
        foreach (int seed in new[] { 0, 3 })
        {
            ImmutableArray<Fold> folds = new RepeatedStratifiedKFold { FoldCount = 2, RepeatCount = 5, Seed = seed }.Split(data);
            double[] d = [.. folds.Select(fold => Share(fold.Test, first.Wrong) - Share(fold.Test, second.Wrong))];
            Same("5×2 cv paired t", d.Sum() / 10, Dietterich(d), 5, SignificanceTest.FiveByTwo(first, second, data, seed: seed));
        }
        Assert.Equal(2 * 2 * 10, log.Fits.Length);
        // Another metric is another test.
        Assert.NotEqual(
            SignificanceTest.FiveByTwo(first, second, data).Statistic,
                SignificanceTest.FiveByTwo(first, second, data, ClassificationMetric.MatthewsCorrelation).Statistic);

        static double Share(ImmutableArray<int> test, ImmutableHashSet<int> wrong) =>
            test.Count(row => !wrong.Contains(row)) / (double)test.Length;
    }

    [Theory, InlineData(0), InlineData(7), InlineData(int.MaxValue)]
    public void Five_by_two_of_regressors_draws_halves_without_classes(int seed)
    {
        var log = new KnownLog();
        KnownRegressor first = new() { Number = 1, Log = log, Errors = Errors([1, 4, 9], 2) },
            second = new() { Number = 2, Log = log, Errors = Errors([2, 3, 5, 8, 20], 3) };
        SignificanceResult result = SignificanceTest.FiveByTwo(
            first, second, Known.Numbers(21), RegressionMetric.MeanAbsoluteError, seed, new FitContext { MaxThreads = 1 });
        // One learner after the other, on ten halves each.
        KnownFit[][] fits = [.. log.Fits.Chunk(10)];
        Assert.Equal([[.. Enumerable.Repeat(1, 10)], [.. Enumerable.Repeat(2, 10)]], fits.Select(ten => ten.Select(fit => fit.Learner)));
        Assert.Equal(fits[0].Select(fit => fit.Train), fits[1].Select(fit => fit.Train));
        int[][] tests = [.. fits[0].Select(fit => Assert.Single(fit.Predicted))];
        for (int half = 0; half < 10; half += 2)
        {
            Assert.Equal(fits[0][half].Train, tests[half + 1]);
            Assert.Equal(fits[0][half + 1].Train, tests[half]);
            Assert.Equal((11, 10), (tests[half].Length, tests[half + 1].Length));
            Assert.Equal(Enumerable.Range(0, 21), tests[half].Concat(tests[half + 1]).Order());
        }
        Assert.Equal(5, tests.Where((_, half) => half % 2 == 0).Select(rows => string.Join(' ', rows)).Distinct().Count());
        double[] d = [.. tests.Select(rows => rows.Average(row => first.Errors.GetValueOrDefault(row)) - rows.Average(row =>
            second.Errors.GetValueOrDefault(row)))];
        Same("5×2 cv paired t", d.Sum() / 10, Dietterich(d), 5, result);

        static ImmutableDictionary<int, double> Errors(int[] rows, double error) => rows.ToImmutableDictionary(row => row, _ => error);
    }

    // Two runs that shared repeats would not be two looks at the difference.
    [Fact]
    public void Five_by_two_of_regressors_shares_no_repeat_between_neighbouring_seeds()
    {
        string[] halves = [.. Enumerable.Range(0, 4).SelectMany(seed =>
        {
            var log = new KnownLog();
            SignificanceTest.FiveByTwo(new KnownRegressor { Log = log }, new KnownRegressor(), Known.Numbers(30), RegressionMetric.MeanAbsoluteError, seed);
            return log.Fits.Select(fit => string.Join(' ', fit.Train));
        })];
        Assert.Equal(4 * 10, halves.Distinct().Count());
    }

    [Fact]
    public void A_nested_comparison_tests_every_pair_in_order()
    {
        ClassificationData data = Known.Rows(40);
        int[][] wrong = [[0, 1, 2], [3, 4, 5, 6, 20, 21], [7]];
        ISplitter outer = new StratifiedKFold { FoldCount = 4, Seed = 1 };
        NestedResult result = NestedCrossValidation.Run(
            wrong.Select((rows, i) => KeyValuePair.Create($"{i}",
            (IClassifier<IClassifierModel>)new KnownClassifier { Wrong = [.. rows] })), data, outer,
            [ClassificationMetric.F1Macro, ClassificationMetric.Accuracy]);
        CrossValidationResult[] plain = [.. wrong.Select(rows => CrossValidation.Run(
            new KnownClassifier { Wrong = [.. rows] }, data, outer, [ClassificationMetric.F1Macro, ClassificationMetric.Accuracy]))];
        (int, int)[] pairs = [(0, 1), (0, 2), (1, 2)];
        Assert.Equal(pairs, result.CorrectedT().Select(pair => (int.Parse(pair.First.Name), int.Parse(pair.Second.Name))));
        Assert.Equal(pairs, result.McNemar().Select(pair => (int.Parse(pair.First.Name), int.Parse(pair.Second.Name))));
        for (int at = 0; at < 3; at++)
        {
            (int a, int b) = pairs[at];
            // The first metric is compared.
            Assert.Equal(SignificanceTest.CorrectedT(plain[a], plain[b], ClassificationMetric.F1Macro), result.CorrectedT()[at].Test);
            Assert.Equal(SignificanceTest.McNemar(plain[a], plain[b], data), result.McNemar()[at].Test);
        }
        Assert.Contains("row 0 was never tested", Fail(() => NestedCrossValidation.Run(
            [new("a", new KnownClassifier()), new("b", new KnownClassifier())], data, new TimeSeriesSplit()).McNemar()));
        Assert.Contains("at least one learner", Fail(() => NestedCrossValidation.Run(
            Array.Empty<KeyValuePair<string, IClassifier<IClassifierModel>>>(), data)));

        NestedResult<IRegressorModel, RegressionOutcome> numbers = NestedCrossValidation.Run(
            Enumerable.Range(0, 3).Select(i => KeyValuePair.Create($"{i}", (IRegressor<IRegressorModel>)new KnownRegressor
            {
                Errors = Enumerable.Range(0, 40).ToImmutableDictionary(row => row, row => row * (i + 1) % 7 - 3.0),
            })),
            Known.Numbers(40), new KFold { FoldCount = 4 }, [RegressionMetric.MeanAbsoluteError]);
        Assert.Equal(pairs, numbers.CorrectedT().Select(pair => (int.Parse(pair.First.Name), int.Parse(pair.Second.Name))));
        foreach (var pair in numbers.CorrectedT())
            Assert.Equal(SignificanceTest.CorrectedT(pair.First.Folds, pair.Second.Folds, RegressionMetric.MeanAbsoluteError), pair.Test);
    }

    [Fact]
    public void A_seed_below_zero_is_refused()
    {
        Assert.Contains("at least 0, was -1", Fail(() =>
            SignificanceTest.FiveByTwo(new KnownClassifier(), new KnownClassifier(), Known.Rows(20), seed: -1)));
        Assert.Contains("seed must be at least 0, was -1",
            Fail(() => SignificanceTest.FiveByTwo(new KnownRegressor(), new KnownRegressor(), Known.Numbers(20), seed: -1)));
    }

    // The first difference over the root of the mean of the repeats' variances.
    private static double Dietterich(double[] d)
    {
        double variances = 0;
        foreach (double[] pair in d.Chunk(2))
        {
            double mean = (pair[0] + pair[1]) / 2;
            variances += (pair[0] - mean) * (pair[0] - mean) + (pair[1] - mean) * (pair[1] - mean);
        }
        return d[0] / Math.Sqrt(variances / 5);
    }

    private static void Same(string name, double difference, double t, int freedom, SignificanceResult actual)
    {
        Assert.Equal(name, actual.Name);
        Assert.Equal(difference, actual.Difference, 1e-14);
        Assert.Equal(t, actual.Statistic, 1e-10 * Math.Max(1, Math.Abs(t)));
        Assert.Equal(TwoSided(t, freedom), actual.PValue, 1e-10);
    }

    // With x = √ν·tan θ Student's density is cosine θ to the power ν - 1: the share of it beyond ±t, by Simpson's rule, whose error is far
    // below 1e-12 here.
    private static double TwoSided(double t, int freedom)
    {
        double from = Math.Atan(Math.Abs(t) / Math.Sqrt(freedom));
        return Integral(from, Math.PI / 2) / Integral(0, Math.PI / 2);

        double Integral(double low, double high)
        {
            const int steps = 2000;
            double width = (high - low) / steps, sum = 0;
            for (int i = 0; i <= steps; i++)
                sum += Math.Pow(Math.Max(0, Math.Cos(low + i * width)), freedom - 1) * (i == 0 || i == steps ? 1 : i % 2 == 1 ? 4 : 2);
            return sum * width / 3;
        }
    }
}
