using System.Runtime.InteropServices;

namespace ClassicML.Onnx;

/// <summary>A named setting of a node: an integer, integers, a number, numbers in double precision, a text or texts.</summary>
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

    /// <summary>Texts.</summary>
    public static OnnxAttribute Texts(string name, params ReadOnlySpan<string> values) => new(name, values.ToArray());

    /// <summary>Numbers in double precision, as a tensor of one dimension.</summary>
    public static OnnxAttribute Doubles(string name, params ReadOnlySpan<double> values) => new(name, values.ToArray());

    // AttributeProto: name 1, f 2, i 3, s 4, t 5, ints 8, strings 9, type 20. TensorProto: dims 1, data_type 2, raw_data 9.
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
            case string[] texts:
                foreach (string one in texts) to.Text(9, one);
                to.Integer(20, 8);
                break;
            case double[] doubles:
                to.Message(5, tensor => tensor.Integer(1, doubles.Length).Integer(2, (int)OnnxElement.Double).Bytes(9, MemoryMarshal.AsBytes(doubles.AsSpan())))
                    .Integer(20, 4);
                break;
        }
    }
}
