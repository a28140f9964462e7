using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;

namespace ClassicML.Tests.Svm;

/// <summary>The problem of one linear machine, by plain loops: rows with the constant column behind them, ±1 or numbers, and what a unit of
/// slack costs.</summary>
/// <param name="Rows">Rows of p + 1 values, the last the value s of the constant column; 0 for no intercept.</param>
/// <param name="Targets">±1, or numbers.</param>
/// <param name="Costs">C·weight of each row.</param>
/// <param name="Squared">Whether slack is squared.</param>
/// <param name="Epsilon">Half the width of the tube, for numbers; null for classes.</param>
internal sealed record PlainLinear(double[][] Rows, double[] Targets, double[] Costs, bool Squared, double? Epsilon = null)
{
    private readonly Lazy<LU<double>> gram = new(() =>
        Matrix<double>.Build.Dense(Rows.Length, Rows.Length, (i, j) => Dot(Rows[i], Rows[j])).LU());

    /// <summary>A row has this slack, with the sign in which its score must move.</summary>
    public double Slack(int i, double[] w)
    {
        double score = Dot(Rows[i], w);
        if (Epsilon is not { } epsilon) return Targets[i] * Math.Max(0, 1 - Targets[i] * score);
        double error = Targets[i] - score;
        return Math.Sign(error) * Math.Max(0, Math.Abs(error) - epsilon);
    }

    public double SlackCost(double[] w)
    {
        double sum = 0;
        for (int i = 0; i < Rows.Length; i++) sum += Costs[i] * (Squared ? Math.Pow(Slack(i, w), 2) : Math.Abs(Slack(i, w)));
        return sum;
    }

    /// <summary>½‖w‖² + Σ cᵢℓ(ξᵢ).</summary>
    public double Primal(double[] w) => 0.5 * Dot(w, w) + SlackCost(w);

    /// <summary>The slope of the loss alone where it is squared: -2Σ cᵢξᵢxᵢ.</summary>
    public double[] LossGradient(double[] w)
    {
        double[] gradient = new double[w.Length];
        for (int i = 0; i < Rows.Length; i++)
        {
            double slack = Slack(i, w);
            for (int j = 0; j < w.Length; j++) gradient[j] -= 2 * Costs[i] * slack * Rows[i][j];
        }
        return gradient;
    }

    /// <summary>A lower bound of every primal, and weights that come near it: dual coordinate ascent over all rows in their order, again
    /// and again, without any of a solver's short cuts.</summary>
    /// <remarks>w = Σ aᵢxᵢ, and aᵢ maximises its own parabola: zᵢaᵢ - ε|aᵢ| - ½aᵀ(XXᵀ + D)a; for classes aᵢ has the sign of yᵢ = zᵢ and ε
    /// is 0, since Σαᵢ is yᵀa. Where slack is squared, multipliers of 2cξ of given weights are a start, and not much is left to do.</remarks>
    public (double Bound, double[] Weights) Optimum(double[] given)
    {
        int passes = Squared ? 200 : 4000;
        double[] a = new double[Rows.Length], w = new double[Rows[0].Length];
        double epsilon = Epsilon ?? 0;
        for (int i = 0; i < a.Length && Squared; i++)
        {
            a[i] = 2 * Costs[i] * Slack(i, given);
            for (int j = 0; j < w.Length; j++) w[j] += a[i] * Rows[i][j];
        }
        for (int pass = 0; pass < passes; pass++)
            for (int i = 0; i < a.Length; i++)
            {
                if (Costs[i] == 0) continue;
                double ridge = Squared ? 0.5 / Costs[i] : 0, curvature = Dot(Rows[i], Rows[i]) + ridge;
                // The best value is drawn to zero by the price of the tube; that of a row of zeros is its bound.
                double pull = curvature * a[i] + Targets[i] - Dot(Rows[i], w) - ridge * a[i];
                double wish = Math.Abs(pull) <= epsilon ? 0 : (pull - Math.Sign(pull) * epsilon) / curvature;
                double most = Squared ? double.PositiveInfinity : Costs[i];
                double low = Epsilon is null && Targets[i] > 0 ? 0 : -most, high = Epsilon is null && Targets[i] < 0 ? 0 : most;
                double change = Math.Clamp(wish, low, high) - a[i];
                a[i] += change;
                for (int j = 0; j < w.Length; j++) w[j] += change * Rows[i][j];
            }
        return (Bound(a), w);
    }

    /// <summary>The dual objective, a maximum, of given multipliers; by weak duality no primal is lower.</summary>
    public double Bound(double[] a)
    {
        double[] w = new double[Rows[0].Length];
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
        {
            sum += Targets[i] * a[i] - (Epsilon ?? 0) * Math.Abs(a[i]) - (Squared && Costs[i] > 0 ? 0.25 / Costs[i] * a[i] * a[i] : 0);
            for (int j = 0; j < w.Length; j++) w[j] += a[i] * Rows[i][j];
        }
        return sum - 0.5 * Dot(w, w);
    }

    /// <summary>The multipliers that make given weights, w = Σ aᵢxᵢ: unique where no row is a combination of others.</summary>
    public double[] Multipliers(double[] w) =>
        [.. gram.Value.Solve(Vector<double>.Build.Dense(Array.ConvertAll(Rows, row => Dot(row, w))))];

    /// <summary>A model's weights with that of the constant column behind them, which is b/s.</summary>
    public static double[] Weights(ReadOnlySpan<double> coefficients, double intercept, double constant) =>
        [.. coefficients, constant == 0 ? 0 : intercept / constant];

    public static double[][] WithConstant(Features x, double constant) =>
        Array.ConvertAll(Core.PlainKernel.Rows(x), row => (double[])[.. row, constant]);

    public static double Dot(double[] x, double[] y)
    {
        double sum = 0;
        for (int j = 0; j < x.Length; j++) sum += x[j] * y[j];
        return sum;
    }
}
