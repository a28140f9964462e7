using ClassicML.Svm;
using ClassicML.Tests.Core;

namespace ClassicML.Tests.Svm;

/// <summary>The solver's results against plain sums over all variables, on problems where many variables go to a bound early, are set aside
/// there, and must leave it later: in sets that hold all variables, and in sets that don't.</summary>
public class SmoShrinkingTests
{
    private const double Tolerance = 1e-3;

    // Kind, variables, columns, degree of the kernel, C or ν, seed: such that what is set aside is not at its optimum when the others are,
    // by twenty to a hundred thousand times the tolerance. Up to 512 variables are one set.
    public static TheoryData<string, int, int, int, double, int> Problems => new()
    {
        { "C-SVC", 260, 3, 1, 5, 7 }, { "C-SVC", 260, 12, 2, 0.01, 5 }, { "C-SVC", 600, 5, 2, 0.01, 7 }, { "C-SVC", 600, 12, 1, 0.1, 12 },
        { "nu-SVC", 260, 5, 2, 0.6, 2 }, { "nu-SVC", 600, 30, 2, 0.1, 8 },
        { "epsilon-SVR", 260, 5, 2, 0.1, 5 }, { "epsilon-SVR", 600, 12, 1, 0.1, 2 },
        { "nu-SVR", 260, 5, 2, 0.6, 3 }, { "nu-SVR", 600, 12, 1, 0.3, 2 },
        { "one-class", 600, 12, 1, 0.5, 3 }, { "one-class", 600, 12, 1, 0.3, 12 },
    };

    [Theory, MemberData(nameof(Problems))]
    public void No_variable_violates_optimality_at_the_end_also_of_those_that_were_set_aside(
        string kind, int variables, int columns, int degree, double amount, int seed)
    {
        (SmoProblem problem, IKernelSource source, double[,] gram) = Hard(kind, variables, columns, degree, amount, (ulong)seed);
        SmoResult shrunk = Solve(problem, source, shrinking: true), plain = Solve(problem, source, shrinking: false);
        // Else nothing was set aside that would have moved, and this shows nothing.
        Assert.NotEqual(plain.Iterations, shrunk.Iterations);
        foreach (SmoResult result in new[] { plain, shrunk })
        {
            Assert.Equal(SmoEnd.Converged, result.End);
            IsWhatItSays(problem, gram, result);
            Assert.InRange(result.Violation, 0, Tolerance);
        }
        Assert.Equal(plain.Objective, shrunk.Objective, 1e-6 * Math.Abs(plain.Objective));
    }

    [Theory, MemberData(nameof(Problems))]
    public void A_solver_that_is_out_of_iterations_tells_the_violation_of_all_variables(
        string kind, int variables, int columns, int degree, double amount, int seed)
    {
        (SmoProblem problem, IKernelSource source, double[,] gram) = Hard(kind, variables, columns, degree, amount, (ulong)seed);
        long all = Solve(problem, source, shrinking: true).Iterations;
        // Limits along the way, so that some fall where variables are set aside.
        foreach (int third in new[] { 1, 2 })
        {
            int limit = (int)(all * third / 3) + 1;
            SmoResult result = Solve(problem, source, shrinking: true, limit);
            Assert.Equal((SmoEnd.IterationLimit, (long)limit), (result.End, result.Iterations));
            IsWhatItSays(problem, gram, result);
        }
    }

    [Fact]
    public void A_start_of_more_values_than_a_set_holds_has_its_gradient_and_so_has_what_was_set_aside()
    {
        // Of 1,200 variables 1,080 begin at their bound, and most stay there: sums over more than two sets.
        ClassificationData data = SvmData.Whole(2, 1200, 5, 3);
        KernelFunction kernel = KernelFunction.Polynomial(2, 1, 1);
        SmoProblem problem = SmoProblems.OneClass(1200, 0.9);
        var source = new FunctionSource(kernel, data.Features, default);
        double[,] gram = PlainKernel.Gram(kernel, data.Features, data.Features);
        SmoResult begun = Solve(problem, source, shrinking: true, limit: 1), ended = Solve(problem, source, shrinking: true);
        Assert.Equal((SmoEnd.IterationLimit, SmoEnd.Converged), (begun.End, ended.End));
        IsWhatItSays(problem, gram, begun);
        IsWhatItSays(problem, gram, ended);
        Assert.InRange(ended.Values.Count(value => value != 0), 1080, 1200);
    }

    [Fact]
    public void A_solver_that_is_asked_to_stop_ends_where_it_is()
    {
        (SmoProblem problem, IKernelSource source, double[,] gram) = Hard("C-SVC", 260, 3, 1, 5, 7);
        var stop = new FitContext { Stop = new CancellationToken(true) };
        SmoResult result = new SmoSolver(problem, source, Options(true, null), stop).Solve();
        Assert.Equal((SmoEnd.Stopped, 0L), (result.End, result.Iterations));
        IsWhatItSays(problem, gram, result);
        // At zero -g is y.
        Assert.Equal(2, result.Violation);
    }

    private static SmoResult Solve(SmoProblem problem, IKernelSource source, bool shrinking, int? limit = null) =>
        new SmoSolver(problem, source, Options(shrinking, limit), default).Solve();

    // Room for some hundred rows, so that rows are let go and made again.
    private static SmoOptions Options(bool shrinking, int? limit) =>
        new() { Tolerance = Tolerance, Shrinking = shrinking, LeastShrink = 1, RowBytes = 200_000, MaxIterations = limit };

    // Kernel values are whole numbers, so only sums are rounded.
    private static void IsWhatItSays(SmoProblem problem, double[,] gram, SmoResult result)
    {
        var dual = new PlainDual(gram, result.Values, problem.Lower, problem.Upper, problem.Linear, problem.Items);
        double rounding = 1e-11 * (1 + dual.Size);
        bool InFirst(int k) => k < problem.FirstGroup;
        double SumOf(double[] values, bool first) => values.Where((_, k) => InFirst(k) == first).Sum();
        foreach (bool first in new[] { true, false })
            Assert.Equal(SumOf(problem.Start, first), SumOf(result.Values, first), rounding);
        double violation = Math.Max(dual.Violation(InFirst), dual.Violation(k => !InFirst(k)));
        // It is a difference rounded to a float.
        Assert.Equal(violation, result.Violation, rounding + 1e-6 * violation);
        for (int k = 0; k < problem.Count; k++)
        {
            Assert.InRange(result.Values[k], problem.Lower[k], problem.Upper[k]);
            Assert.Equal(dual.Gradient[k], result.Gradient[k], rounding);
        }
        double summed = rounding * (1 + result.Values.Sum(Math.Abs));
        Assert.Equal(dual.Objective, result.Objective, summed);
        Assert.Equal(dual.HalfSquaredNorm, result.HalfSquaredNorm, summed);
    }

    // Classes that overlap, and targets that no curve meets.
    private static (SmoProblem Problem, IKernelSource Source, double[,] Gram) Hard(
        string kind, int variables, int columns, int degree, double amount, ulong seed)
    {
        int n = kind.EndsWith("SVR", StringComparison.Ordinal) ? variables / 2 : variables;
        ClassificationData data = SvmData.Whole(2, n, columns, seed);
        int[] RowsOf(int code) => [.. Enumerable.Range(0, n).Where(i => data.Codes[i] == code)];
        double[] targets = [.. Enumerable.Range(0, n).Select(i => (double)(data.Codes[i] + i * 5 % 7))];
        SmoProblem problem = kind switch
        {
            "C-SVC" => SmoProblems.Classify(RowsOf(1), RowsOf(0), amount, default),
            "nu-SVC" => SmoProblems.ClassifyNu(RowsOf(1), RowsOf(0), amount, default)!,
            "epsilon-SVR" => SmoProblems.Regress(targets, amount, 0.5, default),
            "nu-SVR" => SmoProblems.RegressNu(targets, 0.1, amount, default),
            _ => SmoProblems.OneClass(n, amount),
        };
        KernelFunction kernel = degree == 1 ? KernelFunction.Linear : KernelFunction.Polynomial(degree, 1, 1);
        return (problem, new FunctionSource(kernel, data.Features, default), PlainKernel.Gram(kernel, data.Features, data.Features));
    }
}
