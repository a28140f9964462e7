using ClassicML.Benchmarks.Speed.Peers;
using ClassicML.Linear;
using ClassicML.Preprocessing;
using ClassicML.MLNet;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;

namespace ClassicML.Benchmarks.Speed.Cases;

/// <summary>A model in production: rows one at a time, then together.</summary>
internal abstract class OneRowCase : SpeedCase
{
    private const int Alone = 1000;

    public override Family Family => Family.Serving;

    public override IReadOnlyList<(string, string, double)> Steps => [("alone", "accuracy of the first rows", Tolerance), ("together", "accuracy", Tolerance)];

    public override IReadOnlyList<CasePeer> Peers =>
        [PeerNames.ScikitLearn, new(PeerNames.MLNet, MLNet), new(PeerNames.OnnxRuntime, () => OnnxRuntimePeer.Of(Fit(Data().Train), Data().Test, Alone))];

    protected abstract double Tolerance { get; }

    protected abstract (ClassificationData Train, ClassificationData Test) Data();

    protected abstract IClassifierModel Fit(ClassificationData train);

    protected abstract IEstimator<ITransformer> Trainer(MLContext ml, int p);

    public override IContender Ours()
    {
        (ClassificationData train, ClassificationData test) = Data();
        IClassifierModel model = Fit(train);
        ClassifierPredictor predictor = model.CreatePredictor();
        var x = (Matrix)test.Features;
        int[] codes = new int[Alone], together = [];
        ClassificationData first = test.SelectRows([.. Enumerable.Range(0, Alone)]);
        return new InProcess("ClassicML", typeof(ClassifierPredictor).Assembly, new Dictionary<string, (Action, Func<double>)>
        {
            ["alone"] = (() =>
            {
                for (int i = 0; i < codes.Length; i++) codes[i] = predictor.Predict(x.Row(i));
            }, () => Accuracy(codes, first)),
            ["together"] = (() => together = model.Predict(x), () => Accuracy(together, test)),
        });
    }

    public override void WriteData(string folder) => WriteSplit(folder, Data());

    // PredictionEngine is what ML.NET's documentation has for single rows; both are ready before the clock starts.
    private IContender MLNet()
    {
        (ClassificationData train, ClassificationData test) = Data();
        var ml = new MLContext(seed: 1);
        ITransformer model = Trainer(ml, train.FeatureCount).Fit(train.ToDataView(booleanLabels: true));
        SchemaDefinition schema = SchemaDefinition.Create(typeof(Question));
        schema[nameof(Question.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, train.FeatureCount);
        PredictionEngine<Question, Answer> engine = ml.Model.CreatePredictionEngine<Question, Answer>(model, inputSchemaDefinition: schema);
        Question[] rows = [.. Enumerable.Range(0, Alone).Select(i =>
            new Question { Features = Array.ConvertAll(((Matrix)test.Features).Row(i).ToArray(), value => (float)value) })];
        ClassificationData first = test.SelectRows([.. Enumerable.Range(0, Alone)]);
        int[] codes = new int[Alone], together = [];
        var answer = new Answer();
        return new InProcess("ML.NET PredictionEngine", typeof(MLContext).Assembly, new Dictionary<string, (Action, Func<double>)>
        {
            ["alone"] = (() =>
            {
                for (int i = 0; i < codes.Length; i++)
                {
                    engine.Predict(rows[i], ref answer);
                    codes[i] = answer.PredictedLabel ? 1 : 0;
                }
            }, () => Accuracy(codes, first)),
            ["together"] = (() => together = FastForest.Predict(model, test), () => Accuracy(together, test)),
        }, InProcess.Rows("float32"));
    }

    private sealed class Question
    {
        public float[] Features { get; set; } = [];

        public bool Label { get; set; }
    }

    private sealed class Answer
    {
        public bool PredictedLabel { get; set; }
    }
}

/// <summary>Rows of pixels through a forest.</summary>
internal sealed class OneRowForest : OneRowCase
{
    public override string Name => "one-row-forest";

    public override string Summary => "a forest of 100 trees of 256 leaves on MNIST, two classes: 1,000 rows each alone, then 10,000 together";

    // Forests of other seeds and other bins.
    protected override double Tolerance => 0.02;

    protected override (ClassificationData, ClassificationData) Data() => ServingForest.Data();

    protected override IClassifierModel Fit(ClassificationData train) => ServingForest.Fit(train);

    protected override IEstimator<ITransformer> Trainer(MLContext ml, int p) => FastForest.Trainer(ml, p, ServingForest.TreeCount, ServingForest.LeafCount);
}

/// <summary>Rows of a few numbers through a logistic regression.</summary>
internal sealed class OneRowLogistic : OneRowCase
{
    public override string Name => "one-row-logistic";

    public override string Summary => "columns standardised and a logistic regression on Breast cancer (569×30): 1,000 rows each alone, then 20,000 together";

    // A row or two at the border; ML.NET weighs the penalty otherwise.
    protected override double Tolerance => 0.02;

    protected override (ClassificationData, ClassificationData) Data()
    {
        ClassificationData cancer = Datasets.BreastCancer(), all = new(cancer.Features, cancer.Codes, new ClassLabels([0, 1]));
        return (all, all.SelectRows([.. Enumerable.Range(0, 20_000).Select(i => i * 7 % all.RowCount)]));
    }

    protected override IClassifierModel Fit(ClassificationData train) => new StandardScaler().Then(new LogisticRegression()).Fit(train);

    protected override IEstimator<ITransformer> Trainer(MLContext ml, int p) =>
        ml.Transforms.NormalizeMeanVariance("Features").Append(ml.BinaryClassification.Trainers.LbfgsLogisticRegression(
            new LbfgsLogisticRegressionBinaryTrainer.Options { L1Regularization = 0, L2Regularization = 1 }));
}
