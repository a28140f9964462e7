using ClassicML.Preprocessing;
using static ClassicML.Tests.Preprocessing.TransformerGoldens;

namespace ClassicML.Tests.Preprocessing;

public class NormalizerTests
{
    public static TheoryData<string> GoldenCases => [.. Golden.Cases("normalizer")];

    [Theory, MemberData(nameof(GoldenCases))]
    public void Equals_scikit_learn_normalize(string name)
    {
        Golden golden = Golden.Read("normalizer", name);
        VectorNorm norm = Enum.Parse<VectorNorm>(golden.Text("Norm"), ignoreCase: true);
        // A sum of thirteen values in another order.
        NormalizerModel model = golden.Holds(new Normalizer { Norm = norm }, 1e-15);
        Assert.Equal(norm, model.Norm);
    }

    [Theory, InlineData(1.0), InlineData(1e-170), InlineData(1e-320), InlineData(1e74)]
    public void A_row_in_any_unit_gets_length_one(double unit)
    {
        var x = new Matrix(new[,] { { 3 * unit, -4 * unit, 0 } });
        Close([0.6, -0.8, 0], Dense(new Normalizer().Fit(x).Transform(x)).Span, 4e-16);
        Close([3.0 / 7, -4.0 / 7, 0], Dense(new Normalizer { Norm = VectorNorm.L1 }.Fit(x).Transform(x)).Span, 4e-16);
        Close([0.75, -1, 0], Dense(new Normalizer { Norm = VectorNorm.Max }.Fit(x).Transform(x)).Span, 0);
    }

    [Fact]
    public void Rows_of_zeros_stay_and_an_empty_sparse_row_too()
    {
        var x = new Matrix(new double[,] { { 0, 0 }, { 0, 5 } });
        Assert.Equal([0, 0, 0, 1], Dense(new Normalizer().Fit(x).Transform(x)).Span.ToArray());
        var sparse = (SparseMatrix)new Normalizer().Fit(x).Transform(SparseMatrix.FromDense(x));
        Assert.Equal((1, 1.0), (sparse.StoredCount, sparse.Values[0]));
    }

    [Fact]
    public void A_row_with_a_missing_value_is_refused() =>
        Assert.Contains("row 0, column 1 is missing (NaN); Normalizer does not accept missing values",
            Fail(() => new Normalizer().Fit(new Matrix(new[,] { { 1, double.NaN } }))));
}
