using System.Numerics;
using ClassicML.Internal;
using ClassicML.Linear;

namespace ClassicML.Tests.Linear;

/// <summary>Least squares and its penalised forms on columns far from zero, of any unit, with rows that repeat.</summary>
public class SquaredLossTests
{
    public static TheoryData<double, double, double, bool> Units { get; } =
        new(from offset in (double[])[0, 300, 4e7, 1e8]
            from unit in (double[])[1e-8, 1, 1e8]
            from targetUnit in (double[])[1e-8, 1, 1e8]
            from sparse in (bool[])[false, true]
            select (offset, unit, targetUnit, sparse));

    [Theory, MemberData(nameof(Units))]
    public void Objectives_gradients_and_gaps_are_those_of_exact_arithmetic(double offset, double unit, double targetUnit, bool sparse)
    {
        (RegressionData data, int n, int p) = (Made(offset, unit, targetUnit, sparse), 40, 3);
        double l1 = 0.05 * unit * targetUnit, l2 = 0.02 * unit * unit, total = data.Weights.ToArray().Sum();
        foreach (bool weighted in (bool[])[false, true])
        {
            double s = weighted ? total : n;
            RegressionData rows = weighted ? data : new RegressionData(data.Features, data.Targets);
            foreach (double ridge in (double[])[0, l2])
            {
                LinearRegressionModel model = ridge == 0 ? new LinearRegression().Fit(rows) : new Ridge { Alpha = ridge * s }.Fit(rows);
                Exact exact = Exact.At(rows, model.Coefficients);
                double objective = s * exact.MeanSquare + ridge * s * Square(model.Coefficients);
                // A fit's own rounding is that of y; the weights are off by rounding times the offset at most.
                Assert.Equal(objective, model.Report.Objective!.Value, 1e-9 * objective + 1e-12 * s * exact.MeanSquareOfTargets);
                for (int j = 0; j < p; j++)
                    Assert.Equal(0, (exact.Correlations[j] - ridge * model.Coefficients[j])
                        / Math.Sqrt(exact.Variances[j] * exact.MeanSquareOfTargets), 1e-11);
            }
            foreach (double ridge in (double[])[0, l2])
            {
                double alpha = l1 + ridge;
                LinearRegressionModel model = ridge == 0 ? new Lasso { Alpha = l1 }.Fit(rows)
                    : new ElasticNet { Alpha = alpha, L1Ratio = l1 / alpha }.Fit(rows);
                Exact exact = Exact.At(rows, model.Coefficients);
                // A penalty far below the other is lost in their sum.
                (double objective, double gap) = ridge == 0 ? Gap(exact, model.Coefficients, l1, 0)
                    : Gap(exact, model.Coefficients, alpha * (l1 / alpha), alpha * (1 - l1 / alpha));
                Assert.True(model.Report.Converged, model.Report.Reason);
                Assert.Equal(objective, model.Report.Objective!.Value, 1e-9 * objective);
                Assert.Equal(gap, model.Report.DualityGap!.Value, 1e-9 * exact.MeanSquareOfTargets);
                Assert.InRange(gap, -1e-12 * exact.MeanSquareOfTargets, 1.01e-6 * exact.MeanSquareOfTargets);
            }
        }
    }

    [Theory, InlineData(false), InlineData(true)]
    public void A_window_of_time_stamps_has_the_closed_form_of_one_column(bool sparse)
    {
        const int n = 3000;
        const double offset = 4e7;
        var rng = new Rng(1);
        double[] x = new double[n], y = new double[n];
        int[] codes = new int[n];
        for (int i = 0; i < n; i++)
        {
            x[i] = offset + 4 * (rng.NextDouble() - 0.5);
            y[i] = 3 * (x[i] - offset) + 0.2 * (rng.NextDouble() - 0.5);
            codes[i] = y[i] > 0 ? 1 : 0;
        }
        Features features = Rows(x, n, 1, sparse);
        var data = new RegressionData(features, y);
        // Differences from the offset are exact.
        double mean = x.Average(v => v - offset), variance = x.Average(v => (v - offset - mean) * (v - offset - mean));
        double sum = 0, classes = 0;
        for (int i = 0; i < n; i++)
        {
            sum += (x[i] - offset - mean) * y[i] / n;
            classes += (x[i] - offset - mean) * (2 * codes[i] - 1) / n;
        }
        const double alpha = 1e-3;
        Assert.Equal(sum / variance, new LinearRegression().Fit(data).Coefficients[0], 1e-9);
        Assert.Equal(sum / (variance + alpha / n), new Ridge { Alpha = alpha }.Fit(data).Coefficients[0], 1e-9);
        Assert.Equal((sum - alpha) / variance, new Lasso { Alpha = alpha }.Fit(data).Coefficients[0], 1e-7);
        Assert.Equal((sum - alpha / 2) / (variance + alpha / 2), new ElasticNet { Alpha = alpha }.Fit(data).Coefficients[0], 1e-7);
        LassoPathPoint last = new LassoPath { PointCount = 5 }.Compute(data)[^1];
        Assert.Equal(sum, 1000 * last.Alpha, 1e-7);
        Assert.Equal((sum - last.Alpha) / variance, last.Model.Coefficients[0], 1e-7);
        LinearClassifierModel two = new RidgeClassifier { Alpha = alpha }.Fit(ClassificationData.Create(features, codes));
        Assert.Equal(classes / (variance + alpha / n), two.Coefficients[0, 0], 1e-9);
    }

    [Theory, InlineData(9, 9), InlineData(7, 12), InlineData(2, 40)]
    public void With_fewer_rows_than_columns_the_weights_are_the_least_that_meet_every_row(int n, int p)
    {
        foreach (double offset in (double[])[0, 100, 1e4, 1e6, 1e8])
            foreach (bool sparse in (bool[])[false, true])
            {
                var rng = new Rng(2);
                double[] x = new double[n * p], y = new double[n];
                for (int at = 0; at < x.Length; at++) x[at] = offset * (1 + at % p % 3) + rng.NextDouble() - 0.5;
                for (int i = 0; i < n; i++) y[i] = offset + rng.NextDouble() - 0.5;
                LinearRegressionModel model = new LinearRegression().Fit(new RegressionData(Rows(x, n, p, sparse), y));
                // Differences of rows have no offset: w = Dᵀ(DDᵀ)⁻¹d.
                int m = n - 1;
                double[,] system = new double[m, m + 1];
                double D(int i, int j) => x[(i + 1) * p + j] - x[j];
                for (int i = 0; i < m; i++)
                {
                    for (int k = 0; k < m; k++) system[i, k] = Enumerable.Range(0, p).Sum(j => D(i, j) * D(k, j));
                    system[i, m] = y[i + 1] - y[0];
                }
                double[] a = Eliminate(system, m);
                for (int j = 0; j < p; j++)
                    Assert.Equal(Enumerable.Range(0, m).Sum(i => D(i, j) * a[i]), model.Coefficients[j], 1e-7);
            }
    }

    [Theory, InlineData(40), InlineData(300), InlineData(2500)]
    public void A_lasso_of_few_distinct_rows_ends_at_the_optimum_of_these(int p)
    {
        const int distinct = 20, times = 10;
        var rng = new Rng(5);
        double[] few = new double[distinct * p], all = new double[times * few.Length], y = new double[times * distinct];
        for (int at = 0; at < few.Length; at++) few[at] = Chance.Normal(rng);
        for (int time = 0; time < times; time++) few.CopyTo(all, time * few.Length);
        for (int i = 0; i < y.Length; i++) y[i] = few[i % distinct * p] - few[i % distinct * p + 1] + Chance.Normal(rng);
        double[] means = [.. Enumerable.Range(0, distinct).Select(i => Enumerable.Range(0, times).Average(time => y[time * distinct + i]))];
        double within = Enumerable.Range(0, y.Length).Average(i => Math.Pow(y[i] - means[i % distinct], 2));
        var data = new RegressionData(Matrix.Wrap(all, y.Length, p), y);
        double largest = new LassoPath { PointCount = 1 }.Compute(data)[0].Alpha;
        foreach (double share in (double[])[0.1, 1e-2, 1e-3, 1e-4])
        {
            var learner = new Lasso { Alpha = share * largest };
            FitReport report = learner.Fit(data).Report, once = (learner with { Tolerance = 1e-9 }).Fit(
                new RegressionData(Matrix.Wrap(few, distinct, p), means)).Report;
            Assert.True(report.Converged, report.Reason);
            Assert.True(once.Converged, once.Reason);
            Assert.True(report.Iterations < 2000);
            // Of the squares within equal rows no weights can take anything.
            Assert.Equal(once.Objective!.Value + 0.5 * within, report.Objective!.Value, 1e-6);
        }
    }

    [Fact]
    public void Coordinate_descent_ends_with_its_token()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => new CoordinateDescent().Minimize([1], [0], [0], [1], source.Token));
    }

    /// <summary>A column of ones stands for the intercept, so the closed form of two columns is that of a line with one.</summary>
    [Theory, InlineData(false), InlineData(true)]
    public void Without_an_intercept_a_constant_column_takes_its_place(bool sparse)
    {
        double[] t = [.. Enumerable.Range(0, 50).Select(i => Math.Sin(i) + 0.1 * i)], y = [.. t.Select(value => 3 - 2 * value)];
        Features x = Matrix.Wrap([.. t.SelectMany(value => new[] { value, 1 })], t.Length, 2);
        if (sparse) x = SparseMatrix.FromDense((Matrix)x);
        var data = new RegressionData(x, y);
        foreach (LinearRegressionModel model in (LinearRegressionModel[])
            [
                new LinearRegression { FitIntercept = false }.Fit(data), new Ridge { Alpha = 0, FitIntercept = false }.Fit(data),
                new Lasso { Alpha = 1e-12, Tolerance = 1e-14, FitIntercept = false }.Fit(data),
            ])
        {
            Assert.Equal(-2, model.Coefficients[0], 1e-9);
            Assert.Equal(3, model.Coefficients[1], 1e-9);
            Assert.Equal(0, model.Intercept);
        }
    }

    [Theory, InlineData(1e-170), InlineData(1e-60), InlineData(1e60), InlineData(1e74)]
    public void Columns_of_extreme_units_give_the_predictions_of_plain_ones(double unit)
    {
        RegressionData plain = Made(0, 1, 1, false);
        var scaled = new RegressionData(
            Matrix.Wrap(Array.ConvertAll(((Matrix)plain.Features).Span.ToArray(), v => v * unit), plain.RowCount, 3), plain.Targets);
        plain = new RegressionData(plain.Features, plain.Targets);
        double[] expected = new LinearRegression().Fit(plain).Predict(plain.Features);
        // Of penalties that are not in the columns' unit nothing or everything remains.
        double[] mean = [.. Enumerable.Repeat(plain.Targets.ToArray().Average(), plain.RowCount)];
        foreach (IRegressor<LinearRegressionModel> learner in
            (IRegressor<LinearRegressionModel>[])[new LinearRegression(), new Ridge(), new Lasso { MaxIterations = 100 },
                new ElasticNet { MaxIterations = 100 }])
        {
            LinearRegressionModel model = learner.Fit(scaled);
            double[] right = learner is LinearRegression || unit > 1 ? expected : mean, actual = model.Predict(scaled.Features);
            for (int i = 0; i < right.Length; i++) Assert.Equal(right[i], actual[i], 1e-9);
            Assert.True(double.IsFinite(model.Report.Objective!.Value));
        }
    }

    [Fact]
    public void Constant_columns_have_no_weight_and_disturb_nothing()
    {
        var rng = new Rng(4);
        double[] x = new double[60 * 4], y = new double[60];
        for (int i = 0; i < 60; i++)
        {
            // 0.1 + 0.2 and 0.3 differ in the last place: rounding is no information.
            (x[4 * i], x[4 * i + 1], x[4 * i + 2]) = (rng.NextDouble(), 7, i % 2 == 0 ? 0.3 : 0.1 + 0.2);
            x[4 * i + 3] = 1e9 + rng.NextDouble();
            y[i] = x[4 * i] + rng.NextDouble();
        }
        double[] bare = [.. Enumerable.Range(0, 60).SelectMany(i => (double[])[x[4 * i], x[4 * i + 3]])];
        foreach (IRegressor<LinearRegressionModel> learner in
            (IRegressor<LinearRegressionModel>[])[new LinearRegression(), new Ridge(), new Lasso { Alpha = 1e-3 },
                new ElasticNet { Alpha = 1e-3 }])
            foreach (bool sparse in (bool[])[false, true])
            {
                ReadOnlySpan<double> few = learner.Fit(new RegressionData(Rows(bare, 60, 2, sparse), y)).Coefficients,
                    all = learner.Fit(new RegressionData(Rows(x, 60, 4, sparse), y)).Coefficients;
                Assert.Equal([few[0], 0, 0, few[1]], all.ToArray());
            }
    }

    private static RegressionData Made(double offset, double unit, double targetUnit, bool sparse)
    {
        const int n = 40, p = 3;
        var rng = new Rng(7);
        double[] x = new double[n * p], y = new double[n], weights = new double[n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < p; j++)
            {
                // Of one column most values are not stored.
                double z = j == 2 && i % 3 > 0 ? 0 : Chance.Normal(rng);
                x[i * p + j] = unit * (j == 2 ? z : z + offset);
                y[i] += targetUnit * (j - 0.5) * z;
            }
            y[i] += targetUnit * (0.3 * Chance.Normal(rng) + offset);
            weights[i] = 1 + i % 4;
        }
        return new RegressionData(Rows(x, n, p, sparse), y, weights);
    }

    private static Features Rows(double[] x, int n, int p, bool sparse)
    {
        var dense = Matrix.Wrap(x, n, p);
        return sparse ? SparseMatrix.FromDense(dense) : dense;
    }

    private static double Square(ReadOnlySpan<double> w)
    {
        double sum = 0;
        foreach (double value in w) sum += value * value;
        return sum;
    }

    // P(w) and its distance from the dual at the residuals, scaled into the dual's region.
    private static (double Objective, double Gap) Gap(Exact exact, ReadOnlySpan<double> w, double l1, double l2)
    {
        double penalty = 0, over = 0, product = 0, largest = exact.Correlations.Max(Math.Abs), loss = 0.5 * exact.MeanSquare;
        for (int j = 0; j < w.Length; j++)
        {
            double beyond = Math.Max(0, Math.Abs(exact.Correlations[j]) - l1);
            penalty += l1 * Math.Abs(w[j]) + 0.5 * l2 * w[j] * w[j];
            if (l2 > 0) over += beyond * beyond / (2 * l2);
            product += w[j] * exact.Correlations[j];
        }
        double share = l2 > 0 ? 1 : Math.Min(1, l1 / largest);
        return (loss + penalty, (1 - share) * (1 - share) * loss + penalty + over - share * product);
    }

    private static double[] Eliminate(double[,] system, int m)
    {
        for (int k = 0; k < m; k++)
            for (int i = 0; i < m; i++)
            {
                if (i == k) continue;
                double factor = system[i, k] / system[k, k];
                for (int j = k; j <= m; j++) system[i, j] -= factor * system[k, j];
            }
        return [.. Enumerable.Range(0, m).Select(k => system[k, m] / system[k, k])];
    }

    /// <summary>What a centred least-squares problem has at given weights, in integers: multiples of 2^-Bits, which lose nothing.</summary>
    private sealed record Exact(double MeanSquare, double MeanSquareOfTargets, double[] Correlations, double[] Variances)
    {
        private const int Bits = 250;

        public static Exact At(RegressionData data, ReadOnlySpan<double> w)
        {
            int n = data.RowCount, p = data.FeatureCount;
            Matrix dense = data.Features is SparseMatrix sparse ? sparse.ToDense() : (Matrix)data.Features;
            BigInteger[] s = [.. Enumerable.Range(0, n).Select(i => data.Weights.IsEmpty ? 1 : new BigInteger(data.Weights[i]))];
            BigInteger total = s.Aggregate((a, b) => a + b);
            // S times what is centred, so that nothing is divided.
            BigInteger[] y = Centred(i => data.Targets[i]), r = [.. y.Select(v => v << Bits)];
            var x = new BigInteger[p][];
            for (int j = 0; j < p; j++)
            {
                x[j] = Centred(i => dense[i, j]);
                for (int i = 0; i < n; i++) r[i] -= Fixed(w[j]) * x[j][i];
            }
            double whole = Math.Pow((double)total, 3);
            return new Exact(Mean(r, r, 4), Mean(y, y, 2), [.. x.Select(column => Mean(column, r, 3))],
                [.. x.Select(column => Mean(column, column, 2))]);

            BigInteger[] Centred(Func<int, double> value)
            {
                BigInteger[] own = [.. Enumerable.Range(0, n).Select(i => Fixed(value(i)))];
                BigInteger sum = 0;
                for (int i = 0; i < n; i++) sum += s[i] * own[i];
                return [.. own.Select(v => total * v - sum)];
            }

            double Mean(BigInteger[] a, BigInteger[] b, int factors)
            {
                BigInteger sum = 0;
                for (int i = 0; i < n; i++) sum += s[i] * a[i] * b[i];
                int more = (int)Math.Max(0, (long)BigInteger.Abs(sum).GetBitLength() - 100);
                return Math.ScaleB((double)(sum >> more), more - factors * Bits) / whole;
            }
        }

        private static BigInteger Fixed(double value)
        {
            if (value == 0) return 0;
            int exponent = Math.ILogB(value);
            return new BigInteger(Math.ScaleB(value, 52 - exponent)) << (Bits + exponent - 52);
        }
    }
}
