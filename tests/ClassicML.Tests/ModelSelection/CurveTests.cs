using System.Collections.Immutable;
using ClassicML.Metrics;
using ClassicML.ModelSelection;

namespace ClassicML.Tests.ModelSelection;

/// <summary>Points of learning and validation curves by plain means and deviations, and the rows behind them.</summary>
public class CurveTests
{
    /// <summary>Eleven rows in three folds leave 7, 7 and 8 to train on; seven are the most that all have.</summary>
    [Theory, InlineData(null), InlineData(0), InlineData(5)]
    public void Parts_of_a_learning_curve_have_the_share_rounded_down_and_grow(int? seed)
    {
        double[] shares = [0.05, 0.3, 0.5, 0.8, 1];
        int[] counts = [1, 2, 3, 5, 7];
        var log = new KnownLog();
        var learner = new KnownClassifier { Log = log, Wrong = [0, 1, 4, 7, 10] };
        var splitter = new KFold { FoldCount = 3, Seed = 2 };
        ClassificationData data = Known.Rows(11);
        ImmutableArray<CurvePoint> curve = LearningCurve.Run(learner, data, shares, splitter, seed: seed,
            context: new FitContext { MaxThreads = 1 });
        ImmutableArray<Fold> folds = splitter.Split(data);
        Assert.Equal(counts.Select(count => (double)count), curve.Select(point => point.X));
        // One share after the other, each on all folds.
        KnownFit[][] fits = [.. log.Fits.Chunk(3)];
        Assert.Equal(5, fits.Length);
        for (int s = 0; s < 5; s++)
        {
            double[] train = new double[3], test = new double[3];
            for (int f = 0; f < 3; f++)
            {
                int[] rows = fits[s][f].Train;
                Assert.Equal(counts[s], rows.Length);
                Assert.Equal(rows.Order(), rows);
                Assert.Subset(folds[f].Train.ToHashSet(), rows.ToHashSet());
                if (s > 0) Assert.Subset(rows.ToHashSet(), fits[s - 1][f].Train.ToHashSet());
                if (seed is null) Assert.Equal(folds[f].Train.Take(counts[s]), rows);
                Assert.Equal([folds[f].Test.ToArray(), rows], fits[s][f].Predicted);
                train[f] = rows.Count(row => !learner.Wrong.Contains(row)) / (double)rows.Length;
                test[f] = folds[f].Test.Count(row => !learner.Wrong.Contains(row)) / (double)folds[f].Test.Length;
            }
            Same(counts[s], train, test, curve[s]);
        }
    }

    [Fact]
    public void Another_seed_takes_other_rows_and_folds_draw_by_themselves()
    {
        int[][] Drawn(int seed)
        {
            var log = new KnownLog();
            LearningCurve.Run(new KnownRegressor { Log = log }, Known.Numbers(90), [0.5],
            new PredefinedSplit([.. Enumerable.Repeat(-1, 80), .. Enumerable.Range(0, 10)]),
                seed: seed, context: new FitContext { MaxThreads = 1 });
            return [.. log.Fits.Select(fit => fit.Train)];
        }
        Assert.Equal(Drawn(0), Drawn(0));
        Assert.NotEqual(Drawn(0)[0], Drawn(1)[0]);
        // Ten folds that train on nearly the same rows take different halves of them; equal orders would share nearly all.
        int[][] drawn = Drawn(0);
        Assert.All(drawn.Skip(1), rows => Assert.InRange(rows.Intersect(drawn[0]).Count(), 10, 34));
        Assert.Contains("seed must be at least 0, was -1", Fail(() => Drawn(-1)));
    }

    [Fact]
    public void A_learning_curve_has_five_points_by_default()
    {
        ImmutableArray<CurvePoint> curve = LearningCurve.Run(new KnownClassifier(), Known.Rows(100));
        // Of 80 training rows the shares 0.1, 0.325, 0.55, 0.775 and 1.
        Assert.Equal([8.0, 26, 44, 62, 80], curve.Select(point => point.X));
        Assert.All(curve, point => Assert.Equal(new CurvePoint(point.X, 1, 0, 1, 0), point));
        ImmutableArray<CurvePoint> numbers = LearningCurve.Run(new KnownRegressor(), Known.Numbers(100));
        Assert.Equal(curve, numbers);
        Assert.Contains("shares must be in (0, 1], was 1.5",
            Fail(() => LearningCurve.Run(new KnownClassifier(), Known.Rows(100), [0.5, 1.5])));
    }

    [Fact]
    public void A_learning_curve_of_a_regressor_is_of_its_metric()
    {
        var log = new KnownLog();
        var learner = new KnownRegressor
        {
            Log = log,
            Errors = Enumerable.Range(0, 20).ToImmutableDictionary(row => row, row => row * row % 7 - 3.0)
        };
        var splitter = new KFold { FoldCount = 4, Seed = 1 };
        ImmutableArray<CurvePoint> curve = LearningCurve.Run(
            learner, Known.Numbers(20), [0.4, 1], splitter, RegressionMetric.MeanAbsoluteError, 3, new FitContext { MaxThreads = 1 });
        KnownFit[][] fits = [.. log.Fits.Chunk(4)];
        for (int s = 0; s < 2; s++)
            Same(
                s == 0 ? 6 : 15, [.. fits[s].Select(fit => Error(fit.Train))],
                    [.. splitter.Split(Known.Numbers(20)).Select(fold => Error([.. fold.Test]))], curve[s]);

        double Error(int[] rows) => rows.Average(row => Math.Abs(learner.Errors[row]));
    }

    [Fact]
    public void Points_of_a_validation_curve_are_means_and_deviations_over_the_folds()
    {
        double[] values = [3, 0, 1.5];
        ClassificationData data = Known.Rows(23);
        var splitter = new StratifiedKFold { FoldCount = 4, Seed = 1 };
        ImmutableHashSet<int> Wrong(double value) => [.. Enumerable.Range(0, 23).Where(row => row * 5 % 12 < 2 * value)];
        ImmutableArray<CurvePoint> curve = ValidationCurve.Run(new KnownClassifier(), values, (l, value) => l with { Wrong = Wrong(value) },
            data, splitter);
        for (int v = 0; v < values.Length; v++)
        {
            ImmutableHashSet<int> wrong = Wrong(values[v]);
            double Share(IReadOnlyCollection<int> rows) => rows.Count(row => !wrong.Contains(row)) / (double)rows.Count;
            ImmutableArray<Fold> folds = splitter.Split(data);
            Same(values[v], [.. folds.Select(fold => Share(fold.Train))], [.. folds.Select(fold => Share(fold.Test))], curve[v]);
        }
        // Another metric, and by default five folds.
        CurvePoint point = ValidationCurve.Run(
            new KnownClassifier(), [2], (l, value) => l with { Wrong = Wrong(value) }, data,
                metric: ClassificationMetric.MatthewsCorrelation)[0];
        CrossValidationResult plain = CrossValidation.Run(
            new KnownClassifier { Wrong = Wrong(2) }, data, metrics: [ClassificationMetric.MatthewsCorrelation], withTrainScores: true);
        Assert.Equal(
            new CurvePoint(2, plain.TrainMean(ClassificationMetric.MatthewsCorrelation), point.TrainDeviation,
                plain.Mean(ClassificationMetric.MatthewsCorrelation), plain.Deviation(ClassificationMetric.MatthewsCorrelation)), point);
    }

    [Fact]
    public void Points_of_a_validation_curve_of_a_regressor_are_of_its_metric()
    {
        RegressionData data = Known.Numbers(23);
        var splitter = new KFold { FoldCount = 4, Seed = 1 };
        ImmutableDictionary<int, double> Errors(double value) =>
            Enumerable.Range(0, 23).ToImmutableDictionary(row => row, row => value * (row * 5 % 7 - 3));
        ImmutableArray<CurvePoint> curve = ValidationCurve.Run(
            new KnownRegressor(), [2, 0.5], (l, value) => l with { Errors = Errors(value) }, data, splitter,
                RegressionMetric.MeanSquaredError);
        for (int v = 0; v < 2; v++)
        {
            double value = v == 0 ? 2 : 0.5;
            double Error(IEnumerable<int> rows) => rows.Average(row => Math.Pow(Errors(value)[row], 2));
            ImmutableArray<Fold> folds = splitter.Split(data);
            Same(value, [.. folds.Select(fold => Error(fold.Train))], [.. folds.Select(fold => Error(fold.Test))], curve[v]);
        }
        Assert.Equal(1, ValidationCurve.Run(new KnownRegressor(), [1], (l, _) => l, data)[0].TestMean);
    }

    private static void Same(double x, double[] train, double[] test, CurvePoint point)
    {
        Assert.Equal(x, point.X);
        Assert.Equal(train.Average(), point.TrainMean, 1e-13);
        Assert.Equal(test.Average(), point.TestMean, 1e-13);
        Assert.Equal(Deviation(train), point.TrainDeviation, 1e-13);
        Assert.Equal(Deviation(test), point.TestDeviation, 1e-13);

        static double Deviation(double[] scores) => Math.Sqrt(scores.Sum(s => Math.Pow(s - scores.Average(), 2)) / (scores.Length - 1));
    }
}
