namespace ClassicML;

/// <summary>A data set is neither on this machine nor to be downloaded; the message says which files to put where.</summary>
public sealed class DatasetUnavailableException : IOException
{
    /// <summary>With a message, and the error behind it.</summary>
    internal DatasetUnavailableException(string message, Exception? inner = null) : base(message, inner)
    {
    }
}
