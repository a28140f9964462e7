namespace ClassicML.Numerics;

/// <summary>P·A·Pᵀ = L·D·Lᵀ of any symmetric matrix, with D of blocks 1×1 and 2×2: for matrices that are not positive definite.</summary>
/// <remarks>
/// Source: J. Bunch, L. Kaufman, Some Stable Methods for Calculating Inertia and Solving Symmetric Linear Systems, Math. Comp. 31 (137), 1977,
/// in the form of LAPACK's dsytf2 (lower). Cost: n³/3 operations, without blocking: it is the way out, not the way.
/// Storage: L below the diagonal (units on it are not stored), D on it and, for a block of two, just below it.
/// </remarks>
internal sealed class BunchKaufman
{
    // The bound (1 + √17)/8 keeps the growth of elements least.
    private const double Bound = 0.6403882032022076;

    private readonly double[] a;
    private readonly int n;
    private readonly int[] swaps;
    private readonly bool[] pairs;
    private readonly double smallest;

    /// <param name="a">n×n, row-major; its lower triangle is replaced.</param>
    /// <param name="n">The order.</param>
    public BunchKaufman(double[] a, int n)
    {
        this.a = a;
        this.n = n;
        swaps = new int[n];
        pairs = new bool[n];
        double largest = 0;
        for (int i = 0; i < n; i++)
            for (int j = 0; j <= i; j++) largest = Math.Max(largest, Math.Abs(a[i * n + j]));
        smallest = n * 2.220446049250313e-16 * largest;
        for (int k = 0; k < n; k += pairs[k] ? 2 : 1) Step(k);
    }

    /// <summary>The number of eigenvalues of A that are zero as far as doubles can tell (Sylvester's law of inertia).</summary>
    public int ZeroCount { get; private set; }

    /// <summary>The number of eigenvalues of A below zero.</summary>
    public int NegativeCount { get; private set; }

    /// <summary>log |det A|; negative infinity for a singular A.</summary>
    public double LogDeterminant { get; private set; }

    /// <summary>b ← A⁻¹b; where A is singular, a solution if there is one: what a zero pivot leaves free is set to zero.</summary>
    public void Solve(Span<double> b)
    {
        for (int k = 0; k < n; k += pairs[k] ? 2 : 1)
        {
            int last = pairs[k] ? k + 1 : k;
            (b[last], b[swaps[k]]) = (b[swaps[k]], b[last]);
            for (int i = last + 1; i < n; i++)
            {
                b[i] -= a[i * n + k] * b[k];
                if (pairs[k]) b[i] -= a[i * n + k + 1] * b[k + 1];
            }
            if (pairs[k]) SolvePair(k, ref b[k], ref b[k + 1]);
            else b[k] = Math.Abs(a[k * n + k]) <= smallest ? 0 : b[k] / a[k * n + k];
        }
        for (int last = n - 1; last >= 0;)
        {
            int k = last > 0 && pairs[last - 1] ? last - 1 : last;
            for (int i = last + 1; i < n; i++)
            {
                b[k] -= a[i * n + k] * b[i];
                if (pairs[k]) b[k + 1] -= a[i * n + k + 1] * b[i];
            }
            (b[last], b[swaps[k]]) = (b[swaps[k]], b[last]);
            last = k - 1;
        }
    }

    private void Step(int k)
    {
        double diagonal = Math.Abs(a[k * n + k]);
        (int r, double largest) = LargestBelow(k, k);
        int pivot = k;
        if (Math.Max(diagonal, largest) > smallest && diagonal < Bound * largest)
        {
            double across = Math.Max(LargestInRow(r, k), LargestBelow(r, r).Value);
            if (diagonal * across >= Bound * largest * largest) pivot = k;
            else if (Math.Abs(a[r * n + r]) >= Bound * across) pivot = r;
            else (pivot, pairs[k]) = (r, true);
        }
        int place = pairs[k] ? k + 1 : k;
        swaps[k] = pivot;
        if (pivot != place) Swap(place, pivot, k);
        Count(k);
        if (pairs[k]) EliminatePair(k);
        else Eliminate(k);
    }

    // The largest element of column `column` below the diagonal.
    private (int Row, double Value) LargestBelow(int column, int from)
    {
        (int row, double largest) = (column, 0.0);
        for (int i = from + 1; i < n; i++)
            if (Math.Abs(a[i * n + column]) > largest) (row, largest) = (i, Math.Abs(a[i * n + column]));
        return (row, largest);
    }

    private double LargestInRow(int row, int from)
    {
        double largest = 0;
        for (int j = from; j < row; j++) largest = Math.Max(largest, Math.Abs(a[row * n + j]));
        return largest;
    }

    // Exchanges rows and columns p < q of what is left, from column k on.
    private void Swap(int p, int q, int k)
    {
        for (int i = q + 1; i < n; i++) (a[i * n + p], a[i * n + q]) = (a[i * n + q], a[i * n + p]);
        for (int j = p + 1; j < q; j++) (a[j * n + p], a[q * n + j]) = (a[q * n + j], a[j * n + p]);
        (a[p * n + p], a[q * n + q]) = (a[q * n + q], a[p * n + p]);
        if (p > k) (a[p * n + k], a[q * n + k]) = (a[q * n + k], a[p * n + k]);
    }

    private void Eliminate(int k)
    {
        double d = a[k * n + k];
        if (Math.Abs(d) <= smallest)
        {
            for (int i = k + 1; i < n; i++) a[i * n + k] = 0;
            return;
        }
        double[] l = new double[n - k - 1];
        for (int i = k + 1; i < n; i++) l[i - k - 1] = a[i * n + k] / d;
        for (int i = k + 1; i < n; i++)
        {
            Kernels.AddScaled(-a[i * n + k], l.AsSpan(0, i - k), a.AsSpan(i * n + k + 1, i - k));
            a[i * n + k] = l[i - k - 1];
        }
    }

    private void EliminatePair(int k)
    {
        double[] l0 = new double[n - k - 2], l1 = new double[n - k - 2];
        for (int i = k + 2; i < n; i++)
        {
            (l0[i - k - 2], l1[i - k - 2]) = (a[i * n + k], a[i * n + k + 1]);
            SolvePair(k, ref l0[i - k - 2], ref l1[i - k - 2]);
        }
        for (int i = k + 2; i < n; i++)
        {
            Span<double> row = a.AsSpan(i * n + k + 2, i - k - 1);
            Kernels.AddScaled(-a[i * n + k], l0.AsSpan(0, i - k - 1), row);
            Kernels.AddScaled(-a[i * n + k + 1], l1.AsSpan(0, i - k - 1), row);
            (a[i * n + k], a[i * n + k + 1]) = (l0[i - k - 2], l1[i - k - 2]);
        }
    }

    // Scaled by the element off the diagonal, which is the largest of a block of two.
    private void SolvePair(int k, ref double x, ref double y)
    {
        double off = a[(k + 1) * n + k], p = a[k * n + k] / off, q = a[(k + 1) * n + k + 1] / off, scale = (p * q - 1) * off;
        (x, y) = ((q * x - y) / scale, (p * y - x) / scale);
    }

    // A block of two has one eigenvalue of each sign.
    private void Count(int k)
    {
        double d = a[k * n + k];
        if (pairs[k])
        {
            NegativeCount++;
            double off = a[(k + 1) * n + k];
            LogDeterminant += Math.Log(Math.Abs(off)) + Math.Log(Math.Abs(d / off * a[(k + 1) * n + k + 1] - off));
        }
        else if (Math.Abs(d) <= smallest)
        {
            ZeroCount++;
            LogDeterminant = double.NegativeInfinity;
        }
        else
        {
            if (d < 0) NegativeCount++;
            LogDeterminant += Math.Log(Math.Abs(d));
        }
    }
}
