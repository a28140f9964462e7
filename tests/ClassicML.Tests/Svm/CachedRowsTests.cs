using ClassicML.Svm;

namespace ClassicML.Tests.Svm;

/// <summary>Rows that are kept, let go and made again, against a plain list of the most recently used ones.</summary>
public class CachedRowsTests
{
    private const int Count = 60;

    [Theory, InlineData(0), InlineData(5), InlineData(13), InlineData(1000)]
    public void The_rows_used_last_are_kept_within_the_budget_and_every_row_is_that_of_its_item(int capacity)
    {
        int[] columns = [.. Enumerable.Range(0, Count).Where(item => item % 3 != 1)];
        var made = new List<int>();
        IKernelRows rows = new CachedRows(Count, columns, some => new Maker(some, made), 4L * columns.Length * capacity);
        Assert.Equal(columns.Length, rows.Width);
        Assert.Equal([(0, columns.Length)], rows.Stretches);
        for (int c = 0; c < columns.Length; c++) Assert.Equal(c, rows.ColumnOf(columns[c]));

        var rng = new Rng(3);
        List<int> recent = [];
        int kept = 0;
        for (int request = 0; request < 300; request++)
        {
            // Up to eight of them, some more than once.
            int[] items = [.. Enumerable.Range(0, 1 + rng.NextInt(8)).Select(_ => rng.NextInt(rng.NextInt(2) == 0 ? 12 : Count))];
            int before = made.Count;
            rows.Require(items);
            Assert.Equal(items.Distinct().Where(item => !recent.Contains(item)), made[before..]);
            foreach (int item in items)
            {
                Assert.Equal(columns.Select(column => Entry(item, column)), rows.Row(item).ToArray());
                if (made[before..].Contains(item) && recent.Contains(item)) continue;
                recent.Remove(item);
                recent.Insert(0, item);
            }
            // Those of a request are kept in any case, and what was once taken for that is used again.
            kept = Math.Max(kept, Math.Min(kept + made.Count - before, Math.Max(capacity, items.Length)));
            if (recent.Count > kept) recent.RemoveRange(kept, recent.Count - kept);
        }
    }

    [Theory, InlineData(4), InlineData(50)]
    public void Fewer_columns_take_along_the_rows_at_hand(int capacity)
    {
        int[] all = [.. Enumerable.Range(0, Count)], some = [2, 3, 7, 20, 21, 59];
        var made = new List<int>();
        IKernelRows rows = new CachedRows(Count, all, columns => new Maker(columns, made), 4L * Count * capacity);
        for (int item = 0; item < 40; item++) rows.Require([item]);
        IKernelRows fewer = rows.Only(some);
        Assert.Equal((6, 2, 5), (fewer.Width, fewer.ColumnOf(7), fewer.ColumnOf(59)));
        made.Clear();
        // Shorter rows leave room for more, so all that were there came along, the first used of them first of all to go.
        int[] kept = [.. Enumerable.Range(0, 40).Skip(Math.Max(0, 40 - capacity))];
        fewer.Require(kept);
        Assert.Empty(made);
        foreach (int item in kept) Assert.Equal(some.Select(column => Entry(item, column)), fewer.Row(item).ToArray());
        fewer.Require([41]);
        Assert.Equal([41], made);
        Assert.Equal(some.Select(column => Entry(41, column)), fewer.Row(41).ToArray());
    }

    [Fact]
    public void A_whole_matrix_gives_rows_and_the_stretches_of_columns_that_are_asked_for()
    {
        float[] gram = [.. Enumerable.Range(0, 36).Select(at => (float)at)];
        var source = new GramSource(gram, [0, 7, 14, 21, 28, 35]);
        IKernelRows rows = source.Rows([0, 1, 3, 5], 0);
        Assert.Equal([(0, 2), (3, 4), (5, 6)], rows.Stretches);
        Assert.Equal((6, 5, 6), (rows.Width, rows.ColumnOf(5), source.Count));
        rows.Require([4]);
        Assert.Equal(gram[24..30], rows.Row(4).ToArray());
        Assert.Equal([(2, 4)], rows.Only([2, 3]).Stretches);
        Assert.Equal(21, source.Diagonal(3));
    }

    [Fact]
    public void The_matrix_of_a_set_has_the_rows_of_its_variables_and_zeros_in_the_holes()
    {
        const int n = 40;
        float[] gram = [.. Enumerable.Range(0, n * n).Select(at => Entry(at / n, at % n))];
        // Two variables of each item, as regression has them: 20 and 20 in two groups of 32 positions, with holes behind each.
        var problem = new SmoProblem([.. Enumerable.Range(0, 20), .. Enumerable.Range(0, 20)], 20);
        IKernelSource[] sources =
        [
            new GramSource(gram, new double[n]),
            new Made(n),
        ];
        foreach (IKernelSource source in sources)
        {
            SmoVariables variables = SmoVariables.Of(problem, source);
            using var matrix = new SetMatrix(source);
            foreach (SmoVariables set in new[] { variables, variables.Select([1, 2, 5, 19, 33, 34, 50], all: true), variables })
            {
                matrix.Use(set);
                // In any order, and again.
                foreach (int k in Enumerable.Range(0, set.Count).Reverse().Concat([0]))
                {
                    if (set.Items[k] < 0) continue;
                    Assert.Equal(set.Items.Select(item => item < 0 ? 0 : Entry(set.Items[k], item)), matrix.Row(k).ToArray());
                }
            }
        }
        Assert.Equal([0, 2, 3, 9], SetMatrix.Distinct([-1, 9, 2, -1, 0, 3, 2, 9]));
        Assert.Equal([1, 4, 6], SetMatrix.Distinct([1, 4, 6, -1]));
    }

    private static float Entry(int item, int column) => 100 * item + column;

    private sealed class Maker(int[] columns, List<int>? made) : IRowMaker
    {
        public void Make(ReadOnlySpan<int> items, ReadOnlySpan<float[]> rows)
        {
            for (int k = 0; k < items.Length; k++)
            {
                made?.Add(items[k]);
                Assert.Equal(columns.Length, rows[k].Length);
                for (int c = 0; c < columns.Length; c++) rows[k][c] = Entry(items[k], columns[c]);
            }
        }
    }

    private sealed class Made(int count) : IKernelSource
    {
        public int Count => count;

        public double Diagonal(int item) => Entry(item, item);

        public IKernelRows Rows(int[] items, long budget) => new CachedRows(count, items, columns => new Maker(columns, null), budget);
    }
}
