namespace ClassicML.Tests.Core;

public class RngTests
{
    // Known answers of Random123 1.14 for philox4x32-10: counter words, key words, result words.
    [Theory]
    [InlineData(0ul, 0ul, 0ul, 0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u)]
    [InlineData(ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, 0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu)]
    [InlineData(0x299f31d0a4093822ul, 0x0370734413198a2eul, 0x85a308d3243f6a88ul, 0xd16cfe09u, 0x94fdccebu, 0x5001e420u, 0x24126ea1u)]
    public void Blocks_equal_the_known_answers(ulong seed, ulong stream, ulong block, uint r0, uint r1, uint r2, uint r3)
    {
        UInt128 words = Rng.Philox(seed, stream, block);
        Assert.Equal([r0, r1, r2, r3], new[] { (uint)words, (uint)(words >> 32), (uint)(words >> 64), (uint)(words >> 96) });
    }

    [Fact]
    public void A_stream_is_a_function_of_seed_and_index()
    {
        uint[] First(ulong seed, ulong stream)
        {
            var rng = new Rng(seed, stream);
            return [rng.NextUInt32(), rng.NextUInt32(), rng.NextUInt32(), rng.NextUInt32(), rng.NextUInt32()];
        }
        Assert.Equal(First(1, 2), First(1, 2));
        Assert.NotEqual(First(1, 2), First(1, 3));
        Assert.NotEqual(First(1, 2), First(2, 2));
        Assert.NotEqual(Rng.DeriveSeed(1, 0), Rng.DeriveSeed(1, 1));
    }

    [Fact]
    public void A_stream_gives_the_words_of_its_blocks_in_order()
    {
        uint[] words = new uint[12];
        for (int at = 0; at < 12; at++) words[at] = (uint)(Rng.Philox(5, 6, (ulong)at / 4) >> (32 * (at % 4)));
        var rng = new Rng(5, 6);
        Assert.Equal(words, Enumerable.Range(0, 12).Select(_ => rng.NextUInt32()));
        // A word of 64 bits is the next two, the lower half first; a double is its upper 53 bits.
        rng = new Rng(5, 6);
        Assert.Equal(words[0], rng.NextUInt32());
        for (int at = 1; at < 11; at += 2) Assert.Equal(words[at] + ((ulong)words[at + 1] << 32), rng.NextUInt64());
        rng = new Rng(5, 6);
        for (int at = 0; at < 12; at += 2) Assert.Equal((((ulong)words[at + 1] << 32) + words[at] >> 11) / 9007199254740992.0,
            rng.NextDouble());
        Assert.Equal(new Rng(5).NextUInt64(), new Rng(5, 0).NextUInt64());
    }

    /// <summary>Lemire's rule in whole numbers: the upper half of bits·bound, unless the lower half is among the 2³² mod bound too
    /// many.</summary>
    [Theory]
    [InlineData(1), InlineData(2), InlineData(3), InlineData(6), InlineData(1000), InlineData(1 << 30), InlineData((1 << 30) + 1)]
    [InlineData(1610612736), InlineData(int.MaxValue - 1), InlineData(int.MaxValue)]
    public void Integers_are_the_next_words_scaled_without_those_too_many(int bound)
    {
        var rng = new Rng(11, 3);
        var words = new Rng(11, 3);
        ulong tooMany = (1UL << 32) % (ulong)bound;
        int passedOver = 0;
        for (int i = 0; i < 3000; i++)
        {
            UInt128 product = (UInt128)words.NextUInt32() * (uint)bound;
            for (; product % (1UL << 32) < tooMany; passedOver++) product = (UInt128)words.NextUInt32() * (uint)bound;
            int value = rng.NextInt(bound);
            Assert.Equal((int)(product >> 32), value);
            Assert.InRange(value, 0, bound - 1);
        }
        if (tooMany > 1 << 29) Assert.InRange(passedOver, 100, 3000);
    }

    /// <summary>Without passing over, of three neighbours below 3·2²⁹ one comes twice where the others come three times.</summary>
    [Fact]
    public void Large_bounds_prefer_no_integer()
    {
        var rng = new Rng(12);
        int[] residues = new int[3], parts = new int[16];
        for (int i = 0; i < 60_000; i++)
        {
            int value = rng.NextInt(3 << 29);
            residues[value % 3]++;
            parts[(int)(value * 16L / (3 << 29))]++;
        }
        Chance.AllEqual(residues);
        Chance.AllEqual(parts);
        int[] halves = new int[2];
        for (int i = 0; i < 60_000; i++) halves[rng.NextInt(int.MaxValue) & 1]++;
        Chance.AllEqual(halves);
    }

    [Fact]
    public void Integers_are_uniform()
    {
        var rng = new Rng(7);
        int[] counts = new int[6];
        for (int i = 0; i < 60_000; i++) counts[rng.NextInt(6)]++;
        // Chi-squared with 5 degrees of freedom passes 20.5 once in a thousand seeds; the seed is fixed.
        Assert.True(counts.Sum(c => (c - 10_000.0) * (c - 10_000.0) / 10_000) < 20.5);
        Assert.Throws<ArgumentOutOfRangeException>(() => rng.NextInt(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => rng.NextInt(-1));
    }

    [Fact]
    public void Doubles_lie_in_the_unit_interval_with_mean_one_half()
    {
        var rng = new Rng(9);
        double sum = 0;
        for (int i = 0; i < 100_000; i++)
        {
            double value = rng.NextDouble();
            Assert.InRange(value, 0, 1 - 1e-16);
            sum += value;
        }
        // The mean's standard deviation is 1/√(12·10⁵) = 0.0009.
        Assert.Equal(0.5, sum / 100_000, 0.003);
    }

    [Fact]
    public void Doubles_are_uniform_to_their_ends_and_their_last_bit()
    {
        var rng = new Rng(10);
        double[] draws = [.. Enumerable.Range(0, 100_000).Select(_ => rng.NextDouble())];
        Chance.Follows(draws, x => x);
        // The ends: a thousandth on either side has 100 of them.
        Chance.Even(draws.Count(x => x < 1e-3), draws.Length, 1e-3);
        Chance.Even(draws.Count(x => x >= 1 - 1e-3), draws.Length, 1e-3);
        // Multiples of 2⁻⁵³, of which every second is odd.
        Assert.All(draws, x => Assert.Equal(Math.ScaleB(x, 53), Math.Truncate(Math.ScaleB(x, 53))));
        Chance.Even(draws.Count(x => ((long)Math.ScaleB(x, 53) & 1) == 1), draws.Length, 0.5);
        // A pair falls into each of 10×10 squares alike.
        int[] squares = new int[100];
        foreach (double[] pair in draws.Chunk(2)) squares[10 * (int)(10 * pair[0]) + (int)(10 * pair[1])]++;
        Chance.AllEqual(squares);
    }

    [Fact]
    public void Each_of_64_bits_is_a_fair_coin_and_knows_nothing_of_the_next()
    {
        var rng = new Rng(13);
        int[] ones = new int[64], same = new int[64];
        ulong before = 0;
        const int trials = 20_000;
        for (int i = 0; i < trials; i++)
        {
            ulong word = rng.NextUInt64();
            for (int bit = 0; bit < 64; bit++)
            {
                ones[bit] += (int)(word >> bit & 1);
                same[bit] += (int)(~(word ^ before) >> bit & 1);
            }
            before = word;
        }
        Assert.All(ones.Concat(same), count => Chance.Even(count, trials, 0.5));
    }

    /// <summary>Draws of two streams, or of two seeds, are no more alike than chance makes them.</summary>
    [Theory]
    [InlineData(1, 0, 1, 1), InlineData(1, 0, 2, 0), InlineData(0, 1, 1, 0), InlineData(7, 0, 7, 1 << 20)]
    public void Streams_are_independent(int seed, int stream, int otherSeed, int otherStream)
    {
        Rng one = new((ulong)seed, (ulong)stream), other = new((ulong)otherSeed, (ulong)otherStream);
        int[] squares = new int[64];
        HashSet<ulong> words = [];
        for (int i = 0; i < 20_000; i++)
        {
            squares[8 * one.NextInt(8) + other.NextInt(8)]++;
            if (i >= 1000) continue;
            words.Add(one.NextUInt64());
            words.Add(other.NextUInt64());
        }
        Chance.AllEqual(squares);
        // Two streams are never the same one at another place: no word of 64 bits comes twice.
        Assert.Equal(2000, words.Count);
    }

    /// <summary>The first draws of neighbouring streams, as the candidates of a search or the trees of a forest take them.</summary>
    [Fact]
    public void First_draws_of_many_streams_are_uniform_and_so_are_derived_seeds()
    {
        double[] first = [.. Enumerable.Range(0, 20_000).Select(stream => new Rng(3, (ulong)stream).NextDouble())];
        Chance.Follows(first, x => x);
        double[] bySeed = [.. Enumerable.Range(0, 20_000).Select(seed => new Rng((ulong)seed).NextDouble())];
        Chance.Follows(bySeed, x => x);
        ulong[] seeds = [.. Enumerable.Range(0, 20_000).Select(index => Rng.DeriveSeed(4, (ulong)index))];
        Assert.Equal(20_000, seeds.Distinct().Count());
        Chance.Follows([.. seeds.Select(seed => seed / 18446744073709551616.0)], x => x);
        Assert.NotEqual(Rng.DeriveSeed(4, 0), Rng.DeriveSeed(5, 0));
        Assert.Equal(Rng.DeriveSeed(4, 7), Rng.DeriveSeed(4, 7));
    }

    [Fact]
    public void A_permutation_holds_each_number_once()
    {
        Assert.Equal(Enumerable.Range(0, 1000), new Rng(3).Permutation(1000).Order());
        Assert.Empty(new Rng(3).Permutation(0));
        Assert.Equal([0], new Rng(3).Permutation(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Rng(3).Permutation(-1));
    }

    /// <summary>Fisher and Yates's walk from the end: each place takes one of those up to it, itself included.</summary>
    [Fact]
    public void A_shuffle_walks_from_the_end()
    {
        var draws = new Rng(21, 2);
        List<int> left = [.. Enumerable.Range(0, 50)], expected = [];
        while (left.Count > 1)
        {
            int j = draws.NextInt(left.Count);
            expected.Insert(0, left[j]);
            // The last one moves into the gap.
            left[j] = left[^1];
            left.RemoveAt(left.Count - 1);
        }
        expected.Insert(0, left[0]);
        Assert.Equal(expected, new Rng(21, 2).Permutation(50));
    }

    [Fact]
    public void All_24_orders_of_four_items_come_alike()
    {
        var rng = new Rng(22);
        var counts = new Dictionary<string, int>();
        for (int i = 0; i < 24_000; i++)
        {
            char[] items = ['a', 'b', 'c', 'd'];
            rng.Shuffle(items.AsSpan());
            string order = new(items);
            counts[order] = counts.GetValueOrDefault(order) + 1;
        }
        Assert.Equal(24, counts.Count);
        Chance.AllEqual(counts.Values);
    }

    [Fact]
    public void Of_a_permutation_each_item_has_each_place_alike_and_one_stays_on_average()
    {
        var rng = new Rng(23);
        const int n = 7, trials = 7000;
        int[] counts = new int[n * n];
        int stays = 0;
        for (int i = 0; i < trials; i++)
        {
            int[] order = rng.Permutation(n);
            for (int place = 0; place < n; place++)
            {
                counts[n * place + order[place]]++;
                if (order[place] == place) stays++;
            }
        }
        Assert.All(counts, count => Chance.Even(count, trials, 1.0 / n));
        // The number of items that stay has mean and variance 1; five deviations of the mean of all trials.
        Assert.Equal(1, (double)stays / trials, 5 / Math.Sqrt(trials));
    }
}
