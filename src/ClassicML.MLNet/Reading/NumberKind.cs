using System.Globalization;
using System.Numerics;

namespace ClassicML.MLNet;

/// <summary>One of ML.NET's types whose values are read as numbers: what is written once for all of them.</summary>
internal abstract class NumberKind(PrimitiveDataViewType type)
{
    private static readonly NumberKind[] All =
    [
        new NumberKind<float, NumberOf<float>>(NumberDataViewType.Single), new NumberKind<double, NumberOf<double>>(NumberDataViewType.Double),
        new NumberKind<sbyte, NumberOf<sbyte>>(NumberDataViewType.SByte), new NumberKind<byte, NumberOf<byte>>(NumberDataViewType.Byte),
        new NumberKind<short, NumberOf<short>>(NumberDataViewType.Int16), new NumberKind<ushort, NumberOf<ushort>>(NumberDataViewType.UInt16),
        new NumberKind<int, NumberOf<int>>(NumberDataViewType.Int32), new NumberKind<uint, NumberOf<uint>>(NumberDataViewType.UInt32),
        new NumberKind<long, NumberOf<long>>(NumberDataViewType.Int64), new NumberKind<ulong, NumberOf<ulong>>(NumberDataViewType.UInt64),
        new NumberKind<bool, TruthValue>(BooleanDataViewType.Instance), new NumberKind<TimeSpan, Seconds>(TimeSpanDataViewType.Instance),
    ];

    /// <summary>The kind of a type, or null for keys, texts and all else that is no number.</summary>
    public static NumberKind? Of(DataViewType type) => Array.Find(All, kind => kind.Type.Equals(type));

    /// <summary>The type of a name, or null.</summary>
    public static PrimitiveDataViewType? Named(string name) => Array.Find(All, kind => kind.Type.ToString() == name)?.Type;

    public PrimitiveDataViewType Type { get; } = type;

    /// <summary>Reads one number a row.</summary>
    public abstract ColumnReader Scalars(DataViewRowSource source);

    /// <summary>Reads vectors of one length, each slot into a column of its own.</summary>
    public abstract ColumnReader Vectors(DataViewRowSource source, string[] names);

    /// <summary>Reads vectors of one length into the rows of a matrix.</summary>
    public abstract RowReader Dense(DataViewRowSource source, int width, string[]? names);

    /// <summary>Reads vectors of one length into the rows of a sparse matrix.</summary>
    public abstract RowReader Sparse(DataViewRowSource source, int width, string[]? names);

    /// <summary>The values of an annotation of vectors, as texts.</summary>
    public abstract string[] Texts(DataViewSchema.Annotations annotations, string name);

    /// <summary>Adds values that have been written as texts to annotations.</summary>
    public abstract void Add(DataViewSchema.Annotations.Builder annotations, string name, IReadOnlyList<string> texts);
}

internal sealed class NumberKind<T, TFormat>(PrimitiveDataViewType type) : NumberKind(type) where TFormat : INumberFormat<T>
{
    public override ColumnReader Scalars(DataViewRowSource source) => new ScalarReader<T, TFormat>(source);

    public override ColumnReader Vectors(DataViewRowSource source, string[] names) => new VectorReader<T, TFormat>(source, names);

    public override RowReader Dense(DataViewRowSource source, int width, string[]? names) => new DenseRowReader<T, TFormat>(source, width, names);

    public override RowReader Sparse(DataViewRowSource source, int width, string[]? names) => new SparseRowReader<T, TFormat>(source, width, names);

    public override string[] Texts(DataViewSchema.Annotations annotations, string name)
    {
        VBuffer<T> values = default;
        annotations.GetValue(name, ref values);
        return [.. values.DenseValues().Select(TFormat.Text)];
    }

    public override void Add(DataViewSchema.Annotations.Builder annotations, string name, IReadOnlyList<string> texts) =>
        Annotation.AddValues(annotations, name, Type, [.. texts.Select(TFormat.Parse)]);
}

/// <summary>How a value is a number, and a text that it can be read back from.</summary>
internal interface INumberFormat<T>
{
    static abstract double ToDouble(T value);

    static abstract string Text(T value);

    static abstract T Parse(string text);
}

internal readonly struct NumberOf<T> : INumberFormat<T> where T : INumberBase<T>
{
    public static double ToDouble(T value) => double.CreateSaturating(value);

    public static string Text(T value) => value.ToString(null, CultureInfo.InvariantCulture);

    public static T Parse(string text) => T.Parse(text, CultureInfo.InvariantCulture);
}

internal readonly struct TruthValue : INumberFormat<bool>
{
    public static double ToDouble(bool value) => value ? 1 : 0;

    public static string Text(bool value) => value ? "true" : "false";

    public static bool Parse(string text) => bool.Parse(text);
}

internal readonly struct Seconds : INumberFormat<TimeSpan>
{
    public static double ToDouble(TimeSpan value) => value.TotalSeconds;

    public static string Text(TimeSpan value) => value.ToString("c", CultureInfo.InvariantCulture);

    public static TimeSpan Parse(string text) => TimeSpan.ParseExact(text, "c", CultureInfo.InvariantCulture);
}
