using System.Globalization;
using System.Text;
using CsCheck;

namespace ClassicML.Tests.DatasetFiles;

public class LibSvmReaderTests
{
    [Fact]
    public void Values_land_in_their_columns_and_the_rest_is_zero()
    {
        ClassificationData data = LibSvmReader.ReadClassification(
            new StringReader("# three rows\n+1 1:0.5 3:-2e-1 # a comment\n\n-1\t2:7 \r\n1.0\n"));
        Assert.Equal((3, 3), (data.RowCount, data.FeatureCount));
        Assert.Equal([0.5, 0, -0.2, 0, 7, 0, 0, 0, 0], Dense(data.Features).Span.ToArray());
        Assert.Equal(["-1", "1"], data.Labels.Names);
        Assert.True(data.Labels.AreIntegers);
        Assert.Equal([1, 0, 1], data.Codes.ToArray());
    }

    /// <summary>By value, from the text itself: every column, the widest index anywhere, and labels of every spelling.</summary>
    [Fact]
    public void Each_value_is_at_its_row_and_column()
    {
        const string text = "2 1:1 3:3\n-7 2:.5\n2.0 4:1e2 5:-0\n+2\n";
        ClassificationData data = LibSvmReader.ReadClassification(new StringReader(text));
        Assert.Equal(new double[,] { { 1, 0, 3, 0, 0 }, { 0, 0.5, 0, 0, 0 }, { 0, 0, 0, 100, 0 }, { 0, 0, 0, 0, 0 } },
            Dense(data.Features).ToArray());
        Assert.Equal([1, 0, 1, 1], data.Codes.ToArray());
        Assert.Equal([-7, 2], Enumerable.Range(0, 2).Select(data.Labels.Integer));
        RegressionData numbers = LibSvmReader.ReadRegression(new StringReader(text), 6);
        Assert.Equal([2.0, -7, 2, 2], numbers.Targets.ToArray());
        Assert.Equal((4, 6), (numbers.RowCount, numbers.FeatureCount));
        Assert.Null(data.FeatureNames);
        Assert.True(data.Weights.IsEmpty && data.Groups.IsEmpty);
        Assert.Equal(1 << 28, LibSvmReader.DenseLimit);
    }

    [Fact]
    public void The_text_that_is_written_is_that_of_the_format()
    {
        Matrix x = new(new double[,] { { 0, -1.5, 0 }, { 1e-300, 0, 2 }, { 0, 0, 0 }, { 0.1, 1e22, -0.0 } });
        foreach (Features rows in new Features[] { x, SparseMatrix.FromDense(x) })
        {
            Assert.Equal("3 2:-1.5\n-1 1:1E-300 3:2\n3\n10 1:0.1 2:1E+22\n", Written(ClassificationData.Create(rows, [3, -1, 3, 10])));
            Assert.Equal("0.5 2:-1.5\n-2 1:1E-300 3:2\n0\n1E+20 1:0.1 2:1E+22\n", Written(new RegressionData(rows, [0.5, -2, 0, 1e20])));
        }
        // A zero that is stored is left out as well.
        Assert.Equal("1 2:7\n0\n", Written(new RegressionData(new SparseMatrix([0, 2, 3], [0, 1, 1], [0, 7, 0], 2), [1, 0])));

        static string Written(object data)
        {
            using var writer = new StringWriter();
            if (data is ClassificationData classes) LibSvmWriter.Write(classes, writer);
            else LibSvmWriter.Write((RegressionData)data, writer);
            return writer.ToString();
        }
    }

    /// <summary>Tokens lie across the ends of blocks of 65,536 characters, whatever the line ends.</summary>
    [Theory, InlineData("\n"), InlineData("\r\n"), InlineData("\r"), InlineData(" # a comment\n")]
    public void Long_texts_are_read_across_blocks(string end)
    {
        var rng = new Rng(3);
        const int rows = 3000, columns = 9;
        double[] x = new double[rows * columns], targets = new double[rows];
        var text = new StringBuilder();
        for (int i = 0; i < rows; i++)
        {
            targets[i] = rng.NextDouble() - 0.5;
            text.Append(CultureInfo.InvariantCulture, $"{targets[i]}");
            for (int j = 0; j < columns; j++)
            {
                if (rng.NextInt(3) == 0) continue;
                x[i * columns + j] = rng.NextDouble();
                text.Append(CultureInfo.InvariantCulture, $" {j + 1}:{x[i * columns + j]}");
            }
            text.Append(end);
        }
        Assert.True(text.Length > 4 << 16);
        RegressionData data = LibSvmReader.ReadRegression(new StringReader(text.ToString()), columns);
        Assert.Equal(x, Dense(data.Features).Span);
        Assert.Equal(targets, data.Targets);
    }

    [Fact]
    public void Regression_labels_are_reals_and_a_width_can_be_given()
    {
        RegressionData data = LibSvmReader.ReadRegression(new StringReader("0.25 1:1\n-3e2 2:nan"), featureCount: 4);
        Assert.Equal([0.25, -300], data.Targets.ToArray());
        Assert.Equal([1, 0, 0, 0, 0, double.NaN, 0, 0], Dense(data.Features).Span.ToArray());
    }

    [Fact]
    public void The_width_is_that_of_the_largest_index_whatever_its_value() =>
        Assert.Equal([1, 0, 0, 2, 0, 0], Dense(LibSvmReader.ReadRegression(new StringReader("1 1:1 3:0\n2 1:2")).Features).Span);

    [Fact]
    public void Labels_are_encoded_with_the_classes_given()
    {
        var labels = new ClassLabels([2, 1]);
        Assert.Equal([1, 0], LibSvmReader.ReadClassification(new StringReader("1 1:1\n2 1:1"), labels: labels).Codes.ToArray());
        Assert.Equal(
            "t.svm, line 2: label '3' is not among 2, 1",
            Assert.Throws<InvalidDataException>(
                () => LibSvmReader.ReadClassification(new StringReader("1 1:1\n3 1:1"), null, labels, "t.svm")).Message);
    }

    [Theory]
    [InlineData("", "there is no row")]
    [InlineData("# nothing\n", "there is no row")]
    [InlineData("1\n2\n", "no row has a value, so the number of features is not known; give featureCount")]
    [InlineData("1 1:1\nx 1:1\n", "line 2: label 'x' is not an integer")]
    [InlineData("1.5 1:1\n", "line 1: label '1.5' is not an integer")]
    [InlineData("1e10 1:1\n", "line 1: label '1e10' is not an integer")]
    [InlineData("1:1\n", "line 1: there is no label before '1:1'")]
    [InlineData("1 1:1\n 1:1 2:1\n", "line 2: there is no label before '1:1'")]
    [InlineData("1,3 1:0.5\n", "line 1: label '1,3' names several classes; a row has one, and files of several are not read")]
    [InlineData("1 2\n", "line 1: '2' is not index:value")]
    [InlineData("1 1:1 qid:3\n", "line 1: 'qid:3': the index must be a whole number from 0")]
    [InlineData("1 qid:x 1:1\n", "line 1: 'qid:x': the group must be a whole number from 0")]
    [InlineData("1 qid:-1 1:1\n", "line 1: 'qid:-1': the group must be a whole number from 0")]
    [InlineData("1 1:1\n2 qid:3 1:1\n", "line 2: the row has a group, and those before have none")]
    [InlineData("1 qid:3 1:1\n2 1:1\n", "line 2: the row has no group, qid:N, and those before have one")]
    [InlineData("1 0:1 0:2\n", "line 1: '0:2': indices must ascend, the one before is 0")]
    [InlineData("1 -1:1\n", "line 1: '-1:1': the index must be a whole number from 0")]
    [InlineData("1 2147483647:1\n", "line 1: '2147483647:1': the index must be a whole number from 0")]
    [InlineData("1 3000000000:1\n", "line 1: '3000000000:1': the index must be a whole number from 0")]
    [InlineData("1 1:\n", "line 1: '1:': the value is not a finite number")]
    [InlineData("1 1:inf\n", "line 1: '1:inf': the value is not a finite number")]
    [InlineData("1 2:1 2:1\n", "line 1: '2:1': indices must ascend, the one before is 2")]
    [InlineData("1 2:1 1:1\n", "line 1: '1:1': indices must ascend, the one before is 2")]
    public void A_broken_file_is_refused_with_line_and_token(string text, string message) =>
        Assert.Equal(message, Assert.Throws<InvalidDataException>(() => LibSvmReader.ReadClassification(new StringReader(text))).Message);

    [Fact]
    public void Indices_count_from_0_where_one_is_0_or_as_is_asked_for()
    {
        // The zero comes last, and then a file of the same width without any.
        const string zero = "1 1:5 2:6\n2 0:4\n", one = "1 1:5 2:6\n2 +1:4\n";
        foreach (bool sparse in new[] { false, true })
        {
            Assert.Equal([0, 5, 6, 4, 0, 0], Values(zero));
            Assert.Equal([5, 6, 4, 0], Values(one));
            Assert.Equal([0, 5, 6, 0, 4, 0], Values(one, firstIndex: 0));
            Assert.Equal([5, 6, 0, 4, 0, 0], Values(one, featureCount: 3, firstIndex: 1));
            Assert.Equal([0, 5, 6, 4, 0, 0], Values(zero, featureCount: 3));

            double[] Values(string text, int? featureCount = null, int? firstIndex = null)
            {
                Features classes = LibSvmReader.ReadClassification(new StringReader(text), featureCount, sparse: sparse, firstIndex: firstIndex).Features;
                Features numbers = LibSvmReader.ReadRegression(new StringReader(text), featureCount, sparse: sparse, firstIndex: firstIndex).Features;
                Assert.Equal(Dense(classes).Span, Dense(numbers).Span);
                return Dense(classes).Span.ToArray();
            }
        }
        // A stored zero at index 0 counts too.
        Assert.Equal(2, LibSvmReader.ReadRegression(new StringReader("1 0:0 1:1")).FeatureCount);
        Assert.Equal("line 1: '0:1': the index must be a whole number from 1", Refused("1 0:1", firstIndex: 1));
        Assert.Equal("line 1: '3:1': the index is above the 3 features expected, 0 to 2", Refused("1 3:1", 3, 0));
        Assert.Equal("line 2: '0:1': indices count from 0 here, so 3 is above the 3 features expected, 0 to 2", Refused("1 3:1\n2 0:1", 3));
        foreach (int bad in new[] { -1, 2 })
            Assert.Contains("firstIndex must be", Assert.Throws<ArgumentOutOfRangeException>(
                () => LibSvmReader.ReadRegression(new StringReader("1 1:1"), firstIndex: bad)).Message);

        static string Refused(string text, int? featureCount = null, int? firstIndex = null) => Assert.Throws<InvalidDataException>(
            () => LibSvmReader.ReadRegression(new StringReader(text), featureCount, firstIndex: firstIndex)).Message;
    }

    [Fact]
    public void Groups_are_those_of_the_data()
    {
        const string text = "+3 qid:7 1:1 # a\n\n1 qid:2\n2 qid:7 2:5\n";
        ClassificationData data = LibSvmReader.ReadClassification(new StringReader(text));
        Assert.Equal([7, 2, 7], data.Groups.ToArray());
        Assert.Equal([1.0, 0, 0, 0, 0, 5], Dense(data.Features).Span);
        Assert.Equal([7, 2, 7], LibSvmReader.ReadRegression(new StringReader(text)).Groups.ToArray());
    }

    [Fact]
    public void The_form_of_a_text_is_found_in_all_of_it()
    {
        using var folder = new TemporaryFolder();
        string late = string.Concat(Enumerable.Repeat("1 1:1 9:2 # 0:1\n", 10_000)) + "2 0:1\n";
        foreach (byte[] stored in new[] { Encoding.UTF8.GetBytes(late), TemporaryFolder.Gzip(Encoding.UTF8.GetBytes(late)) })
        {
            LibSvmForm form = LibSvmReader.Detect(folder.Write("train.svm", stored));
            Assert.Equal((0, 10, false), (form.FirstIndex, form.FeatureCount, form.HasGroups));
            Assert.Equal(["indices count from 0"], form.Findings);
            // A test file without index 0 is read as the training file was.
            string test = folder.Write("test.svm", "1 1:3\n");
            Assert.Equal(3, Dense(LibSvmReader.ReadRegression(test, form.FeatureCount, firstIndex: form.FirstIndex).Features)[0, 1]);
            Assert.Equal(3, Dense(LibSvmReader.ReadClassification(test, form.FeatureCount, firstIndex: form.FirstIndex).Features)[0, 1]);
        }
        LibSvmForm plain = LibSvmReader.Detect(new StringReader("1 2:1\n\n2\n"));
        Assert.Equal((1, 2, false, 0), (plain.FirstIndex, plain.FeatureCount, plain.HasGroups, plain.Findings.Length));
        LibSvmForm groups = LibSvmReader.Detect(new StringReader("1 qid:1\n1 qid:2\n"));
        Assert.Equal((1, 0, true), (groups.FirstIndex, groups.FeatureCount, groups.HasGroups));
        Assert.Equal(["rows have groups (qid)"], groups.Findings);
        Assert.Equal("a.svm: there is no row", Assert.Throws<InvalidDataException>(() => LibSvmReader.Detect(new StringReader("# x\n"), "a.svm")).Message);
        Assert.Equal("a.svm, line 2: 'x' is not index:value",
            Assert.Throws<InvalidDataException>(() => LibSvmReader.Detect(new StringReader("1 1:1\n1 x\n"), "a.svm")).Message);
        Assert.Throws<ArgumentNullException>(() => LibSvmReader.Detect((TextReader)null!));
    }

    [Theory, InlineData(false), InlineData(true)]
    public void A_stream_is_looked_at_from_where_it_stands_and_read(bool packed)
    {
        byte[] text = "1.5 qid:3 0:2 2:3\n-1 qid:4 1:1\n"u8.ToArray();
        using var stream = new MemoryStream([7, 7, .. packed ? TemporaryFolder.Gzip(text) : text]) { Position = 2 };
        LibSvmForm form = LibSvmReader.Detect(stream, "a");
        Assert.Equal((0, 3, true, 2L), (form.FirstIndex, form.FeatureCount, form.HasGroups, stream.Position));
        RegressionData data = LibSvmReader.ReadRegression(stream, form.FeatureCount, "a", sparse: false, firstIndex: form.FirstIndex);
        Assert.Equal([2, 0, 3, 0, 1, 0], ((Matrix)data.Features).Span.ToArray());
        Assert.Equal([1.5, -1], data.Targets.ToArray());
        Assert.True(stream.CanRead);
        stream.Position = 2;
        Assert.Contains("a, line", Assert.Throws<InvalidDataException>(() => LibSvmReader.ReadRegression(stream, 1, "a", firstIndex: 0)).Message);
    }

    [Fact]
    public void Rows_of_which_fewer_than_half_of_the_values_are_stored_are_sparse_and_others_dense()
    {
        // 3 of 6, then 2 of 6, and a zero that is written counts as none.
        Assert.IsType<Matrix>(Read("1 1:1 3:2\n2 2:3\n").Features);
        var sparse = Assert.IsType<SparseMatrix>(Read("1 1:1 3:2\n2 2:0\n").Features);
        Assert.Equal([0, 2, 2], sparse.RowStarts);
        Assert.Equal([0, 2], sparse.Columns);
        Assert.Equal([1.0, 2], sparse.Values);
        Assert.IsType<SparseMatrix>(Read("1 1:nan 2:1\n2\n", featureCount: 3).Features);

        static RegressionData Read(string text, int? featureCount = null) => LibSvmReader.ReadRegression(new StringReader(text), featureCount);
    }

    [Fact]
    public void Rows_are_sparse_or_dense_as_is_asked_for()
    {
        const string few = "1 5:1\n2 1:2\n", many = "1 1:1 2:2\n-1 1:3 2:4\n";
        foreach (string text in new[] { few, many })
        {
            ClassificationData rows = LibSvmReader.ReadClassification(new StringReader(text), sparse: true);
            Assert.IsType<SparseMatrix>(rows.Features);
            ClassificationData dense = LibSvmReader.ReadClassification(new StringReader(text), sparse: false);
            Assert.Equal(Dense(rows.Features).Span, Assert.IsType<Matrix>(dense.Features).Span);
            Assert.Equal(rows.Codes, dense.Codes);
        }
        using var folder = new TemporaryFolder();
        string path = folder.Write("few.svm", Encoding.UTF8.GetBytes(few));
        Assert.IsType<SparseMatrix>(LibSvmReader.ReadClassification(path).Features);
        Assert.IsType<Matrix>(LibSvmReader.ReadClassification(path, sparse: false).Features);
        Assert.IsType<Matrix>(LibSvmReader.ReadRegression(path, sparse: false).Features);
    }

    /// <summary>A row of the widest index would take 15 GiB dense; it takes as many bytes as it has characters.</summary>
    [Fact]
    public void Sparse_rows_take_no_detour_through_dense_memory()
    {
        string text = "1 2000000000:1\n" + string.Concat(Enumerable.Repeat("2 7:3\n", 1000));
        long before = GC.GetAllocatedBytesForCurrentThread();
        RegressionData data = LibSvmReader.ReadRegression(new StringReader(text));
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1 << 20);
        Assert.Equal((1001, 2_000_000_000), (data.RowCount, data.FeatureCount));
        Assert.Equal(
            "1 rows × 2000000000 features are too many to be dense, 14.9 GiB; the limit is 2 GiB",
            Assert.Throws<InvalidDataException>(() => LibSvmReader.ReadRegression(new StringReader(text), sparse: false)).Message);
    }

    /// <summary>Rows of any share of zeros, with every kind of double, come back with their bits, sparse and dense.</summary>
    [Fact]
    public void Any_rows_read_back_sparse_or_dense() =>
        Gen.Select(Gen.Int[1, 6], Gen.Int[1, 12], Gen.Int[0, 4]).SelectMany((columns, rows, zeros) => Gen.Select(
                Gen.Select(Gen.Int[0, 4], Gen.Double.Where(v => double.IsFinite(v) && Math.Abs(v) < 1e75), (k, v) => k < zeros ? 0 : v).Array[columns * rows],
                Gen.Int[-5, 5].Array[rows], (x, y) => (columns, rows, x, y)))
            .Sample(t =>
            {
                using var writer = new StringWriter();
                double[] targets = Array.ConvertAll(t.y, y => (double)y);
                LibSvmWriter.Write(new RegressionData(Matrix.Wrap(t.x, t.rows, t.columns), targets), writer);
                bool isSparse = 2 * t.x.Count(v => v != 0) < t.x.Length;
                return ((bool?[])[null, true, false]).All(sparse =>
                {
                    RegressionData read = LibSvmReader.ReadRegression(new StringReader(writer.ToString()), t.columns, sparse: sparse);
                    return read.Features is SparseMatrix == (sparse ?? isSparse)
                        && Dense(read.Features).Span.SequenceEqual(t.x) && read.Targets.SequenceEqual(targets);
                });
            });

    [Fact]
    public void An_index_above_the_width_given_is_refused()
    {
        Assert.Equal(
            "line 1: '4:1': the index is above the 3 features expected",
            Assert.Throws<InvalidDataException>(() => LibSvmReader.ReadRegression(new StringReader("1 4:1"), featureCount: 3)).Message);
        Assert.Contains(
            "featureCount must be at least 1, was 0",
            Assert.Throws<ArgumentOutOfRangeException>(() => LibSvmReader.ReadRegression(new StringReader(""), featureCount: 0)).Message);
        Assert.Contains(
            "label 'nan' is not a finite number",
            Assert.Throws<InvalidDataException>(() => LibSvmReader.ReadRegression(new StringReader("nan 4:1"))).Message);
    }

    [Fact]
    public void Files_are_read_packed_or_not()
    {
        using var folder = new TemporaryFolder();
        byte[] text = "1 1:2\n2 1:3\n"u8.ToArray();
        foreach (byte[] content in new[] { text, TemporaryFolder.Gzip(text) })
        {
            string path = folder.Write("data.svm", content);
            Assert.Equal([0, 1], LibSvmReader.ReadClassification(path).Codes.ToArray());
            Assert.Equal([1.0, 2], LibSvmReader.ReadRegression(path).Targets.ToArray());
        }
    }

    [Fact]
    public void What_is_written_reads_back_to_the_same_bits()
    {
        var rng = new Rng(4);
        double[] values = [.. Enumerable.Range(0, 60).Select(k => k % 3 == 0 ? 0 : (rng.NextDouble() - 0.5) * Math.Pow(10, k % 40 - 20))];
        Matrix x = Matrix.Wrap(values, 12, 5);
        int[] labels = [.. Enumerable.Range(0, 12).Select(i => 7 * (i % 3) - 7)];
        foreach (Features rows in new Features[] { x, SparseMatrix.FromDense(x) })
        {
            using var writer = new StringWriter();
            LibSvmWriter.Write(ClassificationData.Create(rows, labels), writer);
            ClassificationData read = LibSvmReader.ReadClassification(new StringReader(writer.ToString()), 5);
            Assert.Equal(values, Dense(read.Features).Span);
            Assert.Equal(labels, read.Codes.ToArray().Select(read.Labels.Integer));
        }
        double[] targets = [.. Enumerable.Range(0, 12).Select(_ => rng.NextDouble() / 3)];
        using var numbers = new StringWriter();
        LibSvmWriter.Write(new RegressionData(x, targets), numbers);
        Assert.Equal(targets, LibSvmReader.ReadRegression(new StringReader(numbers.ToString()), 5).Targets);
    }

    [Fact]
    public void Names_are_written_as_codes_and_missing_values_are_refused()
    {
        using var folder = new TemporaryFolder();
        string file = folder.Path("rows.svm");
        LibSvmWriter.Write(ClassificationData.Create(new Matrix(new double[,] { { 0, 1.5 }, { -2, 0 } }), ["yes", "no"]), file);
        Assert.Equal("1 2:1.5\n0 1:-2\n", File.ReadAllText(file));
        LibSvmWriter.Write(new RegressionData(new Matrix(new double[,] { { 0 } }), [0.5]), file);
        Assert.Equal("0.5\n", File.ReadAllText(file));
        Assert.Contains("row 0, column 1 is missing", Assert.Throws<DataValueException>(() => LibSvmWriter.Write(
            new RegressionData(new Matrix(new double[,] { { 0, double.NaN } }), [1]), new StringWriter())).Message);
    }

    private static Matrix Dense(Features rows) => rows is SparseMatrix sparse ? sparse.ToDense() : (Matrix)rows;
}
