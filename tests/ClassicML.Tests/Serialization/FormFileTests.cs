using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;
using ClassicML.Internal;
using ClassicML.Serialization;
using ClassicML.Wire;

namespace ClassicML.Tests.Serialization;

/// <summary>Forms in files, below what a model is: where arrays lie, what is refused, and what memory a claim gets.</summary>
public class FormFileTests
{
    private static readonly WireValue Halves = new WireValue.Doubles(new[] { 0.5, 1.5 }), Thirds = new WireValue.Doubles(new[] { 1.0 / 3 });

    private static readonly WireValue Letters = new WireValue.List([.. Enumerable.Range(0, 150).Select(i => new WireValue.Text($"é{i}"))]);

    [Fact]
    public void A_form_of_every_kind_of_array_comes_back()
    {
        WireForm inner = Form("inner", ("Rows", new WireValue.Integer(2)), ("Columns", new WireValue.Integer(3)),
            ("Values", new WireValue.Doubles(new[] { 1.0, 2, 3, 4, 5, 6 })), ("Codes", new WireValue.Integers(new[] { 1, 2, 3, 4, 5, 70000 })),
            ("Others", new WireValue.Integers(new[] { 1, 2 })));
        WireForm form = Form("a", ("Texts", Letters), ("Shorts", new WireValue.Integers(new[] { 1, -2, 3 })), ("Thirds", Thirds),
            ("Inner", new WireValue.Form(inner)), ("Halves", Halves),
            ("List", new WireValue.List([new WireValue.Form(inner), new WireValue.Form(inner), new WireValue.Text("b")])),
            ("Mixed", new WireValue.List([.. ((WireValue.List)Letters).Values, new WireValue.Integer(7)])),
            ("Empty", new WireValue.Doubles(Array.Empty<double>())));
        byte[] file = Written(form);
        Assert.Equal(form, Read(file, "a"));
        (TensorHeader header, byte[] bytes) = TensorFile.ReadHeader(new MemoryStream(file));
        Assert.Equal(
            "Empty Halves Inner.Codes Inner.Others Inner.Values List.0.Codes List.0.Others List.0.Values List.1.Codes List.1.Others List.1.Values Shorts Texts Thirds",
            string.Join(' ', header.Entries.Select(entry => entry.Name).Order(StringComparer.Ordinal)));
        Assert.Equal([2, 3], header.Entries.Single(entry => entry.Name == "Inner.Values").Shape);
        Assert.Equal([2, 3], header.Entries.Single(entry => entry.Name == "Inner.Codes").Shape);
        Assert.Equal([2], header.Entries.Single(entry => entry.Name == "Inner.Others").Shape);
        // Two bytes of a letter, two quotes and the digits of each, and what stands between and around them.
        Assert.Equal(150 * 4 + 10 + 90 * 2 + 50 * 3 + 149 + 2, header.Entries.Single(entry => entry.Name == "Texts").Bytes);
        // Who maps the file finds each array at a multiple of its width.
        Assert.Equal(5, header.Entries.Select(entry => entry.Type).Distinct().Count());
        Assert.All(header.Entries, entry => Assert.Equal(0, (bytes.Length + entry.Start) % entry.Type.Size()));
    }

    [Fact]
    public void Arrays_begin_at_a_multiple_of_eight_bytes_whatever_is_before_them()
    {
        for (int length = 1; length <= 8; length++)
            Assert.Equal(0, (8 + BinaryPrimitives.ReadInt64LittleEndian(Written(Form(new string('a', length), ("Thirds", Thirds))))) % 8);
    }

    [Fact]
    public void A_form_lies_in_a_stream_where_that_stands()
    {
        using var stream = new MemoryStream();
        stream.Write("before"u8);
        FormFile.Write(stream, Form("a", ("Thirds", Thirds)));
        stream.Position = 6;
        Assert.Equal(Form("a", ("Thirds", Thirds)), FormFile.Read(stream, "a"));
        stream.Position = 6;
        Assert.Equal("it holds a 'a' where a 'b' was expected", ModelFileTests.Refusal(() => FormFile.Read(stream, "b")));
    }

    /// <summary>What could not be read is not written.</summary>
    [Fact]
    public void A_form_with_too_many_parts_or_with_two_arrays_of_one_name_is_neither_written_nor_read()
    {
        Assert.Equal(100_000, Parts(99_999, (stream, form) => FormFile.Write(stream, form)));
        Assert.Contains("more than 100000 forms", Fail(() => Parts(100_000, (stream, form) => FormFile.Write(stream, form))));
        Assert.Contains("more than 100000 forms", ModelFileTests.Refusal(() => Parts(100_000, (stream, form) => FormFile.Write(stream, form, [], default))));
        WireForm twice = Form("a", ("b.c", Thirds), ("b", new WireValue.Form(Form("d", ("c", Halves)))));
        Assert.Contains("array 'b.c' is named twice", Fail(() => Written(twice)));
        WireForm named = Form("a", ("b", new WireValue.Form(Form("stored-doubles", ("Array", new WireValue.Text("c")), ("More", WireValue.None.Value)))));
        Assert.Contains("a form 'stored-doubles' must name one array", Fail(() => Written(named)));

        static int Parts(int count, Action<Stream, WireForm> write)
        {
            WireValue part = new WireValue.Form(Form("b"));
            using var stream = new MemoryStream();
            write(stream, Form("a", ("Parts", new WireValue.List([.. Enumerable.Repeat(part, count)]))));
            stream.Position = 0;
            return 1 + ((WireValue.List)FormFile.Read(stream, "a")["Parts"]!).Values.Count;
        }
    }

    [Fact]
    public void A_header_longer_than_readers_take_is_not_written()
    {
        var texts = ImmutableSortedDictionary<string, string>.Empty.Add("a", "b");
        using var stream = new MemoryStream();
        TensorFile.Write(stream, texts, [], default);
        int length = (int)stream.Length - 8;
        TensorFile.Write(new MemoryStream(), texts, [], default, mostHeader: length);
        stream.SetLength(0);
        Assert.Contains("the header of the file would have", Fail(() => TensorFile.Write(stream, texts, [], default, mostHeader: length - 1)));
        Assert.Equal(0, stream.Length);
        Assert.Equal(100_000_000, TensorHeader.MaxLength);
    }

    [Fact]
    public void Writing_and_reading_stop_between_arrays()
    {
        WireForm form = Form("a", [.. Enumerable.Range(0, 100).Select(i => ($"a{i}", Thirds))]);
        byte[] file = Written(form);
        int header = 8 + (int)BinaryPrimitives.ReadInt64LittleEndian(file);
        foreach (int limit in (int[])[1, header + 80])
        {
            using var stop = new CancellationTokenSource();
            using var memory = new MemoryStream();
            using var to = new OneWay(memory) { Passed = count => StopFrom(count) };
            Assert.Throws<OperationCanceledException>(() => FormFile.Write(to, form, stop.Token));
            Assert.InRange(memory.Length, limit, Math.Max(limit, header) + 8);
            using var again = new CancellationTokenSource();
            var given = new MemoryStream(file);
            using var from = new OneWay(given) { Passed = count => { if (count >= limit) again.Cancel(); } };
            Assert.Throws<OperationCanceledException>(() => FormFile.Read(from, "a", again.Token));
            Assert.InRange(given.Position, limit, Math.Max(limit, header) + 8);

            void StopFrom(long count)
            {
                if (count >= limit) stop.Cancel();
            }
        }
    }

    /// <summary>Where the length of what comes isn't known, memory follows what has come.</summary>
    [Theory, InlineData(false), InlineData(true)]
    public void The_claims_of_a_pipe_take_no_memory(bool ofArray)
    {
        byte[] json = ofArray ? Header("stored-doubles", TensorType.F64, 100_000_000) : [(byte)'{'], start = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(start, ofArray ? json.Length : TensorHeader.MaxLength);
        using var pipe = new OneWay(new MemoryStream([.. start, .. json, .. new byte[1000]]));
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains($"the file ends before {(ofArray ? "array 'A'" : "its header")} does", ModelFileTests.Refusal(() => FormFile.Read(pipe, "a")));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Theory]
    [InlineData("[]", 0), InlineData("""["a"]""", 1), InlineData(""" [ "a" , "b" ] """, 2)]
    [InlineData("""["a"]x""", null), InlineData("""["a"]["b"]""", null), InlineData("""["a"],""", null), InlineData("[\"a\\\"", null)]
    [InlineData("""["a",1]""", null)]
    [InlineData("""["a",["b"]]""", null), InlineData("""{"a":"b"}""", null), InlineData("\"a\"", null), InlineData("", null), InlineData("null", null)]
    [InlineData("""["\ud800"]""", null), InlineData("1", null)]
    public void Texts_are_one_list_of_texts(string json, int? count)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(json);
        var entry = new TensorEntry("A", TensorType.U8, [bytes.Length], 0);
        WireValue Texts() => new TensorReader(new MemoryStream(bytes)).Read(entry, ArrayKind.Texts);
        if (count is { } all) Assert.Equal(all, ((WireValue.List)Texts()).Values.Count);
        else Assert.StartsWith("array 'A' is no list of texts in JSON", ModelFileTests.Refusal(() => Texts()));
    }

    [Fact]
    public void An_array_is_stored_as_its_own_type_or_refused()
    {
        foreach ((string stored, TensorType[] types) in new[]
        {
            ("stored-doubles", (TensorType[])[TensorType.F64, TensorType.F32]), ("stored-integers", [TensorType.I32, TensorType.I16]),
            ("stored-texts", [TensorType.U8]),
        })
            foreach (TensorType type in Enum.GetValues<TensorType>())
            {
                byte[] json = Header(stored, type, 0), start = new byte[8];
                BinaryPrimitives.WriteInt64LittleEndian(start, json.Length);
                string message = ModelFileTests.Refusal(() => FormFile.Read(new MemoryStream([.. start, .. json]), "a"));
                // A type that may be is read, and only then the hash is found to be another, or the text to be none.
                if (types.Contains(type)) Assert.Contains(type == TensorType.U8 ? "is no list of texts in JSON" : "the hash differs", message);
                else Assert.Contains($"array 'A' is of type {type}, and the model has {stored[7..]} there", message);
            }
    }

    // One array, of which there is a claim alone.
    private static byte[] Header(string stored, TensorType type, long count) => new TensorHeader(
        ImmutableSortedDictionary<string, string>.Empty.Add("classicml", "{\"type\":\"a\",\"A\":{\"type\":\"" + stored + "\",\"Array\":\"A\"}}")
            .Add("hash", new string('0', 32)),
        [new TensorEntry("A", type, [count], 0)]).Format();

    private static WireForm Form(string name, params (string Name, WireValue Value)[] values) =>
        new(name, values.Select(pair => KeyValuePair.Create(pair.Name, pair.Value)));

    private static byte[] Written(WireForm form)
    {
        using var stream = new MemoryStream();
        FormFile.Write(stream, form);
        return stream.ToArray();
    }

    private static WireForm Read(byte[] file, string name) => FormFile.Read(new MemoryStream(file), name);
}
