using System.Reflection;
using ClassicML.Tests.Contract;
using ClassicML.Wire;

namespace ClassicML.Tests.Wire;

/// <summary>Every option of every registered type is that of its property: set, it changes this property and no other, and is read
/// back.</summary>
public class OptionValueTests
{
    // What options that have words of their own understand, so that each finds some among them.
    private static readonly string[] Words =
    [
        "none", "auto", "scale", "balanced", "3", "0.25", "all", "log2", "square-root", "7,5", "1=1", "0", "1,2", "a=2", "cpu", "cuda:1",
            "14x14", "flatten; dense softmax", "uniform", "counts", "0.25 0.75",
        "ledoit-wolf", "minka", "{\"type\":\"ridge\"}",
        "year,hour", "2000-01-01",
    ];

    public static TheoryData<string> FromDefaults => Learners.FromDefaults;

    [Theory, MemberData(nameof(FromDefaults))]
    public void An_option_sets_its_property_and_no_other_and_is_read_back(string name)
    {
        WireType type = Learners.Registry.Find(name)!;
        object learner = type.CreateDefault();
        PropertyInfo[] properties = [.. learner.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.CanWrite)];
        foreach (WireOption option in type.Options)
        {
            (WireValue Value, object Changed)[] others = [.. Others(option, learner)];
            Assert.True(others.Length > 0, $"{name}: no other value of {option.Name}, which is {option.Allowed}, is known here");
            foreach ((WireValue value, object changed) in others)
            {
                foreach (PropertyInfo property in properties)
                    if (property.Name == option.Name) Assert.NotEqual(property.GetValue(learner), property.GetValue(changed));
                    else Assert.Equal(property.GetValue(learner), property.GetValue(changed));
                Assert.Equal(value, option.Get(changed, Learners.Registry));
                Assert.Equal(changed, Learners.Registry.Read<object>(WireForm.Parse(Learners.Registry.Write(changed).ToString())));
                // As a command line gives it.
                string text = value is WireValue.None ? "none" : value.AsDisplay();
                Assert.Equal(changed, option.Set(learner, option.Parse(text), Learners.Registry));
            }
        }
    }

    [Theory, MemberData(nameof(FromDefaults))]
    public void The_ends_of_a_range_that_are_inside_are_allowed(string name)
    {
        WireType type = Learners.Registry.Find(name)!;
        foreach (WireOption option in type.Options)
        {
            if (option.Range is not { } range) continue;
            object learner = type.CreateDefault();
            bool isWhole = option.Allowed.StartsWith("an integer", StringComparison.Ordinal);
            double[] inside = [.. new[] { range.Low, range.High, double.MaxValue, double.Epsilon, int.MaxValue }
                .Where(end => range.Contains(end) && double.IsFinite(end))];
            foreach (double end in inside.Where(end => !isWhole || end <= int.MaxValue && end == Math.Floor(end)))
            {
                WireValue value = isWhole ? new WireValue.Integer((long)end) : new WireValue.Number(end);
                Assert.Equal(value, option.Get(option.Set(learner, value, Learners.Registry), Learners.Registry));
            }
        }
    }

    // Allowed values that differ from the default's.
    private static IEnumerable<(WireValue, object)> Others(WireOption option, object learner)
    {
        WireValue own = option.Get(learner, Learners.Registry);
        IEnumerable<WireValue> candidates = own switch
        {
            WireValue.Flag flag => [new WireValue.Flag(!flag.Value)],
            WireValue.Integer whole =>
                [new WireValue.Integer(whole.Value + 1),
                .. option.Allowed.EndsWith("or none", StringComparison.Ordinal) ? [WireValue.None.Value] : (WireValue[])[]],
            WireValue.Number or WireValue.None when option.Range is { } range
                && !option.Allowed.StartsWith("an integer", StringComparison.Ordinal) =>
                new[] { 0.3, 0.015625, 2.5, 1e-9 }.Where(range.Contains).Select(value => new WireValue.Number(value)),
            WireValue.None when option.Range is { } range => [new WireValue.Integer((long)range.Low + 3)],
            WireValue.Form => [.. option.Allowed.Replace(", or a form in JSON", "").Split(" or ").Select(option.Parse)],
            _ => [.. Words.Concat(option.Allowed.Split(" or ")).Select(text => Parsed(option, text)).OfType<WireValue>()],
        };
        foreach (WireValue value in candidates.Distinct())
        {
            if (value.AsDisplay() == own.AsDisplay()) continue;
            if (Set(option, learner, value) is { } changed
                && !changed.Equals(learner)) yield return (option.Get(changed, Learners.Registry), changed);
        }
    }

    private static WireValue? Parsed(WireOption option, string text)
    {
        try
        {
            return option.Parse(text);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static object? Set(WireOption option, object learner, WireValue value)
    {
        try
        {
            return option.Set(learner, value, Learners.Registry);
        }
        catch (ArgumentException) when (value is WireValue.Text)
        {
            return null;
        }
    }
}
