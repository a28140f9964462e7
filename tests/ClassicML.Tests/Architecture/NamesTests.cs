using System.Collections.Immutable;
using System.Reflection;
using System.Text.RegularExpressions;
using ClassicML.Tests.Contract;
using ClassicML.Wire;

namespace ClassicML.Tests.Architecture;

/// <summary>What learners share has one name and one type, that of the table under "Names" in ARCHITECTURE.md.</summary>
public partial class NamesTests
{
    private static readonly ImmutableArray<(string Name, string Type, string[] Not)> Table = ReadTable();

    private static readonly ImmutableArray<(Type Learner, PropertyInfo Option)> Options =
    [
        .. Learners.Registry.Types.Where(type => type.CanCreate
                && type.Kind is WireKind.Classifier or WireKind.Regressor or WireKind.Transformer or WireKind.OutlierDetector)
            .Select(type => type.CreateDefault().GetType()).Distinct()
            .SelectMany(learner => learner.GetProperties().Where(option => option.SetMethod is not null).Select(option => (learner, option))),
    ];

    [Fact]
    public void What_two_families_share_is_in_the_table()
    {
        string[] shared = [.. Options.GroupBy(o => o.Option.Name)
            .Where(name => name.Select(o => o.Learner.Assembly).Distinct().Count() > 1).Select(name => name.Key)];
        Assert.True(shared.Length > 15, $"only {shared.Length} names are shared");
        string[] missing = [.. shared.Except(Table.Select(row => row.Name))];
        Assert.True(missing.Length == 0, $"not in the table: {string.Join(", ", missing)}");
    }

    [Fact]
    public void An_option_of_the_table_has_its_type()
    {
        Assert.All(Table, row =>
        {
            (Type Learner, PropertyInfo Option)[] uses = [.. Options.Where(o => o.Option.Name == row.Name)];
            Assert.NotEmpty(uses);
            Assert.All(uses, use => Assert.True(
                Regex.IsMatch(Named(use.Option.PropertyType), $"^({row.Type.Replace("?", @"\?").Replace("…", "[A-Za-z0-9]*")})$"),
                $"{use.Learner.Name}.{row.Name} is {Named(use.Option.PropertyType)}, and not {row.Type}"));
        });
    }

    [Fact]
    public void No_option_has_another_name_for_the_same()
    {
        string[] banned = [.. Table.SelectMany(row => row.Not)];
        Assert.True(banned.Length > 10);
        Assert.All(Options, o => Assert.DoesNotContain(o.Option.Name, banned));
    }

    [Fact]
    public void A_model_is_named_after_its_learner_or_what_its_learners_have_in_common()
    {
        string text = Section();
        (Type Learner, Type Model)[] fits =
        [
            .. from type in Learners.PublicTypes
               where type is { IsAbstract: false, IsGenericType: false } && type.GetInterfaces().Any(face => face.Name == "ILearner`2")
               from method in type.GetMethods()
               where method is { Name: "Fit", IsStatic: false }
               select (type, method.ReturnType),
        ];
        Assert.True(fits.Length > 30);
        foreach ((Type learner, Type model) in fits.Distinct())
        {
            string name = model.Name.Split('`')[0];
            string[] sharers = [.. fits.Where(fit => fit.Model == model).Select(fit => fit.Learner.Name).Distinct().Order(StringComparer.Ordinal)];
            bool own = Bases(learner).Any(type => name == type.Name.Split('`')[0] + "Model");
            Assert.True(own || text.Contains($"`{name}`: {string.Join(", ", sharers)}\n", StringComparison.Ordinal),
                $"the model of {learner.Name} is {name}, which is neither its own nor said of {string.Join(", ", sharers)}");
        }
    }

    private static IEnumerable<Type> Bases(Type? type)
    {
        for (; type is not null; type = type.BaseType) yield return type;
    }

    private static string Named(Type type) => Nullable.GetUnderlyingType(type) is { } value ? Named(value) + "?" : type.Name switch
    {
        "Int32" => "int",
        "Double" => "double",
        "Boolean" => "bool",
        _ => type.Name,
    };

    private static string Section()
    {
        string text = File.ReadAllText(Path.Combine(Repository.Root, "ARCHITECTURE.md"));
        int start = text.IndexOf("## Names\n", StringComparison.Ordinal);
        return text[start..text.IndexOf("\n## ", start + 4, StringComparison.Ordinal)];
    }

    private static ImmutableArray<(string, string, string[])> ReadTable() =>
    [
        .. Row().Matches(Section()).Select(row => (
            row.Groups["name"].Value, row.Groups["type"].Value.Replace(" or ", "|", StringComparison.Ordinal),
            row.Groups["not"].Value.Split(", ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))),
    ];

    [GeneratedRegex(@"^\| `(?<name>\w+)` \| (?<type>[^|]+?) \| [^|]+ \| (?<not>[^|]*?) ?\|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
