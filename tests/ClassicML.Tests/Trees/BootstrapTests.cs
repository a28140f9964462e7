using ClassicML.Trees;

namespace ClassicML.Tests.Trees;

/// <summary>How often a forest draws each row: targets that are the rows' numbers make each row that was drawn a leaf, which says how
/// often.</summary>
public class BootstrapTests
{
    private const int Rows = 12, Trees = 4000;

    [Theory, InlineData(1.0, 12), InlineData(0.5, 6)]
    public void Every_row_is_drawn_as_often_as_chance_makes_it_with_replacement(double share, int drawn)
    {
        double[] numbers = [.. Enumerable.Range(0, Rows).Select(row => (double)row)];
        var data = new RegressionData(Matrix.Wrap(numbers, Rows, 1), numbers);
        ForestRegressorModel forest = new RandomForestRegressor { TreeCount = Trees, SampleShare = share, Seed = 3 }.Fit(data);
        int[] total = new int[Rows], times = new int[4], firstWith = new int[Rows];
        for (int t = 0; t < Trees; t++)
        {
            DecisionTreeRegressorModel tree = forest.Tree(t);
            int[] counts = new int[Rows];
            for (int node = 0; node < tree.NodeCount; node++)
                if (tree.SplitFeatures[node] < 0) counts[(int)tree.Values[node]] = (int)tree.Weights[node];
            Assert.Equal(drawn, counts.Sum());
            for (int row = 0; row < Rows; row++)
            {
                total[row] += counts[row];
                if (counts[row] > 0 && counts[0] > 0) firstWith[row]++;
            }
            // The times that one row is drawn: one row a tree, since rows of a tree depend on one another.
            times[Math.Min(3, counts[t % Rows])]++;
        }
        Chance.AllEqual(total);
        double[] binomial = new double[4];
        double left = 1, chance = Math.Pow(1 - 1.0 / Rows, drawn);
        for (int k = 0; k < 3; k++)
        {
            binomial[k] = chance;
            left -= chance;
            // The next term of the binomial distribution of so many draws with a chance of 1/n.
            chance *= (drawn - k) / (k + 1.0) / (Rows - 1);
        }
        binomial[3] = left;
        Chance.AllAs(times, binomial);
        // Two given rows are both drawn: all, less those without the one or the other, plus those without both, which were taken away
        // twice.
        double both = 1 - 2 * Math.Pow(1 - 1.0 / Rows, drawn) + Math.Pow(1 - 2.0 / Rows, drawn);
        for (int row = 1; row < Rows; row++) Chance.Even(firstWith[row], Trees, both);
    }
}
