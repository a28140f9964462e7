using ClassicML.Internal;

namespace ClassicML.Tests.Core;

/// <summary>What decompositions are made of, by plain loops: orthonormal rows, triangles of tall matrices, powers of two.</summary>
public class RowSpaceTests
{
    [Theory, InlineData(1, 1), InlineData(1, 9), InlineData(4, 4), InlineData(7, 40), InlineData(40, 40)]
    public void Rows_become_orthonormal_and_keep_the_span_of_those_before_each(int count, int n)
    {
        double[] before = RandomMatrix(count, n).Span.ToArray(), rows = [.. before];
        RowSpace.MakeOrthonormal(rows, count, n);
        for (int i = 0; i < count; i++)
            for (int j = 0; j < count; j++) Assert.Equal(i == j ? 1 : 0, Dot(rows, i, rows, j, n), 1e-13);
        for (int i = 0; i < count; i++)
        {
            // What a row was is a sum of the first i + 1, and the last of them has its sign.
            double[] left = before[(i * n)..((i + 1) * n)];
            for (int j = 0; j <= i; j++)
            {
                double part = Dot(before, i, rows, j, n);
                for (int t = 0; t < n; t++) left[t] -= part * rows[j * n + t];
            }
            Assert.All(left, value => Assert.Equal(0, value, 1e-13));
            Assert.True(Dot(before, i, rows, i, n) > 0);
        }
    }

    [Theory, InlineData(1e-300), InlineData(1), InlineData(1e300)]
    public void Rows_that_depend_on_others_become_directions_that_are_left(double unit)
    {
        const int count = 5, n = 8;
        double[] rows = RandomMatrix(count, n, 3).Span.ToArray();
        for (int j = 0; j < n; j++) (rows[2 * n + j], rows[3 * n + j]) = (rows[j] - 2 * rows[n + j], 0);
        for (int at = 0; at < rows.Length; at++) rows[at] *= unit;
        RowSpace.MakeOrthonormal(rows, count, n);
        for (int i = 0; i < count; i++)
            for (int j = 0; j < count; j++) Assert.Equal(i == j ? 1 : 0, Dot(rows, i, rows, j, n), 1e-13);
        Assert.Throws<ArgumentOutOfRangeException>(() => RowSpace.MakeOrthonormal(new double[6], 3, 2));
        Assert.Throws<ArgumentException>(() => RowSpace.MakeOrthonormal([1, double.NaN], 1, 2));
    }

    // One block has at least 512 rows and four times the columns: around the ends of one and of two, and triangles of triangles.
    [Theory, InlineData(0, 3), InlineData(2, 3), InlineData(3, 3), InlineData(512, 5), InlineData(513, 5), InlineData(515, 5)]
    [InlineData(1024, 5), InlineData(1025, 5), InlineData(5000, 2), InlineData(599, 150), InlineData(601, 150), InlineData(60_000, 5)]
    public void A_triangle_has_the_products_of_the_columns(int rows, int p)
    {
        Matrix x = RandomMatrix(rows, p, 4);
        double[] mean = [.. Enumerable.Range(0, p).Select(j => 0.1 * j - 0.2)];
        foreach (double[] taken in new[] { [], mean })
        {
            double[] r = TallQr.Triangle(x.Memory, rows, p, taken, default);
            int height = r.Length / p;
            Assert.Equal(Math.Min(rows, p), height);
            for (int i = 0; i < Math.Min(p, 6); i++)
                for (int j = 0; j < Math.Min(p, 6); j++)
                {
                    double expected = 0, actual = 0;
                    for (int t = 0; t < rows; t++)
                        expected += taken.Length == 0 ? x[t, i] * x[t, j] : (x[t, i] - mean[i]) * (x[t, j] - mean[j]);
                    for (int t = 0; t < height; t++) actual += r[t * p + i] * r[t * p + j];
                    Assert.Equal(expected, actual, 1e-13 * (1 + rows));
                }
            for (int i = 0; i < height; i++)
                for (int j = 0; j < i; j++) Assert.Equal(0, r[i * p + j]);
        }
    }

    [Theory]
    [InlineData(new[] { 3.0, -5, 0.1 }, 2), InlineData(new[] { 1.0, 0.5 }, 0), InlineData(new[] { 0.0, 0 }, 0)]
    [InlineData(new[] { 0.3 }, -2)]
    [InlineData(new[] { 1e300, -2e300 }, 997), InlineData(new[] { 5e-324, 0 }, -1074), InlineData(new[] { double.MaxValue }, 1023)]
    public void Values_are_scaled_by_a_power_of_two_and_no_digit_is_lost(double[] values, int exponent)
    {
        double[] scaled = [.. values];
        Assert.Equal(exponent, PowerOfTwo.Exponent(values));
        Assert.Equal(exponent, PowerOfTwo.Normalize(scaled));
        for (int i = 0; i < values.Length; i++) Assert.Equal(values[i], Math.ScaleB(scaled[i], exponent));
        double largest = scaled.Max(Math.Abs);
        Assert.True(largest == 0 || largest is >= 1 and < 2);
        Assert.Equal(0, PowerOfTwo.Exponent([]));
        Assert.Throws<ArgumentException>(() => PowerOfTwo.Exponent([double.NaN]));
    }

    private static double Dot(double[] x, int i, double[] y, int j, int n)
    {
        double sum = 0;
        for (int t = 0; t < n; t++) sum += x[i * n + t] * y[j * n + t];
        return sum;
    }
}
