using ClassicML.Trees;
using CsCheck;

namespace ClassicML.Tests.Trees;

/// <summary>Every node of random small trees against the plain reference: splits are best ones, leaves are leaves for a reason.</summary>
public class SplitSearchTests
{
    private sealed record Problem(double[][] X, int[] Y, double[]? Weights, DecisionTreeClassifier Learner);

    // Few distinct values, so that ties abound; a column of many, so that both ways of searching are taken.
    private static readonly Gen<Problem> Problems =
        from n in Gen.Int[1, 40]
        from classCount in Gen.Int[1, 4]
        from levels in Gen.Int[1, 6]
        from coarse in Gen.Int[0, levels].Array[2].Array[n]
        from fine in Gen.Double[-1, 1].Array[n]
        from y in Gen.Int[0, classCount - 1].Array[n]
        from weights in Gen.OneOf(
            Gen.Const((double[]?)null),
            Gen.Int[0, 6].Select(w => w / 4.0).Array[n].Select(w => (double[]?)w),
            Gen.Double[0.1, 3].Array[n].Select(w => (double[]?)w))
        from criterion in Gen.Enum<SplitCriterion>()
        from depth in Gen.Int[1, 6]
        from split in Gen.Int[2, 8]
        from leaf in Gen.Int[1, 5]
        from decrease in Gen.Double[0, 0.1]
        from limits in Gen.Int[0, 15]
        select new Problem(
            [.. coarse.Select((row, i) => (double[])[row[0], fine[i], row[1] - 1.5])], y,
            weights is null || weights.All(w => w == 0) ? null : weights,
            new DecisionTreeClassifier
            {
                Criterion = criterion,
                MaxDepth = (limits & 1) > 0 ? depth : null,
                MinSamplesSplit = (limits & 2) > 0 ? split : 2,
                MinSamplesLeaf = (limits & 4) > 0 ? leaf : 1,
                MinImpurityDecrease = (limits & 8) > 0 ? decrease : 0,
            });

    [Fact]
    public void Every_node_takes_the_best_split_there_is() => Problems.Sample(problem =>
    {
        (double[][] x, int[] y, _, DecisionTreeClassifier learner) = problem;
        double[] weights = problem.Weights ?? [.. Enumerable.Repeat(1.0, y.Length)];
        int classCount = y.Max() + 1;
        var data = new ClassificationData(new Matrix(x), y, new ClassLabels(Enumerable.Range(0, classCount)), problem.Weights);
        DecisionTreeClassifierModel model = learner.Fit(data);
        var reference = new ReferenceTree(learner.Criterion, x, y, weights, classCount)
        {
            MaxDepth = learner.MaxDepth, MinSamplesSplit = learner.MinSamplesSplit,
            MinSamplesLeaf = learner.MinSamplesLeaf, MinImpurityDecrease = learner.MinImpurityDecrease,
        };

        int[] all = [.. Enumerable.Range(0, y.Length).Where(i => weights[i] > 0)];
        int visited = 0;
        Compare(0, all, 0);
        Assert.Equal(model.NodeCount, visited);

        void Compare(int node, int[] rows, int depth)
        {
            Assert.Equal(visited++, node);
            Assert.Equal(rows.Length, model.RowCounts[node]);
            Assert.Equal(reference.Impurity(rows), model.Impurities[node], 1e-14);
            Assert.Equal(reference.Weight(rows), model.Weights[node], 1e-12);
            (int Feature, double Lower, double Upper, double Gain)[] splits =
                reference.MaySplit(rows, depth) ? [.. reference.Splits(rows)] : [];
            double best = splits.Length == 0 ? double.NegativeInfinity : splits.Max(s => s.Gain);
            double decrease = reference.Weight(rows) / reference.Weight(all) * best;
            // Gains are sums of a few terms below 2; what is closer than this to the limit may go either way.
            const double rounding = 1e-13;
            int feature = model.SplitFeatures[node];
            if (feature < 0)
            {
                Assert.True(splits.Length == 0 || decrease < learner.MinImpurityDecrease + rounding);
                return;
            }
            Assert.True(decrease > learner.MinImpurityDecrease - rounding);
            (int Feature, double Lower, double Upper, double Gain) taken =
                Assert.Single(splits, s => s.Feature == feature && s.Lower <= model.Thresholds[node] && model.Thresholds[node] < s.Upper);
            Assert.Equal(taken.Lower / 2 + taken.Upper / 2, model.Thresholds[node]);
            Assert.Equal(best, taken.Gain, rounding);
            // Same counts on both sides score the same bits: among them the first is taken.
            if (problem.Weights is null)
                Assert.Equal(taken, splits.First(s => SameSides(rows, s, taken)));
            Compare(model.LeftChildren[node], [.. rows.Where(i => x[i][feature] <= model.Thresholds[node])], depth + 1);
            Compare(model.RightChildren[node], [.. rows.Where(i => !(x[i][feature] <= model.Thresholds[node]))], depth + 1);
        }

        bool SameSides(int[] rows, (int Feature, double Lower, double, double) a, (int Feature, double Lower, double, double) b) =>
            Left(rows, a.Feature, a.Lower).SequenceEqual(Left(rows, b.Feature, b.Lower));

        int[] Left(int[] rows, int feature, double lower)
        {
            int[] counts = new int[classCount];
            foreach (int i in rows)
                if (x[i][feature] <= lower) counts[y[i]]++;
            return counts;
        }
    }, iter: 1000);

    [Fact]
    public void Permuted_rows_grow_the_same_tree() => Problems.Sample(problem =>
    {
        int n = problem.Y.Length;
        ClassLabels labels = new(Enumerable.Range(0, 4));
        var data = new ClassificationData(new Matrix(problem.X), problem.Y, labels, problem.Weights);
        Same(problem.Learner.Fit(data), problem.Learner.Fit(data.SelectRows(new Rng(5).Permutation(n))));
    }, iter: 500);

    [Fact]
    public void Whole_weights_are_repeated_rows() => Problems.Sample(problem =>
    {
        int[] counts = [.. problem.Y.Select((_, i) => i % 3)];
        if (counts.All(c => c == 0)) return;
        var data = new ClassificationData(new Matrix(problem.X), problem.Y, new ClassLabels(Enumerable.Range(0, 4)));
        int[] repeated = [.. Enumerable.Range(0, counts.Length).SelectMany(i => Enumerable.Repeat(i, counts[i]))];
        // Limits on rows count rows, so only a tree without them is the same.
        DecisionTreeClassifier learner = problem.Learner with { MinSamplesLeaf = 1, MinSamplesSplit = 2 };
        DecisionTreeClassifierModel weighted = learner.Fit(data.WithWeights([.. counts.Select(c => (double)c)]));
        DecisionTreeClassifierModel plain = learner.Fit(data.SelectRows(repeated));
        // Entropies come from scaled weights, so equal gains may be told apart by rounding.
        if (learner.Criterion == SplitCriterion.Entropy) return;
        Assert.Equal(plain.SplitFeatures.ToArray(), weighted.SplitFeatures.ToArray());
        Assert.Equal(plain.Thresholds.ToArray(), weighted.Thresholds.ToArray());
        Assert.Equal(plain.Impurities.ToArray(), weighted.Impurities.ToArray());
        Assert.Equal(plain.Weights.ToArray(), weighted.Weights.ToArray());
    }, iter: 500);

    internal static void Same(DecisionTreeClassifierModel a, DecisionTreeClassifierModel b)
    {
        Assert.Equal(a.SplitFeatures.ToArray(), b.SplitFeatures.ToArray());
        Assert.Equal(a.Thresholds.ToArray(), b.Thresholds.ToArray());
        Assert.Equal(a.LeftChildren.ToArray(), b.LeftChildren.ToArray());
        Assert.Equal(a.RightChildren.ToArray(), b.RightChildren.ToArray());
        Assert.Equal(a.Impurities.ToArray(), b.Impurities.ToArray());
        Assert.Equal(a.Weights.ToArray(), b.Weights.ToArray());
        Assert.Equal(a.RowCounts.ToArray(), b.RowCounts.ToArray());
        Assert.Equal(a.ClassShares.ToArray(), b.ClassShares.ToArray());
        Assert.Equal(a.FeatureImportances.ToArray(), b.FeatureImportances.ToArray());
        Assert.Equal(
            a.Report with { Elapsed = default, Details = default!, Learner = null },
            b.Report with { Elapsed = default, Details = default!, Learner = null });
    }
}
