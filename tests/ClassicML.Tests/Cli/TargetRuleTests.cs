using ClassicML.Cli;
using ClassicML.Cli.Input;
using ClassicML.Wire;

namespace ClassicML.Tests.Cli;

/// <summary>Whether a target's values are classes or numbers.</summary>
public class TargetRuleTests
{
    private static readonly TableColumn Text = new TextColumn("t", ["a", "b", "a"]), Few = new NumberColumn("n", [1.0, 2, 1]),
        Many = new NumberColumn("n", Enumerable.Range(0, 21).Select(i => (double)i)), Fractions = new NumberColumn("n", [1.5, 2, 1.5]),
        Truth = new BooleanColumn("b", [true, false]);

    public static TheoryData<string, string?, string, string?> Cases => new()
    {
        // Column, what the line says, what the learners can, what comes out; null is a refusal.
        { "text", null, "", "Classification" }, { "text", null, "c", "Classification" }, { "text", null, "cr", "Classification" }, { "text", null, "r", null },
        { "text", "Regression", "", null }, { "truth", null, "", "Classification" },
        { "few", null, "", "Classification" }, { "few", null, "r", "Regression" }, { "few", null, "c", "Classification" },
            { "few", "Regression", "cr", "Regression" },
        { "many", null, "", "Regression" }, { "many", null, "cr", "Regression" }, { "many", null, "c", null },
            { "many", "Classification", "c", "Classification" },
        { "many", "Classification", "", "Classification" }, { "many", null, "r", "Regression" },
        { "fractions", null, "", "Regression" }, { "fractions", null, "c", null }, { "fractions", "Classification", "", null },
        { "few", "Regression", "c", null }, { "few", "Classification", "r", null },
    };

    [Theory, MemberData(nameof(Cases))]
    public void Values_the_line_and_the_learners_decide(string column, string? asked, string offered, string? expected)
    {
        TableColumn target = column switch { "text" => Text, "few" => Few, "many" => Many, "fractions" => Fractions, _ => Truth };
        WireKind[] kinds = [.. offered.Select(c => c == 'c' ? WireKind.Classifier : WireKind.Regressor)];
        LearningKind Decide() => TargetRule.Decide(target, asked is null ? null : Enum.Parse<LearningKind>(asked), kinds, _ => { });
        if (expected is not null) Assert.Equal(expected, Decide().ToString());
        else Assert.True(Record.Exception(() => Decide()) is ArgumentException or UsageException);
    }

    [Fact]
    public void What_is_not_plain_is_said_and_what_is_is_not()
    {
        var said = new List<string>();
        TargetRule.Decide(Text, null, [], said.Add);
        TargetRule.Decide(Few, null, [WireKind.Classifier], said.Add);
        TargetRule.Decide(Many, LearningKind.Regression, [], said.Add);
        Assert.Empty(said);
        TargetRule.Decide(Few, null, [], said.Add);
        TargetRule.Decide(Many, null, [], said.Add);
        Assert.Equal(
            ["the target 'n' has 2 different whole numbers, taken for classes (--task regression for numbers)",
                "the target 'n' has 21 different numbers: they are predicted as numbers (--task classification for classes)"], said);
    }
}
