using System.Text.Json;
using ClassicML.Linear;
using ClassicML.Preprocessing;
using CsCheck;

namespace ClassicML.Tests.Preprocessing;

public class TargetEncoderTests
{
    public static TheoryData<string> Cases { get; } = [.. Golden.Cases("target-encoder")];

    private static readonly Table Rows = new(new TextColumn("city", ["a", "a", "b", "b", "b", "c", null, "a"]));

    private static readonly double[] Prices = [1, 3, 10, 12, 14, 100, 5, 2];

    // The goldens sum in another order: a few units in the last place of numbers near 2000.
    [Theory, MemberData(nameof(Cases))]
    public void Equals_the_formulas(string name)
    {
        Golden golden = Golden.Read("target-encoder", name);
        var data = new RegressionData(OneHotEncoderTests.Rows(golden["x"]), golden.Numbers("y"));
        double? smoothing = golden["smoothing"].ValueKind == JsonValueKind.Null ? null : golden["smoothing"].GetDouble();
        TargetEncoderModel model = new TargetEncoder { Smoothing = smoothing }.Fit(data);
        double[] expected = golden.Matrix("transformed").Span.ToArray();
        Close(expected, ((Matrix)model.Transform(OneHotEncoderTests.Rows(golden["other"]))).Span.ToArray(), 1e-13);
        Assert.Equal(data.FeatureNames!.Value, model.OutputNames!.Value);
        if (name != "classes") return;
        // Two classes are their share of the second.
        var labelled = ClassificationData.Create(data.Features, data.Targets.ToArray().Select(target => (int)target).ToArray());
        TargetEncoderModel classes = new TargetEncoder().Fit(labelled);
        Close(expected, ((Matrix)classes.Transform(OneHotEncoderTests.Rows(golden["other"]))).Span.ToArray(), 1e-13);
    }

    [Fact]
    public void Without_smoothing_a_category_is_the_mean_of_its_rows_and_an_unknown_one_that_of_all()
    {
        TargetEncoderModel model = new TargetEncoder { Smoothing = 0 }.Fit(new RegressionData(Rows, Prices));
        Assert.Equal(["a", "b", "c"], model.Categories(0));
        Close([2, 12, 100], model.Encodings(0), 1e-14);
        Close([Prices.Average()], model.TargetMeans.ToArray(), 1e-14);
        var other = new Table(new TextColumn("city", ["zürich", null, "c"]));
        Close([Prices.Average(), 5, 100], ((Matrix)model.Transform(other)).Span.ToArray(), 1e-14);
    }

    [Fact]
    public void More_classes_make_a_column_each()
    {
        ClassificationData data = ClassificationData.Create(Rows, ["x", "y", "z", "z", "x", "y", "y", "x"]);
        TargetEncoderModel model = new TargetEncoder { Smoothing = 0 }.Fit(data);
        Assert.Equal(["city_class0", "city_class1", "city_class2"], model.OutputNames!.Value);
        Assert.Equal([0, 0, 0], model.OutputSources!.Value);
        var encoded = (Matrix)model.Transform(Rows);
        Close([2.0 / 3, 1.0 / 3, 0], encoded.Row(0).ToArray(), 1e-15);
        Close([1.0 / 3, 0, 2.0 / 3], encoded.Row(2).ToArray(), 1e-15);
        Close([1.0 / 3, 0, 1], model.Encodings(0, 1), 1e-15);
    }

    [Fact]
    public void Weights_count_as_rows_and_those_of_zero_as_none()
    {
        double[] weights = [2, 1, 1, 0, 3, 1, 1, 1];
        int[] repeated = [.. weights.SelectMany((weight, i) => Enumerable.Repeat(i, (int)weight))];
        TargetEncoderModel weighed = new TargetEncoder().Fit(new RegressionData(Rows, Prices, weights));
        TargetEncoderModel plain = new TargetEncoder().Fit(
            new RegressionData(Rows.SelectRows(repeated), Array.ConvertAll(repeated, i => Prices[i])));
        Close(plain.Encodings(0), weighed.Encodings(0), 1e-14);
    }

    [Fact]
    public void Training_rows_are_encoded_without_their_own_targets()
    {
        // Every row has a level of its own, so nothing but its own target could say anything of it.
        Table names = new(new TextColumn("name", Enumerable.Range(0, 60).Select(i => $"n{i}")));
        double[] targets = [.. Enumerable.Range(0, 60).Select(i => Math.Sin(17 * i))];
        var data = new RegressionData(names, targets);
        var (model, rows) = new TargetEncoder { Smoothing = 0 }.FitTransform(data);
        // The mean and back: a unit in the last place.
        Close(targets, ((Matrix)model.Transform(names)).Span.ToArray(), 1e-15);
        // Each of five folds has one value, the mean of the others.
        Assert.Equal(5, ((Matrix)rows).Span.ToArray().Distinct().Count());
        // What follows in a pipeline learns from these, and not from rows that say their targets.
        var last = (LinearRegressionModel)new TargetEncoder { Smoothing = 0 }.Then(new LinearRegression()).Fit(data).Last;
        Assert.Equal(new LinearRegression().Fit(data.WithFeatures(rows)).Coefficients, last.Coefficients);
        double[] crossed = ((Matrix)rows).Span.ToArray();
        for (int i = 0; i < 60; i++) Assert.NotEqual(targets[i], crossed[i], 1e-3);
    }

    [Fact]
    public void A_change_of_a_rows_own_target_changes_nothing_that_stands_for_it() =>
        Gen.Int[0, 3].Array[40].Select(Gen.Double[-5, 5].Array[40], Gen.Int[0, 39]).Sample((codes, y, at) =>
        {
            var table = new Table(new TextColumn("c", codes.Select(code => $"{code}")));
            double[] changed = [.. y];
            changed[at] += 100;
            var before = (Matrix)new TargetEncoder().FitTransform(new RegressionData(table, y)).Rows;
            var after = (Matrix)new TargetEncoder().FitTransform(new RegressionData(table, changed)).Rows;
            Assert.Equal(before[at, 0], after[at, 0]);
        }, iter: 50);

    [Fact]
    public void Groups_stay_together_in_a_fold()
    {
        int[] groups = [.. Enumerable.Range(0, 60).Select(i => i / 6)];
        // A level for each group: encoded by others, none has a row, so each row of a group is the mean of the other folds.
        Table names = new(new TextColumn("g", groups.Select(group => $"g{group}")));
        double[] targets = [.. groups.Select(group => (double)group * group)];
        var rows = (Matrix)new TargetEncoder { Smoothing = 0 }.FitTransform(new RegressionData(names, targets, groups: groups)).Rows;
        for (int i = 0; i < 60; i++)
        {
            Assert.Equal(rows[i / 6 * 6, 0], rows[i, 0]);
            Assert.NotEqual(targets[i], rows[i, 0], 1e-6);
        }
    }

    [Fact]
    public void One_class_is_refused_and_options_have_ranges()
    {
        ClassificationData one = ClassificationData.Create(Rows, ["x", "x", "x", "x", "x", "x", "x", "x"]);
        Assert.Contains("needs rows of at least two classes", Fail(() => new TargetEncoder().Fit(one)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TargetEncoder { Smoothing = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new TargetEncoder { FoldCount = 1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new TargetEncoder { Seed = -1 });
    }
}
