using ClassicML.Linear;
using ClassicML.Tests.Contract;

namespace ClassicML.Tests.Linear;

/// <summary>Logistic regression on rows of several blocks: optimality and objective by plain sums, and no more iterations than a method
/// with right derivatives takes.</summary>
public class LogisticManyRowsTests
{
    public static TheoryData<int, LogisticMultiClass> Problems { get; } = new()
    {
        { 2, LogisticMultiClass.Multinomial }, { 3, LogisticMultiClass.Multinomial }, { 3, LogisticMultiClass.OneVersusRest },
    };

    [Theory, MemberData(nameof(Problems))]
    public void Every_solver_meets_the_conditions_with_any_penalty_weights_and_storage(int classes, LogisticMultiClass multi)
    {
        int turn = 0;
        foreach (Penalty penalty in Enum.GetValues<Penalty>())
            foreach (LogisticSolver solver in Solvers(penalty))
                foreach (bool intercept in (bool[])[true, false])
                {
                    // SAGA's epochs are dear.
                    ClassificationData dense = LinearData.Classes(solver == LogisticSolver.Saga ? 1100 : LinearData.ManyRows, 4, classes)
                        .Weighted(turn % 2 == 0);
                    var learner = new LogisticRegression
                    {
                        Penalty = penalty, C = 0.02, L1Ratio = 0.3, MultiClass = multi, Solver = solver, FitIntercept = intercept,
                        ClassWeights = ClassWeights.Parse(LinearData.ClassWeightings[turn++ % 3]),
                        Tolerance = solver == LogisticSolver.Saga ? 1e-7 : 1e-9,
                    };
                    foreach (Features x in LinearData.Both(dense.Features))
                    {
                        ClassificationData data = dense.WithFeatures(x);
                        LogisticRegressionModel model = learner.Fit(data);
                        string name = $"{learner} on {x.GetType().Name}";
                        Assert.True(model.Report.Converged, $"{name}: {model.Report.Reason}");
                        double violation = LogisticConditions.Violation(learner, data, dense.X(), model);
                        Assert.True(violation <= 1.01 * learner.Tolerance, $"{name}: {violation}");
                        double objective = Objective(learner, data, dense.X(), model);
                        Assert.Equal(objective, model.Report.Objective!.Value, 1e-12 * objective);
                        Assert.True(model.Report.Iterations <= Most(solver), $"{name}: {model.Report.Iterations} iterations");
                        if (!intercept) Assert.All(model.Intercept.ToArray(), b => Assert.Equal(0, b));
                    }
                }
    }

    [Theory, MemberData(nameof(Problems))]
    public void A_warm_start_begins_where_the_earlier_model_ended(int classes, LogisticMultiClass multi)
    {
        // Columns that are moved and scaled inside, and some that are not.
        const int n = 150;
        ClassificationData plain = LinearData.Classes(n, 4, classes).Weighted(true);
        double[] values = plain.X().Span.ToArray();
        for (int i = 0; i < n; i++) (values[4 * i + 1], values[4 * i + 2]) = (values[4 * i + 1] + 100, 1e-5 * values[4 * i + 2]);
        foreach (Penalty penalty in Enum.GetValues<Penalty>())
            foreach (LogisticSolver solver in Solvers(penalty))
                foreach (Features x in LinearData.Both(Matrix.Wrap(values, n, 4)))
                {
                    ClassificationData data = plain.WithFeatures(x);
                    var learner = new LogisticRegression
                    {
                        Penalty = penalty, C = 0.1, MultiClass = multi, Solver = solver, MaxIterations = 3000,
                        Tolerance = solver == LogisticSolver.Saga ? 1e-5 : 1e-7,
                    };
                    LogisticRegressionModel cold = learner.Fit(data), warm = learner.FitFrom(data, cold);
                    string name = $"{penalty} {solver} on {x.GetType().Name}";
                    Assert.True(cold.Report.Converged, $"{name}: {cold.Report.Reason}");
                    Assert.True(cold.Report.Iterations > 2, name);
                    // What lies in the intercept of an offset comes back with its rounding.
                    Assert.True(warm.Report.Iterations <= 1, $"{name}: {warm.Report.Iterations}");
                    Assert.Equal(cold.Report.Objective!.Value, warm.Report.Objective!.Value, 1e-9 * cold.Report.Objective.Value);
                    // Wherever it begins, it ends at the same optimum.
                    LogisticRegressionModel far = learner.FitFrom(data, Away(cold));
                    Assert.True(far.Report.Converged, $"{name}: {far.Report.Reason}");
                    Assert.Equal(cold.Report.Objective!.Value, far.Report.Objective!.Value, 1e-6 * cold.Report.Objective.Value);
                }
    }

    /// <summary>Of more than 2,048 rows only some are looked at to choose a column's form: here they all have zero in one column, and the
    /// few others numbers that are huge, tiny, or far from it.</summary>
    [Theory, InlineData(1e9, 0), InlineData(1e-9, 0), InlineData(1, 0), InlineData(1e-9, 1), InlineData(3, 1e6)]
    public void A_column_that_the_sample_finds_constant_is_fitted_all_the_same(double unit, double offset)
    {
        const int n = 2100;
        ClassificationData plain = LinearData.Classes(n, 3, 2);
        double[] values = plain.X().Span.ToArray();
        // Every second row is looked at.
        for (int i = 0; i < n; i++)
            values[3 * i + 1] = offset + unit * (i % 2 == 1 && i % 5 < 2 ? plain.Codes[i] + Math.Sin(i) : 0);
        // Without a penalty the optimum has no unit.
        LogisticRegressionModel same = Plain(new LogisticRegression { Penalty = Penalty.None, Tolerance = 1e-8 });
        foreach (LogisticSolver solver in Solvers(Penalty.None).Where(one => one != LogisticSolver.Saga))
            foreach (Features x in LinearData.Both(Matrix.Wrap(values, n, 3)))
            {
                var learner = new LogisticRegression { Penalty = Penalty.None, Solver = solver, Tolerance = 1e-8 };
                LogisticRegressionModel model = learner.Fit(plain.WithFeatures(x));
                Assert.True(model.Report.Converged, model.Report.Reason);
                Assert.Equal(same.Report.Objective!.Value, model.Report.Objective!.Value, 1e-9 * same.Report.Objective.Value);
                Assert.Equal(same.Coefficients[0, 1], unit * model.Coefficients[0, 1], 1e-4);
                Assert.InRange(model.Report.Iterations, 1, Most(solver));
            }

        LogisticRegressionModel Plain(LogisticRegression learner)
        {
            double[] own = [.. values];
            for (int i = 0; i < n; i++) own[3 * i + 1] = (own[3 * i + 1] - offset) / unit;
            return learner.Fit(plain.WithFeatures(Matrix.Wrap(own, n, 3)));
        }
    }

    /// <summary>Columns far from zero are moved; a sparse row that does not store one of them has zero there, and must move too.</summary>
    [Theory, MemberData(nameof(Problems))]
    public void Sparse_rows_that_lack_a_value_of_a_moved_column_have_zero_there(int classes, LogisticMultiClass multi)
    {
        const int n = 200, p = 6;
        ClassificationData plain = LinearData.Classes(n, p, classes);
        double[] values = plain.X().Span.ToArray();
        // The first, two neighbours in the middle and the last but one; a fifth of the rows lack some of them.
        for (int i = 0; i < n; i++)
            foreach (int j in (int[])[0, 2, 3, 4])
                values[i * p + j] = (i + j) % 20 == 0 ? 0 : values[i * p + j] + 12;
        Matrix x = Matrix.Wrap(values, n, p);
        foreach (Penalty penalty in (Penalty[])[Penalty.L1, Penalty.L2])
        {
            var learner = new LogisticRegression { Penalty = penalty, MultiClass = multi, Tolerance = 1e-9, C = 0.3 };
            LogisticRegressionModel dense = learner.Fit(plain.WithFeatures(x)),
                sparse = learner.Fit(plain.WithFeatures(SparseMatrix.FromDense(x)));
            foreach (LogisticRegressionModel model in (LogisticRegressionModel[])[dense, sparse])
            {
                Assert.True(model.Report.Converged, model.Report.Reason);
                // In the columns as they are a slope is up to 13 times that of moved ones, whose intercepts settle further.
                Assert.InRange(LogisticConditions.Violation(learner, plain, x, model), 0, 2e-8);
                double objective = Objective(learner, plain, x, model);
                Assert.Equal(objective, model.Report.Objective!.Value, 1e-11 * objective);
            }
            Close(dense.Coefficients.Span, sparse.Coefficients.Span, 1e-6, "sparse");
        }
    }

    [Fact]
    public void A_share_of_many_rows_gives_a_start_from_which_few_steps_remain()
    {
        ClassificationData data = LinearData.Classes(20_000, 3, 3).Weighted(true);
        var learner = new LogisticRegression { Solver = LogisticSolver.NewtonCholesky, Tolerance = 1e-8 };
        var told = new List<FitProgress>();
        LogisticRegressionModel model = learner.Fit(data, new FitContext { Progress = new ProgressSink(told.Add) });
        // An earlier model has no such start, and this one is as good as zero. Steps on the share are not told.
        LogisticRegressionModel zero = new(Matrix.Wrap([.. Enumerable.Repeat(1e-12, 9)], 3, 3), new double[3], data.Labels,
            LogisticMultiClass.Multinomial, new FitReport());
        Assert.InRange(model.Report.Iterations, 1, learner.FitFrom(data, zero).Report.Iterations - 2);
        Assert.Equal(model.Report.Iterations, told.Count);
        Assert.InRange(LogisticConditions.Violation(learner, data, data.X(), model), 0, 1.01e-8);
    }

    [Theory, MemberData(nameof(Problems))]
    public void A_fit_that_is_stopped_has_taken_the_steps_that_it_told(int classes, LogisticMultiClass multi)
    {
        ClassificationData data = LinearData.Classes(300, 4, classes);
        foreach (LogisticSolver solver in Solvers(Penalty.L2))
        {
            var learner = new LogisticRegression { Solver = solver, MultiClass = multi, Tolerance = 1e-12, C = 100 };
            using var stop = new CancellationTokenSource();
            LogisticRegressionModel model = learner.Fit(data, new FitContext
            {
                Stop = stop.Token, Progress = new ProgressSink(report => { if (report.Done == 2) stop.Cancel(); }),
            });
            string name = $"{solver}: {model.Report.Reason} after {model.Report.Iterations}";
            Assert.True(model.Report.Stopped && !model.Report.Converged, name);
            Assert.True(model.Report.Iterations == 2, name);
            Assert.Contains("the caller asked to stop, at a gradient of", model.Report.Reason);
            double objective = Objective(learner, data, data.X(), model);
            Assert.Equal(objective, model.Report.Objective!.Value, 1e-12 * objective);
            var cancelled = new FitContext { Cancellation = new CancellationToken(true) };
            Assert.Throws<OperationCanceledException>(() => learner.Fit(data, cancelled));
        }
    }

    /// <summary>Dense rows of mostly zeros are read as sparse ones by solvers that read them often: the same optimum.</summary>
    [Theory, InlineData(LogisticSolver.LBfgs), InlineData(LogisticSolver.TrustRegionNewton)]
    public void Long_rows_of_mostly_zeros_are_the_same_rows(LogisticSolver solver)
    {
        const int n = 15_700, p = 64;
        var rng = new Rng(12);
        double[] values = new double[n * p];
        int[] y = new int[n];
        for (int i = 0; i < n; i++)
        {
            for (int k = 0; k < 12; k++) values[i * p + rng.NextInt(p)] = rng.NextDouble();
            y[i] = values[i * p] + values[i * p + 1] + 0.3 * rng.NextDouble() > 0.3 ? 1 : 0;
        }
        ClassificationData data = ClassificationData.Create(Matrix.Wrap(values, n, p), y);
        Assert.True(DesignRows.ForIterations(data.Features, default).IsSparse);
        Assert.False(DesignRows.ForIterations(data.X().Rows(0, n / 2), default).IsSparse);
        double[] full = Array.ConvertAll(values, v => v + 1);
        Assert.False(DesignRows.ForIterations(Matrix.Wrap(full, n, p), default).IsSparse);
        var learner = new LogisticRegression { Solver = solver, Tolerance = 1e-7, C = 1e-3 };
        LogisticRegressionModel model = learner.Fit(data), sparse = learner.Fit(data.WithFeatures(SparseMatrix.FromDense(data.X())));
        Assert.True(model.Report.Converged);
        Assert.Equal(sparse.Coefficients.Span.ToArray(), model.Coefficients.Span.ToArray());
        Assert.InRange(LogisticConditions.Violation(learner, data, data.X(), model), 0, 1.01e-7);
        var perceptron = new Perceptron { MaxEpochs = 2, PatienceCount = null };
        Assert.Equal(perceptron.Fit(data.WithFeatures(SparseMatrix.FromDense(data.X()))).Coefficients.Span.ToArray(),
            perceptron.Fit(data).Coefficients.Span.ToArray());
    }

    /// <summary>The first C of a path is the least at which L1 lets a weight move: ρ/max|Σ s(P - Y)x|, P the classes' shares.</summary>
    [Theory]
    [InlineData(2, Penalty.L1, true), InlineData(2, Penalty.L1, false), InlineData(3, Penalty.L1, true)]
    [InlineData(3, Penalty.ElasticNet, true), InlineData(3, Penalty.L1, false), InlineData(2, Penalty.L2, true)]
    public void A_path_begins_where_the_first_weight_moves(int classes, Penalty penalty, bool intercept)
    {
        foreach (bool weighted in (bool[])[false, true])
        {
            ClassificationData dense = LinearData.Classes(LinearData.ManyRows, 4, classes).Weighted(weighted);
            var learner = new LogisticRegression
            {
                Penalty = penalty, L1Ratio = 0.4, FitIntercept = intercept, Tolerance = 1e-9,
                ClassWeights = ClassWeights.Parse("0=2,1=0.5"),
            };
            double[] s = LinearData.RowWeights(dense, learner.ClassWeights), totals = new double[classes];
            for (int i = 0; i < s.Length; i++) totals[dense.Codes[i]] += s[i];
            double largest = 0;
            for (int k = 0; k < classes; k++)
                for (int j = 0; j < 4; j++)
                {
                    double share = intercept ? totals[k] / totals.Sum() : 1.0 / classes, sum = 0;
                    for (int i = 0; i < s.Length; i++) sum += s[i] * (share - (dense.Codes[i] == k ? 1 : 0)) * dense.X()[i, j];
                    largest = Math.Max(largest, Math.Abs(sum));
                }
            double first = (penalty == Penalty.ElasticNet ? 0.4 : 1) / largest;
            foreach (Features x in LinearData.Both(dense.Features))
            {
                ClassificationData data = dense.WithFeatures(x);
                var path = new LogisticPath { Learner = learner, PointCount = 4, LastShare = 0.05 };
                LogisticPathPoint[] points = [.. path.Compute(data)];
                for (int at = 0; at < 4; at++)
                {
                    Assert.Equal(first * Math.Pow(0.05, -at / 3.0), points[at].C, 1e-9 * points[at].C);
                    LogisticRegressionModel model = points[at].Model;
                    Assert.True(model.Report.Converged, model.Report.Reason);
                    Assert.InRange(LogisticConditions.Violation(learner with { C = points[at].C }, data, dense.X(), model), -1, 1.01e-9);
                }
                Assert.Equal(first, new LogisticPath { Learner = learner, PointCount = 1 }.Compute(data)[0].C, 1e-9 * first);
                if (penalty == Penalty.L2) continue;
                Assert.All((learner with { C = 0.999 * first }).Fit(data).Coefficients.Span.ToArray(), w => Assert.Equal(0, w));
                Assert.Contains((learner with { C = 1.001 * first }).Fit(data).Coefficients.Span.ToArray(), w => w != 0);
            }
        }
    }

    /// <summary>J, one class against the rest by one class after the other.</summary>
    internal static double Objective(LogisticRegression learner, ClassificationData data, Matrix x, LogisticRegressionModel model)
    {
        int[] codes = data.Codes.ToArray();
        if (model.MultiClass == LogisticMultiClass.Multinomial)
            return LogisticReference.Objective(learner, x, codes, LinearData.RowWeights(data, learner.ClassWeights), model);
        return Enumerable.Range(0, data.ClassCount).Sum(k =>
        {
            (ClassificationData own, double[] weights, LogisticRegressionModel one) = Against(learner, data, model, k);
            return LogisticReference.Objective(learner, x, own.Codes.ToArray(), weights, one);
        });
    }

    /// <summary>The problem of one class against the rest, and its part of the model. Balanced, both sides weigh the same.</summary>
    internal static (ClassificationData Data, double[] Weights, LogisticRegressionModel Model) Against(
        LogisticRegression learner, ClassificationData data, LogisticRegressionModel model, int k)
    {
        ClassificationData own = ClassificationData.Create(data.Features, [.. data.Codes.ToArray().Select(code => code == k ? 1 : 0)]);
        if (!data.Weights.IsEmpty) own = own.WithWeights(data.Weights);
        double[] weights = learner.ClassWeights.IsBalanced ? LinearData.RowWeights(own, learner.ClassWeights)
            : LinearData.RowWeights(data, learner.ClassWeights);
        var one = new Matrix(model.Coefficients.Row(k), 1, data.FeatureCount);
        return (own, weights,
            new LogisticRegressionModel(one, [model.Intercept[k]], own.Labels, LogisticMultiClass.Multinomial, model.Report));
    }

    private static LogisticRegressionModel Away(LogisticRegressionModel model) => new(
        Matrix.Wrap([.. model.Coefficients.Span.ToArray().Select((w, at) => w * (at % 2 == 0 ? -1 : 0.3))], model.Coefficients.RowCount,
            model.Coefficients.ColumnCount),
        [.. model.Intercept.ToArray().Select((b, k) => b + 0.5 * k - 0.3)], model.Labels, model.MultiClass, model.Report);

    private static IEnumerable<LogisticSolver> Solvers(Penalty penalty) => Enum.GetValues<LogisticSolver>().Where(solver =>
        solver != LogisticSolver.Auto
        && (penalty is Penalty.None or Penalty.L2 || solver is LogisticSolver.CoordinateDescent or LogisticSolver.Saga));

    // What they take today on such columns, and a few more; derivatives that are wrong somewhere take many times as much, since the end is
    // told by sums over all rows.
    private static int Most(LogisticSolver solver) => solver switch
    {
        LogisticSolver.LBfgs => 40,
        LogisticSolver.NewtonCholesky => 8,
        LogisticSolver.TrustRegionNewton => 15,
        LogisticSolver.CoordinateDescent => 12,
        _ => 300,
    };
}
