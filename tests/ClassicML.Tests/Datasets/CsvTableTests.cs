using System.Globalization;
using System.Text;
using System.Text.Json;
using CsCheck;

namespace ClassicML.Tests.DatasetFiles;

/// <summary>CSV files as tables: types found and given, missing values, separators of other countries, and what is refused.</summary>
public class CsvTableTests
{
    public static TheoryData<string> Cases => [.. Golden.Cases("csv-table")];

    /// <summary>Kinds, missing values and every bit of the numbers.</summary>
    [Theory, MemberData(nameof(Cases))]
    public void Tables_are_those_of_pandas(string name)
    {
        Golden golden = Golden.Read("csv-table", name);
        JsonElement given = golden["options"];
        char? Given(string option) => given.TryGetProperty(option, out JsonElement value) ? value.GetString()![0] : null;
        Table table = Read(golden["text"].GetString()!, new CsvOptions
        {
            Separator = Given("separator"), DecimalSeparator = Given("decimal") ?? '.', GroupSeparator = Given("group"),
        });
        JsonElement[] columns = [.. golden["columns"].EnumerateArray()];
        Assert.Equal(columns.Select(column => column.GetProperty("name").GetString()), table.ColumnNames!.Value);
        foreach (var (expected, actual) in columns.Zip(table.Columns))
        {
            Assert.Equal((actual.Name, expected.GetProperty("kind").GetString()), (actual.Name, actual.Kind.ToString().ToLowerInvariant()));
            Assert.Equal(expected.GetProperty("values").EnumerateArray().Select(value => Text(value, actual.Kind)), Texts(actual));
        }

        static string? Text(JsonElement value, ColumnKind kind) => value.ValueKind switch
        {
            JsonValueKind.Null => null,
            JsonValueKind.Number => value.GetDouble().ToString("R", CultureInfo.InvariantCulture),
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            _ => kind == ColumnKind.Date ? new DateColumn("d", [value.GetDateTime()]).Text(0) : value.GetString(),
        };
    }

    [Fact]
    public void Each_column_is_what_all_its_values_are()
    {
        Table table = Read("id,height,city,member,joined,note\n1,1.75,Wien,TRUE,2024-02-29,\n2,,\"Ulm, Neu\",false,,\n3,-2e3,Wien,NA,1999-12-31T23:59:59,NA\n");
        Assert.Equal(["id", "height", "city", "member", "joined", "note"], table.ColumnNames!.Value);
        Assert.Equal([1.0, 2, 3], table.Column<NumberColumn>("id").Values);
        Assert.Equal([1.75, double.NaN, -2000], table.Column<NumberColumn>("height").Values);
        var city = table.Column<TextColumn>("city");
        Assert.Equal(["Wien", "Ulm, Neu"], city.Levels);
        Assert.Equal([0, 1, 0], city.Codes);
        var member = table.Column<BooleanColumn>("member");
        Assert.Equal([true, false, null], Enumerable.Range(0, 3).Select(row => member[row]));
        var joined = table.Column<DateColumn>("joined");
        Assert.Equal([new DateTime(2024, 2, 29), null, new DateTime(1999, 12, 31, 23, 59, 59)], Enumerable.Range(0, 3).Select(row => joined[row]));
        // Without any value, numbers that are all missing.
        Assert.Equal([double.NaN, double.NaN, double.NaN], table.Column<NumberColumn>("note").Values);
    }

    [Theory]
    [InlineData("1|2.5|-3e4|.5|nan", ColumnKind.Number), InlineData("2023|2024", ColumnKind.Number), InlineData("0|1", ColumnKind.Number)]
    [InlineData("|NA|1", ColumnKind.Number), InlineData("NA||", ColumnKind.Number), InlineData("007|08", ColumnKind.Number)]
    [InlineData("true|False|TRUE|tRuE", ColumnKind.Boolean), InlineData("|NA|true", ColumnKind.Boolean)]
    [InlineData("yes|no", ColumnKind.Text), InlineData("T|F", ColumnKind.Text), InlineData("y|n", ColumnKind.Text)]
    [InlineData("true|1", ColumnKind.Text), InlineData("1|true", ColumnKind.Text), InlineData("true|yes", ColumnKind.Text)]
    [InlineData("2024-01-01|2024-12-31 10:00|0001-01-01T00:00:00.5Z", ColumnKind.Date), InlineData("?|2024-01-01", ColumnKind.Date)]
    [InlineData("2024-01-01|x", ColumnKind.Text), InlineData("2024|2024-01-01", ColumnKind.Text), InlineData("2023-02-29", ColumnKind.Text)]
    [InlineData("1/2/2024", ColumnKind.Text), InlineData("1e999", ColumnKind.Text), InlineData("1|inf", ColumnKind.Text), InlineData("1,5|2", ColumnKind.Text)]
    [InlineData("a", ColumnKind.Text), InlineData("1|2|a", ColumnKind.Text), InlineData("a|1|2", ColumnKind.Text), InlineData("nan|a", ColumnKind.Text)]
    [InlineData("none|None", ColumnKind.Text), InlineData("0x10", ColumnKind.Text), InlineData("12-A|4711", ColumnKind.Text)]
    public void The_kind_of_a_column_is_that_of_all_its_values(string values, ColumnKind kind)
    {
        string[] all = values.Split('|');
        TableColumn column = Read("x;y\n" + string.Concat(all.Select(value => $"{value};0\n")))["x"];
        Assert.Equal(kind, column.Kind);
        Assert.Equal(all.Length, column.RowCount);
        if (kind == ColumnKind.Text) Assert.Equal(all, Texts(column));
    }

    [Fact]
    public void Values_that_were_numbers_until_a_text_came_keep_their_characters()
    {
        var text = new StringBuilder("id,n,late,b,d\n");
        for (int i = 0; i < 3000; i++) text.Append(CultureInfo.InvariantCulture, $"00{i},{i},{i}.0,TRUE,2024-01-01\n");
        text.Append("12-A,3000,,yes,then\n");
        Table table = Read(text.ToString());
        Assert.Equal([.. Enumerable.Range(0, 3000).Select(i => $"00{i}"), "12-A"], Texts(table["id"]));
        Assert.Equal(ColumnKind.Number, table["n"].Kind);
        Assert.Equal(ColumnKind.Number, table["late"].Kind);
        Assert.Equal([.. Enumerable.Repeat("TRUE", 3000), "yes"], Texts(table["b"]));
        Assert.Equal([.. Enumerable.Repeat("2024-01-01", 3000), "then"], Texts(table["d"]));
        Assert.Equal(["2024-01-01", "then"], table.Column<TextColumn>("d").Levels);
    }

    [Fact]
    public void Types_that_are_given_are_those_of_the_columns()
    {
        const string text = "zip,size,member,day,kind,n\n01234,M,yes,2024-01-01,b,1\n99,,0,2024-01-02T10:00:00+02:00,a,nan\n7,S,T,,b,\n";
        Table table = Read(text, new CsvOptions
        {
            Types = new Dictionary<string, CsvType>
            {
                ["zip"] = ColumnKind.Text, ["size"] = CsvType.Category("S", "M", "L"), ["member"] = ColumnKind.Boolean, ["day"] = ColumnKind.Date,
                ["kind"] = ColumnKind.Category, ["n"] = ColumnKind.Number,
            },
        });
        Assert.Equal(["01234", "99", "7"], Texts(table["zip"]));
        Assert.Equal([1, -1, 0], table.Column<CategoryColumn>("size").Codes);
        Assert.Equal(["S", "M", "L"], table.Column<CategoryColumn>("size").Levels);
        Assert.Equal(["true", "false", "true"], Texts(table["member"]));
        Assert.Equal(["2024-01-01", "2024-01-02T08:00:00", null], Texts(table["day"]));
        Assert.Equal(["a", "b"], table.Column<CategoryColumn>("kind").Levels);
        Assert.Equal([1, double.NaN, double.NaN], table.Column<NumberColumn>("n").Values);
        Assert.Equal((ColumnKind.Category, "S"), (CsvType.Category("S").Kind, CsvType.Category("S").Levels!.Value[0]));
        Assert.Null(((CsvType)ColumnKind.Date).Levels);
        Assert.Contains("level 'a' comes twice", Fail(() => CsvType.Category("a", "b", "a")));
        Assert.Contains("at least one", Fail(() => CsvType.Category()));
        Assert.Contains("kind must be one of", Fail(() => _ = (CsvType)(ColumnKind)9));
    }

    [Theory]
    [InlineData(ColumnKind.Number, "1\n2\nthree\n", "line 4: row 2, column 'x': 'three' is not a finite number")]
    [InlineData(ColumnKind.Number, "\"a\n\nb\"\n", "line 2: row 0, column 'x': 'a⏎⏎b' is not a finite number")]
    [InlineData(ColumnKind.Number, "1\n1e999\n", "line 3: row 1, column 'x': '1e999' is not a finite number")]
    [InlineData(ColumnKind.Boolean, "yes\nmaybe\n", "line 3: row 1, column 'x': 'maybe' is neither true nor false")]
    [InlineData(ColumnKind.Date, "31.12.2024\n",
        "line 2: row 0, column 'x': '31.12.2024' is not a date of ISO 8601, such as 2024-02-29 or 2024-02-29T17:30:00")]
    [InlineData(ColumnKind.Category, "S\nXXL\n", "line 3: row 1, column 'x': 'XXL' is not among the levels S, M")]
    public void A_value_that_is_none_of_the_type_given_is_refused_with_its_place(ColumnKind kind, string rows, string message) =>
        Assert.Equal(message, Refused("x\n" + rows, new CsvOptions
        {
            Types = new Dictionary<string, CsvType> { ["x"] = kind == ColumnKind.Category ? CsvType.Category("S", "M") : kind },
        }));

    [Theory]
    [InlineData("", "line 1: the file is empty"), InlineData("\n\n", "line 1: the file is empty")]
    [InlineData("a,b\n", "line 1: there is a header but no row"), InlineData("\na,b\n\n\n", "line 2: there is a header but no row")]
    [InlineData("a,b,a\n1,2,3\n", "line 1: columns 0 and 2 are both named 'a'")]
    [InlineData("column 1,\n1,2\n", "line 1: columns 0 and 1 are both named 'column 1'")]
    [InlineData("a,b\n1,2\n\n3\n", "line 4: row 1 has 1 fields, the header has 2: '3'")]
    [InlineData("a,b\n1,2,\n", "line 2: row 0 has 3 fields, the header has 2: '1,2,'")]
    [InlineData("a,b\n1,\"2\n3\n", "line 2: field 2 opens a quote that is never closed")]
    [InlineData("a,b\n1,2\n\"x\ny\",5\" pipe\n3,6\" pipe\n", "line 4: field 2 has a quote in the middle; put the field in quotes and double the quote")]
    [InlineData("a,b\n1,\"x\ny\"z\n", "line 3: field 2 has 'z' after its closing quote")]
    public void A_broken_file_is_refused_with_its_place(string text, string message) => Assert.Equal(message, Refused(text));

    [Fact]
    public void A_file_is_named_in_messages()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("bad.csv", "a,b\n1,2\n3\n");
        Assert.Equal(
            $"{path}, line 3: row 1 has 1 fields, the header has 2: '3'", Assert.Throws<InvalidDataException>(() => CsvReader.ReadTable(path)).Message);
        Assert.StartsWith("here, line 3:", Assert.Throws<InvalidDataException>(() => CsvReader.ReadTable(File.OpenRead(path), name: "here")).Message);
        Assert.Throws<FileNotFoundException>(() => CsvReader.ReadTable(folder.Path("none.csv")));
        Assert.Throws<ArgumentNullException>(() => CsvReader.ReadTable((Stream)null!));
    }

    [Fact]
    public void Columns_are_chosen_and_named_by_their_places_where_they_have_no_name()
    {
        const string text = "a,,c\n1,2,x\n3,4,y\n";
        Assert.Equal(["c", "column 1"], Read(text, new CsvOptions { Columns = [^1, 1] }).ColumnNames!.Value);
        Table table = Read("1,x\n2,y\n", new CsvOptions { HasHeader = false, Types = new Dictionary<string, CsvType> { ["column 0"] = ColumnKind.Text } });
        Assert.Equal(["column 0", "column 1"], table.ColumnNames!.Value);
        Assert.Equal(["1", "2"], Texts(table["column 0"]));
        Assert.Contains("there is no column 'd', which Types asks for; there are 'a, column 1, c'", Refused(
            text, new CsvOptions { Types = new Dictionary<string, CsvType> { ["d"] = ColumnKind.Text } }));
        Assert.Contains("there is no column 'd', which Columns asks for", Refused(text, new CsvOptions { Columns = ["d"] }));
        // Of two columns of one name one may be chosen by its place.
        Assert.Equal(["x"], Texts(Read("a,a\n1,x\n", new CsvOptions { Columns = [1] })["a"]));
    }

    /// <summary>The files that German, Swiss and French spreadsheets write, read under every culture.</summary>
    [Fact]
    public void Numbers_are_read_with_the_separators_given_whatever_the_culture_of_the_thread()
    {
        foreach (string culture in new[] { "", "de-DE", "tr-TR", "fa-IR" })
        {
            CultureInfo before = CultureInfo.CurrentCulture;
            try
            {
                CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
                var german = new CsvOptions { DecimalSeparator = ',', GroupSeparator = '.' };
                Table table = Read("preis;menge;I;wahr\n1.234.567,5;-12,25;i;TRUE\n,5;1e3;İ;FALSE\n", german);
                Assert.Equal([1234567.5, 0.5], table.Column<NumberColumn>("preis").Values);
                Assert.Equal([-12.25, 1000], table.Column<NumberColumn>("menge").Values);
                Assert.Equal(["i", "İ"], Texts(table["I"]));
                Assert.Equal(ColumnKind.Boolean, table["wahr"].Kind);
                Assert.Equal([1234.5], Read("a;b\n1'234.5;x\n", new CsvOptions { GroupSeparator = '\'' }).Column<NumberColumn>("a").Values);
                var commas = new CsvOptions { DecimalSeparator = ',', Separator = ',' };
                Assert.Equal([1234.5], Read("a,b\n\"1234,5\",x\n", commas).Column<NumberColumn>("a").Values);
                RegressionData numbers = CsvReader.ReadRegression(new StringReader("a;y\n1,5;2.000,25\n"), german);
                Assert.Equal((1.5, 2000.25), (((Matrix)numbers.Features)[0, 0], numbers.Targets[0]));
                // A point is no decimal separator where a comma is one.
                Assert.Equal(ColumnKind.Text, Read("a;b\n1.5;x\n", new CsvOptions { DecimalSeparator = ',' })["a"].Kind);
            }
            catch (CultureNotFoundException)
            {
                // A machine without ICU knows the invariant culture alone.
            }
            finally
            {
                CultureInfo.CurrentCulture = before;
            }
        }
        Assert.Contains("must differ", Fail(() => Read("a\n1\n", new CsvOptions { DecimalSeparator = ',', GroupSeparator = ',' })));
        Assert.Contains("DecimalSeparator must not", Fail(() => new CsvOptions { DecimalSeparator = '1' }));
        Assert.Contains("GroupSeparator must not", Fail(() => new CsvOptions { GroupSeparator = '-' }));
        Assert.Null(new CsvOptions().GroupSeparator);
    }

    [Theory]
    [InlineData("a,b\n1,2\n", ','), InlineData("a;b\n1;2\n", ';'), InlineData("a\tb\n1\t2\n", '\t'), InlineData("a|b\n1|2\n", '|')]
    [InlineData("\uFEFF\n\"x,y,z\";b\n1;2\n", ';'), InlineData("a\n1\n", ','), InlineData("a;b,c\n1;2,3\n", ','), InlineData("\"a\n,,,\"|b\n1|2\n", '|')]
    public void The_separator_is_the_one_that_the_first_record_has_most_of(string text, char separator)
    {
        Table table = Read(text), same = Read(text, new CsvOptions { Separator = separator });
        Assert.Equal(same.ColumnNames!.Value, table.ColumnNames!.Value);
        Assert.Equal(same.ToString(), table.ToString());
    }

    [Fact]
    public void A_decimal_comma_does_not_separate_where_anything_else_does()
    {
        var options = new CsvOptions { DecimalSeparator = ',', HasHeader = false };
        Assert.Equal([1.5, 2.5, 3.5], Numbers(Read("1,5;2,5;3,5\n", options)));
        Assert.Equal([1.0, 5], Numbers(Read("1,5\n", options)));
    }

    [Fact]
    public void Missing_values_are_the_usual_ones_or_those_given()
    {
        Table table = Read("a,b\n,1\nNA,2\nNaN,3\nN/A,4\nn/a,5\n#N/A,6\nNULL,7\nnull,8\n?,9\n\"\",10\n  NA  ,11\nx,12\n");
        Assert.Equal(11, table["a"].MissingCount);
        Assert.Equal(["x"], table.Column<TextColumn>("a").Levels);
        Table given = Read("a,b,c\n-999,-,1\n-999.0,,2\n5,x,-999\n", new CsvOptions { MissingValues = ["-999", "-"] });
        Assert.Equal([double.NaN, -999, 5], given.Column<NumberColumn>("a").Values);
        Assert.Equal([null, "", "x"], Texts(given["b"]));
        Assert.Equal([1, 2, double.NaN], given.Column<NumberColumn>("c").Values);
    }

    [Theory, InlineData("\n"), InlineData("\r\n"), InlineData("\r")]
    public void Comments_are_passed_over_wherever_a_record_begins_with_one(string end)
    {
        string text = "#;;\n# \"not a quote\n\na,b\n#1,2\n1,x # y\n\"#2\",\"z\n# z\n\"\n #3,w\n4,5#\n#".Replace("\n", end, StringComparison.Ordinal);
        var options = new CsvOptions { Comment = '#' };
        Table table = Read(text, options);
        Assert.Equal(["1", "#2", "#3", "4"], Texts(table["a"]));
        Assert.Equal(["x # y", $"z{end}# z{end}", "w", "5#"], Texts(table["b"]));
        Assert.Equal(table.ToString(), CsvReader.ReadTable(new MemoryStream(TemporaryFolder.Gzip(Encoding.UTF8.GetBytes(text))), options).ToString());
        ClassificationData data = CsvReader.ReadClassification(new StringReader($"#x{end}n,c{end}1,#{end}# 2{end}2,e{end}"), options);
        Assert.Equal(["#", "e"], data.Labels.Names);
        // Messages count the lines of the file; without the option such a record is one like the others.
        Assert.Equal("line 4: row 1 has 1 fields, the header has 2: '2'", Refused($"a,b{end}1,2{end}#{end}2{end}", options));
        Assert.Equal("line 3: row 1 has 1 fields, the header has 2: '#'", Refused($"a,b{end}1,2{end}#{end}2{end}"));
        Assert.Equal("line 1: the file is empty", Refused($"# a{end}", options));
        Assert.Equal(["#1", "#2"], Texts(Read($"a,b{end}#1,2{end}#2,3{end}")["a"]));
    }

    /// <summary>Text comes in blocks of 2^16 characters, whose ends lie at every place of a comment and of a quote.</summary>
    [Fact]
    public void Comments_may_lie_across_blocks()
    {
        var text = new StringBuilder("a,b\n");
        for (int i = 0; i < 30_000; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{i},\"x\n#{i}\"\n");
            if (i % 3 == 0) text.Append('#', i % 40 + 1).Append("\"\n");
        }
        Table table = Read(text.ToString(), new CsvOptions { Comment = '#' });
        Assert.Equal(Enumerable.Range(0, 30_000).Select(i => (double)i), table.Column<NumberColumn>("a").Values.ToArray());
        Assert.Equal(Enumerable.Range(0, 30_000).Select(i => $"x\n#{i}"), Texts(table["b"]));
    }

    [Fact]
    public void A_comment_begins_with_no_character_of_another_meaning_and_none_is_written()
    {
        foreach (char bad in "\"+-.1a \n\u001F")
            Assert.Contains("Comment must not", Assert.Throws<ArgumentException>(() => new CsvOptions { Comment = bad }).Message);
        Assert.Contains("must differ, both are ';'", Fail(() => Read("a;b\n1;2\n", new CsvOptions { Comment = ';' })));
        Assert.Contains("must differ, both are '#'", Fail(() => Read("a#b\n1#2\n", new CsvOptions { Comment = '#', Separator = '#' })));
        Assert.Equal((null, '%'), (new CsvOptions().Comment, new CsvOptions { Comment = '%' }.Comment));
        Assert.Equal(["1"], Texts(Read("#\na→b\n# x\n1→2\n", new CsvOptions { Comment = '#', Separator = '→' })["a"]));
        var table = new Table(new TextColumn("#a", ["#x", "y#"]), new TextColumn("b", ["1", "#"]));
        using var writer = new StringWriter();
        CsvWriter.Write(table, writer, new CsvOptions { Comment = '#' });
        Assert.Equal("\"#a\",b\n\"#x\",1\ny#,\"#\"\n", writer.ToString());
        Assert.Equal(["#x", "y#"], Texts(Read(writer.ToString(), new CsvOptions { Comment = '#' })["#a"]));
    }

    [Theory, InlineData("\n"), InlineData("\r\n"), InlineData("\r"), InlineData("\r\r\n")]
    public void Line_ends_of_every_kind_end_rows_across_all_blocks(string end)
    {
        // Quoted line ends, empty lines, and rows whose ends lie at every place of a block of text.
        var text = new StringBuilder("a,b" + end);
        for (int i = 0; i < 40_000; i++) text.Append(CultureInfo.InvariantCulture, $"{i},\"{i}{end}x\"{end}{(i % 7 == 0 ? end : "")}");
        text.Length -= end.Length;
        Table table = Read(text.ToString());
        Assert.Equal(40_000, table.RowCount);
        Assert.Equal(Enumerable.Range(0, 40_000).Select(i => (double)i), table.Column<NumberColumn>("a").Values.ToArray());
        Assert.Equal(Enumerable.Range(0, 40_000).Select(i => $"{i}{end}x"), Texts(table["b"]));
    }

    [Fact]
    public void Files_of_any_encoding_and_packing_give_the_same_table()
    {
        using var folder = new TemporaryFolder();
        const string text = "größe,name\r\n1,\"Ω\r\n😀\"\r\n2,é\r\n";
        string expected = Read(text).ToString();
        Encoding[] marked = [Encoding.UTF8, Encoding.Unicode, Encoding.BigEndianUnicode, Encoding.UTF32];
        IEnumerable<byte[]> contents = marked.Select(encoding => (byte[])[.. encoding.GetPreamble(), .. encoding.GetBytes(text)]);
        foreach (byte[] content in contents.Prepend(Encoding.UTF8.GetBytes(text)))
            foreach (byte[] stored in (byte[][])[content, TemporaryFolder.Gzip(content)])
            {
                Assert.Equal(expected, CsvReader.ReadTable(folder.Write("file", stored)).ToString());
                // Any stream, from where it stands, and one that can't go back.
                using var behind = new MemoryStream([1, 2, 3, .. stored]) { Position = 3 };
                Assert.Equal(expected, CsvReader.ReadTable(behind).ToString());
                Assert.True(behind.CanRead);
                Assert.Equal(expected, CsvReader.ReadTable(new BufferedStream(new OneWay(stored))).ToString());
            }
        Assert.Equal(["é"], Texts(CsvReader.ReadTable(
            folder.Write("latin", Encoding.Latin1.GetBytes("a,b\né,1\n")), new CsvOptions { Encoding = Encoding.Latin1 })["a"]));
        Assert.Contains("is no UTF-8", Assert.Throws<InvalidDataException>(() => CsvReader.ReadTable(folder.Path("latin"))).Message);
        byte[] cut = TemporaryFolder.Gzip(Encoding.UTF8.GetBytes(text))[..^9];
        Assert.Contains("cut short", Assert.Throws<InvalidDataException>(() => CsvReader.ReadTable(folder.Write("cut", cut))).Message);
    }

    [Fact]
    public void Mixed_columns_of_packed_and_one_way_streams_are_read_again()
    {
        byte[] text = Encoding.UTF8.GetBytes("a,b\n007,x\nx,y\n");
        foreach (byte[] stored in new[] { text, TemporaryFolder.Gzip(text) })
            foreach (Stream stream in new Stream[] { new MemoryStream(stored), new OneWay(stored) })
                Assert.Equal(["007", "x"], Texts(CsvReader.ReadTable(stream)["a"]));
    }

    [Fact]
    public void Progress_grows_to_the_whole_file_and_a_reading_can_be_cancelled()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("long.csv", "a,b\n" + string.Concat(Enumerable.Repeat("1,2\n", 200_000)));
        var told = new List<ReadProgress>();
        CsvReader.ReadTable(path, progress: new ProgressSink<ReadProgress>(told.Add), cancellation: TestContext.Current.CancellationToken);
        Assert.InRange(told.Count, 5, 105);
        Assert.All(told, one => Assert.Equal((path, 800_004L), (one.File, one.TotalBytes)));
        Assert.True(told.Zip(told.Skip(1)).All(pair => pair.First.BytesRead < pair.Second.BytesRead));
        Assert.Equal([new ReadProgress(path, 0, 800_004), new ReadProgress(path, 800_004, 800_004)], (ReadProgress[])[told[0], told[^1]]);
        using var stop = new CancellationTokenSource();
        var sink = new ProgressSink<ReadProgress>(one =>
        {
            if (one.BytesRead > 0) stop.Cancel();
        });
        Assert.Throws<OperationCanceledException>(() => CsvReader.ReadTable(path, progress: sink, cancellation: stop.Token));
    }

    [Fact]
    public void Small_and_odd_files_are_tables_too()
    {
        Assert.Equal([1.0], Read("a\n1").Column<NumberColumn>("a").Values);
        Assert.Equal(["1\0"], Texts(Read("a,b\n1\0,2\n")["a"]));
        Assert.Equal(["a\0b", "\0"], Texts(Read("a,b\n\"a\0b\",1\n\0,2\n")["a"]));
        Assert.Equal([0.0, 5e-324, double.MaxValue], Read("a,b\n-0,1\n4.9406564584124654e-324,2\n1.7976931348623157E+308,3\n").Column<NumberColumn>("a").Values);
        Assert.True(double.IsNegative(Read("a,b\n-0,1\n").Column<NumberColumn>("a")[0]));
        // One column: a line without any character is no row, a quoted one is.
        Assert.Equal([1, double.NaN, 2], Read("a\n1\n\n\"\"\n2\n\n").Column<NumberColumn>("a").Values);
        Table long4 = Read($"a,b\n\"{new string('x', 4 << 20)}\",1\ny,2\n");
        Assert.Equal([4 << 20, 1], Texts(long4["a"]).Select(text => text!.Length));
        Assert.Contains("longer than 16777216 characters", Refused($"a,b\n1,\"{new string('x', 17 << 20)}"));
        Table many = Read("a,b\n" + string.Concat(Enumerable.Range(0, 100_000).Select(i => $"k{i},{i}\n")));
        Assert.Equal(100_000, many.Column<TextColumn>("a").Levels.Length);
        Assert.Equal("k99999", many.Column<TextColumn>("a")[99_999]);
        Table wide = Read(string.Join(',', Enumerable.Range(0, 20_000).Select(j => $"c{j}")) + "\n" + string.Join(',', Enumerable.Range(0, 20_000)) + "\n");
        Assert.Equal(19_999, wide.Column<NumberColumn>("c19999")[0]);
    }

    /// <summary>Text that comes again is no new string, and the blocks of numbers are no more than the table itself takes.</summary>
    [Fact]
    public void Reading_takes_at_most_twice_the_memory_of_the_table()
    {
        using var folder = new TemporaryFolder();
        const int rows = 200_000;
        var text = new StringBuilder("n,t,d,b\n");
        for (int i = 0; i < rows; i++) text.Append(CultureInfo.InvariantCulture, $"{i}.5,city number {i % 100},2024-01-01,true\n");
        string path = folder.Write("many.csv", text.ToString());
        text.Clear();
        CsvReader.ReadTable(path, cancellation: TestContext.Current.CancellationToken);
        long before = GC.GetAllocatedBytesForCurrentThread();
        CsvReader.ReadTable(path, cancellation: TestContext.Current.CancellationToken);
        long table = rows * (8L + 4 + 8 + 8);
        // The rest is what text is decoded in, half a megabyte, and what the last block of each column has left, at most 2^16 values: 1.8 megabytes.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, table, 2 * table + (3 << 20));
    }

    [Fact]
    public void What_is_written_is_read_back_bit_for_bit()
    {
        Gen<string> text = Gen.String[Gen.Char["ab \t,;\"\r\n'é?1→\u001F"], 0, 6].Select(t => $"k{t}.");
        Gen<TableColumn> column = Gen.Int[0, 4].SelectMany(kind => Gen.Select(
            text, Gen.Double.Where(double.IsFinite).Array[20], text.Array[20], Gen.Int[0, 2].Array[20], Gen.Long[0, DateTime.MaxValue.Ticks].Array[20],
            (name, x, texts, small, ticks) => (TableColumn)(kind switch
            {
                0 => new NumberColumn(name, Enumerable.Range(0, 20).Select(i => small[i] == 0 ? null : (double?)x[i])),
                1 => new TextColumn(name, Enumerable.Range(0, 20).Select(i => small[i] == 0 ? null : texts[i])),
                2 => new CategoryColumn(name, Enumerable.Range(0, 20).Select(i => small[i] == 0 ? null : $"{small[i]}"), ["2", "1"]),
                3 => new BooleanColumn(name, Enumerable.Range(0, 20).Select(i => small[i] == 0 ? null : (bool?)(small[i] == 1))),
                _ => new DateColumn(name, Enumerable.Range(0, 20).Select(i => small[i] == 0 ? null : (DateTime?)new DateTime(ticks[i]))),
            })));
        Gen.Select(column.Array[1, 5], Gen.Int[0, 20], Gen.Char[",;\t|→#"], Gen.Char[".,"])
            .Where(t => t.Item2 > 0 && t.Item1.DistinctBy(c => c.Name).Count() == t.Item1.Length)
            .Sample(t =>
            {
                Table table = new Table(t.Item1).Rows(0, t.Item2);
                var options = new CsvOptions
                {
                    Separator = t.Item3,
                    DecimalSeparator = t.Item4,
                    Types = table.Columns.ToDictionary(c => c.Name, c => c is CategoryColumn levels ? CsvType.Category(levels.Levels) : c.Kind),
                };
                using var writer = new StringWriter();
                CsvWriter.Write(table, writer, options);
                Table read = Read(writer.ToString(), options);
                return table.Columns.Zip(read.Columns).All(pair => pair.First.Name == pair.Second.Name && pair.First.Kind == pair.Second.Kind
                    && Texts(pair.First).SequenceEqual(Texts(pair.Second))
                    && (pair.First is not NumberColumn numbers
                        || numbers.Values.ToArray().Zip(((NumberColumn)pair.Second).Values.ToArray()).All(x => x.First.Equals(x.Second)
                            && double.IsNegative(x.First) == double.IsNegative(x.Second) || double.IsNaN(x.First) && double.IsNaN(x.Second))));
            });
    }

    [Fact]
    public void What_is_written_is_RFC_4180_with_the_separators_of_the_options()
    {
        using var folder = new TemporaryFolder();
        var table = new Table(
            new NumberColumn("a", [1.5, null, -0.0, 1e300]), new TextColumn("b, c", ["x", "say \"hi\"", null, " y"]),
            new BooleanColumn("d", [true, null, false, true]), new DateColumn("e", [new DateTime(2024, 2, 29), null, new DateTime(1, 1, 1, 1, 2, 3), null]));
        string path = folder.Path("table.csv");
        CsvWriter.Write(table, path);
        Assert.Equal(
            "a,\"b, c\",d,e\n1.5,x,true,2024-02-29\n,\"say \"\"hi\"\"\",,\n-0,,false,0001-01-01T01:02:03\n1E+300,\" y\",true,\n", File.ReadAllText(path));
        Assert.Equal(table.ToString(), CsvReader.ReadTable(path).ToString());
        var german = new CsvOptions { Separator = ';', DecimalSeparator = ',', HasHeader = false, Encoding = Encoding.Unicode };
        CsvWriter.Write(table, path, german);
        Assert.StartsWith("1,5;x;true;2024-02-29\n", File.ReadAllText(path, Encoding.Unicode));
        Assert.Equal([1.5, double.NaN, 0, 1e300], CsvReader.ReadTable(path, german).Column<NumberColumn>("column 0").Values);
        using var one = new StringWriter();
        CsvWriter.Write(new Table(new NumberColumn("a", [null, 2.0])), one);
        Assert.Equal("a\n\"\"\n2\n", one.ToString());
        Assert.Throws<ArgumentNullException>(() => CsvWriter.Write(null!, one));
    }

    private static Table Read(string text, CsvOptions? options = null) =>
        CsvReader.ReadTable(new MemoryStream(Encoding.UTF8.GetBytes(text)), options);

    private static string Refused(string text, CsvOptions? options = null) => Assert.Throws<InvalidDataException>(() => Read(text, options)).Message;

    private static string?[] Texts(TableColumn column) => [.. Enumerable.Range(0, column.RowCount).Select(column.Text)];

    private static double[] Numbers(Table table) => table.ToMatrix().Span.ToArray();

    // Bytes that come once, a few at a time.
    private sealed class OneWay(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;

        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(3, buffer.Length)]);
    }
}
