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

    /// <summary>Values of the definition's own tools: black on white, a grey that just passes 4.5, and the three primaries.</summary>
    [Theory]
    [InlineData("#000000", 21)]
    [InlineData("#FFFFFF", 1)]
    [InlineData("#767676", 4.54)]
    [InlineData("#FF0000", 3.998)]
    [InlineData("#00FF00", 1.372)]
    [InlineData("#0000FF", 8.592)]
    public void Contrasts_with_white_are_those_of_WCAG(string color, double expected)
    {
        Assert.Equal(expected, Theme.Contrast(new(color), new("#FFFFFF")), 0.005);
        Assert.Equal(expected, Theme.Contrast(new("#FFFFFF"), new(color)), 0.005);
    }

    [Fact]
    public void Light_is_dark_on_white_and_dark_is_light_on_dark()
    {
        Assert.Equal(("#FFFFFF", "#1F2328", "#59636E", "#E4E7EB"),
            (Hex(Theme.Light.Paper), Hex(Theme.Light.Ink), Hex(Theme.Light.Muted), Hex(Theme.Light.Grid)));
        Assert.Equal(Picture.Series, Enumerable.Range(0, 8).Select(i => Hex(Theme.Light.Series(i))));
        // The ninth is the first again.
        Assert.Equal(Hex(Theme.Light.Series(0)), Hex(Theme.Light.Series(8)));
        Assert.Equal(Hex(Theme.Light.Region(1)), Hex(Theme.Light.Region(9)));
        Assert.Equal(Enumerable.Range(0, 16).Select(i => CellTests.Ramp.Light(i / 16.0)),
            Enumerable.Range(0, 16).Select(i => Hex(Theme.Light.Ramp(i))));
        Assert.Equal(Enumerable.Range(0, 16).Select(i => CellTests.Ramp.InkOn(Hex(Theme.Light.Ramp(i)))),
            Enumerable.Range(0, 16).Select(i => Hex(Theme.Light.RampInk(i))));
        Assert.Equal(("#14181D", "#E8ECF0", "#A2ACB7", "#2B323A"),
            (Hex(Theme.Dark.Paper), Hex(Theme.Dark.Ink), Hex(Theme.Dark.Muted), Hex(Theme.Dark.Grid)));
        Assert.Equal(
            ["#58A9E8", "#FF8A4C", "#2CC79A", "#E39AC6", "#F2B134", "#9AD7F7", "#EFE45A", "#B4BCC6"],
                Enumerable.Range(0, 8).Select(i => Hex(Theme.Dark.Series(i))));
        // Zero is next to the paper and one far from it, in both.
        foreach (Theme theme in new[] { Theme.Light, Theme.Dark })
        {
            double[] contrasts = [.. Enumerable.Range(0, Theme.RampSteps).Select(i => Theme.Contrast(theme.Ramp(i), theme.Paper))];
            Assert.Equal(contrasts.Order(), contrasts);
            Assert.InRange(contrasts[0], 1, 1.2);
            Assert.InRange(contrasts[^1], 9, 21);
        }
    }

    [Fact]
    public void The_style_sheet_of_a_page_gives_each_variable_its_light_and_its_dark_colour()
    {
        string[] rules = Theme.PageCss.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3, rules.Length);
        Assert.StartsWith(":root{", rules[0]);
        // A page with a switch that is on light stays light, whatever the reader prefers.
        Assert.StartsWith("@media (prefers-color-scheme:dark){:root:not([data-theme=light]){", rules[1]);
        Assert.StartsWith(":root[data-theme=dark]{", rules[2]);
        foreach ((string rule, Theme theme) in rules.Zip([Theme.Light, Theme.Dark, Theme.Dark]))
            foreach ((string name, string color) in new[]
            {
                ("paper", Hex(theme.Paper)), ("ink", Hex(theme.Ink)), ("muted", Hex(theme.Muted)), ("grid", Hex(theme.Grid)),
                    ("series-0", Hex(theme.Series(0))),
                ("series-7", Hex(theme.Series(7))), ("region-3", Hex(theme.Region(3))), ("ramp-0", Hex(theme.Ramp(0))),
                    ("ramp-15", Hex(theme.Ramp(15))), ("ramp-ink-8", Hex(theme.RampInk(8))),
            })
                Assert.Contains($"--chart-{name}:{color};", rule);
    }

    [Fact]
    public void In_a_page_a_mark_has_the_variable_of_its_role_with_the_light_colour_beside_it()
    {
        foreach (Chart chart in Samples.Charts.Values)
        {
            Picture light = Picture.Of(chart), page = Picture.Of(chart, Theme.Page), dark = Picture.Of(chart, Theme.Dark);
            Picture.Mark[] marks = [.. light.Marks], variables = [.. page.Marks], others = [.. dark.Marks];
            Assert.Equal(marks.Length, variables.Length);
            Assert.Equal(marks.Length, others.Length);
            for (int i = 0; i < marks.Length; i++)
            {
                Role(marks[i].Fill, variables[i].Fill, others[i].Fill);
                Role(marks[i].Stroke, variables[i].Stroke, others[i].Stroke);
            }
        }

        static void Role(string? light, string? variable, string? dark)
        {
            if (light is null)
            {
                Assert.Equal((null, null), (variable, dark));
                return;
            }
            string name = variable!.Split(',')[0]["VAR(".Length..].ToLowerInvariant();
            Assert.EndsWith($", {light})", variable);
            Assert.Contains($"{name}:{dark};", Theme.PageCss.Split('\n')[1]);
        }
    }

    private static string Hex(ScottPlot.Color color) => $"#{color.R:X2}{color.G:X2}{color.B:X2}";

    [Fact]
    public void A_share_picks_a_step_of_the_ramp() =>
        Assert.Equal([0, 0, 8, 15, 15], new[] { -0.1, 0, 0.5, 1, 2 }.Select(Theme.RampStep));
}
