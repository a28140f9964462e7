namespace ClassicML.Tests;

/// <summary>Hands on what is reported at once and on the thread that reports it, which <see cref="Progress{T}"/> does not.</summary>
internal sealed class Tell<T>(Action<T> tell) : IProgress<T>
{
    public void Report(T value) => tell(value);
}
