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

        DecisionTreeModel depthFirst = learner.Fit(data), bestFirst = (learner with { MaxLeafCount = rows }).Fit(data);

        Assert.True(depthFirst.LeafCount > 100);
        Assert.Equal(depthFirst.SplitFeatures.ToArray(), bestFirst.SplitFeatures.ToArray());
        Assert.Equal(depthFirst.Thresholds.ToArray(), bestFirst.Thresholds.ToArray());
        Assert.Equal(depthFirst.RowCounts.ToArray(), bestFirst.RowCounts.ToArray());
        Assert.Equal(depthFirst.Impurities.ToArray(), bestFirst.Impurities.ToArray());
    }
}
