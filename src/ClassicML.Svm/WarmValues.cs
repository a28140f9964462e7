namespace ClassicML.Svm;

/// <summary>A feasible start for the solver, from the coefficients of an earlier model.</summary>
internal static class WarmValues
{
    /// <summary>Brings wanted values within their bounds, and their sum to zero by taking from those on the side that has too
    /// much.</summary>
    public static void Set(SmoProblem problem, ReadOnlySpan<double> wanted)
    {
        double[] start = problem.Start;
        double sum = 0;
        for (int k = 0; k < start.Length; k++) sum += start[k] = Math.Clamp(wanted[k], problem.Lower[k], problem.Upper[k]);
        for (int k = 0; k < start.Length && sum != 0; k++)
        {
            if (start[k] * sum <= 0) continue;
            double before = start[k];
            start[k] = Math.Abs(before) <= Math.Abs(sum) ? 0 : before - sum;
            sum -= before - start[k];
        }
    }
}
