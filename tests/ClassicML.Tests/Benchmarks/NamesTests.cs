using ClassicML.Benchmarks;

namespace ClassicML.Tests.Benchmarks;

/// <summary>Lists of names as the command line takes them, what may have been meant, and how libraries are shown.</summary>
public class NamesTests
{
    private static readonly string[] Known = ["knn-digits", "lr-tall", "tree"];

    [Fact]
    public void Names_come_by_commas_or_one_by_one_and_none_is_no_name()
    {
        Assert.Equal(["tree", "lr-tall", "knn-digits"], Names.Of("case", ["tree, lr-tall,", "knn-digits"], Known));
        Assert.Empty(Names.Of("case", ["none"], Known));
        Assert.Empty(Names.Of("case", [], Known));
        Assert.Equal("there is no case 'none'; there are knn-digits, lr-tall, tree",
            Fail(() => Names.Of("case", ["none", "tree"], Known)));
        Assert.Equal("there is no peer 'tre': did you mean 'tree'?", Fail(() => Names.Of("peer", ["tree", "tre"], Known)));
    }

    [Theory]
    // A third of the longer name may differ: of nine letters three, whatever the case of letters.
    [InlineData("kitten", "sitting", null), InlineData("kitten", "mitten", "mitten"), InlineData("abcdefghi", "xyzdefghi", "xyzdefghi"),
        InlineData("abcdefghi", "wxyzefghi", null)]
    [InlineData("TREE", "tree", "tree"), InlineData("abc", "ab", "ab"), InlineData("ab", "abc", "abc"), InlineData("ba", "ab", null),
        InlineData("", "tree", null)]
    public void What_was_meant_is_the_nearest_name_within_a_third_of_its_letters(string name, string known, string? expected) =>
        Assert.Equal(expected, Suggestions.Near(name, [known]));

    [Fact]
    public void The_nearest_of_several_is_suggested()
    {
        Assert.Equal("forest", Suggestions.Near("forset", ["forests-and-trees", "forest", "tree"]));
        Assert.Equal("; there are a, b", Suggestions.For("zzzz", ["a", "b"]));
    }

    [Fact]
    public void Each_library_has_one_place_in_every_legend()
    {
        string[] all = ["ClassicML", "ML.NET", "Accord.NET", "scikit-learn", "LIBSVM", "ranger", "XGBoost", "FAISS", "PyTorch", "OpenCV"];
        Assert.Equal(Enumerable.Range(0, 10), all.Select(Libraries.Style));
        Assert.Equal((4, "LIBSVM, LIBLINEAR"), (Libraries.Style("LIBLINEAR"), Libraries.Name(4)));
        Assert.Equal("scikit-learn", Libraries.Name(3));
    }
}
