namespace ClassicML.Trees;

/// <summary>Computes out-of-bag predictions.</summary>
internal static class OutOfBag
{
    /// <summary>The mean prediction of the trees that have not seen each row of the data, in the order of the trees; NaN where all have.</summary>
    public static Matrix Predict(TreeNodes[] trees, TreeInput input, ForestSettings settings, FitContext context)
    {
        (Matrix x, RowWeights rows) = (input.X, input.Rows);
        var flat = new FlatForest(trees, x.ColumnCount);
        int width = flat.ValueWidth;
        double[] sums = new double[x.RowCount * width];
        int[] counts = new int[x.RowCount];
        // The samples are drawn again: quicker than to have kept them. Rows without weight were not to be drawn.
        var drawn = new bool[trees.Length][];
        Workers.For(trees.Length, context.Threads, t =>
        {
            var sample = new BootstrapSample(rows, settings);
            sample.Draw(Rng.DeriveSeed((ulong)settings.Seed, (ulong)t));
            drawn[t] = new bool[x.RowCount];
            Array.Fill(drawn[t], true);
            for (int i = 0; i < rows.Count; i++) drawn[t][rows.Numbers[i]] = sample.Has(i);
        }, context.Cancellation);
        Workers.ForBlocks(x.RowCount, FlatForest.BatchSize, context.Threads, (start, end) =>
        {
            using var batch = new FlatForest.Batch(flat, x.Rows(start, end - start).Span);
            for (int t = 0; t < trees.Length; t++)
            {
                ReadOnlySpan<int> leaves = batch.LeavesOf(t);
                for (int row = start; row < end; row++)
                {
                    if (drawn[t][row]) continue;
                    ReadOnlySpan<double> leaf = flat.ValuesOf(leaves[row - start]);
                    Span<double> sum = sums.AsSpan(row * width, width);
                    if (settings.Voting == ForestVoting.Majority) sum[FlatForest.ArgMax(leaf)]++;
                    else for (int k = 0; k < width; k++) sum[k] += leaf[k];
                    counts[row]++;
                }
            }
        }, context.Cancellation);
        for (int row = 0; row < counts.Length; row++)
            foreach (ref double sum in sums.AsSpan(row * width, width)) sum /= counts[row];
        return Matrix.Wrap(sums, x.RowCount, width);
    }

    /// <summary>The weighted share of rows with a prediction whose likeliest class, of equals the first, is theirs; NaN where there is none.</summary>
    public static double Accuracy(Matrix predictions, ClassificationData data)
    {
        double right = 0, all = 0;
        for (int i = 0; i < predictions.RowCount; i++)
        {
            ReadOnlySpan<double> row = predictions.Row(i);
            if (double.IsNaN(row[0])) continue;
            double weight = data.Weights.IsEmpty ? 1 : data.Weights[i];
            all += weight;
            if (FlatForest.ArgMax(row) == data.Codes[i]) right += weight;
        }
        return right / all;
    }

    /// <summary>The weighted R² of the rows with a prediction.</summary>
    public static double RSquared(Matrix predictions, RegressionData data)
    {
        double all = 0, sum = 0;
        for (int i = 0; i < predictions.RowCount; i++)
        {
            if (double.IsNaN(predictions[i, 0])) continue;
            double weight = data.Weights.IsEmpty ? 1 : data.Weights[i];
            all += weight;
            sum += weight * data.Targets[i];
        }
        double mean = sum / all, residual = 0, total = 0;
        for (int i = 0; i < predictions.RowCount; i++)
        {
            if (double.IsNaN(predictions[i, 0])) continue;
            double weight = data.Weights.IsEmpty ? 1 : data.Weights[i], error = data.Targets[i] - predictions[i, 0];
            residual += weight * error * error;
            total += weight * (data.Targets[i] - mean) * (data.Targets[i] - mean);
        }
        return 1 - residual / total;
    }
}
