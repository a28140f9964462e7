using System.Text.Json;
using ClassicML.Preprocessing;
using CsCheck;

namespace ClassicML.Tests.Preprocessing;

public class OneHotEncoderTests
{
    private static readonly Matrix Colours = new(new double[,] { { 0 }, { 2 }, { 1 }, { 0 } });

    [Theory, InlineData("plain"), InlineData("drop-first"), InlineData("ignore-unknown")]
    public void Equals_scikit_learn_one_hot(string name)
    {
        Golden golden = Golden.Read("one-hot-encoder", name);
        bool drop = golden["options"].GetProperty("DropFirst").GetBoolean(), ignore = golden["options"].GetProperty("IgnoreUnknown").GetBoolean();
        foreach (bool sparse in (bool[])[false, true])
        {
            OneHotEncoderModel model = new OneHotEncoder { DropFirst = drop, IgnoreUnknown = ignore, SparseOutput = sparse }.Fit(golden.Matrix("x"));
            Features rows = model.Transform(golden.Matrix("other"));
            Assert.Equal(golden.Matrix("transformed").Span.ToArray(), (sparse ? ((SparseMatrix)rows).ToDense() : (Matrix)rows).Span.ToArray());
            Assert.Equal(golden.Matrix("inverse").Span.ToArray(), ((Matrix)model.InverseTransform(rows)).Span.ToArray());
            double[][] categories = golden["categories"].Deserialize<double[][]>()!;
            for (int j = 0; j < categories.Length; j++) Assert.Equal(categories[j], model.Categories(j).ToArray());
        }
    }

    [Fact]
    public void A_colour_becomes_three_columns()
    {
        OneHotEncoderModel model = new OneHotEncoder().Fit(Colours);
        Assert.Equal([1, 0, 0, 0, 0, 1, 0, 1, 0, 1, 0, 0], ((Matrix)model.Transform(Colours)).Span.ToArray());
        Assert.Equal((1, 3), (model.FeatureCount, model.OutputCount));
    }

    [Fact]
    public void An_unknown_category_is_refused_by_row_and_column_or_becomes_zeros()
    {
        var other = new Matrix(new[,] { { 1 }, { 0.5 } });
        Assert.Contains("row 1, column 0 is 0.5, which was not there at the fit",
            Fail(() => new OneHotEncoder().Fit(Colours).Transform(other)));
        OneHotEncoderModel model = new OneHotEncoder { IgnoreUnknown = true }.Fit(Colours);
        Assert.Equal([0, 1, 0, 0, 0, 0], ((Matrix)model.Transform(other)).Span.ToArray());
        Assert.True(double.IsNaN(((Matrix)model.InverseTransform(model.Transform(other)))[1, 0]));
    }

    [Fact]
    public void A_row_without_a_category_does_not_decode_unless_categories_are_dropped_or_ignored()
    {
        var zeros = new Matrix(new double[1, 3]);
        Assert.Contains("row 0 has no value above 0 among output columns 0 to 2, so no category in column 0",
            Fail(() => new OneHotEncoder().Fit(Colours).InverseTransform(zeros)));
        Assert.True(double.IsNaN(((Matrix)new OneHotEncoder { IgnoreUnknown = true }.Fit(Colours).InverseTransform(zeros))[0, 0]));
        OneHotEncoderModel dropped = new OneHotEncoder { DropFirst = true }.Fit(Colours);
        Assert.Equal(dropped.Categories(0)[0], ((Matrix)dropped.InverseTransform(new Matrix(new double[1, 2])))[0, 0]);
    }

    [Fact]
    public void Missing_values_no_rows_and_a_wrong_width_are_refused()
    {
        Assert.Contains("row 1, column 0 is missing (NaN)",
            Fail(() => new OneHotEncoder().Fit(new Matrix(new[,] { { 1 }, { double.NaN } }))));
        Assert.Contains("needs at least one row", Fail(() => new OneHotEncoder().Fit(Matrix.Wrap([], 0, 2))));
        Assert.Contains("encodes to 3 columns, this matrix has 1",
            Fail(() => new OneHotEncoder().Fit(Colours).InverseTransform(Colours)));
    }

    [Fact]
    public void Zeros_of_both_signs_are_one_category() =>
        Assert.Equal(1, new OneHotEncoder().Fit(new Matrix(new[,] { { 0.0 }, { -0.0 } })).OutputCount);

    [Fact]
    public void What_was_encoded_decodes() =>
        Gen.Int[-3, 3].Array[12].Select(Gen.Bool).Sample((codes, drop) =>
        {
            Matrix x = Matrix.Wrap(Array.ConvertAll(codes, code => (double)code), 4, 3);
            OneHotEncoderModel model = new OneHotEncoder { DropFirst = drop }.Fit(x);
            var encoded = (Matrix)model.Transform(x);
            Assert.Equal(x.Span.ToArray(), ((Matrix)model.InverseTransform(encoded)).Span.ToArray());
            if (!drop) Assert.Equal(12, encoded.Span.ToArray().Sum());
        }, iter: 200);
}
