using ClassicML.Trees;

namespace ClassicML.Tests.Trees;

/// <summary>Codes of a column against plain ranks, around the number of values where another way takes over, and bins of them.</summary>
public class ColumnRankTests
{
    // Up to 256 different values are ranked by a hash table, more by a sort.
    [Theory, InlineData(1), InlineData(2), InlineData(255), InlineData(256), InlineData(257), InlineData(700)]
    public void A_code_is_the_rank_of_a_value_among_those_that_differ(int distinct)
    {
        var rng = new Rng((ulong)distinct);
        double[] values = [.. Enumerable.Range(0, distinct).Select(i => 0.37 * (i - distinct / 2))];
        foreach (bool hasMissing in (bool[])[false, true])
        {
            // Each value at least once, in any order.
            double[] column = [.. values, .. Enumerable.Range(0, 500).Select(_ => values[rng.NextInt(values.Length)])];
            if (hasMissing) column = [.. column, double.NaN, .. column[..3], double.NaN];
            rng.Shuffle<double>(column);
            int[] codes = new int[column.Length];
            CodeColumn ranked = new ColumnRanker(codes, null, isCategorical: false).Rank([.. column]);
            double[] ascending = [.. values.Order()];
            Assert.Equal(column.Select(value => double.IsNaN(value) ? ascending.Length : Array.IndexOf(ascending, value)), codes);
            Assert.Equal(ascending, ranked.Lows);
            Assert.Equal(ascending, ranked.Highs);
            Assert.Equal(hasMissing ? ascending.Length : -1, ranked.MissingCode);
            Assert.Equal(ascending.Length + (hasMissing ? 1 : 0), ranked.CodeCount);
            // Categories have codes from 1, whatever the most bins.
            int[] categories = new int[column.Length];
            CodeColumn named = new ColumnRanker(categories, 2, isCategorical: true).Rank([.. column]);
            Assert.Equal(codes.Select(code => code + 1), categories);
            Assert.True(named.IsCategorical);
            Assert.Equal(ascending, named.Lows[1..]);
        }
    }

    [Theory, InlineData(100, 7), InlineData(255, 255), InlineData(300, 255), InlineData(1000, 16), InlineData(5, 2)]
    public void Bins_of_different_values_hold_equal_numbers_but_for_one(int rows, int bins)
    {
        var rng = new Rng(2);
        double[] column = [.. Enumerable.Range(0, rows).Select(i => i - 3.5)];
        rng.Shuffle<double>(column);
        int[] codes = new int[rows];
        CodeColumn ranked = new ColumnRanker(codes, bins, isCategorical: false).Rank([.. column]);
        int[] sizes = [.. codes.CountBy(code => code).Select(pair => pair.Value)];
        Assert.Equal((bins, bins), (ranked.CodeCount, sizes.Length));
        Assert.InRange(sizes.Max() - sizes.Min(), 0, 1);
        Hold(column, codes, ranked);
    }

    [Fact]
    public void A_bin_has_at_least_one_value_however_often_others_repeat()
    {
        var rng = new Rng(4);
        foreach (int bins in (int[])[2, 3, 5, 8])
        {
            // One value has two thirds of the rows; some are missing.
            double[] column = [.. Enumerable.Range(0, 300).Select(i => i % 3 > 0 ? 4 : i % 30 == 0 ? double.NaN : (double)rng.NextInt(9))];
            int[] codes = new int[300];
            CodeColumn ranked = new ColumnRanker(codes, bins, isCategorical: false).Rank([.. column]);
            Assert.Equal((bins, bins + 1), (ranked.MissingCode, ranked.CodeCount));
            Assert.Equal(Enumerable.Range(0, bins + 1), codes.Distinct().Order());
            Hold(column, codes, ranked);
        }
    }

    // A bin's ends are values of it, all between them are in it, and thresholds lie midway between the ends of neighbours.
    private static void Hold(double[] column, int[] codes, CodeColumn ranked)
    {
        for (int i = 0; i < column.Length; i++)
        {
            if (double.IsNaN(column[i])) Assert.Equal(ranked.MissingCode, codes[i]);
            else Assert.InRange(column[i], ranked.Lows[codes[i]], ranked.Highs[codes[i]]);
        }
        for (int bin = 0; bin < ranked.Lows.Length; bin++)
        {
            double[] own = [.. column.Where((_, i) => codes[i] == bin)];
            Assert.Equal((own.Min(), own.Max()), (ranked.Lows[bin], ranked.Highs[bin]));
            if (bin == 0) continue;
            Assert.True(ranked.Highs[bin - 1] < ranked.Lows[bin]);
            Assert.Equal(ranked.Highs[bin - 1] / 2 + ranked.Lows[bin] / 2, ranked.Threshold(bin - 1, bin));
        }
        if (ranked.MissingCode >= 0) Assert.Equal(double.PositiveInfinity, ranked.Threshold(0, ranked.MissingCode));
    }
}
