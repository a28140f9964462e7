using System.Collections.Immutable;
using ClassicML.Preprocessing;
using ClassicML.Trees;

namespace ClassicML.Tests.Core;

/// <summary>Importances by name, and of columns that were made by those that they come from.</summary>
public class FeatureImportancesTests
{
    private static readonly ClassificationData Iris = Datasets.Iris();

    [Fact]
    public void Names_come_with_their_importance_the_largest_first()
    {
        ForestClassifierModel forest = new RandomForestClassifier { TreeCount = 5 }.Fit(Iris);
        ImmutableArray<(string Name, double Importance)> named = forest.ImportancesByName(forest.FeatureImportances);
        Assert.Equal(Iris.FeatureNames!.Value.Order(), named.Select(pair => pair.Name).Order());
        Assert.All(named, pair => Assert.Equal(forest.FeatureImportances[Iris.FeatureNames!.Value.IndexOf(pair.Name)], pair.Importance));
        Assert.Equal(named.Select(pair => pair.Importance).OrderDescending(), named.Select(pair => pair.Importance));
        string[] names = [.. Iris.FeatureNames!.Value];
        Assert.Equal(
            [(names[1], 2.0), (names[2], 2), (names[0], 1), (names[3], double.NaN)], forest.ImportancesByName([1, 2, 2, double.NaN]));
        IModel unnamed = new DecisionTreeClassifier().Fit(Iris.WithFeatures(Iris.Features.WithNames(null)));
        Assert.Equal([("feature_3", 4.0), ("feature_2", 3), ("feature_1", 2), ("feature_0", 1)], unnamed.ImportancesByName([1, 2, 3, 4]));
        Assert.Contains("importances must have 4 entries", Fail(() => forest.ImportancesByName([1])));
    }

    [Fact]
    public void Columns_that_come_from_one_are_summed_back_to_it()
    {
        Assert.Equal([3, 0, 12], FeatureImportances.BySource(new Made(3, [0, 0, 2, 2, 2]), [1, 2, 3, 4, 5]));
        // What comes from several can only be nothing.
        Assert.Equal([1, 3], FeatureImportances.BySource(new Made(2, [0, -1, 1]), [1, 0, 3]));
        Assert.Contains("column 1 ('made1') is made of several columns", Fail(() => FeatureImportances.BySource(new Made(2, [0, -1, 1]), [1, 2, 3])));
        Assert.Contains("column 0 is made of several columns", Fail(() => FeatureImportances.BySource(new Made(2, null), [1, 2])));
        Assert.Contains("importances must have 3 entries", Fail(() => FeatureImportances.BySource(new Made(2, [0, 0, 1]), [1])));
    }

    [Fact]
    public void Pipelines_of_pipelines_lead_back_stage_by_stage()
    {
        // One transformer that is a pipeline itself, and a pipeline within a pipeline.
        ClassifierPipelineModel joined = new StandardScaler().Then(new MinMaxScaler()).Then(new DecisionTreeClassifier()).Fit(Iris);
        ReadOnlySpan<double> own = ((DecisionTreeClassifierModel)joined.Last).FeatureImportances;
        Assert.Equal(own, FeatureImportances.BySource(joined.First, own));
        ClassifierPipelineModel nested = new StandardScaler().Then(new MinMaxScaler().Then(new DecisionTreeClassifier())).Fit(Iris);
        var inner = (ClassifierPipelineModel)nested.Last;
        double[] middle = FeatureImportances.BySource(inner.First, ((DecisionTreeClassifierModel)inner.Last).FeatureImportances);
        double[] back = FeatureImportances.BySource(nested.First, middle);
        Assert.Equal(own.ToArray(), back);
        Assert.Equal(Iris.FeatureNames!.Value[back.IndexOf(back.Max())], nested.ImportancesByName(back)[0].Name);
        Assert.Equal([6, 0], FeatureImportances.BySource(new Made(2, [0, 0]), FeatureImportances.BySource(new Made(2, [0, 1, 1]), [1, 2, 3])));
    }

    /// <summary>A transformer that only says where its columns come from.</summary>
    private sealed class Made(int featureCount, int[]? sources) : ITransformerModel
    {
        public int FeatureCount => featureCount;

        public FitReport Report { get; } = new();

        public int OutputCount => sources?.Length ?? 2;

        public ImmutableArray<string>? OutputNames => sources is null ? null : [.. sources.Select((_, j) => $"made{j}")];

        public ImmutableArray<int>? OutputSources => sources is null ? null : [.. sources];

        public Features Transform(Features x) => throw new NotSupportedException();
    }
}
