using ClassicML.Benchmarks.Speed.Peers;

namespace ClassicML.Benchmarks.Mnist;

/// <summary>The rows of the report, pixels in [0, 1]; or, where MNIST is not on this machine, those of Digits.</summary>
/// <param name="IsMnist">Whether they are MNIST's.</param>
/// <param name="Train">The rows to fit on.</param>
/// <param name="Test">The rows that scores are of.</param>
internal sealed record MnistData(bool IsMnist, ClassificationData Train, ClassificationData Test)
{
    /// <summary>PCA and others need more rows than they keep components, and every class.</summary>
    public const int FewestRows = 500;

    public const int DefaultRows = 4000, AllRows = 60_000;

    private const int AllTestRows = 10_000, DigitsTestRows = 450;

    public string Name => IsMnist ? "MNIST" : "Digits";

    /// <summary>Pixels of a side of a picture.</summary>
    public int Side => IsMnist ? 28 : 8;

    public MnistSettings Settings => IsMnist ? new MnistSettings() : MnistSettings.ForDigits;

    /// <summary>What was chosen, as a sentence without its end.</summary>
    public string Choice => IsMnist
        ? Text($"the first {Train.RowCount:N0} of MNIST's {AllRows:N0} training digits and the first {Test.RowCount:N0} of its {AllTestRows:N0} test digits")
        : Text($"{Train.RowCount:N0} of Digits' training rows and {Test.RowCount:N0} of its test rows, of a stratified split 3:1 with seed 1");

    /// <summary>Reads MNIST where it is on this machine, without asking a network.</summary>
    public static MnistData Load(int rows)
    {
        Check.Within(rows, new Interval(FewestRows, AllRows), "--rows");
        if (!Datasets.HasMnist)
        {
            var (all, test) = Datasets.Digits().Split((double)DigitsTestRows / 1797, seed: 1, stratified: true);
            return new MnistData(false, Part(all, rows, 16), Part(test, test.RowCount, 16));
        }
        var (train, tested) = Datasets.Mnist();
        return new MnistData(true, Part(train, rows, 255), Part(tested, Math.Min(rows, AllTestRows), 255));
    }

    /// <summary>Puts rows and settings where contenders read them.</summary>
    public void Write(string folder)
    {
        NpyFile.Write(Path.Combine(folder, "x_train.npy"), (Matrix)Train.Features);
        NpyFile.Write(Path.Combine(folder, "y_train.npy"), Train.Codes);
        NpyFile.Write(Path.Combine(folder, "x_test.npy"), (Matrix)Test.Features);
        NpyFile.Write(Path.Combine(folder, "y_test.npy"), Test.Codes);
        Settings.Write(folder);
    }

    /// <summary>What <see cref="Write"/> wrote.</summary>
    public static (ClassificationData Train, ClassificationData Test) Read(string folder)
    {
        return (One("train"), One("test"));

        ClassificationData One(string part) => new(
            NpyFile.ReadMatrix(Path.Combine(folder, $"x_{part}.npy")), NpyFile.ReadIntegers(Path.Combine(folder, $"y_{part}.npy")), Datasets.Digits().Labels);
    }

    private static ClassificationData Part(ClassificationData data, int rows, double maximum)
    {
        data = data.SelectRows([.. Enumerable.Range(0, Math.Min(rows, data.RowCount))]);
        double[] pixels = Array.ConvertAll(((Matrix)data.Features).Span.ToArray(), pixel => pixel / maximum);
        return data.WithFeatures(Matrix.Wrap(pixels, data.RowCount, data.FeatureCount));
    }

    private static string Text(FormattableString text) => Pages.Written.Of(text);
}
