using ClassicML.Onnx;

namespace ClassicML.Tests.Onnx;

/// <summary>The bytes that are written, by hand from protobuf.dev's page "Encoding" and the numbers of onnx.proto.</summary>
public sealed class ProtoBytesTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("classicml-proto-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    /// <summary>The first three are the examples of that page.</summary>
    [Fact]
    public void Fields_are_a_tag_and_a_value()
    {
        Same("08 96 01", new ProtoWriter().Integer(1, 150));
        Same("12 07 74 65 73 74 69 6E 67", new ProtoWriter().Text(2, "testing"));
        Same("1A 03 08 96 01", new ProtoWriter().Message(3, inner => inner.Integer(1, 150)));
        Same("08 00 08 7F 08 80 01", new ProtoWriter().Integer(1, 0).Integer(1, 127).Integer(1, 128));
        // A negative number is that of 64 bits in two's complement: ten groups of seven.
        Same("08 FF FF FF FF FF FF FF FF FF 01", new ProtoWriter().Integer(1, -1));
        Same("08 80 80 80 80 80 80 80 80 80 01", new ProtoWriter().Integer(1, long.MinValue));
        Same("08 FF FF FF FF FF FF FF FF 7F", new ProtoWriter().Integer(1, long.MaxValue));
        // Four bytes, the lowest first; a field from 16 on has a tag of two bytes.
        Same("15 00 00 80 3F", new ProtoWriter().Single(2, 1));
        Same("80 01 01 A0 01 07", new ProtoWriter().Integer(16, 1).Integer(20, 7));
        Same("0A 04 C3 A9 C2 BD", new ProtoWriter().Text(1, "é½"));
        Same("4A 00", new ProtoWriter().Bytes(9, []));
    }

    [Fact]
    public void Long_values_have_long_lengths_and_lose_nothing()
    {
        byte[] first = [.. Enumerable.Range(0, 1000).Select(i => (byte)i)];
        byte[] second = [.. Enumerable.Range(0, 300).Select(i => (byte)(7 * i))];
        // 1000 = 7·128 + 104, 300 = 2·128 + 44.
        byte[] expected = [0x4A, 0xE8, 0x07, .. first, 0x4A, 0xAC, 0x02, .. second, 0x08, 0x05];
        Assert.Equal(expected, new ProtoWriter().Bytes(9, first).Bytes(9, second).Integer(1, 5).Written.ToArray());
    }

    [Fact]
    public void Each_kind_of_attribute_has_its_field_and_its_type()
    {
        // name 1; i 3, type INT 2.
        Same("0A 04 61 78 69 73 18 01 A0 01 02", OnnxAttribute.Integer("axis", 1));
        // ints 8, each with its tag; type INTS 7.
        Same("0A 04 70 61 64 73 40 00 40 FF FF FF FF FF FF FF FF FF 01 A0 01 07", OnnxAttribute.Integers("pads", 0, -1));
        // f 2, type FLOAT 1.
        Same("0A 05 61 6C 70 68 61 15 00 00 80 3E A0 01 01", OnnxAttribute.Number("alpha", 0.25f));
        // s 4, type STRING 3.
        Same("0A 08 61 75 74 6F 5F 70 61 64 22 04 53 41 4D 45 A0 01 03", OnnxAttribute.Text("auto_pad", "SAME"));
        // strings 9, each with its tag; type STRINGS 8.
        Same("0A 01 6B 4A 01 61 4A 02 C3 A9 A0 01 08", OnnxAttribute.Texts("k", "a", "é"));
        // t 5, a tensor: dims 1 of two, data_type 2 DOUBLE 11, raw_data 9; type TENSOR 4.
        Same("0A 01 76 2A 16 08 02 10 0B 4A 10 00 00 00 00 00 00 F0 3F 00 00 00 00 00 00 00 C0 A0 01 04", OnnxAttribute.Doubles("v", 1, -2));
        Assert.Equal(["a", "b", "c", "d", "e", "f"], new[]
        {
            OnnxAttribute.Integer("a", 1), OnnxAttribute.Integers("b", 1), OnnxAttribute.Number("c", 1), OnnxAttribute.Text("d", ""),
            OnnxAttribute.Texts("e", "x"), OnnxAttribute.Doubles("f", 1),
        }.Select(attribute => attribute.Name));
        Assert.Throws<ArgumentNullException>(() => OnnxAttribute.Text("a", null!));

        static void Same(string bytes, OnnxAttribute attribute)
        {
            var writer = new ProtoWriter();
            attribute.Write(writer);
            ProtoBytesTests.Same(bytes, writer);
        }
    }

    [Fact]
    public void A_whole_model_has_its_fields_in_the_order_of_onnx_proto()
    {
        var graph = new OnnxGraph("g");
        graph.Input("x", OnnxElement.Float, "N", 2);
        graph.Constant("c", [1f, 2f], 2);
        graph.AddNamed("y", "Relu", ["x"], OnnxAttribute.Integer("k", 3));
        graph.Output("y", OnnxElement.Float, "N", 2);
        // A dimension is a name (2) or a number (1); float is element 1.
        const string shape = "12 0F 0A 0D 08 01 12 09 0A 03 12 01 4E 0A 02 08 02";
        string[] parts =
        [
            "0A 1E 0A 01 78 12 01 79 1A 06 6E 6F 64 65 5F 79 22 04 52 65 6C 75", // node: x, y, node_y, Relu,
            "2A 08 0A 01 6B 18 03 A0 01 02", // k = 3
            "12 01 67", // name: g
            "2A 11 08 02 10 01 42 01 63 4A 08 00 00 80 3F 00 00 00 40", // initializer: [2], float, c, 1 and 2
            "5A 14 0A 01 78 " + shape, // input: x
            "62 14 0A 01 79 " + shape, // output: y
        ];
        string inner = string.Join(' ', parts);
        int length = inner.Split(' ').Length;
        Assert.Equal(98, length);
        // Version 8, the producer, the graph, and version 17 of the standard operators.
        string model = $"08 08 12 09 43 6C 61 73 73 69 63 4D 4C 3A {length:X2} {inner} 42 04 0A 00 10 11";
        byte[] bytes = graph.ToModel();
        Assert.Equal(model, Hex(bytes));
        Assert.Equal(17, OnnxGraph.Opset);
        string file = Path.Combine(folder, "model.onnx");
        graph.Save(file);
        Assert.Equal(bytes, File.ReadAllBytes(file));
    }

    [Theory]
    [InlineData(OnnxElement.Float, "01"), InlineData(OnnxElement.UInt8, "02"), InlineData(OnnxElement.Int32, "06")]
    [InlineData(OnnxElement.Int64, "07"), InlineData(OnnxElement.String, "08"), InlineData(OnnxElement.Bool, "09"), InlineData(OnnxElement.Double, "0B")]
    public void Elements_have_the_numbers_of_onnx_proto(OnnxElement element, string number)
    {
        var graph = new OnnxGraph("g");
        graph.Input("x", element, 3);
        // type 2, tensor 1, element 1, shape 2, dimension 1, value 1.
        Assert.Contains($"5A 0F 0A 01 78 12 0A 0A 08 08 {number} 12 04 0A 02 08 03", Hex(graph.ToModel()));
    }

    [Fact]
    public void Constants_are_raw_bytes_in_little_endian()
    {
        var graph = new OnnxGraph("g");
        graph.Constant("l", [-2L, 258L], 2, 1);
        Assert.Equal("scalar_0", graph.Scalar(0.5f));
        Assert.Equal("integers_1", graph.Integers(4));
        string bytes = Hex(graph.ToModel());
        // dims, one after another; type INT64 7.
        Assert.Contains("2A 1B 08 02 08 01 10 07 42 01 6C 4A 10 FE FF FF FF FF FF FF FF 02 01 00 00 00 00 00 00", bytes);
        // A single number has no dimension.
        Assert.Contains("2A 12 10 01 42 08 73 63 61 6C 61 72 5F 30 4A 04 00 00 00 3F", bytes);
        Assert.Contains("2A 1A 08 01 10 07 42 0A 69 6E 74 65 67 65 72 73 5F 31 4A 08 04 00 00 00 00 00 00 00", bytes);
    }

    [Fact]
    public void Doubles_texts_operators_for_learning_and_notes_have_their_fields()
    {
        var graph = new OnnxGraph("g");
        Assert.Equal("doubles_0", graph.Double(1));
        Assert.Equal("texts_1", graph.Texts("a", "é"));
        string x = graph.Input("x", OnnxElement.String, 2);
        graph.AddMl("LabelEncoder", [x]);
        graph.Describe("k", "v");
        string bytes = Hex(graph.ToModel());
        // data_type DOUBLE 11, name, raw_data: no dimension.
        Assert.Contains("2A 17 10 0B 42 09 64 6F 75 62 6C 65 73 5F 30 4A 08 00 00 00 00 00 00 F0 3F", bytes);
        // One dimension, data_type STRING 8, string_data 6 twice, name.
        Assert.Contains("2A 14 08 02 10 08 32 01 61 32 02 C3 A9 42 07 74 65 78 74 73 5F 31", bytes);
        // op_type 4, domain 7; then version 3 of that domain, and a note.
        Assert.Contains("22 0C 4C 61 62 65 6C 45 6E 63 6F 64 65 72 3A 0A 61 69 2E 6F 6E 6E 78 2E 6D 6C", bytes);
        Assert.EndsWith("42 04 0A 00 10 11 42 0E 0A 0A 61 69 2E 6F 6E 6E 78 2E 6D 6C 10 03 72 06 0A 01 6B 12 01 76", bytes);
    }

    [Fact]
    public void A_node_may_leave_inputs_out_and_have_several_outputs()
    {
        var graph = new OnnxGraph("g");
        string x = graph.Input("x", OnnxElement.Float, 2);
        Assert.Equal(["Split_0", "Split_1"], graph.AddSeveral("Split", 2, [x, ""]));
        // input 1: x and an empty text; output 2 twice; named after the first.
        Assert.Contains(
            "0A 01 78 0A 00 12 07 53 70 6C 69 74 5F 30 12 07 53 70 6C 69 74 5F 31 1A 0C 6E 6F 64 65 5F 53 70 6C 69 74 5F 30 "
            + "22 05 53 70 6C 69 74",
            Hex(graph.ToModel()));
        Assert.Throws<ArgumentOutOfRangeException>(() => graph.AddSeveral("Split", 0, [x]));
    }

    [Fact]
    public void A_dimension_is_a_number_or_a_name()
    {
        OnnxDimension number = 5, name = "N";
        Assert.Equal((5L, null, null, "N"), (number.Size, number.Name, name.Size, name.Name));
        Assert.Equal(["5", "N", "?"], new[] { number, name, default }.Select(extent => extent.ToString()));
    }

    private static void Same(string bytes, ProtoWriter writer) => Assert.Equal(bytes, Hex(writer.Written));

    private static string Hex(ReadOnlySpan<byte> bytes) => string.Join(' ', bytes.ToArray().Select(b => b.ToString("X2")));
}
