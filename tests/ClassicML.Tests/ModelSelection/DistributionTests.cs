using System.Collections.Immutable;
using System.Globalization;
using ClassicML.Linear;
using ClassicML.ModelSelection;
using ClassicML.Neighbors;
using ClassicML.Trees;

namespace ClassicML.Tests.ModelSelection;

/// <summary>What grids set and random searches draw.</summary>
public class DistributionTests
{
    private const int Draws = 20_000;

    [Theory]
    [InlineData(0, 1), InlineData(-3, 5), InlineData(1e-9, 2e-9), InlineData(-1e75, 1e75), InlineData(-double.MaxValue, double.MaxValue)]
    public void A_number_is_drawn_evenly_from_its_range(double low, double high)
    {
        double[] draws = Drawn(Distribution.Uniform(low, high));
        Assert.All(draws, value => Assert.InRange(value, low, Math.BitDecrement(high)));
        // Halves, so that the widest range is no infinity.
        Chance.Follows(draws, value => (value / 2 - low / 2) / (high / 2 - low / 2));
    }

    [Theory, InlineData(1e-3, 1e3), InlineData(1, 2), InlineData(1e-300, 1e300), InlineData(5e-324, double.MaxValue)]
    public void The_logarithm_of_a_number_is_drawn_evenly(double low, double high)
    {
        double[] draws = Drawn(Distribution.LogUniform(low, high));
        Assert.All(draws, value => Assert.InRange(value, low, Math.BitDecrement(high)));
        Chance.Follows(draws, value => (Math.Log(value) - Math.Log(low)) / (Math.Log(high) - Math.Log(low)));
    }

    /// <summary>Few doubles lie between the ends, so rounding would reach the upper one, which is not in the range.</summary>
    [Fact]
    public void The_upper_end_is_never_drawn()
    {
        double next = Math.BitIncrement(1.0), far = Math.BitIncrement(1e15);
        foreach ((double low, double high) in new[] { (1, next), (1e15, 1e15 + 1), (1e15, far), (0, double.Epsilon), (-next, -1) })
            Assert.All(Drawn(Distribution.Uniform(low, high)), value => Assert.InRange(value, low, Math.BitDecrement(high)));
        foreach ((double low, double high) in new[] { (1, next), (1e15, far), (double.Epsilon, 2 * double.Epsilon) })
            Assert.All(Drawn(Distribution.LogUniform(low, high)), value => Assert.InRange(value, low, Math.BitDecrement(high)));
    }

    [Theory, InlineData(-2, 3), InlineData(7, 7), InlineData(0, 1)]
    public void An_integer_is_drawn_evenly_both_ends_included(int low, int high)
    {
        int[] counts = new int[high - low + 1];
        foreach (int value in Drawn(Distribution.Integer(low, high))) counts[value - low]++;
        if (counts.Length > 1) Chance.AllEqual(counts);
        else Assert.Equal(Draws, counts[0]);
    }

    [Fact]
    public void Integers_may_be_as_far_apart_as_the_docstring_says()
    {
        int[] quarters = new int[4];
        foreach (int value in Drawn(Distribution.Integer(int.MinValue, -2))) quarters[(int)((value - (long)int.MinValue) >> 29)]++;
        Chance.AllEqual(quarters);
        Assert.InRange(Distribution.Integer(0, int.MaxValue - 1).Draw(new Rng(1)), 0, int.MaxValue - 1);
        Assert.Throws<ArgumentException>(() => Distribution.Integer(0, int.MaxValue));
        Assert.Throws<ArgumentException>(() => Distribution.Integer(int.MinValue, int.MaxValue));
        Assert.Throws<ArgumentException>(() => Distribution.Integer(3, 2));
    }

    [Fact]
    public void A_choice_is_each_of_its_values_alike()
    {
        string[] values = ["a", "b", "c", "d", "e"];
        Chance.AllEqual([.. Drawn(Distribution.Choice(values)).CountBy(value => value).Select(pair => pair.Value)]);
        // One that stands there twice is drawn twice as often.
        Chance.AllAs([.. Drawn(Distribution.Choice(1, 2, 2)).CountBy(value => value).OrderBy(pair => pair.Key).Select(pair => pair.Value)],
            [1.0 / 3, 2.0 / 3]);
        Assert.Contains("at least one value", Assert.Throws<ArgumentException>(() => Distribution.Choice<int>()).Message);
    }

    [Fact]
    public void Bad_ranges_are_refused()
    {
        Assert.Contains("low must be below high, 1, was 1", Fail(() => Distribution.Uniform(1, 1)));
        Assert.Contains("low must be finite", Fail(() => Distribution.Uniform(double.NegativeInfinity, 1)));
        Assert.Contains("high must be finite", Fail(() => Distribution.Uniform(0, double.NaN)));
        Assert.Contains("low must be positive, was 0", Fail(() => Distribution.LogUniform(0, 1)));
        Assert.Contains("high must be positive", Fail(() => Distribution.LogUniform(1, double.PositiveInfinity)));
        Assert.Contains("low must be below high, 1, was 2", Fail(() => Distribution.LogUniform(2, 1)));
    }

    /// <summary>Each candidate has a stream of its own, and within it one draw after another: settings know nothing of each
    /// other.</summary>
    [Fact]
    public void Settings_of_a_candidate_and_candidates_are_independent()
    {
        var space = ParameterSpace.For(new KnownClassifier())
            .Vary("number", Distribution.Integer(0, 3), (l, number) => l with { Number = number })
            .Vary("needs", Distribution.Integer(0, 3), (l, needs) => l with { Needs = needs });
        var search = new RandomSearch(space, 8000, seed: 3);
        int[] both = new int[16], neighbours = new int[16];
        for (int i = 0; i < 8000; i++)
        {
            var one = (KnownClassifier)search.Candidates[i].Learner;
            Assert.Equal($"number={one.Number}, needs={one.Needs}", search.Candidates[i].ToString());
            both[4 * one.Number + one.Needs!.Value]++;
            if (i % 2 == 1) neighbours[4 * one.Number + ((KnownClassifier)search.Candidates[i - 1].Learner).Number]++;
        }
        Chance.AllEqual(both);
        Chance.AllEqual(neighbours);
        string[] Texts(RandomSearch of) => [.. of.Candidates.Select(c => c.ToString())];
        Assert.Equal(Texts(search)[..100], Texts(new RandomSearch(space, 100, seed: 3)));
        Assert.NotEqual(Texts(search)[..100], Texts(new RandomSearch(space, 100, seed: 4)));
        Assert.Equal(Texts(new RandomSearch(space, 100)), Texts(new RandomSearch(space, 100, seed: 0)));
    }

    [Fact]
    public void A_random_search_of_regressors_is_a_grid_search_over_what_was_drawn()
    {
        var space = ParameterSpace.For(new Ridge()).Vary("alpha", Distribution.LogUniform(1e-3, 1e3),
            (l, alpha) => l with { Alpha = alpha });
        RegressorRandomSearch search = new(space, 12, seed: 5) { Splitter = new KFold { FoldCount = 4 } };
        Assert.Equal(12, search.Candidates.Select(c => ((Ridge)c.Learner).Alpha).Distinct().Count());
        Assert.All(search.Candidates, c => Assert.Equal($"alpha={((Ridge)c.Learner).Alpha.ToString(CultureInfo.InvariantCulture)}",
            c.ToString()));
        RegressorSearchModel drawn = search.Fit(Samples.Alcohol());
        RegressorSearchModel grid = new RegressorGridSearch(search.Candidates) { Splitter = new KFold { FoldCount = 4 } }.Fit(
            Samples.Alcohol());
        Assert.Equal(grid.Results.Select(r => r.MeanScore), drawn.Results.Select(r => r.MeanScore));
        Assert.Equal(grid.BestCandidate.ToString(), drawn.BestCandidate.ToString());
        Assert.Equal(drawn.Results.Max(r => r.MeanScore), drawn.BestScore);
        Assert.Equal(search.Candidates.Take(5).Select(c => c.ToString()),
            new RegressorRandomSearch(space, 5, seed: 5).Candidates.Select(c => c.ToString()));
        Assert.Contains("count must be at least 1, was 0", Fail(() => new RegressorRandomSearch(space, 0)));
        Assert.Contains("seed must be at least 0, was -1", Fail(() => new RegressorRandomSearch(space, 1, -1)));
    }

    [Fact]
    public void A_space_refuses_what_it_cant_draw()
    {
        var space = ParameterSpace.For(new KNearestNeighborsClassifier());
        Assert.Equal("", Assert.Single(new RandomSearch(space, 1).Candidates).ToString());
        var varied = space.Vary("k", Distribution.Integer(0, 1), (l, k) => l with { NeighborCount = k });
        Assert.Contains("'k' is varied twice", Fail(() => varied.Vary("k", Distribution.Integer(1, 2), (l, k) => l)));
        // Zero neighbours are drawn sooner or later; the space itself was not changed by what was varied from it.
        Assert.Contains("NeighborCount must be at least 1, was 0", Fail(() => new RandomSearch(varied, 100)));
        Assert.Empty(space.Draw(new Rng(1)).Settings);
    }

    [Fact]
    public void A_value_that_is_null_is_called_none_in_spaces_as_in_grids()
    {
        ParameterSpace<DecisionTreeClassifier> space = ParameterSpace.For(new DecisionTreeClassifier())
            .Vary("depth", Distribution.Choice<int?>(2, null), (t, depth) => t with { MaxDepth = depth });
        string[] drawn = [.. Enumerable.Range(0, 20).Select(i => space.Draw(new Rng((ulong)i)).ToString()).Distinct().Order()];
        Assert.Equal(["depth=2", "depth=none"], drawn);
    }

    [Fact]
    public void What_was_varied_last_changes_fastest()
    {
        var grid = ParameterGrid.For(new DecisionTreeClassifier())
            .Vary("depth", new int?[] { 1, null }, (t, depth) => t with { MaxDepth = depth })
            .Vary("decrease", [0.5, 1e-9, 0], (t, decrease) => t with { MinImpurityDecrease = decrease })
            .Vary("criterion", [SplitCriterion.Gini, SplitCriterion.Entropy], (t, criterion) => t with { Criterion = criterion });
        Assert.Equal(
            from depth in new[] { "1", "none" }
            from decrease in new[] { "0.5", "1E-09", "0" }
            from criterion in new[] { "Gini", "Entropy" }
            select $"depth={depth}, decrease={decrease}, criterion={criterion}",
            grid.Candidates.Select(c => c.ToString()));
        foreach ((int at, Candidate candidate) in grid.Candidates.Index())
        {
            var tree = (DecisionTreeClassifier)candidate.Classifier;
            Assert.Equal(
                (at < 6 ? 1 : (int?)null, at / 2 % 3 == 0 ? 0.5 : at / 2 % 3 == 1 ? 1e-9 : 0,
                at % 2 == 0 ? SplitCriterion.Gini : SplitCriterion.Entropy),
                (tree.MaxDepth, tree.MinImpurityDecrease, tree.Criterion));
        }
        // Grids come one after the other.
        var other = ParameterGrid.For(new KNearestNeighborsClassifier()).Vary("k", [2, 1], (l, k) => l with { NeighborCount = k });
        Assert.Equal(["k=2", "k=1", .. grid.Candidates.Select(c => c.ToString())],
            new GridSearch(other, grid).Candidates.Select(c => c.ToString()));
        Assert.Contains("'k' needs at least one value",
            Fail(() => ParameterGrid.For(new KNearestNeighborsClassifier()).Vary("k", Array.Empty<int>(), (l, _) => l)));
        Assert.Throws<InvalidCastException>(() => grid.Candidates[0].Regressor);
        Assert.Contains("RegressorGridSearch searches regressors; DecisionTreeClassifier is none",
            Fail(() => new RegressorGridSearch(grid.Candidates)));
    }

    /// <summary>A search asks a grid or a space for candidates and nothing else, so that one may be a user's own.</summary>
    [Fact]
    public void Grids_and_spaces_are_what_gives_candidates()
    {
        ParameterGrid<Ridge> grid = ParameterGrid.For(new Ridge()).Vary("alpha", [1.0, 3.0], (l, alpha) => l with { Alpha = alpha });
        IParameterGrid<IRegressor<IRegressorModel>> seen = grid;
        Assert.Equal(grid.Candidates, seen.Candidates);
        Assert.Equal(["alpha=1", "alpha=3"], new RegressorGridSearch(seen).Candidates.Select(candidate => candidate.ToString()));
        var own = new Own([new Candidate(new Lasso(), []), new Candidate(new Ridge(), [])]);
        Assert.Equal([.. own.Candidates, .. grid.Candidates], new RegressorGridSearch(own, grid).Candidates);

        IParameterSpace<IRegressor<IRegressorModel>> space =
            ParameterSpace.For(new Ridge()).Vary("alpha", Distribution.LogUniform(0.1, 10), (l, alpha) => l with { Alpha = alpha });
        // Candidate i is drawn from stream i of the seed.
        foreach ((int i, Candidate candidate) in new RegressorRandomSearch(space, 5, seed: 3).Candidates.Index())
        {
            Candidate drawn = space.Draw(new Rng(3, (ulong)i));
            Assert.Equal((candidate.ToString(), candidate.Learner), (drawn.ToString(), drawn.Learner));
        }
        Assert.Equal([.. own.Candidates, own.Candidates[0]], new RegressorRandomSearch(own, 3).Candidates);
    }

    private sealed class Own(ImmutableArray<Candidate> candidates) : IParameterGrid<IRegressor<IRegressorModel>>, IParameterSpace<IRegressor<IRegressorModel>>
    {
        private int drawn;

        public ImmutableArray<Candidate> Candidates => candidates;

        public Candidate Draw(Rng rng) => candidates[drawn++ % candidates.Length];
    }

    private static T[] Drawn<T>(Distribution<T> distribution)
    {
        var rng = new Rng(31);
        return [.. Enumerable.Range(0, Draws).Select(_ => distribution.Draw(rng))];
    }
}
