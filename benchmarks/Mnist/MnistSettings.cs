using System.Globalization;
using System.Text.Json;

namespace ClassicML.Benchmarks.Mnist;

/// <summary>What all contenders are told alike. It lies as settings.json beside the rows, so equal settings are one number in one place.</summary>
internal sealed record MnistSettings
{
    private const string FileName = "settings.json";

    /// <summary>Pixels of a side of a picture.</summary>
    public int Side { get; init; } = 28;

    /// <summary>Passes over the rows of learners that take a step a row.</summary>
    public int Epochs { get; init; } = 10;

    /// <summary>The constant step of Adaline; a picture's squared length is about 100, and steps diverge above 2 by that.</summary>
    public double AdalineRate { get; init; } = 0.001;

    /// <summary>The weight of the summed loss against the L2 penalty of logistic regression.</summary>
    public double LogisticC { get; init; } = 0.05;

    /// <summary>The same for the L1 penalty.</summary>
    public double LassoC { get; init; } = 0.05;

    /// <summary>Passes of solvers that come near the L1 optimum only slowly.</summary>
    public int LassoEpochs { get; init; } = 20;

    /// <summary>The weight of the penalty of stochastic gradient descent, by row.</summary>
    public double SgdAlpha { get; init; } = 1e-4;

    public double LinearSvmC { get; init; } = 0.01;

    public double KernelC { get; init; } = 5;

    public double KernelGamma { get; init; } = 0.02;

    public int TreeCount { get; init; } = 100;

    /// <summary>Rounds of learners that grow a tree for each class in each.</summary>
    public int Rounds { get; init; } = 10;

    /// <summary>The most leaves of a tree where a library has no trees without a limit.</summary>
    public int LeafCount { get; init; } = 256;

    /// <summary>The most leaves of a boosted tree, which is to be small.</summary>
    public int BoostedLeafCount { get; init; } = 31;

    public int BoostingRounds { get; init; } = 10;

    public int NeighborCount { get; init; } = 5;

    public int ComponentCount { get; init; } = 50;

    /// <summary>How far quadratic discriminants move covariances to the unit matrix.</summary>
    public double Regularization { get; init; } = 0.02;

    /// <summary>How far linear discriminants move the covariance to a multiple of the unit matrix.</summary>
    public double Shrinkage { get; init; } = 0.1;

    public int HiddenCount { get; init; } = 100;

    public int MlpEpochs { get; init; } = 10;

    public int MlpBatch { get; init; } = 200;

    public int CnnEpochs { get; init; } = 3;

    public int CnnBatch { get; init; } = 32;

    /// <summary>Those for the 8×8 pixels of Digits: fewer pixels vary more, and fewer rows need more passes.</summary>
    public static MnistSettings ForDigits { get; } = new()
    {
        Side = 8, KernelGamma = 0.25, LogisticC = 1, LassoC = 1, LinearSvmC = 0.5, AdalineRate = 0.01, ComponentCount = 30, MlpEpochs = 60, CnnEpochs = 15,
        Epochs = 20,
    };

    public static MnistSettings Read(string folder) => JsonSerializer.Deserialize<MnistSettings>(File.ReadAllText(Path.Combine(folder, FileName)))!;

    public void Write(string folder) => File.WriteAllText(Path.Combine(folder, FileName), JsonSerializer.Serialize(this));

    /// <summary>A number as a report writes it.</summary>
    public static string Number(double value) => value.ToString("0.#####", CultureInfo.InvariantCulture);
}
