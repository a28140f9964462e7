namespace ClassicML.MLNet;

/// <summary>
/// Of several classes: the predicted one as a key, and a score for each class: its probability where the model has some, else its decision score, else 1 for
/// the predicted one and 0 for the others.
/// </summary>
internal sealed class MulticlassOutputs(IClassifierModel model, MLNetColumns names, LabelKind label) : ModelOutputs
{
    public const string Task = "MulticlassClassification";

    public override DataViewSchema.DetachedColumn[] Columns { get; } =
    [
        Scored(names.PredictedLabel, new KeyDataViewType(typeof(uint), model.Labels.Count), Task, "PredictedLabel",
            builder => label.AddValues(builder, model.Labels.Names)),
        Scored(names.Score, new VectorDataViewType(NumberDataViewType.Single, model.Labels.Count), Task, "Score", builder =>
        {
            if (label.Values is not null) Annotation.AddTexts(builder, Annotation.SlotNames, model.Labels.Names);
        }),
    ];

    public override OutputBlock NewBlock(bool[] isActive) => new Block(model, isActive);

    private sealed class Block(IClassifierModel model, bool[] isActive) : OutputBlock
    {
        private readonly int classes = model.Labels.Count;
        private readonly IProbabilisticModel? probabilistic = model.As<IProbabilisticModel>();
        private readonly IDecisionScores? scored = model.As<IDecisionScores>();
        private int[] codes = [];
        private double[] scores = [];

        private bool HasScores => probabilistic is not null || scored is not null;

        public override void Predict(Features x)
        {
            if (isActive[0] || !HasScores) model.Predict(x, Room(ref codes, x.RowCount));
            if (!isActive[1]) return;
            if (probabilistic is not null) probabilistic.PredictProbabilities(x, Room(ref scores, x.RowCount * classes));
            else scored?.DecisionScores(x, Room(ref scores, x.RowCount * scored.ScoreCount));
        }

        public override Delegate Value(int column) => column == 0
            ? (RowValue<uint>)((int row, ref uint key) => key = (uint)codes[row] + 1)
            : (RowValue<VBuffer<float>>)((int row, ref VBuffer<float> vector) =>
            {
                VBufferEditor<float> editor = VBufferEditor.Create(ref vector, classes);
                for (int k = 0; k < classes; k++) editor.Values[k] = (float)Score(row, k);
                vector = editor.Commit();
            });

        private double Score(int row, int k)
        {
            if (!HasScores) return codes[row] == k ? 1 : 0;
            // Two classes have one score, positive for the second.
            if (probabilistic is null && scored!.ScoreCount == 1) return k == 1 ? scores[row] : -scores[row];
            return scores[row * classes + k];
        }
    }
}
