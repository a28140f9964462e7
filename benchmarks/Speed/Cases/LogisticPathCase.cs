using System.Collections.Immutable;
using ClassicML.Benchmarks.Speed.Peers;
using ClassicML.Linear;

namespace ClassicML.Benchmarks.Speed.Cases;

/// <summary>Logistic regression under L1 at fifty penalties, by warm starts.</summary>
internal sealed class LogisticPathCase : SpeedCase
{
    private readonly Lazy<ClassificationData> data = new(() => LinearData.TallClasses(50_000));

    public override Family Family => Family.Linear;

    public override string Name => "logistic-path";

    public override string Summary => "logistic regression, L1, 50 penalties down to a thousandth of the first, 50,000×50 dense";

    // Of objectives of about a half.
    public override IReadOnlyList<(string, string, double)> Steps { get; } = [("fit", "mean objective of the path", 1e-5)];

    public override IReadOnlyList<CasePeer> Peers => [PeerNames.Liblinear, PeerNames.Glmnet];

    public override IContender Ours()
    {
        ClassificationData rows = data.Value;
        var path = new LogisticPath
        {
            Learner = new LogisticRegression { Penalty = Penalty.L1, FitIntercept = false }, PointCount = 50, LastShare = 1e-3,
        };
        ImmutableArray<LogisticPathPoint> points = [];
        return new InProcess("ClassicML", typeof(LogisticPath).Assembly, new Dictionary<string, (Action, Func<double>)>
        {
            ["fit"] = (() => points = path.Compute(rows), () => points.Average(point => Objective(point, rows))),
        });
    }

    public override void WriteData(string folder)
    {
        NpyFile.Write(Path.Combine(folder, "x_train.npy"), (Matrix)data.Value.Features);
        NpyFile.Write(Path.Combine(folder, "y_train.npy"), data.Value.Codes);
    }

    /// <summary>The mean loss, and the sum of |w| by Cn.</summary>
    private static double Objective(LogisticPathPoint point, ClassificationData rows)
    {
        Matrix scores = point.Model.DecisionScores(rows.Features);
        double loss = 0;
        for (int i = 0; i < rows.RowCount; i++)
        {
            double margin = rows.Codes[i] == 1 ? scores[i, 0] : -scores[i, 0];
            loss += Math.Max(0, -margin) + double.LogP1(Math.Exp(-Math.Abs(margin)));
        }
        return (loss + point.Model.Coefficients.Span.ToArray().Sum(Math.Abs) / point.C) / rows.RowCount;
    }
}
