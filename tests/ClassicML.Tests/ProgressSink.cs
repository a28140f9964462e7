namespace ClassicML.Tests;

/// <summary>Passes reports on at once and on the thread that makes them, which <see cref="Progress{T}"/> does not.</summary>
internal class ProgressSink<T>(Action<T> told) : IProgress<T>
{
    public void Report(T value) => told(value);
}

/// <summary>That of a fit.</summary>
internal sealed class ProgressSink(Action<FitProgress> told) : ProgressSink<FitProgress>(told);
