using ClassicML.Neighbors;
using CsCheck;

namespace ClassicML.Tests.Neighbors;

/// <summary>Every search finds, bit for bit and in order, what a plain loop over all rows finds.</summary>
public class RowSearchTests
{
    private static readonly string[] Kinds =
        ["grid", "noise", "offset 1e4", "offset 1e8", "overflow of float", "largest magnitudes", "below float",
            "vanishing squares", "duplicates", "outliers", "clusters"];

    private static readonly DistanceMetric[] TreeMetrics =
        [DistanceMetric.Euclidean, DistanceMetric.Manhattan, DistanceMetric.Chebyshev, DistanceMetric.Minkowski(3), DistanceMetric.Hamming];

    public static TheoryData<string> AllKinds => [.. Kinds];

    [Theory, MemberData(nameof(AllKinds))]
    public void Every_search_finds_what_a_plain_loop_finds(string kind) =>
        Gen.Select(Gen.Int[1, 300], Gen.Int[1, 12], Gen.Int[1, 40], Gen.ULong).Sample((n, p, m, seed) =>
        {
            (Matrix x, Matrix q) = Data(kind, n, p, m, seed);
            int k = 1 + (int)(seed % (ulong)Math.Min(n, 90));
            foreach (DistanceMetric metric in TreeMetrics)
                foreach (IRowSearch search in Searches(x, metric)) Same(search, x, q, NeighborQuery.Nearest(metric, k));
        }, iter: 12);

    [Theory, MemberData(nameof(AllKinds))]
    public void Every_search_finds_the_same_rows_within_a_radius(string kind) =>
        Gen.Select(Gen.Int[1, 200], Gen.Int[1, 9], Gen.ULong).Sample((n, p, seed) =>
        {
            (Matrix x, Matrix q) = Data(kind, n, p, 10, seed);
            foreach (DistanceMetric metric in TreeMetrics)
            {
                // A radius that some row lies at exactly.
                double radius = metric.Distance(q.Row(0), x.Row(n / 2));
                if (!double.IsFinite(radius)) continue;
                foreach (IRowSearch search in Searches(x, metric)) Same(search, x, q, NeighborQuery.Within(metric, radius));
            }
        }, iter: 8);

    // A leaf of the kd-tree has 32 rows, as has a panel of the filter, whose tiles take 12 queries; one of the ball tree has at most 40. Up
    // to 64 neighbours are kept sorted, more in a heap. Vectors have eight columns.
    [Theory, InlineData("grid"), InlineData("noise"), InlineData("duplicates")]
    public void Every_search_finds_the_same_around_the_sizes_of_its_parts(string kind)
    {
        foreach (int n in (int[])[1, 31, 32, 33, 40, 41, 64, 65, 80, 81, 97])
            foreach (int p in (int[])[2, 9])
            {
                (Matrix x, Matrix q) = Data(kind, n, p, 13, (ulong)(n * p));
                foreach (DistanceMetric metric in TreeMetrics)
                    foreach (IRowSearch search in Searches(x, metric))
                        foreach (int k in ((int[])[1, 64, 65, n]).Where(k => k <= n).Distinct())
                            Same(search, x, q, NeighborQuery.Nearest(metric, k));
            }
    }

    [Theory, InlineData("noise"), InlineData("offset 1e4"), InlineData("clusters"), InlineData("overflow of float"), InlineData("outliers")]
    public void Leading_directions_lose_no_neighbour(string kind)
    {
        // 700 rows of 130 columns, most of whose variation lies in a few: the case that images of 64 floats are made for.
        var rng = new Rng(4);
        (Matrix noise, _) = Data(kind, 700, 130, 1, 11);
        double[] values = noise.Span.ToArray();
        for (int i = 0; i < 700; i++)
            for (int j = 0; j < 130; j++) values[i * 130 + j] *= 1.0 / (1 + j);
        Matrix x = Matrix.Wrap(values, 700, 130), q = x.SelectRows([.. Enumerable.Range(0, 60).Select(_ => rng.NextInt(700))]);
        foreach (DistanceMetric metric in new[] { DistanceMetric.Euclidean, DistanceMetric.Cosine })
        {
            // Among outliers the probe sees no gain; every column is used then, and the answer is the same.
            if (kind != "outliers") Assert.Equal(64, new RowEmbedding(x, metric).Width);
            foreach (int k in (int[])[1, 5, 100]) Same(new FilteredSearch(x, metric, 2), x, q, NeighborQuery.Nearest(metric, k));
        }
    }

    [Theory, MemberData(nameof(AllKinds))]
    public void Angles_are_searched_exactly_too(string kind) =>
        Gen.Select(Gen.Int[1, 150], Gen.Int[1, 20], Gen.ULong).Sample((n, p, seed) =>
        {
            (Matrix x, Matrix q) = Data(kind, n, p, 20, seed);
            Same(new FilteredSearch(x, DistanceMetric.Cosine, 2), x, q, NeighborQuery.Nearest(DistanceMetric.Cosine, Math.Min(n, 7)));
        }, iter: 20);

    [Fact]
    public void Larger_trees_and_rows_without_a_leading_direction_are_searched_exactly()
    {
        (Matrix x, Matrix q) = Data("noise", 20_000, 3, 300, 5);
        Same(KdTreeBuilder.Build(x, DistanceMetric.Euclidean, 2), x, q, NeighborQuery.Nearest(DistanceMetric.Euclidean, 5));
        Same(new BallTree(x, DistanceMetric.Euclidean, 2), x, q.Rows(0, 10), NeighborQuery.Nearest(DistanceMetric.Euclidean, 5));
        (x, q) = Data("grid", 20_000, 2, 100, 6);
        Same(KdTreeBuilder.Build(x, DistanceMetric.Euclidean, 2), x, q, NeighborQuery.Nearest(DistanceMetric.Euclidean, 20));
        (x, q) = Data("noise", 1500, 100, 30, 7);
        Assert.Equal(100, new RowEmbedding(x, DistanceMetric.Euclidean).Width);
        Same(new FilteredSearch(x, DistanceMetric.Euclidean, 2), x, q, NeighborQuery.Nearest(DistanceMetric.Euclidean, 5));
    }

    [Fact]
    public void A_tree_keeps_every_row_and_does_not_depend_on_threads()
    {
        (Matrix x, _) = Data("noise", 30_011, 3, 1, 8);
        KdTree one = KdTreeBuilder.Build(x, DistanceMetric.Euclidean, 1), two = KdTreeBuilder.Build(x, DistanceMetric.Euclidean, 2);
        Assert.Equal(x.Span, one.Rows().Span);
        Assert.Equal(one.Numbers, two.Numbers);
        Assert.Equal(one.Planes, two.Planes);
    }

    [Fact]
    public unsafe void Every_form_of_the_filter_reaches_the_same()
    {
        var rng = new Rng(3);
        foreach (int m in (int[])[1, 2, 17, 64, 300])
        {
            AlignedArray<float> q = new(FilterTile.Queries * m), x = new(FilterTile.Rows * m), levels = new(FilterTile.Rows), thresholds = new(16);
            for (int i = 0; i < FilterTile.Queries * m; i++) q.Pointer[i] = rng.NextInt(7) - 3;
            for (int i = 0; i < FilterTile.Rows * m; i++) x.Pointer[i] = rng.NextInt(7) - 3;
            for (int i = 0; i < FilterTile.Rows; i++) levels.Pointer[i] = rng.NextInt(9) - 4;
            for (int i = 0; i < FilterTile.Queries; i++) thresholds.Pointer[i] = rng.NextInt(9);
            // Small integers: sums are exact, so every form must agree to the bit.
            uint[] scalar = new uint[12], half = new uint[12], full = new uint[12];
            fixed (uint* s = scalar, h = half, f = full)
            {
                FilterTile.ReachScalar(q.Pointer, x.Pointer, m, levels.Pointer, thresholds.Pointer, s);
                FilterTile.Reach256(q.Pointer, x.Pointer, m, levels.Pointer, thresholds.Pointer, h);
                FilterTile.Reach(q.Pointer, x.Pointer, m, levels.Pointer, thresholds.Pointer, f);
            }
            Assert.Equal(scalar, half);
            Assert.Equal(scalar, full);
            Assert.Contains(scalar, mask => mask != 0);
        }
    }

    private static IEnumerable<IRowSearch> Searches(Matrix x, DistanceMetric metric)
    {
        yield return new PlainSearch(x);
        if (KdTree.Supports(metric)) yield return KdTreeBuilder.Build(x, metric, 2);
        yield return new BallTree(x, metric, 2);
        if (metric is EuclideanMetric) yield return new FilteredSearch(x, metric, 2);
    }

    private static void Same(IRowSearch search, Matrix x, Matrix q, NeighborQuery query)
    {
        var found = new Neighbor[q.RowCount][];
        search.ForEach(q, query, 2, (i, neighbors) => found[i] = neighbors.ToArray());
        for (int i = 0; i < q.RowCount; i++)
        {
            IEnumerable<Neighbor> plain = Enumerable.Range(0, x.RowCount).Select(row => new Neighbor(query.Metric.Rank(q.Row(i), x.Row(row)), row)).Order();
            plain = query.Count > 0 ? plain.Take(query.Count) : plain.Where(neighbor => query.Metric.FromRank(neighbor.Rank) <= query.Radius);
            Assert.Equal(plain, found[i]);
        }
        Assert.Equal(x.Span, search.Rows().Span);
    }

    private static (Matrix X, Matrix Queries) Data(string kind, int n, int p, int m, ulong seed)
    {
        var rng = new Rng(seed);
        double Value() => kind switch
        {
            "grid" => rng.NextInt(3),
            "noise" => rng.NextDouble(),
            "offset 1e4" => 1e4 + rng.NextDouble(),
            "offset 1e8" => 1e8 + rng.NextDouble(),
            "overflow of float" => (rng.NextDouble() - 0.5) * 1e60,
            "largest magnitudes" => (rng.NextDouble() - 0.5) * 2e75,
            "below float" => rng.NextDouble() * 1e-60,
            "vanishing squares" => rng.NextDouble() * 1e-161,
            "duplicates" => rng.NextInt(4) == 0 ? rng.NextDouble() : 0.5,
            "outliers" => rng.NextInt(40) == 0 ? rng.NextDouble() * 1e9 : rng.NextDouble(),
            _ => 1000 * rng.NextInt(4) + rng.NextDouble(),
        };
        Matrix x = Fill(n, p), q = Fill(m, p);
        // Half of the queries are rows themselves.
        return (x, Matrix.Wrap([.. Enumerable.Range(0, m).SelectMany(i => (i % 2 == 0 ? q.Row(i) : x.Row(i % n)).ToArray())], m, p));

        Matrix Fill(int rows, int columns)
        {
            double[] values = new double[rows * columns];
            for (int i = 0; i < values.Length; i++) values[i] = Value();
            return Matrix.Wrap(values, rows, columns);
        }
    }
}
