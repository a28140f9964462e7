using ClassicML.Neural;
using CsCheck;

namespace ClassicML.Tests.Neural;

/// <summary>The chain of one unit a layer, u₁ → w₁ → f → w₂ → f → w₃ → f, walked by hand: every derivative in closed form.</summary>
public class ChainTests
{
    public static TheoryData<Activation> Activations { get; } = [.. Enum.GetValues<Activation>()];

    [Theory, MemberData(nameof(Activations))]
    public void Every_derivative_of_the_chain_has_its_closed_form(Activation f)
    {
        const double u1 = 0.8, w1 = 0.7, w2 = -1.3, w3 = -0.4, y = 0.25;
        // Forward; biases are zero.
        double z1 = w1 * u1, a1 = F(f, z1), z2 = w2 * a1, a2 = F(f, z2), z3 = w3 * a2, a3 = F(f, z3), e = 0.5 * (a3 - y) * (a3 - y);
        // Backward, by the chain rule, from E = ½(a₃ - y)² down to the input.
        double da3 = a3 - y, dz3 = da3 * Slope(f, z3);
        double da2 = dz3 * w3, dz2 = da2 * Slope(f, z2);
        double da1 = dz2 * w2, dz1 = da1 * Slope(f, z1);
        double du1 = dz1 * w1;
        (double dw1, double dw2, double dw3) = (dz1 * u1, dz2 * a1, dz3 * a2);
        // Written out in one product, as a book does.
        Assert.Equal((a3 - y) * Slope(f, z3) * w3 * Slope(f, z2) * w2 * Slope(f, z1) * w1, du1, 1e-16);

        GradientTrace trace = Gradients.Of(Chain(f, w1, w2, w3), One(u1, y));
        Assert.Equal(e, trace.Loss, 1e-15);
        Close([z1, z2, z3], trace.Layers.Select(layer => layer.Sums[0, 0]));
        Close([a1, a2, a3], trace.Layers.Select(layer => layer.Values[0, 0]));
        Close([da1, da2, da3], trace.Layers.Select(layer => layer.ValueGradient[0, 0]));
        Close([dz1, dz2, dz3], trace.Layers.Select(layer => layer.SumGradient[0, 0]));
        Close([dw1, dw2, dw3], trace.Layers.Select(layer => layer.WeightGradient[0, 0]));
        Close([dz1, dz2, dz3], trace.Layers.Select(layer => layer.BiasGradient[0]));
        Assert.Equal(du1, trace.InputGradient[0, 0], 1e-15);
    }

    [Fact]
    public void The_derivative_of_the_sigmoid_is_at_most_a_quarter_so_gradients_vanish_with_depth() =>
        Gen.Int[1, 20].Select(Gen.Double[0.05, 3], Gen.Double[-2, 2]).Sample((depth, w, x) =>
        {
            DenseLayer[] layers = [.. Enumerable.Range(0, depth).Select(_ => new DenseLayer(new Matrix(new[,] { { w } }), [0]))];
            MlpRegressorModel chain = MlpRegressorModel.FromWeights(layers, Activation.Logistic, Activation.Logistic);
            GradientTrace trace = Gradients.Of(chain, One(x, 0));
            double bound = Math.Abs(trace.Layers[^1].ValueGradient[0, 0]) * Math.Pow(0.25 * Math.Abs(w), depth);
            Assert.True(Math.Abs(trace.InputGradient[0, 0]) <= bound * (1 + 1e-12));
        });

    [Fact]
    public void Large_weights_make_gradients_explode()
    {
        DenseLayer[] layers = [.. Enumerable.Range(0, 10).Select(_ => new DenseLayer(new Matrix(new[,] { { 3.0 } }), [0]))];
        GradientTrace trace = Gradients.Of(MlpRegressorModel.FromWeights(layers), One(1, 0));
        // a₁₀ = 3¹⁰ is the error, too.
        Assert.Equal(Math.Pow(3, 20), trace.InputGradient[0, 0], 1e-3);
    }

    private static MlpRegressorModel Chain(Activation f, params double[] weights) => MlpRegressorModel.FromWeights(
        weights.Select(w => new DenseLayer(new Matrix(new[,] { { w } }), [0])), f, output: f);

    private static RegressionData One(double x, double y) => new(new Matrix(new[,] { { x } }), [y]);

    private static double F(Activation f, double u) => f switch
    {
        Activation.Logistic => 1 / (1 + Math.Exp(-u)),
        Activation.Tanh => (Math.Exp(u) - Math.Exp(-u)) / (Math.Exp(u) + Math.Exp(-u)),
        Activation.Relu => u > 0 ? u : 0,
        Activation.Identity => u,
    };

    private static double Slope(Activation f, double u) => f switch
    {
        Activation.Logistic => Math.Exp(-u) / ((1 + Math.Exp(-u)) * (1 + Math.Exp(-u))),
        Activation.Tanh => 1 / (Math.Cosh(u) * Math.Cosh(u)),
        Activation.Relu => u > 0 ? 1 : 0,
        Activation.Identity => 1,
    };

    private static void Close(double[] expected, IEnumerable<double> actual) => Common.Close(expected, [.. actual], 1e-15);
}
