using System.Text.Json;
using ClassicML.Preprocessing;

namespace ClassicML.Tests.Preprocessing;

public class OrdinalEncoderTests
{
    public static TheoryData<string> Cases { get; } = [.. Golden.Cases("ordinal-encoder")];

    [Theory, MemberData(nameof(Cases))]
    public void Equals_scikit_learn_ordinal(string name)
    {
        Golden golden = Golden.Read("ordinal-encoder", name);
        Features x = OneHotEncoderTests.Rows(golden["x"]), other = OneHotEncoderTests.Rows(golden["other"]);
        UnknownOrdinal unknown = golden["unknown_value"].ValueKind == JsonValueKind.Null ? UnknownOrdinal.Refuse : UnknownOrdinal.MinusOne;
        OrdinalEncoderModel model = new OrdinalEncoder { Unknown = unknown }.Fit(x);
        Features rows = model.Transform(other);
        Assert.Equal(golden.Matrix("transformed").Span.ToArray(), ((Matrix)rows).Span.ToArray());
        Assert.Equal(x.ColumnNames!.Value, rows.ColumnNames!.Value);
        OneHotEncoderTests.Same(golden["inverse"], model.InverseTransform(rows));
    }

    [Fact]
    public void Levels_keep_their_order_and_missing_values_stay_missing()
    {
        var table = new Table(new CategoryColumn("size", ["M", "S", null, "L"], ["S", "M", "L", "XL"]));
        OrdinalEncoderModel model = new OrdinalEncoder().Fit(table);
        Assert.Equal([1, 0, double.NaN, 2], ((Matrix)model.Transform(table)).Span.ToArray());
        Assert.Equal(["S", "M", "L", "XL"], model.Categories(0));
        Assert.Equal([0], model.OutputSources!.Value);
        var back = (CategoryColumn)((Table)model.InverseTransform(model.Transform(table)))["size"];
        Assert.Equal(["M", "S", null, "L"], Enumerable.Range(0, 4).Select(row => back[row]));
    }

    // As scikit-learn's test_ordinal_encoder_handle_missing_and_unknown.
    [Fact]
    public void A_missing_value_is_unknown_where_the_fit_saw_none()
    {
        Table whole = new(new TextColumn("city", ["Rome", "Oslo"])), holed = new(new TextColumn("city", ["Oslo", null]));
        Assert.Contains("row 1, column 0 ('city') is missing, which was not there at the fit", Fail(() => new OrdinalEncoder().Fit(whole).Transform(holed)));
        Assert.Equal([0.0, -1], ((Matrix)new OrdinalEncoder { Unknown = UnknownOrdinal.MinusOne }.Fit(whole).Transform(holed)).Span.ToArray());
        Assert.Equal([0, double.NaN], ((Matrix)new OrdinalEncoder().Fit(holed).Transform(holed)).Span.ToArray());
    }

    [Fact]
    public void A_column_without_values_has_no_kind_now_or_at_the_fit()
    {
        Table text = new(new TextColumn("city", ["Rome", null])), nothing = new(new NumberColumn("city", new double?[2]));
        Assert.Equal([double.NaN, double.NaN], ((Matrix)new OrdinalEncoder().Fit(text).Transform(nothing)).Span.ToArray());
        // Fitted on nothing, what comes later is unknown, whatever it is.
        Assert.Equal([-1, double.NaN], ((Matrix)new OrdinalEncoder { Unknown = UnknownOrdinal.MinusOne }.Fit(nothing).Transform(text)).Span.ToArray());
        Assert.Contains("is Rome, which was not there", Fail(() => new OrdinalEncoder().Fit(nothing).Transform(text)));
    }

    [Fact]
    public void What_is_unknown_is_refused_or_has_a_number_that_no_category_has()
    {
        OrdinalEncoderModel model = new OrdinalEncoder().Fit(new Table(new TextColumn("city", ["Rome", "Oslo"])));
        var paris = new Table(new TextColumn("city", ["Oslo", "Paris"]));
        Assert.Contains("row 1, column 0 ('city') is Paris, which was not there at the fit", Fail(() => model.Transform(paris)));
        Assert.Contains("is 2, which is the number of no category; there are 2", Fail(() => model.InverseTransform(new Matrix([2.0], 1, 1))));
        OrdinalEncoderModel marked = new OrdinalEncoder { Unknown = UnknownOrdinal.MinusOne }.Fit(new Table(new TextColumn("city", ["Rome", "Oslo"])));
        Assert.Equal([0.0, -1], ((Matrix)marked.Transform(paris)).Span.ToArray());
        Assert.Null(((TextColumn)((Table)marked.InverseTransform(new Matrix([-1.0], 1, 1)))["city"])[0]);
        Assert.Equal([0, double.NaN], ((Matrix)new OrdinalEncoder { Unknown = UnknownOrdinal.Missing }
            .Fit(new Table(new TextColumn("city", ["Rome", "Oslo"]))).Transform(paris)).Span.ToArray());
    }
}
