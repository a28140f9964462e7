using System.Collections.Immutable;

namespace ClassicML.ModelSelection;

/// <summary>The hold-out method several times over: test sets are drawn anew each time, so they overlap, unlike those of k-fold.</summary>
public sealed record ShuffleSplit : ISplitter
{
    /// <summary>The number of splits. Default 10, at least 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int SplitCount { get; init => field = Check.Positive(value, nameof(SplitCount)); } = 10;

    /// <summary>The share of rows to test on, in (0, 1); ⌈share·n⌉ rows. Default 0.1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is outside.</exception>
    public double TestShare { get; init => field = Check.Within(value, new Interval(0, 1, true, true), nameof(TestShare)); } = 0.1;

    /// <summary>
    /// Whether each class keeps its share in both parts, as nearly as whole rows allow; where classes have an equal claim to a row, chance
    /// decides. Default false.
    /// </summary>
    public bool Stratified { get; init; }

    /// <summary>The seed from which each split gets its own. Default 0, at least 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 0.</exception>
    public int Seed { get; init => field = Check.AtLeast(value, 0, nameof(Seed)); }

    /// <inheritdoc/>
    public ImmutableArray<Fold> Split(int rowCount, ReadOnlySpan<int> codes, ReadOnlySpan<int> groups)
    {
        if (Stratified) Check.Length(codes.Length, rowCount, nameof(codes), "row");
        Fold.CheckMemory(rowCount, SplitCount);
        var folds = ImmutableArray.CreateBuilder<Fold>();
        for (int split = 0; split < SplitCount; split++)
            folds.Add(HoldOut.Draw(rowCount, Stratified ? codes : default, HoldOut.TestCount(rowCount, TestShare), new Rng((ulong)Seed, (ulong)split)));
        return folds.ToImmutable();
    }
}
