using System.Collections.Immutable;

namespace ClassicML.ModelSelection;

/// <summary>Every group is the test set once: how well is a new patient, writer or day predicted? Folds come in order of the group numbers.</summary>
public sealed record LeaveOneGroupOut : ISplitter
{
    /// <inheritdoc/>
    public ImmutableArray<Fold> Split(int rowCount, ReadOnlySpan<int> codes, ReadOnlySpan<int> groups)
    {
        Groups of = Groups.Of(rowCount, groups, nameof(LeaveOneGroupOut));
        return of.Count >= 2
            ? Fold.FromTestFolds(of.OfRow, of.Count)
            : throw new ArgumentException($"LeaveOneGroupOut needs at least 2 groups, there is {of.Count}", nameof(groups));
    }
}
