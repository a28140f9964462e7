using System.Collections.Immutable;

namespace ClassicML.ModelSelection;

/// <summary><see cref="KFold"/> several times over, each time in a new random order: more folds, a steadier mean.</summary>
public sealed record RepeatedKFold : ISplitter
{
    /// <summary>The number of parts of each repeat. Default 5, at least 2, at most the number of rows.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 2.</exception>
    public int FoldCount { get; init => field = Check.AtLeast(value, 2, nameof(FoldCount)); } = 5;

    /// <summary>The number of repeats. Default 10, at least 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int RepeatCount { get; init => field = Check.Positive(value, nameof(RepeatCount)); } = 10;

    /// <summary>The seed from which each repeat gets its own. Default 0, at least 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 0.</exception>
    public int Seed { get; init => field = Check.AtLeast(value, 0, nameof(Seed)); }

    /// <inheritdoc/>
    public ImmutableArray<Fold> Split(int rowCount, ReadOnlySpan<int> codes, ReadOnlySpan<int> groups)
    {
        Fold.CheckMemory(rowCount, (double)FoldCount * RepeatCount);
        var folds = ImmutableArray.CreateBuilder<Fold>();
        for (int repeat = 0; repeat < RepeatCount; repeat++)
        {
            int seed = (int)(Rng.DeriveSeed((ulong)Seed, (ulong)repeat) & int.MaxValue);
            folds.AddRange(new KFold { FoldCount = FoldCount, Seed = seed }.Split(rowCount, codes, groups));
        }
        return folds.ToImmutable();
    }
}
