using System.Diagnostics;

namespace ClassicML.Benchmarks.Speed;

/// <summary>Runs a case: in each round every contender does every step, in turns, so that drift hits all alike; the median counts.</summary>
internal static class SpeedRunner
{
    // A time is trusted from here on; shorter steps are done several times over in one timing.
    private const double LeastSeconds = 0.02;

    // The just-in-time compiler brings code to its last tier only after many calls and some tenths of a second.
    private const double WarmUpSeconds = 0.3;

    private const int WarmUps = 3;

    // OpenBLAS's threads spin for some 30 ms after their work before they sleep; meanwhile nobody is timed.
    private const int SettleMilliseconds = 100;

    // A first round as long as this has warmed everything up.
    private const double LongRoundSeconds = 5;

    public static IReadOnlyList<SpeedResult> Run(SpeedCase speedCase, string[] peers, int rounds, TimeSpan budget, CancellationToken cancellation)
    {
        peers = [.. peers.Where(speedCase.Knows)];
        var absent = new Dictionary<string, string>();
        var contenders = new List<(string Key, IContender One)> { (PeakMemory.Ours, speedCase.Ours()) };
        try
        {
            foreach (string peer in peers)
            {
                try
                {
                    contenders.Add((peer, speedCase.Peer(peer)));
                }
                catch (PeerAbsentException e)
                {
                    absent.Add(peer, e.Message);
                }
            }
            var times = new Dictionary<(string, string), int>();
            var seconds = new Dictionary<(string, string), List<double>>();
            var quality = new Dictionary<(string, string), double>();
            int warmUps = WarmUps;
            var clock = Stopwatch.StartNew();
            for (int round = 0; round < warmUps + rounds; round++)
            {
                long start = Stopwatch.GetTimestamp();
                foreach ((string step, _, _) in speedCase.Steps)
                    for (int turn = 0; turn < contenders.Count; turn++)
                    {
                        cancellation.ThrowIfCancellationRequested();
                        // Who comes first changes from round to round.
                        (string key, IContender one) = contenders[(turn + round) % contenders.Count];
                        (string, string) at = (key, step);
                        Thread.Sleep(SettleMilliseconds);
                        (double measured, double value) = one.Run(step, times.GetValueOrDefault(at, 1));
                        quality[at] = value;
                        double least = round < warmUps - 1 ? WarmUpSeconds : LeastSeconds;
                        if (round < warmUps) times[at] = (int)Math.Clamp(Math.Ceiling(least / measured), 1, 1_000_000);
                        else (seconds.TryGetValue(at, out List<double>? list) ? list : seconds[at] = []).Add(measured);
                    }
                // One timed round there is always.
                if (round >= warmUps && clock.Elapsed > budget) break;
                if (round == 0 && Stopwatch.GetElapsedTime(start).TotalSeconds > LongRoundSeconds) warmUps = 1;
            }
            return [.. speedCase.Steps.Select(step => new SpeedResult(
                speedCase.Name, step.Step, Measured(PeakMemory.Ours, step),
                [.. peers.Select(peer => absent.TryGetValue(peer, out string? why)
                    ? new PeerResult(peer, null, null, why)
                    : new PeerResult(peer, contenders.First(c => c.Key == peer).One.Version, Measured(peer, step), null))]))];

            Measured Measured(string key, (string Step, string Quality, double Tolerance) step)
            {
                List<double> sorted = [.. seconds[(key, step.Step)].Order()];
                double median = (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
                return new Measured(median, sorted.Count, new Quality(step.Quality, quality[(key, step.Step)], step.Tolerance), PeakMemory.Of(speedCase, step.Step, key));
            }
        }
        finally
        {
            foreach ((_, IContender one) in contenders) one.Dispose();
        }
    }
}
