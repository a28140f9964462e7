using Annotations = Microsoft.ML.DataViewSchema.Annotations;

namespace ClassicML.MLNet;

/// <summary>ML.NET's annotations of columns: names of slots, values of keys, and what a score is.</summary>
internal static class Annotation
{
    public const string SlotNames = "SlotNames", KeyValues = "KeyValues", ScoreColumnKind = "ScoreColumnKind", ScoreValueKind = "ScoreValueKind";

    /// <summary>The names of a vector's slots; null where a slot has none.</summary>
    public static string[]? SlotNamesOf(DataViewSchema.Column column)
    {
        if (!column.HasSlotNames()) return null;
        VBuffer<ReadOnlyMemory<char>> names = default;
        column.GetSlotNames(ref names);
        string[] all = [.. names.DenseValues().Select(name => name.ToString())];
        return Array.Exists(all, string.IsNullOrWhiteSpace) ? null : all;
    }

    /// <summary>The type of the values that keys stand for; null where they have none.</summary>
    public static PrimitiveDataViewType? KeyValueType(DataViewSchema.Column column) =>
        column.Annotations.Schema.GetColumnOrNull(KeyValues)?.Type is VectorDataViewType { ItemType: var item }
        && (item is TextDataViewType || NumberKind.Of(item) is not null) && column.HasKeyValues(item) ? item : null;

    /// <summary>The values that keys stand for, as texts; where they have none, their numbers from 0, as ML.NET writes them.</summary>
    /// <exception cref="ArgumentException">There are more than can be told apart here.</exception>
    public static string[] KeyTexts(DataViewSchema.Column column)
    {
        ulong count = ((KeyDataViewType)column.Type).Count;
        if (count > MaxKeys)
            throw new ArgumentException(
                $"column '{column.Name}' has keys of {count} values; they can be {MaxKeys} at most: hash into fewer bits, or map values to keys", nameof(column));
        if (KeyValueType(column) is not { } type) return [.. Enumerable.Range(0, (int)count).Select(key => FormattableString.Invariant($"{key}"))];
        if (NumberKind.Of(type) is { } kind) return kind.Texts(column.Annotations, KeyValues);
        VBuffer<ReadOnlyMemory<char>> values = default;
        column.GetKeyValues(ref values);
        return [.. values.DenseValues().Select(value => value.ToString())];
    }

    /// <summary>Annotations of a vector whose slots have names; none where there are none.</summary>
    public static Annotations? Slots(IReadOnlyList<string>? names) => names is null ? null : Build(builder => AddTexts(builder, SlotNames, names));

    /// <summary>Annotations of a key with the values that it stands for.</summary>
    public static Annotations Keys(IReadOnlyList<string> values) => Build(builder => AddTexts(builder, KeyValues, values));

    public static Annotations Build(Action<Annotations.Builder> add)
    {
        var builder = new Annotations.Builder();
        add(builder);
        return builder.ToAnnotations();
    }

    public static void AddText(Annotations.Builder builder, string name, string text) =>
        builder.AddPrimitiveValue(name, TextDataViewType.Instance, text.AsMemory());

    public static void AddTexts(Annotations.Builder builder, string name, IReadOnlyList<string> texts) =>
        AddValues(builder, name, TextDataViewType.Instance, [.. texts.Select(text => text.AsMemory())]);

    public static void AddValues<T>(Annotations.Builder builder, string name, PrimitiveDataViewType type, T[] values)
    {
        var all = new VBuffer<T>(values.Length, values);
        builder.Add(name, new VectorDataViewType(type, values.Length), (ref VBuffer<T> value) => all.CopyTo(ref value));
    }

    private const int MaxKeys = 1 << 20;
}
