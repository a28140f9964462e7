using ClassicML.Cnn;
using ClassicML.Cnn.Training;

namespace ClassicML.Tests.Cnn;

/// <summary>Fits and predictions against the plain network: scores, weights of rows, pixel scale, rows held back, the best epoch.</summary>
public class CnnTrainingTests
{
    public static TheoryData<string, string> Networks => CnnData.AllNetworks;

    public static TheoryData<TrainingEngine, CnnSolver, bool> Fits { get; } = new MatrixTheoryData<TrainingEngine, CnnSolver, bool>(
        [TrainingEngine.Managed, TrainingEngine.Graph], Enum.GetValues<CnnSolver>(), [true, false]);

    /// <summary>Batches of all rows are steps along the reference's gradient, from weights drawn with the learner's seed.</summary>
    [Theory, MemberData(nameof(Fits))]
    public void Epochs_of_one_batch_are_steps_of_the_reference(TrainingEngine engine, CnnSolver solver, bool bytes)
    {
        ClassificationData data = CnnData.Stripes(40, 6, 7, 2);
        double[] pixels = ((Matrix)data.Features).Span.ToArray();
        if (!bytes) data = data.WithFeatures(Matrix.Wrap(Array.ConvertAll(pixels, pixel => pixel / 7 - 3), 40, data.FeatureCount));
        double[] weights = [.. Enumerable.Range(0, 40).Select(i => 0.5 + i % 4)];
        var learner = new CnnClassifier
        {
            Layers = CnnLayers.Parse("conv 5 relu; max-pool; flatten; dense 6 relu; dense softmax"), Image = new ImageShape(6, 7, 2),
            PixelMaximum = 90, Solver = solver, LearningRate = solver == CnnSolver.Sgd ? 0.05 : 0.02, Momentum = 0.5, Beta1 = 0.8,
            Beta2 = 0.95, Epsilon = 0.01, BatchSize = 1000, MaxEpochs = 3, Seed = 5, Engine = engine,
        };
        CnnClassifierModel model = learner.Fit(data.WithWeights(weights));
        CnnNetwork network = learner.Network(3);
        double[] w = [.. network.InitialParameters(Trainer.InitialSeed(5)).Select(value => (double)value)];
        double[] m = new double[w.Length], v = new double[w.Length];
        Assert.NotEqual(w, [.. network.InitialParameters(Trainer.InitialSeed(6)).Select(value => (double)value)]);
        int[] codes = data.Codes.ToArray();
        double[][] images = CnnData.Images(data, Enumerable.Range(0, 40), 90);
        Assert.Equal(3, model.History.Length);
        for (int t = 1; t <= 3; t++)
        {
            var (loss, gradient, sums) = new ReferenceNetwork(network).Step(w, images, codes, weights);
            EpochScores scores = model.History[t - 1];
            Assert.Equal(t, scores.Epoch);
            Assert.True(scores is { ValidationLoss: null, ValidationAccuracy: null });
            Assert.Equal(loss * 40 / weights.Sum(), scores.Loss, 1e-5);
            double found = sums.Select((u, i) => Array.IndexOf(u, u.Max()) == codes[i] ? weights[i] : 0).Sum();
            Assert.Equal(found / weights.Sum(), scores.Accuracy, 1e-6);
            for (int i = 0; i < w.Length; i++)
            {
                bool descends = solver == CnnSolver.Sgd;
                m[i] = descends ? 0.5 * m[i] - 0.05 * gradient[i] : 0.8 * m[i] + 0.2 * gradient[i];
                v[i] = 0.95 * v[i] + 0.05 * gradient[i] * gradient[i];
                double rate = 0.02 * Math.Sqrt(1 - Math.Pow(0.95, t)) / (1 - Math.Pow(0.8, t));
                w[i] += descends ? m[i] : -rate * m[i] / (Math.Sqrt(v[i]) + 0.01);
            }
        }
        for (int i = 0; i < w.Length; i++) Assert.Equal(w[i], model.Parameters[i], 2e-5);
        Assert.Equal((network.ParameterCount, 3.0), ((int)model.Report.Details["parameters"], model.Report.Details["steps"]));
        Assert.Equal((90.0, 84, "0"), (model.PixelMaximum, model.FeatureCount, model.Labels.Names[0]));
    }

    /// <summary>Rows are predicted in blocks of 48; dropout does nothing any more.</summary>
    [Theory, MemberData(nameof(Networks))]
    public void Predictions_are_those_of_the_reference(string image, string layers)
    {
        bool[] absent = [false, true, false];
        foreach (var (maximum, lacking) in new[] { (255, false), (100, true) })
        {
            CnnClassifierModel model = CnnData.Model(image, layers, maximum, lacking ? absent : null);
            ImageShape shape = model.Network.Image;
            ClassificationData data = CnnData.Stripes(60, shape.Height, shape.Width, shape.Channels);
            // The largest network takes the reference long.
            int[] rows = model.Parameters.Length > 10_000 ? [48] : [0, 47, 48, 59];
            double[] w = [.. model.Parameters.ToArray().Select(v => (double)v)];
            double[][] sums = new ReferenceNetwork(model.Network, lacking ? absent : null).Step(
                w, CnnData.Images(data, rows, maximum), new int[rows.Length], [.. rows.Select(_ => 1.0)]).Sums;
            Matrix p = model.PredictProbabilities(data.Features);
            int[] codes = model.Predict(data.Features);
            for (int i = 0; i < rows.Length; i++)
            {
                double[] e = [.. sums[i].Select(u => Math.Exp(u - sums[i].Max()))];
                for (int k = 0; k < 3; k++) Assert.Equal(e[k] / e.Sum(), p[rows[i], k], 1e-5);
                if (lacking) Assert.Equal(0, p[rows[i], 1]);
                Assert.Equal(Array.IndexOf(p.Row(rows[i]).ToArray(), p.Row(rows[i]).ToArray().Max()), codes[rows[i]]);
            }
        }
    }

    [Fact]
    public void Pixels_are_bytes_only_where_all_are_whole_numbers_from_0_to_255()
    {
        foreach (var (odd, bytes) in new[] { (255.0, true), (256, false), (-1, false), (0.5, false), (254.5, false), (1e6, false) })
            foreach (int size in (int[])[1, 15, 16, 17, 35])
            {
                double[] x = [.. Enumerable.Range(0, 2 * size).Select(i => (double)(i % 256))];
                x[^1] = odd;
                var pixels = new PixelRows(Matrix.Wrap(x, 2, size), 90);
                Assert.Equal(bytes, pixels.Bytes is not null);
                Assert.Equal(bytes, pixels.Floats is null);
                Assert.Equal((float)x.Max(Math.Abs) / 90, pixels.LargestValue);
                float[] row = new float[size];
                for (int i = 0; i < 2; i++)
                {
                    pixels.Copy(i, row);
                    Assert.Equal(x.AsSpan(i * size, size).ToArray().Select(pixel => (float)pixel / 90f), row);
                }
                x[0]++;
                Assert.NotEqual(pixels.Hash(), new PixelRows(Matrix.Wrap(x, 2, size), 90).Hash());
            }
    }

    [Fact]
    public void Of_equal_classes_the_first_with_rows_is_predicted()
    {
        CnnLayers layers = CnnLayers.Parse("flatten; dense softmax");
        var network = new CnnNetwork(layers, new ImageShape(2, 2), 3);
        foreach (bool[] absent in (bool[][])[[], [true, false, false]])
        {
            var labels = new ClassLabels([0, 1, 2]);
            var model = new CnnClassifierModel(layers, network, 255, new float[15], absent, labels, [], "", new FitReport());
            var row = new Matrix(new double[1, 4]);
            double[] shares = absent.Length == 0 ? [1.0 / 3, 1.0 / 3, 1.0 / 3] : [0, 0.5, 0.5];
            Matrix p = model.PredictProbabilities(row);
            for (int k = 0; k < 3; k++) Assert.Equal(shares[k], p[0, k], 1e-15);
            Assert.Equal([Array.IndexOf(shares, shares.Max())], model.Predict(row));
        }
    }

    [Fact]
    public void Scores_of_labelled_images_are_weighted_means()
    {
        CnnClassifierModel model = CnnData.Model("8x8x1", "conv 4 relu; flatten; dense softmax");
        double[] weights = [.. Enumerable.Range(0, 60).Select(i => (double)(i % 4))];
        ClassificationData data = CnnData.Stripes().WithWeights(weights);
        Matrix p = model.PredictProbabilities(data.Features);
        int[] codes = model.Predict(data.Features), truth = data.Codes.ToArray();
        var (loss, accuracy) = model.Evaluate(data);
        Assert.Equal(truth.Select((k, i) => -weights[i] * Math.Log(p[i, k])).Sum() / weights.Sum(), loss, 1e-12);
        Assert.Equal(truth.Select((k, i) => codes[i] == k ? weights[i] : 0).Sum() / weights.Sum(), accuracy, 1e-12);
        Assert.InRange(accuracy, 0.05, 0.95);
    }

    /// <summary>Labels drawn at random: what is learnt by heart lowers the training loss and raises that of rows held back.</summary>
    [Fact]
    public void The_weights_of_the_best_validation_epoch_are_those_of_a_fit_that_ends_there()
    {
        var rng = new Rng(8);
        ClassificationData images = CnnData.Stripes(80);
        ClassificationData data = ClassificationData.Create(images.Features, Array.ConvertAll(new int[80], _ => rng.NextInt(3)));
        var learner = new CnnClassifier
        {
            Layers = CnnLayers.Parse("flatten; dense 24 relu; dense softmax"), LearningRate = 0.005, BatchSize = 16, MaxEpochs = 80,
            ValidationShare = 0.3, PatienceCount = 4,
        };
        CnnClassifierModel model = learner.Fit(data);
        double[] validation = [.. model.History.Select(epoch => epoch.ValidationLoss!.Value)];
        int best = Array.IndexOf(validation, validation.Min());
        Assert.Equal(best + 1 + 4, model.History.Length);
        Assert.True(model.History[^1].Loss < model.History[best].Loss);
        Assert.Equal(model.History[best].Loss, model.Report.Objective);
        CnnClassifierModel shorter = (learner with { MaxEpochs = best + 1, PatienceCount = null }).Fit(data);
        Assert.Equal(shorter.Parameters.ToArray(), model.Parameters.ToArray());
        Assert.Equal(model.History.Take(best + 1), shorter.History);
    }

    /// <summary>A row is one to train on if and only if other pixels in it change what is learnt.</summary>
    [Fact]
    public void Rows_held_back_are_their_share_and_are_never_trained_on()
    {
        ClassificationData data = CnnData.Stripes(21, 4, 4);
        var learner = new CnnClassifier
        {
            Layers = CnnLayers.Parse("flatten; dense softmax"), LearningRate = 0.02, BatchSize = 4, MaxEpochs = 2, ValidationShare = 0.25,
        };
        // 5 of 21 are held back; 16 make four steps an epoch.
        CnnClassifierModel plain = learner.Fit(data);
        Assert.Equal(8, plain.Report.Details["steps"]);
        Assert.True(plain.Report.Converged, plain.Report.Reason);
        List<int> held = [];
        for (int row = 0; row < 21; row++)
        {
            CnnClassifierModel changed = learner.Fit(Changed(row));
            bool same = plain.Parameters.SequenceEqual(changed.Parameters);
            Assert.Equal(same, plain.History[1].Loss == changed.History[1].Loss);
            if (!same) continue;
            held.Add(row);
            Assert.NotEqual(plain.History[1].ValidationLoss, changed.History[1].ValidationLoss);
        }
        Assert.Equal(5, held.Count);
        // Held back together they are scored as any labelled rows are, and another seed takes others.
        Assert.Equal(plain.Evaluate(data.SelectRows([.. held])).Loss, plain.History[1].ValidationLoss!.Value);
        CnnClassifierModel other = (learner with { Seed = 1 }).Fit(data);
        Assert.NotEqual(other.Evaluate(data.SelectRows([.. held])).Loss, other.History[1].ValidationLoss!.Value);

        ClassificationData Changed(int row)
        {
            double[] x = ((Matrix)data.Features).Span.ToArray();
            x.AsSpan(16 * row, 16).Fill(128);
            return data.WithFeatures(Matrix.Wrap(x, 21, 16));
        }
    }
}
