namespace ClassicML.Onnx;

/// <summary>A named setting of a node: an integer, integers, a number or a text.</summary>
public readonly struct OnnxAttribute
{
    private readonly object value;

    private OnnxAttribute(string name, object value)
    {
        Name = Check.NotNull(name, nameof(name));
        this.value = value;
    }

    /// <summary>The attribute's name, as the operator's page gives it.</summary>
    public string Name { get; }

    /// <summary>An integer.</summary>
    public static OnnxAttribute Integer(string name, long value) => new(name, value);

    /// <summary>Integers.</summary>
    public static OnnxAttribute Integers(string name, params ReadOnlySpan<long> values) => new(name, values.ToArray());

    /// <summary>A number.</summary>
    public static OnnxAttribute Number(string name, float value) => new(name, value);

    /// <summary>A text.</summary>
    public static OnnxAttribute Text(string name, string value) => new(name, Check.NotNull(value, nameof(value)));

    // AttributeProto: name 1, f 2, i 3, s 4, ints 8, type 20.
    internal void Write(ProtoWriter to)
    {
        to.Text(1, Name);
        switch (value)
        {
            case float number:
                to.Single(2, number).Integer(20, 1);
                break;
            case long integer:
                to.Integer(3, integer).Integer(20, 2);
                break;
            case string text:
                to.Text(4, text).Integer(20, 3);
                break;
            case long[] integers:
                foreach (long one in integers) to.Integer(8, one);
                to.Integer(20, 7);
                break;
        }
    }
}
