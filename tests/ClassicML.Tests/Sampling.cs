using CsCheck;

namespace ClassicML.Tests;

/// <summary>The properties of CsCheck on cases that are the same in every run. These methods stand before CsCheck's own in every class of
/// the tests,
/// since they lie in the enclosing namespace.</summary>
/// <remarks>
/// CsCheck's seed is that of the first case alone. Here the case of number i comes from stream i of one seed, whichever thread draws it. A
/// case that fails is given to CsCheck with the seed that it has there, which then looks for a smaller one. Where one of CsCheck's own
/// environment variables is set, CsCheck draws by itself: see tests/README.md.
/// </remarks>
internal static class Sampling
{
    private const ulong Seed = 20_260_101;

    private static readonly bool IsFree =
        ((string[])["CsCheck_Seed", "CsCheck_Iter", "CsCheck_Time"]).Any(name =>
            !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(name)));

    /// <param name="gen">Draws cases.</param>
    /// <param name="assert">Throws where the property does not hold of a case.</param>
    /// <param name="iter">How many cases. Default CsCheck's, 100.</param>
    /// <param name="threads">How many threads. Default the processors.</param>
    public static void Sample<T>(this Gen<T> gen, Action<T> assert, long iter = -1, int threads = -1)
    {
        if (IsFree)
        {
            // A time that is set counts, and a number that is set where the test names none.
            CsCheck.Check.Sample(gen, assert, iter: iter, threads: threads);
            return;
        }
        var failed = new (string Seed, Exception Why)?[iter < 0 ? CsCheck.Check.Iter : iter];
        Parallel.For(0, failed.Length,
            new ParallelOptions { MaxDegreeOfParallelism = threads < 0 ? Environment.ProcessorCount : threads }, i =>
        {
            var random = new PCG((uint)i, Seed);
            string seed = random.ToString();
            try
            {
                assert(gen.Generate(random, null, out _));
            }
            catch (Exception e)
            {
                failed[i] = (seed, e);
            }
        });
        if (Array.Find(failed, one => one is not null) is not { } first) return;
        CsCheck.Check.Sample(gen, assert, seed: first.Seed, threads: threads);
        throw new CsCheckException($"the case of seed \"{first.Seed}\" failed once and held when it was tried again", first.Why);
    }

    /// <inheritdoc cref="Sample{T}"/>
    public static void Sample<T1, T2>(this Gen<(T1, T2)> gen, Action<T1, T2> assert, long iter = -1, int threads = -1) =>
        gen.Sample(t => assert(t.Item1, t.Item2), iter, threads);

    /// <inheritdoc cref="Sample{T}"/>
    public static void Sample<T1, T2, T3>(this Gen<(T1, T2, T3)> gen, Action<T1, T2, T3> assert, long iter = -1, int threads = -1) =>
        gen.Sample(t => assert(t.Item1, t.Item2, t.Item3), iter, threads);

    /// <inheritdoc cref="Sample{T}"/>
    public static void Sample<T1, T2, T3,
        T4>(this Gen<(T1, T2, T3, T4)> gen, Action<T1, T2, T3, T4> assert, long iter = -1, int threads = -1) =>
        gen.Sample(t => assert(t.Item1, t.Item2, t.Item3, t.Item4), iter, threads);

    /// <inheritdoc cref="Sample{T}"/>
    public static void Sample<T1, T2, T3, T4,
        T5>(this Gen<(T1, T2, T3, T4, T5)> gen, Action<T1, T2, T3, T4, T5> assert, long iter = -1, int threads = -1) =>
        gen.Sample(t => assert(t.Item1, t.Item2, t.Item3, t.Item4, t.Item5), iter, threads);
}
