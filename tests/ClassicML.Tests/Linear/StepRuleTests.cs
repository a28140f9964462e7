using ClassicML.Linear;
using ClassicML.Tests.Contract;

namespace ClassicML.Tests.Linear;

/// <summary>Every combination of options of the learners by steps takes the steps of its definition (<see cref="StepReference"/>), and ends
/// where the rules say.</summary>
public class StepRuleTests
{
    // The same steps in another order of additions, some hundred to some thousand of them.
    private const double Rounding = 1e-9;

    private static readonly SgdSchedule[] Rates = Enum.GetValues<SgdSchedule>();

    public static TheoryData<SgdLoss, Penalty> Rules { get; } = new MatrixTheoryData<SgdLoss, Penalty>(
        Enum.GetValues<SgdLoss>(), Enum.GetValues<Penalty>());

    public static TheoryData<SgdRegressionLoss, Penalty> RegressionRules { get; } = new MatrixTheoryData<SgdRegressionLoss, Penalty>(
        Enum.GetValues<SgdRegressionLoss>(), Enum.GetValues<Penalty>());

    [Theory, InlineData(false), InlineData(true)]
    public void Every_perceptron_takes_the_steps_of_its_definition(bool averaged)
    {
        var ends = new HashSet<bool>();
        foreach (ClassificationData data in Samples())
            foreach (string weights in LinearData.ClassWeightings)
                foreach (bool intercept in (bool[])[true, false])
                    foreach (double aside in (double[])[0, 0.3])
                        foreach (int? patience in (int?[])[null, 2])
                        {
                            var learner = new Perceptron
                            {
                                Averaged = averaged, ClassWeights = ClassWeights.Parse(weights), FitIntercept = intercept, Seed = 3,
                                ValidationShare = aside, PatienceCount = patience, MaxEpochs = 9, LearningRate = 0.3, Shuffle = aside > 0,
                            };
                            StepReference.Steps steps = StepReference.Perceptron(learner, data);
                            Same(learner, steps, data, learner.Fit);
                            ends.Add(steps.History.Length < learner.MaxEpochs);
                        }
        // Some by patience, some by the limit.
        Assert.Equal(2, ends.Count);
    }

    [Theory]
    [InlineData(AdalineSolver.Batch, SgdSchedule.Constant), InlineData(AdalineSolver.Batch, SgdSchedule.InverseScaling)]
    [InlineData(AdalineSolver.Batch, SgdSchedule.Adaptive), InlineData(AdalineSolver.Stochastic, SgdSchedule.Constant)]
    [InlineData(AdalineSolver.Stochastic, SgdSchedule.InverseScaling), InlineData(AdalineSolver.Stochastic, SgdSchedule.Adaptive)]
    public void Every_Adaline_takes_the_steps_of_its_definition(AdalineSolver solver, SgdSchedule rate)
    {
        int converged = 0;
        foreach (ClassificationData data in Samples().Where(one => !one.Weights.IsEmpty))
            foreach (string weights in LinearData.ClassWeightings)
                foreach (bool intercept in (bool[])[true, false])
                    // The second is above what the rows' lengths allow.
                    foreach (double first in (double[])[0.2, 0.9])
                    {
                        var learner = new Adaline
                        {
                            Solver = solver, Schedule = rate, LearningRate = first, Power = 0.4, MaxEpochs = 40, Tolerance = 2e-4,
                            ClassWeights = ClassWeights.Parse(weights), FitIntercept = intercept, Seed = 4, Shuffle = weights != "none",
                        };
                        StepReference.Steps steps = StepReference.Adaline(learner, data);
                        Same(learner, steps, data, learner.Fit);
                        converged += steps.Converged ? 1 : 0;
                    }
        Assert.True(converged > 0);
    }

    [Theory, MemberData(nameof(Rules))]
    public void Every_stochastic_descent_on_classes_takes_the_steps_of_its_definition(SgdLoss loss, Penalty penalty)
    {
        var ends = new HashSet<bool>();
        foreach (ClassificationData data in Samples())
            foreach (SgdSchedule rate in Rates)
                foreach (bool averaged in (bool[])[false, true])
                    // Each of a strong penalty's steps leaves a tenth or nothing, so the factor beside the weights is folded in often.
                    foreach (double alpha in (double[])[0.3, 9, 50])
                    {
                        var learner = new SgdClassifier
                        {
                            Loss = loss, Penalty = penalty, Alpha = alpha, L1Ratio = 0.4, Epsilon = 0.3, Schedule = rate,
                            LearningRate = 0.1, Power = 0.3, Averaged = averaged, MaxEpochs = 12, Tolerance = 0.02, PatienceCount = 2,
                            Seed = 5, Shuffle = averaged, FitIntercept = alpha != 9,
                            ClassWeights = ClassWeights.Parse(LinearData.ClassWeightings[(int)rate % 3]),
                        };
                        StepReference.Steps? last = null;
                        foreach (Features x in LinearData.Both(data.Features))
                        {
                            last = StepReference.Sgd(learner, (Matrix)data.Features, x is SparseMatrix, StepReference.Targets(data),
                                LinearData.RowWeights(data, learner.ClassWeights));
                            // An average is a difference of sums, which before the factor is folded in may be 10⁹ times as large.
                            Same(learner.ToString(), last, learner.Fit(data.WithFeatures(x)), averaged && alpha == 9 ? 1e-7 : Rounding);
                        }
                        ends.Add(last!.Converged);
                    }
        Assert.Equal(2, ends.Count);
    }

    [Theory, MemberData(nameof(RegressionRules))]
    public void Every_stochastic_descent_on_numbers_takes_the_steps_of_its_definition(SgdRegressionLoss loss, Penalty penalty)
    {
        foreach (bool weighted in (bool[])[false, true])
            foreach (SgdSchedule rate in Rates)
                foreach (bool averaged in (bool[])[false, true])
                    // The last lets no row take its whole step, where steps are cut.
                    foreach (double first in (double[])[0.01, 0.1, 2])
                    {
                        // Where they are not, steps near the target leave it by more than they came with, and so does rounding.
                        if (first == 2 && loss == SgdRegressionLoss.Huber) continue;
                        RegressionData data = LinearData.Numbers(40, 5, weighted);
                        var learner = new SgdRegressor
                        {
                            Loss = loss, Penalty = penalty, Alpha = 0.02, L1Ratio = 0.4, Epsilon = 0.3, Schedule = rate,
                            LearningRate = first, Power = 0.3, Averaged = averaged, MaxEpochs = 12, Tolerance = 0.05, PatienceCount = 2,
                            Seed = 5, Shuffle = averaged, FitIntercept = first != 0.1,
                        };
                        foreach (Features x in LinearData.Both(data.Features))
                        {
                            StepReference.Steps steps = StepReference.Sgd(AsClassifier(learner, data), (Matrix)data.Features,
                                x is SparseMatrix, [data.Targets.ToArray()], weighted ? data.Weights.ToArray() : [.. Ones(40)]);
                            LinearRegressionModel model = learner.Fit(data.WithFeatures(x));
                            Close(steps.W, model.Coefficients, Rounding, learner.ToString());
                            Close(steps.B, [model.Intercept], Rounding, learner.ToString());
                            Ends(learner.ToString(), steps, model.Report);
                        }
                    }
    }

    /// <summary>Sums of several blocks, and rows whose steps overshoot in each of them.</summary>
    [Theory, InlineData(2), InlineData(3)]
    public void More_rows_than_a_block_are_all_seen(int classes)
    {
        ClassificationData data = LinearData.Classes(LinearData.ManyRows, 4, classes).Weighted(true);
        foreach (string weights in LinearData.ClassWeightings)
        {
            bool intercept = weights != "balanced";
            var batch = new Adaline
            {
                LearningRate = 0.3, MaxEpochs = 3, Tolerance = 0, ClassWeights = ClassWeights.Parse(weights), FitIntercept = intercept,
            };
            Same(batch, StepReference.Adaline(batch, data), data, batch.Fit);
            var far = new Adaline
            {
                Solver = AdalineSolver.Stochastic, LearningRate = 0.6, MaxEpochs = 1, Tolerance = 0, FitIntercept = intercept,
                ClassWeights = ClassWeights.Parse(weights),
            };
            Same(far, StepReference.Adaline(far, data), data, far.Fit);
            var sgd = new SgdClassifier
            {
                Loss = SgdLoss.Squared, Schedule = SgdSchedule.Constant, LearningRate = 0.6, MaxEpochs = 1,
                FitIntercept = intercept, ClassWeights = ClassWeights.Parse(weights),
            };
            Same(sgd.ToString(), StepReference.Sgd(sgd, data.X(), false, StepReference.Targets(data),
                LinearData.RowWeights(data, sgd.ClassWeights)), sgd.Fit(data));
        }
    }

    /// <summary>With so many values the classes share threads; the smaller data of other tests stay on one.</summary>
    [Fact]
    public void Classes_on_several_threads_take_the_steps_that_they_take_on_one()
    {
        ClassificationData data = LinearData.Classes(1020, 100, 3).Weighted(true);
        IClassifier<LinearClassifierModel>[] learners =
        [
            new Perceptron { MaxEpochs = 3, Averaged = true }, new Adaline { MaxEpochs = 3 },
            new SgdClassifier { MaxEpochs = 3, Averaged = true, Penalty = Penalty.ElasticNet },
        ];
        foreach (IClassifier<LinearClassifierModel> learner in learners)
        {
            LinearClassifierModel one = learner.Fit(data, new FitContext { MaxThreads = 1 }),
                many = learner.Fit(data, new FitContext { MaxThreads = 8 });
            Assert.Equal(one.Coefficients.Span.ToArray(), many.Coefficients.Span.ToArray());
            Assert.Equal(one.History.ToArray(), many.History.ToArray());
        }
    }

    [Fact]
    public void A_stop_ends_the_fit_after_the_epoch_that_is_running()
    {
        ClassificationData data = LinearData.Classes(60, 4, 3);
        RegressionData numbers = LinearData.Numbers(60, 4, weighted: false);
        Stops(epochs => new Perceptron { MaxEpochs = epochs, PatienceCount = null });
        Stops(epochs => new Adaline { MaxEpochs = epochs, Tolerance = 0 });
        Stops(epochs => new Adaline { MaxEpochs = epochs, Tolerance = 0, Solver = AdalineSolver.Stochastic });
        Stops(epochs => new SgdClassifier { MaxEpochs = epochs, PatienceCount = null, Schedule = SgdSchedule.InverseScaling });
        using var source = new CancellationTokenSource();
        LinearRegressionModel line = new SgdRegressor { PatienceCount = null }.Fit(numbers, After(2, source));
        Assert.Equal((true, false, 2), (line.Report.Stopped, line.Report.Converged, line.Report.Iterations));
        LinearRegressionModel two = new SgdRegressor { PatienceCount = null, MaxEpochs = 2 }.Fit(numbers);
        Assert.Equal(two.Coefficients.ToArray(), line.Coefficients.ToArray());

        void Stops(Func<int, IClassifier<LinearClassifierModel>> learner)
        {
            using var own = new CancellationTokenSource();
            LinearClassifierModel model = learner(500).Fit(data, After(2, own));
            Assert.Equal((true, false, 2), (model.Report.Stopped, model.Report.Converged, model.Report.Iterations));
            Assert.Equal("the caller asked to stop", model.Report.Reason);
            Assert.Equal(learner(2).Fit(data).Coefficients.Span.ToArray(), model.Coefficients.Span.ToArray());
            // Before the first epoch there are the weights of zero.
            model = learner(500).Fit(data, new FitContext { Stop = new CancellationToken(true) });
            Assert.True(model.Report.Stopped);
            Assert.All(model.Coefficients.Span.ToArray(), w => Assert.Equal(0, w));
        }

        static FitContext After(int epochs, CancellationTokenSource source) => new()
        {
            Stop = source.Token, Progress = new ProgressSink(report => { if (report.Done == epochs) source.Cancel(); }),
        };
    }

    /// <summary>Rates at which a fit goes astray after it has been better.</summary>
    [Fact]
    public void A_fit_that_went_astray_keeps_the_weights_of_its_best_epoch()
    {
        ClassificationData data = LinearData.Classes(60, 4, 3).Weighted(true);
        var kept = new Dictionary<string, HashSet<int>>();
        for (int step = 0; step < 40; step++)
        {
            double rate = 0.5 * Math.Pow(1.15, step);
            var batch = new Adaline { LearningRate = rate, MaxEpochs = 8, Tolerance = 0 };
            Keep("batch", StepReference.Adaline(batch, data), batch.Fit(data));
            foreach (SgdLoss loss in (SgdLoss[])[SgdLoss.Hinge, SgdLoss.Log])
            {
                var learner = new SgdClassifier
                {
                    Loss = loss, Schedule = SgdSchedule.Constant, LearningRate = rate, MaxEpochs = 6, PatienceCount = null,
                };
                Keep(loss.ToString(), StepReference.Sgd(learner, data.X(), false, StepReference.Targets(data), data.Weights.ToArray()),
                    learner.Fit(data));
            }
        }
        // Of each kind some fits keep an epoch between the first and the last.
        Assert.All(kept.Values, epochs => Assert.Contains(epochs, epoch => epoch > 1));
        Assert.Equal(3, kept.Count);

        void Keep(string kind, StepReference.Steps steps, LinearClassifierModel model)
        {
            // Beyond a thousand the reference's and our roundings drift apart.
            if (steps.Best is not { } best || steps.W.Max(Math.Abs) > 1e3) return;
            Close(steps.W, model.Coefficients.Span, 1e-7, kind);
            Close(steps.B, model.Intercept, 1e-7, kind);
            Assert.False(model.Report.Converged);
            // The first batch is that of zero weights, whose cost may be a rounding below ½ a class.
            if (kind != "batch" || best > 1)
                Assert.Contains($"the weights of epoch {best} are kept", model.Report.Reason);
            Assert.Equal(steps.Objective, model.Report.Objective!.Value, 1e-7);
            if (!kept.TryGetValue(kind, out HashSet<int>? epochs)) kept[kind] = epochs = [];
            epochs.Add(best);
        }
    }

    /// <summary>Short steps add up to the gradient at zero, in whatever order the rows come: what is of second order is below a millionth
    /// of it.</summary>
    [Theory, InlineData(true), InlineData(false)]
    public void Every_epoch_takes_every_row_once(bool shuffle)
    {
        const double rate = 1e-9;
        ClassificationData data = LinearData.Classes(200, 4, 2).Weighted(true);
        double[] expected = new double[4];
        for (int i = 0; i < data.RowCount; i++)
            for (int j = 0; j < 4; j++) expected[j] += 3 * rate * data.Weights[i] * (2 * data.Codes[i] - 1) * data.X()[i, j];
        var sgd = new SgdClassifier
        {
            Loss = SgdLoss.Squared, Penalty = Penalty.None, Schedule = SgdSchedule.Constant, LearningRate = rate, MaxEpochs = 3,
            PatienceCount = null, Shuffle = shuffle,
        };
        var adaline = new Adaline { Solver = AdalineSolver.Stochastic, LearningRate = rate, MaxEpochs = 3, Tolerance = 0, Shuffle = shuffle };
        foreach (LinearClassifierModel model in (LinearClassifierModel[])[sgd.Fit(data), adaline.Fit(data)])
            for (int j = 0; j < 4; j++) Assert.Equal(1, model.Coefficients[0, j] / expected[j], 1e-5);
    }

    [Fact]
    public void Orders_differ_from_epoch_to_epoch_and_from_seed_to_seed()
    {
        ClassificationData data = LinearData.Classes(60, 4, 2);
        IClassifier<LinearClassifierModel>[] By(int seed, bool shuffle) =>
        [
            new Perceptron { Seed = seed, Shuffle = shuffle, MaxEpochs = 1 },
            new SgdClassifier { Seed = seed, Shuffle = shuffle, MaxEpochs = 1 },
            new Adaline { Seed = seed, Shuffle = shuffle, MaxEpochs = 1, Solver = AdalineSolver.Stochastic },
        ];
        for (int kind = 0; kind < 3; kind++)
        {
            string[] results = [.. ((IClassifier<LinearClassifierModel>[])[By(0, true)[kind], By(1, true)[kind], By(0, false)[kind]])
                .Select(learner => string.Join(' ', learner.Fit(data).Coefficients.Span.ToArray()))];
            Assert.Distinct(results);
            // Unshuffled rows have no seed.
            Assert.Equal(results[2], string.Join(' ', By(7, false)[kind].Fit(data).Coefficients.Span.ToArray()));
        }
    }

    /// <summary>A hinge loss that is zero after the first epoch, so that each next one gains nothing: the epochs are counted.</summary>
    [Theory, InlineData(1, 3), InlineData(3, 5), InlineData(null, 50)]
    public void Patience_counts_epochs_without_a_gain(int? patience, int epochs)
    {
        ClassificationData data = ClassificationData.Create(new Matrix(new double[,] { { -4 }, { 4 } }), [0, 1]);
        var learner = new SgdClassifier
        {
            Penalty = Penalty.None, Schedule = SgdSchedule.Constant, LearningRate = 1, Shuffle = false, MaxEpochs = 50,
            PatienceCount = patience, Tolerance = 1e-3,
        };
        // The first row's step suits the second one too: losses of (1 + 0)/2, then 0, the last gain.
        LinearClassifierModel model = learner.Fit(data);
        Assert.Equal(0.5, model.History[0]);
        Assert.Equal(0, model.History[1]);
        Assert.Equal(epochs, model.History.Length);
        Assert.Equal(patience is not null, model.Report.Converged);
    }

    /// <summary>A row on the margin is still learnt from, as in scikit-learn, though it costs nothing; beyond it none is.</summary>
    [Fact]
    public void A_hinge_has_a_slope_on_the_margin()
    {
        ClassificationData data = ClassificationData.Create(new Matrix(new double[,] { { -1 }, { 1 } }), [0, 1]);
        var learner = new SgdClassifier
        {
            Penalty = Penalty.None, Schedule = SgdSchedule.Constant, LearningRate = 1, Shuffle = false, PatienceCount = null,
            FitIntercept = false, MaxEpochs = 4,
        };
        // w = 1 after the first row, which puts both rows on the margin, and the second makes it 2.
        LinearClassifierModel model = learner.Fit(data);
        Assert.Equal(2, model.Coefficients[0, 0]);
        Assert.Equal([0.5, 0, 0, 0], model.History.ToArray());
    }

    /// <summary>A step that ends as far beyond the target as it began before it is taken; one beyond that ends at the target.</summary>
    [Theory, InlineData(1, 1), InlineData(1.01, 0.5)]
    public void A_step_is_cut_only_where_it_would_end_farther_than_it_began(double rate, double weight)
    {
        // One row of ‖(x, 1)‖² = 2.
        var numbers = new RegressionData(new Matrix(new double[,] { { 1 } }), [1]);
        LinearRegressionModel line = new SgdRegressor
        {
            Penalty = Penalty.None, Schedule = SgdSchedule.Constant, LearningRate = rate, MaxEpochs = 1, PatienceCount = null,
        }.FitBatches([numbers]);
        Assert.Equal(weight, line.Coefficients[0], 1e-15);
        Assert.Equal(weight, line.Intercept, 1e-15);
        // The same rule in Adaline: a row of zeros teaches nothing without an intercept, and the other has ‖x‖² = 2.
        ClassificationData two = ClassificationData.Create(new Matrix(new double[,] { { 0, 0 }, { 1, 1 } }), [0, 1]);
        LinearClassifierModel neuron = new Adaline
        {
            Solver = AdalineSolver.Stochastic, LearningRate = rate, MaxEpochs = 1, FitIntercept = false, Shuffle = false,
        }.Fit(two);
        Close([weight, weight], neuron.Coefficients.Span, 1e-15, "Adaline");
    }

    [Fact]
    public void A_gain_below_the_tolerance_is_none()
    {
        // Losses fall for ever, by less and less.
        ClassificationData data = LinearData.Classes(60, 3, 2);
        var learner = new SgdClassifier
        {
            Loss = SgdLoss.Squared, Penalty = Penalty.None, Schedule = SgdSchedule.Constant, LearningRate = 5e-4, Shuffle = false,
            MaxEpochs = 400, PatienceCount = 4,
        };
        foreach (double tolerance in (double[])[1e-3, 2e-4, 5e-5])
        {
            double[] history = (learner with { Tolerance = tolerance }).Fit(data).History.ToArray();
            Assert.InRange(history.Length, 6, 399);
            double best = double.PositiveInfinity;
            for (int epoch = 0; epoch < history.Length; epoch++)
            {
                bool gains = history[epoch] <= best - tolerance;
                Assert.Equal(epoch < history.Length - 4, gains);
                best = Math.Min(best, history[epoch]);
            }
        }
    }

    [Theory, InlineData(AdalineSolver.Batch), InlineData(AdalineSolver.Stochastic)]
    public void An_adaptive_rate_ends_and_ends_nearer_to_the_optimum(AdalineSolver solver)
    {
        ClassificationData data = LinearData.Classes(80, 3, 2).Weighted(true);
        LinearClassifierModel optimum = new RidgeClassifier { Alpha = 0 }.Fit(data);
        var learner = new Adaline
        {
            Solver = solver, LearningRate = 0.2, Schedule = SgdSchedule.Adaptive, MaxEpochs = 2000, Tolerance = 1e-7,
        };
        LinearClassifierModel model = learner.Fit(data), constant = (learner with { Schedule = SgdSchedule.Constant }).Fit(data);
        Assert.True(model.Report.Converged, model.Report.Reason);
        // From 0.2 to below 1e-6 there are eight fifths, and each needs an epoch without a gain.
        Assert.InRange(model.History.Length, 9, 1999);
        // A rate that is still large leaves the noise of its last rows.
        if (solver == AdalineSolver.Stochastic) Assert.True(Distance(model) < 0.1 * Distance(constant));
        Assert.InRange(Distance(model), 0, 0.02);

        double Distance(LinearClassifierModel one) =>
            Math.Abs(one.Intercept[0] - optimum.Intercept[0])
            + Enumerable.Range(0, 3).Sum(j => Math.Abs(one.Coefficients[0, j] - optimum.Coefficients[0, j]));
    }

    [Fact]
    public void An_adaptive_rate_of_stochastic_descent_ends_below_a_millionth()
    {
        RegressionData data = LinearData.Numbers(80, 3, weighted: true);
        var learner = new SgdRegressor
        {
            Schedule = SgdSchedule.Adaptive, LearningRate = 0.1, PatienceCount = 2, Penalty = Penalty.None,
        };
        LinearRegressionModel model = learner.Fit(data), optimum = new LinearRegression().Fit(data);
        Assert.True(model.Report.Converged, model.Report.Reason);
        // 0.1/5⁸ is the first below 1e-6: eight patiences of two epochs before it and one after.
        Assert.InRange(model.Report.Iterations, 9 * 2, 999);
        Close(optimum.Coefficients, model.Coefficients, 0.02, "the optimum");
    }

    /// <summary>Rows kept aside are of each class its share, and no others.</summary>
    [Theory, InlineData(0.1), InlineData(0.25), InlineData(0.5)]
    public void Rows_kept_aside_are_a_share_of_each_class(double share)
    {
        int[] codes = [.. Enumerable.Range(0, 90).Select(i => i < 50 ? 0 : i < 82 ? 1 : 2)];
        (int[] train, int[] aside) = TrainingShare.Split(codes, 3, share, 1);
        for (int k = 0; k < 3; k++)
            Assert.Equal((int)Math.Round(share * codes.Count(code => code == k)), aside.Count(i => codes[i] == k));
        Assert.Equal(Enumerable.Range(0, 90), train.Concat(aside).Order());
        Assert.Equal(train.Order(), train);
        Assert.NotEqual(aside, TrainingShare.Split(codes, 3, share, 2).Validation);
    }

    /// <summary>Rows kept aside whose classes are wrong don't count as mistakes and are not learnt from.</summary>
    [Fact]
    public void What_is_kept_aside_is_not_learnt_from()
    {
        ClassificationData data = LinearData.Classes(90, 4, 3);
        var learner = new Perceptron { ValidationShare = 0.4, Seed = 2, MaxEpochs = 4, PatienceCount = null };
        (int[] train, int[] aside) = TrainingShare.Split(data.Codes, 3, 0.4, 2);
        // Columns of rows aside turned round: what is learnt from others stays.
        double[] x = data.X().Span.ToArray();
        foreach (int i in aside)
            for (int j = 0; j < 4; j++) x[4 * i + j] *= -1;
        LinearClassifierModel one = learner.Fit(data), other = learner.Fit(data.WithFeatures(Matrix.Wrap(x, 90, 4)));
        Assert.Equal(one.Coefficients.Span.ToArray(), other.Coefficients.Span.ToArray());
        Assert.Equal(one.History.ToArray(), other.History.ToArray());
        Assert.All(one.History.ToArray(), mistakes => Assert.InRange(mistakes, 0, 3 * train.Length));
    }

    [Fact]
    public void Batches_carry_weights_of_rows_and_classes_and_any_storage()
    {
        ClassificationData data = LinearData.Classes(90, 4, 3).Weighted(true);
        var learner = new SgdClassifier
        {
            Loss = SgdLoss.Log, Penalty = Penalty.ElasticNet, ClassWeights = ClassWeights.Parse("0=2,1=0.5"), Averaged = true,
            Alpha = 0.01,
        };
        RegressionData numbers = LinearData.Numbers(90, 4, weighted: true);
        var regressor = new SgdRegressor { Loss = SgdRegressionLoss.Huber, Penalty = Penalty.L1, Averaged = true };
        // One epoch over all rows in the order in which they come.
        var order = learner with { Shuffle = false, MaxEpochs = 1, PatienceCount = null };
        foreach (Features x in LinearData.Both(data.Features))
        {
            int[][] parts = [[.. Enumerable.Range(0, 20)], [.. Enumerable.Range(20, 45)], [.. Enumerable.Range(65, 25)]];
            LinearClassifierModel model = learner.FitBatches(parts.Select(part => data.WithFeatures(x).SelectRows(part)));
            StepReference.Steps steps = StepReference.Sgd(order, data.X(), x is SparseMatrix, StepReference.Targets(data),
                LinearData.RowWeights(data, learner.ClassWeights));
            Close(steps.W, model.Coefficients.Span, Rounding, "batches");
            Close(steps.B, model.Intercept, Rounding, "batches");
            Assert.Equal(3, model.History.Length);
            // The mean loss of each batch, so that their weighted mean is that of the epoch.
            double[] weights = LinearData.RowWeights(data, learner.ClassWeights);
            double mean = parts.Select((part, b) => model.History[b] * part.Sum(i => weights[i])).Sum() / weights.Sum();
            Assert.Equal(steps.History[0], mean, 1e-12);

            LinearRegressionModel line = regressor.FitBatches(parts.Select(part => numbers.WithFeatures(x).SelectRows(part)));
            steps = StepReference.Sgd(AsClassifier(regressor with { Shuffle = false, MaxEpochs = 1, PatienceCount = null }, numbers),
                numbers.X(), x is SparseMatrix, [numbers.Targets.ToArray()], numbers.Weights.ToArray());
            Close(steps.W, line.Coefficients, Rounding, "batches");
            Assert.Equal(steps.B[0], line.Intercept, Rounding);
        }
        Assert.Contains("balanced class weights need all rows",
            Fail(() => (learner with { ClassWeights = ClassWeights.Balanced }).FitBatches([data])));
    }

    [Fact]
    public void A_stream_that_is_stopped_keeps_what_it_learnt()
    {
        ClassificationData data = LinearData.Classes(90, 4, 3);
        RegressionData numbers = LinearData.Numbers(90, 4, weighted: false);
        var learner = new SgdClassifier();
        var regressor = new SgdRegressor();
        using var stop = new CancellationTokenSource();
        var context = new FitContext { Stop = stop.Token, Progress = new ProgressSink(report => { if (report.Done == 2) stop.Cancel(); }) };
        LinearClassifierModel model = learner.FitBatches(Enumerable.Range(0, 5).Select(_ => data), context);
        Assert.True(model.Report.Stopped);
        Assert.Equal("the caller asked to stop", model.Report.Reason);
        Assert.Equal(learner.FitBatches([data, data]).Coefficients.Span.ToArray(), model.Coefficients.Span.ToArray());

        using var second = new CancellationTokenSource();
        context = new FitContext { Stop = second.Token, Progress = new ProgressSink(report => { if (report.Done == 2) second.Cancel(); }) };
        LinearRegressionModel line = regressor.FitBatches(Enumerable.Range(0, 5).Select(_ => numbers), context);
        Assert.True(line.Report.Stopped);
        Assert.Equal(regressor.FitBatches([numbers, numbers]).Coefficients.ToArray(), line.Coefficients.ToArray());
        Assert.Throws<OperationCanceledException>(() =>
            regressor.FitBatches([numbers], new FitContext { Cancellation = new CancellationToken(true) }));
        Assert.Throws<OperationCanceledException>(() =>
            learner.FitBatches([data], new FitContext { Cancellation = new CancellationToken(true) }));
    }

    [Fact]
    public void A_class_that_no_batch_had_is_never_predicted()
    {
        ClassificationData data = LinearData.Classes(90, 4, 3);
        int[] few = [.. Enumerable.Range(0, 90).Where(i => data.Codes[i] != 0)];
        LinearClassifierModel model = new SgdClassifier().FitBatches([data.SelectRows(few)]);
        Assert.Equal(double.NegativeInfinity, model.Intercept[0]);
        Assert.DoesNotContain(0, model.Predict(data.Features));
        // One that comes in the second batch only is.
        model = new SgdClassifier().FitBatches([data.SelectRows(few), data]);
        Assert.All(model.Intercept.ToArray(), b => Assert.True(double.IsFinite(b)));
    }

    /// <summary>Progress is reported once an epoch, with what the history holds.</summary>
    [Fact]
    public void Progress_tells_the_history()
    {
        ClassificationData data = LinearData.Classes(60, 4, 3);
        IClassifier<LinearClassifierModel>[] learners =
        [
            new Perceptron { MaxEpochs = 6, PatienceCount = null }, new Adaline { MaxEpochs = 6 },
            new Adaline { MaxEpochs = 6, Solver = AdalineSolver.Stochastic },
            new SgdClassifier { MaxEpochs = 6, PatienceCount = null, Schedule = SgdSchedule.InverseScaling },
        ];
        foreach (IClassifier<LinearClassifierModel> learner in learners)
        {
            var told = new List<FitProgress>();
            LinearClassifierModel model = learner.Fit(data, new FitContext { Progress = new ProgressSink(told.Add) });
            Assert.Equal(6, model.Report.Iterations);
            Assert.Equal(model.History.ToArray().Select((value, epoch) => new FitProgress("epoch", epoch + 1, 6, value)), told);
            Assert.Equal(model.History[^1], model.Report.Objective);
            Assert.Contains("the limit of 6 epochs was reached", model.Report.Reason);
        }
    }

    // Two classes and three, with weights and without.
    private static ClassificationData[] Samples() =>
    [
        LinearData.Classes(40, 5, 2).Weighted(true), LinearData.Classes(40, 5, 3), LinearData.Classes(40, 5, 3).Weighted(true),
    ];

    private static void Same(
        object learner, StepReference.Steps steps, ClassificationData data, Func<ClassificationData, FitContext, LinearClassifierModel> fit)
    {
        foreach (Features x in LinearData.Both(data.Features))
            Same($"{learner} on {x.GetType().Name}", steps, fit(data.WithFeatures(x), default));
    }

    private static void Same(string name, StepReference.Steps steps, LinearClassifierModel model, double tolerance = Rounding)
    {
        Close(steps.W, model.Coefficients.Span, tolerance, name);
        Close(steps.B, model.Intercept, Rounding, name);
        Close(steps.History, model.History, Rounding, name);
        Ends(name, steps, model.Report);
    }

    private static void Ends(string name, StepReference.Steps steps, FitReport report)
    {
        Assert.True(steps.Converged == report.Converged, $"{name}: {report.Reason}");
        Assert.Equal(steps.History.Length, report.Iterations);
        Close([steps.Objective], [report.Objective!.Value], Rounding, name);
    }

    private static IEnumerable<double> Ones(int count) => Enumerable.Repeat(1.0, count);

    // A regressor's options, whose tolerance is in the targets' units where they are small.
    private static SgdClassifier AsClassifier(SgdRegressor learner, RegressionData data) => new()
    {
        Loss = learner.Loss == SgdRegressionLoss.Huber ? SgdLoss.Huber : SgdLoss.Squared, Penalty = learner.Penalty, Alpha = learner.Alpha,
        L1Ratio = learner.L1Ratio, Epsilon = learner.Epsilon, Schedule = learner.Schedule, LearningRate = learner.LearningRate,
        Power = learner.Power, Averaged = learner.Averaged, MaxEpochs = learner.MaxEpochs, PatienceCount = learner.PatienceCount,
        Tolerance = learner.Tolerance * Math.Min(1, data.Targets.ToArray().Average(y => y * y)), Seed = learner.Seed,
        Shuffle = learner.Shuffle, FitIntercept = learner.FitIntercept,
    };
}
