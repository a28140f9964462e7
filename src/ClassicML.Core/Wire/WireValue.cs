namespace ClassicML.Wire;

/// <summary>One value of a <see cref="WireForm"/>: nothing, a flag, a number, a text, a form, a list, or an array of numbers.</summary>
public abstract record WireValue
{
    private WireValue()
    {
    }

    /// <summary>No value: an option that is not set.</summary>
    public sealed record None : WireValue
    {
        /// <summary>The one instance that is needed.</summary>
        public static None Value { get; } = new();
    }

    /// <summary>True or false.</summary>
    public sealed record Flag(bool Value) : WireValue;

    /// <summary>A whole number.</summary>
    public sealed record Integer(long Value) : WireValue;

    /// <summary>A double; it may be NaN or infinite.</summary>
    public sealed record Number(double Value) : WireValue;

    /// <summary>A text.</summary>
    public sealed record Text(string Value) : WireValue;

    /// <summary>A form inside a form.</summary>
    public sealed record Form(WireForm Value) : WireValue;

    /// <summary>Values in order.</summary>
    public sealed record List(IReadOnlyList<WireValue> Values) : WireValue;

    /// <summary>An array of doubles, which a model file stores as raw bytes.</summary>
    public sealed record Doubles(ReadOnlyMemory<double> Values) : WireValue;

    /// <summary>An array of integers, which a model file stores as raw bytes.</summary>
    public sealed record Integers(ReadOnlyMemory<int> Values) : WireValue;
}
