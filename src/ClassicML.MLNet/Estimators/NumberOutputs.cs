namespace ClassicML.MLNet;

/// <summary>Of a regressor: the predicted number.</summary>
internal sealed class RegressionOutputs(IRegressorModel model, MLNetColumns names) : ModelOutputs
{
    public const string Task = "Regression";

    public override DataViewSchema.DetachedColumn[] Columns { get; } = [Scored(names.Score, NumberDataViewType.Single, Task, "Score")];

    public override OutputBlock NewBlock(bool[] isActive) => new Block(model);

    private sealed class Block(IRegressorModel model) : OutputBlock
    {
        private double[] numbers = [];

        public override void Predict(Features x) => model.Predict(x, Room(ref numbers, x.RowCount));

        public override Delegate Value(int column) => (RowValue<float>)((int row, ref float value) => value = (float)numbers[row]);
    }
}

/// <summary>Of an outlier detector: whether a row is one, and a score that is the higher the more it is, as ML.NET's detectors have it.</summary>
internal sealed class OutlierOutputs(IOutlierModel model, MLNetColumns names) : ModelOutputs
{
    public const string Task = "AnomalyDetection";

    public override DataViewSchema.DetachedColumn[] Columns { get; } =
    [
        Scored(names.PredictedLabel, BooleanDataViewType.Instance, Task, "PredictedLabel"), Scored(names.Score, NumberDataViewType.Single, Task, "Score"),
    ];

    public override OutputBlock NewBlock(bool[] isActive) => new Block(model);

    private sealed class Block(IOutlierModel model) : OutputBlock
    {
        private double[] scores = [];

        public override void Predict(Features x) => model.Score(x, Room(ref scores, x.RowCount));

        public override Delegate Value(int column) => column == 0
            ? (RowValue<bool>)((int row, ref bool value) => value = scores[row] <= 0)
            : (RowValue<float>)((int row, ref float value) => value = (float)-scores[row]);
    }
}
