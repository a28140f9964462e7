using ClassicML.Svm;
using ClassicML.Tests.Core;

namespace ClassicML.Tests.Svm;

/// <summary>Every kernel machine is at its optimum over all rows, also those that shrinking set aside on the way, and its report says what
/// plain sums say. Judged from the model alone: support vectors, coefficients and b, by double loops (<see cref="PlainDual"/>).</summary>
public class KernelOptimalityTests
{
    private const int Rows = 130;

    private static readonly Dictionary<string, KernelFunction> Kernels = new()
    {
        ["linear"] = KernelFunction.Linear, ["polynomial"] = KernelFunction.Polynomial(2, 1, 1), ["rbf"] = KernelFunction.Rbf(0.1),
        ["steep rbf"] = KernelFunction.Rbf(3), ["laplacian"] = KernelFunction.Laplacian(0.2),
    };

    public static TheoryData<string, double, bool> Classifiers { get; } =
        [.. from name in Kernels.Keys from c in new[] { 0.01, 1, 10 } from weighted in new[] { false, true } select (name, c, weighted)];

    public static TheoryData<string, double> WithNu { get; } =
        [.. from name in Kernels.Keys from nu in new[] { 0.6, 0.8 } select (name, nu)];

    public static TheoryData<string, double?, bool> Regressors { get; } =
    [
        .. from name in Kernels.Keys
           from nu in new double?[] { null, 0.2, 0.6 }
           from weighted in new[] { false, true }
           select (name, nu, weighted),
    ];

    [Theory, MemberData(nameof(Classifiers))]
    public void A_classifier_is_at_its_optimum_over_all_rows_and_reports_it(string name, double c, bool weighted)
    {
        c *= Unit(name);
        foreach (int classes in new[] { 2, 3 })
        {
            ClassificationData data = Weighted(SvmData.Whole(classes, Rows, 4), weighted);
            var learner = new SvmClassifier
            {
                C = c, Kernel = Kernels[name], ClassWeights = weighted ? ClassWeights.Of(("0", 2), ("1", 0.5)) : ClassWeights.None,
            };
            double[] bounds = [.. Enumerable.Range(0, Rows).Select(i =>
                c * (weighted ? data.Weights[i] * (data.Codes[i] == 0 ? 2 : data.Codes[i] == 1 ? 0.5 : 1) : 1))];
            SvmClassifierModel plain = learner.Fit(data);
            MeetsConditions(plain, data, bounds, learner.Tolerance);
            MeetsConditions((learner with { Shrinking = false }).Fit(data), data, bounds, learner.Tolerance);
            MeetsConditions(learner.FitFrom(data, (learner with { C = 5 * c }).Fit(data)), data, bounds, learner.Tolerance);
            if (classes == 3)
                MeetsConditions(
                    (learner with { MultiClass = SvmMultiClass.OneVersusRest }).Fit(data), data, bounds, learner.Tolerance);
        }
    }

    [Theory, MemberData(nameof(WithNu))]
    public void A_nu_classifier_is_at_its_optimum_over_all_rows_and_reports_it(string name, double nu)
    {
        foreach (bool weighted in new[] { false, true })
        {
            // Its values are divided by r, so the tolerance counts for r as much: a small one leaves some digits.
            const double tolerance = 1e-5;
            ClassificationData data = Weighted(SvmData.Whole(2, Rows, 4), weighted);
            SvmClassifierModel model = new SvmClassifier { Nu = nu, Kernel = Kernels[name], Tolerance = tolerance }.Fit(data);
            Assert.True(model.Report.Converged, model.Report.Reason);
            double[] weights = weighted ? data.Weights.ToArray() : [.. Enumerable.Repeat(1.0, Rows)];
            (_, _, double[] values, double intercept) = PlainDual.Machines(model, Rows).Single();
            // Before the division Σα = νΣs, half of it in each class.
            double total = nu * weights.Sum(), r = total / values.Sum(Math.Abs);
            Assert.Equal(0.5 * total / r, values.Where(a => a > 0).Sum(), 1e-9 * total / r);
            Assert.Equal(-0.5 * total / r, values.Where(a => a < 0).Sum(), 1e-9 * total / r);

            int[] signs = [.. data.Codes.ToArray().Select(code => code == 1 ? 1 : -1)];
            PlainDual dual = Dual(
                PlainKernel.Gram(model.Kernel, data.Features, data.Features), signs, Array.ConvertAll(weights, s => s / r), values, 1e-13);
            double rounding = Rounding(name, dual.Size);
            double violation = Math.Max(dual.Violation(k => signs[k] > 0), dual.Violation(k => signs[k] < 0));
            Assert.InRange(violation * r, 0, tolerance + rounding * r);
            Assert.Equal(violation * r, model.Report.Details["violation"], rounding * r + 1e-6 * tolerance);
            dual.MeetsConditions(-intercept, tolerance / r + rounding);

            double half = dual.HalfSquaredNorm, slack = Slack(dual, signs, Array.ConvertAll(weights, s => s / r), intercept);
            Same(model.Report, half, slack, half + slack, dual.Objective, rounding * values.Sum(Math.Abs) + 1e-9 * (half + slack));
            Assert.Equal(half * r * r, model.Report.Objective!.Value, rounding + 1e-9 * half * r * r);
            Counts(model.Report, dual.Bounded, model.SupportIndices.Length);
            // ν bounds the weight of rows inside the margin from above and that of support vectors from below.
            double inside = 0, supporting = 0;
            for (int i = 0; i < Rows; i++)
            {
                if (signs[i] * (dual.Gradient[i] + signs[i] + intercept) < 1 - tolerance / r - rounding) inside += weights[i];
                if (values[i] != 0) supporting += weights[i];
            }
            Assert.True(inside <= total * (1 + 1e-9) && total <= supporting * (1 + 1e-9), $"{inside} ≤ {total} ≤ {supporting}");
        }
    }

    [Theory, MemberData(nameof(Regressors))]
    public void A_regressor_is_at_its_optimum_over_all_rows_and_reports_it(string name, double? nu, bool weighted)
    {
        ClassificationData rows = SvmData.Whole(3, Rows, 4);
        double[] targets = [.. Enumerable.Range(0, Rows).Select(i => rows.Codes[i] + 0.25 * (i * 7 % 9))];
        double[] weights = [.. Enumerable.Range(0, Rows).Select(i => weighted ? Weight(i) : 1)];
        var data = new RegressionData(rows.Features, targets, weighted ? weights : null);
        foreach (double c in new[] { 0.05 * Unit(name), 2 * Unit(name) })
        {
            var learner = new SvmRegressor { C = c, Nu = nu, Epsilon = 0.3, Kernel = Kernels[name] };
            SvmRegressorModel[] models =
            [
                learner.Fit(data), (learner with { Shrinking = false }).Fit(data),
                learner.FitFrom(data, (learner with { C = 4 * c }).Fit(data)),
            ];
            foreach (SvmRegressorModel model in models) MeetsConditions(model, name, data, weights, learner);
        }
    }

    [Theory, MemberData(nameof(WithNu))]
    public void A_one_class_machine_is_at_its_optimum_over_all_rows_and_reports_it(string name, double nu)
    {
        Features x = SvmData.Whole(2, Rows, 4).Features;
        foreach (bool shrinking in new[] { true, false })
        {
            OneClassSvmModel model = new OneClassSvm { Nu = nu, Kernel = Kernels[name], Shrinking = shrinking }.Fit(x);
            Assert.True(model.Report.Converged, model.Report.Reason);
            double[] values = new double[Rows], ones = new double[Rows];
            Array.Fill(ones, 1);
            for (int s = 0; s < model.SupportIndices.Length; s++) values[model.SupportIndices[s]] = model.DualCoefficients[s];
            Assert.Equal(nu * Rows, values.Sum(), 1e-9 * Rows);
            var dual = new PlainDual(PlainKernel.Gram(model.Kernel, x, x), values, new double[Rows], ones, new double[Rows]);
            double rounding = Rounding(name, dual.Size);
            Assert.InRange(dual.Violation(), 0, 1e-3 + rounding);
            Assert.Equal(dual.Violation(), model.Report.Details["violation"], rounding + 1e-9);
            dual.MeetsConditions(model.Rho, 1e-3 + rounding);
            double half = dual.HalfSquaredNorm, slack = dual.Gradient.Sum(score => Math.Max(0, model.Rho - score));
            Same(model.Report, half, slack, half + slack - nu * Rows * model.Rho, dual.Objective, Rows * rounding + 1e-9 * (half + slack));
            Assert.Equal(dual.Objective, model.Report.Objective!.Value, Rows * rounding + 1e-9 * half);
            Counts(model.Report, dual.Bounded, model.SupportIndices.Length);
        }
    }

    [Theory, InlineData(2), InlineData(3)]
    public void Where_no_coefficient_is_free_b_lies_in_the_middle_of_what_the_rows_allow(int classes)
    {
        // As many rows of each class, and a C so small that all of them end at it.
        ClassificationData blobs = SvmData.Blobs(classes, 60, 3);
        SvmClassifierModel model = new SvmClassifier { C = 1e-3, Kernel = KernelFunction.Rbf(0.3) }.Fit(blobs);
        Assert.Equal(60 * (classes - 1), model.Report.Details["bounded_support_vectors"]);
        double[,] gram = PlainKernel.Gram(model.Kernel, blobs.Features, blobs.Features);
        foreach ((int positive, int negative, double[] values, double intercept) in PlainDual.Machines(model, 60))
        {
            double lowest = double.PositiveInfinity, highest = double.NegativeInfinity;
            for (int i = 0; i < 60; i++)
            {
                double score = values.Select((a, j) => a * gram[i, j]).Sum();
                if (blobs.Codes[i] == positive) highest = Math.Max(highest, score - 1);
                if (blobs.Codes[i] == negative) lowest = Math.Min(lowest, score + 1);
            }
            // Values of 1e-3 times entries that are floats.
            Assert.Equal(-0.5 * (highest + lowest), intercept, 1e-8);
        }
    }

    [Fact]
    public void With_a_nu_of_one_every_row_has_its_whole_weight_and_none_is_an_inlier()
    {
        Features x = SvmData.Blobs(2, 40, 3).Features;
        OneClassSvmModel model = new OneClassSvm { Nu = 1, Kernel = KernelFunction.Rbf(0.3) }.Fit(x);
        Assert.All(model.DualCoefficients.ToArray(), a => Assert.Equal(1, a));
        double[,] gram = PlainKernel.Gram(model.Kernel, x, x);
        double highest = Enumerable.Range(0, 40).Max(i => Enumerable.Range(0, 40).Sum(j => gram[i, j]));
        // Every ξ is then ρ less a score, at least zero: the border goes through the row of the highest score.
        Assert.Equal(highest, model.Rho, 1e-5);
        Assert.All(model.Score(x), score => Assert.InRange(score, -40, 1e-5));
    }

    [Fact]
    public void Twenty_thousand_rows_of_which_nearly_all_are_set_aside_end_at_the_optimum()
    {
        // Beyond 16,384 variables shrinking pays although a working set can't hold all.
        const int n = 20_000;
        var rng = new Rng(9);
        double[] x = [.. Enumerable.Range(0, 2 * n).Select(_ => rng.NextDouble() + rng.NextDouble() + rng.NextDouble())];
        OneClassSvmModel model = new OneClassSvm { Nu = 0.01, Kernel = KernelFunction.Rbf(4), Tolerance = 1e-4 }.Fit(Matrix.Wrap(x, n, 2));
        Assert.True(model.Report.Converged, model.Report.Reason);
        int[] supports = model.SupportIndices.ToArray();
        double[] values = new double[n];
        for (int s = 0; s < supports.Length; s++) values[supports[s]] = model.DualCoefficients[s];
        Assert.Equal(0.01 * n, values.Sum(), 1e-7);
        double highest = double.NegativeInfinity, lowest = double.PositiveInfinity;
        for (int i = 0; i < n; i++)
        {
            double score = 0;
            foreach (int s in supports)
            {
                double first = x[2 * i] - x[2 * s], second = x[2 * i + 1] - x[2 * s + 1];
                score += values[s] * Math.Exp(-4 * (first * first + second * second));
            }
            if (values[i] < 1) lowest = Math.Min(lowest, score);
            if (values[i] > 0) highest = Math.Max(highest, score);
        }
        // Entries are floats, products in single precision move them by 2⁻²¹ at most: 200 of them.
        Assert.InRange(highest - lowest, 0, 1e-4 + 200 * Math.ScaleB(1, -21));
    }

    [Fact]
    public void A_machine_that_is_stopped_or_out_of_iterations_says_so_and_predicts()
    {
        ClassificationData two = SvmData.Whole(2, Rows, 4), three = SvmData.Whole(3, Rows, 4);
        var numbers = new RegressionData(two.Features, [.. two.Codes.ToArray().Select((code, i) => code + 0.5 * (i % 5))]);
        var stopped = new FitContext { Stop = new CancellationToken(true) };
        foreach (FitReport report in new[]
            {
                new SvmClassifier().Fit(two, stopped).Report, new SvmClassifier().Fit(three, stopped).Report,
                new SvmRegressor().Fit(numbers, stopped).Report, new OneClassSvm().Fit(two.Features, stopped).Report,
            })
        {
            Assert.Equal((false, true, 0), (report.Converged, report.Stopped, report.Iterations));
            Assert.Contains("asked to stop", report.Reason);
            Assert.True(report.Details["violation"] > 1e-3);
        }
        // Five steps of each of the machines: one, three pairs, three against the rest.
        foreach ((FitReport report, int machines) in new[]
            {
                (new SvmClassifier { MaxIterations = 5 }.Fit(two).Report, 1),
                (new SvmClassifier { MaxIterations = 5 }.Fit(three).Report, 3),
                (new SvmClassifier { MaxIterations = 5, MultiClass = SvmMultiClass.OneVersusRest }.Fit(three).Report, 3),
                (new SvmRegressor { MaxIterations = 5 }.Fit(numbers).Report, 1),
                (new OneClassSvm { MaxIterations = 5 }.Fit(two.Features).Report, 1),
            })
        {
            Assert.Equal((false, false, 5 * machines), (report.Converged, report.Stopped, report.Iterations));
            Assert.Contains("the limit of 5 iterations was reached; optimality is violated by", report.Reason);
        }
        Assert.Equal(Rows, new SvmClassifier { MaxIterations = 5 }.Fit(three).Predict(three.Features).Length);
    }

    [Fact]
    public void Progress_tells_each_machine()
    {
        var told = new List<FitProgress>();
        // Machines end beside one another.
        var progress = new ProgressSink(report => { lock (told) told.Add(report); });
        new SvmClassifier().Fit(SvmData.Blobs(4, 80, 2), new FitContext { Progress = progress });
        Assert.Equal(Enumerable.Range(1, 6).Select(done => new FitProgress("machine", done, 6)), told.OrderBy(progress => progress.Done));
    }

    private static void MeetsConditions(SvmClassifierModel model, ClassificationData data, double[] bounds, double tolerance)
    {
        Assert.True(model.Report.Converged, model.Report.Reason);
        double violation = 0, half = 0, slack = 0, objective = 0, allowed = 0;
        int bounded = 0;
        string name = Kernels.First(pair => pair.Value.Equals(model.Kernel)).Key;
        double[,] gram = PlainKernel.Gram(model.Kernel, data.Features, data.Features);
        foreach ((int positive, int negative, double[] values, double intercept) in PlainDual.Machines(model, data.RowCount))
        {
            int[] signs = [.. data.Codes.ToArray().Select(code => code == positive ? 1 : negative < 0 || code == negative ? -1 : 0)];
            PlainDual dual = Dual(gram, signs, bounds, values);
            double rounding = Rounding(name, dual.Size);
            Assert.Equal(0, values.Sum(), 1e-9 * values.Sum(Math.Abs));
            Assert.InRange(dual.Violation(), 0, tolerance + rounding);
            dual.MeetsConditions(-intercept, tolerance + rounding);
            double own = Slack(dual, signs, bounds, intercept),
                sum = Enumerable.Range(0, signs.Length).Sum(i => signs[i] == 0 ? 0 : bounds[i]);
            // Each row leaves at most its bound times the violation open.
            Assert.InRange(own + dual.HalfSquaredNorm + dual.Objective, -rounding * sum, sum * (tolerance + rounding));
            violation = Math.Max(violation, dual.Violation());
            (half, slack, objective) = (half + dual.HalfSquaredNorm, slack + own, objective + dual.Objective);
            (bounded, allowed) = (bounded + dual.Bounded, allowed + rounding * sum + 1e-9 * (half + slack));
        }
        Same(model.Report, half, slack, half + slack, objective, allowed);
        Assert.Equal(objective, model.Report.Objective!.Value, allowed);
        Assert.Equal(violation, model.Report.Details["violation"], allowed + 1e-6 * tolerance);
        Counts(model.Report, bounded, model.SupportIndices.Length);
        if (data.ClassCount == 2 && model.Kernel is LinearKernel)
            Assert.Equal(2 / Math.Sqrt(2 * half), model.Report.Details["margin_width"], 1e-7);
        else Assert.DoesNotContain("margin_width", model.Report.Details.Keys);
    }

    private static void MeetsConditions(SvmRegressorModel model, string name, RegressionData data, double[] weights, SvmRegressor learner)
    {
        Assert.True(model.Report.Converged, model.Report.Reason);
        double epsilon = learner.Nu is null ? learner.Epsilon : model.Report.Details["epsilon"];
        double[] beta = new double[2 * Rows], lower = new double[2 * Rows], upper = new double[2 * Rows], linear = new double[2 * Rows];
        for (int s = 0; s < model.SupportIndices.Length; s++)
            beta[model.SupportIndices[s] + (model.DualCoefficients[s] < 0 ? Rows : 0)] = model.DualCoefficients[s];
        for (int i = 0; i < Rows; i++)
        {
            (upper[i], lower[Rows + i]) = (learner.C * weights[i], -learner.C * weights[i]);
            (linear[i], linear[Rows + i]) = (epsilon - data.Targets[i], -epsilon - data.Targets[i]);
        }
        var dual = new PlainDual(
            PlainKernel.Gram(model.Kernel, data.Features, data.Features), beta, lower, upper, linear,
            [.. Enumerable.Range(0, Rows), .. Enumerable.Range(0, Rows)]);
        double rounding = Rounding(name, dual.Size), sum = learner.C * weights.Sum(), half = dual.HalfSquaredNorm, slack = 0;
        Assert.Equal(0, beta.Sum(), 1e-9 * sum);
        dual.MeetsConditions(-model.Intercept, learner.Tolerance + rounding);
        for (int i = 0; i < Rows; i++)
        {
            double error = dual.Gradient[i] - linear[i] + model.Intercept - data.Targets[i];
            slack += upper[i] * Math.Max(0, Math.Abs(error) - epsilon);
        }
        double allowed = rounding * sum + 1e-9 * (half + slack);
        if (learner.Nu is { } nu)
        {
            // The width has a price of νCΣs, and the multipliers add up to no more, to all of it where there is a tube.
            double multipliers = beta.Sum(Math.Abs);
            Assert.InRange(multipliers, 0, nu * sum * (1 + 1e-9));
            if (epsilon > 2 * learner.Tolerance) Assert.Equal(nu * sum, multipliers, 1e-9 * sum);
            double objective = half - Enumerable.Range(0, Rows).Sum(i => (beta[i] + beta[Rows + i]) * data.Targets[i]);
            Same(model.Report, half, slack, half + slack + nu * sum * epsilon, objective, allowed);
            Assert.Equal(objective, model.Report.Objective!.Value, allowed);
        }
        else
        {
            Assert.InRange(dual.Violation(), 0, learner.Tolerance + rounding);
            Assert.Equal(dual.Violation(), model.Report.Details["violation"], rounding + 1e-6 * learner.Tolerance);
            Same(model.Report, half, slack, half + slack, dual.Objective, allowed);
            Assert.Equal(dual.Objective, model.Report.Objective!.Value, allowed);
            Assert.Equal(epsilon, model.Report.Details["epsilon"]);
            Counts(model.Report, dual.Bounded, model.SupportIndices.Length);
        }
        Assert.InRange(model.Report.DualityGap!.Value, -allowed, 2 * sum * (learner.Tolerance + rounding));
    }

    private static PlainDual Dual(double[,] gram, int[] signs, double[] bounds, double[] values, double atBound = 0) => new(
        gram, values, [.. signs.Select((y, i) => y < 0 ? -bounds[i] : 0)], [.. signs.Select((y, i) => y > 0 ? bounds[i] : 0)],
            Array.ConvertAll(signs, y => -(double)y), null, atBound);

    private static double Slack(PlainDual dual, int[] signs, double[] bounds, double intercept) =>
        signs.Select((y, i) => y == 0 ? 0 : bounds[i] * Math.Max(0, 1 - y * (dual.Gradient[i] + y + intercept))).Sum();

    private static void Same(FitReport report, double half, double slack, double primal, double dual, double tolerance)
    {
        Assert.Equal(half, report.Details["half_squared_norm"], tolerance);
        Assert.Equal(slack, report.Details["slack_cost"], tolerance);
        Assert.Equal(primal, report.Details["primal_objective"], tolerance);
        Assert.Equal(dual, report.Details["dual_objective"], tolerance);
        Assert.Equal(report.Details["primal_objective"] + report.Details["dual_objective"], report.DualityGap!.Value, 1e-12 * Math.Abs(primal));
    }

    private static void Counts(FitReport report, int bounded, int supports)
    {
        Assert.Equal(bounded, report.Details["bounded_support_vectors"]);
        Assert.Equal(supports, report.Details["support_vectors"]);
    }

    // Whole numbers are exact as floats, so what is left are roundings of sums in double; other entries, of at most 1, are off by 2⁻²¹
    // where products were in single precision.
    private static double Rounding(string name, double size) =>
        name is "linear" or "polynomial" ? 1e-11 * (1 + size) : Math.ScaleB(1, -21) * size + 1e-11;

    private static double Weight(int i) => i % 5 * 0.5;

    // Kernel values of a hundred make steps a hundred times as small.
    private static double Unit(string name) => name == "polynomial" ? 0.01 : 1;

    private static ClassificationData Weighted(ClassificationData data, bool weighted) =>
        weighted ? data.WithWeights([.. Enumerable.Range(0, data.RowCount).Select(Weight)]) : data;
}
