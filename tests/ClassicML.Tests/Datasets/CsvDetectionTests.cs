using System.Globalization;
using System.IO.Compression;
using System.Text;
using CsCheck;

namespace ClassicML.Tests.DatasetFiles;

/// <summary>The form of CSV files found out from their beginning: the files that people have, and what nothing is found in.</summary>
public class CsvDetectionTests
{
    private const string Semicolons = "fields are separated by ';'", Commas = "numbers have decimal commas",
        Points = "numbers have points between groups of three digits";

    [Theory]
    [InlineData("a,b\n1,2\n", ',', true, '.')]
    [InlineData("a;b\n1;2\n", ';', true, '.', Semicolons)]
    [InlineData("a\tb\n1\t2\n", '\t', true, '.', "fields are separated by tabs")]
    [InlineData("a|b\n1|2\n", '|', true, '.', "fields are separated by '|'")]
    [InlineData("x\n1\n2\n", ',', true, '.')]
    // The first record alone would say otherwise.
    [InlineData("city, country;size\nWien;1\nUlm;2\nRom;3\n", ';', true, '.', Semicolons)]
    [InlineData("\"a;b;c\",d\n\"x;y;z\",1\n\"x;y;z\",2\n", ',', true, '.')]
    [InlineData("a,b\n\"x\n;;;\n;;;\",1\n\"y\",2\n", ',', true, '.')]
    [InlineData("1,x;y,2\n3,z;y,4\n", ',', false, '.', "the first line is no header: its first field is a number, as the values below it are")]
    [InlineData("Hello, world\t1\nWell, then\t2\n", '\t', false, '.', "fields are separated by tabs",
        "the first line is no header: its second field is a number, as the values below it are")]
    [InlineData("Weight Waist Pulse\n191 36 50\n189 37 52\n", ' ', true, '.', "fields are separated by blanks")]
    [InlineData("time\n2024-01-01 10:00\n2024-01-02 11:00\n", ',', true, '.')]
    [InlineData("full name\nAnn Lee\nBob May\n", ',', true, '.')]
    // Decimal commas, which cut records into equally many fields too.
    [InlineData("a;b\n3,14;2,71\n1,5;0,5\n", ';', true, ',', Semicolons, Commas)]
    [InlineData("3,14;2,71;1,5\n1,5;0,5;2,5\n", ';', false, ',', Semicolons,
        "the first line is no header: its first field is a number, as the values below it are", Commas)]
    [InlineData("Wien;3,5\nUlm;4,5\nRom;1,5\n", ';', false, ',', Semicolons,
        "the first line is no header: its second field is a number, as the values below it are", Commas)]
    [InlineData("a;b\n1.234,5;x\n7,25;y\n", ';', true, ',', Semicolons, Commas, Points)]
    [InlineData("a;b\n1.234;0,5\n2.345;1,5\n", ';', true, ',', Semicolons, Commas, Points)]
    [InlineData("a;b\n1.234.567;x\n", ';', true, ',', Semicolons, Commas, Points)]
    [InlineData("a\tb\n3,14\tx\n", '\t', true, ',', "fields are separated by tabs", Commas)]
    [InlineData("a;b\n1,234;x\n2,345;y\n", ';', true, ',', Semicolons, Commas)]
    [InlineData("a,b\n\"3,14\",x\n\"2,5\",y\n", ',', true, ',', Commas)]
    [InlineData("a,b\n\"1,234\",x\n\"12,345.5\",y\n", ',', true, '.', "numbers have commas between groups of three digits")]
    [InlineData("a;b\n1,234.5;x\n2.5;y\n", ';', true, '.', Semicolons, "numbers have commas between groups of three digits")]
    [InlineData("a;b\n1.234;1.5\n0.125;2.5\n", ';', true, '.', Semicolons)]
    [InlineData("day;b\n01.02.2024;x\n02.02.2024;y\n", ';', true, '.', Semicolons)]
    public void Separators_of_fields_and_numbers_are_found(string text, char separator, bool hasHeader, char decimals, params string[] findings)
    {
        CsvForm form = Detect(text);
        Assert.Equal(findings, form.Findings);
        Assert.Equal((separator, hasHeader, decimals), (form.Options.Separator, form.Options.HasHeader, form.Options.DecimalSeparator));
    }

    [Theory]
    [InlineData("a;\"b c\"\n1;2\n", new[] { "a", "b c" }), InlineData("1,2\n3,4\n", null), InlineData("# made\nx,y\n1,2\n", new[] { "x", "y" })]
    public void The_names_in_a_header_are_those_of_its_fields(string text, string[]? names) => Assert.Equal(names, Detect(text).ColumnNames?.ToArray());

    [Theory]
    // iris.data, mushrooms, adult.data, with their blanks.
    [InlineData("5.1,3.5,Iris-setosa\n4.9,3.0,Iris-setosa\n7.0,3.2,Iris-versicolor\n", "its first field is a number, as the values below it are")]
    [InlineData("p,x,s\ne,x,y\np,b,s\n", "its first field, 'p', comes again below")]
    [InlineData("State-gov, 39, <=50K\nPrivate, 50, >50K\n", "its second field is a number, as the values below it are")]
    [InlineData("x,2024-01-01\ny,2024-01-02\n", "its second field is a date, as the values below it are")]
    [InlineData("a,true\nb,false\n", "its second field is a truth value, as the values below it are")]
    [InlineData("a,b,a\nx,y,z\n", "its first field and its third field are the same, 'a'")]
    [InlineData("a,,b\nx,y,z\n", "its second field is empty")]
    [InlineData("?,b\n1,x\n2,y\n", "its first field is '?', a missing value")]
    [InlineData("-,b\n1,x\n2,y\n", "its first field is '-', a missing value")]
    [InlineData("1,2,3\n", "its first field is a number")]
    [InlineData("2019,2020,2021\n1.5,2.5,3.5\n", "its first field is a number, as the values below it are")]
    [InlineData("x,2019,2020\ny,2018,2021\n", "its second field is a number, as the values below it are")]
    [InlineData("x,1,2,3\nx,4,5,6\n", "its second field is a number, as the values below it are")]
    [InlineData("0,0,0,0,0,0,0,0,0,0,a\n1,1,1,1,1,1,1,1,1,1,b\n", "its first field is a number, as the values below it are")]
    [InlineData("x,x,x,x,x,x,x,x,x,x,,b\n", null)]
    [InlineData("a,b\nx,y\n", null)]
    [InlineData("a,b\n", null)]
    [InlineData("a,b\n1,x\n2,y\n", null)]
    [InlineData("a,b\n,\n,\n", null)]
    [InlineData("a,b,\nx,y,\n", null)]
    [InlineData("country,2019,2020\nDE,83.1,83.2\nFR,67.4,67.6\n", null)]
    [InlineData("id,2019,2020\n1,5,6\n2,7,8\n", null)]
    [InlineData("country,1990,2000,2010\nDE,1995,70,1\nFR,60,1996,2\n", null)]
    // What pandas and R write without names.
    [InlineData(",0,1,2\n0,5.1,3.5,1.4\n1,4.9,3.0,1.4\n", null)]
    [InlineData("\"\",\"name\"\n\"1\",\"Ann\"\n\"2\",\"Bob\"\n", null)]
    [InlineData(",0,1,2\nx,5.1,3.5,1.4\ny,4.9,3.0,1.4\n", "its second field is a number, as the values below it are")]
    public void Names_are_told_from_values(string text, string? why)
    {
        CsvForm form = Detect(text);
        Assert.Equal(why is null ? [] : [$"the first line is no header: {why}"], form.Findings);
        Assert.Equal(why is null, form.Options.HasHeader);
    }

    [Fact]
    public void A_column_of_numbers_may_have_some_slips()
    {
        string rows = string.Concat(Enumerable.Range(0, 30).Select(i => $"{i},x\n"));
        Assert.True(Detect($"id,name\n{rows}1O,y\n").Options.HasHeader);
        Assert.False(Detect($"7,name\n{rows}1O,y\n").Options.HasHeader);
        // A text that comes again among the numbers is no name.
        Assert.False(Detect($"low,5\n{rows.Replace(",x", ",1", StringComparison.Ordinal)}low,5\n").Options.HasHeader);
    }

    [Theory]
    [InlineData("# made in May\n# by \"us\na,b\n1,2\n", '#', true, new[] { "lines that begin with '#' are comments" })]
    [InlineData("% 1\n1,2\n% x\n3,4\n", '%', false, new[] { "lines that begin with '%' are comments",
        "the first line that is no comment is no header: its first field is a number, as the values below it are" })]
    [InlineData("\n\n# x\na,b\n1,2\n", '#', true, new[] { "lines that begin with '#' are comments" })]
    // What NumPy writes.
    [InlineData("# a,b\n1,2\n3,4\n", '#', false, new[] { "lines that begin with '#' are comments",
        "the first line that is no comment is no header: its first field is a number, as the values below it are" })]
    [InlineData("#id,name\n1,Ann\n2,Bob\n", null, true, new string[0])]
    [InlineData("#,name\n1,Ann\n2,Bob\n", null, true, new string[0])]
    [InlineData("color,n\n#ff0000,1\n#00ff00,2\n", null, true, new string[0])]
    [InlineData("#ff0000,1\n#00ff00,2\n", null, false,
        new[] { "the first line is no header: its second field is a number, as the values below it are" })]
    [InlineData("a,b\n1,2\n# 3,4\n5,6\n", null, true, new string[0])]
    public void Comments_are_what_the_first_lines_begin_with(string text, char? comment, bool hasHeader, string[] findings)
    {
        CsvForm form = Detect(text);
        Assert.Equal(findings, form.Findings);
        Assert.Equal((comment, hasHeader), (form.Options.Comment, form.Options.HasHeader));
    }

    [Theory]
    [InlineData("a,b\n1,-\n2,3\n3,-\n4,5\n", "-")]
    [InlineData("a,b\n1,.\n2,3\n3,.\n4,5\n", ".")]
    [InlineData("a,b\n--,1\n2,3\n--,5\n4,5\n", "--")]
    [InlineData("a,b\n1,missing\n2,3\n3,missing\n4,5\n", "missing")]
    [InlineData("a,b\n1,n.a.\nx,3\n3,n.a.\ny,5\n", "n.a.")]
    [InlineData("a,b\nx,-\n-,3\ny,-\nz,5\n", "-")]
    // Once, two of them, a word that means something, one that is a value elsewhere, a number, and more often than numbers.
    [InlineData("a,b\n1,-\n2,3\n3,4\n4,5\n", null)]
    [InlineData("a,b\n1,-\n2,.\n3,-\n4,.\n5,1\n6,2\n7,3\n8,4\n", null)]
    [InlineData("floor,b\nG,1\n1,3\nG,5\n2,5\n", null)]
    [InlineData("drug,b\nnone,none\nx,3\nnone,none\ny,5\n", null)]
    [InlineData("a,b\n-999,1\n2,3\n-999,5\n4,5\n", null)]
    [InlineData("a,b\n-,1\n-,3\n-,5\n4,5\n", null)]
    [InlineData("a,b\nnan,1\n2,3\nnan,5\n4,5\n", null)]
    public void A_mark_that_comes_again_and_again_among_numbers_is_a_missing_value(string text, string? marker)
    {
        CsvForm form = Detect(text);
        Assert.Equal(marker is null ? [] : [$"'{marker}' stands for missing values"], form.Findings);
        Assert.Equal([.. new CsvOptions().MissingValues, .. marker is null ? Array.Empty<string>() : [marker]], form.Options.MissingValues);
        if (marker is not null) Assert.Contains(Read(text, form.Options).Columns, column => column is NumberColumn && column.MissingCount == 2);
    }

    [Fact]
    public void The_encoding_is_that_of_the_mark_or_UTF_8_or_windows_1252()
    {
        const string text = "name,n\nGroße,1\nKäse,2\n";
        Assert.Empty(Detect(text).Findings);
        Assert.Null(Detect(text).Options.Encoding);
        foreach (Encoding encoding in (Encoding[])[Encoding.UTF8, Encoding.Unicode, Encoding.BigEndianUnicode, Encoding.UTF32])
        {
            CsvForm form = Detect([.. encoding.GetPreamble(), .. encoding.GetBytes(text)]);
            Assert.Equal(encoding == Encoding.UTF8 ? [] : [$"the file is {encoding.WebName.ToUpperInvariant()}, as its byte order mark says"], form.Findings);
            Assert.Equal(encoding == Encoding.UTF8 ? null : encoding.WebName, form.Options.Encoding?.WebName);
        }
        // 0x80 is the euro there, and a control character in Latin-1.
        byte[] euros = [.. "price,n\n5 "u8, 0x80, .. ",1\n"u8];
        CsvForm windows = Detect(euros);
        Assert.Equal(["the file is not UTF-8; read as windows-1252"], windows.Findings);
        Assert.Equal("windows-1252", windows.Options.Encoding!.WebName);
        Assert.Equal("5 €", CsvReader.ReadTable(new MemoryStream(euros), windows.Options)["price"].Text(0));
        // A character of two bytes that the end of what is looked at cuts is whole in the file.
        string filler = string.Concat(Enumerable.Repeat("é,1\n", 400_000));
        Assert.Null(Detect("x" + "name,n\n" + filler).Options.Encoding);
        Assert.Null(Detect("name,n\n" + filler).Options.Encoding);
        byte[] marked = [.. Encoding.UTF8.GetPreamble(), .. "a,b\n"u8, 0xFF, .. ",1\n"u8];
        Assert.Contains("line 2: character 1 is no UTF-8", Assert.Throws<InvalidDataException>(() => Detect(marked)).Message);
    }

    [Fact]
    public void What_is_given_is_not_looked_for()
    {
        const string text = "1,5;2\n2,5;3\n";
        Assert.Equal([Semicolons, "the first line is no header: its first field is a number, as the values below it are", Commas], Detect(text).Findings);
        CsvForm given = Detect(text, new CsvHints { Separator = ';', HasHeader = false, DecimalSeparator = ',' });
        Assert.Equal((';', false, ',', 0), (given.Options.Separator, given.Options.HasHeader, given.Options.DecimalSeparator, given.Findings.Length));
        CsvForm others = Detect(text, new CsvHints { Separator = ',', HasHeader = true, DecimalSeparator = '.' });
        Assert.Equal((',', true, '.', 0), (others.Options.Separator, others.Options.HasHeader, others.Options.DecimalSeparator, others.Findings.Length));
        Assert.Equal('.', Detect(text, new CsvHints { DecimalSeparator = '.' }).Options.DecimalSeparator);
        Assert.True(Detect(text, new CsvHints { HasHeader = true }).Options.HasHeader);
        Assert.Equal('!', Detect("a,b\n! x\n1,2\n", new CsvHints { Comment = '!' }).Options.Comment);
        Assert.Equal('%', Detect("# a,b\n1,2\n", new CsvHints { Comment = '%' }).Options.Comment);
        byte[] latin = Encoding.Latin1.GetBytes("é,n\nx,1\n");
        CsvForm encoded = Detect(latin, new CsvHints { Encoding = Encoding.Latin1 });
        Assert.Equal((Encoding.Latin1, 0), (encoded.Options.Encoding, encoded.Findings.Length));
        Assert.Contains("character 1 is no UTF-8",
            Assert.Throws<InvalidDataException>(() => Detect(latin, new CsvHints { Encoding = Encoding.UTF8 })).Message);
        Assert.Contains("Separator must not", Assert.Throws<ArgumentException>(() => Detect(text, new CsvHints { Separator = '"' })).Message);
        Assert.Contains("must differ", Assert.Throws<ArgumentException>(() => Detect(text, new CsvHints { Separator = ';', Comment = ';' })).Message);
    }

    [Theory, InlineData(""), InlineData("\n\r\n"), InlineData("\uFEFF")]
    public void An_empty_file_is_refused(string text) =>
        Assert.Equal("line 1: the file is empty", Assert.Throws<InvalidDataException>(() => Detect(text)).Message);

    [Fact]
    public void Files_and_streams_are_looked_at_from_where_they_stand_and_put_back()
    {
        using var folder = new TemporaryFolder();
        byte[] text = Encoding.UTF8.GetBytes("3,14;x\n1,5;y\n");
        foreach (byte[] stored in new[] { text, TemporaryFolder.Gzip(text) })
        {
            CsvForm form = CsvReader.Detect(folder.Write("a.csv", stored));
            Assert.Equal([3.14, 1.5], CsvReader.ReadTable(folder.Path("a.csv"), form.Options).Column<NumberColumn>("column 0").Values);
            using var behind = new MemoryStream([1, 2, 3, .. stored]) { Position = 3 };
            Assert.Equal(form.Findings, CsvReader.Detect(behind).Findings);
            Assert.Equal(3, behind.Position);
            Assert.Equal(2, CsvReader.ReadTable(behind, form.Options).RowCount);
        }
        string none = folder.Write("none.csv", "");
        Assert.Equal($"{none}, line 1: the file is empty", Assert.Throws<InvalidDataException>(() => CsvReader.Detect(none)).Message);
        using var damaged = new MemoryStream([0x1F, 0x8B, 8, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
        Assert.Contains("here: the gzip file is corrupted", Assert.Throws<InvalidDataException>(() => CsvReader.Detect(damaged, name: "here")).Message);
        Assert.Equal(0, damaged.Position);
        Assert.Throws<ArgumentNullException>(() => CsvReader.Detect((Stream)null!));
        using var oneWay = new GZipStream(Stream.Null, CompressionMode.Decompress);
        Assert.Contains("able to seek", Assert.Throws<ArgumentException>(() => CsvReader.Detect(oneWay)).Message);
    }

    /// <summary>What is behind the first 2²⁰ characters is not looked at, and no record is taken for shorter than it is.</summary>
    [Fact]
    public void Only_the_beginning_of_a_file_is_read()
    {
        string rows = string.Concat(Enumerable.Range(0, 100_000).Select(i => string.Create(CultureInfo.InvariantCulture, $"{i},\"some; text\n{i}\",3\n")));
        Assert.InRange(rows.Length, 2 << 20, 3 << 20);
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes("a,b,c\n" + rows + "\xFFFD;;;"));
        using var counting = new CountingStream(stream);
        CsvForm form = CsvReader.Detect(counting);
        Assert.Empty(form.Findings);
        // The magic bytes, 2²⁰ characters and what a block has left.
        Assert.InRange(counting.BytesRead, 1 << 20, (1 << 20) + (1 << 17));
        // One record that is longer than all that is looked at.
        CsvOptions wide = Detect(string.Join(';', Enumerable.Range(0, 300_000)) + "\n").Options;
        Assert.Equal((';', false), (wide.Separator, wide.HasHeader));
        Assert.False(Detect("1," + new string('x', 2 << 20) + "\n").Options.HasHeader);
    }

    [Fact]
    public void A_broken_file_is_left_to_its_reader()
    {
        const string text = "a;b\n1;2\n\"x\"y;3\n4;5\n";
        Assert.Equal([Semicolons], Detect(text).Findings);
        Assert.Contains("has 'y' after its closing quote", Assert.Throws<InvalidDataException>(() => Read(text, Detect(text).Options)).Message);
        Assert.Equal([Semicolons], Detect("a;b;c\n1;2;3\n1;2\n4;5;6\n").Findings);
        Assert.Equal(',', Detect("\"a\n").Options.Separator);
    }

    [Fact]
    public void Any_table_that_is_written_comes_back_through_what_is_found()
    {
        // Texts with all that may mislead; a header that is none of the values, and numbers or dates in one column at least.
        Gen<string> text = Gen.String[Gen.Char["ab \t,;|\"\r\n'é.1"], 0, 6].Select(t => $"k{t}z");
        Gen<double> number = Gen.OneOf(Gen.Double[-1e6, 1e6], Gen.Int[-1000, 1000].Select(i => (double)i), Gen.Int[0, 1000].Select(i => i / 100.0));
        Gen<TableColumn> column = Gen.Int[0, 4].SelectMany(kind => Gen.Select(
            text, number.Array[12], text.Array[12], Gen.Int[0, 9].Array[12], Gen.Long[0, DateTime.MaxValue.Ticks].Array[12],
            (name, x, texts, small, ticks) => (TableColumn)(kind switch
            {
                0 => new TextColumn(name, Enumerable.Range(0, 12).Select(i => small[i] == 0 ? null : texts[i])),
                1 => new BooleanColumn(name, Enumerable.Range(0, 12).Select(i => small[i] == 0 ? null : (bool?)(small[i] > 5))),
                2 => new DateColumn(name, Enumerable.Range(0, 12).Select(i => small[i] == 0 ? null : (DateTime?)new DateTime(ticks[i]))),
                _ => new NumberColumn(name, Enumerable.Range(0, 12).Select(i => small[i] == 0 ? null : (double?)x[i])),
            })));
        Encoding[] encodings = [new UTF8Encoding(false), Encoding.UTF8, Encoding.Unicode, CodePagesEncodingProvider.Instance.GetEncoding(1252)!];
        Gen.Select(number.Array[12], column.Array[1, 4], Gen.Char[",;\t|"], Gen.Char[".,"], Gen.Bool, Gen.Int[0, 3])
            .Where(t => t.Item2.DistinctBy(c => c.Name).Count() == t.Item2.Length)
            .Sample(t =>
            {
                // A column of numbers with a fraction, the first value among them, says what the fraction is written with.
                var first = new NumberColumn("first", t.Item1.Select((x, i) => (double?)(i == 0 ? 0.5 : x)));
                var table = new Table([first, .. t.Item2]);
                var options = new CsvOptions { Separator = t.Item3, DecimalSeparator = t.Item4, HasHeader = t.Item5, Encoding = encodings[t.Item6] };
                using var stream = new MemoryStream();
                using (var writer = new StreamWriter(stream, options.Encoding, leaveOpen: true)) CsvWriter.Write(table, writer, options);
                stream.Position = 0;
                CsvForm form = CsvReader.Detect(stream);
                Table known = CsvReader.ReadTable(stream, options);
                stream.Position = 0;
                Table read = CsvReader.ReadTable(stream, form.Options);
                if (form.Options.Separator != t.Item3 || form.Options.HasHeader != t.Item5 || form.Options.DecimalSeparator != t.Item4) return false;
                return known.Columns.Zip(read.Columns).All(pair => pair.First.Name == pair.Second.Name && pair.First.Kind == pair.Second.Kind
                    && Enumerable.Range(0, 12).All(i => pair.First.Text(i) == pair.Second.Text(i)));
            }, iter: 1000);
    }

    private static CsvForm Detect(string text, CsvHints? given = null) => Detect(Encoding.UTF8.GetBytes(text), given);

    private static CsvForm Detect(byte[] bytes, CsvHints? given = null) => CsvReader.Detect(new MemoryStream(bytes), given);

    private static Table Read(string text, CsvOptions options) => CsvReader.ReadTable(new MemoryStream(Encoding.UTF8.GetBytes(text)), options);

    private sealed class CountingStream(Stream inner) : Stream
    {
        public long BytesRead { get; private set; }

        public override int Read(Span<byte> buffer)
        {
            int read = inner.Read(buffer);
            BytesRead += read;
            return read;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override bool CanRead => true;
        public override bool CanSeek => true;
        public override bool CanWrite => false;
        public override long Length => inner.Length;
        public override long Position { get => inner.Position; set => inner.Position = value; }
        public override void Flush() { }
        public override long Seek(long offset, SeekOrigin origin) => inner.Seek(offset, origin);
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
