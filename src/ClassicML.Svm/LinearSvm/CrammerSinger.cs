using ClassicML.Internal;

namespace ClassicML.Svm;

/// <summary>A linear SVM of all classes in one problem, by a sequential dual method.</summary>
/// <remarks>
/// <para>Primal: min ½Σₘ‖wₘ‖² + Σ cᵢξᵢ with ξᵢ = maxₘ(wₘᵀxᵢ + [m ≠ yᵢ]) - w_yᵢᵀxᵢ. Dual: min ½Σₘ‖wₘ‖² + Σᵢ Σ_{m≠yᵢ} αᵢᵐ with wₘ = Σ
/// αᵢᵐxᵢ, over
/// αᵢᵐ ≤ cᵢ[m = yᵢ], Σₘ αᵢᵐ = 0. The variables of one row are solved for together, exactly, by sorting.</para>
/// <para>Source: K. Crammer, Y. Singer, On the Learnability and Design of Output Codes for Multiclass Problems, 2000; S. Keerthi et al., A
/// Sequential Dual Method for Large Scale Multi-Class Linear SVMs, KDD 2008; LIBLINEAR's solver 4, here without its shrinking. Stops when
/// no row of a pass violates optimality by more than the tolerance and the duality gap is closed (<see cref="DualityGap"/>). Memory: n·K
/// doubles.</para>
/// </remarks>
internal sealed class CrammerSinger(LinearRows x, int[] rows, int[] codes, double[] costs, int classCount)
{
    private readonly double[] alpha = new double[checked(rows.Length * classCount)];
    private readonly double[] slopes = new double[classCount], wanted = new double[classCount], sorted = new double[classCount];

    /// <summary>Runs to the tolerance; the weights of the classes follow one another.</summary>
    public LinearSolution Solve(double tolerance, int maxPasses, ulong seed, FitContext context)
    {
        var rng = new Rng(seed);
        int width = x.ColumnCount + 1, passes = 0;
        double[] w = new double[checked(classCount * width)], norms = Array.ConvertAll(rows, x.SquaredNorm);
        int[] order = [.. Enumerable.Range(0, rows.Length)];
        // A row of zeros moves no weight; its best variables are those of ξ = 1.
        for (int i = 0; i < rows.Length; i++)
            if (norms[i] == 0) (alpha[i * classCount + codes[i]], alpha[i * classCount + (codes[i] == 0 ? 1 : 0)]) = (costs[i], -costs[i]);
        double largest = double.PositiveInfinity, threshold = tolerance;
        bool converged = false;
        while (passes < maxPasses && !converged && !context.Stop.IsCancellationRequested)
        {
            rng.Shuffle(order);
            largest = 0;
            for (int k = 0; k < order.Length; k++)
            {
                if (k % 256 == 0) context.ThrowIfCancelled();
                int i = order[k];
                if (norms[i] == 0) continue;
                Span<double> own = alpha.AsSpan(i * classCount, classCount);
                double violation = Slopes(i, own, w, width);
                largest = Math.Max(largest, violation);
                if (violation <= 1e-12) continue;
                Solve(norms[i], codes[i], costs[i], own);
                for (int m = 0; m < classCount; m++)
                {
                    double change = wanted[m] - own[m];
                    if (Math.Abs(change) <= 1e-12 * Math.Abs(wanted[m])) continue;
                    own[m] = wanted[m];
                    x.Add(rows[i], change, w.AsSpan(m * width, width));
                }
            }
            passes++;
            if (largest > threshold) continue;
            converged = DualityGap.IsClosed(Primal(w, width), Dual(w), tolerance);
            threshold *= DualityGap.Tightening;
        }
        if (!converged)
        {
            // What a pass measured on its way is not what the weights are left with.
            largest = Violation(w, width, norms);
            converged = passes > 0 && largest <= tolerance && DualityGap.IsClosed(Primal(w, width), Dual(w), tolerance);
        }
        return new LinearSolution(w, passes, converged, largest, Dual(w));
    }

    private double Violation(double[] w, int width, double[] norms)
    {
        double largest = 0;
        for (int i = 0; i < rows.Length; i++)
            if (norms[i] > 0) largest = Math.Max(largest, Slopes(i, alpha.AsSpan(i * classCount, classCount), w, width));
        return largest;
    }

    private double Primal(double[] w, int width)
    {
        double sum = 0.5 * Kernels.Dot(w, w);
        for (int i = 0; i < rows.Length; i++)
        {
            for (int m = 0; m < classCount; m++) slopes[m] = x.Dot(rows[i], w.AsSpan(m * width, width)) + (m == codes[i] ? 0 : 1);
            sum += costs[i] * (slopes.Max() - slopes[codes[i]]);
        }
        return sum;
    }

    private double Dual(double[] w)
    {
        double sum = 0.5 * Kernels.Dot(w, w);
        for (int i = 0; i < rows.Length; i++)
            for (int m = 0; m < classCount; m++)
                if (m != codes[i]) sum += alpha[i * classCount + m];
        return sum;
    }

    private double Slopes(int i, ReadOnlySpan<double> own, double[] w, int width)
    {
        double most = double.NegativeInfinity, least = double.PositiveInfinity;
        for (int m = 0; m < classCount; m++)
        {
            slopes[m] = x.Dot(rows[i], w.AsSpan(m * width, width)) + (m == codes[i] ? 0 : 1);
            most = Math.Max(most, slopes[m]);
            if (own[m] < (m == codes[i] ? costs[i] : 0)) least = Math.Min(least, slopes[m]);
        }
        return most - least;
    }

    // wantedₘ = min(bound, (β - Bₘ)/A) with B = slope - A·α and β such that they sum to zero.
    private void Solve(double a, int code, double cost, ReadOnlySpan<double> own)
    {
        for (int m = 0; m < classCount; m++)
        {
            slopes[m] -= a * own[m];
            sorted[m] = slopes[m] + (m == code ? a * cost : 0);
        }
        Array.Sort(sorted);
        Array.Reverse(sorted);
        double beta = sorted[0] - a * cost;
        int count = 1;
        for (; count < classCount && beta < count * sorted[count]; count++) beta += sorted[count];
        beta /= count;
        for (int m = 0; m < classCount; m++) wanted[m] = Math.Min(m == code ? cost : 0, (beta - slopes[m]) / a);
    }
}
