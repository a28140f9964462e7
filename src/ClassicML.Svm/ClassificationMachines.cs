using System.Globalization;

namespace ClassicML.Svm;

/// <summary>Solves the machines of classifiers over one kernel matrix, several at a time.</summary>
/// <param name="rows">The rows by class.</param>
/// <param name="labels">The classes.</param>
/// <param name="source">Their kernel matrix.</param>
/// <param name="context">Threads, progress and cancellation.</param>
/// <param name="earlier">The model to start from, or null.</param>
internal sealed class ClassificationMachines(
    ClassRows rows, ClassLabels labels, IKernelSource source, FitContext context, SvmClassifierModel? earlier = null)
{
    private const double LeastMargin = 1e-12;

    /// <summary>The machines of learners that differ in C alone, which rises: machine by machine, so that a small one keeps its matrix.</summary>
    public SolvedMachine[][] Solve(params SvmClassifier[] learners)
    {
        (int Positive, int Negative)[] machines = Machines(learners[0].MultiClass);
        // Machines that run beside one another share the memory that is not taken by a whole matrix.
        int beside = Math.Min(machines.Length, context.Threads);
        var solved = new SolvedMachine[learners.Length][];
        for (int c = 0; c < learners.Length; c++) solved[c] = new SolvedMachine[machines.Length];
        FitContext each = context with { Progress = null, MaxThreads = beside > 1 ? 1 : context.MaxThreads };
        int done = 0;
        Workers.For(
            machines.Length, source is GramSource ? context.Threads : 1,
            m =>
            {
                using var matrix = new SetMatrix(source);
                SmoResult? known = null;
                for (int c = 0; c < learners.Length; c++)
                {
                    solved[c][m] = Solve(learners[c], machines[m], source is GramSource ? beside : 1, each, known, matrix);
                    known = solved[c][m].Result;
                }
                context.Progress?.Report(new FitProgress("machine", Interlocked.Increment(ref done), machines.Length));
            },
            context.Cancellation);
        return solved;
    }

    // Two classes make one machine, whose positive side is the second; else the first of a pair is positive, as in LIBSVM.
    private (int, int)[] Machines(SvmMultiClass strategy)
    {
        if (rows.ClassCount == 2) return [(1, 0)];
        if (strategy == SvmMultiClass.OneVersusRest) return [.. rows.Present.Select(k => (k, -1))];
        return [.. rows.Present.SelectMany((a, i) => rows.Present.Skip(i + 1).Select(b => (a, b)))];
    }

    private SolvedMachine Solve(
        SvmClassifier learner, (int, int) sides, int beside, FitContext each, SmoResult? known, SetMatrix matrix)
    {
        (int positive, int negative) = sides;
        int[] plus = rows.Items(positive), minus = negative < 0 ? rows.ItemsExcept(positive) : rows.Items(negative);
        SmoProblem? problem = learner.Nu is { } nu
            ? SmoProblems.ClassifyNu(plus, minus, nu, rows.Weights)
            : SmoProblems.Classify(plus, minus, learner.C, rows.Weights);
        if (problem is null)
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"Nu {learner.Nu!.Value} is too large for these classes: ")
                + "one of them has less than Nu/2 of the weight of both", "data");
        if (earlier is not null) WarmValues.Set(problem, Wanted(problem, earlier, positive, negative));
        var options = new SmoOptions
        {
            Tolerance = learner.Tolerance, MaxIterations = learner.MaxIterations, Shrinking = learner.Shrinking,
            RowBytes = TrainingRows.RowBytes(learner.MemoryMegabytes, source) / beside,
        };
        // A larger C takes other steps only where one ended at C.
        SmoResult result = known is { End: SmoEnd.Converged, ReachedBound: false } ? known
            : new SmoSolver(problem, source, options, each, matrix).Solve();
        (double first, double second) = result.Rho;
        if (learner.Nu is null) return new SolvedMachine(positive, negative, problem, result, 1, -first);
        double scale = 0.5 * (first - second);
        CheckMargin(scale, result, problem, learner.Nu.Value, sides);
        return new SolvedMachine(positive, negative, problem, result, scale, -0.5 * (first + second) / scale);
    }

    // r = 0 is w = 0: where classes overlap too much for ν, or lie in the same places, the optimum has no border (D. Crisp, C. Burges, A
    // Geometric Interpretation of ν-SVM Classifiers, 1999). LIBSVM divides by it, and turns the border round where it ends just below.
    private void CheckMargin(double r, SmoResult result, SmoProblem problem, double nu, (int Positive, int Negative) sides)
    {
        double size = 0;
        for (int k = 0; k < problem.Count; k++) size += Math.Abs(result.Values[k]) * Math.Abs(source.Diagonal(problem.Items[k]));
        // What is left of sums of such a size that cancel.
        if (r > LeastMargin * size) return;
        string what = sides.Negative < 0 ? $"class '{labels[sides.Positive]}' and the others"
            : $"classes '{labels[sides.Positive]}' and '{labels[sides.Negative]}'";
        string why = result.End == SmoEnd.Converged ? "they overlap too much for so few errors; a larger Nu may help, or C in its place"
            : string.Create(CultureInfo.InvariantCulture, $"the solver ended after {result.Iterations} iterations, before it had one");
        throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"with Nu {nu} no border parts {what}: {why}"), "data");
    }

    // The earlier model's coefficients in this machine, by row of the data.
    private double[] Wanted(SmoProblem problem, SvmClassifierModel earlier, int positive, int negative)
    {
        var byRow = new Dictionary<int, double>();
        foreach ((int row, double coefficient) in earlier.CoefficientsOf(positive, negative)) byRow[row] = coefficient;
        return Array.ConvertAll(problem.Items, item => byRow.GetValueOrDefault(rows.Order[item]));
    }
}
