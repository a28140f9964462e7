namespace ClassicML.Trees;

/// <summary>Rows that walk down a tree, several threads at a time.</summary>
internal static class TreeWalk
{
    private const int BlockSize = 1024;

    /// <summary>Calls back with each row and its leaf.</summary>
    public static void ForEachLeaf(TreeNodes nodes, int depth, Matrix rows, Action<int, int> receive)
    {
        // A row takes some 5 ns a level.
        int threads = (long)rows.RowCount * (depth + 1) < 50_000 ? 1 : Workers.MaxThreads;
        Workers.ForBlocks(rows.RowCount, BlockSize, threads, (start, end) =>
        {
            for (int row = start; row < end; row++) receive(row, nodes.Leaf(rows.Row(row)));
        });
    }

    /// <summary>For each row the nodes from the root to its leaf.</summary>
    public static int[][] Paths(TreeNodes nodes, Matrix rows)
    {
        int[][] paths = new int[rows.RowCount][];
        var path = new List<int>();
        for (int row = 0; row < paths.Length; row++)
        {
            path.Clear();
            path.Add(0);
            while (nodes.Features[path[^1]] >= 0) path.Add(nodes.Next(path[^1], rows.Row(row)));
            paths[row] = [.. path];
        }
        return paths;
    }

    /// <summary>For each row the number of its leaf in each tree, n×trees, row-major.</summary>
    public static int[] Leaves(TreeNodes[] trees, Matrix rows)
    {
        long size = (long)rows.RowCount * trees.Length;
        if (size > Array.MaxLength)
            throw new ArgumentException(
                $"{rows.RowCount} rows have {size} leaves in {trees.Length} trees, more than an array holds; pass fewer rows at a time", "x");
        int[] leaves = new int[size];
        Workers.ForBlocks(rows.RowCount, 64, Workers.MaxThreads, (start, end) =>
        {
            for (int t = 0; t < trees.Length; t++)
                for (int row = start; row < end; row++) leaves[row * trees.Length + t] = trees[t].Leaf(rows.Row(row));
        });
        return leaves;
    }

    /// <summary>The share of the trees in which two rows fall into the same leaf, for all pairs of rows, n×n.</summary>
    public static Matrix Proximity(TreeNodes[] trees, Matrix rows)
    {
        int n = rows.RowCount;
        if ((long)n * n > Array.MaxLength)
            throw new ArgumentException($"{n} rows have {(long)n * n} pairs, more than a matrix holds; pass fewer rows", "x");
        int[] leaves = Leaves(trees, rows);
        double[] shares = new double[n * n];
        Workers.For(n, Workers.MaxThreads, i =>
        {
            ReadOnlySpan<int> own = leaves.AsSpan(i * trees.Length, trees.Length);
            for (int j = 0; j < n; j++)
            {
                int apart = System.Numerics.Tensors.TensorPrimitives.HammingDistance(own, leaves.AsSpan(j * trees.Length, trees.Length));
                shares[i * n + j] = (double)(trees.Length - apart) / trees.Length;
            }
        });
        return Matrix.Wrap(shares, n, n);
    }
}
