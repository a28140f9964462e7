namespace ClassicML.Svm;

/// <summary>The dual problems of the five kinds of SVM as <see cref="SmoProblem"/>.</summary>
/// <remarks>Weights multiply the upper bounds, as in scikit-learn. In each, "positive" and "negative" items come as the two
/// halves.</remarks>
internal static class SmoProblems
{
    /// <summary>C-SVC: min ½αᵀQα - eᵀα over 0 ≤ αᵢ ≤ C·sᵢ, yᵀα = 0. With a = yα: c = -y.</summary>
    public static SmoProblem Classify(int[] positive, int[] negative, double c, ReadOnlySpan<double> weights)
    {
        var problem = new SmoProblem([.. positive, .. negative], positive.Length + negative.Length);
        for (int k = 0; k < problem.Count; k++)
        {
            double bound = c * Weight(weights, problem.Items[k]);
            bool isPositive = k < positive.Length;
            problem.Linear[k] = isPositive ? -1 : 1;
            (problem.Lower[k], problem.Upper[k]) = isPositive ? (0.0, bound) : (-bound, 0.0);
        }
        return problem;
    }

    /// <summary>ν-SVC: min ½αᵀQα over 0 ≤ αᵢ ≤ sᵢ, with Σα = νΣs/2 in each class (B. Schölkopf et al., New Support Vector Algorithms,
    /// 2000).</summary>
    /// <returns>Null where ν is larger than the classes allow: one of them weighs less than νΣs/2.</returns>
    public static SmoProblem? ClassifyNu(int[] positive, int[] negative, double nu, ReadOnlySpan<double> weights)
    {
        var problem = new SmoProblem([.. positive, .. negative], positive.Length);
        double total = 0;
        foreach (int item in problem.Items) total += nu * Weight(weights, item);
        for (int group = 0; group < 2; group++)
        {
            double left = total / 2;
            (int start, int end) = group == 0 ? (0, positive.Length) : (positive.Length, problem.Count);
            int sign = group == 0 ? 1 : -1;
            for (int k = start; k < end; k++)
            {
                double bound = Weight(weights, problem.Items[k]), value = Math.Min(bound, left);
                left -= value;
                problem.Start[k] = sign * value;
                (problem.Lower[k], problem.Upper[k]) = group == 0 ? (0.0, bound) : (-bound, 0.0);
            }
            if (left > 1e-12 * total) return null;
        }
        return problem;
    }

    /// <summary>ε-SVR: min ½(α-α*)ᵀK(α-α*) + εΣ(α+α*) - zᵀ(α-α*) over 0 ≤ αᵢ, αᵢ* ≤ C·sᵢ, Σ(α-α*) = 0. Variables: α, then -α*.</summary>
    public static SmoProblem Regress(ReadOnlySpan<double> targets, double c, double epsilon, ReadOnlySpan<double> weights)
    {
        SmoProblem problem = TwoEach(targets.Length, 2 * targets.Length, c, weights);
        for (int i = 0; i < targets.Length; i++)
        {
            problem.Linear[i] = epsilon - targets[i];
            problem.Linear[targets.Length + i] = -epsilon - targets[i];
        }
        return problem;
    }

    /// <summary>ν-SVR: ε becomes a variable, and Σ(α+α*) = νCΣs (the same paper). Variables: α, then -α*, a group each.</summary>
    public static SmoProblem RegressNu(ReadOnlySpan<double> targets, double c, double nu, ReadOnlySpan<double> weights)
    {
        int n = targets.Length;
        SmoProblem problem = TwoEach(n, n, c, weights);
        double left = 0;
        for (int i = 0; i < n; i++) left += problem.Upper[i] * nu / 2;
        for (int i = 0; i < n; i++)
        {
            double value = Math.Min(left, problem.Upper[i]);
            left -= value;
            (problem.Start[i], problem.Start[n + i]) = (value, -value);
            problem.Linear[i] = problem.Linear[n + i] = -targets[i];
        }
        return problem;
    }

    /// <summary>One class: min ½αᵀKα over 0 ≤ αᵢ ≤ 1, Σα = νn (B. Schölkopf et al., Estimating the Support of a High-Dimensional
    /// Distribution, 2001).</summary>
    public static SmoProblem OneClass(int count, double nu)
    {
        var problem = new SmoProblem([.. Enumerable.Range(0, count)], count);
        double left = nu * count;
        for (int i = 0; i < count; i++)
        {
            problem.Upper[i] = 1;
            problem.Start[i] = Math.Min(problem.Upper[i], left);
            left -= problem.Start[i];
        }
        return problem;
    }

    private static SmoProblem TwoEach(int n, int firstGroup, double c, ReadOnlySpan<double> weights)
    {
        var problem = new SmoProblem([.. Enumerable.Range(0, n), .. Enumerable.Range(0, n)], firstGroup);
        for (int i = 0; i < n; i++)
        {
            problem.Upper[i] = c * Weight(weights, i);
            problem.Lower[n + i] = -problem.Upper[i];
        }
        return problem;
    }

    private static double Weight(ReadOnlySpan<double> weights, int item) => weights.IsEmpty ? 1 : weights[item];
}
