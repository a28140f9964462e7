namespace ClassicML.Tests.Core;

public class CountOrShareTests
{
    [Fact]
    public void A_count_is_a_number_and_a_share_one_of_all_rounded_down_but_at_least_one()
    {
        Assert.Equal([3, 3], new[] { 10, 2 }.Select(((CountOrShare)3).Of));
        Assert.Equal([5, 2, 1], new[] { 10, 5, 1 }.Select(CountOrShare.Share(0.5).Of));
        Assert.Equal([10, 1], new[] { 10, 1 }.Select(CountOrShare.Share(1).Of));
        Assert.Equal(CountOrShare.Share(1), default);
    }

    [Theory, InlineData("1"), InlineData("12"), InlineData("0.25"), InlineData("1.0"), InlineData("0.1")]
    public void Its_text_is_read_again(string text)
    {
        Assert.Equal(text, CountOrShare.Parse(text).ToString());
        Assert.Equal(text.Contains('.', StringComparison.Ordinal) ? (int)(double.Parse(text) * 100) : int.Parse(text), CountOrShare.Parse(text).Of(100));
    }

    [Fact]
    public void What_is_none_is_refused_in_words()
    {
        Assert.Contains("count must be at least 1, was 0", Fail(() => CountOrShare.Count(0)));
        Assert.Contains("share must be in (0, 1], was 1.5", Fail(() => CountOrShare.Share(1.5)));
        Assert.Contains("it must be a number or a share with a point, was 'half'", Assert.Throws<FormatException>(() => CountOrShare.Parse("half")).Message);
    }
}
