using ClassicML.Internal;

namespace ClassicML.Tests.Core;

/// <summary>Names as people type them, and what may have been meant.</summary>
public class NearNamesTests
{
    [Theory]
    // A third of the longer name may differ: of nine letters three, whatever the case of letters.
    [InlineData("kitten", "sitting", null), InlineData("kitten", "mitten", "mitten"), InlineData("abcdefghi", "xyzdefghi", "xyzdefghi"),
        InlineData("abcdefghi", "wxyzefghi", null)]
    [InlineData("TREE", "tree", "tree"), InlineData("abc", "ab", "ab"), InlineData("ab", "abc", "abc"), InlineData("ba", "ab", null),
        InlineData("", "tree", null)]
    public void What_was_meant_is_the_nearest_name_within_a_third_of_its_letters(string name, string known, string? expected) =>
        Assert.Equal(expected, NearNames.Find(name, [known]));

    [Fact]
    public void The_nearest_of_several_is_suggested()
    {
        Assert.Equal("forest", NearNames.Find("forset", ["forests-and-trees", "forest", "tree"]));
        Assert.Equal("; there are a, b", NearNames.Hint("zzzz", ["a", "b"]));
    }

    [Theory]
    [InlineData("MaxDepth", "max-depth", true), InlineData("MaxDepth", "MAXDEPTH", true), InlineData("C", "c", true),
        InlineData("max-depth", "Max-Depth", true),
        InlineData("MaxDepth", "MaxDepths", false)]
    public void Capitals_and_hyphens_make_no_other_name(string a, string b, bool same) => Assert.Equal(same, NearNames.Same(a, b));

    [Theory]
    [InlineData("MaxDepth", "max-depth"), InlineData("C", "c"), InlineData("L1Share", "l1-share"), InlineData("plain", "plain")]
    public void A_name_is_spelt_in_lower_case_with_hyphens(string name, string expected) => Assert.Equal(expected, NearNames.Kebab(name));
}
