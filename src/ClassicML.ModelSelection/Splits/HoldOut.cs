using System.Collections.Immutable;
using ClassicML.ModelSelection;

namespace ClassicML;

/// <summary>The hold-out method: some rows to fit on, the rest to test on. Its estimate depends on the split; k folds depend less.</summary>
public static class HoldOut
{
    /// <summary>Divides rows at random into those to fit on and those to test on; both keep the order of the rows.</summary>
    /// <param name="data">The rows, n×p.</param>
    /// <param name="testShare">The share of rows to test on, in (0, 1); ⌈share·n⌉ rows, as in scikit-learn. Default 0.25.</param>
    /// <param name="seed">The seed of the random choice, at least 0. Default 0.</param>
    /// <param name="stratified">
    /// Whether each class keeps its share in both parts, as nearly as whole rows allow; where classes have an equal claim to a row, chance
    /// decides. Default no.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The share or the seed is out of range.</exception>
    /// <exception cref="ArgumentException">A part would have no row.</exception>
    public static (ClassificationData Train, ClassificationData Test) Split(
        this ClassificationData data, double testShare = 0.25, int seed = 0, bool stratified = false)
    {
        var rng = new Rng((ulong)Check.AtLeast(seed, 0, nameof(seed)));
        int n = Check.NotNull(data, nameof(data)).RowCount;
        return Parts(data, Draw(n, stratified ? data.Codes : default, TestCount(n, testShare), rng));
    }

    /// <inheritdoc cref="Split(ClassificationData, double, int, bool)"/>
    public static (RegressionData Train, RegressionData Test) Split(this RegressionData data, double testShare = 0.25, int seed = 0)
    {
        var rng = new Rng((ulong)Check.AtLeast(seed, 0, nameof(seed)));
        int n = Check.NotNull(data, nameof(data)).RowCount;
        Fold fold = Draw(n, default, TestCount(n, testShare), rng);
        return (data.SelectRows(fold.Train.AsSpan()), data.SelectRows(fold.Test.AsSpan()));
    }

    /// <summary>Divides rows at random three ways: to fit on, to tune on, and to test on once at the end; all keep the order of the rows.</summary>
    /// <param name="data">The rows, n×p.</param>
    /// <param name="validationShare">The share of all rows to tune on, in (0, 1).</param>
    /// <param name="testShare">The share of all rows to test on, in (0, 1).</param>
    /// <param name="seed">The seed of the random choice, at least 0. Default 0.</param>
    /// <param name="stratified">Whether each class keeps its share in all three parts. Default no.</param>
    /// <exception cref="ArgumentOutOfRangeException">A share or the seed is out of range.</exception>
    /// <exception cref="ArgumentException">A part would have no row.</exception>
    public static (ClassificationData Train, ClassificationData Validation, ClassificationData Test) SplitThreeWays(
        this ClassificationData data, double validationShare, double testShare, int seed = 0, bool stratified = false)
    {
        (int[] train, int[] validation, int[] test) =
            ThreeWays(Check.NotNull(data, nameof(data)).RowCount, stratified ? data.Codes : default, validationShare, testShare, seed);
        return (data.SelectRows(train), data.SelectRows(validation), data.SelectRows(test));
    }

    /// <inheritdoc cref="SplitThreeWays(ClassificationData, double, double, int, bool)"/>
    public static (RegressionData Train, RegressionData Validation, RegressionData Test) SplitThreeWays(
        this RegressionData data, double validationShare, double testShare, int seed = 0)
    {
        (int[] train, int[] validation, int[] test) = ThreeWays(Check.NotNull(data, nameof(data)).RowCount, default, validationShare, testShare, seed);
        return (data.SelectRows(train), data.SelectRows(validation), data.SelectRows(test));
    }

    /// <summary>Divides rows so that every group stands whole on one side; about a share of the groups, at least one, are tested on.</summary>
    /// <param name="data">The rows, n×p, with groups.</param>
    /// <param name="testShare">The share of groups to test on, in (0, 1); ⌈share·groups⌉ of them. Default 0.25.</param>
    /// <param name="seed">The seed of the random choice, at least 0. Default 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The share or the seed is out of range.</exception>
    /// <exception cref="ArgumentException">The data has no groups, or a part would have none.</exception>
    public static (ClassificationData Train, ClassificationData Test) SplitByGroup(this ClassificationData data, double testShare = 0.25, int seed = 0)
    {
        Fold fold = ByGroup(Check.NotNull(data, nameof(data)).RowCount, data.Groups, testShare, seed);
        return Parts(data, fold);
    }

    /// <inheritdoc cref="SplitByGroup(ClassificationData, double, int)"/>
    public static (RegressionData Train, RegressionData Test) SplitByGroup(this RegressionData data, double testShare = 0.25, int seed = 0)
    {
        Fold fold = ByGroup(Check.NotNull(data, nameof(data)).RowCount, data.Groups, testShare, seed);
        return (data.SelectRows(fold.Train.AsSpan()), data.SelectRows(fold.Test.AsSpan()));
    }

    /// <summary>The rows to test on of n: their share, rounded up.</summary>
    internal static int TestCount(int n, double share)
    {
        Check.Within(share, new Interval(0, 1, true, true), "testShare");
        int count = (int)Math.Ceiling(share * n);
        return count < n ? count : throw new ArgumentException(
            FormattableString.Invariant($"a test share of {share} of {n} rows leaves no row to fit on"), nameof(share));
    }

    /// <summary>One random division of n rows; by class where codes are given.</summary>
    internal static Fold Draw(int n, ReadOnlySpan<int> codes, int testCount, Rng rng)
    {
        int[] order = rng.Permutation(n), isTest = new int[n];
        if (codes.IsEmpty) foreach (int row in order.AsSpan(0, testCount)) isTest[row] = 1;
        else
        {
            int[] left = TestCounts(codes, testCount, rng);
            foreach (int row in order)
                if (left[codes[row]]-- > 0) isTest[row] = 1;
        }
        return Fold.FromTestFolds(isTest, 2)[1];
    }

    private static (int[] Train, int[] Validation, int[] Test) ThreeWays(int n, ReadOnlySpan<int> codes, double validationShare, double testShare, int seed)
    {
        var rng = new Rng((ulong)Check.AtLeast(seed, 0, nameof(seed)));
        int testCount = TestCount(n, testShare), validationCount = TestCount(n, validationShare);
        if (testCount + validationCount >= n)
            throw new ArgumentException(
                FormattableString.Invariant($"shares of {validationShare} and {testShare} of {n} rows leave no row to fit on"), nameof(testShare));
        Fold outer = Draw(n, codes, testCount, rng);
        Fold inner = Draw(outer.Train.Length, Pick(codes, outer.Train), validationCount, rng);
        return ([.. inner.Train.Select(row => outer.Train[row])], [.. inner.Test.Select(row => outer.Train[row])], [.. outer.Test]);
    }

    private static int[] Pick(ReadOnlySpan<int> codes, ImmutableArray<int> rows)
    {
        if (codes.IsEmpty) return [];
        int[] picked = new int[rows.Length];
        for (int i = 0; i < picked.Length; i++) picked[i] = codes[rows[i]];
        return picked;
    }

    private static Fold ByGroup(int n, ReadOnlySpan<int> given, double testShare, int seed)
    {
        Groups groups = Groups.Of(n, given, nameof(SplitByGroup));
        var rng = new Rng((ulong)Check.AtLeast(seed, 0, nameof(seed)));
        int[] isTest = new int[groups.Count];
        foreach (int group in Draw(groups.Count, default, TestCount(groups.Count, testShare), rng).Test) isTest[group] = 1;
        return Fold.FromTestFolds(Array.ConvertAll(groups.OfRow, group => isTest[group]), 2)[1];
    }

    private static (ClassificationData, ClassificationData) Parts(ClassificationData data, Fold fold) =>
        (data.SelectRows(fold.Train.AsSpan()), data.SelectRows(fold.Test.AsSpan()));

    // Each class gets the whole part of its share; the rows that are left go to the largest fractions. Among equal ones chance decides: were
    // it the first class, a rare one could be missing from the test rows under every seed.
    private static int[] TestCounts(ReadOnlySpan<int> codes, int testCount, Rng rng)
    {
        int classes = 0;
        foreach (int code in codes) classes = Math.Max(classes, code + 1);
        int[] counts = new int[classes], test = new int[classes];
        foreach (int code in codes) counts[code]++;
        long n = codes.Length;
        for (int k = 0; k < classes; k++) test[k] = (int)((long)counts[k] * testCount / n);
        int[] byFraction = [.. rng.Permutation(classes).OrderByDescending(k => (long)counts[k] * testCount % n)];
        foreach (int k in byFraction.AsSpan(0, testCount - test.Sum())) test[k]++;
        return test;
    }
}
