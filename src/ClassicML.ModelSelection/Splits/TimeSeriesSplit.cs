using System.Collections.Immutable;

namespace ClassicML.ModelSelection;

/// <summary>Rows in the order of time: each fold tests on what comes after all that it was fitted on, never before.</summary>
/// <remarks>scikit-learn's rule: k test sets of ⌊n/(k+1)⌋ rows each at the end of the data; each fit sees all rows before its test set.</remarks>
public sealed record TimeSeriesSplit : ISplitter
{
    /// <summary>The number of folds, k. Default 5, at least 2, below the number of rows.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 2.</exception>
    public int FoldCount { get; init => field = Check.AtLeast(value, 2, nameof(FoldCount)); } = 5;

    /// <summary>The rows left out between training and test rows. Default 0, at least 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 0.</exception>
    public int Gap { get; init => field = Check.AtLeast(value, 0, nameof(Gap)); }

    /// <summary>The most rows to fit on, the latest ones, at least 1. Default null: all.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int? MaxTrainCount { get; init => field = Check.AtLeast(value, 1, nameof(MaxTrainCount)); }

    /// <inheritdoc/>
    public ImmutableArray<Fold> Split(int rowCount, ReadOnlySpan<int> codes, ReadOnlySpan<int> groups)
    {
        int testCount = rowCount / (FoldCount + 1), first = rowCount - FoldCount * testCount;
        if (testCount == 0 || first - Gap <= 0)
            throw new ArgumentException($"{rowCount} rows are too few for {FoldCount} folds with a gap of {Gap}", nameof(rowCount));
        var folds = ImmutableArray.CreateBuilder<Fold>(FoldCount);
        for (int start = first; start < rowCount; start += testCount)
        {
            int end = start - Gap, begin = MaxTrainCount is { } most ? Math.Max(0, end - most) : 0;
            folds.Add(new Fold([.. Enumerable.Range(begin, end - begin)], [.. Enumerable.Range(start, testCount)]));
        }
        return folds.MoveToImmutable();
    }
}
