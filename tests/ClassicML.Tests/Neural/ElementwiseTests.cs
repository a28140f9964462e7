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
