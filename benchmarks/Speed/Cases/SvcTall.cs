using ClassicML.Svm;

namespace ClassicML.Benchmarks.Speed.Cases;

/// <summary>Two classes, many rows, few columns: one machine whose kernel matrix does not fit the memory limit.</summary>
internal sealed class SvcTall : KernelSvmCase
{
    private const int Rows = 20_000, Columns = 30;

    public override string Name => "svc-tall";

    public override string Summary => "kernel SVM, RBF γ 1/30, C 1, on 20,000×30 synthetic rows; 5,000 to predict";

    // The objective is about -5300; the tolerance of 1e-3 leaves it some 1e-6 of that from the optimum. Two rows at the border.
    public override IReadOnlyList<(string, string, double)> Steps { get; } = [("fit", "dual objective", 0.05), ("predict", "accuracy", 4e-4)];

    public override IReadOnlyList<CasePeer> Peers => [.. base.Peers, Accord];

    protected override SvmClassifier Svm { get; } = new() { Kernel = KernelFunction.Rbf(1.0 / Columns) };

    protected override (ClassificationData, ClassificationData) Data()
    {
        ClassificationData train = Synthetic(Rows, 7);
        return (train, Synthetic(5000, 8));
    }

    // Nearly normal columns (sums of twelve uniform numbers), a quadratic border and noise around it.
    private static ClassificationData Synthetic(int rows, ulong seed)
    {
        var rng = new Rng(seed);
        double[] x = new double[rows * Columns];
        int[] y = new int[rows];
        for (int i = 0; i < rows; i++)
        {
            Span<double> row = x.AsSpan(i * Columns, Columns);
            foreach (ref double value in row)
            {
                value = -6;
                for (int k = 0; k < 12; k++) value += rng.NextDouble();
            }
            double border = row[0] * row[1] + row[2] + 0.5 * row[3] * row[3] - 0.5;
            y[i] = border + rng.NextDouble() - 0.5 > 0 ? 1 : 0;
        }
        return ClassificationData.Create(Matrix.Wrap(x, rows, Columns), y);
    }
}
