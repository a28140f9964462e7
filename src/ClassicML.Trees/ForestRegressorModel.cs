namespace ClassicML.Trees;

/// <summary>A fitted forest of regression trees.</summary>
public sealed class ForestRegressorModel : IRegressorModel
{
    private readonly FlatForest flat;
    private readonly double[] featureImportances;

    internal ForestRegressorModel(TreeNodes[] trees, int featureCount, OutOfBagEstimate? outOfBag, FitReport report)
    {
        Nodes = trees;
        FeatureCount = featureCount;
        OutOfBag = outOfBag;
        flat = new FlatForest(trees, featureCount);
        featureImportances = ForestImportances.Mean(trees, featureCount);
        Report = report.With("trees", trees.Length).With("nodes", trees.Sum(tree => (double)tree.Count));
    }

    /// <summary>The number of trees.</summary>
    public int TreeCount => Nodes.Length;

    /// <summary>What trees said of the rows that they had not seen, or null where it was not asked for.</summary>
    public OutOfBagEstimate? OutOfBag { get; }

    /// <summary>The mean of the trees' importances, scaled to a sum of 1.</summary>
    public ReadOnlySpan<double> FeatureImportances => featureImportances;

    /// <inheritdoc/>
    public FitReport Report { get; }

    /// <inheritdoc/>
    public int FeatureCount { get; }

    internal TreeNodes[] Nodes { get; }

    /// <summary>One of the trees.</summary>
    /// <param name="index">Its number, from 0 to <see cref="TreeCount"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such tree.</exception>
    public DecisionTreeRegressorModel Tree(int index)
    {
        Check.Within(index, new Interval(0, Nodes.Length - 1), nameof(index));
        return new DecisionTreeRegressorModel(Nodes[index], FeatureCount, new FitReport());
    }

    /// <inheritdoc/>
    /// <remarks>The mean of the trees' predictions.</remarks>
    public void Predict(Features x, Memory<double> destination)
    {
        Check.Width(x, FeatureCount);
        Check.Destination(destination.Length, x.RowCount);
        Matrix rows = Check.Complete(x, nameof(ForestRegressorModel));
        ForestBatches.Run(flat, rows, ForestVoting.MeanProbability, (start, means) => means.CopyTo(destination.Span[start..]));
    }
}
