using System.Diagnostics;
using ClassicML.Cnn;

namespace ClassicML.Tests.Cnn;

/// <summary>Trainings that go astray, magnitudes beyond single precision, and checkpoints that several want or that others changed.</summary>
public sealed class CnnEdgeTests : IDisposable
{
    private static readonly CnnClassifier Small = new()
    {
        Layers = CnnLayers.Parse("conv 4 relu; max-pool; dropout 0.1; flatten; dense softmax"), MaxEpochs = 3, LearningRate = 0.01, BatchSize = 16,
    };

    private readonly string folder = Directory.CreateTempSubdirectory("classicml-cnn-edge-").FullName;

    private string Checkpoint => Path.Combine(folder, "checkpoint");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(TrainingEngine.Managed, null), InlineData(TrainingEngine.Managed, 2), InlineData(TrainingEngine.Graph, null)]
    public void A_loss_that_is_no_number_leaves_the_last_finite_weights(TrainingEngine engine, int? patience)
    {
        ClassificationData data = CnnData.Stripes();
        CnnClassifierModel model = (Small with { Solver = CnnSolver.Sgd, LearningRate = 1e38, Engine = engine, PatienceCount = patience }).Fit(data);
        Assert.True(model.Report is { Converged: false, Objective: null });
        Assert.Contains("lower the learning rate", model.Report.Reason);
        Assert.All(model.Parameters.ToArray(), value => Assert.True(float.IsFinite(value)));
        Assert.All(model.PredictProbabilities(data.Features).Span.ToArray(), p => Assert.InRange(p, 0, 1));
        Assert.True(model.Predict(data.Features).Distinct().Count() > 1);
    }

    [Fact]
    public void A_loss_above_that_of_zero_weights_is_no_convergence_and_the_best_weights_stay()
    {
        ClassificationData data = CnnData.Stripes();
        CnnClassifier learner = Small with { Layers = CnnLayers.Parse("flatten; dense softmax"), Solver = CnnSolver.Sgd, MaxEpochs = 12 };
        CnnClassifierModel wild = (learner with { LearningRate = 1e4 }).Fit(data), calm = (learner with { LearningRate = 0.1 }).Fit(data);
        Assert.True(calm.Report.Converged);
        Assert.False(wild.Report.Converged);
        Assert.Contains("lower the learning rate", wild.Report.Reason);
        // ln 3 is what zero weights cost.
        Assert.True(wild.History[^1].Loss > Math.Log(3));
    }

    [Fact]
    public void What_single_precision_cant_hold_is_refused_with_its_cause()
    {
        ClassificationData data = CnnData.Stripes();
        double[] values = ((Matrix)data.Features).Span.ToArray();
        values[data.FeatureCount + 3] = 1e39;
        ClassificationData huge = data.WithFeatures(Matrix.Wrap(values, data.RowCount, data.FeatureCount));
        Assert.Contains("row 1, column 3 is 1E+39, more than single precision can hold: scale the pixels", Fail(() => Small.Fit(huge)));
        Assert.Contains("PixelMaximum must be a number of single precision", Fail(() => (Small with { PixelMaximum = 1e-50 }).Fit(data)));
        Assert.Contains("PixelMaximum must be a number of single precision", Fail(() => (Small with { PixelMaximum = 1e50 }).Fit(data)));
        Assert.Contains("divided by a PixelMaximum of 1E-37 is more than single precision can hold", Fail(() => (Small with { PixelMaximum = 1e-37 }).Fit(data)));
        Assert.Contains("column 3 is 1E+39", Fail(() => Small.Fit(data).Predict(huge.Features)));
        // Sums over such pixels are no numbers, and no rate would help.
        string reason = (Small with { PixelMaximum = 1e-30 }).Fit(data).Report.Reason!;
        Assert.Contains("E+32 after division by PixelMaximum, which should be the largest value of a pixel", reason);
        Assert.DoesNotContain("rate", reason);
        CnnClassifierModel tiny = (Small with { PixelMaximum = 1e30 }).Fit(data);
        Assert.All(tiny.PredictProbabilities(data.Features).Span.ToArray(), p => Assert.InRange(p, 0, 1));
    }

    [Fact]
    public void Weights_that_vanish_in_single_precision_are_refused()
    {
        ClassificationData data = CnnData.Stripes();
        foreach (double weight in (double[])[1e-50, 1e50])
            Assert.Contains("the largest weight of a row must be 1E-20 to 1E+20",
                Fail(() => Small.Fit(data.WithWeights(Enumerable.Repeat(weight, data.RowCount).ToArray()))));
        double[] validation = new double[30];
        validation[0] = 1;
        Assert.NotNull(Small.Fit(data, new CnnTraining { Validation = CnnData.Stripes(30).WithWeights(validation) }));
    }

    [Fact]
    public void Networks_that_no_memory_holds_are_refused_before_they_are_made()
    {
        ClassificationData data = CnnData.Stripes();
        foreach (string layers in new[]
        {
            "conv 2147483647 1x1; flatten; dense softmax", "flatten; dense 2000000000; dense softmax",
            "flatten; dense 60000; dense 60000; dense softmax",
        })
            Assert.Contains("take fewer filters or units", Fail(() => (Small with { Layers = CnnLayers.Parse(layers) }).Fit(data)));
        Assert.Contains("an image of 100000x100000x1 needs an array of 1E+10 numbers", Fail(() => ImageShape.Parse("100000x100000")));
        Assert.Contains("BatchSize of 16 with layers of up to 256000000 outputs",
            Fail(() => (Small with { Layers = CnnLayers.Parse("conv 4000000 1x1; flatten; dense 1; dense softmax") }).Fit(data)));
    }

    [Fact]
    public void A_fit_goes_on_to_more_epochs_with_the_bits_of_one_that_had_them_from_the_start()
    {
        ClassificationData data = CnnData.Stripes();
        var extras = new CnnTraining { CheckpointFile = Checkpoint };
        Small.Fit(data, extras);
        Assert.Equal(Written((Small with { MaxEpochs = 7 }).Fit(data)), Written((Small with { MaxEpochs = 7 }).Fit(data, extras)));
        string message = Assert.Throws<InvalidDataException>(() => Small.Fit(data, extras)).Message;
        Assert.Contains("has 7 epochs behind it, this fit wants 3", message);
    }

    [Fact]
    public void Other_validation_rows_or_class_names_are_other_data()
    {
        ClassificationData data = CnnData.Stripes();
        ClassificationData Named(params string[] names) => new(data.Features, data.Codes, new ClassLabels(names));
        ClassificationData Held(ulong seed, double weight = 1) => new(
            CnnData.Stripes(30, seed: seed).Features, CnnData.Stripes(30, seed: seed).Codes,
            new ClassLabels(["a", "b", "c"]), Enumerable.Repeat(weight, 30).ToArray());
        Small.Fit(Named("a", "b", "c"), new CnnTraining { CheckpointFile = Checkpoint, Validation = Held(1) });
        Small.Fit(Named("a", "b", "c"), new CnnTraining { CheckpointFile = Checkpoint, Validation = Held(1) });
        foreach ((ClassificationData train, ClassificationData? held) in new[]
        {
            (Named("a", "b", "c"), Held(2)), (Named("a", "b", "c"), Held(1, 2)), (Named("a", "b", "c"), null),
            (Named("a", "b", "x"), null), (Named("a", "b", "c", "d"), null),
        })
            Assert.Contains("other data",
                Assert.Throws<InvalidDataException>(() => Small.Fit(train, new CnnTraining { CheckpointFile = Checkpoint, Validation = held })).Message);
    }

    [Fact]
    public void A_folder_that_is_not_there_is_noticed_before_the_first_epoch()
    {
        int epochs = 0;
        var extras = new CnnTraining { CheckpointFile = Path.Combine(folder, "none", "checkpoint"), Epochs = new ProgressSink<EpochScores>(_ => epochs++) };
        Assert.Contains("none, does not exist", Assert.Throws<DirectoryNotFoundException>(() => Small.Fit(CnnData.Stripes(), extras)).Message);
        Assert.Equal(0, epochs);
    }

    [Fact]
    public void Only_one_fit_at_a_time_has_a_checkpoint_in_this_process_or_another()
    {
        ClassificationData data = CnnData.Stripes();
        var extras = new CnnTraining { CheckpointFile = Checkpoint };
        List<string> refused = [];
        CnnClassifierModel whole = Small.Fit(data, extras with
        {
            Epochs = new ProgressSink<EpochScores>(scores =>
            {
                if (scores.Epoch != 2) return;
                refused.Add(Assert.Throws<IOException>(() => Small.Fit(data, extras)).Message);
                refused.Add(OtherProcess());
            }),
        });
        Assert.Equal(2, refused.Count);
        Assert.All(refused, message => Assert.Contains($"another fit is using the checkpoint {Checkpoint}", message));
        Assert.Equal([Checkpoint], Directory.GetFiles(folder));
        Assert.Equal(Written(whole), Written(Small.Fit(data, extras)));
    }

    // What a second process that trains with the same checkpoint says as it ends.
    private string OtherProcess()
    {
        string program = Path.Combine(AppContext.BaseDirectory, "ClassicML.Examples.Resume.dll");
        using Process process = Process.Start(new ProcessStartInfo("dotnet", [program, "--network", Checkpoint]) { RedirectStandardError = true })!;
        string message = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(1, process.ExitCode);
        return message;
    }
}
