using System.Globalization;
using System.Text.RegularExpressions;
using ClassicML.Cnn;
using ClassicML.Wire;

namespace ClassicML.Tests.Cnn;

/// <summary>The learner: that it learns, its history, early stopping, checkpoints, devices and what it refuses.</summary>
public sealed class CnnClassifierTests : IDisposable
{
    private static readonly CnnClassifier Small = new()
    {
        Layers = CnnLayers.Parse("conv 8 relu; max-pool; dropout 0.1; flatten; dense 16 relu; dense softmax"), MaxEpochs = 6, LearningRate = 0.01, BatchSize = 16,
    };

    private readonly string folder = Directory.CreateTempSubdirectory("classicml-cnn-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(CnnSolver.Adam, 0.01)]
    [InlineData(CnnSolver.Sgd, 0.1)]
    public void It_learns_stripes(CnnSolver solver, double rate)
    {
        CnnClassifierModel model = (Small with { Solver = solver, LearningRate = rate, Momentum = 0.9, MaxEpochs = 12 }).Fit(CnnData.Stripes(200));
        Assert.InRange(model.Score(CnnData.Stripes(100, seed: 9)), 0.95, 1);
        Assert.True(model.History[^1].Loss < 0.3 * model.History[0].Loss);
        Assert.Equal(12, model.Report.Iterations);
        Assert.Equal(model.History[^1].Loss, model.Report.Objective);
    }

    [Fact]
    public void Colours_and_oblong_images_are_images_too()
    {
        ClassificationData data = CnnData.Stripes(120, 7, 9, 3);
        CnnClassifierModel model = (Small with { Image = new ImageShape(7, 9, 3), MaxEpochs = 8 }).Fit(data);
        Assert.InRange(model.Score(data), 0.95, 1);
    }

    [Fact]
    public void Bytes_and_floats_of_the_same_numbers_give_the_same_bits()
    {
        ClassificationData data = CnnData.Stripes();
        // A half in one pixel of an extra image makes all of them floats; without weight it changes nothing but the storage.
        double[] more = [.. ((Matrix)data.Features).Span, .. ((Matrix)data.Features).Row(0)];
        more[^1] += 0.5;
        var wider = new ClassificationData(Matrix.Wrap(more, data.RowCount + 1, data.FeatureCount), [.. data.Codes, 0], data.Labels);
        CnnClassifierModel model = Small.Fit(data);
        Assert.Equal(
            model.PredictProbabilities(data.Features).Span.ToArray(), model.PredictProbabilities(wider.Features).Span[..(3 * data.RowCount)].ToArray());
    }

    [Fact]
    public void Both_engines_follow_the_same_curve()
    {
        ClassificationData data = CnnData.Stripes(100);
        CnnClassifierModel managed = (Small with { Engine = TrainingEngine.Managed }).Fit(data),
            graph = (Small with { Engine = TrainingEngine.Graph }).Fit(data);
        Assert.Contains("ONNX graph on the CPU", graph.TrainedOn);
        Assert.Contains("managed", managed.TrainedOn);
        // Adam divides small gradients by their size, so roundings grow a little from step to step.
        for (int epoch = 0; epoch < managed.History.Length; epoch++) Assert.Equal(managed.History[epoch].Loss, graph.History[epoch].Loss, 2e-3);
    }

    [Fact]
    public void Weights_of_rows_count()
    {
        ClassificationData data = CnnData.Stripes(60);
        // Rows of weight zero leave no trace but in the count of a batch.
        CnnClassifier learner = Small with { Layers = CnnLayers.Parse("flatten; dense softmax"), BatchSize = 60 };
        double[] weights = [.. Enumerable.Range(0, 60).Select(i => i < 30 ? 2.0 : 0)];
        CnnClassifierModel weighted = learner.Fit(data.WithWeights(weights)),
            half = (learner with { BatchSize = 30 }).Fit(data.SelectRows([.. Enumerable.Range(0, 30)]));
        for (int i = 0; i < half.Parameters.Length; i++) Assert.Equal(half.Parameters[i], weighted.Parameters[i], 1e-4f);
    }

    [Fact]
    public void Validation_rows_are_scored_and_stop_early()
    {
        ClassificationData data = CnnData.Stripes(120);
        CnnClassifierModel model = (Small with { ValidationShare = 0.25, PatienceCount = 2, MaxEpochs = 200, Tolerance = 0.01 }).Fit(data);
        Assert.InRange(model.History.Length, 3, 199);
        Assert.Equal(1, model.Report.Details["stopped_early"]);
        Assert.True(model.Report.Converged);
        // The last two epochs gained less than the minimum; the model is that of the best before.
        double best = model.History[..^2].Min(epoch => epoch.ValidationLoss!.Value);
        Assert.All(model.History[^2..], epoch => Assert.True(epoch.ValidationLoss >= best - 0.01));
        CnnClassifierModel given = Small.Fit(data, new CnnTraining { Validation = CnnData.Stripes(30, seed: 4) });
        var (loss, accuracy) = given.Evaluate(CnnData.Stripes(30, seed: 4));
        Assert.Equal(loss, given.History[^1].ValidationLoss!.Value);
        Assert.Equal(accuracy, given.History[^1].ValidationAccuracy!.Value);
    }

    [Theory]
    [InlineData(TrainingEngine.Managed)]
    [InlineData(TrainingEngine.Graph)]
    public void A_fit_broken_off_goes_on_to_the_same_bits(TrainingEngine engine)
    {
        CnnClassifier learner = Small with { Engine = engine, PatienceCount = 3, ValidationShare = 0.2 };
        ClassificationData data = CnnData.Stripes(75);
        CnnClassifierModel whole = learner.Fit(data);
        string file = Path.Combine(folder, "checkpoint");
        for (int epoch = 2; epoch < 6; epoch += 2)
        {
            using var source = new CancellationTokenSource();
            var told = new ProgressSink<EpochScores>(scores => { if (scores.Epoch == epoch + 1) source.Cancel(); });
            var extras = new CnnTraining { CheckpointFile = file, Epochs = told };
            Assert.ThrowsAny<OperationCanceledException>(() => learner.Fit(data, extras, new FitContext { Cancellation = source.Token }));
        }
        CnnClassifierModel resumed = learner.Fit(data, new CnnTraining { CheckpointFile = file });
        Assert.Equal(Written(whole), Written(resumed));
        Assert.Equal([file], Directory.GetFiles(folder));
        // Nothing is left to do.
        Assert.Equal(Written(whole), Written(learner.Fit(data, new CnnTraining { CheckpointFile = file })));
    }

    [Fact]
    public void A_checkpoint_of_something_else_is_refused()
    {
        string file = Path.Combine(folder, "checkpoint");
        ClassificationData data = CnnData.Stripes();
        Small.Fit(data, new CnnTraining { CheckpointFile = file });
        Assert.Contains("other options", Refused(Small with { LearningRate = 0.02 }, data));
        Assert.Contains("other data", Refused(Small, CnnData.Stripes(seed: 2)));
        byte[] bytes = File.ReadAllBytes(file);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(file, bytes);
        Assert.Contains("no whole checkpoint", Refused(Small, data));
        File.WriteAllBytes(file, bytes[..20]);
        Assert.Contains("no whole checkpoint", Refused(Small, data));

        string Refused(CnnClassifier learner, ClassificationData rows) =>
            Assert.Throws<InvalidDataException>(() => learner.Fit(rows, new CnnTraining { CheckpointFile = file })).Message;
    }

    [Fact]
    public void A_stop_keeps_what_there_is_and_says_so()
    {
        using var source = new CancellationTokenSource();
        List<FitProgress> news = [];
        CnnClassifierModel model = (Small with { MaxEpochs = 1000 }).Fit(CnnData.Stripes(), new FitContext
        {
            Stop = source.Token,
            Progress = new ProgressSink(step =>
            {
                news.Add(step);
                if (news.Count == 7) source.Cancel();
            }),
        });
        Assert.True(model.Report is { Stopped: true, Converged: false, Reason: "the caller asked to stop" });
        Assert.Equal(7, news.Count);
        Assert.Equal(("step", 7, 4000), (news[^1].Stage, news[^1].Done, news[^1].Total));
        Assert.All(news, step => Assert.True(step.Objective > 0 && step.Remaining is not null));
        Assert.Equal(7, model.Report.Details["steps"]);
    }

    [Fact]
    public void A_model_comes_back_from_its_form_with_all_that_it_shows()
    {
        ClassificationData all = CnnData.Stripes(60), some = all.SelectRows([.. Enumerable.Range(0, 60).Where(i => all.Codes[i] != 1)]);
        foreach (CnnTraining training in new[] { new CnnTraining(), new CnnTraining { Validation = some } })
        {
            CnnClassifierModel model = (Small with { MaxEpochs = 2, PixelMaximum = 200 }).Fit(some, training);
            var registry = new WireRegistry(CnnWireTypes.All);
            CnnClassifierModel read = registry.Read<CnnClassifierModel>(WireForm.Parse(registry.Write(model).ToString()));
            Assert.Equal(model.Parameters.ToArray(), read.Parameters.ToArray());
            Assert.Equal(model.History, read.History);
            Assert.Equal(training.Validation is null, read.History[0].ValidationLoss is null);
            Assert.Equal((model.Layers, model.Network.Image, model.Labels), (read.Layers, read.Network.Image, read.Labels));
            Assert.Equal((200.0, model.TrainedOn), (read.PixelMaximum, read.TrainedOn));
            Assert.Equal([false, true, false], read.Absent.ToArray());
            Assert.Equal(model.Report.Details, read.Report.Details);
            Assert.Equal(model.PredictProbabilities(all.Features).Span.ToArray(), read.PredictProbabilities(all.Features).Span.ToArray());
        }
    }

    [Fact]
    public void A_learner_and_a_model_with_average_pooling_come_back_from_their_forms()
    {
        ClassificationData data = CnnData.Stripes(60);
        CnnClassifier learner = Small with
        {
            Layers = [new Convolution2D(4), new AveragePooling2D { Height = 3 }, new Flatten(), new Dense { Activation = LayerActivation.Softmax }],
            MaxEpochs = 2,
        };
        var registry = new WireRegistry(CnnWireTypes.All);
        Assert.Contains("average-pool 3x2", registry.Write(learner).ToString());
        Assert.Equal(learner, registry.Read<CnnClassifier>(WireForm.Parse(registry.Write(learner).ToString())));
        CnnClassifierModel model = learner.Fit(data), read = registry.Read<CnnClassifierModel>(WireForm.Parse(registry.Write(model).ToString()));
        Assert.Equal(learner.Layers, read.Layers);
        Assert.Equal(model.PredictProbabilities(data.Features).Span.ToArray(), read.PredictProbabilities(data.Features).Span.ToArray());
    }

    [Fact]
    public void A_rate_too_large_is_reported()
    {
        CnnClassifierModel model = (Small with { Solver = CnnSolver.Sgd, LearningRate = 1e38 }).Fit(CnnData.Stripes());
        Assert.False(model.Report.Converged);
        Assert.Contains("lower the learning rate", model.Report.Reason);
    }

    [Fact]
    public void What_doesnt_fit_is_refused_in_words()
    {
        ClassificationData data = CnnData.Stripes();
        Assert.Contains("an image of 28x28x1 has 784 values, this data has 64 features", Fail(() => CnnClassifier.KerasMnist.Fit(data)));
        Assert.Contains("10 features are no square image of one channel: set Image", Fail(() => Small.Fit(CnnData.Stripes(30, 2, 5))));
        Assert.Contains("the last layer has 10 units, the data has 3 classes",
            Fail(() => (CnnClassifier.KerasMnist with { Image = null }).Fit(CnnData.Stripes(30, 12, 12))));
        Assert.Contains("validation rows must have the classes 0, 1, 2",
            Fail(() => Small.Fit(data, new CnnTraining { Validation = CnnData.Stripes(classes: 2) })));
        Assert.Contains("leaves none of 60 rows", Fail(() => (Small with { ValidationShare = 0.999 }).Fit(data)));
        Assert.Contains("the model knows the classes 0, 1, 2", Fail(() => Small.Fit(data).Evaluate(CnnData.Stripes(classes: 2))));
        Assert.Throws<InvalidOperationException>(() => Small.Network(3));
    }

    [Fact]
    public void A_device_that_cant_run_is_refused_with_what_to_do()
    {
        ClassificationData data = CnnData.Stripes();
        string message = Assert.Throws<PlatformNotSupportedException>(() => (Small with { Device = Device.Cuda(1) }).Fit(data)).Message;
        Assert.StartsWith("cuda:1 can't run", message);
        Assert.Contains("the managed engine runs on the processor", Fail(
            () => (Small with { Device = Device.Cuda(), Engine = TrainingEngine.Managed }).Fit(data)));
        Assert.Equal([Device.Auto, Device.Cpu, Device.Cuda(), Device.Cuda(3)], new[] { "auto", "cpu", "cuda", "cuda:3" }.Select(Device.Parse));
        Assert.Contains("is no device", Assert.Throws<FormatException>(() => Device.Parse("gpu")).Message);
        Assert.Equal((0, 3), (Device.Cpu.Index, Device.Cuda(3).Index));
        Device[] devices = [Device.Auto, Device.Cpu, Device.Cuda(), Device.Cuda(3)];
        Assert.Equal(["auto", "cpu", "cuda:0", "cuda:3"], devices.Select(device => device.ToString()));
        Assert.Contains("index must be at least 0, was -1", Fail(() => Device.Cuda(-1)));
    }

    [Fact]
    public void Auto_says_why_it_took_the_processor()
    {
        // True wherever the package is the ordinary one, as in every build without -p:WithCuda=true.
        CnnClassifierModel model = Small.Fit(CnnData.Stripes());
        Assert.StartsWith("managed kernels on the CPU: ", model.TrainedOn);
    }

    [Fact]
    public void The_chain_to_a_cuda_device_is_followed_link_by_link()
    {
        IReadOnlyList<DeviceLink> chain = DeviceCheck.Chain();
        Assert.Equal(["card", "driver", "CUDA", "cuDNN", "provider", "step"], chain.Select(link => link.Name));
        Assert.All(chain, link => Assert.True(link.Works || link.Advice.Length > 10, link.Name));
    }

    [Fact]
    public void Both_engines_of_the_processor_take_the_same_step()
    {
        IReadOnlyList<DeviceLink> links = DeviceCheck.Processor();
        Assert.Equal(["runtime", "managed", "graph"], links.Select(link => link.Name));
        Assert.All(links, link => Assert.Equal((true, ""), (link.Works, link.Advice)));
        Assert.Matches("^ONNX Runtime [0-9.]+: .*CPUExecutionProvider", links[0].Found);
        double[] losses = [.. links.Skip(1).Select(link =>
        {
            Match match = Regex.Match(link.Found, @"^a step on 32 digits takes [0-9]+\.[0-9]{2} ms, loss ([0-9]+\.[0-9]{5})$");
            Assert.True(match.Success, link.Found);
            return double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);
        })];
        // Ten classes that an untrained network can't tell apart.
        Assert.Equal(Math.Log(10), losses[0], 0.5);
        Assert.Equal(losses[0], losses[1], 1e-4 * losses[0] + 1e-5);
    }
}
