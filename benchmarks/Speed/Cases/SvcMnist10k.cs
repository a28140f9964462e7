using ClassicML.Svm;

namespace ClassicML.Benchmarks.Speed.Cases;

/// <summary>Ten classes and many columns: 45 machines over one kernel matrix.</summary>
internal sealed class SvcMnist10k : KernelSvmCase
{
    public override string Name => "svc-mnist10k";

    public override string Summary => "kernel SVM, RBF γ 0.02, C 5, on 10,000 digits of MNIST in [0, 1]; 10,000 to predict";

    // The objective is about -4330; the tolerance of 1e-3 leaves it some 1e-6 of that from the optimum. Two rows at the border.
    public override IReadOnlyList<(string, string, double)> Steps { get; } = [("fit", "dual objective", 0.05), ("predict", "accuracy", 2e-4)];

    protected override SvmClassifier Learner { get; } = new() { C = 5, Kernel = KernelFunction.Rbf(0.02) };

    protected override (ClassificationData, ClassificationData) Data()
    {
        (ClassificationData train, ClassificationData test) = Datasets.Mnist();
        return (Scaled(train.SelectRows([.. Enumerable.Range(0, 10_000)])), Scaled(test));
    }

    private static ClassificationData Scaled(ClassificationData data)
    {
        double[] values = ((Matrix)data.Features).Span.ToArray();
        double largest = values.Max();
        for (int i = 0; i < values.Length; i++) values[i] /= largest;
        return data.WithFeatures(Matrix.Wrap(values, data.RowCount, data.FeatureCount));
    }
}
