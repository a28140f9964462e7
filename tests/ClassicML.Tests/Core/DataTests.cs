namespace ClassicML.Tests.Core;

public class DataTests
{
    private static Matrix Sample => new(new double[,] { { 1, 2, 3 }, { 4, 5, 6 }, { 7, 8, 9 }, { 10, 11, 12 } });

    [Fact]
    public void Classes_become_a_column_each()
    {
        var labels = new ClassLabels(["blue", "green", "red"]);
        Matrix ones = labels.ToOneHot([2, 0, 1, 2]);
        Assert.Equal([0, 0, 1, 1, 0, 0, 0, 1, 0, 0, 0, 1], ones.Span);
        Assert.Equal(["blue", "green", "red"], ones.ColumnNames!.Value);
        Assert.Equal((0, 3), (labels.ToOneHot([]).RowCount, labels.ToOneHot([]).ColumnCount));
        Assert.Contains("row 1 has class code 3; codes must be in [0, 3)", Fail(() => labels.ToOneHot([0, 3])));
        Assert.Throws<ArgumentOutOfRangeException>(() => labels.ToOneHot([-1]));
    }

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
    public void Parts_of_the_data_are_changed_one_at_a_time()
    {
        var data = new ClassificationData(Sample, [0, 1, 1, 0], new ClassLabels(["a", "b"]), [1, 2, 3, 4], [5, 6, 7, 8], ["x", "y", "z"],
            "kind");
        Same(data, data.WithWeights([4, 3, 2, 0]), weights: [4, 3, 2, 0]);
        Same(data, data.WithWeights([]), weights: []);
        Same(data, data.WithGroups([1, 1, 2, 2]), groups: [1, 1, 2, 2]);
        Same(data, data.WithGroups([]), groups: []);
        ClassificationData other = data.WithFeatures(Sample.SelectColumns([2, 0]), ["z", "x"]);
        Assert.Equal([3.0, 1, 6, 4, 9, 7, 12, 10], ((Matrix)other.Features).Span);
        Assert.Equal(["z", "x"], other.FeatureNames!.Value);
        Same(data, data.WithFeatures(data.Features, data.FeatureNames));
        // Columns that a transformer makes have no names of their own.
        Assert.Null(data.WithFeatures(Sample).FeatureNames);
        Assert.Equal((4, 3, 2), (data.RowCount, data.FeatureCount, data.ClassCount));
        Assert.Contains("features must have 4 entries", Fail(() => data.WithFeatures(Sample.Rows(0, 3))));
        Assert.Contains("every weight is zero", Fail(() => data.WithWeights([0, 0, 0, 0])));
        Assert.Contains("groups must have 4 entries", Fail(() => data.WithGroups([1])));

        var numbers = new RegressionData(Sample, [1, -2, 3, 4], [1, 2, 3, 4], [5, 6, 7, 8], ["x", "y", "z"], "number");
        RegressionData grouped = numbers.WithGroups([1, 1, 2, 2]), wide = numbers.WithFeatures(Sample.SelectColumns([1]), ["y"]);
        Assert.Equal([1, 1, 2, 2], grouped.Groups);
        foreach (RegressionData one in new[] { grouped, wide })
        {
            Assert.Equal([1.0, -2, 3, 4], one.Targets);
            Assert.Equal([1.0, 2, 3, 4], one.Weights);
            Assert.Equal("number", one.TargetName);
        }
        Assert.Equal([5, 6, 7, 8], wide.Groups);
        Assert.Equal([2.0, 5, 8, 11], ((Matrix)wide.Features).Span);
        Assert.Equal((4, 1), (wide.RowCount, wide.FeatureCount));
        Assert.Equal(["y"], wide.FeatureNames!.Value);
        Assert.Equal(["x", "y", "z"], grouped.FeatureNames!.Value);

        static void Same(ClassificationData expected, ClassificationData actual, double[]? weights = null, int[]? groups = null)
        {
            Assert.Same(expected.Features, actual.Features);
            Assert.Equal(expected.Codes, actual.Codes);
            Assert.Same(expected.Labels, actual.Labels);
            Assert.Equal(weights is null ? expected.Weights : weights, actual.Weights);
            Assert.Equal(groups is null ? expected.Groups : groups, actual.Groups);
            Assert.Equal(expected.FeatureNames, actual.FeatureNames);
            Assert.Equal("kind", actual.TargetName);
        }
    }

    [Fact]
    public void The_data_keeps_copies_of_what_it_was_given()
    {
        int[] codes = [0, 1, 1, 0], groups = [5, 6, 7, 8];
        double[] weights = [1, 2, 3, 4], targets = [1, 2, 3, 4];
        var data = new ClassificationData(Sample, codes, new ClassLabels(["a", "b"]), weights, groups);
        var numbers = new RegressionData(Sample, targets, weights, groups);
        codes[0] = groups[0] = 9;
        weights[0] = targets[0] = 9;
        Assert.Equal((0, 1.0, 5), (data.Codes[0], data.Weights[0], data.Groups[0]));
        Assert.Equal((1.0, 1.0, 5), (numbers.Targets[0], numbers.Weights[0], numbers.Groups[0]));
    }

    [Fact]
    public void Selected_rows_keep_all_that_belongs_to_them()
    {
        var data = new ClassificationData(Sample, [0, 1, 1, 0], new ClassLabels(["a", "b"]), [1, 2, 0, 4], [5, 6, 7, 8], ["x", "y", "z"],
            "kind");
        ClassificationData subset = data.SelectRows([3, 3, 1]);
        Assert.Equal([10.0, 11, 12, 10, 11, 12, 4, 5, 6], ((Matrix)subset.Features).Span);
        Assert.Equal([0, 0, 1], subset.Codes);
        Assert.Equal([4.0, 4, 2], subset.Weights);
        Assert.Equal([8, 8, 6], subset.Groups);
        Assert.Equal([2, 1], subset.ClassCounts());
        Assert.Equal(["x", "y", "z"], subset.FeatureNames!.Value);
        Assert.Equal("kind", subset.TargetName);
        var numbers = new RegressionData(Sample, [1, 2, 3, 4], [1, 2, 0, 4], [5, 6, 7, 8], ["x", "y", "z"], "number");
        RegressionData part = numbers.SelectRows([3, 3, 1]);
        Assert.Equal([10.0, 11, 12, 10, 11, 12, 4, 5, 6], ((Matrix)part.Features).Span);
        Assert.Equal([4.0, 4, 2], part.Targets);
        Assert.Equal([4.0, 4, 2], part.Weights);
        Assert.Equal([8, 8, 6], part.Groups);
        Assert.Equal(["x", "y", "z"], part.FeatureNames!.Value);
        Assert.Equal("number", part.TargetName);
        Assert.True(new RegressionData(Sample, [1, 2, 3, 4]).SelectRows([0]).Weights.IsEmpty);
        Assert.Contains("every weight is zero", Fail(() => data.SelectRows([2, 2])));
        Assert.Contains("every weight is zero", Fail(() => numbers.SelectRows([2])));
        Assert.Contains("at least one row", Fail(() => data.SelectRows([])));
        foreach (int row in new[] { -1, 4 })
        {
            Assert.Contains($"row must be in [0, 4), was {row}",
                Assert.Throws<ArgumentOutOfRangeException>(() => data.SelectRows([0, row])).Message);
            Assert.Throws<ArgumentOutOfRangeException>(() => numbers.SelectRows([0, row]));
            Assert.Throws<ArgumentOutOfRangeException>(() => Sample.SelectColumns([row]));
        }
    }

    /// <summary>A matrix remembers that it was looked through; parts of it have places of their own.</summary>
    [Fact]
    public void A_bad_value_is_found_in_whatever_part_it_lies()
    {
        var good = new Matrix(new double[,] { { 1, 2 }, { 3, 1e75 }, { -1e75, 6 } });
        Assert.Null(good.FirstBad(mayMiss: false));
        Assert.Null(good.Rows(1, 2).FirstBad(false));
        var bad = new Matrix(new double[,] { { 1, 2 }, { double.NaN, 4 }, { 5, Math.BitIncrement(1e75) } });
        for (int again = 0; again < 2; again++)
        {
            Assert.Equal((1, 0, double.NaN), bad.FirstBad(mayMiss: false));
            Assert.Equal((2, 1, Math.BitIncrement(1e75)), bad.FirstBad(mayMiss: true));
        }
        Assert.Equal((0, 0, double.NaN), bad.Rows(1, 2).FirstBad(false));
        Assert.Null(bad.Rows(0, 2).FirstBad(true));
        Assert.Null(bad.SelectRows([0, 0]).FirstBad(false));
        Assert.Equal((1, 1, Math.BitIncrement(1e75)), bad.SelectRows([0, 2]).FirstBad(false));
        Assert.Equal((2, 0, Math.BitIncrement(1e75)), bad.SelectColumns([1]).FirstBad(false));
        SparseMatrix sparse = SparseMatrix.FromDense(bad);
        for (int again = 0; again < 2; again++)
        {
            Assert.Equal((1, 0, double.NaN), sparse.FirstBad(false));
            Assert.Equal((2, 1, Math.BitIncrement(1e75)), sparse.FirstBad(true));
        }
        Assert.Equal((0, 0, double.NaN), sparse.Rows(1, 2).FirstBad(false));
        Assert.Null(sparse.SelectRows([0]).FirstBad(false));
        Assert.Equal((0, 1, double.NaN), sparse.Transpose().FirstBad(false));
        Assert.Null(SparseMatrix.FromDense(good).FirstBad(false));
    }

    [Fact]
    public void What_is_known_of_values_is_not_looked_at_again()
    {
        Check.CompleteRows(Internal.CheckedMatrix.Wrap([1, double.NaN], 1, 2, allWithin: true), "reader");
        Assert.Contains("column 1", Fail(() => Check.CompleteRows(Internal.CheckedMatrix.Wrap([1, double.NaN], 1, 2, allWithin: false), "reader")));
    }

    [Fact]
    public void Weights_and_targets_are_taken_to_their_ends()
    {
        double most = Features.MaxMagnitude, beyond = Math.BitIncrement(most);
        var data = new RegressionData(Sample, [most, -most, 0, 1], [0, most, 0, 1]);
        Assert.Equal((most, -most, most), (data.Targets[0], data.Targets[1], data.Weights[1]));
        Assert.Contains("row 1 has target", Fail(() => new RegressionData(Sample, [0, -beyond, 0, 1])));
        Assert.Contains("row 2 has target Infinity", Fail(() => new RegressionData(Sample, [0, 0, double.PositiveInfinity, 1])));
        foreach (double weight in new[] { beyond, double.NaN, double.PositiveInfinity, -double.Epsilon })
        {
            Assert.Contains("row 3 has weight", Fail(() => new RegressionData(Sample, [0, 0, 0, 1], [1, 1, 1, weight])));
            Assert.Contains("row 3 has weight", Fail(() =>
                new ClassificationData(Sample, [0, 1, 1, 0], new ClassLabels(["a", "b"]), [1, 1, 1, weight])));
        }
        Assert.Contains("row 1 has class code -1", Fail(() => new ClassificationData(Sample, [0, -1, 1, 0], new ClassLabels(["a", "b"]))));
    }

    [Fact]
    public void Equal_labels_have_equal_hashes_and_kinds_of_names_are_told_apart()
    {
        ClassLabels words = new(["1", "2"]), numbers = new([1, 2]);
        Assert.NotEqual(words, numbers);
        Assert.Equal(numbers, new ClassLabels([1, 2]));
        Assert.Equal(numbers.GetHashCode(), new ClassLabels([1, 2]).GetHashCode());
        Assert.False(words.Equals(null));
        Assert.True(words.Equals((object)new ClassLabels(["1", "2"])));
        Assert.Equal(["1", "2"], numbers.Names);
        Assert.Equal((0, -1, "2"), (numbers.IndexOf("1"), numbers.IndexOf("3"), numbers[1]));
        Assert.Contains("named by strings, such as '1'", Assert.Throws<InvalidOperationException>(() => words.Integer(0)).Message);
        Assert.Contains("class 'a' comes twice, as code 0 and 2", Fail(() => new ClassLabels(["a", "b", "a"])));
        Assert.Contains("class '7' comes twice", Fail(() => new ClassLabels([7, 7])));
        Assert.Contains("row 1 has no label", Fail(() => ClassLabels.Find(["a", null!])));
        Assert.Contains("row 0 has no label", Fail(() => new ClassLabels(["a"]).Encode([null!])));
        // Ordinal: capitals before small letters.
        Assert.Equal(["B", "a", "é"], ClassLabels.Find(["é", "a", "B"]).Labels.Names);
        Assert.Equal("0, 1, 2, 3, 4, 5, 6, 7, … (9)", new ClassLabels(Enumerable.Range(0, 9)).ToString());
        Assert.Equal("0, 1, 2, 3, 4, 5, 6, 7", new ClassLabels(Enumerable.Range(0, 8)).ToString());
        ClassificationData byNumber = ClassificationData.Create(Sample, [30, -4, 30, 7]);
        Assert.Equal([2, 0, 2, 1], byNumber.Codes);
        Assert.Equal([-4, 7, 30], Enumerable.Range(0, 3).Select(byNumber.Labels.Integer));
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
}
