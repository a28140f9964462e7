namespace ClassicML.Wire;

/// <summary>The numbers of a list as they come: integers of 32 bits, or doubles from the first on that is none.</summary>
internal sealed class NumberList
{
    private readonly Pieces<int> integers = new();
    private readonly Pieces<double> doubles = new();

    public bool AreIntegers { get; private set; } = true;

    public long Count => integers.Count + doubles.Count;

    public void Add(int number) => integers.Add(number);

    public void Add(double number)
    {
        if (AreIntegers)
            foreach (int whole in integers.Take()) doubles.Add(whole);
        AreIntegers = false;
        doubles.Add(number);
    }

    /// <summary>The numbers as an array, and begins anew.</summary>
    public WireValue TakeArray()
    {
        bool areIntegers = AreIntegers;
        AreIntegers = true;
        return areIntegers ? new WireValue.Integers(integers.Take()) : new WireValue.Doubles(doubles.Take());
    }

    /// <summary>The numbers as values of a list, behind which come others, and begins anew.</summary>
    public List<WireValue> TakeValues() => Count == 0 ? [] : [.. TakeArray().AsList()];

    /// <summary>An array that grows by pieces, so that it never lies in memory more than twice.</summary>
    private sealed class Pieces<T> where T : unmanaged
    {
        private const int Shortest = 256, Longest = 1 << 17;

        private readonly List<T[]> full = [];
        private readonly T[] first = new T[Shortest];
        private T[] last;
        private int used;

        public Pieces() => last = first;

        public long Count { get; private set; }

        public void Add(T item)
        {
            if (used == last.Length)
            {
                full.Add(last);
                (last, used) = (new T[Math.Min(2 * last.Length, Longest)], 0);
            }
            last[used++] = item;
            Count++;
        }

        public T[] Take()
        {
            if (Count > Array.MaxLength) throw new WireException("a list has more numbers than an array can have");
            T[] all = GC.AllocateUninitializedArray<T>((int)Count);
            int at = 0;
            foreach (T[] piece in full)
            {
                piece.CopyTo(all, at);
                at += piece.Length;
            }
            last.AsSpan(0, used).CopyTo(all.AsSpan(at));
            full.Clear();
            (last, used, Count) = (first, 0, 0);
            return all;
        }
    }
}
