namespace ClassicML.Trees;

/// <summary>Impurity importances of a forest.</summary>
internal static class ForestImportances
{
    /// <summary>The mean over trees that have splits, scaled to a sum of 1; all 0 where none has.</summary>
    public static double[] Mean(IReadOnlyList<TreeNodes> trees, int featureCount)
    {
        double[] mean = new double[featureCount];
        foreach (TreeNodes tree in trees)
        {
            double[] one = DecisionTreeClassifierModel.Importances(tree, featureCount);
            for (int j = 0; j < mean.Length; j++) mean[j] += one[j];
        }
        double sum = 0;
        foreach (double importance in mean) sum += importance;
        if (sum > 0)
            foreach (ref double importance in mean.AsSpan()) importance /= sum;
        return mean;
    }
}
