namespace ClassicML.Tests.Core;

/// <summary>Kernel functions written out as their pages say them: one pair of rows, plain loops, nothing of the library's
/// arithmetic.</summary>
internal static class PlainKernel
{
    public static double Value(KernelFunction kernel, double[] x, double[] y) => kernel switch
    {
        LinearKernel => Product(x, y),
        PolynomialKernel { Gamma.Value: { } gamma } k => Power(gamma * Product(x, y) + k.Constant, k.Degree),
        RbfKernel { Gamma.Value: { } gamma } => Math.Exp(-gamma * Sum(x, y, (a, b) => (a - b) * (a - b))),
        SigmoidKernel { Gamma.Value: { } gamma } k => Math.Tanh(gamma * Product(x, y) + k.Constant),
        LaplacianKernel { Gamma.Value: { } gamma } => Math.Exp(-gamma * Sum(x, y, (a, b) => Math.Abs(a - b))),
        ChiSquaredKernel k => Math.Exp(-k.Gamma * Sum(x, y, (a, b) => a + b == 0 ? 0 : (a - b) * (a - b) / (a + b))),
        CosineKernel => Product(x, x) == 0 || Product(y, y) == 0 ? 0 : Product(x, y) / Math.Sqrt(Product(x, x)) / Math.Sqrt(Product(y, y)),
        _ => throw new ArgumentException($"{kernel} has no plain form here"),
    };

    /// <summary>The values of all pairs of rows, n×m.</summary>
    public static double[,] Gram(KernelFunction kernel, Features x, Features y)
    {
        double[][] left = Rows(x), right = Rows(y);
        double[,] gram = new double[left.Length, right.Length];
        for (int i = 0; i < left.Length; i++)
            for (int j = 0; j < right.Length; j++) gram[i, j] = Value(kernel, left[i], right[j]);
        return gram;
    }

    /// <summary>Rows of any storage as arrays.</summary>
    public static double[][] Rows(Features x)
    {
        Matrix dense = x as Matrix ?? ((SparseMatrix)x).ToDense();
        return [.. Enumerable.Range(0, x.RowCount).Select(i => dense.Row(i).ToArray())];
    }

    private static double Product(double[] x, double[] y)
    {
        double sum = 0;
        for (int j = 0; j < x.Length; j++) sum += x[j] * y[j];
        return sum;
    }

    private static double Sum(double[] x, double[] y, Func<double, double, double> term)
    {
        double sum = 0;
        for (int j = 0; j < x.Length; j++) sum += term(x[j], y[j]);
        return sum;
    }

    private static double Power(double value, int degree)
    {
        double power = 1;
        for (int d = 0; d < degree; d++) power *= value;
        return power;
    }
}
