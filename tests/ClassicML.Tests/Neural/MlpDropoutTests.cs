using ClassicML.Neural;

namespace ClassicML.Tests.Neural;

/// <summary>Dropout's masks, read off δ of the hidden layers where all weights are one, and what they do to gradients and scores.</summary>
public class MlpDropoutTests
{
    private const int Rows = 50, First = 180, Second = 220;

    /// <summary>
    /// Shares of 8,800 and more draws lie within 4.9 standard deviations, but for 1 in a million; of two independent masks the share that
    /// agrees is p² + (1-p)². With 36 comparisons a false alarm has a chance of 1 in 28,000, once, since the seed is fixed.
    /// </summary>
    [Theory, InlineData(0.2), InlineData(0.5), InlineData(0.75)]
    public void Masks_keep_their_share_and_differ_by_row_layer_step_and_seed(double p)
    {
        var (first, second) = Masks(p, seed: 3, step: 7);
        var (again, _) = Masks(p, seed: 3, step: 7);
        var (later, laterSecond) = Masks(p, seed: 3, step: 8);
        var (other, otherSecond) = Masks(p, seed: 4, step: 7);
        Assert.Equal(first, again);
        foreach (bool[] mask in (bool[][])[first, second, later, other]) Within(p, mask.Select(kept => !kept));
        double agree = p * p + (1 - p) * (1 - p);
        Within(agree, first.Zip(later, Same));
        Within(agree, second.Zip(laterSecond, Same));
        Within(agree, first.Zip(other, Same));
        Within(agree, second.Zip(otherSecond, Same));
        // One layer beside the other, draw by draw and unit by unit; a row beside the next one.
        Within(agree, first.Zip(second, Same));
        Within(agree, first.Zip(first.Skip(First), Same));
        Within(agree, second.Zip(second.Skip(Second), Same));
        Within(agree, Enumerable.Range(0, Rows).SelectMany(
            row => first.Skip(row * First).Take(First).Zip(second.Skip(row * Second), Same)));

        static bool Same(bool a, bool b) => a == b;

        static void Within(double share, IEnumerable<bool> draws)
        {
            bool[] all = [.. draws];
            Assert.True(all.Length >= 8800);
            Assert.Equal(share, all.Count(one => one) / (double)all.Length, 4.9 * Math.Sqrt(share * (1 - share) / all.Length));
        }
    }

    [Theory, InlineData(0.2), InlineData(0.75)]
    public void What_is_kept_is_multiplied_by_one_over_the_share_kept(double p)
    {
        // δ of the last hidden layer is the output's times a weight of one times the mask.
        BackPropagation<double> pass = Passed(p, seed: 3, step: 7);
        for (int row = 0; row < Rows; row++)
        {
            double output = pass.Deltas(2, Rows)[row];
            foreach (double delta in pass.Deltas(1, Rows).Slice(row * Second, Second))
                if (delta != 0) Assert.Equal(output / (1 - p), delta, 1e-12 * Math.Abs(output));
        }
    }

    /// <summary>With the step given, the loss is a function of the weights alone, so differences of it are the gradient.</summary>
    [Theory, InlineData(Activation.Identity), InlineData(Activation.Logistic), InlineData(Activation.Tanh), InlineData(Activation.Relu)]
    public void The_gradient_is_that_of_the_network_without_what_was_dropped(Activation f)
    {
        MlpSample data = MlpSample.Make(3, 12);
        MlpClassifier learner = new() { HiddenLayers = [9, 17], Activation = f };
        NetworkShape shape = data.Shape(learner);
        var rng = new Rng(4);
        double[] w = [.. Enumerable.Range(0, shape.ParameterCount).Select(_ => rng.NextDouble() - 0.5)];
        double[] gradient = new double[w.Length], unused = new double[w.Length];
        var pass = new BackPropagation<double>(shape, f, 12, 1, dropout: 0.4, seed: 6);
        Loss(gradient);
        for (int i = 0; i < w.Length; i++)
        {
            const double h = 1e-6;
            double kept = w[i];
            w[i] = kept + h;
            double above = Loss(unused);
            w[i] = kept - h;
            double below = Loss(unused);
            w[i] = kept;
            Assert.Equal((above - below) / (2 * h), gradient[i], 1e-6);
        }

        double Loss(double[] to) => pass.Gradient(data.X.Span, data.AllRows, w, data.Task.Loss<double>(), to, 0, 1, step: 5);
    }

    [Fact]
    public void Nothing_is_dropped_from_predictions_and_scores()
    {
        MlpSample data = MlpSample.Make(3, 200);
        MlpClassifier learner = new()
        {
            HiddenLayers = [12, 9], Dropout = 0.5, ValidationShare = 0.3, LearningRate = 0.02, MaxEpochs = 3, PatienceCount = null,
        };
        NetworkShape shape = data.Shape(learner);
        double[] start = StartWeights.Draw(shape, learner.Start, 1);
        double[] plain = new BackPropagation<double>(shape, learner.Activation, 200, 1).Forward(data.X.Span, 200, start).ToArray();
        var dropping = new BackPropagation<double>(shape, learner.Activation, 200, 1, dropout: 0.5);
        Assert.Equal(plain, dropping.Forward(data.X.Span, 200, start).ToArray());
        Trained fit = new StochasticFit<double>(learner, shape, data.Task, default).Run(start);
        int[] aside = data.Task.Split(0.3, Rng.DeriveSeed(0, RandomParts.Validation)).Aside;
        int kept = (int)fit.Report.Details["kept_epoch"];
        Assert.Equal(data.Reference(learner).Score(fit.Parameters, data, aside), fit.History.Score[kept - 1], 1e-12);
    }

    /// <summary>Steps too small to move anything: what changes the loss from one epoch to the next is what is dropped.</summary>
    [Fact]
    public void Steps_are_counted_on_over_epochs_so_each_epoch_drops_others()
    {
        MlpSample data = MlpSample.Make(2, 40);
        MlpClassifier learner = new()
        {
            HiddenLayers = [9], Solver = MlpSolver.Sgd, LearningRate = 1e-200, Dropout = 0.3, Shuffle = false, BatchSize = 10, MaxEpochs = 6,
            PatienceCount = null,
        };
        double[] start = StartWeights.Draw(data.Shape(learner), learner.Start, 1);
        Assert.Equal(6, Losses(learner).Distinct().Count());
        Assert.Single(Losses(learner with { Dropout = 0 }).Distinct());
        Assert.NotEqual(Losses(learner), Losses(learner with { Seed = 1 }));

        IEnumerable<double> Losses(MlpClassifier l) =>
            new StochasticFit<double>(l, data.Shape(l), data.Task, default).Run(start).History.Loss;
    }

    // Which units of the two hidden layers were kept: δ is a sum of positive terms there, and zero where a unit was left out.
    private static (bool[] First, bool[] Second) Masks(double p, ulong seed, ulong step)
    {
        BackPropagation<double> pass = Passed(p, seed, step);
        return (Kept(0), Kept(1));

        bool[] Kept(int layer) => Array.ConvertAll(pass.Deltas(layer, Rows).ToArray(), delta => delta != 0);
    }

    private static BackPropagation<double> Passed(double p, ulong seed, ulong step)
    {
        var shape = new NetworkShape([1, First, Second, 1]);
        double[] w = [.. Enumerable.Repeat(1.0, shape.ParameterCount)];
        var pass = new BackPropagation<double>(shape, Activation.Identity, Rows, 1, p, seed);
        var loss = new SquaredLoss<double>(new double[Rows], null, Activation.Identity);
        double[] x = [.. Enumerable.Repeat(1.0, Rows)];
        pass.Gradient(x, [.. Enumerable.Range(0, Rows)], w, loss, new double[w.Length], 0, 1, step: step);
        return pass;
    }
}
