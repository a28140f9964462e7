namespace ClassicML;

/// <summary>A value of the data is missing, infinite or too large where that is not allowed; the message names its place.</summary>
public sealed class DataValueException : ArgumentException
{
    internal DataValueException(int row, int column, double value, string message, string parameter) : base(message, parameter)
    {
        Row = row;
        Column = column;
        Value = value;
    }

    /// <summary>The row, from 0, among those that were given.</summary>
    public int Row { get; }

    /// <summary>The column, from 0.</summary>
    public int Column { get; }

    /// <summary>The value.</summary>
    public double Value { get; }
}
