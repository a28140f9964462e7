using System.Collections.Immutable;

namespace ClassicML.ModelSelection;

/// <summary>Folds that were fixed elsewhere, such as those of a paper or of another library. Equal when the folds are.</summary>
public sealed class PredefinedSplit : ISplitter, IEquatable<PredefinedSplit>
{
    private readonly int[] testFold;
    private readonly int foldCount;

    /// <summary>Folds from the number of the fold in which each row is tested.</summary>
    /// <param name="testFold">For each row its fold, 0…k-1, or -1 for a row that is always fitted on. Every fold must have a row.</param>
    /// <exception cref="ArgumentException">There is no fold, a number is below -1, or a fold has no row.</exception>
    public PredefinedSplit(ReadOnlySpan<int> testFold)
    {
        this.testFold = testFold.ToArray();
        foldCount = this.testFold.DefaultIfEmpty(-1).Max() + 1;
        if (foldCount == 0) throw new ArgumentException("at least one row must have a fold", nameof(testFold));
        int[] counts = new int[foldCount];
        for (int i = 0; i < testFold.Length; i++)
        {
            if (testFold[i] < -1) throw new ArgumentException($"row {i} has fold {testFold[i]}; folds must be at least 0, or -1 for none", nameof(testFold));
            if (testFold[i] >= 0) counts[testFold[i]]++;
        }
        int empty = Array.IndexOf(counts, 0);
        if (empty >= 0) throw new ArgumentException($"fold {empty} has no row", nameof(testFold));
    }

    /// <summary>For each row the fold in which it is tested, or -1.</summary>
    public ReadOnlySpan<int> TestFold => testFold;

    /// <inheritdoc/>
    public ImmutableArray<Fold> Split(int rowCount, ReadOnlySpan<int> codes, ReadOnlySpan<int> groups)
    {
        Check.Length(rowCount, testFold.Length, "data", "row of the predefined folds");
        return Fold.FromTestFolds(testFold, foldCount);
    }

    /// <inheritdoc/>
    public bool Equals(PredefinedSplit? other) => other is not null && testFold.AsSpan().SequenceEqual(other.testFold);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as PredefinedSplit);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (int fold in testFold) hash.Add(fold);
        return hash.ToHashCode();
    }
}
