using System.Text.Json;
using ClassicML.ModelSelection;
using CsCheck;

namespace ClassicML.Tests.ModelSelection;

public class SplitTests
{
    [Fact]
    public void Folds_in_row_order_equal_scikit_learns()
    {
        Golden golden = Golden.Read("splits", "in-row-order");
        foreach (JsonElement expected in golden["cases"].EnumerateArray())
        {
            int[] y = expected.GetProperty("y").Deserialize<int[]>()!;
            int k = expected.GetProperty("k").GetInt32();
            Assert.Equal(expected.GetProperty("stratified").Deserialize<int[]>(),
                FoldOfRow(new StratifiedKFold { FoldCount = k }.Split(y.Length, y, default), y.Length));
            Assert.Equal(expected.GetProperty("plain").Deserialize<int[]>(),
                FoldOfRow(new KFold { FoldCount = k }.Split(y.Length, default, default), y.Length));
        }
    }

    [Fact]
    public void Folds_of_groups_and_of_time_equal_scikit_learns()
    {
        Golden golden = Golden.Read("splits", "groups");
        foreach (JsonElement expected in golden["cases"].EnumerateArray())
        {
            int[] y = expected.GetProperty("y").Deserialize<int[]>()!, groups = expected.GetProperty("groups").Deserialize<int[]>()!;
            int k = expected.GetProperty("k").GetInt32();
            Assert.Equal(expected.GetProperty("group").Deserialize<int[]>(), FoldOfRow(new GroupKFold { FoldCount = k }.Split(y.Length, y, groups), y.Length));
            Assert.Equal(
                expected.GetProperty("stratified_group").Deserialize<int[]>(),
                FoldOfRow(new StratifiedGroupKFold { FoldCount = k }.Split(y.Length, y, groups), y.Length));
            Assert.Equal(expected.GetProperty("leave_one").Deserialize<int[]>(), FoldOfRow(new LeaveOneGroupOut().Split(y.Length, y, groups), y.Length));
            Assert.Equal(expected.GetProperty("time").Deserialize<int[]>(),
                FoldOfRow(new TimeSeriesSplit { FoldCount = k }.Split(y.Length, y, groups), y.Length));
        }
    }

    [Fact]
    public void No_group_stands_on_both_sides() =>
        Gen.Select(Gen.Int[0, 9].Array[20, 60], Gen.Int[0, 2].Array[60], Gen.Int[2, 3], Gen.Int[0, 99]).Where(t => t.Item1.Distinct().Count() >= 3)
            .Sample((groups, y, k, seed) =>
            {
                int n = groups.Length;
                ISplitter[] splitters = [new GroupKFold { FoldCount = k }, new StratifiedGroupKFold { FoldCount = k, Seed = seed }, new LeaveOneGroupOut()];
                foreach (ISplitter splitter in splitters)
                {
                    var folds = splitter.Split(n, y.AsSpan(0, n), groups);
                    Assert.Equal(Enumerable.Range(0, n), folds.SelectMany(f => f.Test).Order());
                    Assert.All(folds, f => Assert.Empty(f.Train.Select(row => groups[row]).Intersect(f.Test.Select(row => groups[row]))));
                }
                var (train, test) = ClassificationData.Create(Matrix.Wrap(new double[n], n, 1), y.AsSpan(0, n)).WithGroups(groups).SplitByGroup(0.3, seed);
                Assert.Empty(train.Groups.ToArray().Intersect(test.Groups.ToArray()));
                Assert.Equal(n, train.RowCount + test.RowCount);
            });

    [Fact]
    public void Nothing_is_fitted_on_that_comes_after_its_test_rows()
    {
        foreach (Fold fold in new TimeSeriesSplit { FoldCount = 4, Gap = 2, MaxTrainCount = 7 }.Split(33, default, default))
        {
            Assert.Equal(fold.Test[0] - 3, fold.Train[^1]);
            Assert.InRange(fold.Train.Length, 1, 7);
            Assert.Equal(6, fold.Test.Length);
        }
    }

    [Fact]
    public void Repeats_deal_anew_and_shuffle_splits_keep_shares()
    {
        int[] y = [.. Enumerable.Range(0, 60).Select(i => i % 3)];
        var repeated = new RepeatedStratifiedKFold { FoldCount = 3, RepeatCount = 4, Seed = 1 }.Split(60, y, default);
        Assert.Equal(12, repeated.Length);
        Assert.Equal(4, repeated.Where((_, i) => i % 3 == 0).Select(f => string.Join(' ', f.Test)).Distinct().Count());
        var shuffled = new ShuffleSplit { SplitCount = 5, TestShare = 0.2, Stratified = true }.Split(60, y, default);
        Assert.Equal(5, shuffled.Select(f => string.Join(' ', f.Test)).Distinct().Count());
        Assert.All(shuffled, f => Assert.Equal([4, 4, 4], Enumerable.Range(0, 3).Select(k => f.Test.Count(row => y[row] == k))));
        Assert.Equal(60, new LeaveOneOut().Split(60, y, default).Length);
        int[] fixedFolds = [0, 1, -1, 1];
        Assert.Equal([0, 2], new PredefinedSplit(fixedFolds).Split(4, default, default)[1].Train);
    }

    [Fact]
    public void Three_way_hold_out_has_three_disjoint_parts()
    {
        var (train, validation, test) = Data(100).SplitThreeWays(0.2, 0.3, 4, stratified: true);
        Assert.Equal((50, 20, 30), (train.RowCount, validation.RowCount, test.RowCount));
        Assert.Equal(100, Values(train).Concat(Values(validation)).Concat(Values(test)).Distinct().Count());
    }

    [Fact]
    public void Rows_with_numbers_are_held_out_as_rows_of_classes_are()
    {
        RegressionData all = Samples.Alcohol();
        var data = new RegressionData(all.Features, all.Targets, groups: [.. Enumerable.Range(0, 178).Select(i => i / 4)]);
        var (train, validation, test) = data.SplitThreeWays(0.25, 0.25, seed: 2);
        Assert.Equal((88, 45, 45), (train.RowCount, validation.RowCount, test.RowCount));
        Assert.Equal(data.Targets.ToArray().Order(), train.Targets.ToArray().Concat(validation.Targets.ToArray()).Concat(test.Targets.ToArray()).Order());
        var (some, others) = data.SplitByGroup(0.3, seed: 1);
        Assert.Empty(some.Groups.ToArray().Intersect(others.Groups.ToArray()));
        Assert.Equal(178, some.RowCount + others.RowCount);
        Assert.Contains("leave no row to fit on", Fail(() => data.SplitThreeWays(0.5, 0.5)));
    }

    [Fact]
    public void Every_row_is_tested_once_and_never_trained_on_there() =>
        Cases.Sample((y, k, seed, stratified) =>
        {
            ISplitter splitter = stratified ? new StratifiedKFold { FoldCount = k, Seed = seed } : new KFold { FoldCount = k, Seed = seed };
            var folds = splitter.Split(y.Length, y, default);
            Assert.Equal(k, folds.Length);
            Assert.Equal(Enumerable.Range(0, y.Length), folds.SelectMany(f => f.Test).Order());
            Assert.All(folds, f =>
            {
                Assert.Equal(Enumerable.Range(0, y.Length), f.Train.Concat(f.Test).Order());
                Assert.Equal(f.Train.Order(), f.Train);
                Assert.Equal(f.Test.Order(), f.Test);
            });
            Assert.Equal(folds.SelectMany(f => f.Test), splitter.Split(y.Length, y, default).SelectMany(f => f.Test));
        });

    [Fact]
    public void Fold_sizes_differ_by_at_most_one_and_so_does_each_class() =>
        Cases.Sample((y, k, seed, stratified) =>
        {
            ISplitter splitter = stratified ? new StratifiedKFold { FoldCount = k, Seed = seed } : new KFold { FoldCount = k, Seed = seed };
            var folds = splitter.Split(y.Length, y, default);
            Assert.True(folds.Max(f => f.Test.Length) - folds.Min(f => f.Test.Length) <= 1);
            if (!stratified) return;
            foreach (int label in y.Distinct())
            {
                int[] counts = [.. folds.Select(f => f.Test.Count(row => y[row] == label))];
                Assert.True(counts.Max() - counts.Min() <= 1);
            }
        });

    [Fact]
    public void Sizes_and_class_counts_of_folds_are_scikit_learns_whatever_the_seed() =>
        Cases.Sample((y, k, seed, stratified) =>
        {
            ISplitter splitter = stratified ? new StratifiedKFold { FoldCount = k, Seed = seed } : new KFold { FoldCount = k, Seed = seed };
            var folds = splitter.Split(y.Length, y, default);
            // Rows sorted by class, classes in the order in which they first come: fold f gets every k-th of them, from the f-th on.
            int[] sorted = [.. y.Distinct().SelectMany(label => y.Where(other => other == label))];
            for (int f = 0; f < k; f++)
            {
                if (stratified)
                    Assert.Equal(
                        sorted.Where((_, i) => i % k == f).CountBy(label => label).OrderBy(p => p.Key),
                        folds[f].Test.Select(row => y[row]).CountBy(label => label).OrderBy(p => p.Key));
                // The first n mod k folds have one row more.
                else Assert.Equal(y.Length / k + (f < y.Length % k ? 1 : 0), folds[f].Test.Length);
            }
        });

    [Fact]
    public void Shuffled_and_repeated_splits_have_scikit_learns_sizes() =>
        Gen.Select(Gen.Int[0, 3].Array[12, 80], Gen.Double[0.1, 0.6], Gen.Int[0, 99])
            .Where(t => t.Item1.CountBy(c => c).All(pair => pair.Value >= 2)).Sample((y, share, seed) =>
        {
            int n = y.Length, test = (int)Math.Ceiling(share * n);
            foreach (bool stratified in new[] { false, true })
                foreach (Fold fold in new ShuffleSplit { SplitCount = 3, TestShare = share, Stratified = stratified, Seed = seed }.Split(n, y, default))
                {
                    Assert.Equal((n - test, test), (fold.Train.Length, fold.Test.Length));
                    Assert.Empty(fold.Train.Intersect(fold.Test));
                    if (stratified)
                        Assert.All(y.CountBy(c => c), pair =>
                            Assert.InRange(fold.Test.Count(row => y[row] == pair.Key) - (double)pair.Value * test / n, -1 + 1e-9, 1 - 1e-9));
                }
            var repeated = new RepeatedStratifiedKFold { FoldCount = 2, RepeatCount = 3, Seed = seed }.Split(n, y, default);
            foreach (Fold[] repeat in repeated.Chunk(2)) Assert.Equal(Enumerable.Range(0, n), repeat.SelectMany(f => f.Test).Order());
            var alone = new LeaveOneOut().Split(n, y, default);
            Assert.Equal(Enumerable.Range(0, n), alone.Select(f => Assert.Single(f.Test)));
        });

    [Fact]
    public void A_seed_changes_the_folds()
    {
        int[] y = [.. Enumerable.Range(0, 60).Select(i => i % 3)];
        Assert.NotEqual(
            FoldOfRow(new StratifiedKFold { Seed = 1 }.Split(60, y, default), 60), FoldOfRow(new StratifiedKFold { Seed = 2 }.Split(60, y, default), 60));
        Assert.NotEqual(FoldOfRow(new KFold { Seed = 1 }.Split(60, y, default), 60), FoldOfRow(new KFold { Seed = 2 }.Split(60, y, default), 60));
    }

    [Fact]
    public void What_cant_be_divided_is_refused()
    {
        Assert.Contains("FoldCount must be at least 2, was 1", Fail(() => new KFold { FoldCount = 1 }));
        Assert.Contains("FoldCount must be at most the number of rows, 3, was 4", Fail(() => new KFold { FoldCount = 4 }.Split(3, default, default)));
        Assert.Contains("largest class, 2, was 3", Fail(() => new StratifiedKFold { FoldCount = 3 }.Split(4, [0, 0, 1, 1], default)));
        Assert.Contains("GroupKFold needs data with groups", Fail(() => new GroupKFold().Split(Data(9))));
        Assert.Contains("number of groups, 2, was 5", Fail(() => new GroupKFold().Split(4, default, [1, 1, 2, 2])));
        Assert.Contains("fold 1 has no row", Fail(() => new PredefinedSplit([0, 2])));
        Assert.Contains("too few for 5 folds", Fail(() => new TimeSeriesSplit().Split(4, default, default)));
        Assert.Contains("leaves no row to fit on", Fail(() => Data(3).Split(0.9)));
        Assert.Contains("testShare must be in (0, 1), was 1", Fail(() => Data(3).Split(1)));
    }

    [Theory]
    [InlineData(150, 0.3, 45), InlineData(10, 0.25, 3), InlineData(7, 0.5, 4)]
    public void Hold_out_takes_the_share_rounded_up(int n, double share, int expected)
    {
        foreach (bool stratified in new[] { false, true })
        {
            var (train, test) = Data(n).Split(share, 1, stratified);
            Assert.Equal((n - expected, expected), (train.RowCount, test.RowCount));
            // The single feature is the row number, so both parts together are the data.
            Assert.Equal(Enumerable.Range(0, n).Select(i => (double)i), Values(train).Concat(Values(test)).Order());
        }
    }

    [Fact]
    public void Stratified_hold_out_keeps_the_shares()
    {
        var (train, test) = Data(150).Split(0.3, 5, stratified: true);
        Assert.Equal([15, 15, 15], test.ClassCounts());
        Assert.Equal([35, 35, 35], train.ClassCounts());
    }

    /// <summary>Five rows in a hundred of a class, ten to test on: half a row of it, so each class has an equal claim to the tenth row.</summary>
    [Fact]
    public void Chance_decides_between_classes_with_an_equal_claim_to_a_row()
    {
        int[] y = [.. Enumerable.Range(0, 100).Select(i => i < 95 ? 0 : 1)];
        var data = ClassificationData.Create(Matrix.Wrap(new double[100], 100, 1), y);
        const int Seeds = 200;
        int held = Enumerable.Range(0, Seeds).Count(seed => data.Split(0.1, seed, stratified: true).Test.ClassCounts()[1] == 1);
        int drawn = new ShuffleSplit { SplitCount = Seeds, TestShare = 0.1, Stratified = true }.Split(100, y, default)
            .Count(fold => fold.Test.Any(row => row >= 95));
        int validated = Enumerable.Range(0, Seeds).Count(seed => data.SplitThreeWays(0.1, 0.1, seed, stratified: true).Validation.ClassCounts()[1] > 0);
        // A fair coin falls on one side 65 to 135 times in 200 but for one in a million; the seeds are fixed.
        Assert.All([held, drawn, validated], count => Assert.InRange(count, 65, 135));
    }

    /// <summary>Forty classes of ten rows and 42 rows to test on: one of each class, and two classes that chance picks.</summary>
    [Fact]
    public void Every_class_gets_its_turn_at_the_rows_that_are_left()
    {
        int[] y = [.. Enumerable.Range(0, 400).Select(i => i % 40)], twice = new int[40];
        foreach (Fold fold in new ShuffleSplit { SplitCount = 400, TestShare = 0.105, Stratified = true }.Split(400, y, default))
        {
            int[] counts = new int[40];
            foreach (int row in fold.Test) counts[y[row]]++;
            Assert.Equal((38, 2), (counts.Count(count => count == 1), counts.Count(count => count == 2)));
            for (int k = 0; k < 40; k++) twice[k] += counts[k] - 1;
        }
        // Each class is due 20 times, give or take 4.4.
        Assert.All(twice, count => Assert.InRange(count, 3, 40));
    }

    [Fact]
    public void The_estimate_of_a_hold_out_depends_on_its_seed() =>
        Assert.NotEqual(Values(Data(50).Split(0.2, 1).Test), Values(Data(50).Split(0.2, 2).Test));

    private static Gen<(int[], int, int?, bool)> Cases { get; } =
        Gen.Select(Gen.Int[0, 3].Array[8, 80], Gen.Int[2, 6], Gen.Bool, Gen.Int[0, 1000], Gen.Bool)
            .Where(t => t.Item1.CountBy(label => label).Max(pair => pair.Value) >= t.Item2)
            .Select(t => (t.Item1, t.Item2, t.Item3 ? (int?)t.Item4 : null, t.Item5));

    private static ClassificationData Data(int n) =>
        ClassificationData.Create(Matrix.Wrap([.. Enumerable.Range(0, n).Select(i => (double)i)], n, 1), [.. Enumerable.Range(0, n).Select(i => i % 3)]);

    private static double[] Values(ClassificationData data) => ((Matrix)data.Features).Span.ToArray();

    private static int[] FoldOfRow(IReadOnlyList<Fold> folds, int n)
    {
        int[] of = new int[n];
        of.AsSpan().Fill(-1);
        for (int f = 0; f < folds.Count; f++)
            foreach (int row in folds[f].Test) of[row] = f;
        return of;
    }
}
