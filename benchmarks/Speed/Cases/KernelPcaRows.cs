using ClassicML.Benchmarks.Speed.Peers;
using ClassicML.Decomposition;

namespace ClassicML.Benchmarks.Speed.Cases;

/// <summary>Kernel PCA of rows to 20 components; the quality is the sum of their eigenvalues.</summary>
internal sealed class KernelPcaRows(string name, int rows, string written) : SpeedCase
{
    private const int Columns = 20, Count = 20;
    private const double Gamma = 0.05;

    public override Family Family => Family.Decomposition;

    public override string Name => name;

    public override string Summary => $"kernel PCA, RBF, of {written}×20 rows to 20 components";

    // The eigenvalues sum to some hundreds: a part in a hundred million.
    public override IReadOnlyList<(string, string, double)> Steps { get; } = [("fit", "sum of eigenvalues", 1e-5),
        ("transform", "rows", 0)];

    // Accord.NET finds all eigenvectors of the matrix, in one thread: minutes from some thousands of rows on.
    public override IReadOnlyList<CasePeer> Peers => rows > 1000
        ? [PeerNames.ScikitLearn]
        : [PeerNames.ScikitLearn, new(PeerNames.Accord, () => AccordPeers.KernelPca(Rows, Gamma, Count))];

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

    private Matrix Rows()
    {
        var rng = new Rng(3);
        double[] x = new double[rows * Columns];
        for (int i = 0; i < x.Length; i++) x[i] = 3 * (rng.NextDouble() - 0.5) + i / Columns % 5;
        return Matrix.Wrap(x, rows, Columns);
    }
}
