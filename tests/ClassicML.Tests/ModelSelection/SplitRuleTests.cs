using System.Collections.Immutable;
using ClassicML.ModelSelection;
using CsCheck;

namespace ClassicML.Tests.ModelSelection;

/// <summary>Splitters by their rules, row by row, and by what chance makes of them.</summary>
public class SplitRuleTests
{
    private const int Seeds = 1200;

    [Fact]
    public void Folds_in_time_end_with_the_data_and_train_on_what_came_before_but_for_the_gap() =>
        Gen.Select(Gen.Int[2, 60], Gen.Int[2, 6], Gen.Int[0, 8],
            Gen.OneOf(Gen.Const((int?)null), Gen.Int[1, 20].Select(most => (int?)most)))
            .Sample((n, k, gap, most) =>
            {
                var splitter = new TimeSeriesSplit { FoldCount = k, Gap = gap, MaxTrainCount = most };
                int size = n / (k + 1);
                // The first fold must have a row to train on.
                if (size == 0 || n - k * size - gap < 1)
                {
                    Assert.Contains($"{n} rows are too few for {k} folds with a gap of {gap}",
                        Fail(() => splitter.Split(n, default, default)));
                    return;
                }
                ImmutableArray<Fold> folds = splitter.Split(n, default, default);
                Assert.Equal(k, folds.Length);
                for (int f = 0; f < k; f++)
                {
                    int start = n - (k - f) * size;
                    Assert.Equal(Enumerable.Range(start, size), folds[f].Test);
                    int[] before = [.. Enumerable.Range(0, start - gap)];
                    Assert.Equal(before.Skip(Math.Max(0, before.Length - (most ?? n))), folds[f].Train);
                }
            });

    [Fact]
    public void Fixed_folds_are_those_given()
    {
        int[] testFold = [2, 0, -1, 1, 0, 2, -1];
        var splitter = new PredefinedSplit(testFold);
        Assert.Equal(testFold, splitter.TestFold);
        ImmutableArray<Fold> folds = splitter.Split(7, default, default);
        Assert.Equal([[1, 4], [3], [0, 5]], folds.Select(fold => fold.Test.ToArray()));
        Assert.Equal([[0, 2, 3, 5, 6], [0, 1, 2, 4, 5, 6], [1, 2, 3, 4, 6]], folds.Select(fold => fold.Train.ToArray()));
        // It keeps a copy.
        testFold[0] = 0;
        Assert.Equal(2, splitter.TestFold[0]);
        PredefinedSplit same = new([2, 0, -1, 1, 0, 2, -1]), other = new([2, 0, -1, 1, 0, 2, 0]);
        Assert.True(splitter.Equals(same) && splitter.Equals((object)same) && !splitter.Equals(other) && !splitter.Equals(null));
        Assert.Equal(splitter.GetHashCode(), same.GetHashCode());
        Assert.NotEqual(splitter.GetHashCode(), other.GetHashCode());
        Assert.Contains("data must have 7 entries, one for each row of the predefined folds, has 8",
            Fail(() => splitter.Split(8, default, default)));
        Assert.Contains("row 1 has fold -2", Fail(() => new PredefinedSplit([0, -2])));
        Assert.Contains("at least one row must have a fold", Fail(() => new PredefinedSplit([-1, -1])));
        Assert.Contains("at least one row must have a fold", Fail(() => new PredefinedSplit([])));
    }

    [Fact]
    public void Groups_go_from_the_largest_to_the_part_with_the_fewest_rows() =>
        Gen.Select(Gen.Int[-3, 6].Array[6, 50], Gen.Int[2, 4]).Where(t => t.Item1.Distinct().Count() >= t.Item2).Sample((groups, k) =>
        {
            // Of equal groups the one with the larger number first.
            int[] order = [.. groups.CountBy(g => g).OrderByDescending(pair => pair.Value).ThenByDescending(pair => pair.Key).Select(pair =>
                pair.Key)];
            int[] rows = new int[k];
            var foldOf = new Dictionary<int, int>();
            foreach (int group in order)
            {
                foldOf[group] = Array.IndexOf(rows, rows.Min());
                rows[foldOf[group]] += groups.Count(g => g == group);
            }
            ImmutableArray<Fold> folds = new GroupKFold { FoldCount = k }.Split(groups.Length, default, groups);
            Partition(groups.Length, folds);
            for (int f = 0; f < k; f++) Assert.Equal(Enumerable.Range(0, groups.Length).Where(row => foldOf[groups[row]] == f),
                folds[f].Test);
            // One group after the other, in order of their numbers.
            folds = new LeaveOneGroupOut().Split(groups.Length, default, groups);
            Partition(groups.Length, folds);
            Assert.Equal(groups.Distinct().Order(), folds.Select(fold => fold.Test.Select(row => groups[row]).Distinct().Single()));
        });

    [Fact]
    public void Groups_under_a_seed_stay_whole_and_keep_shares_as_well_as_without()
    {
        // Twelve groups of five rows, of which each class has four groups by itself: every fold of four gets one of each class.
        int[] groups = [.. Enumerable.Range(0, 60).Select(i => i / 5)], y = [.. groups.Select(g => g % 3)];
        HashSet<string> different = [];
        for (int seed = 0; seed < 20; seed++)
        {
            ImmutableArray<Fold> folds = new StratifiedGroupKFold { FoldCount = 4, Seed = seed }.Split(60, y, groups);
            Partition(60, folds);
            Assert.All(folds, fold =>
            {
                Assert.Equal([5, 5, 5], Enumerable.Range(0, 3).Select(k => fold.Test.Count(row => y[row] == k)));
                Assert.Empty(fold.Test.Select(row => groups[row]).Intersect(fold.Train.Select(row => groups[row])));
            });
            different.Add(string.Join(' ', folds[0].Test));
        }
        Assert.InRange(different.Count, 10, 20);
        Assert.Contains("number of groups, 3, was 5",
            Fail(() => new StratifiedGroupKFold().Split(6, [0, 0, 0, 1, 1, 1], [1, 1, 2, 2, 3, 3])));
        Assert.Contains("at least 2 groups, there is 1", Fail(() => new LeaveOneGroupOut().Split(2, default, [4, 4])));
        Assert.Contains("at least 2 rows, there is 1", Fail(() => new LeaveOneOut().Split(1, default, default)));
    }

    /// <summary>Whole parts of the classes' shares first; the rows left go to the largest fractions. All in whole numbers.</summary>
    [Fact]
    public void Each_class_has_its_quota_of_a_stratified_hold_out() =>
        Gen.Select(Gen.Int[0, 4].Array[6, 60], Gen.Double[0.05, 0.8], Gen.Int[0, 999]).Sample((y, share, seed) =>
        {
            ClassificationData data = Of(y);
            int test = (int)Math.Ceiling(share * y.Length);
            if (test >= y.Length) return;
            (ClassificationData train, ClassificationData held) = data.Split(share, seed, stratified: true);
            Quotas(y, held.Codes.ToArray(), test);
            Assert.Equal(Enumerable.Range(0, y.Length), Numbers(train).Concat(Numbers(held)).Order());
            Assert.Equal(Numbers(train).Order(), Numbers(train));
            Assert.Equal(Numbers(held).Order(), Numbers(held));
            Assert.Equal(held.Codes.ToArray(), Numbers(held).Select(row => y[row]));
            foreach (Fold fold in new ShuffleSplit { SplitCount = 2, TestShare = share, Stratified = true, Seed = seed }.Split(data))
            {
                Assert.Equal(Enumerable.Range(0, y.Length), fold.Train.Concat(fold.Test).Order());
                Quotas(y, [.. fold.Test.Select(row => y[row])], test);
            }
            // Three ways: the test part of all, then the validation part of what is left, in shares of what is left.
            int validation = (int)Math.Ceiling(0.2 * y.Length);
            if (test + validation >= y.Length) return;
            var (first, second, third) = data.SplitThreeWays(0.2, share, seed, stratified: true);
            Assert.Equal(Enumerable.Range(0, y.Length), Numbers(first).Concat(Numbers(second)).Concat(Numbers(third)).Order());
            Quotas(y, third.Codes.ToArray(), test);
            Quotas([.. first.Codes, .. second.Codes], second.Codes.ToArray(), validation);
        });

    [Fact]
    public void Repeats_are_stratified_folds_under_seeds_of_their_own()
    {
        int[] y = [.. Enumerable.Range(0, 31).Select(i => i * i % 3)];
        ImmutableArray<Fold> folds = new RepeatedStratifiedKFold { FoldCount = 4, RepeatCount = 6, Seed = 2 }.Split(31, y, default);
        Assert.Equal(24, folds.Length);
        ImmutableArray<Fold> once = new StratifiedKFold { FoldCount = 4 }.Split(31, y, default);
        foreach (Fold[] repeat in folds.Chunk(4))
        {
            Partition(31, [.. repeat]);
            // As many rows of each class in each part, whatever the seed.
            for (int f = 0; f < 4; f++) Assert.Equal(once[f].Test.Select(row => y[row]).Order(),
                repeat[f].Test.Select(row => y[row]).Order());
        }
        Assert.Equal(6, folds.Chunk(4).Select(repeat => string.Join(' ', repeat[0].Test)).Distinct().Count());
        var other = new RepeatedStratifiedKFold { FoldCount = 4, RepeatCount = 6, Seed = 3 };
        Assert.NotEqual(folds[0].Test.ToArray(), other.Split(31, y, default)[0].Test.ToArray());
        Assert.Equal((5, 10, 0), (new RepeatedStratifiedKFold().FoldCount, new RepeatedStratifiedKFold().RepeatCount,
            new RepeatedStratifiedKFold().Seed));
        Assert.Equal((10, 0.1, false, 0), (new ShuffleSplit().SplitCount, new ShuffleSplit().TestShare, new ShuffleSplit().Stratified,
            new ShuffleSplit().Seed));
    }

    [Fact]
    public void Repeats_without_classes_are_folds_under_seeds_of_their_own()
    {
        ImmutableArray<Fold> folds = new RepeatedKFold { FoldCount = 4, RepeatCount = 6, Seed = 2 }.Split(31, default, default);
        Assert.Equal(24, folds.Length);
        foreach (Fold[] repeat in folds.Chunk(4))
        {
            Partition(31, [.. repeat]);
            Assert.Equal([8, 8, 8, 7], repeat.Select(fold => fold.Test.Length));
        }
        Assert.Equal(6, folds.Chunk(4).Select(repeat => string.Join(' ', repeat[0].Test)).Distinct().Count());
        Assert.NotEqual(folds[0].Test.ToArray(), new RepeatedKFold { FoldCount = 4, Seed = 3 }.Split(31, default, default)[0].Test.ToArray());
        Assert.Equal((5, 10, 0), (new RepeatedKFold().FoldCount, new RepeatedKFold().RepeatCount, new RepeatedKFold().Seed));
        Assert.Contains("number of rows, 3, was 4", Fail(() => new RepeatedKFold { FoldCount = 4 }.Split(3, default, default)));
        Assert.Contains("FoldCount", Fail(() => new RepeatedKFold { FoldCount = 1 }));
        Assert.Contains("RepeatCount", Fail(() => new RepeatedKFold { RepeatCount = 0 }));
        Assert.Contains("Seed", Fail(() => new RepeatedKFold { Seed = -1 }));
    }

    /// <summary>Twelve rows in three parts: a row is in each part alike, and another is with it in 3 of 11.</summary>
    [Fact]
    public void Rows_are_dealt_out_evenly_under_a_seed()
    {
        int[] firstIs = new int[3], lastIs = new int[3];
        int[] with = new int[12];
        for (int seed = 0; seed < Seeds; seed++)
        {
            int[] of = FoldOfRow(new KFold { FoldCount = 3, Seed = seed }.Split(12, default, default), 12);
            firstIs[of[0]]++;
            lastIs[of[11]]++;
            for (int row = 1; row < 12; row++)
                if (of[row] == of[0]) with[row]++;
        }
        Chance.AllEqual(firstIs);
        Chance.AllEqual(lastIs);
        Assert.All(with[1..], count => Chance.Even(count, Seeds, 3.0 / 11));
    }

    /// <summary>Two classes of six rows, row by row in turn, in three parts: within a class 1 of 5 others is in the same part; of the other
    /// class
    /// every third row is, since classes are dealt out by themselves.</summary>
    [Fact]
    public void Rows_of_each_class_are_dealt_out_evenly_and_by_themselves()
    {
        int[] y = [.. Enumerable.Range(0, 12).Select(row => row % 2)];
        int[] with = new int[12], firstIs = new int[3];
        for (int seed = 0; seed < Seeds; seed++)
        {
            int[] of = FoldOfRow(new StratifiedKFold { FoldCount = 3, Seed = seed }.Split(12, y, default), 12);
            firstIs[of[0]]++;
            for (int row = 1; row < 12; row++)
                if (of[row] == of[0]) with[row]++;
        }
        Chance.AllEqual(firstIs);
        for (int row = 1; row < 12; row++) Chance.Even(with[row], Seeds, row % 2 == 0 ? 1.0 / 5 : 1.0 / 3);
    }

    /// <summary>Without replacement: of 10 rows 4 are tested, two given ones at once in 4/10·3/9.</summary>
    [Theory]
    [InlineData("hold-out"), InlineData("stratified"), InlineData("three ways"), InlineData("shuffle"), InlineData("numbers")]
    [InlineData("shuffle, seeds")]
    public void Every_row_and_every_pair_is_held_out_alike(string how)
    {
        // One class, so strata change nothing.
        ClassificationData data = new(Known.Rows(10).Features, new int[10], new ClassLabels(["only"]));
        ImmutableArray<Fold> splits = how == "shuffle" ? new ShuffleSplit { SplitCount = Seeds, TestShare = 0.4 }.Split(data) : [];
        int[] alone = new int[10];
        int[,] pairs = new int[10, 10];
        for (int seed = 0; seed < Seeds; seed++)
        {
            int[] held = how switch
            {
                "hold-out" => Numbers(data.Split(0.4, seed).Test),
                "stratified" => Numbers(data.Split(0.4, seed, stratified: true).Test),
                "three ways" => Numbers(data.SplitThreeWays(0.4, 0.2, seed).Validation),
                "shuffle" => [.. splits[seed].Test],
                "numbers" => Known.Of(Known.Numbers(10).Split(0.4, seed).Test.Features),
                _ => [.. new ShuffleSplit { SplitCount = 2, TestShare = 0.4, Seed = seed }.Split(data)[1].Test],
            };
            Assert.Equal(4, held.Length);
            foreach (int row in held)
            {
                alone[row]++;
                foreach (int other in held) pairs[row, other]++;
            }
        }
        Assert.All(alone, count => Chance.Even(count, Seeds, 0.4));
        for (int row = 0; row < 10; row++)
            for (int other = 0; other < row; other++) Chance.Even(pairs[row, other], Seeds, 4.0 / 10 * 3 / 9);
    }

    [Fact]
    public void Groups_are_held_out_whole_as_many_as_their_share_and_each_alike()
    {
        // Ten groups of one to four rows; 0.25 of ten is 2.5, so three are tested.
        int[] groups = [.. Enumerable.Range(0, 10).SelectMany(g => Enumerable.Repeat(7 * g - 20, 1 + g % 4))];
        ClassificationData rows = Known.Rows(groups.Length);
        ClassificationData data = rows.WithGroups(groups);
        RegressionData numbers = Known.Numbers(groups.Length).WithGroups(groups);
        int[] held = new int[10];
        for (int seed = 0; seed < Seeds; seed++)
        {
            (ClassificationData train, ClassificationData test) = data.SplitByGroup(seed: seed);
            int[] tested = [.. test.Groups.ToArray().Distinct()];
            Assert.Equal(3, tested.Length);
            Assert.Empty(tested.Intersect(train.Groups.ToArray()));
            Assert.Equal(groups.Length, train.RowCount + test.RowCount);
            foreach (int group in tested) held[(group + 20) / 7]++;
            (RegressionData some, RegressionData others) = numbers.SplitByGroup(0.25, seed);
            Assert.Equal(Numbers(train), Known.Of(some.Features));
            Assert.Equal(Numbers(test), Known.Of(others.Features));
        }
        Assert.All(held, count => Chance.Even(count, Seeds, 0.3));
        Assert.Contains("SplitByGroup needs data with groups", Fail(() => rows.SplitByGroup()));
        Assert.Contains("leaves no row to fit on", Fail(() => data.SplitByGroup(0.95)));
    }

    [Fact]
    public void Parts_of_a_hold_out_keep_what_belongs_to_their_rows()
    {
        double[] weights = [.. Enumerable.Range(1, 20).Select(i => i / 4.0)];
        int[] groups = [.. Enumerable.Range(0, 20).Select(i => i / 3)];
        ClassificationData rows = Known.Rows(20), data = new(rows.Features, rows.Codes, rows.Labels, weights, groups);
        var (first, second, third) = data.SplitThreeWays(0.25, 0.3, seed: 3);
        Assert.Equal((9, 5, 6), (first.RowCount, second.RowCount, third.RowCount));
        foreach (ClassificationData part in new[] { first, second, third, data.Split(0.3).Train, data.Split(0.3).Test })
        {
            Assert.Equal(Numbers(part).Select(row => row % 2), part.Codes.ToArray());
            Assert.Equal(Numbers(part).Select(row => weights[row]), part.Weights.ToArray());
            Assert.Equal(Numbers(part).Select(row => groups[row]), part.Groups.ToArray());
        }
        var numbers = new RegressionData(rows.Features, Known.Numbers(20).Targets, weights, groups);
        var (one, two, three) = numbers.SplitThreeWays(0.25, 0.3, seed: 3);
        foreach ((RegressionData part, ClassificationData same) in new[] { (one, first), (two, second), (three, third),
            (numbers.Split(0.3).Test, data.Split(0.3).Test) })
        {
            // The same rows under the same seed.
            Assert.Equal(Numbers(same), Known.Of(part.Features));
            Assert.Equal(Known.Of(part.Features).Select(row => (double)row), part.Targets.ToArray());
            Assert.Equal(same.Weights, part.Weights);
            Assert.Equal(same.Groups, part.Groups);
        }
        // A quarter by default.
        Assert.Equal((15, 5), (data.Split().Train.RowCount, numbers.Split().Test.RowCount));
        Assert.Contains("seed must be at least 0, was -1", Fail(() => data.Split(0.3, -1)));
        Assert.Contains("seed must be at least 0, was -1", Fail(() => numbers.SplitThreeWays(0.3, 0.3, -1)));
    }

    private static void Quotas(int[] all, int[] held, int test)
    {
        Assert.Equal(test, held.Length);
        int n = all.Length;
        (int Extra, long Fraction)[] classes = [.. all.Distinct().Select(k =>
        {
            long share = (long)all.Count(code => code == k) * test;
            int extra = held.Count(code => code == k) - (int)(share / n);
            Assert.InRange(extra, 0, 1);
            return (extra, share % n);
        })];
        // No class has a row more whose fraction is below that of one without.
        foreach (var with in classes.Where(c => c.Extra == 1))
            foreach (var without in classes.Where(c => c.Extra == 0)) Assert.True(with.Fraction >= without.Fraction);
    }

    private static void Partition(int n, ImmutableArray<Fold> folds)
    {
        Assert.Equal(Enumerable.Range(0, n), folds.SelectMany(fold => fold.Test).Order());
        foreach (Fold fold in folds)
        {
            Assert.Equal(Enumerable.Range(0, n), fold.Train.Concat(fold.Test).Order());
            Assert.Equal(fold.Train.Order(), fold.Train);
            Assert.Equal(fold.Test.Order(), fold.Test);
        }
    }

    private static ClassificationData Of(int[] y) => new(Known.Rows(y.Length).Features, y, new ClassLabels(Enumerable.Range(0, 5)));

    private static int[] Numbers(ClassificationData data) => Known.Of(data.Features);

    private static int[] FoldOfRow(ImmutableArray<Fold> folds, int n)
    {
        int[] of = new int[n];
        for (int f = 0; f < folds.Length; f++)
            foreach (int row in folds[f].Test) of[row] = f;
        return of;
    }
}
