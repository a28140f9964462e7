using System.Numerics;

namespace ClassicML.MLNet;

/// <summary>Reads a column of the row that a cursor stands on, row after row, into columns of a table. No row becomes an object.</summary>
internal abstract class ColumnReader(DataViewRowSource source)
{
    private const int LeastCapacity = 16;

    protected string Name { get; } = source.Column.Name;

    /// <summary>Reads the row that the cursor stands on.</summary>
    /// <param name="row">Its number among those that are read: 0, 1, ...</param>
    public abstract void Read(int row);

    /// <summary>The columns of the rows that were read; then it begins anew.</summary>
    public abstract IEnumerable<TableColumn> Take(int rowCount);

    protected T[] New<T>() => new T[Math.Max(source.Capacity, 1)];

    /// <summary>Makes room for a row.</summary>
    protected static void Grow<T>(ref T[] values, int row)
    {
        if (row < values.Length) return;
        if (row == Array.MaxLength) throw new ArgumentException(FormattableString.Invariant($"a table holds {Array.MaxLength} rows at most"), nameof(row));
        Array.Resize(ref values, (int)Math.Min(Math.Max(2L * values.Length, LeastCapacity), Array.MaxLength));
    }

    /// <summary>The values of the rows, which the reader gives away.</summary>
    protected T[] Taken<T>(ref T[] values, int rowCount)
    {
        T[] taken = values;
        values = New<T>();
        if (taken.Length != rowCount) Array.Resize(ref taken, rowCount);
        return taken;
    }
}

/// <summary>Numbers and truth values.</summary>
internal sealed class ScalarReader<T, TFormat> : ColumnReader where TFormat : INumberFormat<T>
{
    private readonly ValueGetter<T> getter;
    private double[] values;
    private T? value;

    public ScalarReader(DataViewRowSource source) : base(source) => (getter, values) = (source.Getter<T>(), New<double>());

    public override void Read(int row)
    {
        Grow(ref values, row);
        getter(ref value!);
        values[row] = TFormat.ToDouble(value);
    }

    public override IEnumerable<TableColumn> Take(int rowCount)
    {
        double[] all = Taken(ref values, rowCount);
        return [typeof(T) == typeof(bool) ? BooleanColumn.Wrap(Name, all) : NumberColumn.Wrap(Name, all)];
    }
}

/// <summary>Vectors of one length, a column a slot.</summary>
internal sealed class VectorReader<T, TFormat> : ColumnReader where TFormat : INumberFormat<T>
{
    private readonly ValueGetter<VBuffer<T>> getter;
    private readonly string[] names;
    private readonly double[][] values;
    private VBuffer<T> vector;

    public VectorReader(DataViewRowSource source, string[] names) : base(source)
    {
        getter = source.Getter<VBuffer<T>>();
        this.names = names;
        values = [.. names.Select(_ => New<double>())];
    }

    public override void Read(int row)
    {
        getter(ref vector);
        Vectors.CheckLength(vector.Length, names.Length, Name, row);
        for (int j = 0; j < values.Length; j++)
        {
            Grow(ref values[j], row);
            values[j][row] = 0;
        }
        ReadOnlySpan<T> stored = vector.GetValues();
        ReadOnlySpan<int> slots = vector.GetIndices();
        for (int at = 0; at < stored.Length; at++) values[vector.IsDense ? at : slots[at]][row] = TFormat.ToDouble(stored[at]);
    }

    public override IEnumerable<TableColumn> Take(int rowCount) =>
        [.. names.Select((name, j) => NumberColumn.Wrap(name, Taken(ref values[j], rowCount)))];
}

/// <summary>Texts, each stored once; an empty one is missing, as it is to ML.NET.</summary>
internal sealed class TextReader : ColumnReader
{
    private readonly ValueGetter<ReadOnlyMemory<char>> getter;
    private readonly Dictionary<string, int> codes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> bySpan;
    private int[] values;
    private ReadOnlyMemory<char> text;

    public TextReader(DataViewRowSource source) : base(source)
    {
        (getter, values) = (source.Getter<ReadOnlyMemory<char>>(), New<int>());
        bySpan = codes.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public override void Read(int row)
    {
        Grow(ref values, row);
        getter(ref text);
        int code = -1;
        if (!text.IsEmpty && !bySpan.TryGetValue(text.Span, out code)) codes.Add(text.ToString(), code = codes.Count);
        values[row] = code;
    }

    public override IEnumerable<TableColumn> Take(int rowCount)
    {
        TableColumn column = TextColumn.Wrap(Name, Taken(ref values, rowCount), codes.Keys);
        codes.Clear();
        return [column];
    }
}

/// <summary>Keys as categories; 0, and what is above the last, is missing.</summary>
internal sealed class KeyReader<T> : ColumnReader where T : IBinaryInteger<T>
{
    private readonly ValueGetter<T> getter;
    private readonly string[] levels;
    private int[] values;
    private T key = T.Zero;

    public KeyReader(DataViewRowSource source) : base(source) =>
        (getter, values, levels) = (source.Getter<T>(), New<int>(), Annotation.KeyTexts(source.Column));

    public override void Read(int row)
    {
        Grow(ref values, row);
        getter(ref key);
        int code = int.CreateSaturating(key) - 1;
        values[row] = code < levels.Length ? code : -1;
    }

    public override IEnumerable<TableColumn> Take(int rowCount) => [CategoryColumn.Wrap(Name, Taken(ref values, rowCount), levels)];
}

/// <summary>Dates; the first moment of the year 1, the default, is missing, since ML.NET has no other sign of it.</summary>
internal sealed class DateReader<T> : ColumnReader
{
    private readonly ValueGetter<T> getter;
    private readonly Func<T, long> ticks;
    private long[] values;
    private T? date;

    public DateReader(DataViewRowSource source, Func<T, long> ticks) : base(source) =>
        (getter, values, this.ticks) = (source.Getter<T>(), New<long>(), ticks);

    public override void Read(int row)
    {
        Grow(ref values, row);
        getter(ref date!);
        values[row] = ticks(date) is var given and > 0 ? given : long.MinValue;
    }

    public override IEnumerable<TableColumn> Take(int rowCount) => [DateColumn.Wrap(Name, Taken(ref values, rowCount))];
}
