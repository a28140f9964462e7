using ClassicML.Linear;
using ClassicML.MLNet;
using Microsoft.Data.Analysis;
using Microsoft.ML;
using Microsoft.ML.Data;
using static ClassicML.Tests.MLNet.Fixtures;

namespace ClassicML.Tests.MLNet;

/// <summary>Tables and matrices as data views and data frames, and back.</summary>
public class DataViewTests
{
    private readonly MLContext ml = new(seed: 1);

    // A time stamp and a year keep every digit, which single precision would not.
    private static readonly Table Mixed = new(
        new NumberColumn("stamp", [1_700_000_001.0, double.NaN, 2024.25]), new TextColumn("city", ["Málaga", null, "Oslo"]),
        new CategoryColumn("size", ["L", null, "S"], ["S", "M", "L"]), new BooleanColumn("member", [true, false, true]),
        new DateColumn("joined", [new DateTime(2024, 2, 29, 17, 30, 0), null, new DateTime(1, 1, 2)]));

    public sealed class Everything
    {
        public sbyte I1 { get; set; } = -1;

        public byte U1 { get; set; } = 255;

        public short I2 { get; set; } = -300;

        public ushort U2 { get; set; } = 65000;

        public int I4 { get; set; } = -70_000;

        public uint U4 { get; set; } = 4_000_000_000;

        public long I8 { get; set; } = -1L << 40;

        public ulong U8 { get; set; } = 1UL << 50;

        public float R4 { get; set; } = 0.5f;

        public double R8 { get; set; } = 1e-300;

        public bool Truth { get; set; } = true;

        public string Text { get; set; } = "t";

        public DateTime Date { get; set; } = new(2020, 1, 2);

        public DateTimeOffset Offset { get; set; } = new(2020, 1, 2, 3, 0, 0, TimeSpan.FromHours(2));

        public TimeSpan Span { get; set; } = TimeSpan.FromMinutes(1.5);

        [VectorType(2)]
        public int[] Pair { get; set; } = [3, 4];

        [KeyType(3)]
        public uint Key { get; set; } = 2;
    }

    [Fact]
    public void A_table_comes_back_from_a_data_view_as_it_was()
    {
        Table back = Mixed.ToDataView().ReadTable();
        Assert.Equal(Text(Mixed), Text(back));
        Assert.Equal<string>(["S", "M", "L"], ((CategoryColumn)back["size"]).Levels);
        Assert.Equal(["city", "stamp"], Mixed.ToDataView().ReadTable("city", "stamp").ColumnNames!.Value);
        // Through a file of ML.NET's own, which knows nothing of us.
        using var file = new TemporaryFolder();
        string path = file.Path("mixed.idv");
        using (FileStream stream = File.Create(path)) ml.Data.SaveAsBinary(Mixed.ToDataView(), stream);
        Assert.Equal(Text(Mixed), Text(ml.Data.LoadFromBinary(path).ReadTable()));
    }

    [Fact]
    public void Every_width_of_numbers_is_read()
    {
        Table table = ml.Data.LoadFromEnumerable<Everything>([new()]).ReadTable();
        Assert.Equal(
            [-1, 255, -300, 65000, -70_000, 4e9, -1L << 40, 1UL << 50, 0.5, 1e-300],
            table.Columns.Take(10).Select(column => ((NumberColumn)column)[0]));
        Assert.True(table.Column<BooleanColumn>("Truth")[0]);
        Assert.Equal("t", table.Column<TextColumn>("Text")[0]);
        Assert.Equal(new DateTime(2020, 1, 2), table.Column<DateColumn>("Date")[0]);
        // With an offset in UTC.
        Assert.Equal(new DateTime(2020, 1, 2, 1, 0, 0), table.Column<DateColumn>("Offset")[0]);
        Assert.Equal(90, table.Column<NumberColumn>("Span")[0]);
        Assert.Equal((3, 4), (table.Column<NumberColumn>("Pair.0")[0], table.Column<NumberColumn>("Pair.1")[0]));
        // A key without values is known by its number, from 0, as a member of a class is.
        Assert.Equal("2", table.Column<CategoryColumn>("Key")[0]);
        Assert.Equal<string>(["0", "1", "2"], table.Column<CategoryColumn>("Key").Levels);
    }

    [Fact]
    public void Vectors_become_columns_by_the_names_of_their_slots()
    {
        var table = new Table(new NumberColumn("age", [1.0, 2]), new TextColumn("city", ["Oslo", "Gent"]));
        IDataView view = ml.Transforms.Categorical.OneHotEncoding("city").Append(ml.Transforms.Concatenate("Features", "age", "city"))
            .Fit(table.ToDataView(NumberDataViewType.Single)).Transform(table.ToDataView(NumberDataViewType.Single));
        Table back = view.ReadTable("Features");
        Assert.Equal(["Features.age", "Features.city.Oslo", "Features.city.Gent"], back.ColumnNames!.Value);
        Assert.Equal([1.0, 1, 0, 2, 0, 1], back.ToMatrix().Span.ToArray());
        Assert.Equal(["age", "city.Oslo", "city.Gent"], view.ReadMatrix().ColumnNames!.Value);
        Assert.Equal(view.ReadMatrix().Span.ToArray(), view.ReadSparseMatrix().ToDense().Span.ToArray());
        // The column that one-hot encoding has taken the place of is not read.
        Assert.Equal(2, view.ReadTable().Columns.Count(column => column.Name.StartsWith("city.", StringComparison.Ordinal)));
    }

    [Fact]
    public void Keys_become_categories_with_the_values_that_they_stand_for()
    {
        var table = new Table(
            new TextColumn("city", ["Oslo", "Gent", null, "Oslo"]), new NumberColumn("n", [5.0, 3, 3, 5]), new BooleanColumn("b", [true, false, true, true]));
        IDataView view = ml.Transforms.Conversion.MapValueToKey([new("city"), new("n"), new("b")]).Fit(table.ToDataView()).Transform(table.ToDataView());
        Table back = view.ReadTable();
        Assert.Equal<string>(["Oslo", "Gent"], back.Column<CategoryColumn>("city").Levels);
        Assert.Equal(["Oslo", "Gent", null, "Oslo"], Enumerable.Range(0, 4).Select(row => back["city"].Text(row)));
        Assert.Equal(["5", "3", "3", "5"], Enumerable.Range(0, 4).Select(row => back["n"].Text(row)));
        Assert.Equal(["true", "false", "true", "true"], Enumerable.Range(0, 4).Select(row => back["b"].Text(row)));
    }

    [Fact]
    public void Matrices_dense_and_sparse_come_back_with_their_names()
    {
        Matrix x = Single(RandomMatrix(7, 3)).WithNames(["a", "b", "c"]);
        Assert.Equal(x.Span.ToArray(), x.ToDataView().ReadMatrix().Span.ToArray());
        Assert.Equal(["a", "b", "c"], x.ToDataView().ReadMatrix().ColumnNames!.Value);
        Matrix exact = RandomMatrix(7, 3);
        Assert.Equal(exact.Span.ToArray(), exact.ToDataView(NumberDataViewType.Double).ReadMatrix().Span.ToArray());
        Assert.Null(exact.ToDataView().ReadMatrix().ColumnNames);

        // A row that stores nothing, one that stores all, and one between.
        var sparse = new SparseMatrix([0, 0, 3, 4], [0, 1, 2, 1], [1, 2, double.NaN, 4], 3);
        SparseMatrix back = sparse.ToDataView().ReadSparseMatrix();
        Assert.Equal(sparse.RowStarts.ToArray(), back.RowStarts.ToArray());
        Assert.Equal(sparse.Columns.ToArray(), back.Columns.ToArray());
        Assert.Equal(sparse.Values.ToArray(), back.Values.ToArray());
        Assert.Equal(sparse.ToDense().Span.ToArray(), sparse.ToDataView().ReadMatrix().Span.ToArray());
    }

    [Fact]
    public void Truth_values_of_which_some_are_missing_are_numbers()
    {
        var table = new Table(new BooleanColumn("b", [true, null, false]));
        Assert.Equal([1, double.NaN, 0], table.ToDataView().ReadTable().Column<NumberColumn>("b").Values.ToArray());
    }

    [Fact]
    public void What_a_table_or_a_matrix_cannot_hold_is_refused_in_words()
    {
        Assert.StartsWith("numbers must be Single or Double, was Int32", Fail(() => Mixed.ToDataView(NumberDataViewType.Int32)), StringComparison.Ordinal);
        Assert.StartsWith("there is no column 'x'; there are 'stamp'", Fail(() => Mixed.ToDataView().ReadTable("x")), StringComparison.Ordinal);
        Assert.StartsWith(
            "column 'city' holds String; rows of a matrix are vectors of numbers", Fail(() => Mixed.ToDataView().ReadMatrix("city")), StringComparison.Ordinal);
        IDataView words = ml.Transforms.Text.TokenizeIntoWords("words", "city").Fit(Mixed.ToDataView()).Transform(Mixed.ToDataView());
        Assert.StartsWith("column 'words' holds Vector<String>; a table reads numbers", Fail(() => words.ReadTable("words")), StringComparison.Ordinal);
        IDataView many = ml.Transforms.Conversion.Hash("city", numberOfBits: 30).Fit(Mixed.ToDataView()).Transform(Mixed.ToDataView());
        Assert.StartsWith("column 'city' has keys of 1073741824 values", Fail(() => many.ReadTable("city")), StringComparison.Ordinal);
        var table = new Table(new NumberColumn("Label", [1.0, 2]), new NumberColumn("a", [1.0, 2]));
        Assert.StartsWith(
            "two columns of the data view would be named 'Label'",
            Fail(() => new RegressionData(table, [1, 2]).ToDataView()), StringComparison.Ordinal);
        Assert.StartsWith("truth values are labels of two classes, there are 3", Fail(() => Iris.ToDataView(booleanLabels: true)), StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_are_shuffled_by_ML_NET_without_losing_one()
    {
        Table table = new(new NumberColumn("n", Enumerable.Range(0, 100).Select(i => (double)i)));
        double[] shuffled = [.. ml.Data.ShuffleRows(table.ToDataView(), seed: 3).GetColumn<double>("n")];
        Assert.NotEqual(table.Column<NumberColumn>("n").Values.ToArray(), shuffled);
        Assert.Equal(table.Column<NumberColumn>("n").Values.ToArray(), shuffled.Order());
        // Over predictions too: each row keeps its own.
        IDataView predicted = new Ridge().ToEstimator(ml).Fit(Petals.ToDataView()).Transform(Petals.ToDataView());
        IDataView mixed = ml.Data.ShuffleRows(predicted, seed: 3, shuffleSource: true);
        var pairs = predicted.GetColumn<float[]>("Features").Select(row => string.Join(',', row)).Zip(Floats(predicted, "Score")).ToHashSet();
        Assert.Equal(pairs, mixed.GetColumn<float[]>("Features").Select(row => string.Join(',', row)).Zip(Floats(mixed, "Score")).ToHashSet());
    }

    public sealed class Row
    {
        [VectorType(4)]
        public float[] Features { get; set; } = [];

        [KeyType(3)]
        public uint Label { get; set; }
    }

    [Fact]
    public void A_trainer_sees_rows_in_the_order_in_which_it_would_see_those_of_a_list()
    {
        // One that goes by rows in random order, several times over: another order would give another model.
        var x = (Matrix)Iris.Features;
        IDataView list = ml.Data.LoadFromEnumerable(Enumerable.Range(0, x.RowCount).Select(
            i => new Row { Features = Rounded(x.Row(i).ToArray()), Label = (uint)Iris.Codes[i] }).ToArray());
        float[][] scores = [.. new[] { list, Iris.ToDataView() }.Select(rows =>
        {
            var own = new MLContext(seed: 1);
            IEstimator<ITransformer> trainer = own.MulticlassClassification.Trainers.OneVersusAll(
                own.BinaryClassification.Trainers.AveragedPerceptron(numberOfIterations: 5));
            return Rounded(Vectors(trainer.Fit(rows).Transform(rows), "Score"));
        })];
        Assert.Equal(scores[0], scores[1]);
    }

    [Fact]
    public void A_table_comes_back_from_a_data_frame_but_for_the_order_of_levels()
    {
        DataFrame frame = Mixed.ToDataFrame();
        Assert.Null(frame["stamp"][1]);
        Assert.Null(frame["city"][1]);
        Assert.Null(frame["joined"][1]);
        Table back = frame.ReadTable();
        Assert.Equal(Text(Mixed), Text(back));
        Assert.Equal(ColumnKind.Text, back["size"].Kind);
        Assert.Equal(["joined"], frame.ReadTable("joined").ColumnNames!.Value);
        // Missing truth values are kept, and an empty text is a text.
        var odd = new Table(new BooleanColumn("b", [true, null]), new TextColumn("t", ["", null]));
        Assert.Equal(Text(odd), Text(odd.ToDataFrame().ReadTable()));
    }

    [Fact]
    public void Every_column_of_a_data_frame_that_a_table_can_hold_is_read()
    {
        var frame = new DataFrame(
            new PrimitiveDataFrameColumn<sbyte>("i1", [(sbyte?)-1, null]), new PrimitiveDataFrameColumn<byte>("u1", [(byte?)2, null]),
            new PrimitiveDataFrameColumn<short>("i2", [(short?)-3, null]), new PrimitiveDataFrameColumn<ushort>("u2", [(ushort?)4, null]),
            new Int32DataFrameColumn("i4", [(int?)-5, null]), new UInt32DataFrameColumn("u4", [(uint?)6, null]),
            new Int64DataFrameColumn("i8", [(long?)-7, null]), new UInt64DataFrameColumn("u8", [(ulong?)8, null]),
            new SingleDataFrameColumn("r4", [(float?)9.5f, null]),
            new DecimalDataFrameColumn("d", [(decimal?)10.25m, null]), new CharDataFrameColumn("c", [(char?)'x', null]));
        Table table = frame.ReadTable();
        Assert.Equal([-1, 2, -3, 4, -5, 6, -7, 8, 9.5, 10.25], table.Columns.Take(10).Select(column => ((NumberColumn)column)[0]));
        Assert.All(table.Columns, column => Assert.True(column.IsMissing(1)));
        Assert.Equal("x", table["c"].Text(0));

        Assert.StartsWith("there is no column 'x'; there are 'i1'", Fail(() => frame.ReadTable("x")), StringComparison.Ordinal);
        var vectors = new DataFrame(new VBufferDataFrameColumn<float>("v", [new VBuffer<float>(1, [1f])]));
        Assert.StartsWith("column 'v' holds VBuffer`1; a table reads", Fail(() => vectors.ReadTable()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_data_frame_is_learned_from_as_it_is()
    {
        var frame = new DataFrame(
            new DoubleDataFrameColumn("a", [1.0, 2, 8, 9]), new StringDataFrameColumn("Label", ["low", "low", "high", "high"]));
        IDataView predicted = new LogisticRegression { C = 100 }.ToEstimator(ml, new MLNetColumns { Features = ["a"] })
            .Append(ml.Transforms.Conversion.MapKeyToValue("PredictedLabel")).Fit(frame).Transform(frame);
        Assert.Equal(["low", "low", "high", "high"], predicted.GetColumn<string>("PredictedLabel"));
    }

    private static string[] Text(Table table) =>
        [.. table.Columns.SelectMany(column => Enumerable.Range(0, column.RowCount).Select(row => $"{column.Name} {row}: {column.Text(row) ?? "missing"}"))];
}
