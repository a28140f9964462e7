using System.Numerics;
using ClassicML.Neural;

namespace ClassicML.Tests.Neural;

/// <summary>Each rule by which a gradient moves weights, step by step against its formula, at lengths around whole vectors.</summary>
public class StepRuleTests
{
    public static TheoryData<int> Lengths { get; } = [1, 7, 8, 9, 15, 16, 17, 31, 33];

    [Theory, MemberData(nameof(Lengths))]
    public void Adam_moves_each_weight_by_its_formula(int count)
    {
        var learner = new MlpClassifier { LearningRate = 0.03, Beta1 = 0.8, Beta2 = 0.95, Epsilon = 1e-4 };
        Follow(new AdamRule<double>(learner, 40), count, 1e-14, Expected());
        Follow(new AdamRule<float>(learner, 40), count, 1e-5, Expected());

        Func<int, double, double> Expected()
        {
            double[] m = new double[count], v = new double[count];
            int[] t = new int[count];
            return (i, g) =>
            {
                t[i]++;
                m[i] = 0.8 * m[i] + (1 - 0.8) * g;
                v[i] = 0.95 * v[i] + (1 - 0.95) * g * g;
                return -0.03 * Math.Sqrt(1 - Math.Pow(0.95, t[i])) / (1 - Math.Pow(0.8, t[i])) * m[i] / (Math.Sqrt(v[i]) + 1e-4);
            };
        }
    }

    [Theory, MemberData(nameof(Lengths))]
    public void Descent_moves_each_weight_with_and_without_looking_ahead(int count)
    {
        foreach (bool nesterov in (bool[])[false, true])
            foreach (double mu in (double[])[0, 0.7, 1])
            {
                var learner = new MlpClassifier { Solver = MlpSolver.Sgd, LearningRate = 0.2, Momentum = mu, Nesterov = nesterov };
                Follow(new SgdRule<double>(learner, 40), count, 1e-13, Expected());
                Follow(new SgdRule<float>(learner, 40), count, 1e-5, Expected());

                Func<int, double, double> Expected()
                {
                    double[] v = new double[count];
                    return (i, g) =>
                    {
                        v[i] = mu * v[i] - 0.2 * g;
                        return nesterov ? mu * v[i] - 0.2 * g : v[i];
                    };
                }
            }
    }

    /// <summary>The rate of a step is how far a gradient of one moves a weight.</summary>
    [Fact]
    public void Rates_follow_their_schedule_by_value()
    {
        SgdRule<double> constant = Rule(MlpSchedule.Constant), scaling = Rule(MlpSchedule.InverseScaling);
        SgdRule<double> adaptive = Rule(MlpSchedule.Adaptive);
        foreach (int rows in (int[])[50, 100, 150])
        {
            foreach (SgdRule<double> rule in (SgdRule<double>[])[constant, scaling, adaptive]) rule.EndEpoch(rows);
            Assert.Equal(0.3, Rate(constant));
            Assert.Equal(0.3 / Math.Pow(rows + 1, 0.25), Rate(scaling), 1e-16);
            Assert.Equal(0.3, Rate(adaptive));
        }
        Assert.False(constant.Slower());
        Assert.False(scaling.Slower());
        Assert.Equal(0.3 / Math.Pow(151, 0.25), Rate(scaling), 1e-16);
        // 0.3/5⁸ = 7.7e-7 is the first at most 1e-6.
        for (int time = 1; time <= 8; time++)
        {
            Assert.True(adaptive.Slower());
            Assert.Equal(0.3 / Math.Pow(5, time), Rate(adaptive), 1e-16);
        }
        Assert.False(adaptive.Slower());
        Assert.Equal(0.3 / Math.Pow(5, 8), Rate(adaptive), 1e-16);
        Assert.False(new AdamRule<double>(new MlpClassifier { Schedule = MlpSchedule.Adaptive }, 1).Slower());

        static SgdRule<double> Rule(MlpSchedule schedule) =>
            new(new MlpClassifier { LearningRate = 0.3, Schedule = schedule, Power = 0.25, Momentum = 0, Nesterov = false }, 1);

        static double Rate(SgdRule<double> rule)
        {
            double[] weight = [0];
            rule.Move(0, [1.0], weight);
            return -weight[0];
        }
    }

    /// <summary>10,000 weights of a layer are moved in two parts, and 200×60 of the next in two more.</summary>
    [Theory, InlineData(1), InlineData(4)]
    public void All_parts_of_all_layers_move_and_are_measured(int threads)
    {
        var shape = new NetworkShape([50, 200, 60, 3]);
        var learner = new MlpClassifier { Solver = MlpSolver.Sgd, LearningRate = 0.1, Momentum = 0 };
        var steps = new ParameterSteps<double>(shape, learner, threads);
        var rng = new Rng(3);
        double[] w = Draw(), expected = [.. w], squares = new double[3];
        steps.BeginEpoch(w);
        Assert.Equal(Squares(w).Sum(), steps.WeightSquares, 1e-9);
        for (int step = 0; step < 2; step++)
        {
            double[] gradient = Draw();
            for (int l = 0; l < 3; l++) squares[l] += Squares(gradient)[l];
            for (int i = 0; i < w.Length; i++) expected[i] -= 0.1 * gradient[i];
            steps.Move(gradient, w);
            Close(expected, w, 1e-15);
            Assert.Equal(Squares(w).Sum(), steps.WeightSquares, 1e-9);
        }
        // Two steps: the root of their mean square.
        Close([.. squares.Select(sum => Math.Sqrt(sum / 2))], [.. steps.EpochNorms()], 1e-12);
        Assert.True(steps.AreFinite);
        // Another epoch begins at nothing.
        steps.BeginEpoch(w);
        double[] last = Draw();
        steps.Move(last, w);
        Close([.. Squares(last).Select(Math.Sqrt)], [.. steps.EpochNorms()], 1e-12);
        w[shape.WeightStart(1) + 9000] = double.NaN;
        steps.BeginEpoch(w);
        Assert.False(steps.AreFinite);

        double[] Draw() => [.. Enumerable.Range(0, shape.ParameterCount).Select(_ => rng.NextDouble() - 0.5)];

        double[] Squares(double[] of) => [.. Enumerable.Range(0, 3).Select(l => shape.Weights(l, of.AsSpan()).ToArray().Sum(v => v * v))];
    }

    // Six steps over the last weights of the rule's forty, whose gradients differ in size and sign.
    private static void Follow<T>(StepRule<T> rule, int count, double tolerance, Func<int, double, double> move)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var rng = new Rng(5);
        T[] weights = [.. Enumerable.Range(0, count).Select(i => T.CreateChecked(0.25 * i))];
        double[] expected = [.. weights.Select(double.CreateChecked)];
        for (int step = 0; step < 6; step++)
        {
            T[] gradient = [.. Enumerable.Range(0, count).Select(i => T.CreateChecked(Math.Pow(10, i % 3 - 1) * (rng.NextDouble() - 0.5)))];
            rule.Next();
            rule.Move(40 - count, gradient, weights);
            for (int i = 0; i < count; i++)
            {
                expected[i] += move(i, double.CreateChecked(gradient[i]));
                Assert.Equal(expected[i], double.CreateChecked(weights[i]), tolerance * Math.Max(1, Math.Abs(expected[i])));
            }
        }
    }
}
