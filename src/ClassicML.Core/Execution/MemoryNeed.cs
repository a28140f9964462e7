using System.ComponentModel;

namespace ClassicML.Internal;

/// <summary>Refuses sizes that can't be, before anything is allocated: arrays too long, or more memory than the process may have.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class MemoryNeed
{
    /// <summary>Refuses an array of more elements than one may have.</summary>
    /// <param name="elements">The number of elements, in a type that does not overflow.</param>
    /// <param name="what">What it is for, with the option and its size: "HiddenLayers of 100000,20000".</param>
    /// <param name="wayOut">What to do about it: "take smaller layers".</param>
    /// <exception cref="ArgumentException">There are too many.</exception>
    public static void CheckArray(double elements, string what, string wayOut)
    {
        if (elements > Array.MaxLength)
            throw new ArgumentException(FormattableString.Invariant(
                $"{what} needs an array of {elements:G4} numbers, one can have {Array.MaxLength:G4}: {wayOut}"));
    }

    /// <summary>Refuses more memory than the process may have: that of the machine, or of its container.</summary>
    /// <param name="bytes">The bytes, in a type that does not overflow.</param>
    /// <param name="what">What they are for, with the option and its size.</param>
    /// <param name="wayOut">What to do about it.</param>
    /// <exception cref="ArgumentException">There is less.</exception>
    public static void Check(double bytes, string what, string wayOut)
    {
        long available = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        if (available > 0 && bytes > available)
            throw new ArgumentException(FormattableString.Invariant(
                $"{what} needs {bytes / Gibibyte:G4} GiB of memory, there are {available / Gibibyte:G4}: {wayOut}"));
    }

    /// <summary>The length of a new array of doubles, rows×columns, once it is known to be possible.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="columns">The columns.</param>
    /// <param name="what">What it is for: "dense one-hot rows".</param>
    /// <param name="wayOut">What to do about it.</param>
    /// <exception cref="ArgumentException">It can't be.</exception>
    public static int Doubles(int rows, int columns, string what, string wayOut)
    {
        double elements = (double)rows * columns;
        string text = FormattableString.Invariant($"{what}, {rows}×{columns},");
        CheckArray(elements, text, wayOut);
        Check(sizeof(double) * elements, text, wayOut);
        return rows * columns;
    }

    private const double Gibibyte = 1L << 30;
}
