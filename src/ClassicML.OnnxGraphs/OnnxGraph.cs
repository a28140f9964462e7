using System.Runtime.InteropServices;
using ClassicML.Internal;

namespace ClassicML.Onnx;

/// <summary>An ONNX graph under construction: nodes in the order in which they run, joined by the names of their values.</summary>
/// <remarks>
/// Opset 17, version 3 of the operators for machine learning (ai.onnx.ml) where one is used, IR version 8, which every ONNX Runtime since 1.12
/// reads. Numbers are those of onnx.proto: a ModelProto holds ir_version 1, producer_name 2, graph 7, opset_import 8,
/// metadata_props 14; a GraphProto node 1, name 2, initializer 5, input 11, output 12.
/// </remarks>
public sealed class OnnxGraph
{
    /// <summary>The version of the standard operators.</summary>
    public const int Opset = 17;

    /// <summary>The version of the operators for machine learning, ai.onnx.ml.</summary>
    public const int MlOpset = 3;

    private const string MlDomain = "ai.onnx.ml";

    private readonly string name;
    private readonly ProtoWriter nodes = new(), initializers = new(), inputs = new(), outputs = new();
    private readonly HashSet<string> known = new(StringComparer.Ordinal), reserved = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> constants = new(StringComparer.Ordinal);
    private readonly List<(string Key, string Value)> metadata = [];
    private int counter;
    private bool usesMl;

    /// <summary>An empty graph.</summary>
    public OnnxGraph(string name) => this.name = Check.NotNull(name, nameof(name));

    /// <summary>Adds an input and returns its name.</summary>
    /// <exception cref="ArgumentException">A value has that name already.</exception>
    public string Input(string name, OnnxElement type, params ReadOnlySpan<OnnxDimension> shape)
    {
        Define(name);
        ValueInfo(inputs, 11, name, type, shape);
        return name;
    }

    /// <summary>Makes a value an output of the graph, under its own name.</summary>
    /// <exception cref="ArgumentException">There is no such value.</exception>
    public void Output(string name, OnnxElement type, params ReadOnlySpan<OnnxDimension> shape)
    {
        Require(name);
        ValueInfo(outputs, 12, name, type, shape);
    }

    /// <summary>Adds constant floats and returns their name.</summary>
    /// <exception cref="ArgumentException">The name is taken, or the shape has not as many elements.</exception>
    public string Constant(string name, ReadOnlySpan<float> values, params ReadOnlySpan<long> shape) =>
        Initializer(name, OnnxElement.Float, MemoryMarshal.AsBytes(values), values.Length, shape);

    /// <summary>Adds constant integers and returns their name.</summary>
    /// <exception cref="ArgumentException">The name is taken, or the shape has not as many elements.</exception>
    public string Constant(string name, ReadOnlySpan<long> values, params ReadOnlySpan<long> shape) =>
        Initializer(name, OnnxElement.Int64, MemoryMarshal.AsBytes(values), values.Length, shape);

    /// <summary>Adds constant numbers in double precision and returns their name.</summary>
    /// <exception cref="ArgumentException">The name is taken, or the shape has not as many elements.</exception>
    public string Constant(string name, ReadOnlySpan<double> values, params ReadOnlySpan<long> shape) =>
        Initializer(name, OnnxElement.Double, MemoryMarshal.AsBytes(values), values.Length, shape);

    /// <summary>The name of numbers in double precision; the same numbers of the same shape have the same name.</summary>
    /// <param name="values">The numbers, row-major.</param>
    /// <param name="shape">The extents; none for a single number without dimensions.</param>
    /// <exception cref="ArgumentException">The shape has not as many elements.</exception>
    public string Doubles(ReadOnlySpan<double> values, params ReadOnlySpan<long> shape)
    {
        // Large ones are seldom the same, and their texts would be long.
        if (values.Length > 16) return Constant(Fresh("doubles"), values, shape);
        string key = $"d:{Convert.ToHexString(MemoryMarshal.AsBytes(values))}:{string.Join(',', shape.ToArray())}";
        if (!constants.TryGetValue(key, out string? found)) constants.Add(key, found = Constant(Fresh("doubles"), values, shape));
        return found;
    }

    /// <summary>The name of one number in double precision, without dimensions.</summary>
    public string Double(double value) => Doubles([value]);

    /// <summary>Adds constant texts, a list, and returns their name.</summary>
    public string Texts(params ReadOnlySpan<string> values)
    {
        string fresh = Fresh("texts");
        Define(fresh);
        // TensorProto: dims 1, data_type 2, string_data 6, name 8.
        var tensor = new ProtoWriter().Integer(1, values.Length).Integer(2, (int)OnnxElement.String);
        foreach (string value in values) tensor.Text(6, value);
        initializers.Bytes(5, tensor.Text(8, fresh).Written);
        return fresh;
    }

    /// <summary>Keeps names for inputs that come later, so that no value gets one of them by itself.</summary>
    public void Reserve(params IEnumerable<string> names) => reserved.UnionWith(Check.NotNull(names, nameof(names)));

    /// <summary>Notes something about the model, such as who made it: a pair of texts that readers of the file see.</summary>
    public void Describe(string key, string value) => metadata.Add((Check.NotNull(key, nameof(key)), Check.NotNull(value, nameof(value))));

    /// <summary>The name of a list of integers, such as a shape or axes; the same list has the same name.</summary>
    public string Integers(params ReadOnlySpan<long> values)
    {
        string key = "i:" + string.Join(',', values.ToArray());
        if (!constants.TryGetValue(key, out string? found)) constants.Add(key, found = Constant(Fresh("integers"), values, values.Length));
        return found;
    }

    /// <summary>The name of a single float; the same float has the same name.</summary>
    public string Scalar(float value)
    {
        string key = "f:" + BitConverter.SingleToInt32Bits(value);
        if (!constants.TryGetValue(key, out string? found)) constants.Add(key, found = Constant(Fresh("scalar"), [value]));
        return found;
    }

    /// <summary>Adds a node with one output and returns its name.</summary>
    /// <param name="operation">The operator, such as "Conv".</param>
    /// <param name="inputs">The names of the values it reads; an empty text leaves an optional one out.</param>
    /// <param name="attributes">Its settings.</param>
    /// <exception cref="ArgumentException">An input does not exist yet.</exception>
    public string Add(string operation, ReadOnlySpan<string> inputs, params ReadOnlySpan<OnnxAttribute> attributes) =>
        AddNamed(Fresh(operation), operation, inputs, attributes);

    /// <summary>Adds a node of the operators for machine learning (ai.onnx.ml) with one output and returns its name.</summary>
    /// <inheritdoc cref="Add"/>
    public string AddMl(string operation, ReadOnlySpan<string> inputs, params ReadOnlySpan<OnnxAttribute> attributes)
    {
        string output = Fresh(operation);
        usesMl = true;
        Node(operation, inputs, [output], attributes, MlDomain);
        return output;
    }

    /// <summary>Adds a node whose one output has a given name, and returns that.</summary>
    /// <inheritdoc cref="Add"/>
    public string AddNamed(string output, string operation, ReadOnlySpan<string> inputs, params ReadOnlySpan<OnnxAttribute> attributes)
    {
        Node(operation, inputs, [output], attributes);
        return output;
    }

    /// <summary>Adds a node with several outputs and returns their names.</summary>
    /// <inheritdoc cref="Add"/>
    public string[] AddSeveral(string operation, int outputCount, ReadOnlySpan<string> inputs, params ReadOnlySpan<OnnxAttribute> attributes)
    {
        string[] results = new string[Check.Positive(outputCount, nameof(outputCount))];
        for (int i = 0; i < results.Length; i++) results[i] = Fresh(operation);
        Node(operation, inputs, results, attributes);
        return results;
    }

    /// <summary>The whole model as the bytes of an .onnx file.</summary>
    public byte[] ToModel()
    {
        byte[] graph = [.. nodes.Written, .. new ProtoWriter().Text(2, name).Written, .. initializers.Written, .. inputs.Written, .. outputs.Written];
        var model = new ProtoWriter().Integer(1, 8).Text(2, "ClassicML").Bytes(7, graph).Message(8, set => set.Text(1, "").Integer(2, Opset));
        if (usesMl) model.Message(8, set => set.Text(1, MlDomain).Integer(2, MlOpset));
        foreach ((string key, string value) in metadata) model.Message(14, entry => entry.Text(1, key).Text(2, value));
        return model.Written.ToArray();
    }

    /// <summary>Writes the model to a file.</summary>
    public void Save(string path) => AtomicFile.Write(Check.NotNull(path, nameof(path)), ToModel());

    // NodeProto: input 1, output 2, name 3, op_type 4, attribute 5, domain 7.
    private void Node(string operation, ReadOnlySpan<string> reads, ReadOnlySpan<string> results, ReadOnlySpan<OnnxAttribute> attributes, string domain = "")
    {
        var node = new ProtoWriter();
        foreach (string read in reads)
        {
            if (read.Length > 0) Require(read);
            node.Text(1, read);
        }
        foreach (string result in results)
        {
            Define(result);
            node.Text(2, result);
        }
        node.Text(3, "node_" + results[0]).Text(4, operation);
        foreach (OnnxAttribute attribute in attributes) node.Message(5, attribute.Write);
        if (domain.Length > 0) node.Text(7, domain);
        nodes.Bytes(1, node.Written);
    }

    // TensorProto: dims 1, data_type 2, name 8, raw_data 9, little-endian.
    private string Initializer(string name, OnnxElement type, ReadOnlySpan<byte> raw, int count, ReadOnlySpan<long> shape)
    {
        long size = 1;
        foreach (long extent in shape) size = checked(size * extent);
        Check.Length(count, size, nameof(shape), "element of the shape");
        Define(name);
        var tensor = new ProtoWriter();
        foreach (long extent in shape) tensor.Integer(1, extent);
        initializers.Bytes(5, tensor.Integer(2, (int)type).Text(8, name).Bytes(9, raw).Written);
        return name;
    }

    // ValueInfoProto: name 1, type 2; TypeProto: tensor_type 1; Tensor: elem_type 1, shape 2; a dimension: dim_value 1 or dim_param 2.
    private static void ValueInfo(ProtoWriter to, int field, string name, OnnxElement type, ReadOnlySpan<OnnxDimension> shape)
    {
        var dimensions = new ProtoWriter();
        foreach (OnnxDimension extent in shape)
            dimensions.Message(1, d => _ = extent.Size is { } size ? d.Integer(1, size) : d.Text(2, extent.Name ?? ""));
        byte[] extents = dimensions.Written.ToArray();
        to.Message(field, info => info.Text(1, name)
            .Message(2, value => value.Message(1, tensor => tensor.Integer(1, (int)type).Bytes(2, extents))));
    }

    private string Fresh(string stem)
    {
        string fresh;
        do fresh = $"{stem}_{counter++}";
        while (known.Contains(fresh) || reserved.Contains(fresh));
        return fresh;
    }

    private void Define(string value)
    {
        if (string.IsNullOrEmpty(value)) throw new ArgumentException("a value must have a name", nameof(value));
        if (!known.Add(value)) throw new ArgumentException($"a value named '{value}' exists already", nameof(value));
    }

    private void Require(string value)
    {
        if (!known.Contains(value)) throw new ArgumentException($"there is no value named '{value}'", nameof(value));
    }
}
