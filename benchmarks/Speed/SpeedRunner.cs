using System.Diagnostics;
using ClassicML.Benchmarks.Speed.Peers;

namespace ClassicML.Benchmarks.Speed;

/// <summary>
/// Runs a case: every contender in a process of its own; in each round all do every step, in turns, so that drift hits all alike; the median
/// counts. The first round, which does each step once, tells the memory that it takes.
/// </summary>
internal static class SpeedRunner
{
    // A time is trusted from here on; shorter steps are done several times over in one timing.
    private const double LeastSeconds = 0.02;

    // The just-in-time compiler brings code to its last tier only after many calls and some tenths of a second.
    private const double WarmUpSeconds = 0.3;

    private const int WarmUps = 5;

    // OpenBLAS's threads spin for some 30 ms after their work before they sleep; meanwhile nobody is timed.
    private const int SettleMilliseconds = 100;

    // What takes less shows the just-in-time compiler in its first time.
    private const double QuickSeconds = 2;

    // A first round as long as this has warmed everything up.
    private static readonly TimeSpan LongRound = TimeSpan.FromSeconds(5);

    /// <summary>How long a step may take where nothing else is said.</summary>
    public static TimeSpan Limit { get; } = TimeSpan.FromMinutes(15);

    /// <param name="speedCase">The case.</param>
    /// <param name="peers">Who takes part; names that are no peers of the case are passed over.</param>
    /// <param name="rounds">The timed rounds, at most.</param>
    /// <param name="cancellation">Ends every process at once.</param>
    /// <param name="limit">How long a step may take. Default <see cref="Limit"/>.</param>
    /// <param name="budget">When no further timed round begins, from the first one on; a first round that takes as long is the only one.</param>
    /// <exception cref="PeerAbsentException">Our own side lacks its data.</exception>
    /// <exception cref="PeerFailedException">Our own side failed. A peer that does is part of the results.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was requested.</exception>
    public static IReadOnlyList<SpeedResult> Run(
        SpeedCase speedCase, IEnumerable<string> peers, int rounds, CancellationToken cancellation, TimeSpan? limit = null, TimeSpan? budget = null)
    {
        var clock = new Stopwatch();
        using var data = new CaseData(speedCase.WriteData);
        var ours = new Entry(PeerNames.Ours, speedCase, limit ?? Limit);
        Entry[] all = [ours, .. peers.Where(name => speedCase.Peers.Any(peer => peer.Name == name)).Select(name => new Entry(name, speedCase, ours.Limit))];
        try
        {
            foreach (Entry entry in all) entry.Start(data, cancellation);
            int warmUps = WarmUps;
            for (int round = 0; round < warmUps + rounds; round++)
            {
                long start = Stopwatch.GetTimestamp();
                if (round == warmUps) clock.Start();
                foreach ((string step, _, _) in speedCase.Steps)
                    for (int turn = 0; turn < all.Length; turn++)
                    {
                        // Who comes first changes from round to round.
                        Entry entry = all[(turn + round) % all.Length];
                        if (entry.Process is null) continue;
                        cancellation.WaitHandle.WaitOne(SettleMilliseconds);
                        cancellation.ThrowIfCancellationRequested();
                        entry.Run(step, round < warmUps - 1 ? WarmUpSeconds : round < warmUps ? LeastSeconds : null);
                    }
                TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
                if (round == 0 && elapsed > LongRound) warmUps = 1;
                if (round == 0 && elapsed >= budget)
                {
                    // So long that there will be no other: who is quick goes once more, warm; for the others it counts.
                    foreach ((string step, _, _) in speedCase.Steps)
                        foreach (Entry entry in all.Where(entry => entry.IsQuick(step))) entry.Run(step, null);
                    break;
                }
                if (round >= warmUps && clock.Elapsed >= budget) break;
            }
            return [.. speedCase.Steps.Select(step => new SpeedResult(
                speedCase.Name, step.Step, ours.Measured(step, warmUps)!, [.. all.Skip(1).Select(entry => entry.Result(step, warmUps))])
            {
                Settings = ours.Settings,
            })];
        }
        finally
        {
            foreach (Entry entry in all) entry.Process?.Dispose();
        }
    }

    /// <summary>A contender's share in a case, as far as it came.</summary>
    private sealed class Entry(string name, SpeedCase speedCase, TimeSpan limit)
    {
        private readonly Dictionary<string, Record> records = speedCase.Steps.ToDictionary(step => step.Step, _ => new Record());
        private string? absent, failed, version;

        /// <summary>Null before its start, and once it is out.</summary>
        public PeerProcess? Process { get; private set; }

        public TimeSpan Limit => limit;

        public string? Settings { get; private set; }

        public void Start(CaseData data, CancellationToken cancellation)
        {
            try
            {
                Process = PeerProcess.Start(name, speedCase, data, limit, cancellation);
                (version, Settings) = (Process.Version, Process.Settings);
            }
            catch (PeerAbsentException e) when (name != PeerNames.Ours)
            {
                absent = e.Message;
            }
            catch (PeerFailedException e) when (name != PeerNames.Ours)
            {
                failed = e.Message;
            }
        }

        /// <summary>One timing of a step.</summary>
        /// <param name="step">The step.</param>
        /// <param name="least">How many seconds the next timing shall take at least; null: as many times as this.</param>
        public void Run(string step, double? least)
        {
            Record record = records[step];
            try
            {
                (double seconds, record.Quality) = Process!.Run(step, record.Times, limit);
                record.PeakMegabytes ??= Process.PeakMegabytes(limit);
                record.Seconds.Add(seconds);
                if (least is { } wanted) record.Times = (int)Math.Clamp(Math.Ceiling(wanted / seconds), 1, 1_000_000);
            }
            catch (PeerFailedException e) when (name != PeerNames.Ours)
            {
                failed = e.Message;
                Process!.Dispose();
                Process = null;
            }
        }

        /// <summary>Whether the first time of a step was short.</summary>
        public bool IsQuick(string step) => Process is not null && records[step].Seconds[0] < QuickSeconds;

        public PeerResult Result((string, string, double) step, int warmUps) =>
            new(name, version, Measured(step, warmUps), absent) { Settings = Settings, Failed = failed };

        public Measured? Measured((string Step, string Quality, double Tolerance) step, int warmUps)
        {
            if (absent is not null || failed is not null) return null;
            Record record = records[step.Step];
            List<double> sorted = [.. record.Seconds.Skip(Math.Min(warmUps, record.Seconds.Count - 1)).Order()];
            double median = (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
            return new Measured(median, sorted.Count, new Quality(step.Quality, record.Quality, step.Tolerance), record.PeakMegabytes);
        }

        private sealed class Record
        {
            public int Times { get; set; } = 1;

            public List<double> Seconds { get; } = [];

            public double Quality { get; set; }

            public double? PeakMegabytes { get; set; }
        }
    }
}
