using ClassicML.Linear;
using ClassicML.Neural;

namespace ClassicML.Tests.Neural;

public class MlpTests
{
    private static readonly ClassificationData Three = GradientTests.Scaled(Contract.Rows.Of(3));

    [Fact]
    public void A_hidden_layer_learns_what_no_straight_border_tells_apart()
    {
        double[] x = new double[400];
        int[] y = new int[200];
        var rng = new Rng(1);
        for (int i = 0; i < 200; i++)
        {
            (x[2 * i], x[2 * i + 1]) = (2 * rng.NextDouble() - 1, 2 * rng.NextDouble() - 1);
            y[i] = x[2 * i] * x[2 * i + 1] > 0 ? 1 : 0;
        }
        ClassificationData data = ClassificationData.Create(Matrix.Wrap(x, 200, 2), y);
        var learner = new MlpClassifier { HiddenLayers = [8], Solver = MlpSolver.LBfgs, Activation = Activation.Tanh, Seed = 2, MaxEpochs = 500 };
        Assert.True(learner.Fit(data).Score(data) > 0.97);
        Assert.True((learner with { HiddenLayers = [] }).Fit(data).Score(data) < 0.7);
    }

    [Fact]
    public void Without_a_hidden_layer_it_is_logistic_regression()
    {
        foreach (int classes in (int[])[2, 3])
        {
            ClassificationData data = GradientTests.Scaled(Contract.Rows.Of(classes));
            MlpClassifierModel network = new MlpClassifier
            {
                HiddenLayers = [], Solver = MlpSolver.LBfgs, Alpha = 0.5, Tolerance = 1e-9, MaxEpochs = 5000,
            }.Fit(data);
            Matrix p = new LogisticRegression { C = 1 / 0.5, Tolerance = 1e-10 }.Fit(data).PredictProbabilities(data.Features);
            Close(p.Span, network.PredictProbabilities(data.Features).Span, 1e-6);
        }
    }

    [Fact]
    public void A_weight_of_two_is_a_row_that_comes_twice()
    {
        int[] twice = [.. Enumerable.Range(0, Three.RowCount), .. Enumerable.Range(0, 30)];
        ClassificationData repeated = Three.SelectRows(twice);
        ClassificationData weighted = Three.WithWeights([.. Enumerable.Range(0, Three.RowCount).Select(i => i < 30 ? 2.0 : 1.0)]);
        foreach (MlpSolver solver in Enum.GetValues<MlpSolver>())
        {
            var learner = new MlpClassifier
            {
                HiddenLayers = [6], Solver = solver, Activation = Activation.Tanh, BatchSize = 1000, MaxEpochs = 5, Alpha = 0.2,
            };
            MlpGolden.Close(learner.Fit(repeated).Layers, learner.Fit(weighted).Layers, 1e-9);
        }
    }

    [Fact]
    public void Class_weights_multiply_row_weights()
    {
        ClassificationData data = Contract.Rows.Of(2, 40);
        var learner = new MlpClassifier { HiddenLayers = [5], MaxEpochs = 4 };
        MlpClassifierModel named = (learner with { ClassWeights = ClassWeights.Of(("class a", 3)) }).Fit(data);
        MlpClassifierModel rows = learner.Fit(data.WithWeights([.. data.Codes.ToArray().Select(code => code == 0 ? 3.0 : 1.0)]));
        MlpGolden.Close(rows.Layers, named.Layers, 0);
    }

    [Fact]
    public void Rows_without_weight_are_as_if_they_were_not_there()
    {
        ClassificationData some = Three.SelectRows([.. Enumerable.Range(0, 60)]);
        ClassificationData weighted = Three.WithWeights([.. Enumerable.Range(0, Three.RowCount).Select(i => i < 60 ? 1.0 : 0.0)]);
        var learner = new MlpClassifier { HiddenLayers = [6], Solver = MlpSolver.LBfgs, MaxEpochs = 5 };
        MlpGolden.Close(learner.Fit(some).Layers, learner.Fit(weighted).Layers, 1e-9);
    }

    [Theory, InlineData(Precision.Double), InlineData(Precision.Single)]
    public void Any_number_of_threads_gives_the_same_bits_where_work_is_shared(Precision precision)
    {
        ClassificationData data = Contract.Rows.Of(3, 700, 300);
        var learner = new MlpClassifier
        {
            HiddenLayers = [200, 60], Activation = Activation.Tanh, Precision = precision, BatchSize = 500, Dropout = 0.2, MaxEpochs = 2,
            ValidationShare = 0.1,
        };
        MlpGolden.Close(
            learner.Fit(data, new FitContext { MaxThreads = 1 }).Layers, learner.Fit(data, new FitContext { MaxThreads = 8 }).Layers, 0);
        var full = learner with { Solver = MlpSolver.LBfgs, Dropout = 0, ValidationShare = 0 };
        MlpGolden.Close(
            full.Fit(data, new FitContext { MaxThreads = 1 }).Layers, full.Fit(data, new FitContext { MaxThreads = 8 }).Layers, 0);
    }

    [Fact]
    public void Sparse_rows_and_dense_ones_are_the_same()
    {
        ClassificationData sparse = Three.WithFeatures(SparseMatrix.FromDense((Matrix)Three.Features));
        var learner = new MlpClassifier { HiddenLayers = [6], MaxEpochs = 4 };
        MlpClassifierModel model = learner.Fit(sparse);
        MlpGolden.Close(learner.Fit(Three).Layers, model.Layers, 0);
        Assert.Equal(model.Predict(Three.Features), model.Predict(sparse.Features));
        var single = learner with { Precision = Precision.Single };
        MlpGolden.Close(single.Fit(Three).Layers, single.Fit(sparse).Layers, 0);
    }

    // 24 bits a number, some hundred steps.
    [Theory, InlineData(MlpSolver.Adam), InlineData(MlpSolver.Sgd)]
    public void Single_precision_goes_where_double_goes(MlpSolver solver)
    {
        var learner = new MlpClassifier { HiddenLayers = [8], Activation = Activation.Tanh, BatchSize = 30, MaxEpochs = 30, Solver = solver };
        MlpGolden.Close(learner.Fit(Three).Layers, (learner with { Precision = Precision.Single }).Fit(Three).Layers, 1e-3);
    }

    [Fact]
    public void Dropout_leaves_out_its_share_and_keeps_the_mean()
    {
        // Inputs of one through weights of one: what comes out is the sum of what was kept.
        var shape = new NetworkShape([1, 20_000, 1]);
        double[] parameters = new double[shape.ParameterCount], gradient = new double[shape.ParameterCount];
        shape.Weights(0, parameters.AsSpan()).Fill(1);
        shape.Weights(1, parameters.AsSpan()).Fill(1.0 / 20_000);
        var pass = new BackPropagation<double>(shape, Activation.Relu, 1, 1, dropout: 0.3, seed: 9);
        var loss = new SquaredLoss<double>([0], null, Activation.Identity);
        double first = Math.Sqrt(2 * pass.Gradient([1], [0], parameters, loss, gradient, 0, 1, step: 1));
        Assert.Equal(1, first, 0.02);
        Assert.Equal(0.3, shape.Weights(1, gradient.AsSpan()).ToArray().Count(g => g == 0) / 20_000.0, 0.02);
        // A unit that was left out learns nothing; another step leaves out others.
        for (int j = 0; j < 20_000; j++)
            Assert.Equal(shape.Weights(1, gradient.AsSpan())[j] == 0, shape.Weights(0, gradient.AsSpan())[j] == 0);
        Assert.NotEqual(first, Math.Sqrt(2 * pass.Gradient([1], [0], parameters, loss, gradient, 0, 1, step: 2)));
        Assert.Equal(first, Math.Sqrt(2 * pass.Gradient([1], [0], parameters, loss, gradient, 0, 1, step: 1)));
    }

    [Fact]
    public void Rows_kept_aside_stop_the_fit_and_the_best_epoch_stays()
    {
        // Classes drawn at random: what is learnt by heart does not help rows kept aside.
        var rng = new Rng(4);
        ClassificationData data = ClassificationData.Create(
            (Matrix)Three.Features, Array.ConvertAll(new int[Three.RowCount], _ => rng.NextInt(2)));
        MlpClassifierModel model = new MlpClassifier { HiddenLayers = [30], LearningRate = 0.02, ValidationShare = 0.3, PatienceCount = 5 }.Fit(data);
        Assert.True(model.Report.Converged, model.Report.Reason);
        Assert.Equal(model.History.Loss.Length, model.History.Score.Length);
        int best = (int)model.Report.Details["kept_epoch"];
        Assert.Equal(model.History.Score.Max(), model.History.Score[best - 1]);
        Assert.Equal(model.History.Score.Max(), model.Report.Details["validation_score"]);
        Assert.True(best < model.History.Score.Length);
        // No later weights: those of a fit that ends there.
        var shorter = new MlpClassifier { HiddenLayers = [30], LearningRate = 0.02, ValidationShare = 0.3, MaxEpochs = best };
        MlpGolden.Close(shorter.Fit(data).Layers, model.Layers, 0);
        MlpRegressorModel numbers = new MlpRegressor { HiddenLayers = [5], ValidationShare = 0.25, MaxEpochs = 5 }.Fit(Contract.Rows.Numbers());
        Assert.Equal(5, numbers.History.Score.Length);
    }

    [Theory, InlineData(MlpSolver.Adam), InlineData(MlpSolver.Sgd), InlineData(MlpSolver.LBfgs)]
    public void A_caller_may_stop_and_keeps_the_best_so_far(MlpSolver solver)
    {
        using var stop = new CancellationTokenSource();
        var context = new FitContext
        {
            Stop = stop.Token, Progress = new ProgressSink(progress => { if (progress.Done == 3) stop.Cancel(); }),
        };
        var learner = new MlpClassifier { HiddenLayers = [6], Solver = solver };
        MlpClassifierModel model = learner.Fit(Three, context);
        Assert.True(model.Report is { Stopped: true, Converged: false, Reason: "the caller asked to stop", Iterations: 3 });
        Assert.Equal(3, model.Report.Details["kept_epoch"]);
        // Losses fall, so the third is the best.
        Assert.Equal(model.History.Loss.OrderDescending(), model.History.Loss);
        MlpGolden.Close((learner with { MaxEpochs = 3 }).Fit(Three).Layers, model.Layers, 0);
    }

    [Fact]
    public void A_rate_that_is_too_large_is_reported_and_the_last_sound_weights_stay()
    {
        MlpRegressorModel model = new MlpRegressor { HiddenLayers = [10], Solver = MlpSolver.Sgd, LearningRate = 10, BatchSize = 10 }
            .Fit(Contract.Rows.Numbers());
        Assert.Contains("the loss grew beyond all bounds in epoch", model.Report.Reason);
        Assert.All(model.Predict(Contract.Rows.Numbers().Features), value => Assert.True(double.IsFinite(value)));
    }

    [Fact]
    public void A_warm_start_goes_on_where_the_earlier_model_ended()
    {
        var learner = new MlpClassifier { HiddenLayers = [6], Solver = MlpSolver.Sgd, Momentum = 0, Shuffle = false, MaxEpochs = 4, BatchSize = 25 };
        MlpClassifierModel half = learner.Fit(Three), whole = (learner with { MaxEpochs = 8 }).Fit(Three);
        MlpGolden.Close(whole.Layers, learner.FitFrom(Three, half).Layers, 0);
        Assert.Contains("the earlier model is a network 4-6-3 of Relu; this fit needs one 4-7-3 of Relu",
            Fail(() => (learner with { HiddenLayers = [7] }).FitFrom(Three, half)));
        Assert.Contains("the earlier model has classes", Fail(() => learner.FitFrom(Contract.Rows.Of(2), half)));
        ClassificationData some = Three.SelectRows([.. Enumerable.Range(0, 90).Where(i => Three.Codes[i] != 1)]);
        MlpClassifierModel without = learner.Fit(some);
        Assert.Equal(double.NegativeInfinity, without.Layers[^1].Biases[1]);
        Assert.All(learner.FitFrom(Three, without).Layers[^1].Biases, b => Assert.True(double.IsFinite(b)));
        RegressionData numbers = Contract.Rows.Numbers();
        var regressor = new MlpRegressor
        {
            HiddenLayers = [6], Solver = MlpSolver.Sgd, Momentum = 0, Shuffle = false, MaxEpochs = 4, BatchSize = 25,
        };
        MlpRegressorModel end = (regressor with { MaxEpochs = 8 }).Fit(numbers);
        MlpGolden.Close(end.Layers, regressor.FitFrom(numbers, regressor.Fit(numbers)).Layers, 0);
        Assert.Contains("the earlier model is a network 4-6-1 of Relu; this fit needs one 4-6-1 of Tanh",
            Fail(() => (regressor with { Activation = Activation.Tanh }).FitFrom(numbers, end)));
    }

    [Theory, InlineData(WeightStart.GlorotUniform), InlineData(WeightStart.GlorotNormal), InlineData(WeightStart.HeUniform),
     InlineData(WeightStart.HeNormal)]
    public void Starts_have_their_variance_and_zero_biases(WeightStart start)
    {
        var shape = new NetworkShape([300, 100, 7]);
        double[] parameters = StartWeights.Draw(shape, start, seed: 5);
        double[] w = shape.Weights(0, parameters.AsSpan()).ToArray();
        double variance = start is WeightStart.HeNormal or WeightStart.HeUniform ? 2.0 / 300 : 2.0 / 400;
        Assert.Equal(variance, w.Average(v => v * v), 0.03 * variance);
        Assert.Equal(0, w.Average(), 0.02 * Math.Sqrt(variance));
        double largest = w.Max(Math.Abs) / Math.Sqrt(variance);
        if (start is WeightStart.GlorotUniform or WeightStart.HeUniform) Assert.InRange(largest, 1.72, Math.Sqrt(3));
        else Assert.InRange(largest, 3.5, 6);
        Assert.All(shape.Biases(0, parameters.AsSpan()).ToArray(), b => Assert.Equal(0, b));
        Assert.NotEqual(parameters, StartWeights.Draw(shape, start, seed: 6));
    }

    /// <summary>Layers draw from streams of their own.</summary>
    [Theory, InlineData(WeightStart.GlorotUniform), InlineData(WeightStart.GlorotNormal), InlineData(WeightStart.HeUniform),
     InlineData(WeightStart.HeNormal)]
    public void Starts_of_every_layer_have_their_distribution(WeightStart start)
    {
        int[] sizes = [40, 61, 61, 33];
        var shape = new NetworkShape([.. sizes]);
        double[] parameters = StartWeights.Draw(shape, start, seed: 7);
        for (int l = 0; l < 3; l++)
        {
            double variance = start is WeightStart.HeNormal or WeightStart.HeUniform ? 2.0 / sizes[l] : 2.0 / (sizes[l] + sizes[l + 1]);
            double deviation = Math.Sqrt(variance), bound = Math.Sqrt(3) * deviation;
            Func<double, double> below = start is WeightStart.GlorotUniform or WeightStart.HeUniform
                ? w => Math.Clamp((w + bound) / (2 * bound), 0, 1) : w => MathNet.Numerics.Distributions.Normal.CDF(0, deviation, w);
            Chance.Follows(shape.Weights(l, parameters.AsSpan()).ToArray(), below);
            Assert.All(shape.Biases(l, parameters.AsSpan()).ToArray(), b => Assert.Equal(0, b));
        }
        Assert.Equal(parameters, StartWeights.Draw(shape, start, seed: 7));
        // Layers of one size are not copies of one another.
        var square = new NetworkShape([20, 20, 20]);
        double[] twice = StartWeights.Draw(square, start, seed: 7);
        Assert.Empty(square.Weights(0, twice.AsSpan()).ToArray().Intersect(square.Weights(1, twice.AsSpan()).ToArray()));
    }

    [Fact]
    public void The_gradient_flow_has_a_row_an_epoch_and_a_column_a_layer()
    {
        MlpClassifierModel model = new MlpClassifier { HiddenLayers = [8, 8, 8], Activation = Activation.Logistic, MaxEpochs = 3 }.Fit(Three);
        Matrix flow = model.History.GradientNorms;
        Assert.Equal((3, 4), (flow.RowCount, flow.ColumnCount));
        // Logistic layers shrink what comes back.
        Assert.True(flow[0, 0] < 0.2 * flow[0, 3]);
        MlpClassifierModel newton = new MlpClassifier { HiddenLayers = [8], Solver = MlpSolver.LBfgs, MaxEpochs = 4 }.Fit(Three);
        Assert.Equal(newton.Report.Iterations, newton.History.GradientNorms.RowCount);
        Assert.Equal(newton.History.Loss[^1], newton.Report.Objective);
    }

    [Fact]
    public void An_output_activation_keeps_predictions_in_its_range()
    {
        RegressionData data = Contract.Rows.Numbers();
        Assert.All(new MlpRegressor { OutputActivation = Activation.Logistic, MaxEpochs = 5 }.Fit(data).Predict(data.Features),
            value => Assert.InRange(value, 0, 1));
    }
}
