namespace ClassicML.Tests;

/// <summary>Passes progress on at once, on the thread that reports it.</summary>
internal sealed class ProgressSink(Action<FitProgress> told) : IProgress<FitProgress>
{
    public void Report(FitProgress value) => told(value);
}
