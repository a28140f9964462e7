namespace ClassicML.MLNet;

/// <summary>Values of a column that goes through, kept while the cursor underneath is some rows ahead.</summary>
internal abstract class PassedColumn
{
    private delegate PassedColumn Maker(DataViewRow row, DataViewSchema.Column column, int capacity);

    private static readonly Dictionary<Type, Maker> Makers = new()
    {
        [typeof(bool)] = New<bool>, [typeof(sbyte)] = New<sbyte>, [typeof(byte)] = New<byte>, [typeof(short)] = New<short>, [typeof(ushort)] = New<ushort>,
        [typeof(int)] = New<int>, [typeof(uint)] = New<uint>, [typeof(long)] = New<long>, [typeof(ulong)] = New<ulong>, [typeof(float)] = New<float>,
        [typeof(double)] = New<double>, [typeof(ReadOnlyMemory<char>)] = New<ReadOnlyMemory<char>>, [typeof(DateTime)] = New<DateTime>,
        [typeof(DateTimeOffset)] = New<DateTimeOffset>, [typeof(TimeSpan)] = New<TimeSpan>, [typeof(DataViewRowId)] = New<DataViewRowId>,
        [typeof(VBuffer<bool>)] = NewVectors<bool>, [typeof(VBuffer<sbyte>)] = NewVectors<sbyte>, [typeof(VBuffer<byte>)] = NewVectors<byte>,
        [typeof(VBuffer<short>)] = NewVectors<short>, [typeof(VBuffer<ushort>)] = NewVectors<ushort>, [typeof(VBuffer<int>)] = NewVectors<int>,
        [typeof(VBuffer<uint>)] = NewVectors<uint>, [typeof(VBuffer<long>)] = NewVectors<long>, [typeof(VBuffer<ulong>)] = NewVectors<ulong>,
        [typeof(VBuffer<float>)] = NewVectors<float>, [typeof(VBuffer<double>)] = NewVectors<double>,
        [typeof(VBuffer<ReadOnlyMemory<char>>)] = NewVectors<ReadOnlyMemory<char>>,
    };

    /// <summary>Whether values of a type can be kept: not of those that somebody has registered, such as pictures, which have an owner.</summary>
    public static bool CanKeep(DataViewType type) => Makers.ContainsKey(type.RawType);

    /// <summary>Keeps so many values of a column.</summary>
    public static PassedColumn Of(DataViewRow row, DataViewSchema.Column column, int capacity) => Makers[column.Type.RawType](row, column, capacity);

    /// <summary>Keeps the value of the row that the cursor stands on.</summary>
    public abstract void Read(int row);

    /// <summary>What gives the value of a row: a <see cref="RowValue{T}"/>.</summary>
    public abstract Delegate Value { get; }

    private static PassedColumn<T> New<T>(DataViewRow row, DataViewSchema.Column column, int capacity) =>
        new(row.GetGetter<T>(column), capacity, (in T from, ref T to) => to = from);

    private static PassedColumn<VBuffer<T>> NewVectors<T>(DataViewRow row, DataViewSchema.Column column, int capacity) =>
        new(row.GetGetter<VBuffer<T>>(column), capacity, (in VBuffer<T> from, ref VBuffer<T> to) => from.CopyTo(ref to));
}

/// <summary>Copies a value to somebody who may change his own.</summary>
internal delegate void ValueCopy<T>(in T from, ref T to);

internal sealed class PassedColumn<T>(ValueGetter<T> getter, int capacity, ValueCopy<T> copy) : PassedColumn
{
    private readonly T[] values = new T[capacity];

    public override Delegate Value => (RowValue<T>)((int row, ref T value) => copy(values[row], ref value));

    public override void Read(int row) => getter(ref values[row]);
}
