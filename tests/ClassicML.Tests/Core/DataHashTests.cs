using ClassicML.Internal;

namespace ClassicML.Tests.Core;

public class DataHashTests
{
    [Fact]
    public void Equal_data_have_equal_hashes_and_anything_else_has_another()
    {
        Matrix x = new(new double[,] { { 1, 2 }, { 3, 4 } }), other = new(new double[,] { { 1, 2 }, { 3, 5 } });
        var names = new ClassLabels(["a", "b"]);
        string[] hashes =
        [
            DataHash.Of(new ClassificationData(x, [0, 1], names)), DataHash.Of(new ClassificationData(other, [0, 1], names)),
            DataHash.Of(new ClassificationData(x, [1, 0], names)), DataHash.Of(new ClassificationData(x, [0, 1], new ClassLabels(["a", "c"]))),
            DataHash.Of(new ClassificationData(x, [0, 1], names, [1, 2])), DataHash.Of(new ClassificationData(x, [0, 1], names, groups: [1, 2])),
            DataHash.Of(new ClassificationData(SparseMatrix.FromDense(x), [0, 1], names)),
            DataHash.Of(new ClassificationData(new Table(new NumberColumn("p", [1.0, 3]), new NumberColumn("q", [2.0, 4])), [0, 1], names)),
            DataHash.Of(new RegressionData(x, [0, 1])), DataHash.Of(new RegressionData(x, [0, 2])),
            DataHash.Of(new OutlierData(x, [false, true])), DataHash.Of(new OutlierData(x, [true, true])),
        ];
        Assert.Equal(hashes.Length, hashes.Distinct().Count());
        Assert.All(hashes, hash => Assert.Equal(64, hash.Length));
        Assert.Equal(hashes[0], DataHash.Of(new ClassificationData(new Matrix(new double[,] { { 1, 2 }, { 3, 4 } }), [0, 1], new ClassLabels(["a", "b"]))));
        // A text counts, and not its code.
        Assert.Equal(
            DataHash.Of(new RegressionData(new Table(TextColumn.Wrap("t", [0, 1], ["u", "v"])), [0, 1])),
            DataHash.Of(new RegressionData(new Table(TextColumn.Wrap("t", [1, 0], ["v", "u"])), [0, 1])));
    }
}
