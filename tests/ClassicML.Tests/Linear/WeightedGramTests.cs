using ClassicML.Linear;

namespace ClassicML.Tests.Linear;

/// <summary>The product of few columns with themselves against its definition.</summary>
public class WeightedGramTests
{
    [Theory, InlineData(1, 1), InlineData(7, 63), InlineData(8, 64), InlineData(9, 65), InlineData(24, 130), InlineData(25, 3),
        InlineData(50, 200), InlineData(128, 70)]
    public void Equals_its_definition_at_every_edge_of_a_tile(int p, int n)
    {
        var rng = new Rng((ulong)p);
        double[] x = new double[n * p], omega = new double[n];
        for (int at = 0; at < x.Length; at++) x[at] = rng.NextDouble() - 0.5;
        for (int i = 0; i < n; i++) omega[i] = rng.NextDouble() - 0.3;
        int stride = p + 3;
        double[] upper = new double[p * stride], all = new double[p * stride];
        Array.Fill(upper, 2);
        Array.Fill(all, 2);
        WeightedGram.Add(x, omega, p, upper, stride, all: false);
        WeightedGram.Add(x, omega, p, all, stride, all: true);
        for (int i = 0; i < p; i++)
            for (int j = 0; j < stride; j++)
            {
                double expected = 2;
                for (int r = 0; r < n && j < p; r++) expected += omega[r] * x[r * p + i] * x[r * p + j];
                Assert.Equal(expected, all[i * stride + j], 1e-12);
                Assert.Equal(j < i ? 2 : expected, upper[i * stride + j], 1e-12);
            }
    }
}
