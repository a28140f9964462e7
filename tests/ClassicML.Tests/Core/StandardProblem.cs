using ClassicML.Optimization;

namespace ClassicML.Tests.Core;

/// <summary>Test problems of Moré, Garbow and Hillstrom (1981): sums of squares ½Σrᵢ(w)², by their residuals and first
/// derivatives.</summary>
/// <remarks>The second derivatives are taken as JᵀJ (Gauss and Newton), which is exact where the residuals vanish.</remarks>
internal sealed class StandardProblem(string name, double[] start, double least, Func<double[], (double[] R, double[][] J)> residuals)
    : ISecondOrderObjective
{
    private double[][] jacobian = [];

    public static StandardProblem[] Every { get; } =
    [
        // 1: a curved valley.
        new("Rosenbrock", [-1.2, 1], 0, w => ([10 * (w[1] - w[0] * w[0]), 1 - w[0]], [[-20 * w[0], 10], [-1, 0]])),
        // 4: weights six orders of magnitude apart.
        new("Brown badly scaled", [1, 1], 0, w =>
            ([w[0] - 1e6, w[1] - 2e-6, w[0] * w[1] - 2], [[1, 0], [0, 1], [w[1], w[0]]])),
        // 5
        new("Beale", [1, 1], 0, w => (
            [1.5 - w[0] * (1 - w[1]), 2.25 - w[0] * (1 - w[1] * w[1]), 2.625 - w[0] * (1 - w[1] * w[1] * w[1])],
            [[w[1] - 1, w[0]], [w[1] * w[1] - 1, 2 * w[0] * w[1]], [w[1] * w[1] * w[1] - 1, 3 * w[0] * w[1] * w[1]]])),
        // 13: the second derivatives are singular at the minimum.
        new("Powell singular", [3, -1, 0, 1], 0, w =>
        {
            double a = w[1] - 2 * w[2], b = w[0] - w[3];
            return ([w[0] + 10 * w[1], Math.Sqrt(5) * (w[2] - w[3]), a * a, Math.Sqrt(10) * b * b],
                [[1, 10, 0, 0], [0, 0, Math.Sqrt(5), -Math.Sqrt(5)], [0, 2 * a, -4 * a, 0],
                    [2 * Math.Sqrt(10) * b, 0, 0, -2 * Math.Sqrt(10) * b]]);
        }),
        // 14
        new("Wood", [-3, -1, -3, -1], 0, w => (
            [10 * (w[1] - w[0] * w[0]), 1 - w[0], Math.Sqrt(90) * (w[3] - w[2] * w[2]), 1 - w[2],
                Math.Sqrt(10) * (w[1] + w[3] - 2), (w[1] - w[3]) / Math.Sqrt(10)],
            [[-20 * w[0], 10, 0, 0], [-1, 0, 0, 0], [0, 0, -2 * Math.Sqrt(90) * w[2], Math.Sqrt(90)], [0, 0, -1, 0],
                [0, Math.Sqrt(10), 0, Math.Sqrt(10)], [0, 1 / Math.Sqrt(10), 0, -1 / Math.Sqrt(10)]])),
        // 32: more residuals than weights, least 10/2 of 20 residuals and 10 weights.
        new("Linear, full rank", Enumerable.Repeat(1.0, 10).ToArray(), 5, w =>
        {
            double sum = w.Sum();
            return ([.. Enumerable.Range(0, 20).Select(i => (i < 10 ? w[i] : 0) - 0.1 * sum - 1)],
                [.. Enumerable.Range(0, 20).Select(i => Enumerable.Range(0, 10).Select(j => (i == j ? 1 : 0) - 0.1).ToArray())]);
        }),
    ];

    public string Name => name;

    public double[] Start => [.. start];

    public double Least => least;

    public double Evaluate(ReadOnlySpan<double> point, Span<double> gradient)
    {
        (double[] r, jacobian) = residuals(point.ToArray());
        gradient.Clear();
        for (int i = 0; i < r.Length; i++)
            for (int j = 0; j < gradient.Length; j++) gradient[j] += r[i] * jacobian[i][j];
        return 0.5 * r.Sum(value => value * value);
    }

    public void HessianTimes(ReadOnlySpan<double> vector, Span<double> product)
    {
        product.Clear();
        foreach (double[] row in jacobian)
        {
            double along = 0;
            for (int j = 0; j < row.Length; j++) along += row[j] * vector[j];
            for (int j = 0; j < row.Length; j++) product[j] += along * row[j];
        }
    }

    public void HessianDiagonal(Span<double> diagonal)
    {
        for (int j = 0; j < diagonal.Length; j++)
        {
            double sum = 0;
            foreach (double[] row in jacobian) sum += row[j] * row[j];
            diagonal[j] = Math.Max(sum, 1e-12);
        }
    }

    public override string ToString() => name;
}
