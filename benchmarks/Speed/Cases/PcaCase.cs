using ClassicML.Benchmarks.Speed.Peers;
using ClassicML.Decomposition;
using Microsoft.ML;

namespace ClassicML.Benchmarks.Speed.Cases;

/// <summary>PCA of tall data to a few components; the quality is the variance that they explain.</summary>
internal abstract class PcaCase : SpeedCase
{
    public override Family Family => Family.Decomposition;

    protected abstract int Count { get; }

    // The share explained agrees to a part in a million; the randomised peers lose a little.
    public override IReadOnlyList<(string, string, double)> Steps { get; } = [("fit", "share of variance", 1e-4)];

    // Accord.NET's singular values take minutes on the large cases.
    public override IReadOnlyList<string> Peers => [PeerNames.ScikitLearn, PeerNames.MLNet];

    public override IContender Ours()
    {
        Matrix x = Rows();
        PcaModel? model = null;
        return new InProcess("ClassicML", typeof(PcaModel).Assembly, new Dictionary<string, (Action, Func<double>)>
        {
            ["fit"] = (() => model = new Pca { ComponentCount = Count }.Fit(x), () => model!.ExplainedVarianceRatio.Sum()),
        });
    }

    public override IContender Peer(string name) => name switch
    {
        PeerNames.Accord => AccordPeers.Pca(Rows, Count),
        PeerNames.MLNet => MLNet(),
        _ => base.Peer(name),
    };

    public override void WriteData(string folder) => NpyFile.Write(Path.Combine(folder, "x_train.npy"), Rows());

    protected abstract Matrix Rows();

    // ML.NET's is randomised and gives no eigenvalues: its quality is the variance of what it projects to.
    private InProcess MLNet()
    {
        Matrix x = Rows();
        var ml = new MLContext(1);
        var definition = Microsoft.ML.Data.SchemaDefinition.Create(typeof(Row));
        definition["Values"].ColumnType = new Microsoft.ML.Data.VectorDataViewType(Microsoft.ML.Data.NumberDataViewType.Single,
            x.ColumnCount);
        ITransformer? model = null;
        IDataView? view = null;
        return new InProcess("ML.NET", typeof(MLContext).Assembly, new Dictionary<string, (Action, Func<double>)>
        {
            ["fit"] = (
                () =>
                {
                    Row[] rows = [.. Enumerable.Range(0, x.RowCount).Select(i =>
                        new Row { Values = Array.ConvertAll(x.Row(i).ToArray(), v => (float)v) })];
                    view = ml.Data.LoadFromEnumerable(rows, definition);
                    model = ml.Transforms.ProjectToPrincipalComponents("Scores", "Values", rank: Count, overSampling: 20, seed: 1).Fit(
                        view);
                },
                () => Share(x, [.. Microsoft.ML.Data.ColumnCursorExtensions.GetColumn<float[]>(model!.Transform(view!), "Scores")])),
        }, "float32 rows, 1 thread, randomised, 20 columns oversampled");
    }

    private static double Share(Matrix x, float[][] scores) =>
        Variance(scores.Length, scores[0].Length, (i, j) => scores[i][j]) / Variance(x.RowCount, x.ColumnCount, (i, j) => x[i, j]);

    private static double Variance(int n, int p, Func<int, int, double> value)
    {
        double total = 0;
        for (int j = 0; j < p; j++)
        {
            double sum = 0, squares = 0;
            for (int i = 0; i < n; i++) sum += value(i, j);
            for (int i = 0; i < n; i++) squares += Math.Pow(value(i, j) - sum / n, 2);
            total += squares;
        }
        return total;
    }

    private sealed class Row
    {
        public float[] Values { get; set; } = [];
    }
}
