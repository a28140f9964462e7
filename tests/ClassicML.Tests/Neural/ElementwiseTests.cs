using System.Numerics;
using ClassicML.Neural;
using CsCheck;

namespace ClassicML.Tests.Neural;

public class ElementwiseTests
{
    [Fact]
    public void Tanh_and_logistic_are_right_to_few_units_in_the_last_place() =>
        Gen.Double[-40, 40].Select(Gen.Int[-60, 0], (x, power) => x * Math.Pow(2, power)).Array[1, 70].Sample(x =>
        {
            double[] tanh = [.. x], logistic = [.. x];
            Elementwise<double>.Tanh(tanh);
            Elementwise<double>.Logistic(logistic);
            for (int i = 0; i < x.Length; i++)
            {
                Assert.Equal(Math.Tanh(x[i]), tanh[i], 8e-16 * Math.Abs(Math.Tanh(x[i])));
                Assert.Equal(1 / (1 + Math.Exp(-x[i])), logistic[i], 8e-16);
            }
            float[] single = Array.ConvertAll(x, value => (float)value);
            Elementwise<float>.Tanh(single);
            for (int i = 0; i < x.Length; i++) Assert.Equal(Math.Tanh((float)x[i]), single[i], 5e-7 * Math.Abs(Math.Tanh(x[i])));
        });

    [Fact]
    public void A_value_has_the_same_bits_wherever_it_stands() =>
        Gen.Double[-5, 5].Array[1, 1100].Sample(x =>
        {
            foreach (Action<double[]> apply in (Action<double[]>[])[v => Elementwise<double>.Tanh(v), v => Elementwise<double>.Logistic(v),
                v => Elementwise<double>.Exp(v)])
            {
                double[] all = [.. x], one = [x[^1]];
                apply(all);
                apply(one);
                Assert.Equal(one[0], all[^1]);
            }
        }, iter: 50);

    /// <summary>A vector with a value outside the range of the fast formula was computed by another, all of it.</summary>
    [Fact]
    public void A_value_has_the_same_bits_whatever_stands_beside_it()
    {
        var rng = new Rng(3);
        double[] x = [.. Enumerable.Range(0, 70).Select(_ => 12 * rng.NextDouble() - 8)];
        double[] extremes = [double.NegativeInfinity, -1e300, -800, -745, -720, -100, 90, 715, 1e300, double.PositiveInfinity, double.NaN];
        Compare<double>([v => Elementwise<double>.Exp(v), v => Elementwise<double>.Logistic(v), v => Elementwise<double>.Tanh(v)]);
        Compare<float>([v => Elementwise<float>.Exp(v), v => Elementwise<float>.Logistic(v), v => Elementwise<float>.Tanh(v)]);

        void Compare<T>(Action<T[]>[] functions) where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            foreach (Action<T[]> apply in functions)
            {
                T[] plain = [.. x.Select(T.CreateTruncating)];
                apply(plain);
                foreach (double extreme in extremes)
                    for (int at = 0; at < x.Length; at += 3)
                    {
                        T[] beside = [.. x.Select(T.CreateTruncating)], alone = [T.CreateTruncating(extreme)];
                        beside[at] = alone[0];
                        apply(beside);
                        apply(alone);
                        for (int i = 0; i < x.Length; i++) Assert.Equal(i == at ? alone[0] : plain[i], beside[i]);
                    }
            }
        }
    }

    [Fact]
    public void Exponentials_are_right_to_few_units_in_the_last_place_up_to_the_ends_of_the_range()
    {
        double[] x = [-746, -745, -730, -709, -708.5, -708, -707, -1, -1e-300, 0, 1e-9, 1, 87, 88, 89, 700, 707, 708, 708.5, 709, 709.7, 710];
        double[] e = [.. x];
        Elementwise<double>.Exp(e);
        // Below 1e-308 numbers have fewer digits: 5e-324 is one unit.
        for (int i = 0; i < x.Length; i++) Assert.True(Math.Abs(e[i] - Math.Exp(x[i])) <= 4e-16 * Math.Exp(x[i]) + 5e-324 || e[i] == Math.Exp(x[i]), $"{x[i]}");
        float[] y = [-104, -103, -100, -88, -87, -1, 0, 1, 87, 88, 88.7f, 89], single = [.. y];
        Elementwise<float>.Exp(single);
        for (int i = 0; i < y.Length; i++)
            Assert.True(Math.Abs(single[i] - Math.Exp(y[i])) <= 3e-7 * Math.Exp(y[i]) + 1.5e-45 || single[i] == (float)Math.Exp(y[i]), $"{y[i]}: {single[i]}");
    }

    [Fact]
    public void Extremes_saturate_and_what_is_no_number_stays_none()
    {
        double[] tanh = [1e300, -1e300, double.NaN, 0, double.PositiveInfinity], logistic = [.. tanh];
        Elementwise<double>.Tanh(tanh);
        Elementwise<double>.Logistic(logistic);
        Assert.Equal([1, -1, double.NaN, 0, 1], tanh);
        Assert.Equal([1, 0, double.NaN, 0.5, 1], logistic);
        double[] exp = [double.NegativeInfinity, 0];
        Elementwise<double>.Exp(exp);
        Assert.Equal([0, 1], exp);
    }
}
