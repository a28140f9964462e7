namespace ClassicML.Benchmarks.Scale;

/// <summary>How large a problem is, and on how many threads it is solved.</summary>
internal readonly record struct ScaleSize(int Rows, int Features, int Threads)
{
    public override string ToString() => $"{Rows}×{Features}, {Threads} {(Threads == 1 ? "thread" : "threads")}";
}

/// <summary>What was measured of one side at one size.</summary>
/// <param name="FitSeconds">The median time of a fit.</param>
/// <param name="PredictSeconds">The median time of predicting <see cref="ScaleData.TestRows"/> rows.</param>
/// <param name="Runs">How many timed rounds there were.</param>
/// <param name="Quality">The learner's measure.</param>
/// <param name="PeakMb">The most memory the process held after its first fit and prediction.</param>
/// <param name="ModelBytes">The bytes of the model where it is kept: JSON for ours, a pickle for Python's.</param>
internal sealed record ScaleMeasured(double FitSeconds, double PredictSeconds, int Runs, double Quality, double PeakMb, double ModelBytes);

/// <summary>One side at one size: what was measured, or why nothing was.</summary>
internal sealed record ScaleSide(string Name, string? Version = null, ScaleMeasured? Measured = null, string? LeftOut = null);

/// <summary>Both sides at one size; the peer is null where none was asked for.</summary>
internal sealed record ScalePoint(ScaleSize Size, ScaleSide Ours, ScaleSide? Peer = null);

/// <summary>One learner at all its sizes.</summary>
internal sealed record ScaleResult(string Learner, IReadOnlyList<ScalePoint> Points);

/// <summary>A run, or as much of it as there is.</summary>
/// <param name="Machine">What it was measured on.</param>
/// <param name="Date">The day it began.</param>
/// <param name="Plan">The sizes.</param>
/// <param name="Planned">The names of the learners that it is to have.</param>
/// <param name="Results">Those that it has.</param>
internal sealed record ScaleReport(Machine Machine, DateOnly Date, ScalePlan Plan, IReadOnlyList<string> Planned, IReadOnlyList<ScaleResult> Results)
{
    public bool IsPartial => Results.Count < Planned.Count;
}

/// <summary>Which sizes are measured: rows at <see cref="Columns"/> columns, features at <see cref="FeatureRows"/> rows, and threads at
/// <see cref="ThreadRows"/> rows.</summary>
/// <param name="Rows">The numbers of rows, ascending.</param>
/// <param name="Features">The numbers of columns, ascending.</param>
/// <param name="Threads">The numbers of threads, ascending; the last is that of the other sizes.</param>
/// <param name="BudgetSeconds">What a fit and its prediction may take.</param>
internal sealed record ScalePlan(IReadOnlyList<int> Rows, IReadOnlyList<int> Features, IReadOnlyList<int> Threads, double BudgetSeconds)
{
    public const int Columns = 32;

    public int FeatureRows => Rows.Last(rows => rows <= Math.Max(4000, Rows[0]));

    public int ThreadRows => Rows.Last(rows => rows <= Math.Max(16_000, Rows[0]));

    private int MaxThreads => Threads[^1];

    /// <param name="mostRows">The most rows to fit on.</param>
    /// <param name="budgetSeconds">What a fit and its prediction may take.</param>
    public static ScalePlan Of(int mostRows, double budgetSeconds)
    {
        int[] rows = [.. ((int[])[1000, 4000, 16_000, 64_000, 256_000]).Where(n => n <= mostRows)];
        if (rows.Length == 0) rows = [mostRows];
        int most = Workers.MaxThreads;
        int[] threads = [.. Enumerable.Range(0, 10).Select(power => 1 << power).Where(n => n < most), most];
        return new ScalePlan(rows, [8, 32, 128, 512], threads, budgetSeconds);
    }

    /// <summary>The sizes by which time grows, each list ascending in what it takes.</summary>
    public IReadOnlyList<IReadOnlyList<ScaleSize>> Sweeps => [ByRows, ByFeatures, [.. ByThreads.Reverse()]];

    public IReadOnlyList<ScaleSize> ByRows => [.. Rows.Select(rows => new ScaleSize(rows, Columns, MaxThreads))];

    public IReadOnlyList<ScaleSize> ByFeatures => [.. Features.Select(features => new ScaleSize(FeatureRows, features, MaxThreads))];

    /// <summary>From one thread to all.</summary>
    public IReadOnlyList<ScaleSize> ByThreads => [.. Threads.Select(threads => new ScaleSize(ThreadRows, Columns, threads))];
}
