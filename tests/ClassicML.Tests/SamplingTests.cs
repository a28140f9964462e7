using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using CsCheck;

namespace ClassicML.Tests;

/// <summary>Properties see the same cases in every run, unless a run asks for others.</summary>
public partial class SamplingTests
{
    private static readonly Gen<(int, double)> Pairs = Gen.Select(Gen.Int[0, 1_000_000], Gen.Double[0, 1]);

    [Fact]
    public void The_cases_of_a_property_are_the_same_in_every_run_and_on_any_threads()
    {
        Assert.SkipWhen(IsFree, "this run draws other cases");
        List<(int, double)> first = Drawn(threads: 1), second = Drawn(threads: 4);
        Assert.Equal(50, first.Distinct().Count());
        Assert.Equal(first.Order(), second.Order());
        // Written down, so that another version of CsCheck that draws otherwise is noticed: then these change, and what they find may.
        Assert.Equal(First, first.Take(3).Select(pair => pair.Item1));

        static List<(int, double)> Drawn(int threads)
        {
            var drawn = new ConcurrentQueue<(int, double)>();
            Pairs.Sample((i, x) => drawn.Enqueue((i, x)), iter: 50, threads: threads);
            return [.. drawn];
        }
    }

    [Fact]
    public void A_case_that_fails_is_told_with_the_seed_that_draws_it_again()
    {
        string message = Assert.Throws<CsCheckException>(() => Gen.Int[0, 1000].Sample(i => Assert.True(i < 900), iter: 100)).Message;
        string seed = Quoted().Match(message).Groups[1].Value;
        int again = 0;
        Assert.Throws<CsCheckException>(() => CsCheck.Check.Sample(Gen.Int[0, 1000], i =>
        {
            again = Math.Max(again, i);
            Assert.True(i < 900);
        }, seed: seed, iter: 1));
        Assert.InRange(again, 900, 1000);
    }

    /// <summary>CsCheck called by its own name, or with a seed, would draw other cases.</summary>
    [Fact]
    public void No_test_goes_around_the_cases_that_are_fixed()
    {
        foreach (string file in Directory.GetFiles(Path.Combine(Repository.Root, "tests"), "*.cs", SearchOption.AllDirectories))
            if (Path.GetFileName(file) is not ("Sampling.cs" or "SamplingTests.cs"))
                Assert.DoesNotMatch(
                    @"Check\.Sample|\.Sample(Parallel|ModelBased|Metamorphic|Concurrent)\(|\bseed:\s*""", File.ReadAllText(file));
    }

    private static bool IsFree => new[] { "CsCheck_Seed", "CsCheck_Iter", "CsCheck_Time" }.Any(
        name => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(name)));

    private static readonly int[] First = [938_950, 494_514, 511_887];

    [GeneratedRegex("\"([0-9a-zA-Z_-]{12,})\"")]
    private static partial Regex Quoted();
}
