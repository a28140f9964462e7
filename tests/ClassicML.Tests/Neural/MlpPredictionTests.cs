using ClassicML.Neural;

namespace ClassicML.Tests.Neural;

/// <summary>What networks of given weights predict, and what is shown of their gradients, against plain loops over single rows.</summary>
public class MlpPredictionTests
{
    private const double Alpha = 0.3, Step = 1e-5;

    public static TheoryData<int, Activation> Networks { get; } =
        new MatrixTheoryData<int, Activation>([2, 3], Enum.GetValues<Activation>());

    public static TheoryData<Activation, Activation> Pairs { get; } =
        new MatrixTheoryData<Activation, Activation>(Enum.GetValues<Activation>(), Enum.GetValues<Activation>());

    /// <summary>Rows are predicted in blocks of 256, and so many of them by several threads.</summary>
    [Theory, MemberData(nameof(Networks))]
    public void Classes_of_many_rows_dense_or_sparse_are_those_of_plain_loops(int classes, Activation f)
    {
        MlpSample data = MlpSample.Make(classes, 1500);
        var (reference, w, layers) = Drawn([4, 7, 9, data.OutputCount], f, null);
        MlpClassifierModel model = MlpClassifierModel.FromWeights(layers, new ClassLabels(Enumerable.Range(0, classes)), f);
        Assert.Equal((f, 4, data.OutputCount), (model.Activation, model.FeatureCount, model.ScoreCount));
        Assert.Equal((0, 0), (model.History.Loss.Length, model.Report.Iterations));
        Assert.Equal((0, 3), (model.History.GradientNorms.RowCount, model.History.GradientNorms.ColumnCount));
        MlpGolden.Close([.. layers], model.Layers, 0);
        foreach (Features x in (Features[])[data.X, SparseMatrix.FromDense(data.X)])
        {
            Matrix p = model.PredictProbabilities(x), u = model.DecisionScores(x);
            int[] codes = model.Predict(x);
            foreach (int i in data.AllRows)
            {
                double[] expected = reference.Predict(w, data.X.Row(i));
                Close(expected, p.Row(i), 1e-13);
                Close(reference.Values(w, data.X.Row(i))[^1], u.Row(i), 1e-13);
                Assert.Equal(ReferenceMlp.Largest(expected), codes[i]);
            }
        }
    }

    [Theory, MemberData(nameof(Pairs))]
    public void Numbers_of_many_rows_dense_or_sparse_are_those_of_plain_loops(Activation f, Activation output)
    {
        MlpSample data = MlpSample.Make(0, 300);
        var (reference, w, layers) = Drawn([4, 6, 1], f, output);
        MlpRegressorModel model = MlpRegressorModel.FromWeights(layers, f, output);
        Assert.Equal((f, output, 4, 0), (model.Activation, model.OutputActivation, model.FeatureCount, model.History.Score.Length));
        MlpGolden.Close([.. layers], model.Layers, 0);
        double[] expected = [.. data.AllRows.Select(i => reference.Predict(w, data.X.Row(i))[0])];
        Close(expected, model.Predict(data.X), 1e-13);
        Close(expected, model.Predict(SparseMatrix.FromDense(data.X)), 1e-13);
    }

    [Fact]
    public void Of_equal_classes_the_first_is_predicted()
    {
        var row = new Matrix(new double[,] { { 1 } });
        foreach (int classes in (int[])[2, 4])
        {
            var layer = new DenseLayer(new Matrix(new double[1, classes == 2 ? 1 : classes]), new double[classes == 2 ? 1 : classes]);
            MlpClassifierModel model = MlpClassifierModel.FromWeights([layer], new ClassLabels(Enumerable.Range(0, classes)));
            Assert.Equal([0], model.Predict(row));
            Assert.All(model.PredictProbabilities(row).Span.ToArray(), p => Assert.Equal(1.0 / classes, p, 1e-15));
        }
    }

    [Theory, InlineData(2), InlineData(3), InlineData(0)]
    public void A_trace_of_weighted_rows_shows_every_derivative(int classes)
    {
        MlpSample data = MlpSample.Make(classes, 40);
        Activation? output = classes == 0 ? Activation.Tanh : null;
        var (reference, w, layers) = Drawn([4, 6, 5, data.OutputCount], Activation.Logistic, output);
        GradientTrace trace = classes == 0
            ? Gradients.Of(
                MlpRegressorModel.FromWeights(layers, Activation.Logistic, Activation.Tanh),
                new RegressionData(data.X, data.Y, data.Weights))
            : Gradients.Of(
                MlpClassifierModel.FromWeights(layers, new ClassLabels(Enumerable.Range(0, classes)), Activation.Logistic),
                ClassificationData.Create(data.X, Array.ConvertAll(data.Y, y => (int)y)).WithWeights(data.Weights));
        double total = data.Weights.Sum();
        var (loss, gradient) = reference.Objective(w, data, data.AllRows, 0, total);
        Assert.Equal(loss, trace.Loss, 1e-13);
        for (int l = 0, at = 0; l < 3; l++)
        {
            LayerTrace layer = trace.Layers[l];
            int count = layers[l].Weights.Span.Length, units = layers[l].Biases.Length;
            Close(gradient.AsSpan(at, count), layer.WeightGradient.Span, 1e-13);
            Close(gradient.AsSpan(at + count, units), layer.BiasGradient.AsSpan(), 1e-13);
            Matrix next = l < 2 ? trace.Layers[l + 1].SumGradient : layer.SumGradient;
            for (int i = 0; i < 40; i++)
            {
                double[][] values = reference.Values(w, data.X.Row(i));
                double[] predicted = reference.Predict(w, data.X.Row(i));
                double[] a = l < 2 ? values[l + 1] : data.OutputCount == 1 ? [predicted[^1]] : predicted;
                Close(a, layer.Values.Row(i), 1e-13);
                if (l == 2) Close(values[^1], layer.Sums.Row(i), 1e-13);
                else Close(values[l + 1], [.. layer.Sums.Row(i).ToArray().Select(u => 1 / (1 + Math.Exp(-u)))], 1e-13);
                // δ of a row is the biases' gradient of that row alone.
                double[] alone = reference.Objective(w, data, [i], 0, total).Gradient;
                Close(alone.AsSpan(at + count, units), layer.SumGradient.Row(i), 1e-13);
                double s = data.Weights[i] / total, y = data.Y[i];
                double[] slope = l < 2 ? [.. Enumerable.Range(0, units).Select(j => Times(layers[l + 1].Weights.Row(j), next.Row(i)))]
                    : classes == 0 ? [s * (a[0] - y)]
                    : classes == 2 ? [y == 1 ? -s / a[0] : s / (1 - a[0])]
                    : [.. a.Select((p, k) => k == (int)y ? -s / p : 0)];
                Close(slope, layer.ValueGradient.Row(i), 1e-12);
            }
            at += count + units;
        }
        for (int i = 0; i < 40; i++)
            for (int j = 0; j < 4; j++)
                Assert.Equal(Times(layers[0].Weights.Row(j), trace.Layers[0].SumGradient.Row(i)), trace.InputGradient[i, j], 1e-13);
    }

    /// <summary>
    /// One unit at its kink, u = wx + b = 0: back-propagation takes the slope below, 0, a difference the mean of both, which for
    /// E = ½(2·max(0, u) - 1)² is hx² - x for w and h - 1 for b; ∂J/∂w₂ is 2α and ∂J/∂b₂ is -1 by either.
    /// </summary>
    [Theory]
    [InlineData(3, 0, false, 4), InlineData(0.1, 0, true, 4), InlineData(0.1, 0, false, 2), InlineData(3, 100, false, 4)]
    public void A_check_finds_the_weight_where_both_ways_differ(double x, double w, bool isBias, int checkedCount)
    {
        MlpRegressorModel model = MlpRegressorModel.FromWeights([Layer(w, -w * x), Layer(2, 0)]);
        var data = new RegressionData(new Matrix(new[,] { { x } }), [1]);
        GradientCheckResult result = GradientCheck.Run(model, data, Alpha, Step, checkedCount);
        double ofWeight = x - x * x * Step * Math.Max(1, w), ofBias = 1 - Step * Math.Max(1, w * x), penalty = Alpha * w;
        Assert.Equal((0, isBias, checkedCount), (result.WorstLayer, result.WorstIsBias, result.CheckedCount));
        // Rounding over a step of 1e-5.
        Assert.Equal(isBias ? ofBias : ofWeight, result.LargestDifference, 1e-7);
        // Of four weights and biases, or of every other: both weights.
        bool all = checkedCount == 4;
        double differences = ofWeight * ofWeight + (all ? ofBias * ofBias : 0);
        double sizes = Math.Pow(penalty - ofWeight, 2) + penalty * penalty + 2 * Math.Pow(2 * Alpha, 2);
        if (all) sizes += ofBias * ofBias + 2;
        Assert.Equal(Math.Sqrt(differences / sizes), result.RelativeError, 1e-7);
    }

    [Fact]
    public void A_check_tells_the_layer_too_and_learners_begin_at_their_start()
    {
        MlpRegressorModel model = MlpRegressorModel.FromWeights([Layer(1, 0), Layer(0, 0), Layer(2, 0)]);
        GradientCheckResult kink = GradientCheck.Run(model, new RegressionData(new Matrix(new[,] { { 3.0 } }), [1]));
        Assert.Equal((1, false), (kink.WorstLayer, kink.WorstIsBias));
        // The check of a learner is that of the network it draws.
        RegressionData numbers = Contract.Rows.Numbers();
        var learner = new MlpRegressor { HiddenLayers = [3], Activation = Activation.Tanh, Alpha = 0.1, Seed = 4 };
        NetworkShape shape = learner.Shape(4, 1);
        var drawn = new Network(shape, StartWeights.Draw(shape, learner.Start, 4), Activation.Tanh);
        MlpRegressorModel untrained = MlpRegressorModel.FromWeights(drawn.Layers, Activation.Tanh);
        Assert.Equal(GradientCheck.Run(untrained, numbers, 0.1), GradientCheck.Run(learner, numbers));
    }

    [Fact]
    public void A_trace_of_a_model_that_lacks_a_class_gives_that_class_no_gradient()
    {
        ClassificationData all = GradientTests.Scaled(Contract.Rows.Of(3));
        ClassificationData some = all.SelectRows([.. Enumerable.Range(0, 90).Where(i => all.Codes[i] != 1)]);
        MlpClassifierModel model = new MlpClassifier { HiddenLayers = [4], MaxEpochs = 3 }.Fit(some);
        GradientTrace trace = Gradients.Of(model, some);
        Matrix p = model.PredictProbabilities(some.Features);
        Assert.Equal(Enumerable.Range(0, 60).Average(i => -Math.Log(p[i, some.Codes[i]])), trace.Loss, 1e-13);
        for (int i = 0; i < 60; i++)
        {
            double[] delta = [.. Enumerable.Range(0, 3).Select(k => (p[i, k] - (k == some.Codes[i] ? 1 : 0)) / 60)];
            Close(delta, trace.Layers[1].SumGradient.Row(i), 1e-13);
        }
        Assert.Equal(0, trace.Layers[1].BiasGradient[1]);
    }

    [Fact]
    public void Models_come_back_from_their_form_with_all_that_they_show()
    {
        ClassificationData all = Contract.Rows.Of(3);
        var learner = new MlpClassifier { HiddenLayers = [4, 3], Activation = Activation.Tanh, ValidationShare = 0.2, MaxEpochs = 3 };
        MlpClassifierModel lacking = learner.Fit(all.SelectRows([.. Enumerable.Range(0, 90).Where(i => all.Codes[i] != 1)]));
        MlpClassifierModel read = Copy(lacking);
        Same(lacking.Layers, lacking.History, lacking.Report, read.Layers, read.History, read.Report);
        Assert.Equal((lacking.Activation, lacking.Labels), (read.Activation, read.Labels));
        Assert.Equal(lacking.PredictProbabilities(all.Features).Span.ToArray(), read.PredictProbabilities(all.Features).Span.ToArray());
        RegressionData numbers = Contract.Rows.Numbers();
        var regressor = new MlpRegressor
        {
            HiddenLayers = [4], Activation = Activation.Logistic, OutputActivation = Activation.Tanh, MaxEpochs = 3,
        };
        MlpRegressorModel model = regressor.Fit(numbers);
        MlpRegressorModel back = Copy(model);
        Same(model.Layers, model.History, model.Report, back.Layers, back.History, back.Report);
        Assert.Equal((Activation.Logistic, Activation.Tanh), (back.Activation, back.OutputActivation));
        Assert.Equal(model.Predict(numbers.Features), back.Predict(numbers.Features));

        static void Same(
            IReadOnlyList<DenseLayer> layers, TrainingHistory history, FitReport report,
            IReadOnlyList<DenseLayer> found, TrainingHistory told, FitReport said)
        {
            Assert.Equal(layers.Select(layer => layer.Weights.Span.ToArray()), found.Select(layer => layer.Weights.Span.ToArray()));
            Assert.Equal(layers.SelectMany(layer => layer.Biases), found.SelectMany(layer => layer.Biases));
            Assert.Equal(history.Loss, told.Loss);
            Assert.Equal(history.Score, told.Score);
            Assert.Equal(history.GradientNorms.Span.ToArray(), told.GradientNorms.Span.ToArray());
            Assert.Equal((report.Iterations, report.Objective, report.Reason), (said.Iterations, said.Objective, said.Reason));
            Assert.Equal(report.Details, said.Details);
        }
    }

    private static double Times(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        double sum = 0;
        for (int i = 0; i < x.Length; i++) sum += x[i] * y[i];
        return sum;
    }

    private static DenseLayer Layer(double weight, double bias) => new(new Matrix(new[,] { { weight } }), [bias]);

    private static (ReferenceMlp Reference, double[] Parameters, IReadOnlyList<DenseLayer> Layers) Drawn(
        int[] sizes, Activation f, Activation? output)
    {
        var reference = new ReferenceMlp(sizes, f, output);
        var rng = new Rng(21);
        double[] w = [.. Enumerable.Range(0, reference.ParameterCount).Select(_ => 2 * rng.NextDouble() - 1)];
        return (reference, w, new Network(new NetworkShape([.. sizes]), w, f).Layers);
    }
}
