using ClassicML.Benchmarks.Speed.Peers;
using ClassicML.Preprocessing;

namespace ClassicML.Benchmarks.Speed.Cases;

/// <summary>Holes filled from the nearest rows that have the value.</summary>
internal sealed class ImputeKnn : SpeedCase
{
    private const int RowCount = 20_000, ColumnCount = 30;

    public override Family Family => Family.Preprocessing;

    public override string Name => "impute-knn";

    public override string Summary => "fill 10 % missing values of 20,000×30 from the 5 nearest rows";

    public override IReadOnlyList<(string, string, double)> Steps { get; } = [("fill", "mean square", 1e-9)];

    public override IReadOnlyList<CasePeer> Peers => [PeerNames.ScikitLearn];

    public override IContender Ours()
    {
        Matrix x = Rows();
        Matrix? filled = null;
        return new InProcess("ClassicML", typeof(KnnImputer).Assembly, new Dictionary<string, (Action, Func<double>)>
        {
            ["fill"] = (() => filled = (Matrix)new KnnImputer().Fit(x).Transform(x),
                () => System.Numerics.Tensors.TensorPrimitives.SumOfSquares(filled!.Span) / filled.Span.Length),
        });
    }

    public override void WriteData(string folder) => NpyFile.Write(Path.Combine(folder, "x_train.npy"), Rows());

    private static Matrix Rows()
    {
        var rng = new Rng(1);
        double[] x = new double[RowCount * ColumnCount];
        for (int i = 0; i < RowCount; i++)
        {
            double centre = 3 * rng.NextInt(4);
            for (int j = 0; j < ColumnCount; j++)
            {
                double value = centre * Math.Sin(j) + rng.NextDouble() + rng.NextDouble() + rng.NextDouble();
                x[i * ColumnCount + j] = rng.NextDouble() < 0.1 ? double.NaN : value;
            }
        }
        return Matrix.Wrap(x, RowCount, ColumnCount);
    }
}
