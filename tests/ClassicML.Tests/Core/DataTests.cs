namespace ClassicML.Tests.Core;

public class DataTests
{
    private static Matrix Sample => new(new double[,] { { 1, 2, 3 }, { 4, 5, 6 }, { 7, 8, 9 }, { 10, 11, 12 } });

    [Fact]
    public void A_range_of_rows_is_a_view()
    {
        Matrix view = Sample.Rows(1, 2);
        Assert.Equal((2, 3), (view.RowCount, view.ColumnCount));
        Assert.Equal([7, 8, 9], view.Row(1).ToArray());
        Assert.Equal(5, view[0, 1]);
        Assert.Throws<IndexOutOfRangeException>(() => view[2, 0]);
        Assert.Throws<IndexOutOfRangeException>(() => view[0, 3]);
        Assert.Throws<ArgumentOutOfRangeException>(() => Sample.Rows(3, 2));
    }

    [Fact]
    public void Selecting_rows_and_columns_copies_them_in_order()
    {
        Assert.Equal([10, 11, 12, 1, 2, 3, 1, 2, 3], Sample.SelectRows([3, 0, 0]).Span.ToArray());
        Assert.Equal([3, 1, 6, 4], Sample.Rows(0, 2).SelectColumns([2, 0]).Span.ToArray());
        Assert.Contains("row must be in [0, 4), was 4", Assert.Throws<ArgumentOutOfRangeException>(() => Sample.SelectRows([4])).Message);
    }

    [Fact]
    public void A_matrix_goes_to_other_forms_and_back()
    {
        Assert.Equal(Sample.Span.ToArray(), new Matrix(Sample.ToArray()).Span.ToArray());
        Assert.Equal(Sample.Span.ToArray(), Matrix.FromTensor(Sample.ToTensor()).Span.ToArray());
        Assert.Equal(Sample.Span.ToArray(), Matrix.FromMathNet(Sample.ToMathNet()).Span.ToArray());
    }

    [Fact]
    public void Ragged_rows_are_refused_by_number() =>
        Assert.Contains("row 1 has 1 values, row 0 has 2", Assert.Throws<ArgumentException>(() => new Matrix([[1, 2], [3]])).Message);

    [Fact]
    public void Infinities_are_refused_with_row_and_column()
    {
        var x = new Matrix(new double[,] { { 1, 2 }, { 3, double.PositiveInfinity } });
        Assert.Contains("row 1, column 1 is Infinity", Assert.Throws<DataValueException>(() => ClassificationData.Create(x, ["a", "b"])).Message);
        Assert.Contains("row 1, column 1 is Infinity", Assert.Throws<DataValueException>(() => new RegressionData(x, [1, 2])).Message);
    }

    [Fact]
    public void Missing_values_pass_the_data_and_are_refused_by_what_takes_none()
    {
        var x = new Matrix(new double[,] { { 1, 2 }, { double.NaN, 4 } });
        ClassificationData data = ClassificationData.Create(x, ["a", "b"]);
        Assert.Contains(
            "row 1, column 0 is missing (NaN); SomeLearner does not accept missing values",
            Assert.Throws<DataValueException>(() => Check.Complete(data.Features, "SomeLearner")).Message);
    }

    [Fact]
    public void Lengths_weights_codes_and_emptiness_are_checked()
    {
        var labels = new ClassLabels(["a", "b"]);
        Assert.Contains("codes must have 4 entries, one for each row, has 3", Fail(() => new ClassificationData(Sample, [0, 1, 0], labels)));
        Assert.Contains("row 2 has class code 2; codes must be in [0, 2)", Fail(() => new ClassificationData(Sample, [0, 1, 2, 0], labels)));
        Assert.Contains("row 1 has weight -1", Fail(() => new ClassificationData(Sample, [0, 1, 1, 0], labels, [1, -1, 1, 1])));
        Assert.Contains("every weight is zero", Fail(() => new ClassificationData(Sample, [0, 1, 1, 0], labels, [0, 0, 0, 0])));
        Assert.Contains("row 3 has target NaN", Fail(() => new RegressionData(Sample, [1, 2, 3, double.NaN])));
        Assert.Contains("at least one row and one feature, has 0×3", Fail(() => new RegressionData(Sample.Rows(0, 0), [])));
        Assert.Contains("featureNames must have 3 entries", Fail(() => new RegressionData(Sample, [1, 2, 3, 4], featureNames: ["x"])));
    }

    [Fact]
    public void A_subset_keeps_labels_weights_and_groups()
    {
        var data = new ClassificationData(Sample, [0, 1, 1, 0], new ClassLabels(["a", "b"]), [1, 2, 3, 4], [5, 6, 7, 8], ["x", "y", "z"]);
        ClassificationData subset = data.SelectRows([2, 1]);
        Assert.Same(data.Labels, subset.Labels);
        Assert.Equal([1, 1], subset.Codes.ToArray());
        Assert.Equal([3.0, 2], subset.Weights.ToArray());
        Assert.Equal([7, 6], subset.Groups.ToArray());
        Assert.Equal([0, 2], subset.ClassCounts());
    }

    [Fact]
    public void Labels_are_ordered_found_and_aligned_by_name()
    {
        var (labels, codes) = ClassLabels.Find(["pear", "apple", "pear"]);
        Assert.Equal(["apple", "pear"], labels.Names);
        Assert.Equal([1, 0, 1], codes);
        var (numbers, _) = ClassLabels.Find([10, 9, -1]);
        Assert.Equal([-1, 9, 10], Enumerable.Range(0, 3).Select(numbers.Integer));
        Assert.Equal([1, -1], new ClassLabels(["pear", "apple"]).CodesOf(new ClassLabels(["apple", "fig"])));
        Assert.Contains("row 1 has label 'fig', which is not among apple, pear", Fail(() => labels.Encode(["pear", "fig"])));
        Assert.Equal(labels, new ClassLabels(["apple", "pear"]));
        Assert.NotEqual(labels, new ClassLabels(["pear", "apple"]));
    }

    [Fact]
    public void Intervals_say_what_they_allow()
    {
        Assert.Contains("C must be positive, was -1", Fail(() => Check.Positive(-1.0, "C")));
        Assert.Contains("C must be positive, was NaN", Fail(() => Check.Positive(double.NaN, "C")));
        Assert.Contains("k must be at least 2, was 1", Fail(() => Check.AtLeast(1, 2, "k")));
        Assert.Contains("share must be in [0, 1], was 1.5", Fail(() => Check.Within(1.5, Interval.Share, "share")));
    }

    private static string Fail(Action action) => Assert.ThrowsAny<ArgumentException>(action).Message;
}
