using ClassicML.Benchmarks.Speed.Peers;
using ClassicML.Preprocessing;

namespace ClassicML.Benchmarks.Speed.Cases;

/// <summary>Standardising all of MNIST: as fast as memory is.</summary>
internal sealed class ScaleMnist : SpeedCase
{
    public override Family Family => Family.Preprocessing;

    public override string Name => "scale-mnist";

    public override string Summary => "standardise MNIST (60,000×784): means and deviations, then every value";

    // A sum of 47 million squares in another order differs by some √n units in the last place.
    public override IReadOnlyList<(string, string, double)> Steps { get; } = [("fit", "mean deviation", 1e-12), ("transform", "mean square", 1e-11)];

    public override IReadOnlyList<CasePeer> Peers => [PeerNames.ScikitLearn];

    public override IContender Ours()
    {
        Matrix x = (Matrix)MnistRows.Train().Features;
        StandardScalerModel? model = null;
        Matrix? scaled = null;
        return new InProcess("ClassicML", typeof(StandardScaler).Assembly, new Dictionary<string, (Action, Func<double>)>
        {
            ["fit"] = (() => model = new StandardScaler().Fit(x), () => model!.Scales.ToArray().Average()),
            ["transform"] = (
                () => scaled = (Matrix)model!.Transform(x), () => System.Numerics.Tensors.TensorPrimitives.SumOfSquares(scaled!.Span) / scaled.Span.Length),
        });
    }

    public override void WriteData(string folder) => NpyFile.Write(Path.Combine(folder, "x_train.npy"), (Matrix)MnistRows.Train().Features);
}
