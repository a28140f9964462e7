using System.Reflection;
using System.Text.RegularExpressions;
using ClassicML.Wire;

namespace ClassicML.Testing;

/// <summary>Options are what the registry says they are.</summary>
internal static partial class OptionChecks
{
    public static IEnumerable<ContractCheck> Of(WireType type, WireRegistry registry) =>
    [
        new(ContractTopic.Options, "Options are all the settable properties and their names", () => Names(type)),
        new(ContractTopic.Options, "Defaults written and read are equal", () => Defaults(type, registry)),
        new(ContractTopic.Options, "Every option takes its default as text", () => DefaultTexts(type, registry)),
        new(ContractTopic.Options, "An option that is set leaves the rest as it was and comes back", () => Sets(type, registry)),
        new(ContractTopic.Options, "Numbers outside their range are refused by name", () => Ranges(type, registry)),
        new(ContractTopic.Options, "Texts that are no values are refused by name", () => Nonsense(type)),
    ];

    private static void Names(WireType type)
    {
        IEnumerable<string> settable = type.CreateDefault().GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.CanWrite).Select(property => property.Name);
        Expect.Equal(
            string.Join(", ", settable.Order(StringComparer.Ordinal)),
            string.Join(", ", type.Options.Select(option => option.Name).Order(StringComparer.Ordinal)), "the names of the options");
        Expect.True(Hyphens().IsMatch(type.Name), $"the name '{type.Name}' must be lower case with hyphens");
    }

    private static void Defaults(WireType type, WireRegistry registry)
    {
        object one = type.CreateDefault();
        Expect.Equal(one, Copy(one, registry), "what was read");
        Expect.Equal(one, type.CreateDefault(), "a second one");
    }

    private static void DefaultTexts(WireType type, WireRegistry registry)
    {
        object one = type.CreateDefault();
        foreach (WireOption option in type.Options)
            Expect.Equal(one, option.Set(one, option.Parse(option.Default), registry), $"with {option.Name} at its default");
    }

    private static void Sets(WireType type, WireRegistry registry)
    {
        object one = type.CreateDefault();
        string before = registry.Write(one).ToString();
        foreach (WireOption option in type.Options)
            foreach (WireValue value in Others(option, one, registry))
            {
                if (TrySet(option, one, value, registry) is not { } other) continue;
                Expect.Equal(before, registry.Write(one).ToString(), $"the one whose copy got another {option.Name}");
                Expect.Equal(before, registry.Write(type.CreateDefault()).ToString(), $"a new one, after {option.Name} was set");
                Expect.True(!other.Equals(one), $"the same with another {option.Name}");
                Expect.Equal(other, Copy(other, registry), $"what was read with another {option.Name}");
                break;
            }
    }

    private static void Ranges(WireType type, WireRegistry registry)
    {
        object one = type.CreateDefault();
        foreach (WireOption option in type.Options.Where(option => option.Range is not null))
        {
            Interval range = option.Range!.Value;
            bool isWhole = option.Get(one, registry) is not WireValue.Number;
            double[] outside =
                [range.Low - 1, range.High + 1, .. range.LowOpen ? (double[])[range.Low] : [],
                    .. range.HighOpen ? (double[])[range.High] : []];
            foreach (double value in outside.Where(value => !range.Contains(value) && (!isWhole || double.IsFinite(value))))
            {
                WireValue given = isWhole ? new WireValue.Integer((long)value) : new WireValue.Number(value);
                Expect.Refuses(() => option.Set(one, given, registry), $"{option.Name} must be", Invariant($"{option.Name} = {value}"));
            }
            if (!isWhole)
                Expect.Refuses(() => option.Set(one, new WireValue.Number(double.NaN), registry), "was NaN", $"{option.Name} = NaN");
        }
    }

    private static void Nonsense(WireType type)
    {
        // A word by itself may be the name of a column.
        const string text = ",=nonsense";
        // What may be any text refuses none.
        foreach (WireOption option in type.Options.Where(option => option.Allowed != "any text"))
            Expect.Refuses(() => option.Parse(text), $"{option.Name} must be {option.Allowed}, was '{text}'", $"a text for {option.Name}");
    }

    // Values of the same kind that may be allowed.
    private static IEnumerable<WireValue> Others(WireOption option, object one, WireRegistry registry) => option.Get(one, registry) switch
    {
        WireValue.Flag flag => [new WireValue.Flag(!flag.Value)],
        WireValue.Integer whole => [new WireValue.Integer(whole.Value + 1), new WireValue.Integer(whole.Value - 1)],
        WireValue.Number number => [new WireValue.Number(number.Value * 0.5), new WireValue.Number(number.Value + 0.5)],
        _ => [],
    };

    private static object? TrySet(WireOption option, object one, WireValue value, WireRegistry registry)
    {
        if (value.Equals(option.Get(one, registry))) return null;
        try
        {
            return option.Set(one, value, registry);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static object Copy(object one, WireRegistry registry) => registry.Read<object>(WireForm.Parse(registry.Write(one).ToString()));

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$")]
    private static partial Regex Hyphens();
}
