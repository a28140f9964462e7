using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace ClassicML.Tests.DatasetFiles;

public class EmbeddedDatasetsTests
{
    [Theory]
    [InlineData("iris"), InlineData("wine"), InlineData("breast-cancer"), InlineData("digits")]
    public void Values_are_those_of_scikit_learn_bit_for_bit(string name)
    {
        Golden expected = Golden.Read("datasets", name);
        (ClassificationData data, ClassificationData? test) = Datasets.Load(name);
        var x = (Matrix)data.Features;

        Assert.Null(test);
        Assert.Equal((expected["rows"].GetInt32(), expected["features"].GetInt32()), (x.RowCount, x.ColumnCount));
        Assert.Equal(expected.Numbers("first"), x.Row(0).ToArray());
        Assert.Equal(expected.Numbers("last"), x.Row(x.RowCount - 1).ToArray());
        Assert.Equal(expected.Codes("targets"), data.Codes.ToArray());
        Assert.Equal(expected["hash"].GetString(), Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(x.Span))));
    }

    [Fact]
    public void Iris_is_150_by_4_with_the_values_of_Fishers_paper()
    {
        ClassificationData iris = Datasets.Iris();
        var x = (Matrix)iris.Features;
        Assert.Equal((150, 4), (iris.RowCount, iris.FeatureCount));
        Assert.Equal(["sepal length (cm)", "sepal width (cm)", "petal length (cm)", "petal width (cm)"], iris.FeatureNames!.Value);
        Assert.Equal([5.1, 3.5, 1.4, 0.2], x.Row(0).ToArray());
        Assert.Equal([5.9, 3.0, 5.1, 1.8], x.Row(149).ToArray());
        // Rows 35 and 38, counted from one, are wrong in UCI's file: 4.9,3.1,1.5,0.1 both.
        Assert.Equal([4.9, 3.1, 1.5, 0.2], x.Row(34).ToArray());
        Assert.Equal([4.9, 3.6, 1.4, 0.1], x.Row(37).ToArray());
    }

    [Theory]
    [InlineData("iris", new[] { "setosa", "versicolor", "virginica" }, new[] { 50, 50, 50 })]
    [InlineData("wine", new[] { "barolo", "grignolino", "barbera" }, new[] { 59, 71, 48 })]
    [InlineData("breast-cancer", new[] { "malignant", "benign" }, new[] { 212, 357 })]
    [InlineData(
        "digits", new[] { "0", "1", "2", "3", "4", "5", "6", "7", "8", "9" }, new[] { 178, 182, 177, 183, 181, 182, 181, 179, 174, 180 })]
    public void Classes_have_their_names_and_counts(string name, string[] classes, int[] counts)
    {
        ClassificationData data = Datasets.Load(name).Data;
        Assert.Equal(classes, data.Labels.Names);
        Assert.Equal(counts, data.ClassCounts());
        Assert.Equal(name == "digits", data.Labels.AreIntegers);
        Assert.Equal(data.FeatureCount, data.FeatureNames!.Value.Distinct().Count());
    }

    /// <summary>Names, sums and target as scikit-learn's data sets and the pages about them have them.</summary>
    [Theory]
    [InlineData("wine", 0, "alcohol"), InlineData("wine", 5, "total phenols"), InlineData("wine", 11, "od280/od315 of diluted wines")]
    [InlineData("wine", 12, "proline")]
    [InlineData("breast-cancer", 0, "mean radius"), InlineData("breast-cancer", 9, "mean fractal dimension")]
    [InlineData("breast-cancer", 10, "radius error")]
    [InlineData("breast-cancer", 20, "worst radius"), InlineData("breast-cancer", 29, "worst fractal dimension")]
    [InlineData("digits", 0, "pixel_0_0"), InlineData("digits", 8, "pixel_1_0"), InlineData("digits", 63, "pixel_7_7")]
    [InlineData("iris", 3, "petal width (cm)")]
    public void Columns_have_their_names(string name, int column, string expected)
    {
        Golden golden = Golden.Read("datasets", name);
        ClassificationData data = Datasets.Load(name).Data;
        var x = (Matrix)data.Features;
        Assert.Equal(expected, data.FeatureNames!.Value[column]);
        // Sums of hundreds of numbers, by numpy in pairs and here one by one.
        double sum = golden["columnSums"][column].GetDouble();
        Assert.Equal(sum, Enumerable.Range(0, x.RowCount).Sum(i => x[i, column]), 1e-12 * Math.Max(1, Math.Abs(sum)));
        Assert.Equal("class", data.TargetName);
        Assert.True(data.Weights.IsEmpty && data.Groups.IsEmpty);
        Assert.Contains(name, Datasets.Names);
    }

    [Fact]
    public void A_data_set_is_read_once() => Assert.Same(Datasets.Wine(), Datasets.Wine());

    [Fact]
    public void An_unknown_name_is_refused_with_those_known() =>
        Assert.Contains(
            "name must be one of iris, wine, breast-cancer, digits, mnist, was 'irs'",
            Assert.Throws<ArgumentException>(() => Datasets.Load("irs")).Message);
}
