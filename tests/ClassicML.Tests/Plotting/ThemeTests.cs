using ClassicML.Plotting;

namespace ClassicML.Tests.Plotting;

public class ThemeTests
{
    public static TheoryData<string> Names => ["light", "dark"];

    [Theory, MemberData(nameof(Names))]
    public void Text_and_marks_have_contrast(string name)
    {
        Theme theme = name == "light" ? Theme.Light : Theme.Dark;
        // WCAG 2.1: 4.5 for text, 3 for marks.
        Assert.True(Theme.Contrast(theme.Ink, theme.Paper) >= 7);
        Assert.True(Theme.Contrast(theme.Muted, theme.Paper) >= 4.5);
        for (int i = 0; i < 8; i++) Assert.True(Theme.Contrast(theme.Series(i), theme.Paper) >= 3, $"series {i}");
        for (int i = 0; i < Theme.RampSteps; i++) Assert.True(Theme.Contrast(theme.Ramp(i), theme.RampInk(i)) >= 4.5, $"ramp {i}");
    }

    [Fact]
    public void Colours_of_the_page_stand_for_one_role_each()
    {
        Assert.Equal(4 + 8 + 8 + 2 * Theme.RampSteps, Theme.PageValues.Count);
        Assert.Equal(Theme.PageValues.Count, Theme.PageValues.Values.Distinct().Count());
    }

    [Fact]
    public void A_share_picks_a_step_of_the_ramp() =>
        Assert.Equal([0, 0, 8, 15, 15], new[] { -0.1, 0, 0.5, 1, 2 }.Select(Theme.RampStep));
}
