using System.Numerics;
using ClassicML.Neural;

namespace ClassicML.Tests.Neural;

/// <summary>Networks whose layers fill no whole vectors, against plain loops: every activation, loss and both precisions.</summary>
public class WidthTests
{
    public static TheoryData<int, Activation> Widths { get; } =
        new MatrixTheoryData<int, Activation>([1, 7, 8, 9, 15, 16, 17, 31, 33], Enum.GetValues<Activation>());

    [Theory, MemberData(nameof(Widths))]
    public void Loss_and_every_gradient_are_those_of_plain_loops(int width, Activation f)
    {
        foreach (int classes in (int[])[0, 2, 5])
        {
            MlpSample data = MlpSample.Make(classes, 29);
            MlpClassifier learner = new() { HiddenLayers = [width, width + 1], Activation = f };
            NetworkShape shape = data.Shape(learner);
            ReferenceMlp reference = data.Reference(learner);
            double[] w = Start(shape);
            var (loss, gradient) = reference.Objective(w, data, data.AllRows, 0.7, 1 / 0.03);
            double penalty = 0.5 * 0.7 * Enumerable.Range(0, 3).SelectMany(reference.Weights).Sum(i => w[i] * w[i]);
            Compare<double>(1e-13);
            // Sums of a few hundred products in 24 bits.
            Compare<float>(2e-5);

            void Compare<T>(double tolerance) where T : unmanaged, IBinaryFloatingPointIeee754<T>
            {
                var pass = new BackPropagation<T>(shape, f, 30, 1);
                T[] parameters = Converted<T>(w), found = Converted<T>([.. w.Select(_ => 5.0)]), x = Converted<T>(data.X.Span);
                (T alpha, T scale) = (T.CreateChecked(0.7), T.CreateChecked(0.03));
                double sum = pass.Gradient(x, data.AllRows, parameters, data.Task.Loss<T>(), found, alpha, scale);
                Assert.Equal(loss / 0.03 - penalty, sum, tolerance * 100);
                Close(gradient, [.. found.Select(double.CreateChecked)], tolerance);
                // Once more, beside what is there.
                pass.Gradient(x, data.AllRows, parameters, data.Task.Loss<T>(), found, alpha, scale, add: true);
                Close([.. gradient.Select(g => 2 * g)], [.. found.Select(double.CreateChecked)], 2 * tolerance);
            }
        }
    }

    [Fact]
    public void A_class_without_rows_takes_no_part_in_loss_and_gradient()
    {
        // The second of four classes has no row: a network of the others has the same loss, and what leads to it gets no gradient.
        MlpSample three = MlpSample.Make(3, 50);
        MlpClassifier learner = new() { HiddenLayers = [5], Activation = Activation.Tanh };
        int[] place = [0, 2, 3];
        int[] codes = Array.ConvertAll(three.Y, y => place[(int)y]);
        var labelled = new ClassificationData(three.X, codes, new ClassLabels([0, 1, 2, 3]), three.Weights);
        var task = new ClassificationTask(labelled, three.Weights, "a test");
        Assert.Equal([false, true, false, false], task.Absent);
        NetworkShape shape = learner.Shape(4, 4), less = three.Shape(learner);
        double[] w = Start(shape), gradient = new double[w.Length], smaller = new double[less.ParameterCount];
        shape.Weights<double>(0, w).CopyTo(less.Weights(0, smaller.AsSpan()));
        shape.Biases<double>(0, w).CopyTo(less.Biases(0, smaller.AsSpan()));
        for (int k = 0; k < 3; k++)
        {
            for (int i = 0; i < 5; i++) smaller[less.WeightStart(1) + i * 3 + k] = w[shape.WeightStart(1) + i * 4 + place[k]];
            smaller[less.BiasStart(1) + k] = w[shape.BiasStart(1) + place[k]];
        }
        var (loss, expected) = three.Reference(learner).Objective(smaller, three, three.AllRows, 0, 1);
        double sum = new BackPropagation<double>(shape, learner.Activation, 50, 1).Gradient(
            three.X.Span, three.AllRows, w, task.Loss<double>(1), gradient, 0, 1);
        Assert.Equal(loss, sum, 1e-12);
        for (int i = 0; i < 6; i++)
        {
            // W's rows and then b lie one behind the other.
            int row = shape.WeightStart(1) + 4 * i, from = less.WeightStart(1) + 3 * i;
            Assert.Equal(0, gradient[row + 1]);
            for (int k = 0; k < 3; k++) Assert.Equal(expected[from + k], gradient[row + place[k]], 1e-12);
        }
        Close(expected.AsSpan(0, 25), gradient.AsSpan(0, 25), 1e-12);
    }

    [Fact]
    public void Sums_over_vectors_take_every_value_once()
    {
        var rng = new Rng(2);
        for (int length = 0; length < 140; length++)
        {
            double[] x = [.. Enumerable.Range(0, length).Select(_ => rng.NextDouble() - 0.5)], y = [.. x.Select(v => 3 * v - 1)];
            float[] single = Converted<float>(x), sums = Converted<float>(y);
            Assert.Equal(x.Sum(v => v * v), VectorKernels.SumOfSquares<double>(x), 1e-13);
            Assert.Equal(x.Sum(v => v * v), VectorKernels.SumOfSquares<float>(single), 1e-4);
            VectorKernels.AddScaled(0.3, x, y);
            VectorKernels.AddScaled(0.3f, single, sums);
            for (int i = 0; i < length; i++)
            {
                Assert.Equal(3.3 * x[i] - 1, y[i], 1e-15);
                Assert.Equal(3.3 * x[i] - 1, sums[i], 1e-6);
            }
        }
    }

    private static double[] Start(NetworkShape shape)
    {
        var rng = new Rng(12);
        return [.. StartWeights.Draw(shape, WeightStart.GlorotUniform, 1).Select(w => w == 0 ? rng.NextDouble() - 0.5 : w)];
    }

    private static T[] Converted<T>(ReadOnlySpan<double> values) where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        [.. values.ToArray().Select(T.CreateChecked)];
}
