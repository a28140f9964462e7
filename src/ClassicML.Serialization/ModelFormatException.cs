namespace ClassicML.Serialization;

/// <summary>A file that is no model file, is damaged, or holds another kind of model than was asked for; the message says what is wrong.</summary>
public sealed class ModelFormatException : FormatException
{
    internal ModelFormatException(string message, Exception? inner = null) : base(message, inner)
    {
    }
}
