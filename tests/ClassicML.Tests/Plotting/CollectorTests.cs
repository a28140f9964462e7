using ClassicML.Plotting;

namespace ClassicML.Tests.Plotting;

/// <summary>
/// SkiaSharp hands bare pointers to native code. A path that nothing else holds may be collected while it is drawn, and the process dies, so this test doesn't
/// fail, it ends the run.
/// </summary>
public class CollectorTests
{
    private static readonly double[] X = [.. Enumerable.Range(0, 500).Select(i => (double)i)];

    [Fact]
    public async Task Markers_of_every_shape_are_drawn_while_the_collector_runs()
    {
        var series = Enumerable.Range(0, 7).Select(s => new PointSeries($"{s}", X, [.. X.Select(x => x * s)])).ToArray();
        using var done = new CancellationTokenSource();
        var collector = Task.Run(() =>
        {
            while (!done.IsCancellationRequested)
            {
                GC.Collect(0);
                GC.WaitForPendingFinalizers();
                Thread.Sleep(1);
            }
        }, TestContext.Current.CancellationToken);
        string first = new ScatterChart(series).ToSvg();
        for (int i = 0; i < 4; i++) Assert.Equal(first, new ScatterChart(series).ToSvg());
        await done.CancelAsync();
        await collector;
    }
}
