namespace ClassicML.Tests.Linear;

/// <summary>
/// P(w, b) = (1/2S) Σ sᵢrᵢ² + λ₁Σ|wⱼ| + ½λ₂‖w‖² of a fitted line, its optimality conditions and its distance from a dual point, by plain
/// sums over rows as they are given: no centring, no blocks, no Gram matrix.
/// </summary>
internal sealed class SquaredConditions
{
    public SquaredConditions(RegressionData data, ReadOnlySpan<double> w, double b, double l1, double l2, bool fitIntercept)
    {
        int n = data.RowCount;
        double[] s = data.Weights.IsEmpty ? [.. Enumerable.Repeat(1.0, n)] : data.Weights.ToArray();
        double[] r = new double[n], v = new double[w.Length];
        double total = s.Sum(), mean = 0, slope = 0;
        int[] all = [.. Enumerable.Range(0, w.Length)];
        var sparse = data.Features as SparseMatrix;
        for (int i = 0; i < n; i++)
        {
            ReadOnlySpan<double> values = sparse is null ? ((Matrix)data.Features).Row(i) : sparse.RowValues(i);
            ReadOnlySpan<int> columns = sparse is null ? all : sparse.RowColumns(i);
            r[i] = data.Targets[i] - b;
            for (int at = 0; at < values.Length; at++) r[i] -= w[columns[at]] * values[at];
            for (int at = 0; at < values.Length; at++) v[columns[at]] += s[i] / total * r[i] * values[at];
            slope += s[i] / total * r[i];
            mean += fitIntercept ? s[i] / total * data.Targets[i] : 0;
        }
        double penalty = 0, largest = v.Max(Math.Abs);
        // r scaled into the dual's region, which only a pure L1 penalty bounds.
        double share = l2 > 0 || l1 == 0 ? 1 : Math.Min(1, l1 / largest), dual = 0;
        for (int j = 0; j < w.Length; j++)
        {
            penalty += l1 * Math.Abs(w[j]) + 0.5 * l2 * w[j] * w[j];
            double over = Math.Max(0, Math.Abs(share * v[j]) - l1), g = l2 * w[j] - v[j];
            if (l2 > 0) dual -= over * over / (2 * l2);
            Violation = Math.Max(Violation, w[j] == 0 ? Math.Abs(g) - l1 : Math.Abs(g + Math.Sign(w[j]) * l1));
        }
        if (fitIntercept) Violation = Math.Max(Violation, Math.Abs(slope));
        for (int i = 0; i < n; i++)
        {
            double centred = data.Targets[i] - mean;
            MeanSquare += s[i] / total * centred * centred;
            Objective += 0.5 * s[i] / total * r[i] * r[i];
            dual += s[i] / total * (share * r[i] * centred - 0.5 * share * share * r[i] * r[i]);
        }
        Objective += penalty;
        Gap = Objective - dual;
        Total = total;
    }

    /// <summary>S.</summary>
    public double Total { get; }

    /// <summary>P.</summary>
    public double Objective { get; }

    /// <summary>(1/S)Σ sᵢ(yᵢ - ȳ)², without an intercept of y itself.</summary>
    public double MeanSquare { get; }

    /// <summary>The largest violation of a condition: zero at the optimum.</summary>
    public double Violation { get; }

    /// <summary>P less the dual at the residuals.</summary>
    public double Gap { get; }
}
