using ClassicML.ModelSelection;

namespace ClassicML;

/// <summary>The hold-out method: some rows to fit on, the rest to test on. Its estimate depends on the split; k folds depend less.</summary>
public static class HoldOut
{
    /// <summary>Divides rows at random into those to fit on and those to test on; both keep the order of the rows.</summary>
    /// <param name="data">The rows, n×p.</param>
    /// <param name="testShare">The share of rows to test on, in (0, 1); ⌈share·n⌉ rows, as in scikit-learn. Default 0.25.</param>
    /// <param name="seed">The seed of the random choice, at least 0. Default 0.</param>
    /// <param name="stratified">Whether each class keeps its share in both parts, as nearly as whole rows allow. Default no.</param>
    /// <exception cref="ArgumentOutOfRangeException">The share or the seed is out of range.</exception>
    /// <exception cref="ArgumentException">A part would have no row.</exception>
    public static (ClassificationData Train, ClassificationData Test) Split(
        this ClassificationData data, double testShare = 0.25, int seed = 0, bool stratified = false)
    {
        int n = Check.NotNull(data, nameof(data)).RowCount;
        int testCount = TestCount(n, testShare);
        var rng = new Rng((ulong)Check.AtLeast(seed, 0, nameof(seed)));
        Fold fold = stratified ? Stratified(data, testCount, rng) : Random(n, testCount, rng);
        return (data.SelectRows(fold.Train.AsSpan()), data.SelectRows(fold.Test.AsSpan()));
    }

    /// <inheritdoc cref="Split(ClassificationData, double, int, bool)"/>
    public static (RegressionData Train, RegressionData Test) Split(this RegressionData data, double testShare = 0.25, int seed = 0)
    {
        int n = Check.NotNull(data, nameof(data)).RowCount;
        Fold fold = Random(n, TestCount(n, testShare), new Rng((ulong)Check.AtLeast(seed, 0, nameof(seed))));
        return (data.SelectRows(fold.Train.AsSpan()), data.SelectRows(fold.Test.AsSpan()));
    }

    private static int TestCount(int n, double testShare)
    {
        Check.Within(testShare, new Interval(0, 1, true, true), nameof(testShare));
        int count = (int)Math.Ceiling(testShare * n);
        if (count >= n)
            throw new ArgumentException($"a test share of {testShare} of {n} rows leaves no row to fit on", nameof(testShare));
        return count;
    }

    private static Fold Random(int n, int testCount, Rng rng)
    {
        int[] isTest = new int[n];
        foreach (int row in rng.Permutation(n).AsSpan(0, testCount)) isTest[row] = 1;
        return Fold.FromTestFolds(isTest, 2)[1];
    }

    // Each class gets the whole part of its share; the rows that are left go to the largest fractions, of equal ones to the first class.
    private static Fold Stratified(ClassificationData data, int testCount, Rng rng)
    {
        int[] counts = data.ClassCounts(), test = new int[counts.Length];
        long n = data.RowCount;
        for (int k = 0; k < counts.Length; k++) test[k] = (int)((long)counts[k] * testCount / n);
        int[] byFraction = [.. Enumerable.Range(0, counts.Length).OrderByDescending(k => (long)counts[k] * testCount % n)];
        foreach (int k in byFraction.AsSpan(0, testCount - test.Sum())) test[k]++;

        int[] isTest = new int[data.RowCount];
        foreach (int row in rng.Permutation(data.RowCount))
            if (test[data.Codes[row]]-- > 0) isTest[row] = 1;
        return Fold.FromTestFolds(isTest, 2)[1];
    }
}
