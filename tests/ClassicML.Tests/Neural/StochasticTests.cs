using System.Numerics;
using ClassicML.Neural;

namespace ClassicML.Tests.Neural;

/// <summary>Steps over batches against plain loops, and the rules by which a training by steps ends.</summary>
public class StochasticTests
{
    // Each has an option that the others leave alone; batches leave a rest, of a single row in the first.
    private static readonly Dictionary<string, (int Rows, MlpClassifier Learner)> Fits = new()
    {
        ["adam"] = (1025, new() { BatchSize = 1024, LearningRate = 0.01, MaxEpochs = 4 }),
        ["adam with other memories"] = (300, new()
        {
            BatchSize = 37, LearningRate = 0.02, Beta1 = 0.7, Beta2 = 0.9, Epsilon = 1e-3, MaxEpochs = 3,
        }),
        ["plain descent"] = (1024, Descent with { BatchSize = 1023, Momentum = 0, Nesterov = false, MaxEpochs = 3 }),
        ["momentum over all rows"] = (3000, Descent with { BatchSize = 10_000, Nesterov = false, MaxEpochs = 3 }),
        ["nesterov"] = (1023, Descent with { BatchSize = 100, Momentum = 0.8, MaxEpochs = 3 }),
        ["inverse scaling"] = (200, Descent with { BatchSize = 64, Schedule = MlpSchedule.InverseScaling, Power = 0.3, MaxEpochs = 5 }),
        // The rate falls with the rows that were learnt from; those kept aside are none.
        ["inverse scaling with rows kept aside"] = (200, Descent with
        {
            BatchSize = 50,
            Schedule = MlpSchedule.InverseScaling,
            ValidationShare = 0.4,
            MaxEpochs = 4,
        }),
        ["adaptive"] = (90, Descent with
        {
            LearningRate = 0.3,
            BatchSize = 40,
            Schedule = MlpSchedule.Adaptive,
            Tolerance = 0.05,
            PatienceCount = 2,
            MaxEpochs = 300,
        }),
        ["a schedule that adam does not read"] = (90, new()
        {
            BatchSize = 40, LearningRate = 0.01, Schedule = MlpSchedule.Adaptive, Tolerance = 0.02, PatienceCount = 1, MaxEpochs = 300,
        }),
        ["shuffled"] = (130, new() { BatchSize = 16, LearningRate = 0.01, MaxEpochs = 4, Seed = 3 }),
        ["patience"] = (90, new() { BatchSize = 32, LearningRate = 0.01, Tolerance = 0.01, PatienceCount = 3, MaxEpochs = 400 }),
        ["no patience"] = (60, new() { BatchSize = 32, LearningRate = 0.01, Tolerance = 10, PatienceCount = null, MaxEpochs = 30 }),
        ["rows kept aside"] = (300, new()
        {
            BatchSize = 32, LearningRate = 0.01, ValidationShare = 0.3, PatienceCount = 3, Tolerance = 0.002, MaxEpochs = 60,
        }),
        ["many rows kept aside"] = (3000, new() { BatchSize = 500, LearningRate = 0.01, ValidationShare = 0.4, MaxEpochs = 3 }),
        ["a strong penalty"] = (150, Descent with { BatchSize = 40, Alpha = 5, MaxEpochs = 4 }),
    };

    private static MlpClassifier Descent => new() { Solver = MlpSolver.Sgd, LearningRate = 0.05, Momentum = 0.5 };

    public static TheoryData<string, int> Cases { get; } = new MatrixTheoryData<string, int>(Fits.Keys, [2, 3, 0]);

    [Theory, MemberData(nameof(Cases))]
    public void Every_epoch_is_that_of_plain_loops(string name, int classes)
    {
        var (data, learner, start, train, aside) = Make(name, classes);
        ReferenceRun expected = data.Reference(learner).Train(learner, start, data, train, aside);
        Trained fit = Run<double>(data, learner, start);
        // Rounding grows from step to step; Adam divides by what may be near zero.
        Close([.. expected.Losses], fit.History.Loss.AsSpan(), 1e-9);
        Close([.. expected.Scores], fit.History.Score.AsSpan(), 1e-8);
        Close([.. expected.Norms], fit.History.GradientNorms.Span, 1e-8);
        Close(expected.Parameters, fit.Parameters, 1e-7);
        Assert.Equal((expected.Losses.Count, expected.KeptEpoch), (fit.Report.Iterations, (int)fit.Report.Details["kept_epoch"]));
        Assert.Equal(fit.History.Loss[expected.KeptEpoch - 1], fit.Report.Objective);
        Assert.Equal(expected.Losses.Count < learner.MaxEpochs, fit.Report.Converged);
        string? reason = fit.Report.Converged ? null : MlpFit.LimitReason(learner.MaxEpochs, "epochs", fit.History.Loss[^1]);
        Assert.Equal(reason, fit.Report.Reason);
        if (aside.Length > 0) Assert.Equal(fit.History.Score[expected.KeptEpoch - 1], fit.Report.Details["validation_score"]);
    }

    // 24 bits a number, some hundred steps.
    [Theory, InlineData("adam", 3), InlineData("nesterov", 2), InlineData("rows kept aside", 0), InlineData("shuffled", 0)]
    public void Single_precision_takes_the_same_steps(string name, int classes)
    {
        var (data, learner, start, train, aside) = Make(name, classes);
        learner = learner with { MaxEpochs = 4 };
        ReferenceRun expected = data.Reference(learner).Train(learner, start, data, train, aside);
        Trained fit = Run<float>(data, learner, start);
        Close([.. expected.Losses], fit.History.Loss.AsSpan(), 1e-5);
        Close([.. expected.Norms], fit.History.GradientNorms.Span, 1e-4);
        Close(expected.Parameters, fit.Parameters, 1e-4);
    }

    /// <summary>
    /// Row i has target 2ⁱ and a column of its own, and steps are too small to move anything: an epoch's loss is the sum of ½·4ⁱ over the
    /// rows that it visits, which tells how often it visited each.
    /// </summary>
    [Theory]
    [InlineData(1), InlineData(3), InlineData(7), InlineData(20), InlineData(100)]
    public void An_epoch_visits_each_row_once(int batch)
    {
        const int n = 20;
        var identity = new double[n, n];
        for (int i = 0; i < n; i++) identity[i, i] = 1;
        var data = new RegressionData(new Matrix(identity), [.. Enumerable.Range(0, n).Select(i => Math.Pow(2, i))]);
        var zero = MlpRegressorModel.FromWeights([new DenseLayer(Matrix.Wrap(new double[n], n, 1), [0])]);
        var learner = new MlpRegressor
        {
            HiddenLayers = [], Solver = MlpSolver.Sgd, LearningRate = 1e-200, BatchSize = batch, MaxEpochs = 5, PatienceCount = null,
        };
        foreach (bool shuffle in (bool[])[true, false])
        {
            TrainingHistory history = (learner with { Shuffle = shuffle }).FitFrom(data, zero).History;
            Assert.All(history.Loss, loss => Assert.Equal((Math.Pow(4, n) - 1) / 6 / n, loss, 1e-3));
            // Who shares a batch changes with the order, and with it the gradients.
            if (batch is 3 or 7) Assert.Equal(shuffle ? 5 : 1, history.GradientNorms.Span.ToArray().Distinct().Count());
        }
    }

    [Theory, InlineData(2), InlineData(3), InlineData(0)]
    public void Rows_kept_aside_are_the_share_of_each_class_and_are_never_learnt_from(int classes)
    {
        MlpSample data = MlpSample.Make(classes, 97);
        MlpClassifier learner = new() { HiddenLayers = [6], ValidationShare = 0.3, MaxEpochs = 5, Seed = 2 };
        var (train, aside) = data.Task.Split(0.3, Rng.DeriveSeed(2, RandomParts.Validation));
        Assert.Equal(data.AllRows, train.Concat(aside).Order());
        Assert.NotEqual(aside, data.Task.Split(0.3, 9).Aside);
        foreach (var kind in data.AllRows.GroupBy(i => classes == 0 ? 0 : data.Y[i]))
            Assert.Equal((int)Math.Round(0.3 * kind.Count()), kind.Intersect(aside).Count());
        Trained fit = Fit(data), others = Fit(Moved(aside)), changed = Fit(Moved(train[..1]));
        Assert.Equal(fit.History.Loss, others.History.Loss);
        Assert.Equal(fit.History.GradientNorms.Span.ToArray(), others.History.GradientNorms.Span.ToArray());
        Assert.NotEqual(fit.History.Score, others.History.Score);
        Assert.NotEqual(fit.History.Loss, changed.History.Loss);

        Trained Fit(MlpSample rows) => Run<double>(rows, learner, StartWeights.Draw(data.Shape(learner), learner.Start, 1));

        MlpSample Moved(int[] rows)
        {
            double[] x = data.X.Span.ToArray();
            foreach (int row in rows)
                for (int j = 0; j < 4; j++) x[4 * row + j] = -3 * x[4 * row + j];
            return data with { X = Matrix.Wrap(x, 97, 4) };
        }
    }

    [Fact]
    public void A_class_keeps_one_row_to_learn_from()
    {
        double[] y = [.. Enumerable.Range(0, 40).Select(i => i == 17 ? 2.0 : i % 2)];
        MlpSample data = MlpSample.Make(3, 40) with { Y = y };
        for (ulong seed = 0; seed < 5; seed++) Assert.Contains(17, data.Task.Split(0.9, seed).Train);
    }

    /// <summary>Rows of zeros with targets of zero leave no gradient: every epoch costs the same, and the first is the best.</summary>
    [Theory]
    [InlineData(0, 0, 25, 25), InlineData(1e-9, 0, 4, 4), InlineData(0, 0.5, 25, 1), InlineData(1e-9, 0.5, 4, 1)]
    public void What_is_no_worse_is_a_gain_of_nothing(double tolerance, double share, int epochs, int kept)
    {
        MlpSample data = new(0, Matrix.Wrap(new double[80], 20, 4), new double[20], [.. Enumerable.Repeat(1.0, 20)]);
        MlpClassifier learner = new()
        {
            HiddenLayers = [3], Alpha = 0, Tolerance = tolerance, ValidationShare = share, PatienceCount = 2, MaxEpochs = 25,
        };
        Trained fit = Run<double>(data, learner, StartWeights.Draw(data.Shape(learner), learner.Start, 1));
        Assert.Equal((epochs, kept), (fit.Report.Iterations, (int)fit.Report.Details["kept_epoch"]));
        Assert.Equal(epochs < 25, fit.Report.Converged);
    }

    /// <summary>
    /// No epoch meets the tolerance after the first, so the rate falls whenever the patience is over: from 0.05 by fives it is at 6.4e-7,
    /// at most 1e-6, after seven times, and the eighth ends the fit.
    /// </summary>
    [Theory, InlineData(1), InlineData(3)]
    public void An_adaptive_rate_falls_to_its_least_and_then_the_fit_ends(int patience)
    {
        MlpSample data = MlpSample.Make(2, 60);
        MlpClassifier learner = Descent with
        {
            HiddenLayers = [4],
            Schedule = MlpSchedule.Adaptive,
            Tolerance = 5,
            PatienceCount = patience,
            MaxEpochs = 1000,
        };
        Trained fit = Run<double>(data, learner, StartWeights.Draw(data.Shape(learner), learner.Start, 1));
        Assert.Equal(1 + 8 * (patience + 1), fit.Report.Iterations);
        Assert.True(fit.Report.Converged, fit.Report.Reason);
    }

    [Fact]
    public void Stop_keeps_the_epoch_with_the_lowest_loss_or_the_best_score()
    {
        MlpSample data = MlpSample.Make(3, 150);
        foreach (double share in (double[])[0, 0.3])
        {
            // Steps so large that losses go up and down.
            MlpClassifier learner = new()
            {
                HiddenLayers = [10], LearningRate = 0.5, BatchSize = 30, ValidationShare = share, PatienceCount = null, MaxEpochs = 50,
            };
            double[] start = StartWeights.Draw(data.Shape(learner), learner.Start, 1);
            using var stop = new CancellationTokenSource();
            List<FitProgress> told = [];
            Trained fit = Run<double>(data, learner, start, new FitContext
            {
                Stop = stop.Token,
                Progress = new ProgressSink(epoch =>
                {
                    told.Add(epoch);
                    if (epoch.Done == 12) stop.Cancel();
                }),
            });
            Assert.True(fit.Report is { Stopped: true, Converged: false, Reason: "the caller asked to stop", Iterations: 12 });
            Assert.All(told, epoch => Assert.Equal(("epoch", 50), (epoch.Stage, epoch.Total)));
            Assert.Equal(Enumerable.Range(1, 12), told.Select(epoch => epoch.Done));
            Assert.Equal(fit.History.Loss, told.Select(epoch => epoch.Objective!.Value));
            int best = share > 0 ? fit.History.Score.IndexOf(fit.History.Score.Max()) : fit.History.Loss.IndexOf(fit.History.Loss.Min());
            Assert.InRange(best, 1, 10);
            Assert.Equal((best + 1, fit.History.Loss[best]), ((int)fit.Report.Details["kept_epoch"], fit.Report.Objective!.Value));
            using var earlier = new CancellationTokenSource();
            Trained shorter = Run<double>(data, learner, start, new FitContext
            {
                Stop = earlier.Token, Progress = new ProgressSink(epoch => { if (epoch.Done == best + 1) earlier.Cancel(); }),
            });
            Assert.Equal(shorter.Parameters, fit.Parameters);
        }
    }

    [Fact]
    public void Stop_before_the_first_epoch_gives_the_start()
    {
        MlpSample data = MlpSample.Make(2, 40);
        MlpClassifier learner = new() { HiddenLayers = [3] };
        double[] start = StartWeights.Draw(data.Shape(learner), learner.Start, 1);
        Trained fit = Run<double>(data, learner, start, new FitContext { Stop = new CancellationToken(canceled: true) });
        Assert.Equal(start, fit.Parameters);
        Assert.True(fit.Report is { Stopped: true, Iterations: 0, Objective: null });
        Assert.Equal((0, 3.0 * 5 + 4), (fit.History.Loss.Length, fit.Report.Details["parameter_count"]));
        Assert.Throws<OperationCanceledException>(
            () => Run<double>(data, learner, start, new FitContext { Cancellation = new CancellationToken(canceled: true) }));
    }

    /// <summary>Of a fit that goes astray the objective is measured anew, over batches: the penalty once for each of them.</summary>
    [Theory, InlineData(2, 100), InlineData(3, 100), InlineData(0, 5)]
    public void What_a_fit_gone_astray_reports_is_the_objective_of_the_weights_it_gives(int classes, double rate)
    {
        MlpSample data = MlpSample.Make(classes, 210);
        MlpClassifier learner = Descent with { HiddenLayers = [5], LearningRate = rate, BatchSize = 40, Alpha = 0.1, MaxEpochs = 60 };
        Trained fit = Run<double>(data, learner, StartWeights.Draw(data.Shape(learner), learner.Start, 1));
        Assert.False(fit.Report.Converged);
        Assert.Contains("lower LearningRate, or standardise the columns", fit.Report.Reason);
        double total = data.Weights.Sum();
        double loss = data.Reference(learner).Objective(fit.Parameters, data, data.AllRows, 6 * learner.Alpha, total).Loss;
        Assert.Equal(loss, fit.Report.Objective!.Value, 1e-9 * loss);
    }

    [Fact]
    public void The_loss_of_zero_weights_in_words_is_that_of_the_weighted_rows()
    {
        // A rate that carries everything away at the first step, and no more steps after it.
        MlpSample data = MlpSample.Make(0, 1500);
        MlpClassifier learner = Descent with { HiddenLayers = [], LearningRate = 40, BatchSize = 500, Momentum = 0, MaxEpochs = 3 };
        Trained fit = Run<double>(data, learner, StartWeights.Draw(data.Shape(learner), learner.Start, 1));
        double zero = Enumerable.Range(0, 1500).Sum(i => data.Weights[i] * 0.5 * data.Y[i] * data.Y[i]) / data.Weights.Sum();
        Assert.Contains(FormattableString.Invariant($"above the {zero:G4} of zero weights"), fit.Report.Reason);
    }

    private static (MlpSample Data, MlpClassifier Learner, double[] Start, int[] Train, int[] Aside) Make(string name, int classes)
    {
        var (rows, learner) = Fits[name];
        // Every activation comes with every task; the order of rows is theirs unless the case is about that.
        learner = learner with
        {
            HiddenLayers = [7, 5],
            Activation = (Activation)((Fits.Keys.ToList().IndexOf(name) + classes) % 4),
            Shuffle = name == "shuffled" || rows == 3000,
        };
        if (learner.Alpha < 1) learner = learner with { Alpha = 0.3 };
        MlpSample data = MlpSample.Make(classes, rows);
        var (train, aside) = learner.ValidationShare > 0
            ? data.Task.Split(learner.ValidationShare, Rng.DeriveSeed((ulong)learner.Seed, RandomParts.Validation)) : (data.AllRows, []);
        return (data, learner, StartWeights.Draw(data.Shape(learner), learner.Start, 6), train, aside);
    }

    private static Trained Run<T>(MlpSample data, MlpClassifier learner, double[] start, FitContext context = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        new StochasticFit<T>(learner, data.Shape(learner), data.Task, context).Run(start);
}
