using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using ClassicML.Cnn.Training;

namespace ClassicML.Cnn;

/// <summary>A convolutional network for images, trained by back-propagation in batches.</summary>
/// <remarks>
/// Minimises the mean categorical cross-entropy (1/n) Σᵢ sᵢ (-log pᵢ[yᵢ]) over all weights and biases, by Adam or gradient descent on batches
/// in a random order; not convex, so the result depends on the seed. Features are an image's pixels, row by row, the channels of a pixel side
/// by side; they are kept as bytes where all are whole numbers from 0 to 255, and divided by <see cref="PixelMaximum"/> in single precision.
/// Start values: Glorot-uniform weights, zero biases. Cost of an epoch on MNIST with <see cref="KerasMnist"/>: about 2.3·10¹² operations.
/// The managed engine gives the same bits on any number of threads. Rows may have weights.
/// </remarks>
public sealed record CnnClassifier : IClassifier<CnnClassifierModel>
{
    /// <summary>
    /// The network of Keras's MNIST example: two convolutions of 32 filters 3×3, max-pooling, dropout, 128 units, dropout, ten classes;
    /// 600,810 parameters, Adam with rate 0.001, batches of 32, ten epochs.
    /// </summary>
    public static CnnClassifier KerasMnist { get; } = new()
    {
        Image = new ImageShape(28, 28),
        Layers = CnnLayers.Parse("conv 32 3x3 relu; conv 32 3x3 relu; max-pool 2x2; dropout 0.25; flatten; dense 128 relu; dropout 0.5; dense 10 softmax"),
    };

    /// <summary>The layers. Default: those of <see cref="KerasMnist"/>, with as many last units as there are classes.</summary>
    /// <exception cref="ArgumentNullException">It is null.</exception>
    public CnnLayers Layers { get; init => field = Check.NotNull(value, nameof(Layers)); } =
        CnnLayers.Parse("conv 32 3x3 relu; conv 32 3x3 relu; max-pool 2x2; dropout 0.25; flatten; dense 128 relu; dropout 0.5; dense softmax");

    /// <summary>The image's shape. Default none: a square of one channel, from the number of features.</summary>
    public ImageShape? Image { get; init; }

    /// <summary>What pixels are divided by. Default 255, positive.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not positive and finite.</exception>
    public double PixelMaximum { get; init => field = Check.Positive(value, nameof(PixelMaximum)); } = 255;

    /// <summary>How gradients move parameters. Default Adam.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not defined.</exception>
    public CnnSolver Solver { get; init => field = Check.Defined(value, nameof(Solver)); }

    /// <summary>The rate η. Default 0.001, positive.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not positive and finite.</exception>
    public double LearningRate { get; init => field = Check.Positive(value, nameof(LearningRate)); } = 0.001;

    /// <summary>The momentum μ of gradient descent, in [0, 1); Adam doesn't read it. Default 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is outside.</exception>
    public double Momentum { get; init => field = Check.Within(value, Shares, nameof(Momentum)); }

    /// <summary>Adam's β₁, in [0, 1). Default 0.9.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is outside.</exception>
    public double Beta1 { get; init => field = Check.Within(value, Shares, nameof(Beta1)); } = 0.9;

    /// <summary>Adam's β₂, in [0, 1). Default 0.999.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is outside.</exception>
    public double Beta2 { get; init => field = Check.Within(value, Shares, nameof(Beta2)); } = 0.999;

    /// <summary>Adam's ε, positive. Default 1e-7, as in Keras.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not positive and finite.</exception>
    public double Epsilon { get; init => field = Check.Positive(value, nameof(Epsilon)); } = 1e-7;

    /// <summary>Rows of a step; the last of an epoch may have fewer. Default 32, at least 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int BatchSize { get; init => field = Check.Positive(value, nameof(BatchSize)); } = 32;

    /// <summary>The most epochs. Default 10, at least 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int MaxEpochs { get; init => field = Check.Positive(value, nameof(MaxEpochs)); } = 10;

    /// <summary>The share of rows, drawn at random, that is not trained on but scored after each epoch, in [0, 1). Default 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is outside.</exception>
    public double ValidationShare { get; init => field = Check.Within(value, Shares, nameof(ValidationShare)); }

    /// <summary>
    /// Stops after so many epochs without a gain of the validation loss, or of the training loss without validation rows, and returns the
    /// best epoch's model; none for all epochs. Default none, at least 1.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int? PatienceCount { get; init => field = Check.AtLeast(value, 1, nameof(PatienceCount)); }

    /// <summary>By how much the loss must fall below its best to count as a gain. Default 0, at least 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative or not finite.</exception>
    public double Tolerance { get; init => field = Check.NonNegative(value, nameof(Tolerance)); }

    /// <summary>What start values, orders and dropout derive from. Default 0, at least 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 0.</exception>
    public int Seed { get; init => field = Check.AtLeast(value, 0, nameof(Seed)); }

    /// <summary>Where to train. Default auto.</summary>
    public Device Device { get; init; }

    /// <summary>What trains. Default auto.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not defined.</exception>
    public TrainingEngine Engine { get; init => field = Check.Defined(value, nameof(Engine)); }

    internal static Interval Shares => new(0, 1, HighOpen: true);

    private OptimizerRule Rule => new(Solver, LearningRate, Momentum, Beta1, Beta2, Epsilon);

    /// <inheritdoc/>
    public CnnClassifierModel Fit(ClassificationData data, FitContext context = default) => Fit(data, new CnnTraining(), context);

    /// <summary>Fits with rows to validate on, a checkpoint file, or news of each epoch.</summary>
    /// <param name="data">Labelled images, n×p.</param>
    /// <param name="training">The additions.</param>
    /// <param name="context">Cancellation, stop, progress ("step") and threads.</param>
    /// <exception cref="ArgumentException">The data does not fit the network; the message says why.</exception>
    /// <exception cref="InvalidDataException">
    /// The checkpoint is damaged, has more epochs than are wanted, or is of another learner or other data.
    /// </exception>
    /// <exception cref="DirectoryNotFoundException">The folder of the checkpoint does not exist.</exception>
    /// <exception cref="IOException">The checkpoint can't be read or written, or another fit has it.</exception>
    /// <exception cref="PlatformNotSupportedException">The device that was asked for can't run; the message says what is missing.</exception>
    public CnnClassifierModel Fit(ClassificationData data, CnnTraining training, FitContext context = default)
    {
        var clock = Stopwatch.StartNew();
        Matrix x = Check.Complete(Check.NotNull(data, nameof(data)).Features, nameof(CnnClassifier));
        Check.NotNull(training, nameof(training));
        Check.SeveralClasses(data, nameof(CnnClassifier));
        context.ThrowIfCancelled();
        var network = new CnnNetwork(Layers, ShapeFor(data.FeatureCount), data.ClassCount);
        network.CheckTraining(Math.Min(BatchSize, data.RowCount));
        var pixels = new PixelRows(x, PixelMaximum);
        bool[] absent = Absent(data);
        float[] weights = WeightsOf(data);
        var (rows, validation) = Divide(data, x, weights, absent, training);
        // How many epochs there will be changes none of them, so that a fit may go on to more.
        using Checkpoint? checkpoint = training.CheckpointFile is { } path
            ? new Checkpoint(path, CnnWireTypes.Text(this with { MaxEpochs = 1 }), Hash(pixels, data, weights, validation)) : null;
        var (state, progress) = checkpoint?.Load(network.ParameterCount)
            ?? (new TrainingState(network.InitialParameters(Trainer.InitialSeed(Seed))), new TrainingProgress());
        if (progress.History.Count > MaxEpochs)
            throw new InvalidDataException(
                $"{training.CheckpointFile} has {progress.History.Count} epochs behind it, this fit wants {MaxEpochs}");
        var problem = new TrainingProblem(
            network, pixels, data.Codes.ToArray(), absent, Rule, Math.Min(BatchSize, rows.Length), (ulong)Seed, context.Threads, context.Cancellation);
        var (engine, trainedOn) = Engines.Create(problem, Device, Engine);
        using ITrainingEngine used = engine;
        var trainer = new Trainer(this, problem, engine, context);
        FitReport report = trainer.Run(rows, weights, validation, training, checkpoint, state, progress);
        return new CnnClassifierModel(
            Layers, network, PixelMaximum, state.Parameters, absent, data.Labels, progress.History, trainedOn,
            report.Ended(this, clock.Elapsed, data.FeatureNames));
    }

    /// <summary>The layers with every shape and count, for images of this learner's shape.</summary>
    /// <param name="classes">The number of classes.</param>
    /// <exception cref="InvalidOperationException"><see cref="Image"/> is none.</exception>
    /// <exception cref="ArgumentException">The layers don't fit one another.</exception>
    public CnnNetwork Network(int classes) =>
        new(Layers, Image ?? throw new InvalidOperationException("set Image to see the network's shapes before a fit"), classes);

    private ImageShape ShapeFor(int features)
    {
        int side = (int)Math.Round(Math.Sqrt(features));
        if (Image is null && side * side != features)
            throw new ArgumentException($"{features} features are no square image of one channel: set Image", "data");
        ImageShape shape = Image ?? new ImageShape(side, side);
        return shape.Size == features ? shape
            : throw new ArgumentException($"an image of {shape} has {shape.Size} values, this data has {features} features", "data");
    }

    // A class takes part where a row of it weighs something.
    private static bool[] Absent(ClassificationData data)
    {
        bool[] absent = new bool[data.ClassCount];
        Array.Fill(absent, true);
        for (int i = 0; i < data.RowCount; i++)
            if (data.Weights.IsEmpty || data.Weights[i] > 0) absent[data.Codes[i]] = false;
        if (absent.Count(one => !one) < 2)
            throw new ArgumentException(
                $"{nameof(CnnClassifier)} needs rows of at least two classes with a weight above zero", nameof(data));
        return Array.IndexOf(absent, true) < 0 ? [] : absent;
    }

    private (int[] Rows, ValidationRows? Validation) Divide(
        ClassificationData data, Matrix x, float[] weights, bool[] absent, CnnTraining training)
    {
        if (training.Validation is { } given)
        {
            Check.Width(given.Features, data.FeatureCount);
            if (!given.Labels.Equals(data.Labels))
                throw new ArgumentException($"validation rows must have the classes {data.Labels}, have {given.Labels}", nameof(training));
            return (Enumerable.Range(0, data.RowCount).ToArray(), ValidationRows.Of(given, PixelMaximum, absent));
        }
        int[] order = new Rng((ulong)Seed, stream: 3).Permutation(data.RowCount);
        int held = (int)Math.Round(ValidationShare * data.RowCount);
        if (held == 0) return (Enumerable.Range(0, data.RowCount).ToArray(), null);
        if (held == data.RowCount) throw new ArgumentException(
            FormattableString.Invariant($"a validation share of {ValidationShare} leaves none of {data.RowCount} rows to train on"), nameof(data));
        int[] validation = order[..held], rows = order[held..];
        Array.Sort(validation);
        Array.Sort(rows);
        if (rows.All(row => weights[row] == 0)) throw new ArgumentException("all rows left to train on have weight zero", nameof(data));
        return (rows, ValidationRows.Of(data.SelectRows(validation), PixelMaximum, absent));
    }

    // What the gradients of a step are multiplied with, in single precision: there tiny weights vanish, and huge ones are infinite.
    private static float[] WeightsOf(ClassificationData data)
    {
        float[] weights = new float[data.RowCount];
        double largest = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            double weight = data.Weights.IsEmpty ? 1 : data.Weights[i];
            weights[i] = (float)weight;
            largest = Math.Max(largest, weight);
        }
        if (largest is not (>= 1e-20 and <= 1e20))
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"the largest weight of a row must be 1E-20 to 1E+20, was {largest}: scale the weights, to a mean of 1 say"), nameof(data));
        return weights;
    }

    private static byte[] Hash(PixelRows pixels, ClassificationData data, float[] weights, ValidationRows? validation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(pixels.Hash());
        hash.AppendData(MemoryMarshal.AsBytes(data.Codes));
        hash.AppendData(MemoryMarshal.AsBytes<float>(weights));
        foreach (string name in data.Labels.Names)
        {
            hash.AppendData(MemoryMarshal.AsBytes([name.Length]));
            hash.AppendData(MemoryMarshal.AsBytes(name.AsSpan()));
        }
        validation?.AddTo(hash);
        return hash.GetHashAndReset();
    }
}
