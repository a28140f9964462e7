using ClassicML.Decomposition;
using ClassicML.Linear;
using ClassicML.Neighbors;
using ClassicML.Neural;
using ClassicML.Onnx;
using ClassicML.Preprocessing;
using ClassicML.Svm;
using ClassicML.Trees;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace ClassicML.Tests.Onnx;

/// <summary>Exported models in ML.NET's pipelines, by <c>ApplyOnnxModel</c>.</summary>
public sealed class OnnxMlNetTests : IDisposable
{
    private static readonly Samples three = Samples.OfClasses(3);

    private readonly string folder = Directory.CreateTempSubdirectory("classicml-onnx-").FullName;
    private readonly MLContext ml = new(1);

    public static TheoryData<string, object> Learners { get; } = new()
    {
        { "logistic regression", new StandardScaler().Then(new LogisticRegression()) }, { "linear SVM", new LinearSvmClassifier() },
        { "SVM", new StandardScaler().Then(new SvmClassifier()) }, { "calibrated", new CalibratedClassifier(new LinearSvmClassifier()) },
        { "tree", new DecisionTreeClassifier { MaxDepth = 4 } }, { "forest", new RandomForestClassifier { TreeCount = 20 } },
        { "forest of numbers", new ExtraTreesRegressor { TreeCount = 20 } }, { "neighbours", new KNearestNeighborsClassifier() },
        { "neighbours' numbers", new KNearestNeighborsRegressor() }, { "LDA", new LinearDiscriminantAnalysis() },
        { "QDA", new QuadraticDiscriminantAnalysis() }, { "network", new MlpClassifier { HiddenLayers = [8], MaxEpochs = 10 } },
        { "PCA", new Pca { ComponentCount = 2 } }, { "splines", new SplineFeatures() }, { "quantiles", new QuantileTransformer() },
        { "one class", new OneClassSvm() }, { "target", new TransformedTarget(new Ridge(), new QuantileTransformer { Output = QuantileOutput.Normal }) },
    };

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory, MemberData(nameof(Learners))]
    public void MLNet_applies_a_model(string name, object learner)
    {
        IModel model = AnyLearner.Fit(learner, three);
        Matrix x = (Matrix)OnnxParity.Rounded(three.X);
        Row[] rows = [.. Enumerable.Range(0, x.RowCount).Select(i => new Row { Input = Array.ConvertAll(x.Row(i).ToArray(), value => (float)value) })];
        IDataView view = ml.Data.LoadFromEnumerable(rows);
        string[] outputs = model switch
        {
            IClassifierModel classifier => [
                "label", .. classifier.As<IProbabilisticModel>() is null ? (string[])[] : ["probabilities"],
                .. classifier.As<IDecisionScores>() is null ? (string[])[] : ["scores"]],
            IRegressorModel => ["prediction"],
            IOutlierModel => ["score", "is_outlier"],
            _ => ["features"],
        };
        IDataView made = Apply(model, view, outputs, ["input"], new OnnxOptions());
        var values = outputs.ToDictionary(output => output, output => output switch
        {
            "label" => made.GetColumn<string[]>(output).SelectMany(row => row).ToArray(),
            "is_outlier" => made.GetColumn<bool[]>(output).SelectMany(row => row).ToArray(),
            _ => (Array)made.GetColumn<float[]>(output).SelectMany(row => row).Select(value => (double)value).ToArray(),
        });
        // Entries of our kernels are floats, of which a calibration or a decision makes a little more.
        OnnxParity.Same(model, x, values, 1e-5);
        Assert.NotEmpty(name);
    }

    /// <summary>Columns go in by their names, as ML.NET has them: numbers, texts and truth values as numbers.</summary>
    [Fact]
    public void MLNet_reads_columns_by_their_names()
    {
        Table train = OnnxData.Mixed(), x = train.Without("label", "target");
        ClassifierPipelineModel model = new ColumnTransformer()
            .With("numbers", Columns.Named("age", "income"), new SimpleImputer().Then(new StandardScaler()))
            .With("others", Columns.Named("city", "member"), new OneHotEncoder())
            .Then(new RandomForestClassifier { TreeCount = 10 }).Fit(train.Without("target").ToClassification("label"));
        Person[] people = [.. Enumerable.Range(0, x.RowCount).Select(i => new Person
        {
            Age = (float)x["age"].Numbers!.Value.Span[i], Income = (float)x["income"].Numbers!.Value.Span[i], City = x["city"].Text(i) ?? "",
            Member = (float)x["member"].Numbers!.Value.Span[i],
        })];
        IDataView made = Apply(
            model, ml.Data.LoadFromEnumerable(people), ["label", "probabilities"], ["age", "income", "city", "member"],
            new OnnxOptions { Inputs = OnnxInputs.Columns });
        OnnxParity.Same(model, x, new Dictionary<string, Array>
        {
            ["label"] = made.GetColumn<string[]>("label").SelectMany(row => row).ToArray(),
            ["probabilities"] = made.GetColumn<float[]>("probabilities").SelectMany(row => row).Select(value => (double)value).ToArray(),
        }, OnnxParity.Tolerance);
    }

    private IDataView Apply(IModel model, IDataView view, string[] outputs, string[] inputs, OnnxOptions options)
    {
        string file = Path.Combine(folder, "model.onnx");
        model.SaveOnnx(file, options);
        return ml.Transforms.ApplyOnnxModel(outputs, inputs, file, gpuDeviceId: null, fallbackToCpu: true).Fit(view).Transform(view);
    }

    private sealed class Row
    {
        [VectorType(4), ColumnName("input")]
        public float[] Input { get; init; } = [];
    }

    private sealed class Person
    {
        [ColumnName("age")]
        public float Age { get; init; }

        [ColumnName("income")]
        public float Income { get; init; }

        [ColumnName("city")]
        public string City { get; init; } = "";

        [ColumnName("member")]
        public float Member { get; init; }
    }
}
