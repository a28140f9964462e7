using System.Globalization;
using ClassicML.Optimization;

namespace ClassicML.Linear;

/// <summary>One fit of a <see cref="LogisticRegression"/>: one problem, or one a class, given to the solver that suits.</summary>
internal sealed class LogisticFit
{
    // One row of so many serves for a first solution, where there are enough of them for each parameter.
    private const int HeadStart = 16, RowsPerParameter = 20;

    // The gap that a fit may end with, as a share of J: so many tolerances, but not less than what doubles can be trusted to give.
    private const double GapTolerances = 100, LeastGap = 1e-6, LeastTolerance = 1e-17;

    private readonly LogisticRegression options;
    private readonly ClassificationData data;
    private readonly FitContext context;
    private readonly DesignRows rows;
    private readonly LogisticColumns columns;
    private readonly double[]? weights;
    private readonly bool[] present;
    private readonly int outputs;

    public LogisticFit(LogisticRegression options, ClassificationData data, Features x, FitContext context)
    {
        (this.options, this.data, this.context) = (options, data, context);
        weights = options.ClassWeights.OfRows(data);
        present = WeightedClasses.Present(data, weights, nameof(LogisticRegression));
        outputs = data.ClassCount == 2 ? 1 : data.ClassCount;
        // Only gradients are read often enough for another form of the rows to pay.
        LogisticSolver solver = Solver(new DesignRows(x, context));
        (double lambda1, double lambda2) = Strengths(options.C * LogisticProblem.Total(weights, data.RowCount));
        columns = new LogisticColumns(x, weights, lambda1, lambda2, options.FitIntercept);
        x = columns.Apply(x);
        rows = solver is LogisticSolver.LBfgs or LogisticSolver.TrustRegionNewton ? DesignRows.ForIterations(x, context)
            : new DesignRows(x, context);
        Chosen = solver;
    }

    public LogisticSolver Chosen { get; }

    private int Together => options.MultiClass == LogisticMultiClass.Multinomial ? outputs : 1;

    public LogisticRegressionModel Run(LogisticRegressionModel? earlier, out FitReport report)
    {
        int p = rows.ColumnCount;
        double[] w = new double[outputs * p], b = new double[outputs];
        if (earlier is not null) Start(earlier, w, b);
        if (Together == outputs)
        {
            double[] point = [.. w, .. b];
            report = Solve(data.Codes.ToArray(), weights, outputs, point);
            columns.Leave(point.AsSpan(0, w.Length), point.AsSpan(w.Length));
            return new LogisticRegressionModel(
                Matrix.Wrap(point[..w.Length], outputs, p), Finished(point[w.Length..]), data.Labels, MultiClassOf(), report);
        }
        report = new FitReport { Objective = 0 };
        for (int k = 0; k < outputs; k++)
        {
            if (!present[k]) continue;
            double[] point = [.. w.AsSpan(k * p, p), b[k]];
            int[] codes = Array.ConvertAll(data.Codes.ToArray(), code => code == k ? 1 : 0);
            FitReport one = Solve(codes, options.ClassWeights.OfRows(data, k), 1, point);
            point.AsSpan(0, p).CopyTo(w.AsSpan(k * p));
            b[k] = point[p];
            columns.Leave(w.AsSpan(k * p, p), b.AsSpan(k, 1));
            report = report with
            {
                Iterations = Math.Max(report.Iterations, one.Iterations),
                Converged = report.Converged && one.Converged,
                Stopped = report.Stopped || one.Stopped,
                Reason = report.Reason ?? (one.Reason is null ? null : $"class '{data.Labels[k]}': {one.Reason}"),
                Objective = report.Objective + one.Objective,
                DualityGap = one.DualityGap is null ? null : (report.DualityGap ?? 0) + one.DualityGap,
            };
        }
        return new LogisticRegressionModel(Matrix.Wrap(w, outputs, p), Finished(b), data.Labels, MultiClassOf(), report);
    }

    private LogisticMultiClass MultiClassOf() => outputs == 1 ? LogisticMultiClass.Multinomial : options.MultiClass;

    private double[] Finished(double[] intercept)
    {
        for (int k = 0; k < outputs && outputs > 1; k++)
            if (!present[k]) intercept[k] = double.NegativeInfinity;
        return intercept;
    }

    private void Start(LogisticRegressionModel earlier, double[] w, double[] b)
    {
        if (earlier.FeatureCount != rows.ColumnCount || !earlier.Labels.Equals(data.Labels))
            throw new ArgumentException(
                $"the earlier model has {earlier.FeatureCount} features and classes {earlier.Labels}; " +
                $"the data has {rows.ColumnCount} and {data.Labels}", nameof(earlier));
        earlier.Coefficients.Span.CopyTo(w);
        for (int k = 0; k < outputs; k++) b[k] = options.FitIntercept && double.IsFinite(earlier.Intercept[k]) ? earlier.Intercept[k] : 0;
        columns.Enter(w, b);
    }

    private FitReport Solve(int[] codes, double[]? weights, int m, double[] point)
    {
        double scale = options.C * LogisticProblem.Total(weights, data.RowCount);
        (double lambda1, double lambda2) = Strengths(scale);
        long curvature = Chosen is LogisticSolver.NewtonCholesky or LogisticSolver.CoordinateDescent ? LogisticNewton.CurvatureSize(
            rows.ColumnCount, m, options.FitIntercept, Chosen == LogisticSolver.NewtonCholesky) : 0;
        var problem = new LogisticProblem(
            rows, codes, weights, m, lambda1, lambda2, options.FitIntercept, context, columns.Units, curvature);
        double tolerance = options.Tolerance;
        double[]? h = null;
        if (curvature > 0 && data.RowCount / HeadStart >= RowsPerParameter * problem.ParameterCount && !point.AsSpan().ContainsAnyExcept(0))
            StartOnShare(problem, curvature, point, ref h);
        double[] gradient = new double[point.Length];
        for (int iterations = 0; ;)
        {
            LBfgsResult result = Minimize(problem, point, options.MaxIterations - iterations, tolerance, ref h);
            iterations += result.Iterations;
            if (m > 1) Centre(problem, point, m);
            double beyond = LogisticIntercepts.Settle(problem, point, result.End != LBfgsEnd.Converged ? double.PositiveInfinity
                : Math.Min(tolerance, options.Tolerance / (1 + columns.LargestOffset)));
            double value = problem.Evaluate(point, gradient), objective = value + problem.Penalty1(point);
            double? gap = LogisticGap.Of(problem, point, value, gradient) + beyond;
            // Centring and settling have moved the point, so what counts is asked of it, and not of the solver.
            double violation = LogisticNewton.Violation(problem, point, gradient);
            bool certain = violation <= options.Tolerance
                && (gap is null || gap <= Math.Max(GapTolerances * options.Tolerance, LeastGap) * objective);
            if (result.End == LBfgsEnd.Converged && !certain && iterations < options.MaxIterations)
            {
                // A weak penalty, or a loss that is nearly nothing: the gradient is small far from the optimum.
                tolerance = 0.1 * Math.Min(tolerance, result.GradientNorm);
                h = null;
                if (tolerance > LeastTolerance) continue;
            }
            string reached = string.Create(CultureInfo.InvariantCulture, $"{violation:G3}")
                + (gap * scale is { } known ? string.Create(CultureInfo.InvariantCulture, $" and a duality gap of {known:G3}") : "");
            return new FitReport
            {
                Iterations = iterations,
                Converged = certain && result.End != LBfgsEnd.Stopped,
                Stopped = result.End == LBfgsEnd.Stopped,
                Reason = result.End switch
                {
                    LBfgsEnd.Stopped => $"the caller asked to stop, at a gradient of {reached}",
                    _ when certain => null,
                    _ when iterations >= options.MaxIterations =>
                        $"the limit of {options.MaxIterations} iterations was reached with a gradient of {reached}",
                    _ => $"the objective can't be lowered further in floating point; the gradient is {reached}",
                },
                Objective = objective * scale,
                DualityGap = gap * scale,
            };
        }
    }

    private LBfgsResult Minimize(LogisticProblem problem, double[] point, int limit, double tolerance, ref double[]? h) => Chosen switch
    {
        LogisticSolver.LBfgs => new LBfgs { MaxIterations = limit, Tolerance = tolerance }.Minimize(problem.Evaluate, point, context),
        LogisticSolver.TrustRegionNewton =>
            new TrustRegionNewton { MaxIterations = limit, Tolerance = tolerance }.Minimize(problem, point, context),
        LogisticSolver.Saga => LogisticSaga.Minimize(problem, point, limit, tolerance, (ulong)options.Seed, context),
        LogisticSolver.Auto or LogisticSolver.NewtonCholesky or LogisticSolver.CoordinateDescent => LogisticNewton.Minimize(
            problem, point, limit, tolerance, Chosen == LogisticSolver.NewtonCholesky, ref h, context),
    };

    // λ₁ and λ₂ of the scaled cost.
    private (double L1, double L2) Strengths(double scale)
    {
        double strength = options.Penalty == Penalty.None ? 0 : 1 / scale;
        return (L1Share() * strength, (1 - L1Share()) * strength);
    }

    // The optimum of a share of the rows is as near to that of all as chance allows, some √(p·16/n), so that two of Newton's steps on all rows
    // end the fit, the first of them with the curvature of the share. Any start is safe: the problem is convex.
    private void StartOnShare(LogisticProblem all, long curvature, double[] point, ref double[]? h)
    {
        var share = new LogisticProblem(
            rows, all.Codes, all.Weights, all.Outputs, all.Lambda1, all.Lambda2, options.FitIntercept, context, all.Units, curvature,
            HeadStart);
        for (int k = 0; k < Math.Max(all.Outputs, 2); k++)
            if (all.IsPresent(k) && !share.IsPresent(k)) return;
        double tolerance = Math.Max(options.Tolerance, 0.1 / Math.Sqrt(data.RowCount / HeadStart));
        LBfgsResult result = LogisticNewton.Minimize(
            share, point, Math.Min(10, options.MaxIterations), tolerance, Chosen == LogisticSolver.NewtonCholesky, ref h,
            context with { Progress = null });
        if (result.End == LBfgsEnd.Converged) return;
        Array.Clear(point);
        h = null;
    }

    // A softmax does not change when a number is added to all its scores: of all such optima the one whose sums over classes are zero, as
    // in scikit-learn. A penalty has one optimum, yet where it is weak a solver stops before it has settled these sums.
    private void Centre(LogisticProblem problem, double[] point, int m)
    {
        int p = rows.ColumnCount;
        int[] classes = [.. Enumerable.Range(0, m).Where(k => present[k])];
        double[] own = new double[classes.Length];
        for (int j = 0; j <= p; j++)
        {
            for (int k = 0; k < own.Length; k++) own[k] = point[j < p ? classes[k] * p + j : m * p + classes[k]];
            if (j < p && options.Penalty != Penalty.None) LogisticShift.Apply(own, problem.L1(j), problem.L2(j));
            else
            {
                double mean = own.Sum() / own.Length;
                foreach (ref double one in own.AsSpan()) one -= mean;
            }
            for (int k = 0; k < own.Length; k++) point[j < p ? classes[k] * p + j : m * p + classes[k]] = own[k];
        }
    }

    private double L1Share() => options.Penalty switch { Penalty.L1 => 1, Penalty.ElasticNet => options.L1Ratio, _ => 0 };

    // By measured time: a factorisation pays up to some hundred weights, coordinate descent as long as its matrix fits.
    private LogisticSolver Solver(DesignRows plain)
    {
        bool sparseWeights = L1Share() > 0;
        if (options.Solver != LogisticSolver.Auto)
            return sparseWeights && options.Solver is not (LogisticSolver.CoordinateDescent or LogisticSolver.Saga)
                ? throw new ArgumentException(
                    $"Solver {options.Solver} needs a penalty without L1; use CoordinateDescent or Saga", nameof(options.Solver))
                : options.Solver;
        long size = (long)Together * (plain.ColumnCount + 1);
        if (sparseWeights) return Together > 1 && size > 6000 && !plain.IsSparse ? LogisticSolver.Saga : LogisticSolver.CoordinateDescent;
        if (size <= (Together == 1 ? 600 : 200) && plain.RowCount >= plain.ColumnCount) return LogisticSolver.NewtonCholesky;
        return plain.IsSparse ? LogisticSolver.TrustRegionNewton : LogisticSolver.LBfgs;
    }
}
