namespace ClassicML.Tests.Core;

/// <summary>Rows of which is known whether they are outliers, and what detectors make of them.</summary>
public class OutlierDataTests
{
    private static Matrix Sample => new(new double[,] { { 1, 2, 3 }, { 4, 5, 6 }, { 7, 8, 9 }, { 10, 11, 12 } });

    [Fact]
    public void Rows_keep_copies_of_their_flags_groups_and_names()
    {
        bool[] flags = [false, true, true, false];
        int[] groups = [5, 6, 7, 8];
        var data = new OutlierData(Sample, flags, groups, ["x", "y", "z"]);
        (flags[0], groups[0]) = (true, 9);
        Assert.Equal([false, true, true, false], data.IsOutlier);
        Assert.Equal([5, 6, 7, 8], data.Groups);
        Assert.Equal(["x", "y", "z"], data.FeatureNames!.Value);
        Assert.Equal((4, 3, 2), (data.RowCount, data.FeatureCount, data.OutlierCount));
        Assert.True(((IData<OutlierData>)data).Weights.IsEmpty);

        OutlierData part = data.SelectRows([3, 3, 1]);
        Assert.Equal([10.0, 11, 12, 10, 11, 12, 4, 5, 6], ((Matrix)part.Features).Span);
        Assert.Equal([false, false, true], part.IsOutlier);
        Assert.Equal([8, 8, 6], part.Groups);
        Assert.Equal(["x", "y", "z"], part.FeatureNames!.Value);

        OutlierData other = data.WithFeatures(Sample.SelectColumns([2, 0]), ["z", "x"]);
        Assert.Equal([3.0, 1, 6, 4, 9, 7, 12, 10], ((Matrix)other.Features).Span);
        Assert.Equal(["z", "x"], other.FeatureNames!.Value);
        Assert.Equal(data.IsOutlier, other.IsOutlier);
        Assert.Equal(data.Groups, other.Groups);
        Assert.Null(data.WithFeatures(Sample).FeatureNames);

        var plain = new OutlierData(Sample, [false, false, false, false]);
        Assert.Equal((0, true, null), (plain.OutlierCount, plain.Groups.IsEmpty, plain.FeatureNames));
    }

    [Fact]
    public void What_is_not_allowed_is_refused_as_of_other_data()
    {
        bool[] flags = [false, true, true, false];
        Assert.Contains("isOutlier must have 4 entries, one for each row, has 3", Fail(() => new OutlierData(Sample, [true, false, true])));
        Assert.Contains("groups must have 4 entries", Fail(() => new OutlierData(Sample, flags, [1])));
        Assert.Contains("featureNames must have 3 entries", Fail(() => new OutlierData(Sample, flags, featureNames: ["x"])));
        Assert.Contains("at least one row and one feature, has 0×3", Fail(() => new OutlierData(Sample.Rows(0, 0), [])));
        Assert.Contains("row 1, column 0 ('x') is Infinity", Fail(() => new OutlierData(
            new Matrix(new[,] { { 1.0 }, { double.PositiveInfinity } }), [true, false], featureNames: ["x"])));
        var data = new OutlierData(Sample, flags);
        Assert.Contains("features must have 4 entries", Fail(() => data.WithFeatures(Sample.Rows(0, 3))));
        Assert.Contains("at least one row", Fail(() => data.SelectRows([])));
        Assert.Contains("row must be in [0, 4), was 4", Fail(() => data.SelectRows([4])));
        Assert.Throws<ArgumentNullException>(() => new OutlierData(null!, flags));
    }

    [Fact]
    public void Classes_of_labelled_rows_are_the_outliers()
    {
        var data = new ClassificationData(
            Sample, [0, 2, 1, 0], new ClassLabels(["a", "b", "c", "d"]), groups: [5, 6, 7, 8], featureNames: ["x", "y", "z"]);
        OutlierData one = OutlierData.Of(data, "c"), two = OutlierData.Of(data, "c", "a", "d");
        Assert.Same(data.Features, one.Features);
        Assert.Equal([false, true, false, false], one.IsOutlier);
        Assert.Equal([true, true, false, true], two.IsOutlier);
        Assert.Equal([5, 6, 7, 8], one.Groups);
        Assert.Equal(["x", "y", "z"], one.FeatureNames!.Value);
        // A class that is known has no rows here, as of a subset.
        Assert.Equal(0, OutlierData.Of(data, "d").OutlierCount);
        Assert.Contains("class 'e' is not among a, b, c, d", Fail(() => OutlierData.Of(data, "a", "e")));
        Assert.Contains("at least one class must be that of outliers", Fail(() => OutlierData.Of(data)));
        Assert.Contains("read no weights, and these rows have some", Fail(() => OutlierData.Of(data.WithWeights([1, 1, 2, 1]), "c")));
        Assert.Throws<ArgumentNullException>(() => OutlierData.Of(null!, "c"));
        Assert.Throws<ArgumentNullException>(() => OutlierData.Of(data, (string)null!));
    }
}
