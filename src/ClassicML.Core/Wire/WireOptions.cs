using System.Collections.Immutable;
using System.Globalization;

namespace ClassicML.Wire;

/// <summary>A registered type that is nothing but options, such as a learner: each is named once, with how to get it and how to set it.</summary>
/// <typeparam name="T">A record whose default instance has every option at its default.</typeparam>
/// <example><code>
/// new WireOptions&lt;LogisticRegression&gt;("logistic-regression", WireKind.Classifier, "Logistic regression", () => new())
///     .Number("C", Interval.Positive, l => l.C, (l, c) => l with { C = c })
///     .Flag("FitIntercept", l => l.FitIntercept, (l, on) => l with { FitIntercept = on })
/// </code></example>
public sealed class WireOptions<T> : WireType where T : class
{
    private readonly Func<T> create;
    private ImmutableArray<WireOption> options = [];

    /// <summary>A type without options yet.</summary>
    public WireOptions(string name, WireKind kind, string summary, Func<T> create) : base(name, kind, summary) =>
        this.create = Check.NotNull(create, nameof(create));

    /// <inheritdoc/>
    public override ImmutableArray<WireOption> Options => options;

    /// <inheritdoc/>
    public override object CreateDefault() => create();

    /// <inheritdoc/>
    public override bool Describes(object instance) => instance is T;

    /// <summary>Adds a number.</summary>
    public WireOptions<T> Number(string name, Interval range, Func<T, double> get, Func<T, double, T> set) =>
        Add(name, $"a number, {range}", range, i => new WireValue.Number(get(i)), (i, v) => set(i, v.AsNumber()), ParseNumber);

    /// <summary>Adds a whole number.</summary>
    public WireOptions<T> Integer(string name, int minimum, Func<T, int> get, Func<T, int, T> set) =>
        Add(name, $"an integer, at least {minimum}", Interval.AtLeast(minimum), i => new WireValue.Integer(get(i)),
            (i, v) => set(i, v.AsInteger()), ParseInteger);

    /// <summary>Adds a whole number that may be absent, which means "no limit" or "the default rule".</summary>
    public WireOptions<T> OptionalInteger(string name, int minimum, Func<T, int?> get, Func<T, int?, T> set) =>
        Add(name, $"an integer, at least {minimum}, or none", Interval.AtLeast(minimum),
            i => get(i) is { } value ? new WireValue.Integer(value) : WireValue.None.Value,
            (i, v) => set(i, v is WireValue.None ? null : v.AsInteger()),
            text => text is "" or "none" ? WireValue.None.Value : ParseInteger(text));

    /// <summary>Adds a switch.</summary>
    public WireOptions<T> Flag(string name, Func<T, bool> get, Func<T, bool, T> set) =>
        Add(name, "true or false", null, i => new WireValue.Flag(get(i)), (i, v) => set(i, v.AsFlag()),
            text => bool.TryParse(text, out bool flag) ? new WireValue.Flag(flag) : throw new FormatException());

    /// <summary>Adds a small value that has a text of its own, such as "scale" or "0.5".</summary>
    /// <param name="name">The name of the property.</param>
    /// <param name="allowed">What the text may be, in words.</param>
    /// <param name="get">Reads the option; its <c>ToString</c> is its text.</param>
    /// <param name="set">Returns a copy with the option set.</param>
    /// <param name="parse">The value of a text; throws a <see cref="FormatException"/> where it has none.</param>
    public WireOptions<T> Text<TValue>(string name, string allowed, Func<T, TValue> get, Func<T, TValue, T> set, Func<string, TValue> parse)
        where TValue : notnull =>
        Add(name, allowed, null, i => new WireValue.Text(get(i).ToString()!), (i, v) => set(i, parse(v.AsText())),
            text => new WireValue.Text(parse(text).ToString()!));

    /// <summary>Adds a choice among the members of an enumeration, whose names are written in lower case with hyphens.</summary>
    public WireOptions<T> Choice<TEnum>(string name, Func<T, TEnum> get, Func<T, TEnum, T> set) where TEnum : struct, Enum
    {
        Dictionary<string, TEnum> members = Enum.GetValues<TEnum>().ToDictionary(member => Hyphenated(member.ToString()), StringComparer.OrdinalIgnoreCase);
        string allowed = string.Join(" or ", members.Keys);
        return Add(name, allowed, null, i => new WireValue.Text(Hyphenated(get(i).ToString())),
            (i, v) => members.TryGetValue(v.AsText(), out TEnum member) ? set(i, member) : throw new WireException($"it must be {allowed}, was '{v.AsText()}'"),
            text => members.ContainsKey(text) ? new WireValue.Text(text.ToLowerInvariant()) : throw new FormatException());
    }

    /// <inheritdoc/>
    public override WireForm Write(object instance, WireRegistry registry) =>
        new(Name, Options.Select(option => KeyValuePair.Create(option.Name, option.Get(instance, registry))));

    /// <inheritdoc/>
    public override object Read(WireForm form, WireRegistry registry)
    {
        object instance = CreateDefault();
        foreach ((string name, WireValue value) in form.Values)
        {
            try
            {
                instance = Option(name).Set(instance, value, registry);
            }
            catch (Exception e) when (e is ArgumentException or FormatException)
            {
                throw new WireException($"'{Name}', option {name}: {e.Message}", e);
            }
        }
        return instance;
    }

    private WireOptions<T> Add(
        string name, string allowed, Interval? range, Func<T, WireValue> get, Func<T, WireValue, T> set, Func<string, WireValue> parse)
    {
        options = options.Add(new OptionOf(name, allowed, range, create, get, set, parse));
        return this;
    }

    private static WireValue ParseNumber(string text) => new WireValue.Number(double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture));

    private static WireValue ParseInteger(string text) => new WireValue.Integer(int.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture));

    // InverseDistance becomes inverse-distance.
    private static string Hyphenated(string name) =>
        string.Concat(name.Select((c, i) => char.IsUpper(c) ? (i == 0 ? "" : "-") + char.ToLowerInvariant(c) : c.ToString()));

    private sealed class OptionOf(
        string name, string allowed, Interval? range, Func<T> create, Func<T, WireValue> get, Func<T, WireValue, T> set, Func<string, WireValue> parse)
        : WireOption(name, allowed, range)
    {
        public override string Default => get(create()).AsDisplay();

        public override WireValue Get(object instance, WireRegistry registry) => get((T)instance);

        public override object Set(object instance, WireValue value, WireRegistry registry) => set((T)instance, value);

        public override WireValue Parse(string text)
        {
            try
            {
                return parse(Check.NotNull(text, nameof(text)));
            }
            catch (Exception e) when (e is FormatException or OverflowException)
            {
                throw new ArgumentException($"{Name} must be {Allowed}, was '{text}'", Name, e);
            }
        }
    }
}
