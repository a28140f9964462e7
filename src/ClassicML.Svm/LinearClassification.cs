using System.Diagnostics;
using ClassicML.Internal;

namespace ClassicML.Svm;

/// <summary>A fit of <see cref="LinearSvmClassifier"/>.</summary>
internal sealed class LinearClassification
{
    private readonly LinearSvmClassifier learner;
    private readonly ClassificationData data;
    private readonly LinearRows x;
    private readonly FitContext context;
    private readonly int[] codes, present;
    // The weight of a row by itself, and with that of its class.
    private readonly double[] own, weighted;

    public LinearClassification(LinearSvmClassifier learner, ClassificationData data, LinearRows x, FitContext context)
    {
        (this.learner, this.data, this.x, this.context) = (learner, data, x, context);
        codes = data.Codes.ToArray();
        own = data.Weights.IsEmpty ? [.. Enumerable.Repeat(1.0, x.RowCount)] : data.Weights.ToArray();
        weighted = learner.ClassWeights.OfRows(data) ?? own;
        present = [.. Enumerable.Range(0, x.RowCount).Where(i => weighted[i] > 0).Select(i => codes[i]).Distinct().Order()];
        if (present.Length < 2)
            throw new ArgumentException($"{nameof(LinearSvmClassifier)} needs rows of two classes with a weight above zero", nameof(data));
    }

    public LinearSvmClassifierModel Fit(Stopwatch clock)
    {
        int machines = data.ClassCount == 2 ? 1 : data.ClassCount, p = x.ColumnCount;
        double[] coefficients = new double[machines * p], intercept = new double[machines];
        Array.Fill(intercept, double.NegativeInfinity);
        bool together = learner.MultiClass == LinearSvmMultiClass.CrammerSinger;
        FitReport report = together ? Together(coefficients, intercept) : Apart(coefficients, intercept);
        var matrix = Matrix.Wrap(coefficients, machines, p);
        double norm = 0.5 * Kernels.Dot(coefficients, coefficients);
        report = report.With("half_squared_norm", norm);
        if (machines == 1 && norm > 0 && !together) report = report.With("margin_width", 2 / Math.Sqrt(2 * norm));
        return new LinearSvmClassifierModel(matrix, intercept, data.Labels, report.Ended(learner, clock.Elapsed, data.FeatureNames));
    }

    private FitReport Apart(double[] coefficients, double[] intercept)
    {
        int[] positives = data.ClassCount == 2 ? [1] : present;
        var solutions = new LinearSolution[positives.Length];
        double[] slack = new double[positives.Length];
        FitContext each = positives.Length > 1 ? context.ForEachOf(positives.Length) with { Stop = context.Stop } : context;
        Workers.For(positives.Length, positives.Length > 1 ? context.Threads : 1, m =>
        {
            int positive = positives[m];
            double[] signs = Array.ConvertAll(codes, code => code == positive ? 1.0 : -1.0);
            double[] costs = new double[codes.Length];
            for (int i = 0; i < costs.Length; i++)
                costs[i] = learner.C * (data.ClassCount == 2 || codes[i] == positive ? weighted[i] : own[i]);
            LinearSolution found = solutions[m] = Solve(signs, costs, m, each);
            Place(found.Weights, data.ClassCount == 2 ? 0 : positive, coefficients, intercept);
            for (int i = 0; i < costs.Length; i++)
            {
                if (costs[i] == 0) continue;
                double xi = Math.Max(0, 1 - signs[i] * x.Dot(i, found.Weights));
                slack[m] += costs[i] * (learner.Loss == HingeLoss.Hinge ? xi : xi * xi);
            }
        }, context.Cancellation);
        double penalty = solutions.Sum(s => Penalty(s.Weights));
        return LinearReports.Of(solutions, penalty, slack.Sum(), learner.Tolerance, learner.MaxIterations, context);
    }

    private LinearSolution Solve(double[] signs, double[] costs, int machine, FitContext each)
    {
        ulong seed = Rng.DeriveSeed((ulong)learner.Seed, (ulong)machine);
        (double tolerance, int limit) = (learner.Tolerance, learner.MaxIterations);
        if (learner.IsPrimal(x)) return new SquaredLossPrimal(x, signs, costs, null, each.Threads).Solve(tolerance, limit, each);
        if (learner.Penalty == LinearSvmPenalty.L1) return new L1CoordinateDescent(x, signs, costs).Solve(tolerance, limit, seed, each);
        int[] rows = [.. Enumerable.Range(0, costs.Length).Where(i => costs[i] > 0)];
        return new DualCoordinateDescent(
            x, rows, Array.ConvertAll(rows, i => (sbyte)signs[i]), Array.ConvertAll(rows, i => costs[i]), learner.Loss)
            .Solve(tolerance, limit, seed, each);
    }

    private FitReport Together(double[] coefficients, double[] intercept)
    {
        int[] rows = [.. Enumerable.Range(0, codes.Length).Where(i => weighted[i] > 0)];
        int[] places = Array.ConvertAll(rows, i => Array.BinarySearch(present, codes[i]));
        double[] costs = Array.ConvertAll(rows, i => learner.C * weighted[i]);
        LinearSolution found = new CrammerSinger(x, rows, places, costs, present.Length)
            .Solve(learner.Tolerance, learner.MaxIterations, (ulong)learner.Seed, context);
        int width = x.ColumnCount + 1;
        double slack = 0;
        double[] scores = new double[present.Length];
        for (int k = 0; k < rows.Length; k++)
        {
            for (int m = 0; m < scores.Length; m++)
                scores[m] = x.Dot(rows[k], found.Weights.AsSpan(m * width, width)) + (m == places[k] ? 0 : 1);
            slack += costs[k] * (scores.Max() - scores[places[k]]);
        }
        if (data.ClassCount == 2)
        {
            // One score says which of the two is higher.
            double[] difference = found.Weights[width..];
            for (int j = 0; j < width; j++) difference[j] -= found.Weights[j];
            Place(difference, 0, coefficients, intercept);
        }
        else
        {
            for (int m = 0; m < present.Length; m++) Place(found.Weights.AsSpan(m * width, width), present[m], coefficients, intercept);
        }
        return LinearReports.Of(
            [found], 0.5 * Kernels.Dot(found.Weights, found.Weights), slack, learner.Tolerance, learner.MaxIterations, context);
    }

    private double Penalty(double[] w) => learner.Penalty == LinearSvmPenalty.L2 ? 0.5 * Kernels.Dot(w, w) : w.Sum(Math.Abs);

    private void Place(ReadOnlySpan<double> w, int machine, double[] coefficients, double[] intercept)
    {
        w[..^1].CopyTo(coefficients.AsSpan(machine * x.ColumnCount));
        intercept[machine] = w[^1] * x.Constant;
    }
}
