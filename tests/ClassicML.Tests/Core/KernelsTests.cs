using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using ClassicML.Internal;

namespace ClassicML.Tests.Core;

/// <summary>Every vector kernel against its scalar twin, at lengths 0, 1, width±1 and large.</summary>
public class KernelsTests
{
    public static TheoryData<int> Lengths => [0, 1, 2, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 65, 1000, 4097];

    // The same tests run in narrower forms too, which only the variable forces; without it they would all be the widest.
    [Fact]
    public void The_form_is_the_widest_of_the_processor_unless_a_narrower_one_is_forced()
    {
        string? forced = Environment.GetEnvironmentVariable("CLASSICML_KERNELS");
        Assert.Contains(forced, (string?[])[null, "", "256", "scalar"]);
        Assert.Equal(forced != "scalar" && Vector256.IsHardwareAccelerated, KernelVariant.IsVector);
        Assert.Equal(forced is null or "" && Vector256.IsHardwareAccelerated && Avx512F.IsSupported, KernelVariant.Is512);
    }

    [Theory, MemberData(nameof(Lengths))]
    public void Dot_equals_the_scalar_twin(int length)
    {
        double[] a = Numbers(length, 1), b = Numbers(length, 2);
        // Reordering a sum of n terms moves it by at most n·ε·Σ|aᵢbᵢ|.
        double bound = Math.Max(1, length) * 1.2e-16 * a.Zip(b, (x, y) => Math.Abs(x * y)).Sum();
        Assert.Equal(ScalarKernels.Dot(a, b), Kernels.Dot(a, b), bound + double.Epsilon);
    }

    [Theory, MemberData(nameof(Lengths))]
    public void SquaredDistance_equals_the_scalar_twin(int length)
    {
        double[] a = Numbers(length, 1), b = Numbers(length, 2);
        double expected = ScalarKernels.SquaredDistance(a, b);
        Assert.Equal(expected, Kernels.SquaredDistance(a, b), Math.Max(1, length) * 1.2e-16 * expected + double.Epsilon);
    }

    [Theory, MemberData(nameof(Lengths))]
    public void AddScaled_equals_the_scalar_twin(int length)
    {
        double[] x = Numbers(length, 1), expected = Numbers(length, 2), actual = [.. expected];
        ScalarKernels.AddScaled(0.3, x, expected);
        Kernels.AddScaled(0.3, x, actual);
        for (int i = 0; i < length; i++) Assert.Equal(expected[i], actual[i], 1e-15);
    }

    [Fact]
    public void Dot_has_the_same_bits_at_any_address()
    {
        double[] a = Numbers(1100, 3), b = Numbers(1100, 4);
        double expected = Kernels.Dot(a.AsSpan(0, 1000), b.AsSpan(0, 1000));
        for (int shift = 1; shift < 9; shift++)
        {
            double[] movedA = new double[1100], movedB = new double[1100];
            a.AsSpan(0, 1000).CopyTo(movedA.AsSpan(shift));
            b.AsSpan(0, 1000).CopyTo(movedB.AsSpan(9 - shift));
            Assert.Equal(expected, Kernels.Dot(movedA.AsSpan(shift, 1000), movedB.AsSpan(9 - shift, 1000)));
        }
    }

    [Theory, MemberData(nameof(Lengths))]
    public void AllFinite_finds_one_bad_value_anywhere(int length)
    {
        double[] x = Numbers(length, 5);
        Assert.True(Kernels.AllFinite(x));
        for (int i = 0; i < length; i += 1 + length / 50)
            foreach (double bad in new[] { double.NaN, double.PositiveInfinity, double.NegativeInfinity })
            {
                double kept = x[i];
                x[i] = bad;
                Assert.False(Kernels.AllFinite(x));
                x[i] = kept;
            }
        if (length > 0) x[0] = double.MaxValue;
        Assert.True(Kernels.AllFinite(x));
    }

    [Theory, MemberData(nameof(Lengths))]
    public void AllWithin_finds_one_value_beyond_the_limit_anywhere(int length)
    {
        double[] x = Numbers(length, 5);
        Assert.True(Kernels.AllWithin(x, 1));
        for (int i = 0; i < length; i += 1 + length / 50)
            foreach (double bad in new[] { 2, -2, double.BitIncrement(1), double.NaN, double.NegativeInfinity })
            {
                double kept = x[i];
                x[i] = bad;
                Assert.False(Kernels.AllWithin(x, 1));
                Assert.Equal(!double.IsNaN(bad), Kernels.AnyBeyond(x, 1));
                // The limit itself is within.
                if (double.IsFinite(bad)) Assert.True(Kernels.AllWithin(x, Math.Abs(bad)));
                x[i] = kept;
            }
        Assert.False(Kernels.AnyBeyond(x, 1));
        if (length > 1) Assert.True(Kernels.AnyBeyond([.. x[..^2], double.NaN, 2], 1));
    }

    [Fact]
    public void Gemv_multiplies_by_rows_and_by_columns()
    {
        double[] a = [1, 2, 3, 4, 5, 6], rows = new double[2], columns = [1, 1, 1];
        Gemv.Multiply(a, [1, 0, -1], 10, rows);
        Gemv.AddTransposed(a, [1, 2], columns);
        Assert.Equal([8, 8], rows);
        Assert.Equal([10, 13, 16], columns);
    }

    [Theory, InlineData(0, 3), InlineData(5, 0), InlineData(1, 1), InlineData(9, 17), InlineData(700, 301), InlineData(30, 9000)]
    public void Gemv_has_the_bits_of_one_row_at_a_time_at_any_thread_count(int m, int n)
    {
        double[] a = Numbers(m * n, 1), x = Numbers(n, 2), z = Numbers(m, 3), rows = new double[m], columns = Numbers(n, 4);
        double[] expectedRows = new double[m], expectedColumns = [.. columns];
        for (int i = 0; i < m; i++)
        {
            expectedRows[i] = Kernels.Dot(a.AsSpan(i * n, n), x) + 0.5;
            Kernels.AddScaled(z[i], a.AsSpan(i * n, n), expectedColumns);
        }
        Gemv.Multiply(a, x, 0.5, rows, 3);
        Gemv.AddTransposed(a, z, columns, 3);
        Assert.Equal(expectedRows, rows);
        Assert.Equal(expectedColumns, columns);
    }

    [Fact]
    public void LogSumExp_does_not_overflow()
    {
        Assert.Equal(1000 + Math.Log(2), Kernels.LogSumExp([1000, 1000]), 1e-12);
        Assert.Equal(-1000 + Math.Log(2), Kernels.LogSumExp([-1000, -1000]), 1e-12);
        Assert.Equal(double.NegativeInfinity, Kernels.LogSumExp([]));
        Assert.Equal(double.NegativeInfinity, Kernels.LogSumExp([double.NegativeInfinity]));
    }

    [Fact]
    public void Softmax_sums_to_one_and_returns_the_log_of_the_sum()
    {
        double[] x = [1000, 999, -1000];
        double logSum = Kernels.Softmax(x);
        Assert.Equal(Kernels.LogSumExp([1000, 999, -1000]), logSum, 1e-12);
        Assert.Equal(1, x.Sum(), 1e-15);
        Assert.Equal(1 / (1 + Math.Exp(-1)), x[0], 1e-15);
    }

    private static double[] Numbers(int count, ulong seed)
    {
        var rng = new Rng(seed);
        double[] numbers = new double[count];
        for (int i = 0; i < count; i++) numbers[i] = rng.NextDouble() * 2 - 1;
        return numbers;
    }
}
