using System.Collections.Immutable;
using ClassicML.Benchmarks.Speed.Peers;
using ClassicML.Linear;

namespace ClassicML.Benchmarks.Speed.Cases;

/// <summary>The lasso at a hundred penalties, by warm starts.</summary>
internal sealed class LassoPathCase : SpeedCase
{
    private readonly Lazy<RegressionData> data = new(() =>
    {
        (Matrix x, double[] y) = LinearData.Tall(20_000, 300);
        return new RegressionData(x, y);
    });

    public override Family Family => Family.Linear;

    public override string Name => "lasso-path";

    public override string Summary => "lasso, 100 penalties down to a thousandth of the first, 20,000×300 dense, gap 1e-6 of the mean square";

    // Of objectives of about a fifth, which a gap of 1e-6 of the mean square leaves some 1e-7 from their optima.
    public override IReadOnlyList<(string, string, double)> Steps { get; } = [("fit", "mean objective of the path", 1e-6)];

    public override IReadOnlyList<CasePeer> Peers => [PeerNames.ScikitLearn, PeerNames.Glmnet];

    public override IContender Ours()
    {
        RegressionData rows = data.Value;
        ImmutableArray<LassoPathPoint> path = [];
        return new InProcess("ClassicML", typeof(Lasso).Assembly, new Dictionary<string, (Action, Func<double>)>
        {
            ["fit"] = (() => path = new LassoPath().Compute(rows), () => path.Average(point => Objective(point, rows))),
        });
    }

    public override void WriteData(string folder)
    {
        NpyFile.Write(Path.Combine(folder, "x_train.npy"), (Matrix)data.Value.Features);
        NpyFile.Write(Path.Combine(folder, "y_train.npy"), new Matrix(data.Value.Targets, 1, data.Value.RowCount));
    }

    /// <summary>Half the mean square, and the penalty.</summary>
    private static double Objective(LassoPathPoint point, RegressionData rows)
    {
        double[] predicted = point.Model.Predict(rows.Features);
        double squares = 0;
        for (int i = 0; i < predicted.Length; i++) squares += Math.Pow(rows.Targets[i] - predicted[i], 2);
        return squares / (2 * predicted.Length) + point.Alpha * point.Model.Coefficients.ToArray().Sum(Math.Abs);
    }
}
