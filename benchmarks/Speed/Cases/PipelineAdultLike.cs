using ClassicML.Benchmarks.Speed.Peers;
using ClassicML.Linear;
using ClassicML.Preprocessing;

namespace ClassicML.Benchmarks.Speed.Cases;

/// <summary>Mixed columns in the shape of the census data "adult", from holes and texts to a logistic regression, and one row at a time through it.</summary>
internal sealed class PipelineAdultLike : SpeedCase
{
    private const int RowCount = 30_000, NumberCount = 6, TextCount = 8, QueryCount = 200;

    private static readonly int[] Levels = [9, 16, 7, 15, 6, 5, 2, 42];

    public override Family Family => Family.Preprocessing;

    public override string Name => "pipeline-adult-like";

    public override string Summary =>
        "30,000 rows of 6 numbers with holes and 8 texts: fill by medians, standardise, one-hot, logistic regression; then 200 rows, each alone";

    // Both are solved to 1e-6 of the optimum; a row or two at the border may change sides.
    public override IReadOnlyList<(string, string, double)> Steps { get; } = [("fit", "accuracy", 3e-4), ("alone", "share of the second class", 6e-3)];

    public override IReadOnlyList<CasePeer> Peers => [PeerNames.ScikitLearn];

    public override IContender Ours()
    {
        ClassificationData data = Rows();
        var learner = new ColumnTransformer()
            .With("numbers", Columns.OfKind(ColumnKind.Number), new SimpleImputer { Statistic = ImputationStatistic.Median }.Then(new StandardScaler()))
            .With("texts", Columns.OfKind(ColumnKind.Text), new OneHotEncoder { Unknown = UnknownCategory.Ignore, SparseOutput = true })
            .Then(new LogisticRegression());
        IClassifierModel? model = null;
        Table[] queries = [.. Enumerable.Range(0, QueryCount).Select(i => ((Table)data.Features).Rows(i, 1))];
        int[] codes = new int[QueryCount];
        return new InProcess("ClassicML", typeof(ColumnTransformer).Assembly, new Dictionary<string, (Action, Func<double>)>
        {
            ["fit"] = (() => model = learner.Fit(data), () => Accuracy(model!.Predict(data.Features), data)),
            ["alone"] = (() =>
            {
                for (int i = 0; i < QueryCount; i++) codes[i] = model!.Predict(queries[i])[0];
            }, () => codes.Average()),
        });
    }

    public override void WriteData(string folder)
    {
        ClassificationData data = Rows();
        var table = (Table)data.Features;
        NpyFile.Write(Path.Combine(folder, "x_train.npy"), table.SelectColumns([.. Enumerable.Range(0, NumberCount)]).ToMatrix());
        for (int j = 0; j < TextCount; j++)
            NpyFile.Write(Path.Combine(folder, $"codes{j}.npy"), ((TextColumn)table.Columns[NumberCount + j]).Codes.ToArray());
        NpyFile.Write(Path.Combine(folder, "y_train.npy"), data.Codes);
    }

    private static ClassificationData Rows()
    {
        var rng = new Rng(7);
        double[] scores = new double[RowCount];
        NumberColumn[] numbers = [.. Enumerable.Range(0, NumberCount).Select(j =>
        {
            double[] values = new double[RowCount];
            for (int i = 0; i < RowCount; i++)
            {
                double value = rng.NextDouble() + rng.NextDouble() + rng.NextDouble() - 1.5;
                scores[i] += (j - 2) * 0.5 * value;
                values[i] = rng.NextDouble() < 0.05 ? double.NaN : Math.Round((40 + 12 * value) * Math.Pow(10, j - 1), 3);
            }
            return NumberColumn.Wrap($"number{j}", values);
        })];
        TextColumn[] texts = [.. Levels.Select((count, j) =>
        {
            int[] codes = new int[RowCount];
            for (int i = 0; i < RowCount; i++)
            {
                codes[i] = (int)(count * rng.NextDouble() * rng.NextDouble());
                scores[i] += 0.8 * Math.Sin(3 * j + codes[i]);
            }
            return TextColumn.Wrap($"text{j}", codes, Enumerable.Range(0, count).Select(level => $"level {level}"));
        })];
        int[] classes = [.. scores.Select(score => score + 2 * (rng.NextDouble() - 0.5) > 1 ? 1 : 0)];
        return ClassificationData.Create(new Table([.. numbers, .. texts]), classes);
    }
}
