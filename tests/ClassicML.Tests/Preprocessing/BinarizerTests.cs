using ClassicML.Preprocessing;
using static ClassicML.Tests.Preprocessing.TransformerGoldens;

namespace ClassicML.Tests.Preprocessing;

public class BinarizerTests
{
    public static TheoryData<string> GoldenCases => [.. Golden.Cases("binarizer")];

    [Theory, MemberData(nameof(GoldenCases))]
    public void Equals_scikit_learn_binarize(string name)
    {
        Golden golden = Golden.Read("binarizer", name);
        BinarizerModel model = golden.Holds(new Binarizer { Threshold = golden.Option("Threshold") }, 0);
        Assert.Equal(golden.Option("Threshold"), model.Threshold);
    }

    [Fact]
    public void Sparse_rows_store_ones_alone()
    {
        var x = new SparseMatrix([0, 2, 3], [0, 2, 1], [0.5, -1, 2], 3);
        var ones = (SparseMatrix)new Binarizer { Threshold = 1 }.Fit(x).Transform(x);
        Assert.Equal((1, 1, 1.0), (ones.StoredCount, ones.Columns[0], ones.Values[0]));
    }

    [Fact]
    public void The_threshold_itself_is_zero() =>
        Assert.Equal([0, 0, 1], Dense(new Binarizer { Threshold = 2 }.Fit(Column(1)).Transform(Column(1, 2, 2.5))).Span.ToArray());

    [Fact]
    public void Sparse_rows_below_zero_and_missing_values_are_refused()
    {
        RefusesSparse(
            new Binarizer { Threshold = -1 }, "Binarizer with a negative Threshold reads dense data, a Matrix; this is a SparseMatrix");
        Assert.Contains("row 1, column 0 is missing (NaN)", Fail(() => new Binarizer().Fit(Column(1, double.NaN))));
        Assert.Contains("Threshold must be finite, was NaN", Fail(() => new Binarizer { Threshold = double.NaN }));
    }
}
