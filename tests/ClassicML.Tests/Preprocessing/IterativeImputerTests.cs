using System.Text.Json;
using ClassicML.Linear;
using ClassicML.Preprocessing;
using ClassicML.Trees;

namespace ClassicML.Tests.Preprocessing;

public class IterativeImputerTests
{
    private const double Missing = double.NaN;

    public static TheoryData<string> Cases => [.. Golden.Cases("iterative-imputer")];

    [Theory, MemberData(nameof(Cases))]
    public void Equals_scikit_learn_iterative_imputer(string name)
    {
        Golden golden = Golden.Read("iterative-imputer", name);
        JsonElement options = golden["options"];
        var imputer = new IterativeImputer
        {
            Regressor = options.GetProperty("Regressor").GetString() switch
            {
                "ridge" => new Ridge { Alpha = 0.5 },
                "linear" => new LinearRegression(),
                _ => null,
            },
            InitialStatistic = Enum.Parse<ImputationStatistic>(options.GetProperty("InitialStrategy").GetString()!.Replace("_", ""), ignoreCase: true),
            Order = options.GetProperty("Order").GetString() switch
            {
                "ascending" => ImputationOrder.Ascending,
                "descending" => ImputationOrder.Descending,
                "roman" => ImputationOrder.LeftToRight,
                _ => ImputationOrder.RightToLeft,
            },
            SkipComplete = options.GetProperty("SkipComplete").GetBoolean(),
            MaxIterations = options.GetProperty("MaxIterations").GetInt32(),
            Tolerance = options.GetProperty("Tolerance").GetDouble(),
            MinValue = options.GetProperty("MinValue").Deserialize<double?>(),
            MaxValue = options.GetProperty("MaxValue").Deserialize<double?>(),
            AddIndicator = options.GetProperty("AddIndicator").GetBoolean(),
        };
        IterativeImputerModel model = imputer.Fit(golden.Matrix("x"));
        Assert.Equal(golden["rounds"].GetInt32(), model.Report.Iterations);
        // Rounds of well-posed regressions make of a rounding some hundred.
        Close(golden.Matrix("filled").Span, ((Matrix)model.Transform(golden.Matrix("x"))).Span, 1e-10);
        Close(golden.Matrix("transformed").Span, ((Matrix)model.Transform(golden.Matrix("other"))).Span, 1e-10);
    }

    [Fact]
    public void A_column_that_is_a_sum_of_others_is_found_again()
    {
        var rng = new Rng(3);
        Matrix whole = Matrix.Wrap([.. Enumerable.Range(0, 200).SelectMany(_ =>
        {
            (double a, double b) = (rng.NextDouble(), rng.NextDouble());
            return new[] { a, b, 1 + a - 2 * b };
        })], 200, 3);
        double[] holed = [.. whole.Span];
        for (int i = 0; i < 200; i += 4) holed[3 * i + i / 4 % 3] = Missing;
        IterativeImputerModel model = new IterativeImputer { MaxIterations = 200, Tolerance = 1e-7 }.Fit(Matrix.Wrap(holed, 200, 3));
        Assert.True(model.Report.Converged, model.Report.Reason);
        // The prior of the noise is worth 2·10⁻⁶.
        Close(whole.Span, ((Matrix)model.Transform(Matrix.Wrap(holed, 200, 3))).Span, 1e-4);
    }

    [Fact]
    public void A_fit_that_has_not_converged_says_so_and_progress_counts_the_rounds()
    {
        Matrix x = Holed();
        List<FitProgress> told = [];
        IterativeImputerModel short_ = new IterativeImputer { MaxIterations = 2, Tolerance = 1e-9 }.Fit(
            x, new FitContext { Progress = new ProgressSink(told.Add) });
        Assert.Equal((2, false, 2 * 4), (short_.Report.Iterations, short_.Report.Converged, short_.StepCount));
        Assert.StartsWith("the limit of 2 rounds was reached at a change of", short_.Report.Reason);
        Assert.Equal([("round", 1, 2), ("round", 2, 2)], told.Select(one => (one.Stage, one.Done, one.Total)));
        Assert.True(told[1].Objective < told[0].Objective);
        // Bayesian ridge regression looks no closer than 10⁻³ at its weights, so by a ridge of its own.
        IterativeImputerModel longer = new IterativeImputer { Regressor = new Ridge(), MaxIterations = 500, Tolerance = 1e-3 }.Fit(x);
        Assert.True(longer.Report.Converged && longer.Report.Iterations is > 2 and < 500, longer.Report.ToString());
        // Rows without missing values change nothing in their first round.
        FitReport complete = new IterativeImputer().Fit(RandomMatrix(30, 3)).Report;
        Assert.Equal((1, true), (complete.Iterations, complete.Converged));
    }

    [Fact]
    public void A_stop_keeps_the_rounds_so_far_and_a_cancellation_throws()
    {
        Matrix x = Holed();
        using var stop = new CancellationTokenSource();
        var context = new FitContext { Stop = stop.Token, Progress = new ProgressSink(told => { if (told.Done == 2) stop.Cancel(); }) };
        IterativeImputerModel stopped = new IterativeImputer { Tolerance = 0 }.Fit(x, context),
            limited = new IterativeImputer { Tolerance = 0, MaxIterations = 2 }.Fit(x);
        Assert.Equal((true, false, "the caller asked to stop"), (stopped.Report.Stopped, stopped.Report.Converged, stopped.Report.Reason));
        Assert.Equal(((Matrix)limited.Transform(x)).Span.ToArray(), ((Matrix)stopped.Transform(x)).Span.ToArray());
        IterativeImputerModel none = new IterativeImputer().Fit(x, new FitContext { Stop = new CancellationToken(true) });
        Assert.Equal(((Matrix)new SimpleImputer().Fit(x).Transform(x)).Span.ToArray(), ((Matrix)none.Transform(x)).Span.ToArray());
        using var cancel = new CancellationTokenSource();
        var cancelled = new FitContext { Cancellation = cancel.Token, Progress = new ProgressSink(_ => cancel.Cancel()) };
        Assert.ThrowsAny<OperationCanceledException>(() => new IterativeImputer { Tolerance = 0 }.Fit(x, cancelled));
    }

    [Fact]
    public void Any_regressor_fills_and_is_written_with_the_model()
    {
        Matrix x = Holed();
        var imputer = new IterativeImputer { Regressor = new DecisionTreeRegressor { MaxDepth = 3 }, MaxIterations = 3 };
        IterativeImputerModel model = imputer.Fit(x);
        Matrix filled = (Matrix)model.Transform(x);
        // A tree predicts nothing beyond what it has seen.
        for (int j = 0; j < 4; j++)
        {
            double[] seen = [.. x.SelectColumns([j]).Span.ToArray().Where(double.IsFinite)];
            Assert.All(filled.SelectColumns([j]).Span.ToArray(), value => Assert.InRange(value, seen.Min(), seen.Max()));
        }
        Assert.Equal(filled.Span.ToArray(), ((Matrix)Copy(model).Transform(x)).Span.ToArray());
        Assert.Equal(imputer, Copy(imputer));
        Assert.Equal(new IterativeImputer(), Copy(new IterativeImputer()));
        IterativeImputerModel ridge = new IterativeImputer().Fit(x);
        Assert.Equal(((Matrix)ridge.Transform(x)).Span.ToArray(), ((Matrix)Copy(ridge).Transform(x)).Span.ToArray());
    }

    [Fact]
    public void Empty_columns_are_dropped_or_kept_and_a_single_column_has_its_first_guess()
    {
        double[] values = [.. Holed().Span];
        for (int i = 1; i < values.Length; i += 4) values[i] = Missing;
        Matrix x = Matrix.Wrap(values, values.Length / 4, 4), without = x.SelectColumns([0, 2, 3]);
        IterativeImputerModel dropped = new IterativeImputer().Fit(x), kept = new IterativeImputer { KeepEmptyFeatures = true, AddIndicator = true }.Fit(x);
        Matrix expected = (Matrix)new IterativeImputer().Fit(without).Transform(without), all = (Matrix)kept.Transform(x);
        Assert.Equal(expected.Span.ToArray(), ((Matrix)dropped.Transform(x)).Span.ToArray());
        Assert.Equal(expected.Span.ToArray(), all.SelectColumns([0, 2, 3]).Span.ToArray());
        Assert.All(all.SelectColumns([1]).Span.ToArray(), value => Assert.Equal(0, value));
        Assert.Equal((1.0, 3), (dropped.Report.Details["empty_columns"], dropped.OutputCount));
        Assert.Equal([0, 2, 3], dropped.KeptColumns.ToArray());
        Assert.Equal([0, 1, 2, 3], kept.IndicatorColumns.ToArray());
        IterativeImputerModel single = new IterativeImputer { InitialStatistic = ImputationStatistic.Median }.Fit(x.SelectColumns([2]));
        Assert.Equal((0, true, 0), (single.Report.Iterations, single.Report.Converged, single.StepCount));
        Assert.Equal(single.First.Statistics[0], ((Matrix)single.Transform(new Matrix(new[,] { { Missing } })))[0, 0]);
    }

    [Fact]
    public void What_is_filled_in_stays_within_the_limits_and_a_random_order_goes_by_its_seed()
    {
        Matrix x = Holed();
        Matrix filled = (Matrix)new IterativeImputer { MinValue = 0.2, MaxValue = 0.3 }.Fit(x).Transform(x);
        for (int at = 0; at < x.Span.Length; at++)
            if (double.IsNaN(x.Span[at])) Assert.InRange(filled.Span[at], 0.2, 0.3);
            else Assert.Equal(x.Span[at], filled.Span[at]);
        Assert.Equal(Random(1), Random(1));
        Assert.NotEqual(Random(1), Random(2));

        double[] Random(int seed)
        {
            var imputer = new IterativeImputer { Order = ImputationOrder.Random, Seed = seed, MaxIterations = 1 };
            return ((Matrix)imputer.Fit(x).Transform(x)).Span.ToArray();
        }
    }

    [Fact]
    public void A_random_order_is_drawn_anew_in_every_round()
    {
        IterativeImputerModel model = new IterativeImputer { Order = ImputationOrder.Random, MaxIterations = 5, Tolerance = 0 }.Fit(Holed());
        string[] rounds = [.. model.Steps.Chunk(4).Select(round => string.Concat(round.Select(step => step.Column)))];
        Assert.Equal(5, rounds.Length);
        Assert.All(rounds, round => Assert.Equal("0123", string.Concat(round.Order())));
        Assert.True(rounds.Distinct().Count() > 2, string.Join(' ', rounds));
    }

    [Theory, InlineData(1e-300), InlineData(1e-8), InlineData(1e70)]
    public void Columns_of_any_size_are_filled_with_numbers_of_theirs(double unit)
    {
        Matrix plain = Holed();
        Matrix x = Matrix.Wrap([.. plain.Span.ToArray().Select(value => unit * value)], plain.RowCount, 4);
        Matrix filled = (Matrix)new IterativeImputer().Fit(x).Transform(x);
        Assert.All(filled.Span.ToArray(), value => Assert.InRange(value, -10 * unit, 10 * unit));
    }

    [Fact]
    public void Bad_input_is_refused_in_words()
    {
        Matrix x = Holed();
        Assert.Contains("MinValue must be below MaxValue, 1, was 2", Fail(() => new IterativeImputer { MinValue = 2, MaxValue = 1 }.Fit(x)));
        Assert.Contains("MaxValue must be in", Fail(() => new IterativeImputer { MaxValue = double.PositiveInfinity }));
        Assert.Contains("MaxIterations must be at least 1", Fail(() => new IterativeImputer { MaxIterations = 0 }));
        Assert.Contains("IterativeImputer reads dense data", Fail(() => new IterativeImputer().Fit(SparseMatrix.FromDense(x))));
        Assert.Contains("would drop every column", Fail(() => new IterativeImputer().Fit(new Matrix(new[,] { { Missing } }))));
        Assert.Contains("the regression of column", Fail(() => new IterativeImputer
        {
            Regressor = new DecisionTreeRegressor { Criterion = RegressionCriterion.Poisson },
        }.Fit(x)));
    }

    // Four columns that depend on one another, a fifth of the values missing.
    private static Matrix Holed()
    {
        var rng = new Rng(7);
        double[] x = new double[4 * 80];
        for (int i = 0; i < 80; i++)
        {
            (double a, double b) = (rng.NextDouble() - 0.5, rng.NextDouble() - 0.5);
            double[] row = [a, b, a + b + 0.1 * rng.NextDouble(), a - b + 0.1 * rng.NextDouble()];
            for (int j = 0; j < 4; j++) x[4 * i + j] = rng.NextDouble() < 0.2 ? Missing : row[j];
        }
        return Matrix.Wrap(x, 80, 4);
    }
}
