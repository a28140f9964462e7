using System.Globalization;
using ClassicML.Benchmarks.Speed;
using ClassicML.Benchmarks.Speed.Peers;

namespace ClassicML.Benchmarks.Scale;

/// <summary>Measures one learner and its peer at the sizes of a plan; each size has a process for each side.</summary>
internal sealed class ScaleRunner(ScaleLearner learner, bool withPeer, ScalePlan plan, int rounds, Action<ScalePoint> done, CancellationToken cancellation)
{
    public const string Ours = "ClassicML";

    // As in the speed cases: a first run as long as this has warmed everything up, and a time is trusted from the least on.
    private const double LongSeconds = 5, WarmUpSeconds = 0.3, LeastSeconds = 0.02;

    private const int WarmUps = 2, SettleMilliseconds = 100;

    private static readonly string[] Steps = ["fit", "predict"];

    private readonly Dictionary<ScaleSize, ScalePoint> points = [];

    // What was expected to keep to the budget and goes far beyond is ended.
    private readonly TimeSpan limit = TimeSpan.FromSeconds(Math.Max(60, 10 * plan.BudgetSeconds));

    public ScaleResult Run()
    {
        foreach (IReadOnlyList<ScaleSize> sweep in plan.Sweeps)
            foreach (ScaleSize size in sweep)
            {
                cancellation.ThrowIfCancellationRequested();
                if (points.ContainsKey(size)) continue;
                points[size] = Measure(size, TooLong(sweep, size, point => point.Ours), withPeer ? TooLong(sweep, size, point => point.Peer) : null);
                done(points[size]);
            }
        return new ScaleResult(learner.Name, [.. points.Values]);
    }

    // Why a size is left out, from those of its sweep that came before; null where it is not.
    private string? TooLong(IReadOnlyList<ScaleSize> sweep, ScaleSize size, Func<ScalePoint, ScaleSide?> sideOf)
    {
        ScaleSide?[] before = [.. sweep.TakeWhile(other => other != size).Select(other => sideOf(points[other]))];
        if (before.FirstOrDefault(side => side?.LeftOut is not null) is { LeftOut: { } why }) return why;
        double Work(ScaleSize one) => (double)one.Rows * one.Features / one.Threads;
        double? expected = Growth.Expected(
            [.. sweep.Zip(before).Select(pair => (Work(pair.First), pair.Second!.Measured!.FitSeconds + pair.Second.Measured.PredictSeconds))], Work(size));
        return expected > plan.BudgetSeconds ? FormattableString.Invariant($"at {size} it would take about {expected:G2} s, above the budget of {plan.BudgetSeconds:G3} s") : null;
    }

    private ScalePoint Measure(ScaleSize size, string? oursLeftOut, string? peerLeftOut)
    {
        string caseName = ScaleWorker.CaseName(learner, size), threads = size.Threads.ToString(CultureInfo.InvariantCulture);
        using var data = new CaseData(folder => ScaleData.Write(folder, ScaleData.Of(size.Rows, size.Features)));
        using var ours = new Side(Ours, oursLeftOut, size.Threads, limit, cancellation, () => ChildProcess.Command(ScaleWorker.CommandName, caseName, threads));
        using Side? peer = !withPeer ? null : new Side(
            learner.Library, peerLeftOut, size.Threads, limit, cancellation, () => [.. learner.Program(caseName, cancellation), data.Folder, threads]);
        Side[] sides = peer is null ? [ours] : [ours, peer];
        foreach (Side side in sides) side.First();
        double warm = Math.Min(WarmUpSeconds, plan.BudgetSeconds);
        for (int round = 0; round < WarmUps + rounds; round++)
            foreach (string step in Steps)
                foreach (Side side in round % 2 == 0 ? sides : sides.Reverse())
                {
                    side.Round(step, round < WarmUps ? warm : LeastSeconds, isTimed: round >= WarmUps);
                }
        return new ScalePoint(size, ours.Result(), peer?.Result());
    }

    /// <summary>One side at one size. Once it has failed it does nothing more.</summary>
    private sealed class Side : IDisposable
    {
        private readonly string name;
        private readonly TimeSpan limit;
        private readonly CancellationToken cancellation;
        private readonly Dictionary<string, List<double>> seconds = Steps.ToDictionary(step => step, _ => new List<double>());
        private readonly Dictionary<string, double> last = [];
        private PeerProcess? process;
        private string? leftOut, version;
        private double quality, peak, bytes;
        private bool isLong;

        public Side(string name, string? leftOut, int threads, TimeSpan limit, CancellationToken cancellation, Func<string[]> command)
        {
            (this.name, this.leftOut, this.limit, this.cancellation) = (name, leftOut, limit, cancellation);
            Try(() =>
            {
                process = PeerProcess.Start(command(), threads, limit, cancellation);
                version = process.Version;
            });
        }

        /// <summary>The first fit and prediction, after which memory and model are measured.</summary>
        public void First() => Try(() =>
        {
            foreach (string step in Steps) Do(step, 1);
            peak = process!.PeakMegabytes(limit);
            bytes = process.ModelBytes(limit);
            isLong = last.Values.Sum() >= LongSeconds;
            if (isLong) foreach (string step in Steps) seconds[step].Add(last[step]);
        });

        public void Round(string step, double atLeast, bool isTimed)
        {
            if (isLong) return;
            Try(() =>
            {
                cancellation.WaitHandle.WaitOne(SettleMilliseconds);
                Do(step, (int)Math.Clamp(Math.Ceiling(atLeast / last[step]), 1, 100_000));
                if (isTimed) seconds[step].Add(last[step]);
            });
        }

        public ScaleSide Result() => new(
            name, version, leftOut is null ? new ScaleMeasured(Median("fit"), Median("predict"), seconds["fit"].Count, quality, peak, bytes) : null, leftOut);

        public void Dispose() => process?.Dispose();

        private void Do(string step, int times) => (last[step], quality) = process!.Run(step, times, limit);

        private void Try(Action work)
        {
            if (leftOut is not null) return;
            cancellation.ThrowIfCancellationRequested();
            try
            {
                work();
            }
            catch (PeerAbsentException e) when (name != Ours)
            {
                leftOut = PeerLibrary.Of(name).Absent(e).Message;
            }
            catch (Exception e) when (e is PeerAbsentException or PeerFailedException)
            {
                leftOut = e.Message;
            }
        }

        private double Median(string step)
        {
            List<double> sorted = [.. seconds[step].Order()];
            return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
        }
    }
}
