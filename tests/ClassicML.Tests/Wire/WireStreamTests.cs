using System.Text;
using ClassicML.Neighbors;
using ClassicML.Wire;

namespace ClassicML.Tests.Wire;

/// <summary>Forms from and to streams: the texts, values and refusals of the string form, wherever pieces end, and no whole text in memory.</summary>
public class WireStreamTests
{
    private const string Sample = """
        {"type":"a","format":1,"text":"a\"é👍\ud83d\udc4d\u0000","none":null, "on":true,"off":false,"whole":-12345678901,"zero":-0,"real":1.5e-300,
         "inner":{"type":"b","né\u00e9":[]},"integers":[1,-2,2147483647],"reals":[1,2.25,-0,1e300],"long":[4294967296],"nan":[0.5,"NaN"],
         "mixed":[1,2,"x",3,[4,5],{"type":"c"},null,[[]]]}
        """;

    [Fact]
    public void Pieces_may_end_anywhere()
    {
        byte[] bytes = Encoding.UTF8.GetBytes(Sample);
        WireForm expected = WireForm.Parse(Sample);
        for (int piece = 4; piece <= bytes.Length + 1; piece++)
            foreach (int step in (int[])[1, 7, int.MaxValue])
                Assert.Equal(expected.ToString(), WireJson.Read(new OneWay(new MemoryStream(bytes), step), CancellationToken.None, piece).ToString());
        // The fuzz test compares kinds that one text may have by their refusals; here they are looked at.
        WireForm read = WireJson.Read(new OneWay(new MemoryStream(bytes), 1), CancellationToken.None, 4);
        Assert.Equal([1, -2, int.MaxValue], Assert.IsType<WireValue.Integers>(read["integers"]).Values.ToArray());
        Assert.Equal([1, 2.25, -0.0, 1e300], Assert.IsType<WireValue.Doubles>(read["reals"]).Values.ToArray());
        Assert.Equal([4294967296.0], Assert.IsType<WireValue.Doubles>(read["long"]).Values.ToArray());
        Assert.Equal([new WireValue.Number(0.5), new WireValue.Text("NaN")], Assert.IsType<WireValue.List>(read["nan"]).Values);
        IReadOnlyList<WireValue> mixed = Assert.IsType<WireValue.List>(read["mixed"]).Values;
        Assert.Equal([new WireValue.Integer(1), new WireValue.Integer(2), new WireValue.Text("x"), new WireValue.Integer(3)], mixed.Take(4));
        Assert.Equal([4, 5], Assert.IsType<WireValue.Integers>(mixed[4]).Values.ToArray());
        Assert.Empty(Assert.IsType<WireValue.List>(Assert.IsType<WireValue.List>(mixed[7]).Values.Single()).Values);
    }

    [Fact]
    public void A_text_that_is_cut_short_anywhere_is_refused()
    {
        byte[] bytes = Encoding.UTF8.GetBytes(Sample);
        for (int length = 0; length < bytes.Length; length++)
            foreach (int piece in (int[])[4, WireJson.Piece])
                Assert.StartsWith("this is not JSON: ", Refusal(bytes[..length], piece));
    }

    [Theory]
    [InlineData("x", false), InlineData("{}", false), InlineData("\0", false), InlineData(",", false), InlineData("/**/", false), InlineData("\ufeff", false)]
    [InlineData(" \t\r\n", true)]
    public void Nothing_but_white_space_may_follow(string rest, bool isRead)
    {
        // The rest may begin in another piece than the form ends in.
        foreach (int blanks in (int[])[0, 1, 300, 100_000])
        {
            byte[] bytes = Encoding.UTF8.GetBytes($$"""{"type":"a"}{{new string(' ', blanks)}}{{rest}}""");
            if (isRead) Assert.Equal("a", Read(bytes).Name);
            else Assert.StartsWith("this is not JSON: ", Refusal(bytes));
        }
    }

    [Fact]
    public void A_byte_order_mark_is_passed_over_once_and_only_in_bytes()
    {
        byte[] mark = [0xEF, 0xBB, 0xBF], text = """{"type":"a"}"""u8.ToArray();
        foreach (int piece in (int[])[4, WireJson.Piece])
        {
            Assert.Equal("a", WireJson.Read(new OneWay(new MemoryStream([.. mark, .. text]), 1), CancellationToken.None, piece).Name);
            foreach (byte[] bytes in (byte[][])[mark, [.. mark, .. mark, .. text], mark[..2], [.. mark[..2], .. text], [0xFF, 0xFE, .. text]])
                Assert.StartsWith("this is not JSON: ", Refusal(bytes, piece));
        }
        Assert.StartsWith("this is not JSON: ", Assert.Throws<WireException>(() => WireForm.Parse("\ufeff{\"type\":\"a\"}")).Message);
        Assert.StartsWith("this is not JSON: ", Refusal(Encoding.Unicode.GetBytes("""{"type":"a"}""")));
    }

    [Theory]
    [InlineData("""{"type":"a?"}"""), InlineData("""{"type":"a","b?":1}"""), InlineData("""{"type":"a","b":"?"}"""), InlineData("""{"type":"a","b":["?"]}""")]
    [InlineData("""?{"type":"a"}"""), InlineData("""{"type":"a"?}"""), InlineData("""{"type":"a"}?"""), InlineData("""{"type":"a","format":"?"}""")]
    public void Bytes_that_are_no_unicode_are_refused(string text)
    {
        // A lone continuation, half of a letter, an overlong one, half a surrogate pair, beyond the last letter.
        foreach (byte[] wrong in (byte[][])[[0x80], [0xC3], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xFF]])
        {
            byte[] bytes = [.. text.Split('?').Select(Encoding.UTF8.GetBytes).Aggregate((a, b) => [.. a, .. wrong, .. b])];
            string message = Refusal(bytes);
            if (!text.Contains("format")) Assert.StartsWith("this is not JSON: ", message);
        }
    }

    [Fact]
    public void What_is_written_is_the_string_in_pieces()
    {
        var rng = new Rng(1);
        WireForm form = new("large",
        [
            new("doubles", new WireValue.Doubles(Enumerable.Range(0, 100_000).Select(_ => rng.NextDouble()).Append(double.NaN).ToArray())),
            new("integers", new WireValue.Integers(Enumerable.Range(0, 100_000).ToArray())),
            new("texts", new WireValue.List([.. Enumerable.Range(0, 20_000).Select(i => new WireValue.Text($"é{i}"))])),
            new("text", new WireValue.Text(new string('é', 200_000))),
        ]);
        using var sink = new Sink();
        form.Write(sink);
        Assert.Equal(form.ToString(), Encoding.UTF8.GetString(sink.ToArray()));
        // A text is one piece; numbers never are.
        Assert.InRange(sink.Longest, 400_000, 400_000 + 2 * WireJson.Piece);
        Assert.InRange(sink.Count, sink.Length / WireJson.Piece / 2, long.MaxValue);
        Assert.False(sink.IsFlushed);
        sink.Position = 0;
        WireForm read = WireForm.Read(sink);
        Assert.Equal(form.ToString(), read.ToString());
        Assert.True(sink.CanRead);
    }

    [Fact]
    public void A_model_goes_through_a_stream_from_where_that_stands()
    {
        KNearestNeighborsClassifierModel model = new KNearestNeighborsClassifier().Fit(ClassicML.Datasets.Iris());
        WireForm form = BuiltIn.Registry.Write(model);
        using var stream = new MemoryStream();
        stream.Write("before"u8);
        form.Write(stream);
        Assert.Equal("before" + form, Encoding.UTF8.GetString(stream.ToArray()));
        stream.Position = 6;
        var back = BuiltIn.Registry.Read<KNearestNeighborsClassifierModel>(WireForm.Read(stream));
        Assert.Equal(form, BuiltIn.Registry.Write(back));
        Assert.Equal(stream.Length, stream.Position);
    }

    /// <summary>Writing takes no memory by the number of numbers, reading twice that of its array.</summary>
    [Fact]
    public void Large_arrays_take_no_memory_to_write_and_twice_their_own_to_read()
    {
        const int count = 1_000_000, bytes = 8 * count;
        double[] numbers = [.. Enumerable.Range(0, count).Select(i => i / 7.0)];
        var form = new WireForm("large", [new("d", new WireValue.Doubles(numbers))]);
        using var stream = new MemoryStream(32 * count);
        Assert.InRange(Allocated(() => form.Write(stream)), 0, bytes / 10);
        stream.Position = 0;
        WireForm? read = null;
        // The array, its pieces, of which the last is not full, and the bytes at hand.
        Assert.InRange(Allocated(() => read = WireForm.Read(stream)), 0, 2 * bytes + bytes / 5);
        Assert.Equal(numbers, Assert.IsType<WireValue.Doubles>(read!["d"]).Values.ToArray());

        static long Allocated(Action action)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            action();
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    [Theory, InlineData(1), InlineData(255), InlineData(256), InlineData(257), InlineData(768), InlineData(769), InlineData(400_000)]
    public void Lists_of_any_length_are_arrays_whatever_comes_first(int count)
    {
        int[] integers = [.. Enumerable.Range(0, count).Select(i => i - 7)];
        string text = string.Join(',', integers);
        WireForm read = Read($$"""{"type":"a","whole":[{{text}}],"real":[{{text}},0.5],"half":[0.5,{{text}}],"again":[{{text}}],"list":[{{text}},"x"]}""");
        Assert.Equal(integers, Assert.IsType<WireValue.Integers>(read["whole"]).Values.ToArray());
        Assert.Equal([.. integers, 0.5], Assert.IsType<WireValue.Doubles>(read["real"]).Values.ToArray());
        Assert.Equal([0.5, .. integers], Assert.IsType<WireValue.Doubles>(read["half"]).Values.ToArray());
        Assert.Equal(integers, Assert.IsType<WireValue.Integers>(read["again"]).Values.ToArray());
        Assert.Equal([.. integers.Select(i => new WireValue.Integer(i)), new WireValue.Text("x")], Assert.IsType<WireValue.List>(read["list"]).Values);
    }

    [Fact]
    public void A_number_too_large_is_refused_in_a_list_as_alone()
    {
        string digits = new('9', 400);
        foreach (string value in (string[])[digits, $"[1,{digits}]", $"[0.5,{digits}]", $"[\"x\",{digits}]", $"[{digits},\"x\"]"])
            Assert.Equal($"the number {digits[..40]}… is too large for a double", Refusal(Encoding.UTF8.GetBytes($$"""{"type":"a","b":{{value}}}""")));
    }

    [Fact]
    public void A_token_longer_than_a_piece_is_read_once_it_is_whole()
    {
        string text = string.Concat(Enumerable.Repeat("é\\n👍", 30_000)), digits = "0." + new string('1', 200_000);
        byte[] bytes = Encoding.UTF8.GetBytes($$"""{"type":"a","{{text}}":"{{text}}","n":{{digits}},"l":[{{digits}}]}""");
        foreach (int piece in (int[])[4, 1000, WireJson.Piece])
        {
            WireForm read = WireJson.Read(new OneWay(new MemoryStream(bytes), 999), CancellationToken.None, piece);
            string expected = text.Replace("\\n", "\n");
            Assert.Equal(new WireValue.Text(expected), read[expected]);
            Assert.Equal(1.0 / 9, Assert.IsType<WireValue.Number>(read["n"]).Value);
        }
    }

    [Fact]
    public void Reading_and_writing_stop_between_pieces()
    {
        var form = new WireForm("large", [new("d", new WireValue.Doubles(new double[1_000_000]))]);
        byte[] bytes = Encoding.UTF8.GetBytes(form.ToString());
        using var stop = new CancellationTokenSource();
        var given = new MemoryStream(bytes);
        using var pipe = new OneWay(given) { Passed = StopFrom };
        Assert.Throws<OperationCanceledException>(() => WireForm.Read(pipe, stop.Token));
        Assert.InRange(given.Position, 500_000, 500_000 + 2 * WireJson.Piece);
        Assert.Throws<OperationCanceledException>(() => WireForm.Read(new OneWay(new MemoryStream(bytes), 1), stop.Token));
        using var again = new CancellationTokenSource();
        using var sink = new Sink { Taken = taken => { if (taken > 500_000) again.Cancel(); } };
        Assert.Throws<OperationCanceledException>(() => form.Write(sink, again.Token));
        Assert.InRange(sink.Length, 500_000, 500_000 + 2 * WireJson.Piece);

        void StopFrom(long count)
        {
            if (count >= 500_000) stop.Cancel();
        }
    }

    [Fact]
    public void What_a_stream_throws_is_its_own()
    {
        var stream = new MemoryStream("""{"type":"a"}"""u8.ToArray());
        stream.Dispose();
        Assert.Throws<ObjectDisposedException>(() => WireForm.Read(stream));
        Assert.Throws<ObjectDisposedException>(() => WireForm.Parse("""{"type":"a"}""").Write(stream));
        Assert.Throws<ArgumentNullException>(() => WireForm.Read(null!));
        Assert.Throws<ArgumentNullException>(() => WireForm.Parse("""{"type":"a"}""").Write(null!));
    }

    [Fact]
    public void A_word_that_is_none_is_not_quoted_with_all_that_follows()
    {
        string message = Refusal(Encoding.UTF8.GetBytes($$"""{"type":"a","b":falsch,{{new string('x', 50_000)}}}"""));
        Assert.InRange(message.Length, 100, 400);
        Assert.EndsWith("LineNumber: 0 | BytePositionInLine: 20.", message);
    }

    private static WireForm Read(string json) => Read(Encoding.UTF8.GetBytes(json));

    private static WireForm Read(byte[] bytes) => WireForm.Read(new MemoryStream(bytes));

    private static string Refusal(byte[] bytes, int piece = WireJson.Piece) =>
        Assert.Throws<WireException>(() => WireJson.Read(new OneWay(new MemoryStream(bytes)), CancellationToken.None, piece)).Message;

    private sealed class Sink : MemoryStream
    {
        public Action<long> Taken { get; init; } = _ => { };

        public int Longest { get; private set; }

        public int Count { get; private set; }

        public bool IsFlushed { get; private set; }

        public override void Flush() => IsFlushed = true;

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            base.Write(buffer);
            Longest = Math.Max(Longest, buffer.Length);
            Count++;
            Taken(Length);
        }
    }
}
