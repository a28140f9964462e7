using ClassicML.Cnn;
using ClassicML.Cnn.Training;

namespace ClassicML.Tests.Cnn;

/// <summary>The loop of epochs over an engine that follows a script: orders, news, early stopping, and which weights stay.</summary>
public class TrainerTests
{
    private const int Rows = 10;

    // One pixel and two classes: parameters (0, 0, 0, m) make the second class's margin m, whatever the pixel.
    private static readonly CnnNetwork Network = new(CnnLayers.Parse("flatten; dense softmax"), new ImageShape(1, 1), 2);

    private static readonly CnnClassifier Learner = new()
    {
        Layers = CnnLayers.Parse("flatten; dense softmax"), BatchSize = 4, MaxEpochs = 20,
    };

    /// <summary>
    /// Training losses, validation losses or none, patience, minimum gain; then the epochs done, that of the weights, and whether it
    /// stopped early.
    /// </summary>
    public static TheoryData<double[], double[]?, int?, double, int, int, int> Series => new()
    {
        // All epochs, and the last weights, though others were better.
        { [0.6, 0.3, 0.5], null, null, 0, 3, 3, 0 },
        { [0.6, 0.5, 0.4], [0.5, 0.3, 0.6], null, 0, 3, 3, 0 },
        // The training loss falls on; the validation loss has its lowest in the second epoch.
        { [0.6, 0.5, 0.4, 0.3, 0.2, 0.1], [0.6, 0.4, 0.5, 0.45, 0.1, 0.1], 2, 0, 4, 2, 1 },
        { [0.6, 0.5, 0.4, 0.3, 0.2, 0.1], [0.6, 0.4, 0.5, 0.45, 0.1, 0.3], 3, 0, 6, 5, 0 },
        { [0.6, 0.5, 0.4, 0.3], [0.6, 0.4, 0.5, 0.3], 1, 0, 3, 2, 1 },
        // The validation loss falls on, and the training loss counts for nothing.
        { [0.1, 0.2, 0.3, 0.4], [0.6, 0.5, 0.4, 0.3], 1, 0, 4, 4, 0 },
        // Without validation rows the training loss decides.
        { [0.6, 0.4, 0.5, 0.45, 0.1], null, 2, 0, 4, 2, 1 },
        // An equal loss is no gain.
        { [0.5, 0.5, 0.5, 0.4], null, 2, 0, 3, 1, 1 },
        // Gains of less than 0.1 below the best so far are none: 0.55 is, 0.49 is not.
        { [0.6, 0.55, 0.49, 0.45, 0.41, 0.3], null, 2, 0.1, 5, 3, 1 },
        { [0.6, 0.55, 0.49, 0.45, 0.41, 0.3], null, 2, 0, 6, 6, 0 },
        { [0.6, 0.55, 0.51, 0.2], null, 3, 0.1, 4, 4, 0 },
        // The patience that ends with the last epoch ends nothing early, but the best weights stay.
        { [0.6, 0.4, 0.5, 0.5], null, 2, 0, 4, 2, 0 },
    };

    [Theory, MemberData(nameof(Series))]
    public void Patience_and_minimum_gain_decide_when_it_ends_and_which_weights_stay(
        double[] losses, double[]? validation, int? patience, double gain, int epochs, int kept, int early)
    {
        var engine = new Script(3, epoch => losses[epoch - 1], epoch => Margin(validation?[epoch - 1] ?? epoch));
        var (state, progress, report) = Run(
            engine, Learner with { MaxEpochs = losses.Length, PatienceCount = patience, Tolerance = gain }, held: validation is not null);
        Assert.Equal(epochs, progress.History.Count);
        Assert.Equal(Margin(validation?[kept - 1] ?? kept), state.Parameters);
        Assert.Equal((early, 3.0 * epochs, 4.0), (report.Details["stopped_early"], report.Details["steps"], report.Details["parameters"]));
        Assert.True(report is { Converged: true, Reason: null, Stopped: false });
        // Of the weights that stay.
        Assert.Equal(epochs, report.Iterations);
        Assert.Equal(losses[kept - 1], report.Objective!.Value, 1e-12);
        for (int e = 0; e < epochs; e++)
        {
            Assert.Equal(e + 1, progress.History[e].Epoch);
            Assert.Equal(losses[e], progress.History[e].Loss, 1e-12);
            // In single precision.
            if (validation is null) Assert.Null(progress.History[e].ValidationLoss);
            else Assert.Equal(validation[e], progress.History[e].ValidationLoss!.Value, 1e-6);
        }
    }

    [Theory]
    [InlineData(null, false), InlineData(5, false), InlineData(null, true), InlineData(5, true)]
    public void A_loss_or_a_weight_that_is_no_number_ends_it_and_the_best_weights_before_stay(int? patience, bool ofWeights)
    {
        double[] losses = [0.6, 0.4, 0.5, ofWeights ? 0.1 : double.NaN, 0.1];
        var engine = new Script(3, epoch => losses[epoch - 1], epoch => Margin(epoch == 4 && ofWeights ? double.NaN : epoch));
        var (state, progress, report) = Run(engine, Learner with { MaxEpochs = 5, PatienceCount = patience });
        Assert.Equal([0.6, 0.4, 0.5, double.NaN], progress.History.Select(epoch => Math.Round(epoch.Loss, 12)));
        Assert.Equal(Margin(2), state.Parameters);
        Assert.True(report is { Converged: false, Stopped: false, Objective: null });
        Assert.Equal("the loss is no longer a finite number, and the best weights before are kept: lower the learning rate", report.Reason);
        // From a checkpoint of that it goes no further.
        var again = new Script(3, _ => 0.1, _ => Margin(7));
        var (after, _, same) = Run(again, Learner with { MaxEpochs = 9, PatienceCount = patience }, progress: progress, state: state);
        Assert.Empty(again.Steps);
        Assert.Equal(Margin(2), after.Parameters);
        Assert.Equal(report.Reason, same.Reason);
    }

    [Fact]
    public void No_number_in_the_first_epoch_leaves_the_start()
    {
        var (state, _, report) = Run(new Script(3, _ => double.NaN, _ => Margin(double.NaN)), Learner);
        Assert.Equal(Margin(0.25), state.Parameters);
        Assert.Equal(1, report.Iterations);
    }

    [Fact]
    public void Every_epoch_takes_each_row_once_in_an_order_of_its_own()
    {
        var engine = new Script(3, _ => 0.5, _ => Margin(1));
        int[] rows = [0, 2, 3, 5, 6, 7, 9, 11, 12, 13];
        Run(engine, Learner with { MaxEpochs = 30 }, rows: rows);
        Assert.Equal(Enumerable.Repeat<int[]>([4, 4, 2], 30).SelectMany(sizes => sizes), engine.Steps.Select(step => step.Rows.Length));
        // Each row has its own weight with it.
        Assert.All(engine.Steps, step => Assert.Equal(step.Rows.Select(WeightOf), step.Weights));
        int[][] orders = [.. engine.Steps.Chunk(3).Select(epoch => epoch.SelectMany(step => step.Rows).ToArray())];
        Assert.All(orders, order => Assert.Equal(rows, order.Order()));
        Assert.Equal(30, orders.Select(order => string.Join(',', order)).Distinct().Count());
        // Of 30 epochs a row is first 3 times on the average; more than 10 has a chance below 1 in 1,000 for one of the ten.
        Assert.InRange(orders.GroupBy(order => order[0]).Max(group => group.Count()), 1, 10);
        var same = new Script(3, _ => 0.5, _ => Margin(1));
        Run(same, Learner with { MaxEpochs = 30 }, rows: rows);
        Assert.Equal(engine.Steps.SelectMany(step => step.Rows), same.Steps.SelectMany(step => step.Rows));
        var other = new Script(3, _ => 0.5, _ => Margin(1));
        Run(other, Learner with { MaxEpochs = 30, Seed = 1 }, rows: rows);
        Assert.NotEqual(engine.Steps.SelectMany(step => step.Rows), other.Steps.SelectMany(step => step.Rows));
    }

    /// <summary>The n-th step costs n for every row, so the mean of an epoch so far can be told beforehand.</summary>
    [Theory, InlineData(4, 1), InlineData(251, 2)]
    public void News_come_about_a_hundred_times_an_epoch_with_the_mean_loss_of_the_epoch_so_far(int steps, int every)
    {
        foreach (int before in (int[])[0, 1])
        {
            List<FitProgress> news = [];
            List<EpochScores> history = [.. Enumerable.Range(1, before).Select(epoch => new EpochScores(epoch, 0.5, 0.5, null, null))];
            var engine = new Script(steps, _ => 0.5, _ => Margin(1), step => step);
            var state = new TrainingState(Margin(0.25)) { Steps = before * steps };
            Run(
                engine, Learner with { MaxEpochs = 3, BatchSize = 1 }, rows: [.. Enumerable.Range(0, steps)], state: state,
                progress: new TrainingProgress { History = history },
                context: new FitContext { Progress = new ProgressSink(news.Add) });
            List<(string, int, int)> expected = [];
            for (int done = before * steps + 1; done <= 3 * steps; done++)
                if ((done - before * steps) % every == 0 || done % steps == 0) expected.Add(("step", done, 3 * steps));
            Assert.Equal(expected, news.Select(step => (step.Stage, step.Done, step.Total)));
            foreach (FitProgress step in news)
            {
                int epoch = (step.Done - 1) / steps;
                double weighted = 0, total = 0;
                for (int number = epoch * steps + 1; number <= step.Done; number++)
                {
                    double weight = engine.Steps[number - 1 - before * steps].Weights[0];
                    (weighted, total) = (weighted + weight * number, total + weight);
                }
                Assert.Equal(weighted / total, step.Objective!.Value, 1e-9);
                Assert.True(step.Remaining >= TimeSpan.Zero);
            }
            Assert.Equal(TimeSpan.Zero, news[^1].Remaining);
        }
    }

    [Fact]
    public void Epochs_are_told_with_their_loss_and_the_share_found()
    {
        List<EpochScores> told = [];
        var engine = new Script(3, epoch => 0.1 * epoch, epoch => Margin(0.6));
        var extras = new CnnTraining { Epochs = new ProgressSink<EpochScores>(told.Add) };
        var (_, progress, _) = Run(engine, Learner with { MaxEpochs = 3 }, held: true, extras: extras);
        Assert.Equal(progress.History, told);
        for (int e = 1; e <= 3; e++)
        {
            Assert.Equal(e, told[e - 1].Epoch);
            Assert.Equal(0.1 * e, told[e - 1].Loss, 1e-12);
            // The script finds every other step's rows.
            double[] weights = [.. engine.Steps[(3 * e - 3)..(3 * e)].Select(step => step.Weights.Sum(weight => (double)weight))];
            Assert.Equal((e % 2 == 1 ? weights[0] + weights[2] : weights[1]) / weights.Sum(), told[e - 1].Accuracy, 1e-12);
            // A margin above 0 finds the second class, which all validation rows have.
            Assert.Equal(1, told[e - 1].ValidationAccuracy);
        }
    }

    [Theory, InlineData(null), InlineData(3)]
    public void Stop_within_an_epoch_keeps_what_there_is_or_the_best(int? patience)
    {
        using var stop = new CancellationTokenSource();
        var engine = new Script(3, epoch => epoch == 1 ? 0.4 : 0.5, epoch => Margin(epoch));
        var (state, progress, report) = Run(engine, Learner with { PatienceCount = patience }, context: new FitContext
        {
            Stop = stop.Token, Progress = new ProgressSink(step => { if (step.Done == 8) stop.Cancel(); }),
        });
        // Two steps into the third epoch, which is none of the history.
        Assert.Equal((2, 8, 8L), (progress.History.Count, engine.Steps.Count, state.Steps));
        Assert.Equal(Margin(patience is null ? 3 : 1), state.Parameters);
        Assert.True(report is { Stopped: true, Converged: false, Reason: "the caller asked to stop", Iterations: 2 });
        Assert.Equal(0, report.Details["stopped_early"]);
    }

    [Fact]
    public void Stop_in_an_epoch_that_went_astray_leaves_numbers()
    {
        using var stop = new CancellationTokenSource();
        var engine = new Script(3, _ => 0.5, epoch => Margin(epoch < 3 ? epoch : double.NaN));
        var (state, _, report) = Run(engine, Learner, context: new FitContext
        {
            Stop = stop.Token, Progress = new ProgressSink(step => { if (step.Done == 8) stop.Cancel(); }),
        });
        Assert.Equal(Margin(2), state.Parameters);
        Assert.True(report.Stopped);
    }

    [Fact]
    public void Cancellation_is_noticed_between_two_steps()
    {
        using var source = new CancellationTokenSource();
        var engine = new Script(3, _ => 0.5, _ => Margin(1));
        var context = new FitContext
        {
            Cancellation = source.Token, Progress = new ProgressSink(step => { if (step.Done == 2) source.Cancel(); }),
        };
        Assert.Throws<OperationCanceledException>(() => Run(engine, Learner, context: context));
        Assert.Equal(2, engine.Steps.Count);
    }

    // ln 2 is what zero weights cost.
    [Theory]
    [InlineData(0.71, "above the 0.6931 of zero weights: lower the learning rate", 1), InlineData(0.695, null, 3)]
    public void A_loss_above_that_of_zero_weights_is_no_convergence_and_the_best_weights_stay(double last, string? reason, int kept)
    {
        double[] losses = [0.5, 0.6, last];
        var (state, _, report) = Run(new Script(3, epoch => losses[epoch - 1], epoch => Margin(epoch)), Learner with { MaxEpochs = 3 });
        Assert.Equal(reason is null, report.Converged);
        if (reason is not null) Assert.EndsWith(reason, report.Reason);
        Assert.Equal(Margin(kept), state.Parameters);
        Assert.Equal(losses[kept - 1], report.Objective!.Value, 1e-12);
    }

    /// <summary>Of three classes one has no row, so zero weights cost ln 2 and not ln 3.</summary>
    [Theory, InlineData(false), InlineData(true)]
    public void Zero_weights_cost_nothing_for_a_class_without_rows(bool lacking)
    {
        var network = new CnnNetwork(CnnLayers.Parse("flatten; dense softmax"), new ImageShape(1, 1), 3);
        int[] rows = [.. Enumerable.Range(0, Rows)];
        var data = new ClassificationData(new Matrix(new double[Rows], Rows, 1), [.. rows.Select(i => i % 2)], new ClassLabels([0, 1, 2]));
        TrainingProblem problem = CnnData.Problem(network, data, 4, absent: lacking ? [false, false, true] : []);
        FitReport report = new Trainer(Learner with { MaxEpochs = 2 }, problem, new Script(3, _ => 0.8, _ => new float[6]), default).Run(
            rows, [.. rows.Select(WeightOf)], null, new CnnTraining(), null, new TrainingState(new float[6]), new TrainingProgress());
        Assert.Equal(!lacking, report.Converged);
        if (lacking) Assert.Contains("above the 0.6931 of zero weights", report.Reason);
    }

    private static (TrainingState State, TrainingProgress Progress, FitReport Report) Run(
        Script engine, CnnClassifier learner, int[]? rows = null, bool held = false, CnnTraining? extras = null,
        TrainingProgress? progress = null, TrainingState? state = null, FitContext context = default)
    {
        rows ??= [.. Enumerable.Range(0, Rows)];
        int count = rows.Max() + 1;
        var data = ClassificationData.Create(new Matrix(new double[count], count, 1), [.. Enumerable.Range(0, count).Select(i => i % 2)]);
        state ??= new TrainingState(Margin(0.25));
        progress ??= new TrainingProgress();
        ValidationRows? validation = held
            ? ValidationRows.Of(new ClassificationData(new Matrix(new double[3], 3, 1), [1, 1, 1], data.Labels), 255, []) : null;
        FitReport report = new Trainer(learner, CnnData.Problem(Network, data, 4), engine, context).Run(
            rows, [.. Enumerable.Range(0, count).Select(WeightOf)], validation, extras ?? new CnnTraining(), null, state, progress);
        return (state, progress, report);
    }

    private static float WeightOf(int row) => 0.5f + row % 3;

    // Parameters whose validation loss is the given one, where there are validation rows; otherwise some that can be told from others.
    private static float[] Margin(double loss) => [0, 0, 0, (float)-Math.Log(Math.Exp(loss) - 1)];

    /// <summary>An engine whose losses and parameters are a function of the epoch, and that notes what it is asked to do.</summary>
    private sealed class Script(
        int stepsOfEpoch, Func<int, double> losses, Func<int, float[]> parameters, Func<long, double>? lossOfStep = null) : ITrainingEngine
    {
        private long steps;
        private double loss, correct;

        public List<(int[] Rows, float[] Weights)> Steps { get; } = [];

        public string Description => "a script";

        private int Epoch => (int)((steps - 1) / stepsOfEpoch) + 1;

        public void Load(TrainingState from) => steps = from.Steps;

        public void Save(TrainingState to)
        {
            parameters(Epoch).CopyTo(to.Parameters, 0);
            to.Steps = steps;
        }

        public void Step(ReadOnlyMemory<int> rows, ReadOnlyMemory<float> weights)
        {
            Steps.Add((rows.ToArray(), weights.ToArray()));
            double weight = Steps[^1].Weights.Sum(w => (double)w);
            if (steps % 2 == 0) correct += weight;
            steps++;
            loss += weight * (lossOfStep?.Invoke(steps) ?? losses(Epoch));
        }

        public (double Loss, double Correct) Totals(bool reset)
        {
            (double, double) totals = (loss, correct);
            if (reset) (loss, correct) = (0, 0);
            return totals;
        }

        public void Dispose()
        {
        }
    }
}
