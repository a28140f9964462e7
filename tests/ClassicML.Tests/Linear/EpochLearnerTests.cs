using ClassicML.Linear;

namespace ClassicML.Tests.Linear;

/// <summary>Perceptron, Adaline and stochastic gradient descent.</summary>
public class EpochLearnerTests
{
    public static TheoryData<string> SgdCases { get; } =
        [.. Golden.Cases("sgd").Where(name => name.Contains('-'))];

    [Theory, InlineData("two"), InlineData("three"), InlineData("three-balanced"), InlineData("two-weights"), InlineData("two-balanced")]
    [InlineData("three-weights-no-intercept")]
    public void A_perceptron_takes_the_steps_of_scikit_learn(string name)
    {
        Golden golden = Golden.Read("perceptron", name);
        ClassificationData data = golden.Data().WithWeights(golden.Weights);
        var learner = new Perceptron
        {
            Shuffle = false, PatienceCount = null, MaxEpochs = golden["epochs"].GetInt32(), FitIntercept = Intercept(golden),
            ClassWeights = golden["balanced"].GetBoolean() ? ClassWeights.Balanced : Named(golden),
        };
        foreach (Features x in (Features[])[data.Features, SparseMatrix.FromDense(golden.Matrix("x"))])
        {
            LinearClassifierModel model = learner.Fit(data.WithFeatures(x));
            // The same additions in the same order, but for the order within a dot product.
            Close(golden.Matrix("coefficients").Span, model.Coefficients.Span, 1e-9);
            Close(golden.Numbers("intercept"), model.Intercept, 1e-9);
            Assert.Equal(learner.MaxEpochs, model.History.Length);
        }
    }

    [Fact]
    public void A_perceptron_ends_without_mistakes_where_classes_are_separable()
    {
        ClassificationData iris = Datasets.Iris();
        ClassificationData two = iris.SelectRows([.. Enumerable.Range(0, 100)]);
        LinearClassifierModel model = new Perceptron { PatienceCount = null }.Fit(ClassificationData.Create(two.Features, two.Codes));
        Assert.True(model.Report.Converged);
        Assert.Equal(0, model.History[^1]);
        Assert.Equal(two.Codes.ToArray(), model.Predict(two.Features));
        LinearClassifierModel three = new Perceptron { MaxEpochs = 8, PatienceCount = null }.Fit(iris);
        Assert.Contains("the limit of 8 epochs was reached with", three.Report.Reason);
    }

    [Fact]
    public void Averaging_steadies_a_perceptron_and_is_the_mean_of_its_weights()
    {
        ClassificationData data = Contract.Rows.Of(3, 60);
        var learner = new Perceptron { Shuffle = false, PatienceCount = null, MaxEpochs = 2 };
        double[] mean = new double[12], w = new double[12], b = new double[3];
        for (int step = 0; step < 120; step++)
        {
            ReadOnlySpan<double> x = ((Matrix)data.Features).Row(step % 60);
            for (int k = 0; k < 3; k++)
            {
                double t = data.Codes[step % 60] == k ? 1 : -1, z = b[k];
                for (int j = 0; j < 4; j++) z += w[4 * k + j] * x[j];
                for (int j = 0; j < 4 && t * z <= 0; j++) w[4 * k + j] += t * x[j];
                b[k] += t * z <= 0 ? t : 0;
            }
            for (int j = 0; j < mean.Length; j++) mean[j] += w[j] / 120;
        }
        Close(mean, (learner with { Averaged = true }).Fit(data).Coefficients.Span, 1e-9);
    }

    [Fact]
    public void Early_stopping_watches_rows_kept_aside()
    {
        LinearClassifierModel model = new Perceptron { ValidationShare = 0.25, PatienceCount = 3 }.Fit(Contract.Rows.Of(3));
        Assert.False(model.Report.Converged);
        Assert.Contains("mistakes have not fallen for 3 epochs", model.Report.Reason);
        Assert.True(model.History.Length < 1000);
    }

    [Fact]
    public void Adaline_in_batches_descends_to_least_squares()
    {
        ClassificationData data = Standard(Datasets.Iris());
        LinearClassifierModel model = new Adaline { LearningRate = 0.3, MaxEpochs = 20_000, Tolerance = 1e-13 }.Fit(data);
        Assert.True(model.Report.Converged, model.Report.Reason);
        for (int epoch = 1; epoch < model.History.Length; epoch++) Assert.True(model.History[epoch] <= model.History[epoch - 1]);
        LinearClassifierModel optimum = new RidgeClassifier { Alpha = 0 }.Fit(data);
        // A fall of 1e-13 an epoch is left where the slowest direction still moves by its root.
        Close(optimum.Coefficients.Span.ToArray(), model.Coefficients.Span, 1e-3);
    }

    [Fact]
    public void A_batch_step_of_Adaline_is_the_gradient()
    {
        ClassificationData data = ClassificationData.Create(
            new Matrix(new double[,] { { 1, 2 }, { 3, -1 }, { 0, 1 } }), (ReadOnlySpan<int>)[0, 1, 1]);
        LinearClassifierModel model = new Adaline { LearningRate = 0.3, MaxEpochs = 1 }.Fit(data);
        // w = η·mean(t·x), from zero: targets -1, 1, 1.
        Close([0.3 * (-1 + 3 + 0) / 3, 0.3 * (-2 - 1 + 1) / 3], model.Coefficients.Span, 1e-15);
        Assert.Equal(0.3 / 3, model.Intercept[0], 1e-15);
        Assert.Equal([0.5], model.History.ToArray());
    }

    [Theory, InlineData(SgdSchedule.Constant), InlineData(SgdSchedule.InverseScaling), InlineData(SgdSchedule.Adaptive)]
    public void Stochastic_Adaline_learns_with_every_schedule_on_dense_and_sparse_rows(SgdSchedule rate)
    {
        ClassificationData data = Standard(Datasets.Iris());
        var learner = new Adaline { Solver = AdalineSolver.Stochastic, Schedule = rate, MaxEpochs = 50 };
        LinearClassifierModel dense = learner.Fit(data),
            sparse = learner.Fit(data.WithFeatures(SparseMatrix.FromDense((Matrix)data.Features)));
        Assert.True(dense.History[^1] < dense.History[0]);
        Close(dense.Coefficients.Span.ToArray(), sparse.Coefficients.Span, 1e-9);
    }

    [Fact]
    public void A_rate_that_is_too_large_is_reported()
    {
        LinearClassifierModel model = new Adaline { LearningRate = 10 }.Fit(Datasets.Iris());
        Assert.False(model.Report.Converged);
        Assert.Contains("the learning rate 10 is too large", model.Report.Reason);
        Assert.Contains("Schedule must be Constant, InverseScaling or Adaptive",
            Fail(() => new Adaline { Schedule = SgdSchedule.Optimal }));
    }

    [Fact]
    public void A_wide_column_does_not_blow_up_least_squares_by_steps()
    {
        var rng = new Rng(6);
        double[] x = new double[200], y = new double[200];
        for (int i = 0; i < x.Length; i++)
        {
            x[i] = 30 * Chance.Normal(rng);
            y[i] = 2 * x[i] + 1 + Chance.Normal(rng);
        }
        var data = new RegressionData(Matrix.Wrap(x, x.Length, 1), y);
        LinearRegressionModel model = new SgdRegressor().Fit(data);
        Assert.True(model.Report.Converged, model.Report.Reason);
        // The noise has a deviation of 1; without the limit this ends at 1e9.
        Assert.InRange(Math.Sqrt(model.Predict(data.Features).Zip(y, (z, v) => (z - v) * (z - v)).Average()), 0.9, 1.7);
        Assert.Equal(2, model.Coefficients[0], 0.1);
    }

    [Fact]
    public void Squared_losses_do_not_blow_up_on_classes()
    {
        ClassificationData data = Standard(Datasets.Iris());
        LinearClassifierModel model = new SgdClassifier { Loss = SgdLoss.Squared }.Fit(data),
            adaline = new Adaline { Solver = AdalineSolver.Stochastic, LearningRate = 10 }.Fit(Datasets.Iris());
        foreach (LinearClassifierModel one in (LinearClassifierModel[])[model, adaline])
        {
            Assert.All(one.Coefficients.Span.ToArray(), w => Assert.InRange(w, -100, 100));
            // Zero weights have ½ a class.
            Assert.InRange(one.History[^1], 0, 1.5);
        }
    }

    [Fact]
    public void Losses_above_those_of_zero_weights_are_no_convergence()
    {
        ClassificationData far = Contract.Rows.Of(3);
        far = far.WithFeatures(Matrix.Wrap(Array.ConvertAll(((Matrix)far.Features).Span.ToArray(), v => v * 1e72), far.RowCount, 4));
        IClassifier<LinearClassifierModel>[] learners =
        [
            new SgdClassifier(), new SgdClassifier { Loss = SgdLoss.Log, Penalty = Penalty.L1 },
            new SgdClassifier { Loss = SgdLoss.Squared },
            new SgdClassifier { Loss = SgdLoss.Huber, Averaged = true }, new Adaline(), new Adaline { Solver = AdalineSolver.Stochastic },
            new Adaline { Schedule = SgdSchedule.Adaptive }, new Adaline { MaxEpochs = 3 }, new Perceptron { MaxEpochs = 20 },
            new Perceptron { LearningRate = 1e300, Averaged = true, PatienceCount = null },
        ];
        foreach (IClassifier<LinearClassifierModel> learner in learners)
            foreach (Features x in (Features[])[far.Features, SparseMatrix.FromDense((Matrix)far.Features)])
            {
                LinearClassifierModel model = learner.Fit(far.WithFeatures(x));
                Assert.All(model.Coefficients.Span.ToArray(), w => Assert.True(double.IsFinite(w)));
                Assert.All(model.Intercept.ToArray(), b => Assert.True(double.IsFinite(b)));
                // A normalised step suits any unit; all others must say so.
                if (!model.Report.Converged) Assert.NotNull(model.Report.Reason);
                else Assert.True(
                    learner is SgdClassifier { Loss: SgdLoss.Squared } or Adaline { Solver: AdalineSolver.Stochastic }, learner.ToString());
            }
        LinearClassifierModel batches = new SgdClassifier().FitBatches([far]);
        Assert.Contains("zero weights have", batches.Report.Reason);
        Assert.Contains("zero weights are kept", new Adaline { MaxEpochs = 3, LearningRate = 10 }.Fit(Datasets.Iris()).Report.Reason);
    }

    [Fact]
    public void Targets_in_small_units_do_not_end_descent_early()
    {
        foreach (double unit in (double[])[1, 1e-8])
        {
            var rng = new Rng(6);
            double[] x = new double[60], y = new double[20];
            for (int i = 0; i < y.Length; i++)
            {
                for (int j = 0; j < 3; j++) x[3 * i + j] = Chance.Normal(rng);
                y[i] = unit * (x[3 * i] - x[3 * i + 1] + 0.1 * Chance.Normal(rng));
            }
            var data = new RegressionData(Matrix.Wrap(x, 20, 3), y);
            double[] z = new SgdRegressor().Fit(data).Predict(data.Features);
            // The six epochs of an absolute tolerance leave a third of the squares.
            Assert.InRange(z.Zip(y, (a, b) => (a - b) * (a - b)).Sum(), 0, 0.2 * y.Sum(v => v * v));
        }
    }

    [Theory, MemberData(nameof(SgdCases))]
    public void Stochastic_gradient_descent_takes_the_steps_of_scikit_learn(string name)
    {
        Golden golden = Golden.Read("sgd", name), rows = Golden.Read("sgd", name.StartsWith("classifier") ? "data" : "numbers");
        var (penalty, rate) = (Enum.Parse<Penalty>(golden["penalty"].GetString()!),
            Enum.Parse<SgdSchedule>(golden["rate"].GetString()!));
        // scikit-learn stops each class by itself, so only the adaptive rate, which needs it, has a patience here.
        int? patience = rate == SgdSchedule.Adaptive ? 3 : null;
        string loss = golden["loss"].GetString()!;
        Matrix x = rows.Matrix("x");
        foreach (Features features in (Features[])[x, SparseMatrix.FromDense(x)])
        {
            if (name.StartsWith("classifier"))
            {
                LinearClassifierModel model = new SgdClassifier
                {
                    Loss = Enum.Parse<SgdLoss>(loss), Penalty = penalty, Alpha = 0.01, L1Ratio = 0.4, Schedule = rate,
                    LearningRate = 0.05, Power = 0.3,
                    Averaged = golden["averaged"].GetBoolean(), Shuffle = false, MaxEpochs = 6, PatienceCount = patience,
                    ClassWeights = Named(golden), FitIntercept = Intercept(golden),
                }.Fit(ClassificationData.Create(features, rows.Codes("y")).WithWeights(golden.Weights));
                // The same steps, in other orders of addition.
                Close(golden.Matrix("coefficients").Span, model.Coefficients.Span, 1e-8);
                Close(golden.Numbers("intercept"), model.Intercept, 1e-8);
            }
            else
            {
                LinearRegressionModel model = new SgdRegressor
                {
                    Loss = Enum.Parse<SgdRegressionLoss>(loss), Penalty = penalty, Alpha = 0.01, L1Ratio = 0.4, Schedule = rate,
                    LearningRate = 0.01,
                    Power = 0.3, Epsilon = 0.3, Shuffle = false, MaxEpochs = 6, PatienceCount = patience, FitIntercept = Intercept(golden),
                }.Fit(new RegressionData(features, rows.Numbers("y"), golden.Weights));
                Close(golden.Numbers("coefficients"), model.Coefficients, 1e-8);
                Assert.Equal(golden.Number("intercept"), model.Intercept, 1e-8);
            }
        }
    }

    [Theory, InlineData(Penalty.L1), InlineData(Penalty.ElasticNet), InlineData(Penalty.L2)]
    public void Averaged_descent_is_the_mean_of_the_weights_after_each_row(Penalty penalty)
    {
        ClassificationData data = Standard(Datasets.Iris()).SelectRows([.. Enumerable.Range(0, 60).Select(i => 5 * i % 150)]);
        data = ClassificationData.Create(data.Features, [.. data.Codes.ToArray().Select(code => code == 1 ? 1 : 0)]);
        var learner = new SgdClassifier { Loss = SgdLoss.Log, Penalty = penalty, Alpha = 0.05, Shuffle = false, MaxEpochs = 1 };
        double[] mean = new double[4];
        for (int count = 1; count <= 60; count++)
        {
            ReadOnlySpan<double> w = learner.FitBatches([data.SelectRows([.. Enumerable.Range(0, count)])]).Coefficients.Span;
            for (int j = 0; j < 4; j++) mean[j] += w[j] / 60;
        }
        Close(mean, (learner with { Averaged = true }).Fit(data).Coefficients.Span, 1e-12);
    }

    [Fact]
    public void Streamed_batches_give_what_one_epoch_over_all_rows_gives()
    {
        ClassificationData data = Standard(Datasets.Iris());
        var learner = new SgdClassifier { Loss = SgdLoss.Log, Shuffle = false, MaxEpochs = 1, Averaged = true };
        IEnumerable<ClassificationData> batches = Enumerable.Range(0, 10).Select(b => data.SelectRows([.. Enumerable.Range(15 * b, 15)]));
        LinearClassifierModel whole = learner.Fit(data), streamed = learner.FitBatches(batches);
        Assert.Equal(whole.Coefficients.Span.ToArray(), streamed.Coefficients.Span.ToArray());
        Assert.Equal(10, streamed.History.Length);
        Assert.Contains("at least one batch", Fail(() => learner.FitBatches([])));
        Assert.Contains("all batches must have 4 features",
            Fail(() => learner.FitBatches([data, Contract.Rows.Of(3, 30, 5)])));

        RegressionData numbers = Contract.Rows.Numbers(60, 1);
        var regressor = new SgdRegressor { Shuffle = false, MaxEpochs = 1 };
        Assert.Equal(
            regressor.Fit(numbers).Coefficients.ToArray(),
            regressor.FitBatches([numbers.SelectRows([.. Enumerable.Range(0, 25)]), numbers.SelectRows([.. Enumerable.Range(25, 35)])])
                .Coefficients.ToArray());
    }

    [Fact]
    public void A_stream_that_is_stopped_before_it_begins_has_learned_its_first_batch()
    {
        var stop = new FitContext { Stop = new CancellationToken(true) };
        ClassificationData data = Standard(Datasets.Iris()), first = data.SelectRows([.. Enumerable.Range(0, 15)]);
        LinearClassifierModel expected = new SgdClassifier().FitBatches([first]), model = new SgdClassifier().FitBatches([first, data], stop);
        Assert.Equal(expected.Coefficients.Span.ToArray(), model.Coefficients.Span.ToArray());
        Assert.True(model.Report is { Stopped: true, Converged: false });
        RegressionData numbers = Contract.Rows.Numbers(60, 1);
        LinearRegressionModel wanted = new SgdRegressor().FitBatches([numbers]), line = new SgdRegressor().FitBatches([numbers, numbers], stop);
        Assert.Equal(wanted.Coefficients.ToArray(), line.Coefficients.ToArray());
        Assert.True(line.Report is { Stopped: true, Converged: false });
    }

    [Fact]
    public void A_stream_that_comes_again_is_another_epoch_and_is_read_batch_by_batch()
    {
        ClassificationData data = Standard(Datasets.Iris());
        var learner = new SgdClassifier { Penalty = Penalty.ElasticNet, Shuffle = false, MaxEpochs = 3, PatienceCount = null };
        int alive = 0, most = 0;
        LinearClassifierModel whole = learner.Fit(data), streamed = learner.FitBatches(Batches());
        Assert.Equal(whole.Coefficients.Span.ToArray(), streamed.Coefficients.Span.ToArray());
        Assert.Equal(whole.Intercept.ToArray(), streamed.Intercept.ToArray());
        Assert.Equal(1, most);

        IEnumerable<ClassificationData> Batches()
        {
            for (int epoch = 0; epoch < 3; epoch++)
                for (int from = 0; from < 150; from += 40)
                {
                    most = Math.Max(most, ++alive);
                    yield return data.SelectRows([.. Enumerable.Range(from, Math.Min(40, 150 - from))]);
                    // The learner asks for the next batch only when it has learnt from this one.
                    alive--;
                }
        }
    }

    [Fact]
    public void Classes_of_weight_zero_take_no_part()
    {
        ClassificationData three = Contract.Rows.Of(3);
        ClassWeights without = ClassWeights.Of(("class b", 0));
        IClassifier<LinearClassifierModel>[] learners =
        [
            new Perceptron { ClassWeights = without }, new Adaline { ClassWeights = without },
            new SgdClassifier { ClassWeights = without }, new RidgeClassifier { ClassWeights = without },
        ];
        foreach (IClassifier<LinearClassifierModel> learner in learners)
        {
            Assert.DoesNotContain(1, learner.Fit(three).Predict(three.Features));
            Assert.Contains("needs rows of at least two classes with a weight above zero",
                Fail(() => learner.Fit(three.SelectRows([.. Enumerable.Range(0, 60).Where(i => three.Codes[i] != 2)]))));
        }
    }

    private static ClassificationData Standard(ClassificationData data) =>
        data.WithFeatures(new ClassicML.Preprocessing.StandardScaler().Fit(data.Features).Transform(data.Features));

    // Cases without names or with an intercept don't say so.
    private static ClassWeights Named(Golden golden) =>
        golden.Has("classWeights") ? ClassWeights.Parse(golden["classWeights"].GetString()!) : ClassWeights.None;

    private static bool Intercept(Golden golden) => !golden.Has("fitIntercept") || golden["fitIntercept"].GetBoolean();
}
