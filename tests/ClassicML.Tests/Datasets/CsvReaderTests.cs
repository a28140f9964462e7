using System.Globalization;
using System.Text;
using CsCheck;

namespace ClassicML.Tests.DatasetFiles;

public class CsvReaderTests
{
    [Theory]
    [InlineData("a,b,class\n1,2,x\n3,4,y\n")]
    [InlineData("a,b,class\r\n1,2,x\r\n3,4,y\r\n")]
    [InlineData("a,b,class\r1,2,x\r3,4,y")]
    [InlineData("a,b,class\n1,2,x\n3,4,y")]
    [InlineData("\uFEFFa,b,class\n1,2,x\n3,4,y\n")]
    [InlineData("\n\na,b,class\n\n1,2,x\n\r\n3,4,y\n\n\n")]
    [InlineData(" a , b,class\n 1,2 ,\tx\n3,4,y \n")]
    [InlineData("\"a\",\"b\",\"class\"\n\"1\", \"2\" ,\"x\"\n3,4,\"y\"")]
    public void Line_ends_marks_blanks_and_quotes_do_not_matter(string text)
    {
        ClassificationData data = Read(text);
        Assert.Equal([1.0, 2, 3, 4], Values(data.Features));
        Assert.Equal(["a", "b"], data.FeatureNames!.Value);
        Assert.Equal(["x", "y"], data.Labels.Names);
        Assert.Equal([0, 1], data.Codes.ToArray());
    }

    [Fact]
    public void Quoted_fields_hold_separators_quotes_and_line_ends()
    {
        ClassificationData data = Read(
            "\"size, cm\",\"the \"\"kind\"\"\"\n1,\"a\nb\"\n2,\"a,\"\"b\"\"\"\n3,\" a \"\n4,\"a\r\nb\"\n5,\"\"\"\"\n");
        Assert.Equal(["size, cm"], data.FeatureNames!.Value);
        Assert.Equal(["a\nb", "a,\"b\"", " a ", "a\r\nb", "\""], data.Codes.ToArray().Select(code => data.Labels[code]));
    }

    [Fact]
    public void Missing_features_become_NaN()
    {
        ClassificationData data = Read("a,b,c\n,NA,x\nNaN,?,y\nnan, ,x\n");
        Assert.Equal((3, 2), (data.RowCount, data.FeatureCount));
        Assert.All(Values(data.Features), value => Assert.True(double.IsNaN(value)));
        Assert.Equal([double.NaN, 0], Values(Read("a,b,c\n-999,0,x", new CsvOptions { MissingValues = ["-999"] }).Features));
    }

    [Fact]
    public void Integer_labels_are_integers_ordered_by_value_and_others_strings()
    {
        ClassLabels numbers = Read("a,c\n1,10\n1,9\n1,-1\n1,+9\n").Labels;
        Assert.True(numbers.AreIntegers);
        Assert.Equal(["-1", "9", "10"], numbers.Names);
        ClassLabels strings = Read("a,c\n1,10\n1,9\n1,1.5\n").Labels;
        Assert.False(strings.AreIntegers);
        Assert.Equal(["1.5", "10", "9"], strings.Names);
    }

    [Fact]
    public void Columns_and_target_are_chosen_by_name_or_place()
    {
        const string text = "kind,a,b,c\nx,1,2,3\ny,4,5,6\n";
        ClassificationData first = Read(text, new CsvOptions { Target = 0 });
        Assert.Equal([1.0, 2, 3, 4, 5, 6], Values(first.Features));
        ClassificationData chosen = Read(text, new CsvOptions { Target = "kind", Columns = ["c", 1, ^2] });
        Assert.Equal([3.0, 1, 2, 6, 4, 5], Values(chosen.Features));
        Assert.Equal(["c", "a", "b"], chosen.FeatureNames!.Value);
    }

    [Fact]
    public void Without_a_header_there_are_no_names()
    {
        ClassificationData data = Read("1;2;x\n3;4;y", new CsvOptions { HasHeader = false, Separator = ';' });
        Assert.Equal([1.0, 2, 3, 4], Values(data.Features));
        Assert.Null(data.FeatureNames);
        Assert.Equal([1.0, 2], Values(Read("1\t2\tx", new CsvOptions { HasHeader = false, Separator = '\t' }).Features));
    }

    [Fact]
    public void Regression_targets_and_bare_features_are_read()
    {
        RegressionData data = CsvReader.ReadRegression(new StringReader("a,y\n1,2.5\n3,-1e-3\n"));
        Assert.Equal([2.5, -1e-3], data.Targets.ToArray());
        Assert.Equal([1.0, 3], Values(data.Features));
        var (features, names) = CsvReader.ReadFeatures(new StringReader("a,y\n1,2.5\n3,\n"));
        Assert.Equal([1, 2.5, 3, double.NaN], Values(features));
        Assert.Equal(["a", "y"], names!.Value);
    }

    [Fact]
    public void Labels_are_encoded_with_the_classes_given()
    {
        var options = new CsvOptions { Labels = new ClassLabels(["y", "x", "z"]) };
        ClassificationData data = Read("a,c\n1,x\n2,y\n", options);
        Assert.Same(options.Labels, data.Labels);
        Assert.Equal([1, 0], data.Codes.ToArray());
        Assert.Equal([1, 0], Read("a,c\n1,07\n2,+5\n", new CsvOptions { Labels = new ClassLabels([5, 7]) }).Codes.ToArray());
        Assert.Equal("line 3: row 1, column 'c': label 'w' is not among y, x, z", Fail("a,c\n1,x\n2,w\n", options));
    }

    [Theory]
    [InlineData("", "line 1: the file is empty")]
    [InlineData("a,b\n", "line 1: there is a header but no row")]
    [InlineData("a\n1\n", "line 1: there is no feature column beside the target")]
    [InlineData("a,b,c\n1,2,x\n1,x\n", "line 3: row 1 has 2 fields, the header has 3: '1,x'")]
    [InlineData("a,b,c\n1,2,\"x\"\"\",4\n", "line 2: row 0 has 4 fields, the header has 3: '1,2,\"x\"\"\",4'")]
    [InlineData("a,b,c\n\"1\n2\",2,x\n", "line 2: row 0, column 'a': '1⏎2' is not a finite number")]
    [InlineData("a,b,c\n1,2,\"x\ny\"\n1,two,x\n", "line 4: row 1, column 'b': 'two' is not a finite number")]
    [InlineData("a,b,c\n1,1e999,x\n", "line 2: row 0, column 'b': '1e999' is not a finite number")]
    [InlineData("a,b,c\n1,Infinity,x\n", "line 2: row 0, column 'b': 'Infinity' is not a finite number")]
    [InlineData("a,b,c\n1,\"1,5\",x\n", "line 2: row 0, column 'b': '1,5' is not a finite number")]
    [InlineData("a,b,c\n1,2,x\n1,2,\n", "line 3: row 1, column 'c': the target is missing: ''")]
    [InlineData("a,b,c\n1,2,NA\n", "line 2: row 0, column 'c': the target is missing: 'NA'")]
    [InlineData("a,b,c\n1,2,\"x\n1,2,y\n", "line 2: field 3 opens a quote that is never closed")]
    [InlineData("a,b,c\n1,2,5\" pipe\n", "line 2: field 3 has a quote in the middle; put the field in quotes and double the quote")]
    [InlineData("a,b,c\n1,2,\"x\"y\n", "line 2: field 3 has 'y' after its closing quote")]
    public void A_broken_file_is_refused_with_its_place(string text, string message) => Assert.Equal(message, Fail(text));

    /// <summary>What .NET reads as a number with a point; a comma, a blank or a mark between digits makes it none.</summary>
    [Theory]
    [InlineData("1", 1.0), InlineData("-0", -0.0), InlineData("+3", 3.0), InlineData(".5", 0.5), InlineData("5.", 5.0)]
    [InlineData("1e5", 1e5)]
    [InlineData("1E+2", 100.0), InlineData("-2.5e-3", -0.0025), InlineData("0.1", 0.1)]
    [InlineData("4.9406564584124654e-324", double.Epsilon)]
    [InlineData("1e75", 1e75), InlineData("0012", 12.0), InlineData("1e-400", 0.0)]
    [InlineData("1,5", null), InlineData("1.234,5", null), InlineData("1 000", null), InlineData("1_000", null), InlineData("1'000", null)]
    [InlineData("0x10", null)]
    [InlineData("1e", null), InlineData("--1", null), InlineData("(1)", null), InlineData("1%", null), InlineData("$1", null)]
    [InlineData("½", null)]
    [InlineData("1e309", null), InlineData("-1e309", null), InlineData("∞", null), InlineData("-Infinity", null), InlineData("true", null)]
    public void Numbers_have_a_point_and_nothing_else(string text, double? value)
    {
        var options = new CsvOptions { Separator = ';' };
        string content = $"a;b\n{text};1\n";
        if (value is not { } expected)
        {
            Assert.Equal($"line 2: row 0, column 'a': '{text}' is not a finite number", Fail(content, options));
            Assert.Contains($"the target '{text}' is not a finite number", Assert.Throws<InvalidDataException>(
                () => CsvReader.ReadRegression(new StringReader($"a;b\n1;{text}\n"), options)).Message);
            return;
        }
        Assert.Equal(BitConverter.DoubleToInt64Bits(expected), BitConverter.DoubleToInt64Bits(Values(Read(content, options).Features)[0]));
        RegressionData numbers = CsvReader.ReadRegression(new StringReader($"a;b\n1;{text}\n"), options);
        Assert.Equal(BitConverter.DoubleToInt64Bits(expected), BitConverter.DoubleToInt64Bits(numbers.Targets[0]));
    }

    [Theory]
    [InlineData(','), InlineData(';'), InlineData('\t'), InlineData('|'), InlineData(' '), InlineData(':'), InlineData('^')]
    [InlineData('→')]
    public void Any_character_that_no_number_has_separates(char separator)
    {
        string text = string.Join('\n', new[] { "a|b|kind", "1.5|-2|\"x|y\"", "\"3\"|4e1|z" }.Select(line => line.Replace('|', separator)));
        ClassificationData data = Read(text + "\n", new CsvOptions { Separator = separator });
        Assert.Equal([1.5, -2, 3, 40], Values(data.Features));
        Assert.Equal([$"x{separator}y", "z"], data.Codes.ToArray().Select(code => data.Labels[code]));
        Assert.Equal(["a", "b"], data.FeatureNames!.Value);
        Assert.Equal("kind", data.TargetName);
    }

    [Theory]
    [InlineData('"'), InlineData('\n'), InlineData('\r'), InlineData('+'), InlineData('-'), InlineData('.'), InlineData('5')]
    [InlineData('e')]
    public void A_character_of_numbers_quotes_or_line_ends_does_not_separate(char separator) =>
        Assert.Contains("Separator must not", Assert.Throws<ArgumentException>(() => new CsvOptions { Separator = separator }).Message);

    [Fact]
    public void The_target_has_its_name_and_its_place_among_the_columns()
    {
        const string text = "a,b,c,d\n1,2,3,4\n5,6,7,8\n";
        foreach ((CsvColumn target, string name, double[] rest, string[] labels) in new (CsvColumn, string, double[], string[])[]
        {
            ("b", "b", [1, 3, 4, 5, 7, 8], ["2", "6"]), (2, "c", [1, 2, 4, 5, 6, 8], ["3", "7"]), (^4, "a", [2, 3, 4, 6, 7, 8], ["1", "5"]),
            (new CsvColumn("d"), "d", [1, 2, 3, 5, 6, 7], ["4", "8"]), (new CsvColumn(^1), "d", [1, 2, 3, 5, 6, 7], ["4", "8"]),
        })
        {
            ClassificationData data = Read(text, new CsvOptions { Target = target });
            Assert.Equal(name, data.TargetName);
            Assert.Equal(rest, Values(data.Features));
            Assert.Equal(labels, data.Labels.Names);
            RegressionData numbers = CsvReader.ReadRegression(new StringReader(text), new CsvOptions { Target = target });
            Assert.Equal(labels.Select(label => double.Parse(label, CultureInfo.InvariantCulture)), numbers.Targets.ToArray());
            Assert.Equal(rest, Values(numbers.Features));
            Assert.Equal(name, numbers.TargetName);
        }
        // A column may be taken more than once, and not all need be.
        Assert.Equal([4.0, 4, 8, 8], Values(Read(text, new CsvOptions { Target = 0, Columns = [^1, "d"] }).Features));
        Assert.Equal([2.0, 6], Values(CsvReader.ReadFeatures(new StringReader(text), new CsvOptions { Columns = [1] }).Features));
        Assert.Equal(8, Values(CsvReader.ReadFeatures(new StringReader(text)).Features).Length);
        Assert.Null(Read("1,2\n", new CsvOptions { HasHeader = false }).TargetName);
        Assert.Equal(("'b'", "2", "^1"), (new CsvColumn("b").ToString(), ((CsvColumn)2).ToString(), ((CsvColumn)(^1)).ToString()));
        Assert.Null(((CsvColumn)2).Name);
        Assert.Equal(2, ((CsvColumn)2).Place.Value);
    }

    [Fact]
    public void A_header_may_hold_anything_that_a_field_may()
    {
        var (features, names) = CsvReader.ReadFeatures(new StringReader("\"a \"\"b\"\"\", c ,\"\",1\r\n1,2,3,4\r\n"));
        Assert.Equal(["a \"b\"", "c", "", "1"], names!.Value);
        Assert.Equal([1.0, 2, 3, 4], Values(features));
        // Without a header the first record is a row.
        Assert.Equal([1.0, 2, 3, 4], Values(CsvReader.ReadFeatures(new StringReader("1,2\n3,4\n"),
            new CsvOptions { HasHeader = false }).Features));
        Assert.Null(CsvReader.ReadFeatures(new StringReader("1,2\n"), new CsvOptions { HasHeader = false }).FeatureNames);
        Assert.Equal("line 3: row 1 has 3 fields, row 0 has 2: '3,4,5'", Assert.Throws<InvalidDataException>(
            () => CsvReader.ReadFeatures(new StringReader("1,2\n\n3,4,5\n"), new CsvOptions { HasHeader = false })).Message);
        Assert.Equal("line 1: row 0, column 1: 'x' is not a finite number", Assert.Throws<InvalidDataException>(
            () => CsvReader.ReadFeatures(new StringReader("1,x\n"), new CsvOptions { HasHeader = false })).Message);
    }

    [Fact]
    public void Missing_values_are_those_named_and_no_others()
    {
        var none = new CsvOptions { MissingValues = [] };
        Assert.Contains("'' is not a finite number", Fail("a,c\n,x\n", none));
        Assert.Contains("'NA' is not a finite number", Fail("a,c\nNA,x\n", none));
        Assert.Equal("NA", Read("a,c\n1,NA\n", none).Labels[0]);
        Assert.Equal("", Read("a,c\n1,\n", none).Labels[0]);
        // Compared as they stand: by case, and quoted as well as not.
        Assert.Contains("'na' is not a finite number", Fail("a,c\nna,x\n"));
        Assert.All(Values(Read("a,c\n\"NA\",x\n\"\",x\n", null).Features), value => Assert.True(double.IsNaN(value)));
        Assert.Equal(3, new CsvOptions { MissingValues = ["-", "n/a", "."] }.MissingValues.Length);
        Assert.All(Values(Read("a,c\n-,x\nn/a,x\n.,x\n", new CsvOptions { MissingValues = ["-", "n/a", "."] }).Features),
            value => Assert.True(double.IsNaN(value)));
    }

    [Fact]
    public void Columns_that_are_not_there_are_refused()
    {
        const string text = "a,b,a\n1,2,3\n";
        Refused("there is no column 'd', which Target asks for; the header is 'a, b, a'", new CsvOptions { Target = "d" });
        Refused("there is no column 3, which Columns asks for; the record has 3 fields", new CsvOptions { Columns = [3] });
        Refused("there is no column ^4, which Target asks for; the record has 3 fields", new CsvOptions { Target = ^4 });
        Refused("columns 0 and 2 are both named 'a', which Target asks for", new CsvOptions { Target = "a" });
        Refused("column 'b' is both the target and a feature", new CsvOptions { Target = 1, Columns = [0, 1] });
        Assert.Contains(
            "Target names column 'a', but without a header",
            Assert.Throws<ArgumentException>(() => Read(text, new CsvOptions { HasHeader = false, Target = "a" })).Message);
        Assert.Contains("Separator must not", Assert.Throws<ArgumentException>(() => new CsvOptions { Separator = '"' }).Message);
        Assert.Contains("was -1", Assert.Throws<ArgumentOutOfRangeException>(() => new CsvOptions { Target = -1 }).Message);

        static void Refused(string message, CsvOptions options) => Assert.Equal($"line 1: {message}", Fail(text, options));
    }

    [Fact]
    public void Regression_targets_must_be_numbers()
    {
        string Fail(string text) => Assert.Throws<InvalidDataException>(() => CsvReader.ReadRegression(new StringReader(text))).Message;
        Assert.Equal("line 2: row 0, column 'y': the target 'x' is not a finite number", Fail("a,y\n1,x\n"));
        Assert.Equal("line 2: row 0, column 'y': the target 'nan' is not a finite number", Fail("a,y\n1,nan\n"));
        Assert.Equal("line 2: row 0, column 'y': the target is missing: '?'", Fail("a,y\n1,?\n"));
    }

    [Fact]
    public void Files_are_read_packed_or_not_and_named_in_errors()
    {
        using var folder = new TemporaryFolder();
        byte[] text = Encoding.UTF8.GetBytes("a,c\n1,é\n2,y\n");
        foreach (byte[] content in new[] { text, TemporaryFolder.Gzip(text), [0xEF, 0xBB, 0xBF, .. text] })
            Assert.Equal(["y", "é"], CsvReader.ReadClassification(folder.Write("data", content)).Labels.Names);
        string path = folder.Write("bad.csv", "a,c\nb,c\n"u8.ToArray());
        Assert.Equal(
            $"{path}, line 2: row 0, column 'a': 'b' is not a finite number",
            Assert.Throws<InvalidDataException>(() => CsvReader.ReadClassification(path)).Message);
        Assert.Throws<FileNotFoundException>(() => CsvReader.ReadClassification(folder.Path("none.csv")));
    }

    [Fact]
    public void A_gzip_file_cut_short_or_corrupted_is_refused_and_not_read_in_part()
    {
        using var folder = new TemporaryFolder();
        var rng = new Rng(1);
        var text = new StringBuilder("a,c\n");
        for (int i = 0; i < 5000; i++) text.Append(CultureInfo.InvariantCulture, $"{rng.NextDouble()},x\n");
        byte[] packed = TemporaryFolder.Gzip(Encoding.UTF8.GetBytes(text.ToString()));
        Assert.Equal(5000, CsvReader.ReadClassification(folder.Write("whole.csv.gz", packed)).RowCount);
        foreach (int length in new[] { 3, 12, packed.Length / 2, packed.Length - 8, packed.Length - 1 })
            Assert.Contains("cut.csv.gz: the gzip file is cut short", FailFile("cut.csv.gz", packed[..length]));
        foreach (int at in new[] { packed.Length / 2, packed.Length - 6 })
        {
            byte[] broken = [.. packed];
            broken[at] ^= 0x10;
            Assert.Contains("bad.csv.gz", FailFile("bad.csv.gz", broken));
        }

        string FailFile(string name, byte[] content) =>
            Assert.Throws<InvalidDataException>(() => CsvReader.ReadClassification(folder.Write(name, content))).Message;
    }

    [Fact]
    public void Records_longer_than_the_buffer_are_read_whole()
    {
        // The buffer starts at 65,536 characters; the rows are of 300,000 and end at every offset of it.
        string wide = string.Join(',', Enumerable.Range(0, 60_000).Select(i => 1000 + i % 9000));
        string text = $"{wide},\"x{new string('y', 70_000)}\"\n{wide},\"\"\"\"\n";
        ClassificationData data = Read(text, new CsvOptions { HasHeader = false });
        Assert.Equal((2, 60_000), (data.RowCount, data.FeatureCount));
        Assert.Equal(["\"", $"x{new string('y', 70_000)}"], data.Labels.Names);
        Assert.Equal(1000 + 59_999 % 9000, ((Matrix)data.Features)[1, 59_999]);
    }

    /// <summary>Thousands of rows, so that every buffer and list has grown: each value and each class is at its row.</summary>
    [Theory, InlineData(false), InlineData(true)]
    public void Many_rows_keep_their_values_and_classes(bool numbered)
    {
        var rng = new Rng(2);
        const int rows = 7000;
        double[] x = [.. Enumerable.Range(0, 3 * rows).Select(_ => Math.ScaleB(rng.NextDouble() - 0.5, rng.NextInt(40)))];
        int[] kinds = [.. Enumerable.Range(0, rows).Select(_ => rng.NextInt(1500))];
        var text = new StringBuilder("a,b,kind,c\n");
        for (int i = 0; i < rows; i++)
            text.Append(CultureInfo.InvariantCulture, $"{x[3 * i]},{x[3 * i + 1]},{(numbered ? "" : "k")}{kinds[i]},{x[3 * i + 2]}\n");
        ClassificationData data = Read(text.ToString(), new CsvOptions { Target = "kind" });
        Assert.Equal(x, Values(data.Features));
        Assert.Equal(kinds, data.Codes.ToArray().Select(code => int.Parse(data.Labels[code].TrimStart('k'), CultureInfo.InvariantCulture)));
        Assert.Equal(numbered, data.Labels.AreIntegers);
        Assert.Equal(numbered ? kinds.Distinct().Order().Select(kind => $"{kind}") : kinds.Distinct().Select(kind =>
            $"k{kind}").Order(StringComparer.Ordinal), data.Labels.Names);
    }

    [Fact]
    public void What_is_written_is_read_back_bit_for_bit()
    {
        // Any finite double, or NaN for missing; any text without control characters but line ends, which only quotes can carry.
        Gen<double> number = Gen.OneOf(Gen.Double.Where(double.IsFinite), Gen.Int[-9, 9].Select(i => (double)i), Gen.Const(double.NaN));
        Gen<string> label = Gen.String[Gen.Char["ab \t,;\"\r\n'é?1"], 0, 6].Select(text => $"k{text}.");
        Gen.Select(Gen.Int[1, 5], Gen.Int[1, 20], Gen.Char[",;\t|"], Gen.Bool)
            .SelectMany((width, rows, separator, quoteAll) => Gen.Select(
                number.Array[width * rows], label.Array[rows], label.Array[width],
                Gen.OneOf(Gen.Const("\n"), Gen.Const("\r\n"), Gen.Const("\r")),
                (x, labels, names, end) => (width, separator, quoteAll, x, labels, names, end)))
            .Sample(t =>
            {
                string Field(string text) =>
                    t.quoteAll || text.AsSpan().IndexOfAny([t.separator, '"', '\r', '\n', ' ', '\t']) >= 0
                        ? $"\"{text.Replace("\"", "\"\"")}\""
                        : text;
                var lines = new StringBuilder(string.Join(t.separator, t.names.Append("class").Select(Field))).Append(t.end);
                for (int i = 0; i < t.labels.Length; i++)
                {
                    IEnumerable<string> numbers = t.x.Skip(i * t.width).Take(t.width).Select(v => v.ToString(CultureInfo.InvariantCulture));
                    lines.AppendJoin(t.separator, numbers.Append(t.labels[i]).Select(Field)).Append(t.end);
                }
                ClassificationData data = Read(lines.ToString(), new CsvOptions { Separator = t.separator });
                return Bits(t.x).SequenceEqual(Bits(Values(data.Features)))
                    && t.names.SequenceEqual(data.FeatureNames!.Value)
                    && t.labels.SequenceEqual(data.Codes.ToArray().Select(code => data.Labels[code]));
            });

        static IEnumerable<long> Bits(double[] values) => values.Select(BitConverter.DoubleToInt64Bits);
    }

    private static ClassificationData Read(string text, CsvOptions? options = null) =>
        CsvReader.ReadClassification(new StringReader(text), options);

    private static double[] Values(Features features) => ((Matrix)features).Span.ToArray();

    private static string Fail(string text, CsvOptions? options = null) =>
        Assert.Throws<InvalidDataException>(() => Read(text, options)).Message;
}
