namespace ClassicML.Trees;

/// <summary>Runs a forest over rows, a batch at a time on each thread.</summary>
internal static class ForestBatches
{
    /// <summary>Receives the mean predictions of the rows from <paramref name="start"/>.</summary>
    public delegate void Receive(int start, ReadOnlySpan<double> means);

    // Row-tree pairs, some 50 ns each: a loop over threads pays above about 100 µs.
    private const long ParallelSize = 4000;

    /// <summary>Each batch's sums over the trees in their order, divided by their number: the same bits for a row whatever its batch.</summary>
    public static void Run(FlatForest forest, Matrix rows, ForestVoting voting, Receive receive)
    {
        int threads = (long)rows.RowCount * forest.TreeCount < ParallelSize ? 1 : Workers.MaxThreads;
        Workers.ForBlocks(rows.RowCount, FlatForest.BatchSize, threads, (start, end) =>
        {
            double[] sums = new double[(end - start) * forest.ValueWidth];
            ReadOnlySpan<double> batch = rows.Rows(start, end - start).Span;
            if (voting == ForestVoting.Majority) forest.AddVotes(batch, sums);
            else forest.AddMeans(batch, sums);
            foreach (ref double sum in sums.AsSpan()) sum /= forest.TreeCount;
            receive(start, sums);
        });
    }
}
