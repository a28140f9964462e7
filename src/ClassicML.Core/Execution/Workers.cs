using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace ClassicML;

/// <summary>One set of threads for the whole process. The caller works on its own loop, so loops nest without waiting for one another.</summary>
/// <remarks>
/// Items are handed out one by one in order, so unequal items balance. A loop is worth its start above about 100 µs of work: a thread that
/// sleeps wakes in some 30 µs. One that has just worked looks for the next loop for a moment first, so loops in a row start in one.
/// A thread that has slept for a second ends, and another is made when there is work: so an assembly load context that holds it can unload.
/// Results must not depend on which thread does what: write by item, and split sums by fixed blocks.
/// </remarks>
public static class Workers
{
    private static readonly object Gate = new();
    private static readonly List<Loop> Open = [];

    // How long a thread that has nothing to do looks for work before it sleeps. At first it spins, for a few times what waking costs. Then it
    // also offers its processor to others: a thread that sleeps and wakes often may be woken again and again on the processor where its caller
    // works, while another is idle; one that stays runnable is moved there at the next tick.
    private static readonly long Spinning = Stopwatch.Frequency / 10_000, Patience = Stopwatch.Frequency / 500;

    private static readonly TimeSpan LongestSleep = TimeSpan.FromSeconds(1);

    private static int started;
    private static int opened;

    /// <summary>The most threads that any one loop uses, its caller included. Default: the processors, or <c>CLASSICML_THREADS</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public static int MaxThreads { get; set => field = Check.Positive(value, nameof(MaxThreads)); } =
        int.TryParse(Environment.GetEnvironmentVariable("CLASSICML_THREADS"), out int given) && given > 0 ? given : Environment.ProcessorCount;

    /// <summary>Runs <paramref name="body"/> for 0…<paramref name="count"/>-1 and returns when all are done.</summary>
    /// <param name="count">The number of items.</param>
    /// <param name="threads">The most threads to use, the caller included, as <see cref="FitContext.Threads"/> gives it.</param>
    /// <param name="body">The work on one item.</param>
    /// <param name="cancellation">Looked at before each item.</param>
    /// <exception cref="OperationCanceledException">Cancellation was requested; items that had begun were finished.</exception>
    /// <remarks>If items throw, the exception of the lowest one that ran is thrown once all threads have left the loop.</remarks>
    public static void For(int count, int threads, Action<int> body, CancellationToken cancellation = default)
    {
        int helpers = Math.Min(Math.Min(threads, MaxThreads), count) - 1;
        if (helpers <= 0)
        {
            for (int i = 0; i < count; i++)
            {
                cancellation.ThrowIfCancellationRequested();
                body(i);
            }
            return;
        }
        var loop = new Loop(count, helpers, body, cancellation);
        lock (Gate)
        {
            EnsureStarted(MaxThreads - 1);
            Open.Add(loop);
            Volatile.Write(ref opened, opened + 1);
            // A worker that wakes for nothing sleeps again, so waking too many is only a waste.
            if (helpers == 1) Monitor.Pulse(Gate);
            else Monitor.PulseAll(Gate);
        }
        loop.Work();
        loop.Leave();
    }

    /// <summary>Runs <paramref name="body"/> over consecutive ranges of <paramref name="blockSize"/> items (the last may be shorter).</summary>
    /// <inheritdoc cref="For"/>
    public static void ForBlocks(int count, int blockSize, int threads, Action<int, int> body, CancellationToken cancellation = default)
    {
        Check.Positive(blockSize, nameof(blockSize));
        int blocks = (int)(((long)count + blockSize - 1) / blockSize);
        For(blocks, threads, block => body(block * blockSize, Math.Min(count, (block + 1) * blockSize)), cancellation);
    }

    private static void EnsureStarted(int wanted)
    {
        for (; started < wanted; started++)
            new Thread(Serve) { IsBackground = true, Name = $"ClassicML worker {started + 1}" }.Start();
    }

    private static void Serve()
    {
        while (true)
        {
            Loop? loop;
            lock (Gate)
            {
                bool awake = true;
                while (!TryJoin(out loop))
                {
                    if (!awake)
                    {
                        started--;
                        return;
                    }
                    awake = Monitor.Wait(Gate, LongestSleep);
                }
            }
            do
            {
                int before = Volatile.Read(ref opened);
                loop!.Work();
                loop.HelperDone();
                long start = Stopwatch.GetTimestamp();
                while (Volatile.Read(ref opened) == before && Idle(start)) ;
                lock (Gate) TryJoin(out loop);
            }
            while (loop is not null);
        }
    }

    // Passes a moment; false once patience has ended.
    private static bool Idle(long start)
    {
        long waited = Stopwatch.GetTimestamp() - start;
        if (waited < Spinning) Thread.SpinWait(8);
        else if (waited < Patience) Thread.Yield();
        else return false;
        return true;
    }

    // The newest loop first: it is the innermost, and what encloses it waits for it.
    private static bool TryJoin(out Loop? joined)
    {
        for (int i = Open.Count - 1; i >= 0; i--)
            if (Open[i].TryEnter())
            {
                joined = Open[i];
                return true;
            }
        joined = null;
        return false;
    }

    private sealed class Loop(int count, int places, Action<int> body, CancellationToken cancellation)
    {
        private int next = -1;
        private int free = places;
        private int inside;
        private int failedAt = int.MaxValue;
        private ExceptionDispatchInfo? failure;

        public bool TryEnter()
        {
            if (free == 0 || Volatile.Read(ref next) >= count - 1) return false;
            free--;
            inside++;
            return true;
        }

        public void Work()
        {
            for (int i; !cancellation.IsCancellationRequested && (i = Interlocked.Increment(ref next)) < count;)
            {
                try
                {
                    body(i);
                }
                catch (Exception e)
                {
                    lock (this)
                        if (i < failedAt) (failedAt, failure) = (i, ExceptionDispatchInfo.Capture(e));
                    Volatile.Write(ref next, count);
                }
            }
        }

        public void HelperDone()
        {
            lock (Gate)
            {
                Volatile.Write(ref inside, inside - 1);
                if (inside == 0) Monitor.PulseAll(Gate);
            }
        }

        public void Leave()
        {
            // The last helper is usually a few microseconds behind: spin for it before sleeping.
            long start = Stopwatch.GetTimestamp();
            while (Volatile.Read(ref inside) > 0 && Idle(start)) ;
            lock (Gate)
            {
                Open.Remove(this);
                while (inside > 0) Monitor.Wait(Gate);
            }
            failure?.Throw();
            cancellation.ThrowIfCancellationRequested();
        }
    }
}
