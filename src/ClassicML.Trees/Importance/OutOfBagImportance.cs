namespace ClassicML.Trees;

/// <summary>Permutation importances from the rows that the trees of a forest have not seen (Breiman, "Random forests", 2001, section 10).</summary>
/// <remarks>
/// For each tree, the loss on its out-of-bag rows once as they are and once with a feature's values permuted among them; the importance is
/// the mean difference over the trees. Features that a tree doesn't ask for differ by zero. Not scaled by its deviation, as in ranger's
/// <c>importance = "permutation"</c>. Rows count by their weight. Permutations derive from (tree's seed, feature).
/// </remarks>
internal static class OutOfBagImportance
{
    /// <summary>What a prediction costs.</summary>
    public delegate double Loss(int row, ReadOnlySpan<double> values);

    public static PermutationImportance Of(
        TreeNodes[] trees, TreeInput input, ForestSettings settings, Loss loss, FitContext context)
    {
        (Matrix x, RowWeights rows) = (input.X, input.Rows);
        if (settings.SampleShare is null)
            throw new ArgumentException("out-of-bag importances need Bootstrap: without it every tree has seen every row", nameof(settings));
        int p = x.ColumnCount;
        double[] differences = new double[p * trees.Length], losses = new double[trees.Length];
        Workers.For(trees.Length, context.Threads, t =>
        {
            ulong seed = Rng.DeriveSeed((ulong)settings.Seed, (ulong)t);
            var sample = new BootstrapSample(rows, settings);
            sample.Draw(seed);
            int[] unseen = [.. Enumerable.Range(0, rows.Count).Where(i => !sample.Has(i))];
            losses[t] = unseen.Length == 0 ? double.NaN : Mean(trees[t], -1, []);
            for (int feature = 0; feature < p; feature++)
            {
                bool asks = trees[t].Features.Contains(feature) && unseen.Length > 0;
                differences[feature * trees.Length + t] = asks
                    ? Mean(trees[t], feature, new Rng(Rng.DeriveSeed(seed, 1 + (ulong)feature)).Permutation(unseen.Length)) - losses[t]
                    : 0;
            }

            double Mean(TreeNodes tree, int feature, int[] order)
            {
                double[] row = new double[p];
                double sum = 0, weight = 0;
                for (int i = 0; i < unseen.Length; i++)
                {
                    int number = rows.Numbers[unseen[i]];
                    x.Row(number).CopyTo(row);
                    if (feature >= 0) row[feature] = x[rows.Numbers[unseen[order[i]]], feature];
                    double w = rows.Values?[unseen[i]] ?? 1;
                    weight += w;
                    sum += w * loss(number, tree.ValuesOf(tree.Leaf(row)));
                }
                return sum / weight;
            }
        }, context.Cancellation);
        double mean = losses.Where(each => !double.IsNaN(each)).DefaultIfEmpty(double.NaN).Average();
        return new PermutationImportance(mean, Matrix.Wrap(differences, p, trees.Length), x.ColumnNames);
    }
}
