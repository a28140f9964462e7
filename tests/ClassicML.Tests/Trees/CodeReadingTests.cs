using ClassicML.Trees;

namespace ClassicML.Tests.Trees;

/// <summary>Codes are read by column, by row or from a copy of a subtree's rows; a tree doesn't show which.</summary>
public class CodeReadingTests
{
    // Depth first copies small subtrees, best first never does; both read large nodes by column where codes are bytes.
    [Theory]
    [InlineData(12_000, 60, 100, Splitter.Best)]
    [InlineData(12_000, 60, 100, Splitter.Random)]
    [InlineData(12_000, 60, 3_000, Splitter.Best)]
    [InlineData(12_000, 60, 3_000, Splitter.Random)]
    [InlineData(70_000, 5, 1 << 30, Splitter.Best)]
    [InlineData(70_000, 5, 1 << 30, Splitter.Random)]
    public void Depth_first_and_best_first_grow_the_same_tree(int rows, int columns, int levels, Splitter splitter)
    {
        var rng = new Rng(3);
        double[] x = new double[rows * columns];
        int[] y = new int[rows];
        for (int i = 0; i < rows; i++)
        {
            y[i] = rng.NextInt(3);
            for (int j = 0; j < columns; j++)
            {
                double value = rng.NextDouble() + (j % 7 == y[i] ? 0.3 : 0);
                // Many zeros, which are left out of sweeps, and a few missing values.
                x[i * columns + j] = value < 0.4 ? 0 : value > 1.28 ? double.NaN : Math.Floor(levels * value);
            }
        }
        ClassificationData data = ClassificationData.Create(Matrix.Wrap(x, rows, columns), y);
        var learner = new DecisionTreeClassifier { MaxFeatures = MaxFeatures.SquareRoot, Splitter = splitter, MinSamplesLeaf = 5 };

        DecisionTreeClassifierModel depthFirst = learner.Fit(data), bestFirst = (learner with { MaxLeafCount = rows }).Fit(data);

        Assert.True(depthFirst.LeafCount > 100);
        Assert.Equal(depthFirst.SplitFeatures.ToArray(), bestFirst.SplitFeatures.ToArray());
        Assert.Equal(depthFirst.Thresholds.ToArray(), bestFirst.Thresholds.ToArray());
        Assert.Equal(depthFirst.RowCounts.ToArray(), bestFirst.RowCounts.ToArray());
        Assert.Equal(depthFirst.Impurities.ToArray(), bestFirst.Impurities.ToArray());
    }

    // Vectors take sixteen codes, or eight words, and what is left of them.
    [Fact]
    public void Words_are_packed_and_parted_as_one_by_one()
    {
        var rng = new Rng(7);
        for (int rows = 1; rows < 70; rows++)
        {
            int[] codes = [.. Enumerable.Range(0, rows + WordPacking.Slack).Select(_ => Math.Max(0, rng.NextInt(9) - 2))];
            uint[] payloads = [.. codes.Select(_ => rng.NextUInt32())];
            ulong[] words =
                [.. codes.Zip(payloads).Take(rows).Where(row => row.First > 0).Select(row => (ulong)row.First << 32 | row.Second)];
            int[] positive = [.. codes.Take(rows).Where(code => code > 0)];
            ulong[] packed = new ulong[rows + WordPacking.Slack];
            foreach (var found in new[]
                     {
                         WordPacking.Pack<byte>(Array.ConvertAll(codes, code => (byte)code), payloads, rows, packed),
                         WordPacking.Pack<ushort>(Array.ConvertAll(codes, code => (ushort)code), payloads, rows, packed),
                         WordPacking.Pack<int>(codes, payloads, rows, packed),
                     })
            {
                Assert.Equal(words, packed[..found.Count]);
                if (positive.Length > 0) Assert.Equal((positive.Min(), positive.Max()), (found.Low, found.High));
            }
            foreach (int code in (int[])[0, 1, 3, 6])
                foreach (int stays in (int[])[-1, 5, 6])
                {
                    ulong[] above = [.. words.Where(word => (int)(word >> 32) > code && (int)(word >> 32) != stays)];
                    int count = WordPacking.Above(words, code, stays, packed);
                    Assert.Equal(above, packed[..count]);
                }
        }
    }
}
