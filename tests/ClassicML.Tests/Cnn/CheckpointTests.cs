using ClassicML.Cnn;
using ClassicML.Cnn.Training;
using ClassicML.Internal;
using ClassicML.Linear;
using ClassicML.Serialization;
using ClassicML.Tests.Serialization;
using ClassicML.Wire;

namespace ClassicML.Tests.Cnn;

/// <summary>The file that a fit goes on from: what it holds, what is refused, how it is replaced, and going on to the same bits.</summary>
public sealed class CheckpointTests : IDisposable
{
    private static readonly CnnClassifier Small = new()
    {
        Layers = CnnLayers.Parse("conv 3 relu; dropout 0.2; flatten; dense softmax"), MaxEpochs = 2, LearningRate = 0.01, BatchSize = 16,
    };

    private readonly string folder = Directory.CreateTempSubdirectory("classicml-checkpoint-").FullName;

    private string Target => Path.Combine(folder, "checkpoint");

    public static TheoryData<string> OtherOptions { get; } = [.. Others.Keys];

    private static Dictionary<string, CnnClassifier> Others => new()
    {
        [nameof(CnnClassifier.Layers)] = Small with { Layers = CnnLayers.Parse("conv 3 relu; dropout 0.25; flatten; dense softmax") },
        [nameof(CnnClassifier.Image)] = Small with { Image = new ImageShape(4, 16) },
        [nameof(CnnClassifier.PixelMaximum)] = Small with { PixelMaximum = 254 },
        [nameof(CnnClassifier.Solver)] = Small with { Solver = CnnSolver.Sgd },
        [nameof(CnnClassifier.LearningRate)] = Small with { LearningRate = 0.011 },
        [nameof(CnnClassifier.Momentum)] = Small with { Momentum = 0.1 },
        [nameof(CnnClassifier.Beta1)] = Small with { Beta1 = 0.91 },
        [nameof(CnnClassifier.Beta2)] = Small with { Beta2 = 0.998 },
        [nameof(CnnClassifier.Epsilon)] = Small with { Epsilon = 1e-8 },
        [nameof(CnnClassifier.BatchSize)] = Small with { BatchSize = 15 },
        [nameof(CnnClassifier.ValidationShare)] = Small with { ValidationShare = 0.1 },
        [nameof(CnnClassifier.PatienceCount)] = Small with { PatienceCount = 9 },
        [nameof(CnnClassifier.Tolerance)] = Small with { Tolerance = 0.001 },
        [nameof(CnnClassifier.Seed)] = Small with { Seed = 1 },
        [nameof(CnnClassifier.Device)] = Small with { Device = Device.Cpu },
        [nameof(CnnClassifier.Engine)] = Small with { Engine = TrainingEngine.Managed },
    };

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory, InlineData(false), InlineData(true)]
    public void Everything_that_is_written_comes_back(bool scored)
    {
        TrainingState state = State(5);
        var progress = new TrainingProgress
        {
            History =
            [
                new(1, 0.75, 0.5, scored ? 0.8 : null, scored ? 0.25 : null),
                new(2, double.NaN, 1, scored ? 0.7 : null, scored ? 0.5 : null),
            ],
            BestLoss = scored ? 0.7 : 0.75, Stale = 3, Best = scored ? [7, 8, 9, 10, 11] : null,
        };
        Write(state, progress);
        using Checkpoint checkpoint = Open();
        var (read, back) = checkpoint.Load(5)!.Value;
        Assert.Equal(state.Parameters, read.Parameters);
        Assert.Equal(state.First, read.First);
        Assert.Equal(state.Second, read.Second);
        Assert.Equal(state.Steps, read.Steps);
        Assert.Equal(progress.History, back.History);
        Assert.Equal((progress.BestLoss, progress.Stale), (back.BestLoss, back.Stale));
        Assert.Equal(progress.Best, back.Best);
    }

    [Fact]
    public void No_file_is_no_checkpoint()
    {
        using Checkpoint checkpoint = Open();
        Assert.Null(checkpoint.Load(5));
    }

    /// <summary>Whatever a torn write or a broken disk leaves: beginnings of it, a bit turned anywhere, more behind the end.</summary>
    [Fact]
    public void What_is_torn_or_damaged_anywhere_is_refused_in_words()
    {
        Write(State(5), new TrainingProgress { History = [new(1, 0.5, 1, null, null)], BestLoss = 0.5, Best = [1, 2, 3, 4, 5] });
        byte[] whole = File.ReadAllBytes(Target);
        using Checkpoint checkpoint = Open();
        for (int length = 0; length < whole.Length; length += 3) Refused(whole[..length]);
        for (int at = 0; at < whole.Length; at += 3)
        {
            byte[] damaged = [.. whole];
            damaged[at] ^= (byte)(1 << at % 8);
            Refused(damaged);
        }
        Refused([.. whole, 0]);
        Refused([.. whole, .. whole]);
        File.WriteAllBytes(Target, whole);
        Assert.NotNull(checkpoint.Load(5));

        void Refused(byte[] bytes)
        {
            File.WriteAllBytes(Target, bytes);
            string message = Assert.Throws<InvalidDataException>(() => checkpoint.Load(5)).Message;
            Assert.StartsWith($"{Target} is no whole checkpoint: ", message);
        }
    }

    [Fact]
    public void Another_version_learner_network_or_data_is_refused_by_its_name()
    {
        Write(State(5), new TrainingProgress());
        Refused(Open(), 6, "another network");
        Refused(Open(learner: "{}"), 5, "a learner with other options");
        Refused(Open(data: 2), 5, "a fit on other data");
        // What earlier versions wrote by hand, and a file of a model.
        File.WriteAllBytes(Target, [27, .. "ClassicML.Cnn checkpoint 2"u8, 2, .. "{}"u8, .. new byte[100]]);
        Refused(Open(), 5, "is a checkpoint of an earlier version, which this one does not go on from");
        ModelFile.Save(new Ridge().Fit(Contract.Rows.Numbers()), Target);
        Refused(Open(), 5, "is no whole checkpoint: it holds a 'classicml-model' where a 'cnn-checkpoint' was expected");

        void Refused(Checkpoint checkpoint, int parameters, string reason)
        {
            using (checkpoint) Assert.Contains(reason, Assert.Throws<InvalidDataException>(() => checkpoint.Load(parameters)).Message);
        }
    }

    /// <summary>Whose hash is right, and which no training has written.</summary>
    [Theory]
    [InlineData("Steps", "-1", "Steps: it must be in [0, 9007199254740992], was -1")]
    [InlineData("Stale", "-1", "Stale: it must be at least 0, was -1")]
    [InlineData("BestLoss", "\"NaN\"", "BestLoss: it must be")]
    [InlineData("BestLoss", "0.25", "BestLoss must be the loss of an epoch")]
    [InlineData("Parameters", "[1,2,3,4,1e300]", "Parameters: number 4 must be in")]
    [InlineData("Parameters", "[1,2,3,4]", "First must have 4 entries, one for each parameter, has 5")]
    [InlineData("Second", "[1,2,3,4]", "Second must have 5 entries, one for each parameter, has 4")]
    [InlineData("Best", "[1,2,3,4]", "Best must have 5 entries, one for each parameter, has 4")]
    [InlineData("Best", "[1,2,3,4,\"NaN\"]", "Best: number 4 must be in")]
    [InlineData("Accuracies", "[0.5]", "Accuracies must have 2 entries, one for each epoch, has 1")]
    [InlineData("Accuracies", "[0.5,1.5]", "Accuracies: number 1 must be in [0, 1], was 1.5")]
    [InlineData("Learner", "7", "Learner: it must be a text, was 7")]
    [InlineData("More", "7", "has no 'More'")]
    public void What_no_training_has_written_is_refused_in_words(string name, string value, string reason)
    {
        Write(State(5), new TrainingProgress
        {
            History = [new(1, 0.5, 1, null, null), new(2, 0.75, 1, null, null)], BestLoss = 0.5, Best = [1, 2, 3, 4, 5],
        });
        WireForm form;
        using (FileStream stream = File.OpenRead(Target)) form = FormFile.Read(stream, "cnn-checkpoint");
        KeyValuePair<string, WireValue> changed = new(name, WireForm.Parse($$"""{"type":"a","b":{{value}}}""")["b"]!);
        using (FileStream stream = File.Create(Target))
            FormFile.Write(stream, new WireForm(form.Name, [.. form.Values.Where(pair => pair.Key != name), changed]));
        using Checkpoint checkpoint = Open();
        string message = Assert.Throws<InvalidDataException>(() => checkpoint.Load(5)).Message;
        Assert.StartsWith($"{Target} is no whole checkpoint: 'cnn-checkpoint'", message);
        Assert.Contains(reason, message);
    }

    [Fact]
    public void What_is_damaged_and_hashed_again_is_refused_in_words_or_read()
    {
        Write(State(5), new TrainingProgress { History = [new(1, 0.5, 1, null, null)], BestLoss = 0.5, Best = [1, 2, 3, 4, 5] });
        byte[] whole = File.ReadAllBytes(Target);
        var rng = new Rng(1);
        int read = 0;
        using Checkpoint checkpoint = Open();
        for (int i = 0; i < 1000; i++)
        {
            File.WriteAllBytes(Target, HostileFileTests.Hashed(HostileFileTests.Changed(whole, rng)));
            try
            {
                Assert.Equal(5, checkpoint.Load(5)!.Value.State.Second.Length);
                read++;
            }
            catch (InvalidDataException e)
            {
                Assert.StartsWith(Target, e.Message);
            }
        }
        Assert.InRange(read, 50, 950);
    }

    /// <summary>
    /// Who has the file open goes on reading what it held: it is replaced by another one and never written to. Unix only, where an open
    /// file can be replaced.
    /// </summary>
    [Fact]
    public void It_is_written_beside_its_name_and_then_takes_its_place()
    {
        if (OperatingSystem.IsWindows()) return;
        Write(State(5), new TrainingProgress());
        byte[] before = File.ReadAllBytes(Target);
        using (var reader = new FileStream(Target, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete))
        {
            Write(State(9), new TrainingProgress());
            byte[] held = new byte[before.Length + 1];
            Assert.Equal(before.Length, reader.ReadAtLeast(held, held.Length, throwOnEndOfStream: false));
            Assert.Equal(before, held[..^1]);
        }
        Assert.NotEqual(before, File.ReadAllBytes(Target));
        Assert.Equal([Target], Directory.GetFiles(folder));
    }

    [Fact]
    public void What_a_kill_left_half_written_is_passed_over()
    {
        ClassificationData data = CnnData.Stripes(40);
        Small.Fit(data, new CnnTraining { CheckpointFile = Target });
        File.WriteAllText(Target + ".new", "half");
        CnnClassifier longer = Small with { MaxEpochs = 4 };
        Assert.Equal(Written(longer.Fit(data)), Written(longer.Fit(data, new CnnTraining { CheckpointFile = Target })));
        Assert.Equal([Target], Directory.GetFiles(folder));
    }

    [Theory, MemberData(nameof(OtherOptions))]
    public void Every_option_but_the_number_of_epochs_makes_another_learner(string option)
    {
        // One for each option that there is.
        Assert.Equal(Others.Keys.Append(nameof(CnnClassifier.MaxEpochs)).Order(), typeof(CnnClassifier).GetProperties()
            .Where(property => property.CanWrite && property.GetMethod!.IsStatic == false).Select(property => property.Name).Order());
        ClassificationData data = CnnData.Stripes(40);
        (Small with { MaxEpochs = 1 }).Fit(data, new CnnTraining { CheckpointFile = Target });
        string message = Assert.Throws<InvalidDataException>(
            () => Others[option].Fit(data, new CnnTraining { CheckpointFile = Target })).Message;
        Assert.Equal($"{Target} is the checkpoint of a learner with other options", message);
    }

    [Theory]
    [InlineData("pixel"), InlineData("class"), InlineData("weight"), InlineData("names"), InlineData("rows")]
    [InlineData("validation pixel"), InlineData("validation class"), InlineData("validation weight"), InlineData("no validation")]
    public void Every_piece_of_the_data_makes_other_data(string piece)
    {
        var (train, held) = (Piece("", CnnData.Stripes(40)), Piece("", CnnData.Stripes(20, seed: 2)));
        CnnClassifier one = Small with { MaxEpochs = 1 };
        one.Fit(train, new CnnTraining { CheckpointFile = Target, Validation = held });
        bool ofHeld = piece.StartsWith("validation ", StringComparison.Ordinal);
        ClassificationData others = Piece(ofHeld ? "" : piece, CnnData.Stripes(40));
        ClassificationData? otherHeld = piece switch
        {
            "no validation" => null,
            "names" => Piece("names", CnnData.Stripes(20, seed: 2)),
            _ => Piece(ofHeld ? piece[11..] : "", CnnData.Stripes(20, seed: 2)),
        };
        string message = Assert.Throws<InvalidDataException>(
            () => one.Fit(others, new CnnTraining { CheckpointFile = Target, Validation = otherHeld })).Message;
        Assert.Equal($"{Target} is the checkpoint of a fit on other data", message);
        // Equal data made anew are the same.
        Assert.NotNull(Small.Fit(train, new CnnTraining { CheckpointFile = Target, Validation = held }));

        static ClassificationData Piece(string changed, ClassificationData data)
        {
            double[] x = ((Matrix)data.Features).Span.ToArray(), weights = [.. Enumerable.Repeat(1.0, data.RowCount)];
            int[] codes = data.Codes.ToArray();
            if (changed == "pixel") x[100]++;
            if (changed == "class") codes[7] = (codes[7] + 1) % 3;
            if (changed == "weight") weights[7] = 1.001;
            var all = new ClassificationData(
                Matrix.Wrap(x, data.RowCount, data.FeatureCount), codes, new ClassLabels(["a", changed == "names" ? "c" : "b", "d"]),
                weights);
            return changed == "rows" ? all.SelectRows([.. Enumerable.Range(0, data.RowCount - 1)]) : all;
        }
    }

    /// <summary>Broken off after each of its epochs in turn: what depends on the past, from momenta to patience, comes back.</summary>
    [Theory]
    [InlineData(CnnSolver.Sgd, TrainingEngine.Managed, null), InlineData(CnnSolver.Adam, TrainingEngine.Managed, 2)]
    [InlineData(CnnSolver.Sgd, TrainingEngine.Graph, 2)]
    public void Broken_off_after_any_epoch_it_ends_as_if_it_had_not_been(CnnSolver solver, TrainingEngine engine, int? patience)
    {
        var rng = new Rng(5);
        ClassificationData data = Drawn(43).WithWeights([.. Enumerable.Range(0, 43).Select(i => 0.5 + i % 3)]), held = Drawn(20);
        CnnClassifier learner = Small with
        {
            Solver = solver,
            Engine = engine,
            Momentum = 0.9,
            LearningRate = 0.02,
            MaxEpochs = 7,
            PatienceCount = patience,
            Tolerance = 0.002,
        };
        List<EpochScores> expected = [];
        string whole = Written(learner.Fit(data, new CnnTraining { Validation = held, Epochs = new ProgressSink<EpochScores>(expected.Add) }));
        for (int epoch = 1; epoch < expected.Count; epoch++)
        {
            File.Delete(Target);
            List<EpochScores> told = [];
            var extras = new CnnTraining { Validation = held, CheckpointFile = Target, Epochs = new ProgressSink<EpochScores>(told.Add) };
            (learner with { MaxEpochs = epoch }).Fit(data, extras);
            Assert.Equal(whole, Written(learner.Fit(data, extras)));
            Assert.Equal(expected, told);
        }

        ClassificationData Drawn(int rows) => ClassificationData.Create(
            CnnData.Stripes(rows, seed: (ulong)rows).Features, [.. Enumerable.Range(0, rows).Select(i => i < 3 ? i : rng.NextInt(3))]);
    }

    private static TrainingState State(long steps)
    {
        var state = new TrainingState([1, -2, 3.5f, float.MaxValue, 0]) { Steps = steps };
        new float[] { 5, 6, float.NaN, 8, -0f }.CopyTo(state.First, 0);
        new float[] { 9, 10, 11, float.Epsilon, 13 }.CopyTo(state.Second, 0);
        return state;
    }

    private void Write(TrainingState state, TrainingProgress progress)
    {
        using Checkpoint checkpoint = Open();
        checkpoint.Save(state, progress);
    }

    private Checkpoint Open(string learner = "{\"seed\":1}", byte data = 1) => new(Target, learner, [.. Enumerable.Repeat(data, 32)]);
}
