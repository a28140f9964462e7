namespace ClassicML.Svm;

/// <summary>Solves for the variables of a working set, two at a time, while all others stand still. For one solution.</summary>
/// <param name="variables">The set.</param>
/// <param name="matrix">Its kernel matrix, all that is read.</param>
internal sealed class LocalSolver(SmoVariables variables, SetMatrix matrix)
{
    private (double Value, int Position) first, second;

    /// <summary>Whether a step ended at a bound other than zero.</summary>
    public bool ReachedBound { get; private set; }

    /// <summary>Runs until optimality is violated by no more than the tolerance, or the limit is reached.</summary>
    /// <returns>The number of iterations.</returns>
    public long Solve(double tolerance, long limit)
    {
        (int split, int count) = (variables.Split, variables.Count);
        first = SmoPasses.First(variables.Gradient, variables.Up, 0, split);
        second = SmoPasses.First(variables.Gradient, variables.Up, split, count);
        for (long iteration = 0; ; iteration++)
        {
            (int i, int j, double violation) = iteration < limit ? Choose() : (-1, -1, 0);
            if (!(violation > tolerance && j >= 0 && Step(i, j))) return iteration;
        }
    }

    // i is the most violating variable that may rise, j its partner of largest gain; with two groups, the better pair.
    private (int I, int J, double Violation) Choose()
    {
        (int I, int J, double Violation) best = (-1, -1, double.NegativeInfinity);
        float most = 0;
        for (int group = 0; group < 2; group++)
        {
            (double value, int i) = group == 0 ? first : second;
            if (i < 0) continue;
            (int start, int end) = group == 0 ? (0, variables.Split) : (variables.Split, variables.Count);
            (float gain, int j, float violation) = SmoPasses.Partner(
                variables.Gradient, variables.Low, variables.Diagonal, matrix.Row(i), -value, variables.ExactDiagonal[i], start, end);
            if (violation > best.Violation) best.Violation = violation;
            if (j >= 0 && gain > most)
            {
                most = gain;
                (best.I, best.J) = (i, j);
            }
        }
        return best;
    }

    private bool Step(int i, int j)
    {
        SmoVariables v = variables;
        ReadOnlySpan<float> rowI = matrix.Row(i), rowJ = matrix.Row(j);
        double curvature = v.ExactDiagonal[i] + v.ExactDiagonal[j] - 2.0 * rowI[j];
        if (!(curvature > SmoSolver.LeastCurvature)) curvature = SmoSolver.LeastCurvature;
        double[] a = v.Values;
        double step = (v.Gradient[j] - v.Gradient[i]) / curvature, roomI = v.Upper[i] - a[i], roomJ = a[j] - v.Lower[j];
        double beforeI = a[i], beforeJ = a[j];
        if (step >= roomI && roomI <= roomJ)
        {
            step = roomI;
            a[i] = v.Upper[i];
            a[j] -= step;
            ReachedBound |= v.Upper[i] != 0;
        }
        else if (step >= roomJ)
        {
            step = roomJ;
            a[j] = v.Lower[j];
            a[i] += step;
            ReachedBound |= v.Lower[j] != 0;
        }
        else
        {
            a[i] += step;
            a[j] -= step;
        }
        v.SetStatus(i);
        v.SetStatus(j);
        first = SmoPasses.Update(v.Gradient, v.Up, rowI, rowJ, step, 0, v.Split);
        second = SmoPasses.Update(v.Gradient, v.Up, rowI, rowJ, step, v.Split, v.Count);
        return a[i] != beforeI || a[j] != beforeJ;
    }
}
