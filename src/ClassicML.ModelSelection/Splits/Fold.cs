using System.Collections.Immutable;
using ClassicML.Internal;

namespace ClassicML.ModelSelection;

/// <summary>One division of the rows: those to fit on and those to test on, by number, ascending.</summary>
/// <param name="Train">The rows to fit on.</param>
/// <param name="Test">The rows to test on; none of them is in <paramref name="Train"/>.</param>
public readonly record struct Fold(ImmutableArray<int> Train, ImmutableArray<int> Test)
{
    // A fold names every row once.
    internal static void CheckMemory(int rowCount, double foldCount) => MemoryNeed.Check(
        sizeof(int) * foldCount * rowCount, FormattableString.Invariant($"{foldCount} folds of {rowCount} rows"), "take fewer folds");

    // Folds from the number of the fold in which each row is tested: k disjoint parts, each tested once.
    internal static ImmutableArray<Fold> FromTestFolds(int[] testFold, int foldCount)
    {
        CheckMemory(testFold.Length, foldCount);
        var folds = ImmutableArray.CreateBuilder<Fold>(foldCount);
        for (int fold = 0; fold < foldCount; fold++)
        {
            var train = ImmutableArray.CreateBuilder<int>();
            var test = ImmutableArray.CreateBuilder<int>();
            for (int row = 0; row < testFold.Length; row++) (testFold[row] == fold ? test : train).Add(row);
            folds.Add(new Fold(train.ToImmutable(), test.ToImmutable()));
        }
        return folds.MoveToImmutable();
    }
}
