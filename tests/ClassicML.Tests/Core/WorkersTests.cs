using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace ClassicML.Tests.Core;

public class WorkersTests
{
    [Theory]
    [InlineData(0, 4), InlineData(1, 4), InlineData(1000, 1), InlineData(1000, 2), InlineData(1000, 64)]
    public void Every_item_is_done_once(int count, int threads)
    {
        int[] done = new int[count];
        Workers.For(count, threads, i => Interlocked.Increment(ref done[i]));
        Assert.All(done, times => Assert.Equal(1, times));
    }

    [Fact]
    public void Blocks_cover_the_range()
    {
        int[] done = new int[103];
        Workers.ForBlocks(103, 10, 4, (start, end) =>
        {
            Assert.InRange(end - start, 1, 10);
            for (int i = start; i < end; i++) Interlocked.Increment(ref done[i]);
        });
        Assert.All(done, times => Assert.Equal(1, times));
    }

    /// <summary>Threads that have idled end, and with them the last that holds what they ran.</summary>
    [Fact]
    public void An_assembly_load_context_unloads_after_a_loop_on_several_threads()
    {
        WeakReference context = RunInAnother();
        for (int i = 0; context.IsAlive && i < 1200; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            Thread.Sleep(50);
        }
        Assert.False(context.IsAlive);
    }

    [Fact]
    public void Threads_that_have_ended_are_made_anew()
    {
        for (int repeat = 0; repeat < 2; repeat++)
        {
            int[] done = new int[100];
            Workers.For(100, 4, i => Interlocked.Increment(ref done[i]));
            Assert.All(done, times => Assert.Equal(1, times));
            Thread.Sleep(1200);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference RunInAnother()
    {
        var context = new AssemblyLoadContext("one loop", isCollectible: true);
        Type workers = context.LoadFromAssemblyPath(typeof(Workers).Assembly.Location).GetType(typeof(Workers).FullName!)!;
        Assert.NotSame(typeof(Workers), workers);
        workers.GetProperty(nameof(Workers.MaxThreads))!.SetValue(null, 4);
        using var met = new CountdownEvent(2);
        // Two items that wait for each other: at least one worker takes part.
        Action<int> meet = _ =>
        {
            met.Signal();
            met.Wait();
        };
        workers.GetMethod(nameof(Workers.For))!.Invoke(null, [2, 2, meet, CancellationToken.None]);
        context.Unload();
        return new WeakReference(context, trackResurrection: true);
    }

    [Fact]
    public void Loops_nest()
    {
        int total = 0;
        Workers.For(20, 8, _ => Workers.For(20, 8, _ => Workers.For(5, 8, _ => Interlocked.Increment(ref total))));
        Assert.Equal(2000, total);
    }

    [Fact]
    public void Many_callers_share_the_workers()
    {
        int total = 0;
        Thread[] callers = [.. Enumerable.Range(0, 8).Select(_ => new Thread(() =>
        {
            for (int repeat = 0; repeat < 200; repeat++) Workers.For(10, 4, _ => Interlocked.Increment(ref total));
        }))];
        foreach (Thread caller in callers) caller.Start();
        foreach (Thread caller in callers) caller.Join();
        Assert.Equal(16_000, total);
    }

    [Fact]
    public void An_exception_reaches_the_caller_and_the_workers_survive()
    {
        for (int repeat = 0; repeat < 100; repeat++)
            Assert.Equal("item 3", Assert.Throws<InvalidOperationException>(
                () => Workers.For(50, 4, i => { if (i == 3) throw new InvalidOperationException("item 3"); })).Message);
        Every_item_is_done_once(100, 4);
    }

    /// <summary>Items 0 and 1 run side by side and both fail, in this order or the other.</summary>
    [Theory, InlineData(0), InlineData(1)]
    public void Of_several_exceptions_that_of_the_lowest_item_is_thrown(int first)
    {
        Assert.SkipUnless(Workers.MaxThreads >= 2, "needs two threads");
        for (int repeat = 0; repeat < 20; repeat++)
        {
            using var both = new Barrier(2);
            using var failed = new ManualResetEventSlim();
            int begun = 0;
            Exception thrown = Assert.ThrowsAny<Exception>(() => Workers.For(100, 2, i =>
            {
                Interlocked.Increment(ref begun);
                if (i > 1) return;
                both.SignalAndWait();
                if (i != first) failed.Wait();
                // What caught it is on its way to write it down.
                if (i != first) Thread.Sleep(1);
                failed.Set();
                throw i == 0 ? new InvalidOperationException("item 0") : new FormatException("item 1");
            }));
            Assert.Equal("item 0", Assert.IsType<InvalidOperationException>(thrown).Message);
            // A loop that has failed begins no further item; both threads were in one.
            Assert.Equal(2, begun);
        }
    }

    [Fact]
    public void An_exception_keeps_the_place_where_it_was_thrown()
    {
        foreach (int threads in new[] { 1, 4 })
            Assert.Contains(nameof(Throwing), Assert.Throws<InvalidOperationException>(() =>
                Workers.For(10, threads, Throwing)).StackTrace);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Throwing(int item) => throw new InvalidOperationException("here");

    [Fact]
    public void Items_begin_in_order_and_blocks_are_consecutive()
    {
        List<int> order = [];
        Workers.For(10, 1, order.Add);
        Assert.Equal(Enumerable.Range(0, 10), order);
        List<(int, int)> blocks = [];
        Workers.ForBlocks(25, 10, 1, (start, end) => blocks.Add((start, end)));
        Assert.Equal([(0, 10), (10, 20), (20, 25)], blocks);
        Workers.ForBlocks(0, 10, 1, (_, _) => Assert.Fail("there is no item"));
        Assert.Throws<ArgumentOutOfRangeException>(() => Workers.ForBlocks(1, 0, 1, (_, _) => { }));
    }

    [Fact]
    public void A_token_given_beforehand_lets_nothing_begin()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        foreach (int threads in new[] { 1, 4 })
            Assert.ThrowsAny<OperationCanceledException>(() => Workers.For(10, threads, _ => Assert.Fail("cancelled"), source.Token));
    }

    [Fact]
    public void Cancellation_ends_the_loop()
    {
        const int threads = 4;
        using var source = new CancellationTokenSource();
        int begun = 0;
        Assert.ThrowsAny<OperationCanceledException>(() => Workers.For(1_000_000, threads, _ =>
        {
            int place = Interlocked.Increment(ref begun);
            if (place == 10) source.Cancel();
            // What begins in between ends after the token only, however the threads are scheduled.
            else if (place > 10) source.Token.WaitHandle.WaitOne();
        }, source.Token));
        // Each other thread may have been on its way into an item.
        Assert.InRange(begun, 10, 10 - 1 + threads);
    }
}
