namespace ClassicML.Internal;

/// <summary>The scalar twins of the compute kernels: the plain loop that each vector form is tested against.</summary>
internal static class ScalarKernels
{
    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++) sum += a[i] * b[i];
        return sum;
    }

    public static double SquaredDistance(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++) sum += (a[i] - b[i]) * (a[i] - b[i]);
        return sum;
    }

    public static void AddScaled(double alpha, ReadOnlySpan<double> x, Span<double> y)
    {
        for (int i = 0; i < x.Length; i++) y[i] += alpha * x[i];
    }

    public static bool AllWithin(ReadOnlySpan<double> x, double limit)
    {
        foreach (double value in x)
            if (!(Math.Abs(value) <= limit)) return false;
        return true;
    }
}
