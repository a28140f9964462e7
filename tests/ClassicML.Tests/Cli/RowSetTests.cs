using ClassicML.Cli.Input;

namespace ClassicML.Tests.Cli;

/// <summary>Rows and what goes with them: chosen, divided and handed to a learner, each keeps its own target, weight, group, name and place.</summary>
public sealed class RowSetTests
{
    private const int Count = 24;

    [Fact]
    public void Chosen_rows_keep_what_is_theirs()
    {
        RowSet rows = Rows().Select([5, 3, 21]).Select([2, 0]);
        Assert.Equal([21.0, 5], ((Matrix)rows.Features).Span.ToArray());
        Assert.Equal([42.0, 10], ((NumberColumn)rows.Target!).Values.ToArray());
        Assert.Equal([22.0, 6], rows.Weights);
        Assert.Equal([5, 1], rows.Groups);
        Assert.Equal(["r21", "r5"], new[] { rows.Ids!.Text(0), rows.Ids.Text(1) });
        Assert.Equal([21, 5], rows.Places);
    }

    [Fact]
    public void Learners_are_given_weights_and_groups()
    {
        RowSet rows = Rows();
        RegressionData numbers = rows.ToRegression();
        Assert.Equal((rows.Weights, rows.Groups), (numbers.Weights.ToArray(), numbers.Groups.ToArray()), Same);
        RowSet classes = rows with { Target = new NumberColumn("y", [.. Enumerable.Range(0, Count).Select(i => (double)(i % 2))]) };
        ClassificationData trained = classes.ToClassification(), tested = classes.ToClassification(trained.Labels);
        foreach (ClassificationData data in new[] { trained, tested })
            Assert.Equal((rows.Weights, rows.Groups), (data.Weights.ToArray(), data.Groups.ToArray()), Same);

        static bool Same((double[], int[]) a, (double[], int[]) b) => a.Item1.SequenceEqual(b.Item1) && a.Item2.SequenceEqual(b.Item2);
    }

    [Theory, InlineData(false), InlineData(true)]
    public void Rows_of_a_group_are_on_one_side(bool classes)
    {
        RowSet rows = classes ? Rows() with { Target = new NumberColumn("y", [.. Enumerable.Range(0, Count).Select(i => (double)(i % 2))]) } : Rows();
        (RowSet train, RowSet test) = rows.Split(0.34, 1, classes ? LearningKind.Classification : LearningKind.Regression);
        Assert.Empty(train.Groups.Intersect(test.Groups));
        Assert.Equal(Enumerable.Range(0, Count), train.Places.Concat(test.Places).Order());
    }

    // Six groups of four rows; everything of a row follows from its number.
    private static RowSet Rows()
    {
        double[] numbers = [.. Enumerable.Range(0, Count).Select(i => (double)i)];
        return new RowSet("rows", new Matrix(numbers, Count, 1))
        {
            Target = new NumberColumn("y", [.. numbers.Select(i => 2 * i)]),
            Weights = [.. numbers.Select(i => i + 1)],
            Groups = [.. Enumerable.Range(0, Count).Select(i => i / 4)],
            Ids = new TextColumn("id", [.. Enumerable.Range(0, Count).Select(i => FormattableString.Invariant($"r{i}"))]),
            Places = [.. Enumerable.Range(0, Count)],
        };
    }
}
