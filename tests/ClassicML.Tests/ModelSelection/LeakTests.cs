using System.Collections.Concurrent;
using ClassicML.Linear;
using ClassicML.ModelSelection;
using ClassicML.Preprocessing;

namespace ClassicML.Tests.ModelSelection;

/// <summary>
/// No transformer sees a row that its model is tested on. A recorder, first in a pipeline, keeps the numbers of the rows that it was fitted on; its model is
/// then given these very rows, for what follows to learn from, or rows of which it has seen none.
/// </summary>
public class LeakTests
{
    private const int RowCount = 60;

    // The numbers of the rows are a column, and so are texts for encoders.
    private static readonly Table Rows = new(
        new NumberColumn("number", Enumerable.Range(0, RowCount).Select(i => (double)i)),
        new NumberColumn("x", Enumerable.Range(0, RowCount).Select(i => Math.Sin(5 * i) + i % 2)),
        new TextColumn("letter", Enumerable.Range(0, RowCount).Select(i => $"{(char)('a' + i * 7 % 5)}")));

    private static readonly ClassificationData Classes = ClassificationData.Create(Rows, [.. Enumerable.Range(0, RowCount).Select(i => i % 2)]);

    private static readonly RegressionData Numbers = new(Rows, [.. Enumerable.Range(0, RowCount).Select(i => Math.Sin(5 * i) + 0.1 * i)]);

    private static readonly StratifiedKFold Folds = new() { FoldCount = 4, Seed = 3 };

    private static readonly ColumnTransformer Encode = new ColumnTransformer()
        .With("letter", Columns.Named("letter"), new TargetEncoder { FoldCount = 3 }).With("x", Columns.Named("x"), new StandardScaler());

    [Fact]
    public void Cross_validation_of_a_pipeline_fits_on_training_rows_alone()
    {
        var log = new Log();
        CrossValidation.Run(new Recorder(log).Then(Encode).Then(new LogisticRegression()), Classes, Folds);
        Assert.Equal((4, RowCount), (log.Fits, log.TestedCount));
    }

    [Fact]
    public void A_search_compares_candidates_on_rows_that_no_stage_has_seen()
    {
        var log = new Log();
        GridSearch search = new(ParameterGrid.For(new Recorder(log).Then(Encode).Then(new LogisticRegression()))
            .Vary("C", [0.1, 1.0, 10], (p, c) => p with { Last = p.Last with { C = c } }))
        { Splitter = Folds };
        search.Fit(Classes);
        // Equal stages are fitted once a fold, and once for the best.
        Assert.Equal((5, RowCount), (log.Fits, log.TestedCount));

        var ofNumbers = new Log();
        RegressorGridSearch numbers = new(ParameterGrid.For(new Recorder(ofNumbers).Then(Encode).Then(new Ridge()))
            .Vary("alpha", [0.1, 1.0], (p, alpha) => p with { Last = p.Last with { Alpha = alpha } }))
        { Splitter = new KFold { FoldCount = 5 } };
        numbers.Fit(Numbers);
        Assert.Equal((6, RowCount), (ofNumbers.Fits, ofNumbers.TestedCount));
    }

    [Fact]
    public void Calibration_scores_the_rows_of_a_fold_by_a_model_of_the_others()
    {
        var log = new Log();
        new CalibratedClassifier(new Recorder(log).Then(Encode).Then(new LogisticRegression())) { FoldCount = 3 }.Fit(Classes);
        Assert.Equal((4, RowCount), (log.Fits, log.TestedCount));
    }

    [Fact]
    public void Nested_cross_validation_tests_on_rows_that_no_inner_search_has_seen()
    {
        var log = new Log();
        GridSearch search = new(ParameterGrid.For(new Recorder(log).Then(Encode).Then(new LogisticRegression()))
            .Vary("C", [0.1, 1.0], (p, c) => p with { Last = p.Last with { C = c } }))
        { Splitter = new StratifiedKFold { FoldCount = 2 } };
        CrossValidation.Run(search, Classes, Folds);
        // In each of four folds two inner ones and the best.
        Assert.Equal((4 * 3, RowCount), (log.Fits, log.TestedCount));
    }

    [Fact]
    public void Target_encoding_maps_training_rows_by_the_targets_of_others()
    {
        // A level for each row: all that a row could learn from is its own target.
        Table own = new(new TextColumn("id", Enumerable.Range(0, RowCount).Select(i => $"{i}")));
        var data = new RegressionData(own, Numbers.Targets);
        // Nothing can be learned, so nothing is predicted better than by the mean, on training rows as well.
        var last = (LinearRegressionModel)new TargetEncoder { Smoothing = 0 }.Then(new LinearRegression()).Fit(data).Last;
        Features crossed = new TargetEncoder { Smoothing = 0 }.FitTransform(data).Rows;
        double mean = last.Score(data.WithFeatures(crossed));
        Assert.True(mean < 0.2, $"{mean}");
    }

    /// <summary>What recorders have seen.</summary>
    private sealed class Log
    {
        private int fits;

        public int Fits => fits;

        /// <summary>The numbers of the rows that models were tested on.</summary>
        public ConcurrentBag<int> Tested { get; } = [];

        /// <summary>How many rows models were tested on, each counted once.</summary>
        public int TestedCount => Tested.Distinct().Count();

        public void Fitted() => Interlocked.Increment(ref fits);
    }

    private sealed record Recorder(Log Log) : ITransformer<RecorderModel>
    {
        public RecorderModel Fit(Features x, FitContext context = default)
        {
            Log.Fitted();
            return new RecorderModel(Log, [.. NumbersOf(x)], new FitReport().Ended(this, TimeSpan.Zero, x.ColumnNames));
        }
    }

    private sealed record RecorderModel(Log Log, HashSet<int> Seen, FitReport Report) : ITransformerModel
    {
        public int FeatureCount => 3;

        public int OutputCount => 3;

        public System.Collections.Immutable.ImmutableArray<string>? OutputNames => Report.FeatureNames;

        public Features Transform(Features x)
        {
            int[] rows = NumbersOf(x);
            if (Seen.SetEquals(rows)) return x;
            Assert.DoesNotContain(rows, Seen.Contains);
            foreach (int row in rows) Log.Tested.Add(row);
            return x;
        }
    }

    private static int[] NumbersOf(Features x) => [.. ((Table)x).Column<NumberColumn>("number").Values.ToArray().Select(value => (int)value)];
}
