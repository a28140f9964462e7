using System.Collections.Immutable;
using ClassicML.Trees;

namespace ClassicML.Onnx;

/// <summary>Trees and forests.</summary>
internal static class TreesConverters
{
    public static IReadOnlyList<OnnxConverter> All { get; } =
    [
        new OnnxConverter<DecisionTreeClassifierModel>((model, rows, scope) => Classes(
            scope.Graph, Read(scope.Graph, rows, model.LevelsOf), model.Labels, [model], ForestVoting.MeanProbability)),
        new OnnxConverter<ForestClassifierModel>((model, rows, scope) => Classes(
            scope.Graph, Read(scope.Graph, rows, model.LevelsOf), model.Labels, [.. Enumerable.Range(0, model.TreeCount).Select(model.Tree)], model.Voting)),
        new OnnxConverter<DecisionTreeRegressorModel>((model, rows, scope) =>
            Numbers(scope.Graph, Read(scope.Graph, rows, model.LevelsOf), [model])),
        new OnnxConverter<ForestRegressorModel>((model, rows, scope) => Numbers(
            scope.Graph, Read(scope.Graph, rows, model.LevelsOf), [.. Enumerable.Range(0, model.TreeCount).Select(model.Tree)])),
    ];

    // Columns of text become the numbers of their levels: -1 for a level that the fit has not seen, NaN for a missing text.
    private static string Read(OnnxGraph graph, OnnxRows rows, Func<int, ImmutableArray<string>?> levelsOf) => OnnxRows.Join(
        graph, Enumerable.Range(0, rows.ColumnCount).Select(j => levelsOf(j) is not { } levels ? rows.Select(j)
            : OnnxRows.Of(graph, Codes.Look(
                graph, Codes.OfText(graph, rows.Text(j), levels), [.. Enumerable.Range(0, levels.Length).Select(code => (double)code), -1, double.NaN], 1), 1)))
        .Numbers();

    private static OnnxOutput.Classes Classes(OnnxGraph graph, string x, ClassLabels labels, DecisionTreeClassifierModel[] trees, ForestVoting voting)
    {
        var ensemble = new TreeEnsemble(labels.Count);
        foreach (DecisionTreeClassifierModel tree in trees)
            ensemble.Add(new TreeNodes.OfClasses(tree), leaf =>
            {
                ReadOnlySpan<double> shares = tree.ClassShares.Slice(leaf * labels.Count, labels.Count);
                if (voting == ForestVoting.MeanProbability) return shares;
                double[] vote = new double[labels.Count];
                vote[System.Numerics.Tensors.TensorPrimitives.IndexOfMax(shares)] = 1;
                return vote;
            });
        string probabilities = graph.Over(ensemble.Sums(graph, x), graph.Double(trees.Length));
        return new OnnxOutput.Classes(labels, graph.ArgMax(probabilities)) { Probabilities = probabilities };
    }

    // Leaves count from the middle of their values, so that an offset doesn't cost the floats of the operator their digits.
    private static OnnxOutput.Numbers Numbers(OnnxGraph graph, string x, DecisionTreeRegressorModel[] trees)
    {
        double least = double.PositiveInfinity, most = double.NegativeInfinity;
        foreach (DecisionTreeRegressorModel tree in trees)
        {
            least = Math.Min(least, System.Numerics.Tensors.TensorPrimitives.Min(tree.Values));
            most = Math.Max(most, System.Numerics.Tensors.TensorPrimitives.Max(tree.Values));
        }
        double middle = least + (most - least) / 2;
        var ensemble = new TreeEnsemble(1);
        foreach (DecisionTreeRegressorModel tree in trees)
            ensemble.Add(new TreeNodes.OfNumbers(tree), leaf => new[] { tree.Values[leaf] - middle });
        return new OnnxOutput.Numbers(graph.Plus(graph.Over(ensemble.Sums(graph, x), graph.Double(trees.Length)), graph.Double(middle)));
    }
}
