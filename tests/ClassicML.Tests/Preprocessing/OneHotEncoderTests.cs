using System.Text.Json;
using ClassicML.Preprocessing;
using CsCheck;

namespace ClassicML.Tests.Preprocessing;

public class OneHotEncoderTests
{
    private static readonly Matrix Colours = new(new double[,] { { 0 }, { 2 }, { 1 }, { 0 } });

    private static readonly Table Cities = new(
        new TextColumn("city", ["Rome", "Oslo", null, "Rome"]), new CategoryColumn("size", ["M", "S", "S", "L"], ["S", "M", "L", "XL"]));

    public static TheoryData<string> Cases { get; } = [.. Golden.Cases("one-hot-encoder")];

    [Theory, MemberData(nameof(Cases))]
    public void Equals_scikit_learn_one_hot(string name)
    {
        Golden golden = Golden.Read("one-hot-encoder", name);
        Features x = Rows(golden["x"]), other = Rows(golden["other"]);
        var learner = new OneHotEncoder
        {
            Drop = Enum.Parse<OneHotDrop>(golden["drop"].GetString()!, true), Unknown = Enum.Parse<UnknownCategory>(golden["unknown"].GetString()!, true),
            MinCount = golden["min_count"].GetInt32(), MinShare = golden["min_share"].GetDouble(),
            MaxCategories = golden["max_categories"].ValueKind == JsonValueKind.Null ? null : golden["max_categories"].GetInt32(),
        };
        double[] expected = golden.Matrix("transformed").Span.ToArray();
        foreach (bool sparse in (bool[])[false, true])
        {
            OneHotEncoderModel model = (learner with { SparseOutput = sparse }).Fit(x);
            Features rows = model.Transform(other);
            Assert.Equal(expected, (sparse ? ((SparseMatrix)rows).ToDense() : (Matrix)rows).Span.ToArray());
            // scikit-learn writes 2.0, nan and infrequent_sklearn.
            Assert.Equal(golden["names"].EnumerateArray().Select(text => text.GetString()!
                .Replace("infrequent_sklearn", "(rare)").Replace("nan", "(missing)").Replace(".0", "")), model.OutputNames!.Value);
            for (int j = 0; j < x.ColumnCount; j++)
                Assert.Equal(golden["categories"][j].EnumerateArray().Select(Text), model.Categories(j));
            if (golden["inverse"].ValueKind != JsonValueKind.Null) Same(golden["inverse"], model.InverseTransform(rows));
        }
    }

    [Fact]
    public void A_colour_becomes_three_columns()
    {
        var colours = new Table(new TextColumn("colour", ["blue", "green", "red", "blue"]));
        OneHotEncoderModel model = new OneHotEncoder().Fit(colours);
        var encoded = (Matrix)model.Transform(colours);
        Assert.Equal([1, 0, 0, 0, 1, 0, 0, 0, 1, 1, 0, 0], encoded.Span.ToArray());
        Assert.Equal(["colour_blue", "colour_green", "colour_red"], encoded.ColumnNames!.Value);
        Assert.Equal((1, 3), (model.FeatureCount, model.OutputCount));
        Assert.Equal([0, 0, 0], model.OutputSources!.Value);
        Assert.Equal([1, 0, 0, 0, 0, 1, 0, 1, 0, 1, 0, 0], ((Matrix)new OneHotEncoder().Fit(Colours).Transform(Colours)).Span.ToArray());
    }

    // A file has no kind for a column without values.
    [Fact]
    public void A_column_without_values_is_of_the_kind_that_was_fitted()
    {
        Table nothing = Cities.With(new NumberColumn("city", new double?[4]));
        OneHotEncoderModel model = new OneHotEncoder().Fit(Cities);
        var encoded = (Matrix)model.Transform(nothing);
        Assert.All(Enumerable.Range(0, 4), i => Assert.Equal([0, 0, 1], encoded.Row(i)[..3].ToArray()));
        Assert.Contains("'city' holds numbers", Fail(() => model.Transform(Cities.With(new NumberColumn("city", [double.NaN, 1, 2, 3])))));
    }

    [Fact]
    public void A_missing_value_is_a_category_of_its_own_or_zeros_or_refused()
    {
        OneHotEncoderModel own = new OneHotEncoder().Fit(Cities);
        Assert.Equal(
            ["city_Oslo", "city_Rome", "city_(missing)", "size_S", "size_M", "size_L", "size_XL"], own.OutputNames!.Value);
        Assert.Equal([0, 0, 1, 1, 0, 0, 0], ((Matrix)own.Transform(Cities)).Row(2));
        // A level without rows has its column; where none was missing at the fit, missing is unknown.
        var holes = new Table(Cities["city"], new CategoryColumn("size", ["M", null, "S", "L"], ["S", "M", "L"]));
        Assert.Contains("row 1, column 1 ('size') is missing, which was not there at the fit", Fail(() => own.Transform(holes)));
        OneHotEncoderModel zeros = new OneHotEncoder { Missing = MissingCategory.Zeros }.Fit(Cities);
        Assert.Equal([0, 0, 1, 0, 0, 0], ((Matrix)zeros.Transform(Cities)).Row(2));
        Assert.Equal([0, 1, 0, 0, 0, 0], ((Matrix)zeros.Transform(holes)).Row(3)[..2].ToArray().Concat(new double[4]));
        Assert.Contains("row 2, column 0 ('city') is missing, which OneHotEncoder was told to refuse",
            Fail(() => new OneHotEncoder { Missing = MissingCategory.Refuse }.Fit(Cities)));
        Table whole = Cities.SelectRows([0, 1, 3]);
        OneHotEncoderModel strict = new OneHotEncoder { Missing = MissingCategory.Refuse, Unknown = UnknownCategory.Ignore }.Fit(whole);
        Assert.Contains("row 2, column 0 ('city') is missing, which OneHotEncoder was told to refuse", Fail(() => strict.Transform(Cities)));
        Assert.Equal([0, 1, 0, 1, 0, 0], ((Matrix)strict.Transform(whole)).Row(0));
    }

    [Fact]
    public void What_came_as_text_categories_and_truth_values_comes_back_as_such()
    {
        var table = new Table(
            [.. Cities.Columns, new BooleanColumn("member", [true, false, true, true]), new NumberColumn("year", [1999, 2001, double.NaN, 1999])]);
        OneHotEncoderModel model = new OneHotEncoder().Fit(table);
        var back = (Table)model.InverseTransform(model.Transform(table));
        Assert.Equal(table.Columns.Select(column => (column.Name, column.Kind)), back.Columns.Select(column => (column.Name, column.Kind)));
        foreach (TableColumn column in table.Columns)
            Assert.Equal(Enumerable.Range(0, 4).Select(column.Text), Enumerable.Range(0, 4).Select(back[column.Name].Text));
        Assert.Equal(["S", "M", "L", "XL"], ((CategoryColumn)back["size"]).Levels);
    }

    [Fact]
    public void Columns_of_another_kind_than_at_the_fit_and_dates_are_refused_by_name()
    {
        OneHotEncoderModel model = new OneHotEncoder().Fit(Cities.Select("city"));
        Table ofNumbers = new(new NumberColumn("city", [1.0]));
        Assert.Contains("column 'city' holds numbers; the model was fitted on text there", Fail(() => model.Transform(ofNumbers)));
        OneHotEncoderModel numbers = new OneHotEncoder().Fit(ofNumbers);
        Assert.Contains("column 'city' holds no numbers; the model was fitted on numbers there", Fail(() => numbers.Transform(Cities.Select("city"))));
        var dates = new Table(new DateColumn("joined", [DateTime.UnixEpoch]));
        Assert.Contains("column 'joined' holds dates, which OneHotEncoder doesn't read; put DateFeatures before it", Fail(() => new OneHotEncoder().Fit(dates)));
    }

    [Fact]
    public void An_unknown_category_is_refused_by_row_and_column_or_becomes_zeros()
    {
        var other = new Matrix(new[,] { { 1 }, { 0.5 } });
        Assert.Contains("row 1, column 0 is 0.5, which was not there at the fit",
            Fail(() => new OneHotEncoder().Fit(Colours).Transform(other)));
        OneHotEncoderModel model = new OneHotEncoder { Unknown = UnknownCategory.Ignore }.Fit(Colours);
        Assert.Equal([0, 1, 0, 0, 0, 0], ((Matrix)model.Transform(other)).Span.ToArray());
        Assert.True(double.IsNaN(((Matrix)model.InverseTransform(model.Transform(other)))[1, 0]));
        Assert.Contains("row 1, column 0 ('city') is Paris, which was not there at the fit", Fail(() =>
            new OneHotEncoder().Fit(Cities.Select("city")).Transform(new Table(new TextColumn("city", ["Oslo", "Paris"])))));
    }

    [Fact]
    public void A_column_of_no_more_categories_than_the_most_keeps_them_all()
    {
        Assert.Equal(3, new OneHotEncoder { MaxCategories = 3 }.Fit(Colours).OutputCount);
        // Of equal counts the first is rare: 1 and 2 have a row each, 0 has two.
        OneHotEncoderModel two = new OneHotEncoder { MaxCategories = 2 }.Fit(Colours.WithNames(["c"]));
        Assert.Equal(["c_0", "c_(rare)"], two.OutputNames!.Value);
        Assert.Equal(["c_(rare)"], new OneHotEncoder { MaxCategories = 1 }.Fit(Colours.WithNames(["c"])).OutputNames!.Value);
    }

    [Fact]
    public void A_row_without_a_category_does_not_decode_unless_categories_are_dropped_or_ignored()
    {
        var zeros = new Matrix(new double[1, 3]);
        Assert.Contains("row 0 has no value above 0 among output columns 0 to 2, so no category in column 0",
            Fail(() => new OneHotEncoder().Fit(Colours).InverseTransform(zeros)));
        Assert.True(double.IsNaN(((Matrix)new OneHotEncoder { Unknown = UnknownCategory.Ignore }.Fit(Colours).InverseTransform(zeros))[0, 0]));
        OneHotEncoderModel dropped = new OneHotEncoder { Drop = OneHotDrop.First }.Fit(Colours);
        Assert.Equal(0, ((Matrix)dropped.InverseTransform(new Matrix(new double[1, 2])))[0, 0]);
    }

    [Fact]
    public void No_rows_and_a_wrong_width_are_refused()
    {
        Assert.Contains("needs at least one row", Fail(() => new OneHotEncoder().Fit(Matrix.Wrap([], 0, 2))));
        Assert.Contains("encodes to 3 columns, this matrix has 1",
            Fail(() => new OneHotEncoder().Fit(Colours).InverseTransform(Colours)));
    }

    [Fact]
    public void Zeros_of_both_signs_are_one_category() =>
        Assert.Equal(1, new OneHotEncoder().Fit(new Matrix(new[,] { { 0.0 }, { -0.0 } })).OutputCount);

    [Fact]
    public void Many_levels_are_encoded_sparse()
    {
        const int count = 100_000;
        var table = new Table(new TextColumn("name", Enumerable.Range(0, count).Select(i => $"n{i * 7919 % count:D6}")));
        var encoded = (SparseMatrix)new OneHotEncoder { SparseOutput = true }.Fit(table).Transform(table);
        Assert.Equal((count, count, count), (encoded.RowCount, encoded.ColumnCount, encoded.StoredCount));
        Assert.Equal([.. Enumerable.Range(0, 5).Select(i => i * 7919 % count)], encoded.Columns[..5].ToArray());
    }

    [Fact]
    public void What_was_encoded_decodes() =>
        Gen.Int[-3, 3].Array[12].Select(Gen.Bool).Sample((codes, drop) =>
        {
            Matrix x = Matrix.Wrap(Array.ConvertAll(codes, code => (double)code), 4, 3);
            OneHotEncoderModel model = new OneHotEncoder { Drop = drop ? OneHotDrop.First : OneHotDrop.None }.Fit(x);
            var encoded = (Matrix)model.Transform(x);
            Assert.Equal(x.Span.ToArray(), ((Matrix)model.InverseTransform(encoded)).Span.ToArray());
            if (!drop) Assert.Equal(12, encoded.Span.ToArray().Sum());
        }, iter: 200);

    /// <summary>Golden rows: a table of text where they hold any, else a matrix of named columns.</summary>
    internal static Features Rows(JsonElement rows)
    {
        JsonElement[][] all = [.. rows.EnumerateArray().Select(row => row.EnumerateArray().ToArray())];
        return all[0][0].ValueKind == JsonValueKind.String
            ? new Table(Enumerable.Range(0, all[0].Length).Select(j => new TextColumn($"c{j}", all.Select(row => row[j].GetString()))))
            : new Matrix(Array.ConvertAll(all, row => Array.ConvertAll(row, value => value.ValueKind == JsonValueKind.Null ? double.NaN : value.GetDouble())))
                .WithNames(Enumerable.Range(0, all[0].Length).Select(j => $"c{j}"));
    }

    /// <summary>Rows equal golden ones, missing values too.</summary>
    internal static void Same(JsonElement expected, Features actual)
    {
        int i = 0;
        foreach (JsonElement row in expected.EnumerateArray())
        {
            int j = 0;
            foreach (JsonElement value in row.EnumerateArray())
            {
                if (actual is Table table) Assert.Equal(value.GetString(), table.Columns[j].Text(i));
                else Assert.Equal(value.ValueKind == JsonValueKind.Null ? double.NaN : value.GetDouble(), ((Matrix)actual)[i, j]);
                j++;
            }
            i++;
        }
        Assert.Equal(i, actual.RowCount);
    }

    private static string Text(JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetDouble().ToString("R", System.Globalization.CultureInfo.InvariantCulture);
}
