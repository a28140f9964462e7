using System.Globalization;
using ClassicML.Svm;

namespace ClassicML.Tests.Svm;

/// <summary>The parts of the solver, each against the plain loop that its page says it is.</summary>
public class SmoPartsTests
{
    [Theory, InlineData(0, 32), InlineData(16, 48), InlineData(48, 160), InlineData(64, 64)]
    public void Passes_over_a_range_see_that_range_alone(int start, int end)
    {
        const int length = 176;
        var rng = new Rng(7);
        // Few distinct values, so that there are ties: the first wins.
        double[] g = [.. Enumerable.Range(0, length).Select(_ => (double)rng.NextInt(9))], moved = [.. g];
        float[] May() => [.. Enumerable.Range(0, length).Select(_ => rng.NextInt(3) == 0 ? float.NegativeInfinity : 0)];
        float[] Row() => [.. Enumerable.Range(0, length).Select(_ => (float)rng.NextInt(4))];
        float[] up = May(), low = May(), rowI = Row(), rowJ = Row(), diagonal = [.. Row().Select(value => 3 + value)];
        // Values outside the range would win.
        for (int k = 0; k < length; k++)
            if (k < start || k >= end) (g[k], moved[k], up[k], low[k]) = (k % 2 == 0 ? -1000 : 1000, k % 2 == 0 ? -1000 : 1000, 0, 0);

        (double, int) first = (double.NegativeInfinity, -1);
        for (int k = start; k < end; k++)
            if (up[k] == 0 && -g[k] > first.Item1) first = (-g[k], k);
        Assert.Equal(first, SmoPasses.First(g, up, start, end));

        const double from = -2.5, own = 2;
        (float Gain, int Position, float Violation) partner = (0, -1, float.NegativeInfinity);
        for (int k = start; k < end; k++)
        {
            if (low[k] != 0) continue;
            float b = (float)(g[k] - from), a = (float)own + diagonal[k] - 2 * rowI[k];
            partner.Violation = Math.Max(partner.Violation, b);
            if (!(a > 1e-12f)) a = 1e-12f;
            if (b > 0 && b * (b / a) > partner.Gain) (partner.Gain, partner.Position) = (b * (b / a), k);
        }
        Assert.Equal(partner, SmoPasses.Partner(g, low, diagonal, rowI, from, own, start, end));

        (double, int) next = (double.NegativeInfinity, -1);
        for (int k = start; k < end; k++)
        {
            moved[k] += 0.5 * (rowI[k] - rowJ[k]);
            if (up[k] == 0 && -moved[k] > next.Item1) next = (-moved[k], k);
        }
        Assert.Equal(next, SmoPasses.Update(g, up, rowI, rowJ, 0.5, start, end));
        Assert.Equal(moved, g);
    }

    [Theory, InlineData(false), InlineData(true)]
    public void A_working_set_holds_the_worst_violators_and_half_of_the_last_set(bool twoGroups)
    {
        const int size = 32;
        SmoVariables variables = Random(twoGroups, 11);
        var sets = new WorkingSet(size);
        int[] first = [.. sets.Choose(variables)];
        Assert.Equal(Worst(variables, twoGroups, size), first);
        // The next begins with as many violators as half a set, and goes on with the last set, free variables before others.
        for (int k = 0; k < variables.Count; k++)
            if (variables.Items[k] >= 0) variables.Gradient[k] = -variables.Gradient[k] + k % 5;
        int[] worst = Worst(variables, twoGroups, size / 2);
        int[] kept = [.. first.Except(worst).OrderBy(k => variables.Up[k] == 0 && variables.Low[k] == 0 ? 0 : 1).Take(size - worst.Length)];
        Assert.Equal(worst.Concat(kept).Order(), sets.Choose(variables));
        // What was forgotten is not kept: the set is as the first one.
        sets.Forget();
        Assert.Equal(Worst(variables, twoGroups, size), sets.Choose(variables));
    }

    [Theory, InlineData(false), InlineData(true)]
    public void What_is_set_aside_is_at_a_bound_that_the_gradient_presses_against(bool twoGroups)
    {
        SmoVariables v = Random(twoGroups, 5);
        List<int> kept = v.Unshrinkable(1)!;
        int gone = 0;
        for (int group = 0; group < (twoGroups ? 2 : 1); group++)
        {
            int[] own = [.. Enumerable.Range(0, v.Count).Where(k => v.Items[k] >= 0 && (k >= v.Split) == (group == 1))];
            double most = own.Where(k => v.Values[k] < v.Upper[k]).Max(k => -v.Gradient[k]),
                least = own.Where(k => v.Values[k] > v.Lower[k]).Min(k => -v.Gradient[k]);
            foreach (int k in own)
            {
                bool presses = (v.Values[k] == v.Upper[k] && -v.Gradient[k] > most)
                    || (v.Values[k] == v.Lower[k] && -v.Gradient[k] < least);
                Assert.Equal(!presses, kept.Contains(k));
                if (presses) gone++;
            }
        }
        Assert.Equal(kept.Order(), kept);
        // Fewer than asked for, or than a fifth of all, are not worth it.
        Assert.NotNull(v.Unshrinkable(gone));
        Assert.Null(v.Unshrinkable(gone + 1));
    }

    [Fact]
    public void A_selection_knows_where_it_comes_from_and_gives_back_what_has_changed()
    {
        SmoVariables all = Random(true, 3);
        List<int> kept = [.. Enumerable.Range(0, all.Count).Where(k => all.Items[k] >= 0 && k % 3 != 1)];
        SmoVariables some = all.Select(kept, all: true);
        List<int> half = [.. Enumerable.Range(0, some.Count).Where(k => some.Items[k] >= 0 && k % 2 == 0)];
        SmoVariables fewer = some.Select(half, all: false);
        Assert.Equal(kept, some.Origin.Where(origin => origin >= 0));
        foreach (SmoVariables part in new[] { some, fewer })
        {
            Assert.Equal((0, 0), (part.Split % SmoPasses.Width, part.Count % SmoPasses.Width));
            Assert.Equal(part.Items.Count(item => item >= 0), part.VariableCount);
            for (int k = 0; k < part.Count; k++)
            {
                int origin = part.Origin[k];
                if (origin < 0)
                {
                    Assert.Equal((-1, float.NegativeInfinity, float.NegativeInfinity), (part.Items[k], part.Up[k], part.Low[k]));
                    continue;
                }
                Assert.Equal(origin < all.Split, k < part.Split);
                Assert.Equal(
                    (all.Items[origin], all.Values[origin], all.Gradient[origin]), (part.Items[k], part.Values[k], part.Gradient[k]));
                Assert.Equal((all.Linear[origin], all.Lower[origin], all.Upper[origin]), (part.Linear[k], part.Lower[k], part.Upper[k]));
                Assert.Equal((all.ExactDiagonal[origin], all.Diagonal[origin], all.Up[origin], all.Low[origin]),
                    (part.ExactDiagonal[k], part.Diagonal[k], part.Up[k], part.Low[k]));
            }
        }
        int moved = Array.FindIndex(fewer.Origin, origin => origin >= 0), to = fewer.Origin[moved];
        (fewer.Values[moved], fewer.Gradient[moved]) = (fewer.Upper[moved], 77);
        fewer.SetStatus(moved);
        double untouched = all.Gradient[1];
        fewer.CopyTo(all);
        Assert.Equal((all.Upper[to], 77.0, float.NegativeInfinity, 0f), (all.Values[to], all.Gradient[to], all.Up[to], all.Low[to]));
        Assert.Equal(untouched, all.Gradient[1]);
    }

    [Theory]
    // Free variables alone count, on the average; without any, the middle between those that may rise and those that may fall.
    [InlineData("free 1, free 4, zero -9, full 9", 2.5), InlineData("zero 3, zero 5, full -1, full -2", 1)]
    [InlineData("zero 3, zero 5", 3), InlineData("full 3, full 5", 5), InlineData("", 0)]
    public void Rho_is_the_gradient_of_free_variables_or_the_middle_of_what_bounds_allow(string variables, double rho)
    {
        string[] words = variables.Split(", ", StringSplitOptions.RemoveEmptyEntries);
        var problem = new SmoProblem([.. Enumerable.Range(0, words.Length)], words.Length);
        Array.Fill(problem.Upper, 1);
        for (int k = 0; k < words.Length; k++) problem.Start[k] = words[k].Split(' ')[0] switch { "free" => 0.5, "full" => 1, _ => 0 };
        SmoVariables v = SmoVariables.Of(problem, new GramSource([], new double[words.Length]));
        for (int k = 0; k < words.Length; k++) v.Gradient[k] = double.Parse(words[k].Split(' ')[1], CultureInfo.InvariantCulture);
        Assert.Equal(rho, v.Rho(0, v.Split));
    }

    [Fact]
    public void A_start_from_wanted_values_is_feasible_and_near_them()
    {
        SmoProblem problem = SmoProblems.Classify([0, 1, 2, 3], [4, 5, 6], 2, [1, 2, 1, 0.5, 1, 1, 3]);
        double[][] wishes =
        [
            [9, 1, 0, 0.3, -1, -0.5, -9], [0, 0, 0, 0, -1, -2, -3], [-1, -1, -1, -1, 1, 1, 1], [1, 1, 0, 0, -2, 0, 0],
            [0, 0, 0, 0, 0, 0, 0],
        ];
        foreach (double[] wanted in wishes)
        {
            WarmValues.Set(problem, wanted);
            double[] clamped = [.. wanted.Select((value, k) => Math.Clamp(value, problem.Lower[k], problem.Upper[k]))];
            Assert.Equal(0, problem.Start.Sum(), 1e-14);
            for (int k = 0; k < 7; k++)
            {
                Assert.InRange(problem.Start[k], problem.Lower[k], problem.Upper[k]);
                // Only what is too much is taken, from the side that has it.
                Assert.True(Math.Abs(problem.Start[k]) <= Math.Abs(clamped[k]));
                if (problem.Start[k] != clamped[k]) Assert.Equal(Math.Sign(clamped.Sum()), Math.Sign(clamped[k]));
            }
            Assert.Equal(Math.Abs(clamped.Sum()), clamped.Zip(problem.Start, (a, b) => Math.Abs(a - b)).Sum(), 1e-14);
        }
    }

    [Fact]
    public void A_start_of_nu_has_the_sums_that_nu_asks_for()
    {
        double[] weights = [1, 2, 0.5, 0.25, 3, 1, 1], targets = [3, 1, 2, 5, 4, 6, 7];
        SmoProblem classify = SmoProblems.ClassifyNu([0, 1, 2, 3], [4, 5, 6], 0.7, weights)!;
        Assert.Equal(0.5 * 0.7 * weights.Sum(), classify.Start[..4].Sum(), 1e-14);
        Assert.Equal(-0.5 * 0.7 * weights.Sum(), classify.Start[4..].Sum(), 1e-14);
        SmoProblem regress = SmoProblems.RegressNu(targets, 4, 0.7, weights);
        Assert.Equal(0.5 * 0.7 * 4 * weights.Sum(), regress.Start[..7].Sum(), 1e-13);
        Assert.Equal(-0.5 * 0.7 * 4 * weights.Sum(), regress.Start[7..].Sum(), 1e-13);
        SmoProblem one = SmoProblems.OneClass(10, 0.37);
        Assert.Equal(3.7, one.Start.Sum(), 1e-14);
        foreach (SmoProblem problem in new[] { classify, regress, one })
            for (int k = 0; k < problem.Count; k++) Assert.InRange(problem.Start[k], problem.Lower[k], problem.Upper[k]);
        // Each class must weigh as much as half of ν: 3.75 of 8.75 are exactly 3/7.
        Assert.NotNull(SmoProblems.ClassifyNu([0, 1, 2, 3], [4, 5, 6], 2 * 3.75 / 8.75, weights));
        Assert.Null(SmoProblems.ClassifyNu([0, 1, 2, 3], [4, 5, 6], 2 * 3.76 / 8.75, weights));
    }

    // The largest -g of what may rise above the least of what may fall, and the other way round: half of the size each, a quarter each of
    // two groups; a variable on both lists comes once. Of equal ones the lower position.
    private static int[] Worst(SmoVariables v, bool twoGroups, int size)
    {
        int share = size / (twoGroups ? 4 : 2);
        List<int> chosen = [];
        for (int group = 0; group < (twoGroups ? 2 : 1); group++)
        {
            int[] own = [.. Enumerable.Range(0, v.Count).Where(k => v.Items[k] >= 0 && (k >= v.Split) == (group == 1))];
            int[] rising = [.. own.Where(k => v.Up[k] == 0)], falling = [.. own.Where(k => v.Low[k] == 0)];
            double most = rising.Max(k => -v.Gradient[k]), least = falling.Min(k => -v.Gradient[k]);
            chosen.AddRange(rising.Where(k => -v.Gradient[k] > least).OrderByDescending(k => -v.Gradient[k]).ThenBy(k => k).Take(share));
            int[] others = [.. falling.Where(k => -v.Gradient[k] < most && !chosen.Contains(k))];
            chosen.AddRange(others.OrderByDescending(k => v.Gradient[k]).ThenBy(k => k).Take(share));
        }
        chosen.Sort();
        return [.. chosen];
    }

    // 150 variables, some at either bound, gradients of few distinct values.
    private static SmoVariables Random(bool twoGroups, ulong seed)
    {
        const int n = 150;
        var rng = new Rng(seed);
        var problem = new SmoProblem([.. Enumerable.Range(0, n)], twoGroups ? 70 : n);
        Array.Fill(problem.Upper, 2);
        for (int k = 0; k < n; k++)
        {
            problem.Start[k] = rng.NextInt(3) switch { 0 => 0, 1 => 2, _ => 0.1 + rng.NextDouble() };
            problem.Linear[k] = rng.NextInt(5);
        }
        SmoVariables v = SmoVariables.Of(problem, new GramSource([], [.. Enumerable.Range(0, n).Select(k => 1.0 + k)]));
        // Those at a bound are mostly pressed against it.
        for (int k = 0; k < v.Count; k++)
            if (v.Items[k] >= 0) v.Gradient[k] = rng.NextInt(12) + (v.Values[k] == 0 ? 6 : v.Values[k] == 2 ? -6 : 0);
        return v;
    }
}
