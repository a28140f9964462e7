using ClassicML.Internal;
using ClassicML.Wire;

namespace ClassicML.Tests.Wire;

/// <summary>Every kind of option on one made-up type: how it is written, what it reads, what a person may type, and what it
/// refuses.</summary>
public class OptionKindTests
{
    private const string Kernels = "linear-kernel or polynomial-kernel or rbf-kernel or sigmoid-kernel or laplacian-kernel or "
        + "chi-squared-kernel or precomputed-kernel or cosine-kernel, or a form in JSON";

    private static readonly WireOptions<Sample> Type = new WireOptions<Sample>("sample", WireKind.Part, "A sample", () => new())
        .Number("Number", new Interval(0, 2, LowOpen: true), s => s.Number, (s, value) => s with { Number = value })
        .Integer("Whole", 2, s => s.Whole, (s, value) => s with { Whole = value })
        .OptionalInteger("Limit", 1, s => s.Limit, (s, value) => s with { Limit = value })
        .OptionalNumber("Share", Interval.Share, s => s.Share, (s, value) => s with { Share = value })
        .Flag("On", s => s.On, (s, value) => s with { On = value })
        .Choice("Colour", s => s.Colour, (s, value) => s with { Colour = value })
        .Text("Width", "scale, auto or a positive number", s => s.Width, (s, value) => s with { Width = value }, Gamma.Parse)
        .Parsed("Day", "a date", s => s.Day.ToString("yyyy-MM-dd", null),
            (s, text) => s with { Day = DateOnly.ParseExact(text, "yyyy-MM-dd") })
        .Part("Kernel", KernelFunctionWireTypes.All, s => s.Kernel, (s, value) => s with { Kernel = value });

    private static readonly WireRegistry Registry = new([Type, .. KernelFunctionWireTypes.All]);

    private enum Colour
    {
        DeepBlue,
        Red,
        L1,
    }

    [Fact]
    public void Defaults_and_other_values_are_written_in_the_order_of_the_options()
    {
        Assert.Equal(
            """
            {"type":"sample","format":1,"Number":1,"Whole":5,"Limit":null,"Share":0.5,"On":true,
            "Colour":"deep-blue","Width":"scale","Day":"2026-01-31","Kernel":{"type":"linear-kernel"}}
            """.ReplaceLineEndings(""), Registry.Write(new Sample()).ToString());
        Assert.Equal(
            """
            {"type":"sample","format":1,"Number":0.125,"Whole":2147483647,"Limit":3,"Share":null,"On":false,
            "Colour":"l1","Width":"0.25","Day":"1999-12-01","Kernel":{"type":"rbf-kernel","Gamma":"auto"}}
            """.ReplaceLineEndings(""), Registry.Write(Other).ToString());
    }

    [Theory]
    [InlineData("rbf", """{"type":"rbf-kernel","format":1,"Gamma":"scale"}"""),
        InlineData("RBF-Kernel", """{"type":"rbf-kernel","format":1,"Gamma":"scale"}""")]
    [InlineData("rbf:gamma=0.02", """{"type":"rbf-kernel","format":1,"Gamma":"0.02"}""")]
    [InlineData("poly:degree=2:constant=-1.5", """{"type":"polynomial-kernel","format":1,"Degree":2,"Gamma":"scale","Constant":-1.5}""")]
    [InlineData("l", null), InlineData("", null), InlineData("rbf:gamma", null), InlineData("rbf:", null), InlineData("rbf:=1", null), InlineData("rbff", null)]
    public void A_part_is_written_as_its_name_and_options_after_colons(string text, string? form)
    {
        WireOption option = Type.Option("kernel");
        if (form is not null) Assert.Equal(form, ((WireValue.Form)option.Parse(text)).Value.ToString());
        else Assert.Equal($"Kernel must be {Kernels}, was '{text}'", Line(() => option.Parse(text)));
    }

    [Fact]
    public void An_option_of_a_part_that_is_not_there_or_out_of_range_is_named()
    {
        WireOption option = Type.Option("kernel");
        Assert.Equal("Kernel: 'rbf-kernel' has no option 'gama': did you mean 'Gamma'?", Line(() => option.Parse("rbf:gama=1")));
        Assert.Equal("Kernel: 'linear-kernel' has no options, so no 'gamma'", Line(() => option.Parse("linear:gamma=1")));
        Assert.Equal("Kernel: Degree must be at least 1, was 0", Line(() => option.Parse("poly:degree=0")));
        Assert.Equal("Kernel: Degree must be an integer, at least 1, was 'x'", Line(() => option.Parse("poly:degree=x")));
    }

    // Without the parameters' names, which the runtime appends.
    private static string Line(Func<object> parse) => System.Text.RegularExpressions.Regex.Replace(
        Assert.ThrowsAny<ArgumentException>(parse).Message, @" \(Parameter '\w+'\)", "");

    [Fact]
    public void A_part_that_may_be_absent_is_a_form_or_none()
    {
        var type = new WireOptions<Sample>("sample", WireKind.Part, "A sample", () => new())
            .OptionalPart("Spare", s => s.Spare, (s, value) => s with { Spare = value });
        var registry = new WireRegistry([type, .. KernelFunctionWireTypes.All]);
        WireOption option = type.Option("Spare");
        Assert.Equal(("", "a form in JSON, or none"), (option.Default, option.Allowed));
        foreach (Sample sample in (Sample[])[new(), new() { Spare = KernelFunction.Rbf(2) }])
            Assert.Equal(sample, registry.Read<Sample>(registry.Write(sample)));
        Assert.Equal(WireValue.None.Value, option.Parse("none"));
        var kernel = (Sample)option.Set(new Sample(), option.Parse("""{"type":"linear-kernel"}"""), registry);
        Assert.Equal(KernelFunction.Linear, kernel.Spare);
        Assert.Null(((Sample)option.Set(kernel, option.Parse(""), registry)).Spare);
        Assert.Contains("Spare must be a form in JSON, or none, was 'linear-kernel'", Fail(() => option.Parse("linear-kernel")));
    }

    [Fact]
    public void What_is_written_is_read_by_value_in_any_order_and_what_is_missing_is_the_default()
    {
        Assert.Equal(Other, Registry.Read<Sample>(Registry.Write(Other)));
        Assert.Equal(Other, Registry.Read<Sample>(WireForm.Parse(
            """
            {"Kernel":{"Gamma":"auto","type":"rbf-kernel"},"day":"1999-12-01","WIDTH":"0.25","Colour":"L1",
             "On":false,"Share":null,"Limit":3,"Whole":2147483647,"Number":0.125,"type":"sample"}
            """)));
        Assert.Equal(new Sample { Whole = 9, On = false },
            Registry.Read<Sample>(WireForm.Parse("""{"type":"sample","Whole":9,"On":false}""")));
        // A number may be written without a point, and one that is a whole number too.
        Assert.Equal(new Sample { Number = 2, Share = 1 },
            Registry.Read<Sample>(WireForm.Parse("""{"type":"sample","Number":2,"Share":1}""")));
    }

    [Theory]
    [InlineData("Number", "\"1\"", "it must be a number, was '1'")]
    [InlineData("Number", "0", "Number must be in (0, 2], was 0")]
    [InlineData("Number", "\"Infinity\"", "Number must be in (0, 2], was Infinity")]
    [InlineData("Number", "\"NaN\"", "Number must be in (0, 2], was NaN")]
    [InlineData("Number", "null", "it must be a number, was nothing")]
    [InlineData("Number", "true", "it must be a number, was true")]
    [InlineData("Whole", "1", "Whole must be at least 2, was 1")]
    [InlineData("Whole", "2.5", "it must be an integer of 32 bits, was 2.5")]
    [InlineData("Whole", "2147483648", "it must be an integer of 32 bits, was 2147483648")]
    [InlineData("Whole", "null", "it must be an integer of 32 bits, was nothing")]
    [InlineData("Limit", "0", "Limit must be at least 1, was 0")]
    [InlineData("Limit", "\"none\"", "it must be an integer of 32 bits, was 'none'")]
    [InlineData("Share", "1.5", "Share must be in [0, 1], was 1.5")]
    [InlineData("Share", "[1]", "it must be a number, was a list")]
    [InlineData("On", "1", "it must be true or false, was 1")]
    [InlineData("Colour", "\"blue\"", "it must be deep-blue or red or l1, was 'blue'")]
    [InlineData("Colour", "0", "it must be a text, was 0")]
    [InlineData("Width", "0.5", "it must be a text, was 0.5")]
    [InlineData("Width", "\"-1\"", "gamma must be positive, was -1")]
    [InlineData("Width", "\"wide\"", "wide")]
    [InlineData("Day", "\"31.1.2026\"", "31.1.2026")]
    [InlineData("Kernel", "\"rbf-kernel\"", "it must be a form, was 'rbf-kernel'")]
    [InlineData("Kernel", "{\"type\":\"sample\"}", "'sample' is not a KernelFunction")]
    [InlineData("Kernel", "{\"type\":\"rbf-kernel\",\"Gamma\":\"0\"}", "'rbf-kernel', option Gamma: gamma must be positive, was 0")]
    [InlineData("Kernel", "{\"type\":\"linear-kernel\",\"Gamma\":\"1\"}", "'linear-kernel' has no options, so no 'Gamma'")]
    [InlineData("Heat", "1", "'sample' has no option 'Heat'; it has Number, Whole, Limit, Share, On, Colour, Width, Day, Kernel")]
    public void What_an_option_cant_be_is_refused_by_its_name(string option, string value, string message)
    {
        string said = Assert.Throws<WireException>(() =>
            Registry.Read<Sample>(WireForm.Parse($$"""{"type":"sample","{{option}}":{{value}}}"""))).Message;
        Assert.Contains(message, said);
        Assert.Contains($"'sample', option {option}: ", said);
    }

    [Theory]
    [InlineData("Number", "1", "a number, in (0, 2]", 0.0, 2.0)]
    [InlineData("Whole", "5", "an integer, at least 2", 2.0, double.PositiveInfinity)]
    [InlineData("Limit", "", "an integer, at least 1, or none", 1.0, double.PositiveInfinity)]
    [InlineData("Share", "0.5", "a number, in [0, 1], or none", 0.0, 1.0)]
    [InlineData("On", "true", "true or false", null, null)]
    [InlineData("Colour", "deep-blue", "deep-blue or red or l1", null, null)]
    [InlineData("Width", "scale", "scale, auto or a positive number", null, null)]
    [InlineData("Day", "2026-01-31", "a date", null, null)]
    [InlineData("Kernel", "linear-kernel", Kernels, null, null)]
    public void An_option_says_its_default_and_what_it_may_be(string name, string text, string allowed, double? low, double? high)
    {
        WireOption option = Type.Option(name);
        Assert.Equal((name, text, allowed), (option.Name, option.Default, option.Allowed));
        Assert.Equal((low, high), (option.Range?.Low, option.Range?.High));
        Assert.Equal(name == "Number", option.Range?.LowOpen ?? false);
        Assert.Same(option, Type.Option(name.ToUpperInvariant()));
        Assert.Equal(new Sample(), option.Set(new Sample(), option.Parse(option.Default), Registry));
    }

    [Theory]
    [InlineData("Number", "1.5", "Number", "1.5")]
    [InlineData("Number", "1e-3", "Number", "0.001")]
    [InlineData("Whole", "7", "Whole", "7")]
    [InlineData("Limit", "7", "Limit", "7")]
    [InlineData("Limit", "none", "Limit", "")]
    [InlineData("Limit", "", "Limit", "")]
    [InlineData("Share", "0", "Share", "0")]
    [InlineData("Share", "none", "Share", "")]
    [InlineData("On", "false", "On", "false")]
    [InlineData("On", "TRUE", "On", "true")]
    [InlineData("Colour", "Red", "Colour", "red")]
    [InlineData("Width", "0.50", "Width", "0.5")]
    [InlineData("Day", "2000-02-29", "Day", "2000-02-29")]
    [InlineData("Kernel", "cosine-kernel", "Kernel", """{"type":"cosine-kernel","format":1}""")]
    [InlineData("Kernel", """{"type":"rbf-kernel","Gamma":"2"}""", "Kernel", """{"type":"rbf-kernel","format":1,"Gamma":"2"}""")]
    public void A_text_sets_its_option_and_no_other(string name, string text, string changed, string expected)
    {
        WireOption option = Type.Option(name);
        object set = option.Set(new Sample(), option.Parse(text), Registry);
        foreach (WireOption each in Type.Options)
            Assert.Equal(each.Name == changed ? expected : each.Get(new Sample(), Registry).AsDisplay(),
                each.Get(set, Registry).AsDisplay());
    }

    [Theory]
    [InlineData("Number", "one"), InlineData("Number", "1,5"), InlineData("Number", ""), InlineData("Number", "none")]
    [InlineData("Whole", "1.0"), InlineData("Whole", "3000000000"), InlineData("Whole", " 3"), InlineData("Whole", "none")]
    [InlineData("Limit", "None"), InlineData("On", "yes"), InlineData("On", "1"), InlineData("Colour", "deep blue"),
        InlineData("Colour", "1")]
    [InlineData("Width", "wide"), InlineData("Day", "today"), InlineData("Kernel", "sample"), InlineData("Kernel", "rbff"),
        InlineData("Kernel", "{")]
    public void A_text_that_is_no_value_is_refused_with_what_it_may_be(string name, string text) =>
        Assert.StartsWith($"{name} must be {Type.Option(name).Allowed}, was '{text}'",
            Fail(() => Type.Option(name).Parse(text)));

    [Fact]
    public void A_type_names_itself_and_makes_and_knows_its_instances()
    {
        Assert.Equal(("sample", WireKind.Part, "A sample"), (Type.Name, Type.Kind, Type.Summary));
        Assert.Equal(new Sample(), Type.CreateDefault());
        Assert.True(Type.Describes(Other));
        Assert.False(Type.Describes(KernelFunction.Linear));
        Assert.Equal(["Number", "Whole", "Limit", "Share", "On", "Colour", "Width", "Day", "Kernel"],
            Type.Options.Select(option => option.Name));
        var model = new WireType<Sample>("written", WireKind.Model, "By functions", (s, w) => w.Integer("Whole", s.Whole),
            r => new Sample { Whole = r.Integer("Whole") });
        Assert.Empty(model.Options);
        // What has no options may still be made, and what is written by functions may not.
        var bare = new WireOptions<Sample>("bare", WireKind.Part, "Nothing to set", () => new());
        Assert.Empty(bare.Options);
        Assert.Equal((true, true, false), (Type.CanCreate, bare.CanCreate, model.CanCreate));
        Assert.Contains("'written' can't be made from defaults", Assert.Throws<NotSupportedException>(model.CreateDefault).Message);
        Assert.Contains("'written' has no options, so no 'Whole'", Fail(() => model.Option("Whole")));
        Assert.Equal("""{"type":"written","format":1,"Whole":5}""", model.Write(new Sample(), Registry).ToString());
    }

    private static readonly Sample Other = new()
    {
        Number = 0.125, Whole = int.MaxValue, Limit = 3, Share = null, On = false, Colour = Colour.L1, Width = 0.25,
        Day = new DateOnly(1999, 12, 1),
        Kernel = KernelFunction.Rbf(Gamma.Auto),
    };

    private sealed record Sample
    {
        public double Number { get; init => field = ClassicML.Check.Within(value, new Interval(0, 2, LowOpen: true), nameof(Number)); } = 1;

        public int Whole { get; init => field = ClassicML.Check.AtLeast(value, 2, nameof(Whole)); } = 5;

        public int? Limit { get; init => field = ClassicML.Check.AtLeast(value, 1, nameof(Limit)); }

        public double? Share
        {
            get; init => field = value is { } given ? ClassicML.Check.Within(given, Interval.Share, nameof(Share))
            : null;
        } = 0.5;

        public bool On { get; init; } = true;

        public Colour Colour { get; init; }

        public Gamma Width { get; init; }

        public DateOnly Day { get; init; } = new(2026, 1, 31);

        public KernelFunction Kernel { get; init; } = KernelFunction.Linear;

        public KernelFunction? Spare { get; init; }
    }
}
