using ClassicML.Trees;
using CsCheck;

namespace ClassicML.Tests.Trees;

/// <summary>Columns named in options: what their text means, and where they are in the data.</summary>
public class NamedColumnsTests
{
    // Letters, digits and all that has a meaning in the text.
    private static readonly Gen<string> Names = Gen.OneOf(
        Gen.String[Gen.Char["aé70,\"= \n-\u00A0"], 0, 5], Gen.Const("none"), Gen.Const("city"), Gen.Const("7"), Gen.Const("a b"));

    [Fact]
    public void Text_of_columns_reads_back_whatever_their_names() => Gen.Select(Names.Array[0, 5], Gen.Int[0, 40].Array[0, 3]).Sample((names, numbers) =>
    {
        CategoricalFeatures named = CategoricalFeatures.Of(names), numbered = CategoricalFeatures.Of(numbers);
        Assert.Equal(names.Distinct().Order(StringComparer.Ordinal), named.Names);
        Assert.Equal(named, CategoricalFeatures.Parse(named.ToString()));
        Assert.Equal(numbered, CategoricalFeatures.Parse(numbered.ToString()));
        if (names.Length == 0 || numbers.Length == 0) return;
        CategoricalFeatures both = CategoricalFeatures.Parse($"{named},{numbered}");
        Assert.Equal(numbered.Features, both.Features);
        Assert.Equal(named.Names, both.Names);
        Assert.Equal(both, CategoricalFeatures.Parse(both.ToString()));
    }, iter: 2000);

    [Fact]
    public void Text_of_constraints_reads_back_whatever_their_names() => Names.Array[0, 5].Sample(names =>
    {
        (string Name, int Direction)[] pairs = [.. names.Distinct().Select((name, i) => (name, i % 2 == 0 ? 1 : -1))];
        MonotonicConstraints constraints = MonotonicConstraints.Of(pairs);
        Assert.Equal(pairs.OrderBy(pair => pair.Name, StringComparer.Ordinal), constraints.NamedDirections.Select(pair => (pair.Key, pair.Value)));
        Assert.Equal(constraints, MonotonicConstraints.Parse(constraints.ToString()));
        if (pairs.Length > 0) Assert.NotEqual(constraints, MonotonicConstraints.Of([.. pairs[1..]]));
    }, iter: 2000);

    [Fact]
    public void Names_are_plain_unless_they_could_be_misread()
    {
        Assert.Equal(
            "3,\"12\",\"a\"\"b\",\"a,b\",\"a=b\",café au lait,\"none\"",
            CategoricalFeatures.Parse("\"a,b\",café au lait,3,\"a=b\",\"12\",\"a\"\"b\",\"none\"").ToString());
        Assert.Equal("2=-1,age=1,\"x=y\"=-1", MonotonicConstraints.Parse(" age = 1 , \"x=y\"=-1,2=-1").ToString());
        Assert.Equal(CategoricalFeatures.Of("city", "colour"), CategoricalFeatures.Parse("colour, city"));
        foreach (string text in (string[])["0,,1", "0,", ",", " ", "a=1", "\"a", "a\"", "\"a\"b", "a b,c\"d\"", "99999999999"])
            Assert.Contains($"was '{text}'", Assert.Throws<FormatException>(() => CategoricalFeatures.Parse(text)).Message);
        foreach (string text in (string[])["0", "age", "age=", "age=2", "age=1=1", "=1", "age=1,", "99999999999=1"])
            Assert.Contains($"was '{text}'", Assert.Throws<FormatException>(() => MonotonicConstraints.Parse(text)).Message);
        Assert.Contains("column 'a' is constrained twice", Fail(() => MonotonicConstraints.Of(("a", 1), ("a", 1))));
        Assert.Contains("direction must be 1 or -1, was 2", Fail(() => MonotonicConstraints.Of(("a", 2))));
        Assert.ThrowsAny<ArgumentException>(() => CategoricalFeatures.Of((string)null!));
        Assert.ThrowsAny<ArgumentException>(() => MonotonicConstraints.Of(((string)null!, 1)));
        Assert.Equal(CategoricalFeatures.None, CategoricalFeatures.Of((string[])[]));
        Assert.Equal(MonotonicConstraints.None, MonotonicConstraints.Of(((string, int)[])[]));
    }

    [Fact]
    public void Columns_named_by_name_are_those_of_their_number()
    {
        ClassificationData data = TreeData.Noisy(80, 4, weighted: true).SelectRows([.. Enumerable.Range(0, 60)]);
        int[] codes = [.. data.Codes.ToArray().Select(code => code / 2)];
        data = new ClassificationData(data.Features, codes, new ClassLabels([0, 1]), featureNames: ["a", "b", "c", "d"]);
        var tree = new DecisionTreeClassifier();
        Assert.Equal(
            TreeTables.Grown((tree with { CategoricalFeatures = CategoricalFeatures.Of(2) }).Fit(data)),
            TreeTables.Grown((tree with { CategoricalFeatures = CategoricalFeatures.Of("c") }).Fit(data)));
        Assert.Equal(
            TreeTables.Grown((tree with { MonotonicConstraints = MonotonicConstraints.Of((1, 1), (3, -1)) }).Fit(data)),
            TreeTables.Grown((tree with { MonotonicConstraints = MonotonicConstraints.Parse("d=-1,1=1") }).Fit(data)));
        Assert.NotEqual(
            TreeTables.Grown(tree.Fit(data)), TreeTables.Grown((tree with { MonotonicConstraints = MonotonicConstraints.Of(("b", 1), ("d", -1)) }).Fit(data)));
        DecisionTreeClassifierModel model = (tree with { CategoricalFeatures = CategoricalFeatures.Of("c") }).Fit(data);
        Assert.Equal(CategoricalFeatures.Of("c"), ((DecisionTreeClassifier)Copy(model).Learner!).CategoricalFeatures);
    }

    [Fact]
    public void A_column_of_text_may_be_named_and_can_not_be_ordered()
    {
        ClassificationData data = TreeTables.Classes(5, 60, classCount: 2);
        var tree = new DecisionTreeClassifier();
        Assert.Equal(TreeTables.Grown(tree.Fit(data)), TreeTables.Grown((tree with { CategoricalFeatures = CategoricalFeatures.Of("city") }).Fit(data)));
        Assert.Contains("column 'city' is categorical, so MonotonicConstraints can't order it",
            Fail(() => (tree with { MonotonicConstraints = MonotonicConstraints.Of(("city", 1)) }).Fit(data)));
        // Truth values can be either.
        Assert.NotNull((tree with { MonotonicConstraints = MonotonicConstraints.Of(("member", 1)) }).Fit(data));
        Assert.NotNull((tree with { CategoricalFeatures = CategoricalFeatures.Of("member") }).Fit(data));
    }

    [Fact]
    public void A_name_that_the_data_lacks_is_refused_with_those_that_there_are()
    {
        ClassificationData data = TreeTables.Classes(5, 60, classCount: 2);
        var tree = new DecisionTreeClassifier { CategoricalFeatures = CategoricalFeatures.Of("town") };
        Assert.Contains("CategoricalFeatures names column 'town', which the data doesn't have; it has 'age', 'city', 'member', 'size'",
            Fail(() => tree.Fit(data)));
        Assert.Contains("the columns of this data have no names", Fail(() => tree.Fit(TreeData.Noisy(30, 2, weighted: false))));
        ClassificationData wide = TreeData.Noisy(30, 20, weighted: false);
        Assert.Contains("'c11' and 8 more", Fail(() => tree.Fit(wide.WithFeatures(wide.Features, Enumerable.Range(0, 20).Select(j => $"c{j}")))));
        ClassificationData twice = TreeData.Noisy(30, 2, weighted: false);
        Assert.Contains("several have that name", Fail(() => tree.Fit(twice.WithFeatures(twice.Features, ["town", "town"]))));
        var both = new DecisionTreeClassifier { MonotonicConstraints = MonotonicConstraints.Parse("age=1,0=1") };
        Assert.Contains("column 'age' is constrained twice, by number and by name", Fail(() => both.Fit(data)));
        Assert.Contains("MonotonicConstraints names column 'town'",
            Fail(() => new DecisionTreeClassifier { MonotonicConstraints = MonotonicConstraints.Of(("town", 1)) }.Fit(data)));
    }
}
