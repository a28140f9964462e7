namespace ClassicML.MLNet;

/// <summary>Of two classes, false and true: the predicted one, a score that is positive for true, and its probability where the model has one.</summary>
internal sealed class BinaryOutputs(IClassifierModel model, MLNetColumns names) : ModelOutputs
{
    public const string Task = "BinaryClassification";

    private readonly IProbabilisticModel? probabilities = model.As<IProbabilisticModel>();

    public override DataViewSchema.DetachedColumn[] Columns { get; } =
    [
        Scored(names.PredictedLabel, BooleanDataViewType.Instance, Task, "PredictedLabel"),
        Scored(names.Score, NumberDataViewType.Single, Task, "Score"),
        .. model.As<IProbabilisticModel>() is null ? Array.Empty<DataViewSchema.DetachedColumn>()
            : [Scored(names.Probability, NumberDataViewType.Single, Task, "Probability",
                builder => builder.AddPrimitiveValue("IsNormalized", BooleanDataViewType.Instance, true))],
    ];

    public override OutputBlock NewBlock(bool[] isActive) => new Block(model, model.As<IDecisionScores>(), probabilities, isActive);

    private sealed class Block(IClassifierModel model, IDecisionScores? scored, IProbabilisticModel? probabilistic, bool[] isActive) : OutputBlock
    {
        // Log-odds of a probability of 0 or 1 would be infinite, which no mean survives.
        private const double LeastProbability = 1e-15;

        private int[] codes = [];
        private double[] scores = [], probabilities = [];

        public override void Predict(Features x)
        {
            bool hasScores = scored is not null, needsCodes = isActive[0] || isActive[1] && !hasScores && probabilistic is null;
            if (needsCodes) model.Predict(x, Room(ref codes, x.RowCount));
            if (isActive[1]) scored?.DecisionScores(x, Room(ref scores, x.RowCount));
            if (isActive.Length > 2 && (isActive[2] || isActive[1] && !hasScores))
                probabilistic!.PredictProbabilities(x, Room(ref probabilities, 2 * x.RowCount));
        }

        public override Delegate Value(int column) => column switch
        {
            0 => (RowValue<bool>)((int row, ref bool value) => value = codes[row] == 1),
            1 => (RowValue<float>)((int row, ref float value) => value = (float)Score(row)),
            _ => (RowValue<float>)((int row, ref float value) => value = (float)probabilities[2 * row + 1]),
        };

        private double Score(int row)
        {
            if (scored is not null) return scores[row];
            if (probabilistic is null) return codes[row] == 1 ? 1 : -1;
            double p = Math.Clamp(probabilities[2 * row + 1], LeastProbability, 1 - LeastProbability);
            return Math.Log(p / (1 - p));
        }
    }
}
