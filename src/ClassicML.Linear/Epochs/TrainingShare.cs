namespace ClassicML.Linear;

/// <summary>Rows kept aside to see when a fit by epochs should end.</summary>
internal static class TrainingShare
{
    /// <summary>Splits row numbers into those to learn from, in order, and those to validate on, some of each class where
    /// possible.</summary>
    public static (int[] Train, int[] Validation) Split(ReadOnlySpan<int> codes, int classes, double share, ulong seed)
    {
        int[] all = [.. Enumerable.Range(0, codes.Length)];
        if (share == 0) return (all, []);
        int[] order = new Rng(seed, ulong.MaxValue).Permutation(codes.Length);
        bool[] aside = new bool[codes.Length];
        for (int k = 0; k < classes; k++)
        {
            List<int> own = [];
            foreach (int i in order)
                if (codes[i] == k) own.Add(i);
            for (int at = 0; at < (int)Math.Round(share * own.Count); at++) aside[own[at]] = true;
        }
        return ([.. all.Where(i => !aside[i])], [.. all.Where(i => aside[i])]);
    }
}
