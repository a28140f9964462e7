namespace ClassicML.Preprocessing;

/// <summary>The mutual information of columns, one by one, with classes or numbers, in nats, by distances to nearest neighbours.</summary>
/// <remarks>
/// Classes: B. Ross, "Mutual information between discrete and continuous data sets", 2014: with k of a row's class within its distance ρ to
/// the k-th of them and m of all rows, ψ(n) - ⟨ψ(nₖ)⟩ + ⟨ψ(k)⟩ - ⟨ψ(m)⟩; rows alone in their class are left out. Numbers: A. Kraskov,
/// H. Stögbauer, P. Grassberger, "Estimating mutual information", 2004, the first estimate: ψ(n) + ψ(k) - ⟨ψ(a + 1) + ψ(b + 1)⟩ with the
/// numbers a and b of rows nearer than ρ in the column and in the targets, both divided by their deviations. Estimates below 0 are 0.
/// Ties are counted as they are, where scikit-learn, which is equal without any, draws noise to break them: all rows at distance ρ are
/// within it, of classes, and among equal pairs (ρ = 0), of numbers (W. Gao et al., "Estimating mutual information for discrete-continuous
/// mixtures", 2017).
/// Cost: a sort of each column and k·n for classes; for numbers rows are looked at outwards in the order of the variable with fewer ties.
/// </remarks>
internal static class MutualInformation
{
    private const double Euler = 0.57721566490153286;

    public static ScoredColumns OfClasses(ClassificationData data, int neighborCount, FitContext context)
    {
        int n = data.RowCount;
        int[] codes = data.Codes.ToArray(), sizes = new int[data.ClassCount];
        foreach (int code in codes) sizes[code]++;
        int[] counted = [.. Enumerable.Range(0, n).Where(i => sizes[codes[i]] > 1)];
        double[] psi = Digammas(n);
        ScoredColumns scored = ScoredColumns.WithoutPValues(data.FeatureCount);
        ColumnReader.ForEach(data.Features, context, (j, rows, values) =>
        {
            double[] all = ColumnReader.Dense(rows, values, n).ToArray(), x = Array.ConvertAll(counted, i => all[i]);
            int[] order = [.. counted];
            Array.Sort(x, order);
            double sum = 0;
            double[][] ofClass = new double[data.ClassCount][];
            for (int k = 0; k < ofClass.Length; k++)
            {
                List<double> own = [];
                for (int at = 0; at < x.Length; at++)
                    if (codes[order[at]] == k) own.Add(x[at]);
                ofClass[k] = [.. own];
            }
            foreach (double[] own in ofClass)
            {
                int k = Math.Min(neighborCount, own.Length - 1);
                for (int at = 0; at < own.Length; at++)
                {
                    double radius = DistanceToNearest(own, at, k);
                    sum += psi[Within(own, own[at], radius) - 1] - psi[own.Length] - psi[Within(x, own[at], radius) - 1];
                }
            }
            scored.Scores[j] = x.Length == 0 ? 0 : Math.Max(0, psi[x.Length] + sum / x.Length);
        });
        return scored;
    }

    public static ScoredColumns OfNumbers(RegressionData data, int neighborCount, FitContext context)
    {
        int n = data.RowCount, k = Math.Min(neighborCount, n - 1);
        double[] psi = Digammas(n), y = data.Targets.ToArray();
        ScoredColumns scored = ScoredColumns.WithoutPValues(data.FeatureCount);
        if (k < 1 || !TryScale(y)) return scored;
        double[] sortedY = [.. y.Order()];
        ColumnReader.ForEach(data.Features, context, (j, rows, values) =>
        {
            double[] x = ColumnReader.Dense(rows, values, n).ToArray();
            if (!TryScale(x)) return;
            double[] sortedX = [.. x.Order()];
            bool byX = Distinct(sortedX) >= Distinct(sortedY);
            int[] order = [.. Enumerable.Range(0, n)];
            Array.Sort(byX ? [.. x] : (double[])[.. y], order);
            double[] first = Array.ConvertAll(order, i => byX ? x[i] : y[i]), second = Array.ConvertAll(order, i => byX ? y[i] : x[i]);
            double sum = 0;
            for (int at = 0; at < n; at++)
            {
                double radius = DistanceToNearest(first, second, at, k);
                (double a, double b) = (byX ? first[at] : second[at], byX ? second[at] : first[at]);
                if (radius > 0) sum += psi[k] - psi[Nearer(sortedX, a, radius)] - psi[Nearer(sortedY, b, radius)];
                else sum += psi[Equal(first, second, at) - 1] - psi[Within(sortedX, a, 0) - 1] - psi[Within(sortedY, b, 0) - 1];
            }
            scored.Scores[j] = Math.Max(0, psi[n] + sum / n);
        });
        return scored;
    }

    // ψ(m) = Σ 1/i - γ over i below m, for m from 1 to n.
    private static double[] Digammas(int n)
    {
        double[] psi = new double[n + 1];
        if (n > 0) psi[1] = -Euler;
        for (int m = 1; m < n; m++) psi[m + 1] = psi[m] + 1.0 / m;
        return psi;
    }

    // The distance of a value to the k-th nearest other one, among values in order.
    private static double DistanceToNearest(double[] sorted, int at, int k)
    {
        int low = at, high = at;
        double distance = 0;
        for (; k > 0; k--)
        {
            double below = low > 0 ? sorted[at] - sorted[low - 1] : double.PositiveInfinity;
            double above = high < sorted.Length - 1 ? sorted[high + 1] - sorted[at] : double.PositiveInfinity;
            distance = Math.Min(below, above);
            if (below <= above) low--;
            else high++;
        }
        return distance;
    }

    // The larger of two distances, of the k-th nearest pair, where the first members are in order.
    private static double DistanceToNearest(double[] first, double[] second, int at, int k)
    {
        Span<double> nearest = k <= 32 ? stackalloc double[k] : new double[k];
        nearest.Fill(double.PositiveInfinity);
        for (int low = at - 1, high = at + 1; nearest[^1] > 0;)
        {
            double below = low >= 0 ? first[at] - first[low] : double.PositiveInfinity;
            double above = high < first.Length ? first[high] - first[at] : double.PositiveInfinity;
            double step = Math.Min(below, above);
            if (step >= nearest[^1] || double.IsInfinity(step)) break;
            int other = below <= above ? low-- : high++;
            double distance = Math.Max(step, Math.Abs(second[other] - second[at]));
            if (!(distance < nearest[^1])) continue;
            int place = k - 1;
            for (; place > 0 && nearest[place - 1] > distance; place--) nearest[place] = nearest[place - 1];
            nearest[place] = distance;
        }
        return nearest[^1];
    }

    // How many of the values in order, the value itself among them, are at most so far from it.
    private static int Within(double[] sorted, double value, double radius) =>
        First(sorted, other => other - value > radius) - First(sorted, other => value - other <= radius);

    // How many are nearer.
    private static int Nearer(double[] sorted, double value, double radius) =>
        First(sorted, other => other - value >= radius) - First(sorted, other => value - other < radius);

    private static int Equal(double[] first, double[] second, int at)
    {
        int count = 0;
        for (int other = at; other >= 0 && first[other] == first[at]; other--) count += second[other] == second[at] ? 1 : 0;
        for (int other = at + 1; other < first.Length && first[other] == first[at]; other++) count += second[other] == second[at] ? 1 : 0;
        return count;
    }

    // The first place from which on something holds, or the length.
    private static int First(double[] sorted, Func<double, bool> holds)
    {
        int low = 0, high = sorted.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (holds(sorted[middle])) high = middle;
            else low = middle + 1;
        }
        return low;
    }

    private static int Distinct(double[] sorted)
    {
        int count = 1;
        for (int at = 1; at < sorted.Length; at++) count += sorted[at] != sorted[at - 1] ? 1 : 0;
        return count;
    }

    // Divides by the deviation; false for a constant.
    private static bool TryScale(double[] values)
    {
        double deviation = ColumnMoments.Of(Matrix.Wrap(values, values.Length, 1), new FitContext { MaxThreads = 1 }).Deviations[0];
        if (deviation == 0) return false;
        for (int i = 0; i < values.Length; i++) values[i] /= deviation;
        return true;
    }
}
