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
    public override bool CanCreate => true;

    /// <inheritdoc/>
    public override object CreateDefault() => create();

    /// <inheritdoc/>
    public override bool Describes(object instance) => instance is T;

    /// <summary>Adds a number.</summary>
    public WireOptions<T> Number(string name, Interval range, Func<T, double> get, Func<T, double, T> set) =>
        Add(name, $"a number, {range}", range, i => new WireValue.Number(get(i)), (i, v) => set(i, v.AsNumber()), ParseNumber);

    /// <summary>Adds a whole number.</summary>
    public WireOptions<T> Integer(string name, int minimum, Func<T, int> get, Func<T, int, T> set) =>
        Integer(name, Interval.AtLeast(minimum), get, set);

    /// <summary>Adds a whole number in a range.</summary>
    public WireOptions<T> Integer(string name, Interval range, Func<T, int> get, Func<T, int, T> set) =>
        Add(name, $"an integer, {range}", range, i => new WireValue.Integer(get(i)), (i, v) => set(i, v.AsInteger()), ParseInteger);

    /// <summary>Adds a whole number that may be absent, which means "no limit" or "the default rule".</summary>
    public WireOptions<T> OptionalInteger(string name, int minimum, Func<T, int?> get, Func<T, int?, T> set) =>
        OptionalInteger(name, Interval.AtLeast(minimum), get, set);

    /// <summary>Adds a whole number in a range that may be absent.</summary>
    public WireOptions<T> OptionalInteger(string name, Interval range, Func<T, int?> get, Func<T, int?, T> set) =>
        Add(name, $"an integer, {range}, or none", range,
            i => get(i) is { } value ? new WireValue.Integer(value) : WireValue.None.Value,
            (i, v) => set(i, v is WireValue.None ? null : v.AsInteger()),
            text => text is "" or "none" ? WireValue.None.Value : ParseInteger(text));

    /// <summary>Adds a switch.</summary>
    public WireOptions<T> Flag(string name, Func<T, bool> get, Func<T, bool, T> set) =>
        Add(name, "true or false", null, i => new WireValue.Flag(get(i)), (i, v) => set(i, v.AsFlag()),
            text => bool.TryParse(text, out bool flag) ? new WireValue.Flag(flag) : throw new FormatException());

    /// <summary>Adds a number that may be absent.</summary>
    public WireOptions<T> OptionalNumber(string name, Interval range, Func<T, double?> get, Func<T, double?, T> set) =>
        Add(name, $"a number, {range}, or none", range,
            i => get(i) is { } value ? new WireValue.Number(value) : WireValue.None.Value,
            (i, v) => set(i, v is WireValue.None ? null : v.AsNumber()),
            text => text is "" or "none" ? WireValue.None.Value : ParseNumber(text));

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
        return Add(name, WireChoice.Allowed(typeof(TEnum)), null, i => new WireValue.Text(WireChoice.NameOf(get(i))),
            (i, v) => set(i, v.AsChoice<TEnum>()),
            text => WireChoice.Find<TEnum>(text) is { } member ? new WireValue.Text(WireChoice.NameOf(member)) : throw new FormatException());
    }

    /// <summary>Adds a value type that has a text form.</summary>
    /// <param name="name">The property.</param>
    /// <param name="allowed">What the text may be, in words.</param>
    /// <param name="get">The text of the property.</param>
    /// <param name="set">A copy with the property read from text; throws <see cref="FormatException"/> where the text is no value.</param>
    public WireOptions<T> Parsed(string name, string allowed, Func<T, string> get, Func<T, string, T> set) =>
        Add(name, allowed, null, i => new WireValue.Text(get(i)), (i, v) => set(i, v.AsText()), text =>
        {
            set(create(), text);
            return new WireValue.Text(text);
        });

    /// <summary>Adds an option that is a thing with a form of its own, such as a metric. As text it is the name of one of these or a form in JSON.</summary>
    /// <param name="name">The name of the property.</param>
    /// <param name="known">The types that the library brings along; a user's own, once registered, can be given as a form.</param>
    /// <param name="get">Reads the option.</param>
    /// <param name="set">Returns a copy with the option set.</param>
    public WireOptions<T> Part<TPart>(string name, IReadOnlyList<WireType> known, Func<T, TPart> get, Func<T, TPart, T> set) where TPart : class
    {
        var parts = new WireRegistry(Check.NotNull(known, nameof(known)));
        options = options.Add(new PartOf<TPart>(
            name, parts, $"{string.Join(" or ", known.Where(type => type.Kind == WireKind.Part).Select(type => type.Name))}, or a form in JSON",
            create, get, (l, part) => set(l, part!)));
        return this;
    }

    /// <summary>Adds an option that is a thing with a form of its own, or absent, such as a learner inside another. As text it is "none" or a form
    /// in JSON.</summary>
    /// <param name="name">The name of the property.</param>
    /// <param name="get">Reads the option; null where it is absent.</param>
    /// <param name="set">Returns a copy with the option set.</param>
    public WireOptions<T> OptionalPart<TPart>(string name, Func<T, TPart?> get, Func<T, TPart?, T> set) where TPart : class
    {
        options = options.Add(new PartOf<TPart>(name, new WireRegistry([]), "a form in JSON, or none", create, get, set, mayBeAbsent: true));
        return this;
    }

    /// <inheritdoc/>
    public override WireForm Write(object instance, WireRegistry registry) =>
        new(Name, Options.Select(option => KeyValuePair.Create(option.Name, option.Get(instance, registry))));

    /// <inheritdoc/>
    public override object Read(WireForm form, WireRegistry registry)
    {
        object instance = CreateDefault();
        var seen = new HashSet<WireOption>();
        foreach ((string name, WireValue value) in form.Values)
        {
            try
            {
                // Names that differ in the case of their letters are one option.
                if (!seen.Add(Option(name))) throw new WireException("it comes twice");
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

    private sealed class PartOf<TPart>(
        string name, WireRegistry known, string allowed, Func<T> create, Func<T, TPart?> get, Func<T, TPart?, T> set, bool mayBeAbsent = false)
        : WireOption(name, allowed, null)
        where TPart : class
    {
        public override string Default => get(create()) is { } part && known.Find(part) is { } type ? type.Name : "";

        public override WireValue Get(object instance, WireRegistry registry) =>
            get((T)instance) is { } part ? new WireValue.Form(registry.Write(part)) : WireValue.None.Value;

        public override object Set(object instance, WireValue value, WireRegistry registry) =>
            set((T)instance, mayBeAbsent && value is WireValue.None ? null : registry.Read<TPart>(value.AsForm()));

        public override WireValue Parse(string text)
        {
            if (mayBeAbsent && Check.NotNull(text, nameof(text)) is "" or "none") return WireValue.None.Value;
            try
            {
                return new WireValue.Form(Check.NotNull(text, nameof(text)).StartsWith('{') ? WireForm.Parse(text) : PartText.Read(text, known));
            }
            catch (FormatException e)
            {
                throw new ArgumentException($"{Name} must be {Allowed}, was '{text}'", Name, e);
            }
            catch (ArgumentException e)
            {
                throw new ArgumentException($"{Name}: {e.Message}", Name, e);
            }
        }
    }

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
