using ClassicML.Benchmarks.Speed.Peers;
using ClassicML.Decomposition;
using ClassicML.Internal;

namespace ClassicML.Benchmarks.Speed.Cases;

/// <summary>The axes that part five classes best, of regular data without shrinkage; equal means the same Fisher's criterion.</summary>
internal sealed class LdaTall : SpeedCase
{
    public override Family Family => Family.Decomposition;

    public override string Name => "lda-tall";

    public override string Summary => "linear discriminants, eigen solver, of 50,000×30 rows in five classes to four axes";

    // Accord.NET weights the classes' covariances alike, whatever their sizes: its axes part the classes as well but for some millionths.
    public override IReadOnlyList<(string, string, double)> Steps { get; } = [("fit", "Fisher's criterion", 1e-5)];

    public override IReadOnlyList<CasePeer> Peers =>
        [PeerNames.ScikitLearn, new(PeerNames.Accord, () => AccordPeers.Discriminants(Data, axes => Criterion(Data(), axes)))];

    public override IContender Ours()
    {
        ClassificationData data = Data();
        LinearDiscriminantProjectionModel? model = null;
        return new InProcess("ClassicML", typeof(PcaModel).Assembly, new Dictionary<string, (Action, Func<double>)>
        {
            ["fit"] = (
                () => model = new LinearDiscriminantProjection { Solver = DiscriminantSolver.Eigen }.Fit(data),
                () => Criterion(data, [.. Enumerable.Range(0, model!.OutputCount).Select(k => model.Axes.Row(k).ToArray())])),
        });
    }

    public override void WriteData(string folder) => WriteRows(folder, Data());

    private static ClassificationData Data() => LinearData.FiveClasses(50_000, 30);

    /// <summary>tr((AᵀS_wA)⁻¹AᵀS_bA) of the projected rows: whatever basis the axes are of their space.</summary>
    private static double Criterion(ClassificationData data, double[][] axes)
    {
        var x = (Matrix)data.Features;
        int n = x.RowCount, d = axes.Length;
        var projected = new double[n, d];
        double[,] means = new double[data.ClassCount, d], within = new double[d, d], between = new double[d, d];
        double[] mean = new double[d];
        int[] counts = data.ClassCounts();
        for (int i = 0; i < n; i++)
            for (int k = 0; k < d; k++)
            {
                double value = projected[i, k] = Kernels.Dot(x.Row(i), axes[k]);
                means[data.Codes[i], k] += value / counts[data.Codes[i]];
                mean[k] += value / n;
            }
        for (int i = 0; i < n; i++)
            for (int j = 0; j < d; j++)
                for (int k = 0; k < d; k++)
                {
                    int code = data.Codes[i];
                    within[j, k] += (projected[i, j] - means[code, j]) * (projected[i, k] - means[code, k]);
                    between[j, k] += (means[code, j] - mean[j]) * (means[code, k] - mean[k]);
                }
        return (MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.DenseOfArray(within).Inverse()
            * MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.DenseOfArray(between)).Trace();
    }
}
