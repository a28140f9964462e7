using System.Text.Json;
using ClassicML.Linear;
using ClassicML.Neighbors;
using ClassicML.Neural;
using ClassicML.Preprocessing;
using ClassicML.Serialization;
using ClassicML.Svm;
using ClassicML.Tests.Contract;
using ClassicML.Trees;

namespace ClassicML.Tests.Serialization;

/// <summary>Files that an earlier version wrote: <c>tests/models/format-N</c>, each beside what the model said then of a few rows.</summary>
public class CompatibilityTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "models");

    public static TheoryData<string> Files =>
        [.. Directory.GetFiles(Folder, "*.model", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Folder, file).Replace('\\', '/'))];

    [Theory, MemberData(nameof(Files))]
    public void Files_of_every_format_still_load(string name)
    {
        var model = ModelFile.Load<IModel>(Path.Combine(Folder, name), Learners.Registry);
        ModelFileInfo info = ModelFile.Inspect(Path.Combine(Folder, name));
        Assert.Equal((model.FeatureCount, "0.1.0"), (info.FeatureCount, info.Version));
        double[] expected = JsonSerializer.Deserialize<double[]>(File.ReadAllText(Path.ChangeExtension(Path.Combine(Folder, name), ".json")))!;
        // Numbers that were computed on another machine, with other widths of vectors.
        Close(expected, AnyLearner.Outputs(model, RowsFor(model)), 1e-12);
    }

    /// <summary>Writes what this version writes. Run it once for a new format, with CLASSICML_WRITE_MODELS=1, and commit the files.</summary>
    [Fact(Explicit = true)]
    public void Write_the_files_of_this_format()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("CLASSICML_WRITE_MODELS") == "1", "CLASSICML_WRITE_MODELS is not 1");
        string folder = Directory.CreateDirectory(Path.Combine(Folder, "format-1")).FullName;
        foreach ((string name, IModel model) in Models())
        {
            ModelFile.Save(model, Path.Combine(folder, $"{name}.model"), Learners.Registry);
            File.WriteAllText(Path.Combine(folder, $"{name}.json"), JsonSerializer.Serialize(AnyLearner.Outputs(model, RowsFor(model))));
        }
    }

    private static IEnumerable<(string Name, IModel Model)> Models()
    {
        ClassificationData iris = ClassicML.Datasets.Iris();
        var numbers = new RegressionData(iris.Features, ((Matrix)iris.Features).SelectColumns([3]).Span);
        yield return ("logistic-regression", new LogisticRegression().Fit(iris));
        yield return ("scaled-svm", new StandardScaler().Then(new SvmClassifier()).Fit(iris));
        yield return ("forest", new RandomForestClassifier { TreeCount = 5 }.Fit(iris));
        yield return ("ridge", new Ridge().Fit(numbers));
        yield return ("neighbors", new KNearestNeighborsRegressor().Fit(numbers));
        yield return ("network", new MlpClassifier { HiddenLayers = [6], MaxEpochs = 5 }.Fit(iris));
        yield return ("isolation", new OneClassSvm().Fit(iris.Features));
        yield return ("columns", new ColumnTransformer()
            .With("numbers", Columns.OfKind(ColumnKind.Number), new SimpleImputer().Then(new StandardScaler()))
            .With("texts", Columns.OfKind(ColumnKind.Text), new SimpleImputer { Statistic = ImputationStatistic.MostFrequent }.Then(new OneHotEncoder()))
            .Then(new LogisticRegression()).Fit(People.ToClassification("left")));
    }

    private static Features RowsFor(IModel model) =>
        model.FeatureNames is { } names && names.Contains("city") ? People.Without("left") : ClassicML.Datasets.Iris().Features.SelectRows([0, 55, 77, 149]);

    private static Table People => new(
        new NumberColumn("age", [30, 41, double.NaN, 60, 33, 52]), new TextColumn("city", ["Rome", "Oslo", null, "Oslo", "Rome", "Åre"]),
        new TextColumn("left", ["no", "yes", "no", "yes", "yes", "no"]));
}
