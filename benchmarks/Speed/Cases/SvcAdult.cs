using ClassicML.Svm;

namespace ClassicML.Benchmarks.Speed.Cases;

/// <summary>Categories as one-hot columns, in the shape of the census data "adult": sparse rows, and a third of them support
/// vectors.</summary>
internal sealed class SvcAdult : KernelSvmCase
{
    public override string Name => "svc-adult";

    public override string Summary => "kernel SVM, RBF γ 0.05, C 1, one-hot categories, 30,000×120 sparse; 5,000 of them to predict";

    // A hundred-thousandth of the objective. Two rows at the border.
    public override IReadOnlyList<(string, string, double)> Steps { get; } =
        [("fit", "dual objective", 0.1), ("predict", "accuracy", 4e-4)];

    protected override SvmClassifier Svm { get; } = new() { Kernel = KernelFunction.Rbf(0.05) };

    protected override (ClassificationData, ClassificationData) Data()
    {
        ClassificationData rows = LinearData.OneHot();
        return (rows, rows.SelectRows([.. Enumerable.Range(0, 5000)]));
    }
}
