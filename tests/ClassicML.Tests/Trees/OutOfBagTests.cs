using ClassicML.Trees;

namespace ClassicML.Tests.Trees;

/// <summary>What trees say of rows that they have not seen, recomputed from the samples; more rows than a batch.</summary>
public class OutOfBagTests
{
    private const int Seed = 4, Trees = 7, RowCount = 300;

    // A tree that has drawn one row of the two is wrong of the other; one that has drawn both has seen all, and says nothing.
    [Fact]
    public void Trees_that_have_seen_every_row_are_left_out_of_the_mean_loss()
    {
        ClassificationData two = ClassificationData.Create(Matrix.Wrap([0, 1], 2, 1), ["a", "b"]);
        var learner = new RandomForestClassifier { TreeCount = 40 };
        ForestClassifierModel forest = learner.Fit(two);
        Assert.Contains(2, Enumerable.Range(0, 40).Select(t => forest.Tree(t).LeafCount));
        Assert.Equal(1, learner.OutOfBagImportance(two, forest).Loss);
    }

    [Theory]
    [InlineData(ForestVoting.MeanProbability, 1.0, false), InlineData(ForestVoting.Majority, 1.0, false)]
    [InlineData(ForestVoting.MeanProbability, 0.4, true), InlineData(ForestVoting.Majority, 0.4, true)]
    public void Class_shares_are_means_over_the_trees_and_rows_count_by_weight(ForestVoting voting, double share, bool isExtra)
    {
        ClassificationData data = TreeData.Noisy(RowCount, 5, weighted: true);
        ForestClassifierModel forest = isExtra
            ? new ExtraTreesClassifier
            {
                TreeCount = Trees, Bootstrap = true, OutOfBag = true, Seed = Seed, Voting = voting, SampleShare = share, MaxDepth = 4,
            }.Fit(data)
            : new RandomForestClassifier
            {
                TreeCount = Trees, OutOfBag = true, Seed = Seed, Voting = voting, SampleShare = share, MaxDepth = 4,
            }.Fit(data);
        double[] sums = new double[RowCount * 3];
        int[] unseen = new int[RowCount];
        for (int t = 0; t < Trees; t++)
        {
            double[] drawn = ForestSamples.Drawn(data, Seed, t, share);
            Matrix shares = forest.Tree(t).PredictProbabilities(data.Features);
            int[] classes = forest.Tree(t).Predict(data.Features);
            foreach (int i in Enumerable.Range(0, RowCount).Where(i => drawn[i] == 0 && data.Weights[i] > 0))
            {
                unseen[i]++;
                for (int k = 0; k < 3; k++) sums[3 * i + k] += voting == ForestVoting.Majority ? (classes[i] == k ? 1 : 0) : shares[i, k];
            }
        }
        OutOfBagEstimate estimate = forest.OutOfBag!;
        double right = 0, all = 0, count = 0;
        for (int i = 0; i < RowCount; i++)
        {
            double[] row = estimate.Predictions.Row(i).ToArray();
            if (unseen[i] == 0)
            {
                Assert.All(row, value => Assert.Equal(double.NaN, value));
                continue;
            }
            // Sums of at most seven shares.
            for (int k = 0; k < 3; k++) Assert.Equal(sums[3 * i + k] / unseen[i], row[k], 1e-15);
            all += data.Weights[i];
            if (Array.IndexOf(row, row.Max()) != data.Codes[i]) continue;
            right += data.Weights[i];
            count++;
        }
        Assert.Contains(0, unseen);
        Assert.Equal(right / all, estimate.Score, 1e-14);
        // So much do weights matter here.
        Assert.True(Math.Abs(estimate.Score - count / unseen.Count(trees => trees > 0)) > 1e-3);
    }

    [Theory, InlineData(1.0, false), InlineData(0.4, true)]
    public void Numbers_are_means_over_the_trees_and_rows_count_by_weight(double share, bool isExtra)
    {
        RegressionData data = Weighted(RowCount);
        ForestRegressorModel forest = isExtra
            ? new ExtraTreesRegressor { TreeCount = Trees, Bootstrap = true, OutOfBag = true, Seed = Seed, SampleShare = share }.Fit(data)
            : new RandomForestRegressor { TreeCount = Trees, OutOfBag = true, Seed = Seed, SampleShare = share }.Fit(data);
        double[] sums = new double[RowCount];
        int[] unseen = new int[RowCount];
        for (int t = 0; t < Trees; t++)
        {
            double[] drawn = ForestSamples.Drawn(data, Seed, t, share), predicted = forest.Tree(t).Predict(data.Features);
            foreach (int i in Enumerable.Range(0, RowCount).Where(i => drawn[i] == 0 && data.Weights[i] > 0))
            {
                unseen[i]++;
                sums[i] += predicted[i];
            }
        }
        OutOfBagEstimate estimate = forest.OutOfBag!;
        int[] rows = [.. Enumerable.Range(0, RowCount).Where(i => unseen[i] > 0)];
        for (int i = 0; i < RowCount; i++) Assert.Equal(sums[i] / unseen[i], estimate.Predictions[i, 0], 1e-14);
        Assert.InRange(rows.Length, 1, RowCount - 1);
        // Sums of up to 300 terms in another order.
        Assert.Equal(RSquared(i => data.Weights[i]), estimate.Score, 1e-13);
        Assert.True(Math.Abs(estimate.Score - RSquared(_ => 1)) > 1e-6);

        double RSquared(Func<int, double> weight)
        {
            double mean = rows.Sum(i => weight(i) * data.Targets[i]) / rows.Sum(weight);
            return 1 - rows.Sum(i => weight(i) * Math.Pow(data.Targets[i] - sums[i] / unseen[i], 2))
                / rows.Sum(i => weight(i) * Math.Pow(data.Targets[i] - mean, 2));
        }
    }

    [Fact]
    public void Without_being_asked_for_there_is_none()
    {
        Assert.Null(new RandomForestClassifier { TreeCount = 2 }.Fit(TreeData.Noisy(30, 2, weighted: false)).OutOfBag);
        Assert.Null(new ExtraTreesRegressor { TreeCount = 2, Bootstrap = true }.Fit(Weighted(30)).OutOfBag);
    }

    // On top of the rows' own weights: class k of a sample is worth n/(K·n_k) as drawn, K of the classes that were drawn at all.
    [Theory, InlineData(1.0), InlineData(0.02)]
    public void Balanced_samples_weigh_each_row_by_its_own_weight_and_the_draws_of_its_class(double share)
    {
        ClassificationData data = TreeData.Noisy(RowCount, 4, weighted: true);
        var learner = new RandomForestClassifier { TreeCount = 9, BalanceSamples = true, Seed = Seed, SampleShare = share };
        ForestClassifierModel forest = learner.Fit(data);
        int fewest = 3;
        for (int t = 0; t < 9; t++)
        {
            double[] drawn = ForestSamples.Drawn(data, Seed, t, share), ofClass = new double[3], weights = new double[3];
            for (int i = 0; i < RowCount; i++) ofClass[data.Codes[i]] += drawn[i];
            int present = ofClass.Count(count => count > 0);
            fewest = Math.Min(fewest, present);
            for (int i = 0; i < RowCount; i++)
                if (drawn[i] > 0) weights[data.Codes[i]] += drawn[i] * data.Weights[i] * drawn.Sum() / (present * ofClass[data.Codes[i]]);
            // Sums of some hundred terms.
            Assert.Equal(weights.Sum(), forest.Tree(t).Weights[0], 1e-11 * weights.Sum());
            for (int k = 0; k < 3; k++) Assert.Equal(weights[k] / weights.Sum(), forest.Tree(t).ClassShares[k], 1e-12);
        }
        // Some five draws leave out a class of three in a third of the samples.
        if (share < 1) Assert.True(fewest < 3);
    }

    /// <summary>Wavy numbers, a seventh of them without weight.</summary>
    internal static RegressionData Weighted(int rows)
    {
        RegressionData data = RegressionTreeTests.Wavy(rows, 4);
        return new RegressionData(data.Features, data.Targets.ToArray(), [.. Enumerable.Range(0, rows).Select(i => i * i % 7 / 3.0)]);
    }
}
