using System.Collections.Immutable;

namespace ClassicML.ModelSelection;

/// <summary>Every row is the test set once: n models. Costly; for small data.</summary>
public sealed record LeaveOneOut : ISplitter
{
    /// <inheritdoc/>
    public ImmutableArray<Fold> Split(int rowCount, ReadOnlySpan<int> codes, ReadOnlySpan<int> groups) =>
        rowCount >= 2
            ? Fold.FromTestFolds([.. Enumerable.Range(0, rowCount)], rowCount)
            : throw new ArgumentException($"LeaveOneOut needs at least 2 rows, there is {rowCount}", nameof(rowCount));
}
