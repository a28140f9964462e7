namespace ClassicML;

/// <summary>Values that come one after another, in blocks, so that what is there need not be copied to make room: at the end they and the array that is made
/// of them are all the memory.</summary>
internal sealed class ValueList<T>
{
    private const int SmallestBlock = 16, LargestBlock = 1 << 16;

    private readonly List<T[]> full = [];
    private T[] last = new T[SmallestBlock];
    private int used;

    public void Add(T value)
    {
        if (used == last.Length) Grow();
        last[used++] = value;
    }

    /// <summary>All values.</summary>
    public T[] ToArray()
    {
        T[] all = GC.AllocateUninitializedArray<T>(checked(full.Sum(block => block.Length) + used));
        int at = 0;
        foreach (T[] block in full)
        {
            block.CopyTo(all, at);
            at += block.Length;
        }
        last.AsSpan(0, used).CopyTo(all.AsSpan(at));
        return all;
    }

    private void Grow()
    {
        full.Add(last);
        last = GC.AllocateUninitializedArray<T>(Math.Min(LargestBlock, 2 * last.Length));
        used = 0;
    }
}
