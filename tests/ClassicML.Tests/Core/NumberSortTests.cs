namespace ClassicML.Tests.Core;

/// <summary>Numbers by their bits: the order of numbers, whatever the length and the digits that they share.</summary>
public class NumberSortTests
{
    [Theory, InlineData(0), InlineData(1), InlineData(100), InlineData(4096), InlineData(4097), InlineData(50_000)]
    public void The_order_is_that_of_numbers_and_missing_ones_are_left_out(int length)
    {
        var rng = new Rng(7);
        foreach (Func<double> draw in (Func<double>[])
        [
            () => rng.NextDouble() - 0.5, () => Math.Round(10 * (rng.NextDouble() - 0.5)),
            () => Math.ScaleB(rng.NextDouble() - 0.5, (int)(2000 * rng.NextDouble()) - 1000),
            () => 1e15 + Math.Round(100 * rng.NextDouble()), () => 3,
            () => rng.NextDouble() switch
            {
                < 0.1 => double.PositiveInfinity,
                < 0.2 => double.NegativeInfinity,
                < 0.3 => double.Epsilon,
                < 0.5 => double.NaN,
                var x => x - 0.7,
            },
        ])
        {
            double[] values = new double[length];
            for (int i = 0; i < length; i++) values[i] = draw();
            double[] kept = [.. values];
            Assert.Equal(values.Where(value => !double.IsNaN(value)).Order(), NumberSort.Sorted(values));
            Assert.Equal(kept, values);
        }
    }

    [Fact]
    public void The_negative_zero_comes_first()
    {
        double[] values = [.. Enumerable.Range(0, 10_000).Select(i => i % 3 == 0 ? -0.0 : 0.0)];
        double[] sorted = NumberSort.Sorted(values);
        int negative = values.Count(double.IsNegative);
        Assert.All(sorted[..negative], value => Assert.True(double.IsNegative(value)));
        Assert.All(sorted[negative..], value => Assert.False(double.IsNegative(value)));
    }

    [Fact]
    public void A_long_column_is_described_as_its_parts_would_be()
    {
        var rng = new Rng(3);
        double[] values = [.. Enumerable.Range(0, 20_000).Select(i => i % 17 == 0 ? double.NaN : Math.Round(50 * (rng.NextDouble() - 0.5)) / 4)];
        Table lines = new Table(new NumberColumn("x", values), new NumberColumn("zeros", values.Select(value => value > 0 ? 0.0 : -0.0))).Describe();
        TableRow zeros = lines.Row(1);
        Assert.Equal((1, "0", values.Length), ((int)zeros.Number("distinct"), zeros.Text("most frequent"), (int)zeros.Number("frequency")));
        TableRow line = lines.Row(0);
        double[] there = [.. values.Where(value => !double.IsNaN(value)).Order()];
        var counts = there.CountBy(value => value).OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key).First();
        Assert.Equal((there.Length, values.Length - there.Length), ((int)line.Number("count"), (int)line.Number("missing")));
        Assert.Equal((there[0], there[^1]), (line.Number("minimum"), line.Number("maximum")));
        Assert.Equal(there.Distinct().Count(), (int)line.Number("distinct"));
        string text = counts.Key.ToString("R", System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal((text, counts.Value), (line.Text("most frequent"), (int)line.Number("frequency")));
    }
}
