using System.Globalization;
using System.Runtime.InteropServices;

namespace ClassicML.Wire;

/// <summary>Values as the types that a reader asks for. Text forms tell integers from doubles, and arrays from lists, only by use.</summary>
internal static class WireConversions
{
    public static double AsNumber(this WireValue value) => value switch
    {
        WireValue.Number number => number.Value,
        WireValue.Integer integer => integer.Value,
        WireValue.Text { Value: "NaN" or "Infinity" or "-Infinity" } text => double.Parse(text.Value, CultureInfo.InvariantCulture),
        _ => throw Wrong(value, "a number"),
    };

    public static int AsInteger(this WireValue value) =>
        value is WireValue.Integer { Value: >= int.MinValue and <= int.MaxValue } integer ? (int)integer.Value : throw Wrong(value, "an integer of 32 bits");

    public static bool AsFlag(this WireValue value) => value is WireValue.Flag flag ? flag.Value : throw Wrong(value, "true or false");

    public static string AsText(this WireValue value) => value is WireValue.Text text ? text.Value : throw Wrong(value, "a text");

    public static TEnum AsChoice<TEnum>(this WireValue value) where TEnum : struct, Enum =>
        WireChoice.Find<TEnum>(value.AsText()) ?? throw Wrong(value, WireChoice.Allowed(typeof(TEnum)));

    public static WireForm AsForm(this WireValue value) => value is WireValue.Form form ? form.Value : throw Wrong(value, "a form");

    public static IReadOnlyList<WireValue> AsList(this WireValue value) => value switch
    {
        WireValue.List list => list.Values,
        WireValue.Doubles doubles => [.. doubles.Values.ToArray().Select(number => new WireValue.Number(number))],
        WireValue.Integers integers => [.. integers.Values.ToArray().Select(number => new WireValue.Integer(number))],
        _ => throw Wrong(value, "a list"),
    };

    public static double[] AsDoubles(this WireValue value) =>
        value switch
        {
            WireValue.Doubles doubles => Whole(doubles.Values),
            WireValue.Integers integers => Array.ConvertAll(Whole(integers.Values), whole => (double)whole),
            _ => [.. value.AsList().Select(AsNumber)],
        };

    public static int[] AsIntegers(this WireValue value) =>
        value is WireValue.Integers integers ? Whole(integers.Values) : [.. value.AsList().Select(AsInteger)];

    // Forms and models never change, so what is read may be the form's own array; of a large model a copy would take as much again.
    private static T[] Whole<T>(ReadOnlyMemory<T> values) =>
        MemoryMarshal.TryGetArray(values, out ArraySegment<T> segment) && segment.Count == segment.Array!.Length ? segment.Array : values.ToArray();

    /// <summary>A single value as a person would type it.</summary>
    public static string AsDisplay(this WireValue value) => value switch
    {
        WireValue.Flag flag => flag.Value ? "true" : "false",
        WireValue.Integer integer => integer.Value.ToString(CultureInfo.InvariantCulture),
        WireValue.Number number => Check.Text(number.Value),
        WireValue.Text text => text.Value,
        WireValue.Form form => form.Value.ToString(),
        _ => "",
    };

    private static WireException Wrong(WireValue value, string wanted) => new($"it must be {wanted}, was {Describe(value)}");

    private static string Describe(WireValue value) => value switch
    {
        WireValue.None => "nothing",
        WireValue.Text text => $"'{text.Value}'",
        WireValue.Form form => $"a form of '{form.Value.Name}'",
        WireValue.List or WireValue.Doubles or WireValue.Integers => "a list",
        _ => value.AsDisplay(),
    };
}
