using ClassicML.ModelSelection;
using ClassicML.Neural;

namespace ClassicML.Tests.Neural;

/// <summary>Steps that are too large, and magnitudes at the edge of what numbers hold.</summary>
public class DivergenceTests
{
    /// <summary>
    /// All rows are one batch, so each epoch's loss is that of the weights before it: the lowest of them is what a fit gone astray may report,
    /// and the test evaluates its weights anew.
    /// </summary>
    [Theory]
    [InlineData(MlpSolver.Sgd, 1e3, 0, Precision.Double), InlineData(MlpSolver.Sgd, 1e3, 0, Precision.Single)]
    [InlineData(MlpSolver.Sgd, 1, 30, Precision.Double)]
    [InlineData(MlpSolver.Adam, 0.001, 1e6, Precision.Double), InlineData(MlpSolver.Sgd, 0.001, 1e6, Precision.Double)]
    public void Steps_too_large_are_no_convergence_and_the_best_weights_stay(MlpSolver solver, double rate, double offset, Precision precision)
    {
        ClassificationData data = Classes(offset);
        var learner = new MlpClassifier { Solver = solver, LearningRate = rate, Precision = precision };
        MlpClassifierModel model = learner.Fit(data);
        Assert.False(model.Report.Converged);
        Assert.Contains("lower LearningRate, or standardise the columns", model.Report.Reason);
        double loss = Objective(learner, model, data);
        // Single precision sums losses of some thousands.
        Assert.Equal(loss, model.Report.Objective!.Value, loss * (precision == Precision.Single ? 1e-5 : 1e-9));
        Assert.InRange(loss, 0, model.History.Loss.Where(double.IsFinite).Min() * (1 + 1e-5));
    }

    [Fact]
    public void A_regressor_that_goes_astray_says_so_too()
    {
        RegressionData rows = Contract.Rows.Numbers();
        var x = (Matrix)rows.Features;
        var data = new RegressionData(Matrix.Wrap([.. x.Span.ToArray().Select(value => value + 1e5)], x.RowCount, x.ColumnCount), rows.Targets);
        MlpRegressorModel model = new MlpRegressor { MaxEpochs = 1000 }.Fit(data);
        double zero = rows.Targets.ToArray().Average(y => 0.5 * y * y);
        // Either it found its way below what zero weights cost, or it does not say that it converged.
        Assert.True(!model.Report.Converged || model.Report.Objective <= zero + 1e-4, $"{model.Report.Objective} {zero}");
    }

    [Fact]
    public void An_ordinary_fit_still_converges()
    {
        MlpClassifierModel model = new MlpClassifier { HiddenLayers = [20], MaxEpochs = 2000 }.Fit(Classes(0));
        Assert.True(model.Report.Converged, model.Report.Reason);
        Assert.Equal(model.History.Loss[^1], model.Report.Objective);
    }

    [Fact]
    public void Losses_that_still_fall_at_the_limit_are_no_divergence()
    {
        MlpClassifierModel model = new MlpClassifier { HiddenLayers = [20], MaxEpochs = 2, LearningRate = 1e-5 }.Fit(Classes(3));
        Assert.StartsWith("the limit of 2 epochs", model.Report.Reason);
        Assert.Equal(2, model.Report.Details["kept_epoch"]);
    }

    /// <summary>Data may have magnitudes up to 1e75; single precision ends at 3.4e38.</summary>
    [Theory]
    [InlineData(1e74), InlineData(1e30), InlineData(1e-170), InlineData(5e-324)]
    public void Extreme_magnitudes_end_with_numbers_or_a_refusal_that_names_them(double scale)
    {
        ClassificationData classes = Classes(0);
        Matrix x = Matrix.Wrap([.. ((Matrix)classes.Features).Span.ToArray().Select(value => value * scale)], classes.RowCount, 2);
        double[] y = [.. classes.Codes.ToArray().Select(code => (double)code)];
        foreach (Precision precision in Enum.GetValues<Precision>())
            foreach (MlpSolver solver in Enum.GetValues<MlpSolver>())
                foreach (Features rows in new Features[] { x, SparseMatrix.FromDense(x) })
                {
                    ClassificationData data = classes.WithFeatures(rows);
                    var learner = new MlpClassifier { HiddenLayers = [8], Solver = solver, Precision = precision, MaxEpochs = 30 };
                    if (scale > 1e39 && precision == Precision.Single && solver != MlpSolver.LBfgs)
                    {
                        Assert.Contains("more than single precision can hold: standardise the columns",
                            Assert.Throws<ArgumentException>(() => learner.Fit(data)).Message);
                        continue;
                    }
                    MlpClassifierModel? model = Fit(() => learner.Fit(data));
                    Assert.All(model?.PredictProbabilities(rows).Span.ToArray() ?? [], p => Assert.InRange(p, 0, 1));
                    Assert.True(double.IsFinite(model?.Report.Objective ?? 0));
                    MlpRegressorModel? numbers = Fit(() =>
                        new MlpRegressor { HiddenLayers = [8], Solver = solver, Precision = precision, MaxEpochs = 30 }.Fit(new RegressionData(rows, y)));
                    Assert.All(numbers?.Predict(rows) ?? [], value => Assert.True(double.IsFinite(value)));
                    Assert.True(double.IsFinite(numbers?.Report.Objective ?? 0));
                }

        static T? Fit<T>(Func<T> fit) where T : class
        {
            try
            {
                return fit();
            }
            catch (ArgumentException e)
            {
                Assert.Contains("standardise", e.Message);
                return null;
            }
        }
    }

    [Fact]
    public void A_search_records_the_candidates_that_such_rows_refuse()
    {
        ClassificationData data = Classes(0);
        Matrix x = Matrix.Wrap([.. ((Matrix)data.Features).Span.ToArray().Select(value => value * 1e74)], data.RowCount, 2);
        SearchModel model = new GridSearch(ParameterGrid.For(new MlpClassifier { HiddenLayers = [4], MaxEpochs = 3 })
            .Vary("precision", Enum.GetValues<Precision>(), (l, p) => l with { Precision = p }))
        {
            Failures = FailureHandling.Record,
        }.Fit(data.WithFeatures(x));
        Assert.Null(model.Results[0].Error);
        Assert.Contains("single precision", model.Results[1].Error);
    }

    [Fact]
    public void Weights_of_any_size_are_weights()
    {
        ClassificationData data = Classes(0);
        foreach (Precision precision in Enum.GetValues<Precision>())
        {
            var learner = new MlpClassifier { HiddenLayers = [8], Alpha = 0, Precision = precision, MaxEpochs = 20 };
            double[] expected = learner.Fit(data).PredictProbabilities(data.Features).Span.ToArray();
            foreach (double weight in (double[])[double.ScaleB(1, -200), double.ScaleB(1, 200)])
                Assert.Equal(expected,
                    learner.Fit(data.WithWeights(Enumerable.Repeat(weight, data.RowCount).ToArray())).PredictProbabilities(data.Features).Span.ToArray());
        }
    }

    [Fact]
    public void Networks_that_no_memory_holds_are_refused_before_they_are_made()
    {
        ClassificationData data = Classes(0);
        string message = Assert.Throws<ArgumentException>(() => new MlpClassifier { HiddenLayers = [100_000, 30_000] }.Fit(data)).Message;
        Assert.Contains("the network 2-100000-30000-1 needs an array of 3E+09 numbers", message);
        Assert.Contains("take fewer or smaller layers in HiddenLayers", message);
        Assert.Contains("HiddenLayers",
            Assert.Throws<ArgumentException>(() => new MlpRegressor { HiddenLayers = [2_000_000_000] }
                .Fit(new RegressionData(data.Features, new double[200]))).Message);
        Assert.Contains("BatchSize of 200 with HiddenLayers of 20000000",
            Assert.Throws<ArgumentException>(() => new MlpClassifier { HiddenLayers = [20_000_000] }.Fit(data)).Message);
    }

    // J = (Σ Eᵢ + ½α‖W‖²)/n of one batch, from the weights alone.
    private static double Objective(MlpClassifier learner, MlpClassifierModel model, ClassificationData data)
    {
        var x = (Matrix)data.Features;
        double sum = 0;
        for (int i = 0; i < x.RowCount; i++)
        {
            double[] a = x.Row(i).ToArray();
            for (int l = 0; l < model.Layers.Length; l++)
            {
                DenseLayer layer = model.Layers[l];
                double[] u = new double[layer.Biases.Length];
                for (int j = 0; j < u.Length; j++)
                {
                    u[j] = layer.Biases[j];
                    for (int k = 0; k < a.Length; k++) u[j] += a[k] * layer.Weights[k, j];
                    if (l < model.Layers.Length - 1) u[j] = Math.Max(0, u[j]);
                }
                a = u;
            }
            sum += Math.Max(a[0], 0) + Math.Log(1 + Math.Exp(-Math.Abs(a[0]))) - a[0] * data.Codes[i];
        }
        double squares = model.Layers.Sum(layer => layer.Weights.Span.ToArray().Sum(w => w * w));
        return (sum + 0.5 * learner.Alpha * squares) / x.RowCount;
    }

    private static ClassificationData Classes(double offset)
    {
        var rng = new Rng(3);
        double[] x = new double[400];
        int[] y = new int[200];
        for (int i = 0; i < y.Length; i++)
        {
            y[i] = i % 2;
            (x[2 * i], x[2 * i + 1]) = (offset + 4 * rng.NextDouble() - 2 + y[i], offset + 4 * rng.NextDouble() - 2 - y[i]);
        }
        return ClassificationData.Create(Matrix.Wrap(x, 200, 2), y);
    }
}
