using ClassicML.Benchmarks.Speed.Peers;
using ClassicML.Decomposition;

namespace ClassicML.Benchmarks.Speed.Cases;

/// <summary>Kernel PCA of 5,000 rows to 20 components; the quality is the sum of their eigenvalues.</summary>
internal sealed class KernelPcaRows : SpeedCase
{
    private const int Count = 20;
    private const double Gamma = 0.05;

    public override Family Family => Family.Decomposition;

    public override string Name => "kernel-pca";

    public override string Summary => "kernel PCA, RBF, of 5,000×20 rows to 20 components";

    // The eigenvalues sum to some hundreds: a part in a hundred million.
    public override IReadOnlyList<(string, string, double)> Steps { get; } = [("fit", "sum of eigenvalues", 1e-5),
        ("transform", "rows", 0)];

    public override IReadOnlyList<string> Peers => [PeerNames.ScikitLearn];

    public override IContender Ours()
    {
        Matrix x = Rows();
        KernelPcaModel? model = null;
        var scores = new Matrix(new double[0, 0]);
        return new InProcess("ClassicML", typeof(PcaModel).Assembly, new Dictionary<string, (Action, Func<double>)>
        {
            ["fit"] = (() => model = new KernelPca { Kernel = KernelFunction.Rbf(Gamma), ComponentCount = Count }.Fit(x), () =>
                Sum(model!.Eigenvalues)),
            ["transform"] = (() => scores = (Matrix)model!.Transform(x), () => scores.RowCount),
        });
    }

    public override void WriteData(string folder) => NpyFile.Write(Path.Combine(folder, "x_train.npy"), Rows());

    private static double Sum(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double value in values) sum += value;
        return sum;
    }

    private static Matrix Rows()
    {
        var rng = new Rng(3);
        double[] x = new double[5000 * 20];
        for (int i = 0; i < x.Length; i++) x[i] = 3 * (rng.NextDouble() - 0.5) + i / 20 % 5;
        return Matrix.Wrap(x, 5000, 20);
    }
}
