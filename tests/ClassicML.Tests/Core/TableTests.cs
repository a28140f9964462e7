using System.Globalization;
using ClassicML.Preprocessing;
using CsCheck;

namespace ClassicML.Tests.Core;

/// <summary>Tables of typed, named columns: what they hold, how they are cut, and what becomes of them.</summary>
public class TableTests
{
    private static readonly DateTime Day = new(2024, 2, 29, 17, 30, 0);

    private static readonly Table People = new(
        new NumberColumn("age", [20, 30, double.NaN, 50]), new TextColumn("city", ["Rome", null, "Oslo", "Rome"]),
        new CategoryColumn("size", ["M", "S", "M", null], ["S", "M", "L"]), new BooleanColumn("member", (bool?[])[true, false, null, true]),
        new DateColumn("joined", (DateTime?[])[Day, Day.Date, null, Day.AddTicks(1)]));

    private sealed record Customer(string Name, int Age, double? Income, bool Active, DateTime? Since, string Size);

    [Fact]
    public void Columns_have_kinds_values_and_missing_ones()
    {
        Assert.Equal((4, 5), (People.RowCount, People.ColumnCount));
        Assert.Equal(["age", "city", "size", "member", "joined"], People.ColumnNames!.Value);
        Assert.Equal(
            [ColumnKind.Number, ColumnKind.Text, ColumnKind.Category, ColumnKind.Boolean, ColumnKind.Date], People.Columns.Select(column => column.Kind));
        Assert.Equal(["numbers", "text", "categories", "truth values", "dates"], People.Columns.Select(column => column.Holds));
        Assert.Equal([1, 1, 1, 1, 1], People.Columns.Select(column => column.MissingCount));
        Assert.Equal(["20", "Rome", "M", "true", "2024-02-29T17:30:00"], People.Columns.Select(column => column.Text(0)));
        Assert.Equal(["50", "Rome", null, "true", "2024-02-29T17:30:00.0000001"], People.Columns.Select(column => column.Text(3)));
        Assert.Equal("2024-02-29", People["joined"].Text(1));
        Assert.Equal([false, true, false, false], Enumerable.Range(0, 4).Select(People["city"].IsMissing));
        TextColumn city = People.Column<TextColumn>("city");
        Assert.Equal(["Rome", "Oslo"], city.Levels);
        Assert.Equal([0, -1, 1, 0], city.Codes);
        Assert.Equal("Oslo", city[2]);
        Assert.Equal(["Oslo", "Rome"], city.PresentLevels());
        Assert.Equal(["Rome"], city.PresentLevels([0, 1, 3]));
        Assert.Equal(["S", "M"], People.Column<CategoryColumn>("size").PresentLevels());
        Assert.Equal(["Oslo", "Rome"], city.ToCategories().Levels);
        Assert.Equal([1, -1, 0, 1], city.ToCategories().Codes);
        Assert.Equal([20, 30, double.NaN, 50], People.Column<NumberColumn>("age").Values);
        Assert.Equal(30, People.Column<NumberColumn>("age")[1]);
        Assert.Equal([1, 0, double.NaN, 1], People["member"].Numbers!.Value.ToArray());
        Assert.Null(People["city"].Numbers);
        Assert.Equal([Day.Ticks, Day.Date.Ticks, long.MinValue, Day.Ticks + 1], People.Column<DateColumn>("joined").Ticks);
        Assert.Equal("city: text, 4 rows, 1 missing", city.ToString());
        Assert.True(People.Has("age"));
        Assert.False(People.Has("Age"));
    }

    [Fact]
    public void A_column_of_another_name_or_kind_is_refused_in_words()
    {
        Assert.Contains("there is no column 'town'; there are 'age', 'city', 'size', 'member', 'joined'", Fail(() => _ = People["town"]));
        Assert.Contains("column 'city' holds text, it is no NumberColumn", Fail(() => People.Column<NumberColumn>("city")));
        Assert.Contains("both named 'a'", Fail(() => new Table(new NumberColumn("a", [1.0]), new TextColumn("a", ["x"]))));
        Assert.Contains("column 'b' has 2 rows, column 'a' has 1", Fail(() => new Table(new NumberColumn("a", [1.0]), new TextColumn("b", ["x", "y"]))));
        Assert.Contains("at least one column", Fail(() => new Table()));
        Assert.Contains("must have a name", Fail(() => new NumberColumn(" ", [1.0])));
        Assert.Contains("column 'size', row 1 is 'XXL', which is not among the levels S, M", Fail(() => new CategoryColumn("size", ["S", "XXL"], ["S", "M"])));
        Assert.Contains("level 'S' comes twice", Fail(() => new CategoryColumn("size", ["S"], ["S", "S"])));
        Assert.Contains("row 1 has code 2; codes must be in [0, 2), or -1", Fail(() => TextColumn.Wrap("t", [0, 2], ["a", "b"])));
        Assert.Contains("row 0 has code -2", Fail(() => CategoryColumn.Wrap("t", [-2], ["a", "b"])));
        Assert.Contains("row 1 is 0.5; truth values must be 1, 0", Fail(() => BooleanColumn.Wrap("t", [1, 0.5])));
        Assert.Contains("which is no date", Fail(() => DateColumn.Wrap("t", [-1])));
    }

    [Fact]
    public void Wrapped_columns_hold_what_they_were_given()
    {
        Assert.Equal([1.5, 2], NumberColumn.Wrap("n", [1.5, 2]).Values);
        Assert.Equal(["b", null, "a"], Texts(TextColumn.Wrap("t", [1, -1, 0], ["a", "b"])));
        Assert.Equal(["b", null, "a"], Texts(CategoryColumn.Wrap("t", [1, -1, 0], ["a", "b", "c"])));
        Assert.Equal(["true", "false", null], Texts(BooleanColumn.Wrap("t", [1, 0, double.NaN])));
        Assert.Equal(["true", "false"], Texts(new BooleanColumn("t", (ReadOnlySpan<bool>)[true, false])));
        Assert.Equal(["2024-02-29", null], Texts(DateColumn.Wrap("t", [Day.Date.Ticks, long.MinValue])));
        Assert.Equal([null, "1E+300"], Texts(new NumberColumn("n", (double?[])[null, 1e300])));
        Assert.Equal("m", People["age"].Rename("m").Name);
        Assert.Equal([true, false, null], Enumerable.Range(0, 3).Select(row => People.Column<BooleanColumn>("member")[row]));
        Assert.Equal(Day, People.Column<DateColumn>("joined")[0]);
    }

    [Fact]
    public void Rows_and_columns_are_cut_and_changed_without_changing_the_table()
    {
        Assert.Equal(["city", "age"], People.Select("city", "age").ColumnNames!.Value);
        Assert.Same(People["city"], People.Select("city")["city"]);
        Assert.Equal(["age", "size", "joined"], People.Without("city", "member").ColumnNames!.Value);
        Assert.Equal(["30", null], Texts(People.Rows(1, 2)["age"]));
        Assert.Equal(["Rome", "Rome", null], Texts(People.SelectRows([3, 0, 1])["city"]));
        Assert.Equal(["joined", "age"], People.SelectColumns([4, 0]).ColumnNames!.Value);
        Table adults = People.Where(row => row.Number("age") >= 30);
        Assert.Equal(["30", "50"], Texts(adults["age"]));
        Table one = People.Where(row => row.Index > 0 && row.Boolean("member") == true && row.IsMissing("size") && row.Date("joined") > Day);
        Assert.Equal(["50"], Texts(one["age"]));
        Assert.Equal(("Rome", null, 50.0), (one.Row(0).Text("city"), one.Row(0).Text("size"), one.Row(0).Number("age")));
        Assert.Equal(["age", "city", "size", "member", "joined", "height"], People.With(new NumberColumn("height", [1.0, 2, 3, 4])).ColumnNames!.Value);
        Table replaced = People.With(new NumberColumn("city", [1.0, 2, 3, 4]));
        Assert.Equal((5, ColumnKind.Number), (replaced.ColumnCount, replaced.Columns[1].Kind));
        Assert.Equal(["years", "city"], People.Rename("age", "years").ColumnNames!.Value.Take(2));
        Assert.Equal(["a", "b", "c", "d", "e"], People.WithNames(["a", "b", "c", "d", "e"]).ColumnNames!.Value);
        Assert.Equal("age", People.Columns[0].Name);
        Assert.Contains("there is no column 'town'", Fail(() => People.Without("town")));
        Assert.Contains("both named 'city'", Fail(() => People.Rename("age", "city")));
        Assert.Contains("two of the columns are named 'x'",
            Fail(() => People.With(new NumberColumn("x", [1.0, 2, 3, 4]), new NumberColumn("x", [1.0, 2, 3, 4]))));
        Assert.Contains("must have names", Fail(() => People.WithNames(null)));
        Assert.Contains("featureNames must have 5 entries", Fail(() => People.WithNames(["a"])));
        Assert.Throws<ArgumentOutOfRangeException>(() => People.Rows(3, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => People.SelectRows([4]));
        Assert.Throws<ArgumentOutOfRangeException>(() => People.SelectColumns([5]));
        Assert.Throws<ArgumentOutOfRangeException>(() => People.Row(4));
    }

    [Fact]
    public void Records_become_rows_by_a_mapping_that_is_written_out()
    {
        Customer[] customers = [new("Ada", 36, 1.5, true, Day, "S"), new("Kurt", 71, null, false, null, "M")];
        Table table = Table.From(customers, map => map
            .Text("name", c => c.Name).Number("age", c => c.Age).Number("income", c => c.Income).Boolean("active", c => c.Active)
            .Date("since", c => c.Since).Category("size", c => c.Size, "S", "M"));
        Assert.Equal(["name", "age", "income", "active", "since", "size"], table.ColumnNames!.Value);
        Assert.Equal(["Kurt", "71", null, "false", null, "M"], table.Columns.Select(column => column.Text(1)));
        Assert.Contains("at least one column", Fail(() => Table.From(customers, _ => { })));
    }

    [Fact]
    public void Numbers_and_truth_values_are_a_matrix_and_others_say_what_to_do()
    {
        Table numbers = People.Select("age", "member");
        Matrix matrix = numbers.ToMatrix();
        Assert.Equal([20, 1, 30, 0, double.NaN, double.NaN, 50, 1], matrix.Span);
        Assert.Equal(["age", "member"], matrix.ColumnNames!.Value);
        Assert.Same(matrix, numbers.ToMatrix());
        Assert.Same(matrix, Check.Dense(numbers, "Pca"));
        Assert.Contains("column 'city' holds text, and Pca reads numbers; put a OneHotEncoder before it, or use ColumnTransformer", Fail(() => Check.Dense(People, "Pca")));
        Assert.Contains("column 'joined' holds dates, and Pca reads numbers; put dates through DateFeatures, or use ColumnTransformer",
            Fail(() => Check.Dense(People.Select("joined"), "Pca")));
        Assert.Contains("row 2, column 0 ('age') is missing", Fail(() => Check.CompleteRows(numbers, "Pca")));
        var infinite = new Table(new TextColumn("t", ["a", "b"]), new NumberColumn("x", [1, double.PositiveInfinity]));
        Assert.Contains("row 1, column 1 ('x') is Infinity", Fail(() => Check.Magnitudes(infinite)));
    }

    // A file has no kind for a column without values.
    [Fact]
    public void A_column_without_values_is_read_as_any_kind_and_others_only_as_their_own()
    {
        TableColumn nothing = new NumberColumn("x", [double.NaN, double.NaN]);
        Assert.True(nothing.IsEmpty);
        Assert.Same(nothing, nothing.As<NumberColumn>());
        Assert.All(
            (TableColumn?[])
            [
                nothing.As<TextColumn>(), nothing.As<CodedColumn>(), nothing.As<CategoryColumn>(), nothing.As<BooleanColumn>(), nothing.As<DateColumn>(),
            ],
            column => Assert.Equal(("x", 2, 2), (column!.Name, column.RowCount, column.MissingCount)));
        Assert.Null(new NumberColumn("x", [double.NaN, 1]).As<TextColumn>());
        Assert.Null(new TextColumn("x", ["1"]).As<NumberColumn>());
        Assert.Equal([1, double.NaN], new Table(new NumberColumn("a", [1.0]), new TextColumn("b", [null])).ToMatrix().Span.ToArray());
        var when = new Table(new DateColumn("when", [new DateTime(2020, 1, 5)]));
        var none = new Table(new NumberColumn("when", [double.NaN]));
        Assert.All(((Matrix)new DateFeatures().Fit(when).Transform(none)).Span.ToArray(), value => Assert.Equal(double.NaN, value));
        var words = new Table(new TextColumn("words", ["red fox"]));
        Assert.Equal(0, ((SparseMatrix)new TextVectorizer().Fit(words).Transform(new Table(new NumberColumn("words", [double.NaN])))).StoredCount);
    }

    [Fact]
    public void Many_rows_turn_into_a_matrix_as_few_do() =>
        Gen.Int[1, 5].Select(Gen.Int[1, 5000]).Sample((p, n) =>
        {
            double[][] columns = [.. Enumerable.Range(0, p).Select(j => Enumerable.Range(0, n).Select(i => i * 10.0 + j).ToArray())];
            Matrix matrix = new Table(columns.Select((values, j) => NumberColumn.Wrap($"{j}", values))).ToMatrix();
            for (int i = 0; i < n; i++)
                for (int j = 0; j < p; j++)
                    if (matrix[i, j] != columns[j][i]) Assert.Fail($"row {i}, column {j}");
        }, iter: 20);

    [Fact]
    public void Texts_are_in_ordinal_order_so_capitals_come_first()
    {
        Table table = new(new NumberColumn("x", [1.0, 2, 3, 4]), new TextColumn("text", ["b", "A", "a", "B"]));
        TextColumn text = table.Column<TextColumn>("text");
        Assert.Equal(["A", "B", "a", "b"], text.PresentLevels());
        Assert.Equal(["A", "a", "b"], text.PresentLevels([0, 1, 2]));
        Assert.Equal([3, 0, 2, 1], text.ToCategories().Codes);
        Assert.Equal(["A", "B", "a", "b"], table.ToClassification("text").Labels.Names);
    }

    [Fact]
    public void Numbers_dates_and_tables_are_the_same_text_in_any_culture()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            var own = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            own.NumberFormat = new NumberFormatInfo { NumberDecimalSeparator = ",", NegativeSign = "~" };
            own.DateTimeFormat = new DateTimeFormatInfo { DateSeparator = ".", TimeSeparator = "." };
            string plain = People.ToString();
            CultureInfo.CurrentCulture = own;
            Assert.Equal("-0.5", new NumberColumn("x", [-0.5]).Text(0));
            Assert.Equal("2024-02-29T17:30:00.0000001", People["joined"].Text(3));
            Assert.Equal(plain, People.ToString());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void A_column_labels_rows_in_the_order_of_its_kind()
    {
        Table table = new(
            new NumberColumn("x", [1.0, 2, 3, 4]), new TextColumn("text", ["b", "a", "c", "b"]),
            new CategoryColumn("level", ["hi", "lo", "hi", "lo"], ["lo", "mid", "hi"]),
            new BooleanColumn("flag", [true, false, true, true]), new NumberColumn("number", [10.0, 2, 2, 10]), new NumberColumn("weight", [1.0, 0, 2, 3]));
        ClassificationData text = table.ToClassification("text");
        Assert.Equal(["a", "b", "c"], text.Labels.Names);
        Assert.Equal([1, 0, 2, 1], text.Codes);
        Assert.Equal("text", text.TargetName);
        Assert.Equal(["x", "level", "flag", "number", "weight"], text.FeatureNames!.Value);
        // A level without rows is no class.
        ClassificationData level = table.ToClassification("level", weights: "weight", groups: "text");
        Assert.Equal(["lo", "hi"], level.Labels.Names);
        Assert.Equal([1, 0, 1, 0], level.Codes);
        Assert.Equal([1.0, 0, 2, 3], level.Weights);
        Assert.Equal([0, 1, 2, 0], level.Groups);
        Assert.Equal(["x", "flag", "number"], level.FeatureNames!.Value);
        Assert.Equal(["false", "true"], table.ToClassification("flag").Labels.Names);
        Assert.True(table.ToClassification("number").Labels.AreIntegers);
        Assert.Equal([1, 0, 0, 1], table.ToClassification("number").Codes);
        Assert.Equal([10, 2, 2, 10], table.ToClassification("text", groups: "number").Groups);
        RegressionData prices = table.ToRegression("x", "weight", "text");
        Assert.Equal([1.0, 2, 3, 4], prices.Targets);
        Assert.Equal("x", prices.TargetName);
        Assert.Equal([1.0, 0, 2, 3], prices.Weights);
        OutlierData outliers = table.ToOutliers("flag", "text");
        Assert.Equal([true, false, true, true], outliers.IsOutlier);
        Assert.Equal([0, 1, 2, 0], outliers.Groups);
        Assert.IsType<Table>(outliers.Features);
    }

    [Fact]
    public void A_column_that_can_not_be_a_target_weight_or_group_is_refused_by_name()
    {
        Assert.Contains("column 'city' misses its value in row 1, and 1 in all; leave such rows out: table.Where(row => !row.IsMissing(\"city\"))",
            Fail(() => People.ToClassification("city")));
        Table whole = People.Rows(0, 1);
        Assert.Contains("column 'joined' holds dates, which are no classes", Fail(() => whole.ToClassification("joined")));
        Assert.Contains("column 'city' holds text, and a regressor predicts numbers; use ToClassification", Fail(() => whole.ToRegression("city")));
        Assert.Contains("column 'city' must hold truth values, or 1 for outliers", Fail(() => whole.ToOutliers("city")));
        Assert.Contains("column 'age' must hold truth values", Fail(() => whole.ToOutliers("age")));
        Assert.Contains("column 'city' holds text; weights are numbers", Fail(() => whole.ToClassification("size", weights: "city")));
        Assert.Contains("column 'joined' holds dates; groups are text, categories or whole numbers", Fail(() => whole.ToClassification("size", groups: "joined")));
        Assert.Contains("column 'half', row 0 is 0.5; classes must be whole numbers",
            Fail(() => whole.With(new NumberColumn("half", [0.5])).ToClassification("half")));
        Assert.Contains("column 'large', row 0 is 3000000000; groups must be whole numbers",
            Fail(() => whole.With(new NumberColumn("large", [3e9])).ToClassification("size", groups: "large")));
        Assert.Contains("no column beside 'age'", Fail(() => whole.Select("age").ToRegression("age")));
    }

    // pandas 1.5.3: describe() of [20, 30, 50] and mode().
    [Fact]
    public void A_description_has_a_line_for_each_column()
    {
        Table lines = People.Describe();
        Assert.Equal(["age", "city", "size", "member", "joined"], Texts(lines["column"]));
        Assert.Equal(["3", "3", "3", "3", "3"], Texts(lines["count"]));
        Assert.Equal(["number", "text", "category", "boolean", "date"], Texts(lines["kind"]));
        TableRow age = lines.Row(0);
        Assert.Equal(
            [100.0 / 3, 15.275252316519467, 20, 25, 30, 40, 50],
            new[] { "mean", "deviation", "minimum", "25%", "50%", "75%", "maximum" }.Select(age.Number), new Near());
        Assert.True(lines.Row(1).IsMissing("mean"));
        Assert.Equal(["3", "2", "2", "2", "3"], Texts(lines["distinct"]));
        // Of equal ones the first in ordinal order.
        Assert.Equal(["20", "Rome", "M", "true", "2024-02-29"], Texts(lines["most frequent"]));
        Assert.Equal(["1", "2", "2", "2", "1"], Texts(lines["frequency"]));
        Table years = new(new NumberColumn("year", Enumerable.Range(0, 1000).Select(i => 1e15 + i % 2)));
        Assert.Equal(0.5002501876563868, years.Describe().Row(0).Number("deviation"), 1e-12);
        Assert.True(new Table(new NumberColumn("none", [double.NaN])).Describe().Row(0).IsMissing("mean"));
        Assert.True(new Table(new NumberColumn("one", [3.0])).Describe().Row(0).IsMissing("deviation"));
    }

    [Fact]
    public void A_table_prints_its_first_rows_in_aligned_columns()
    {
        Assert.Equal(
            """
               age  city  size      member   joined
            number  text  category  boolean  date
                20  Rome  M         true     2024-02-29T17:30:00
                30  -     S         false    2024-02-29
                 -  Oslo  M         -        -
                50  Rome  -         true     2024-02-29T17:30:00.000…
            4 rows × 5 columns
            """.ReplaceLineEndings("\n"), People.ToString());
        Table wide = new(Enumerable.Range(0, 14).Select(j => new NumberColumn($"c{j}", Enumerable.Range(0, 12).Select(i => i * 1e9 + j * 1e-9))));
        string[] lines = wide.ToString().Split('\n');
        Assert.Equal(14, lines.Length);
        Assert.EndsWith("c11  …", lines[0]);
        Assert.Equal(["…", "12 rows × 14 columns"], lines[^2..]);
        Assert.Contains("two lines", new Table(new TextColumn("t", ["two\nlines"])).ToString());
    }

    [Fact]
    public void Cutting_rows_of_a_table_cuts_each_column() =>
        Gen.Int[0, 3].Array[1, 30].Select(Gen.Int[0, 29].Array[0, 40]).Sample((values, picked) =>
        {
            int[] rows = Array.ConvertAll(picked, row => row % values.Length);
            Table table = new(
                new NumberColumn("n", values.Select(value => value == 0 ? (double?)null : value)),
                new TextColumn("t", values.Select(value => value == 0 ? null : $"{value}")),
                new BooleanColumn("b", values.Select(value => value == 0 ? (bool?)null : value > 1)),
                new DateColumn("d", values.Select(value => value == 0 ? (DateTime?)null : Day.AddDays(value))));
            Table cut = table.SelectRows(rows);
            foreach (TableColumn column in table.Columns) Assert.Equal(rows.Select(column.Text), Texts(cut[column.Name]));
        }, iter: 200);

    private static string?[] Texts(TableColumn column) => [.. Enumerable.Range(0, column.RowCount).Select(column.Text)];

    private sealed class Near : IEqualityComparer<double>
    {
        public bool Equals(double x, double y) => Math.Abs(x - y) < 1e-12 * Math.Max(1, Math.Abs(x));

        public int GetHashCode(double obj) => 0;
    }
}
