using ClassicML.Neural;

namespace ClassicML.Tests.Neural;

/// <summary>L-BFGS over all rows, which go through the network in blocks of 1,024, against plain loops over single rows.</summary>
public class FullBatchTests
{
    private static readonly MlpClassifier Learner = new()
    {
        HiddenLayers = [5, 3], Activation = Activation.Tanh, Solver = MlpSolver.LBfgs, Alpha = 3, Tolerance = 0, Seed = 4,
    };

    public static TheoryData<int, int> Blocks { get; } = new MatrixTheoryData<int, int>([2, 3, 0], [1023, 1024, 1025, 3000]);

    /// <summary>The penalty is about as large as the rest, so one of each block, or none, shows.</summary>
    [Theory, MemberData(nameof(Blocks))]
    public void Objective_and_gradient_over_blocks_of_rows_are_those_of_plain_loops(int classes, int rows)
    {
        MlpSample data = MlpSample.Make(classes, rows);
        MlpClassifier learner = Learner with { Alpha = rows };
        NetworkShape shape = data.Shape(learner);
        double[] w = Start(shape), gradient = new double[w.Length];
        var (loss, expected) = data.Reference(learner).Objective(w, data, data.AllRows, rows, data.Weights.Sum());
        foreach (int threads in (int[])[1, 2])
        {
            // What is there before counts for nothing.
            Array.Fill(gradient, 1e3);
            double value = new FullBatchFit(learner, shape, data.Task, new FitContext { MaxThreads = threads }).Evaluate(w, gradient);
            // Some thousand additions in another order.
            Assert.Equal(loss, value, 1e-12 * loss);
            Close(expected, gradient, 1e-12);
        }
    }

    [Fact]
    public void Sparse_rows_in_blocks_are_dense_ones()
    {
        MlpSample data = MlpSample.Make(0, 1500);
        NetworkShape shape = data.Shape(Learner);
        double[] w = Start(shape), gradient = new double[w.Length], sparse = new double[w.Length];
        double value = new FullBatchFit(Learner, shape, data.Task, default).Evaluate(w, gradient);
        var task = new RegressionTask(new RegressionData(SparseMatrix.FromDense(data.X), data.Y, data.Weights), Activation.Identity);
        Assert.Equal(value, new FullBatchFit(Learner, shape, task, default).Evaluate(w, sparse));
        Assert.Equal(gradient, sparse);
    }

    /// <summary>An iteration never looks at how many there may be, so a fit of k iterations ends where one of more has its k-th.</summary>
    [Theory, InlineData(2), InlineData(3), InlineData(0)]
    public void Each_iteration_tells_the_objective_and_the_gradient_norms_of_its_own_weights(int classes)
    {
        MlpSample data = MlpSample.Make(classes, 1100);
        ReferenceMlp reference = data.Reference(Learner);
        double total = data.Weights.Sum();
        for (int k = 1; k <= 4; k++)
        {
            List<FitProgress> told = [];
            Trained fit = Run(Learner with { MaxEpochs = k }, data, new FitContext { Progress = new ProgressSink(told.Add) });
            var (loss, gradient) = reference.Objective(fit.Parameters, data, data.AllRows, Learner.Alpha, total);
            double[] norms = [.. Enumerable.Range(0, 3).Select(l => Math.Sqrt(reference.Weights(l).Sum(i => gradient[i] * gradient[i])))];
            Matrix flow = fit.History.GradientNorms;
            Assert.Equal(loss, fit.History.Loss[^1], 1e-12);
            Close(norms, flow.Row(k - 1), 1e-12);
            Assert.Equal((k, k, 3), (fit.History.Loss.Length, flow.RowCount, flow.ColumnCount));
            Assert.Empty(fit.History.Score);
            Assert.All(told, step => Assert.Equal(("iteration", k), (step.Stage, step.Total)));
            Assert.Equal(Enumerable.Range(1, k), told.Select(step => step.Done));
            Assert.Equal(fit.History.Loss, told.Select(step => step.Objective!.Value));
            Assert.True(fit.Report is { Converged: false, Stopped: false });
            Assert.Equal((k, fit.History.Loss[^1]), (fit.Report.Iterations, fit.Report.Objective!.Value));
            Assert.Equal(k, fit.Report.Details["kept_epoch"]);
            Assert.Equal(reference.ParameterCount, fit.Report.Details["parameter_count"]);
            Assert.Equal(MlpFit.LimitReason(k, "iterations", fit.Report.Objective!.Value), fit.Report.Reason);
        }
    }

    [Fact]
    public void A_fit_ends_at_the_first_iteration_whose_gradient_is_nowhere_above_the_tolerance()
    {
        MlpSample data = MlpSample.Make(2, 300);
        MlpClassifier learner = Learner with { Tolerance = 1e-3, MaxEpochs = 1000 };
        Trained fit = Run(learner, data);
        Assert.True(fit.Report is { Converged: true, Reason: null });
        Assert.InRange(Steepest(fit), 0, 1e-3 * (1 + 1e-9));
        Trained before = Run(learner with { MaxEpochs = fit.Report.Iterations - 1 }, data);
        Assert.False(before.Report.Converged);
        Assert.InRange(Steepest(before), 1e-3, 1);

        double Steepest(Trained trained) => data.Reference(learner)
            .Objective(trained.Parameters, data, data.AllRows, learner.Alpha, data.Weights.Sum()).Gradient.Max(Math.Abs);
    }

    [Fact]
    public void Stop_ends_it_after_the_iteration_in_which_it_was_asked_for()
    {
        MlpSample data = MlpSample.Make(3, 200);
        using var stop = new CancellationTokenSource();
        var context = new FitContext
        {
            Stop = stop.Token, Progress = new ProgressSink(step => { if (step.Done == 3) stop.Cancel(); }),
        };
        Trained fit = Run(Learner with { MaxEpochs = 50 }, data, context);
        Assert.True(fit.Report is { Stopped: true, Converged: false, Reason: "the caller asked to stop", Iterations: 3 });
        Assert.Equal(Run(Learner with { MaxEpochs = 3 }, data).Parameters, fit.Parameters);
    }

    [Fact]
    public void Cancellation_is_noticed_before_a_block_of_rows()
    {
        MlpSample data = MlpSample.Make(2, 1100);
        using var source = new CancellationTokenSource();
        NetworkShape shape = data.Shape(Learner);
        var problem = new FullBatchFit(Learner, shape, data.Task, new FitContext { Cancellation = source.Token });
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => problem.Evaluate(Start(shape), new double[shape.ParameterCount]));
    }

    /// <summary>
    /// The kinks of ReLU stop a line search, and the fit begins anew with steepest descent. It is still one fit: iterations are counted on,
    /// and each is below the one before.
    /// </summary>
    [Fact]
    public void Beginning_anew_at_a_kink_counts_on_and_goes_on_down()
    {
        MlpSample data = MlpSample.Make(0, 40);
        MlpClassifier learner = Learner with { Activation = Activation.Relu, HiddenLayers = [8], Alpha = 1e-3, MaxEpochs = 5000 };
        List<FitProgress> told = [];
        Trained fit = Run(learner, data, new FitContext { Progress = new ProgressSink(told.Add) });
        Assert.Contains("can't be lowered further in floating point", fit.Report.Reason);
        Assert.Equal(Enumerable.Range(1, told.Count), told.Select(step => step.Done));
        Assert.All(told, step => Assert.Equal(5000, step.Total));
        // At the bottom a step may be rounding alone.
        for (int i = 1; i < told.Count; i++) Assert.InRange(told[i].Objective!.Value, 0, told[i - 1].Objective!.Value * (1 + 1e-12));
        Assert.Equal(told.Count, fit.Report.Iterations);
        // One minimisation alone ends higher, or this test tests nothing.
        NetworkShape shape = data.Shape(learner);
        double once = new Optimization.LBfgs { MaxIterations = 5000, Tolerance = 0 }.Minimize(
            new FullBatchFit(learner, shape, data.Task, default).Evaluate, StartWeights.Draw(shape, learner.Start, learner.Seed)).Objective;
        Assert.True(fit.Report.Objective < once, $"{fit.Report.Objective} against {once}");
    }

    private static Trained Run(MlpClassifier learner, MlpSample data, FitContext context = default)
    {
        NetworkShape shape = data.Shape(learner);
        return new FullBatchFit(learner, shape, data.Task, context).Run(StartWeights.Draw(shape, learner.Start, learner.Seed));
    }

    // Biases are not zero, so that one too many or too few of them shows.
    private static double[] Start(NetworkShape shape)
    {
        var rng = new Rng(8);
        return [.. StartWeights.Draw(shape, WeightStart.GlorotUniform, 1).Select(w => w == 0 ? rng.NextDouble() - 0.5 : w)];
    }
}
