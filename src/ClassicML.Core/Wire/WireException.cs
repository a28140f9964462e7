namespace ClassicML.Wire;

/// <summary>A form that can't be read: not of its shape, of an unknown name, or without a value that is needed.</summary>
public sealed class WireException(string message, Exception? inner = null) : FormatException(message, inner);
