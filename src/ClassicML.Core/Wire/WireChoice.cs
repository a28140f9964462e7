using ClassicML.Internal;

namespace ClassicML.Wire;

/// <summary>How the members of an enumeration are spelt, in options and in models: InverseDistance is inverse-distance.</summary>
internal static class WireChoice<TEnum> where TEnum : struct, Enum
{
    private static readonly Dictionary<string, TEnum> Members =
        Enum.GetValues<TEnum>().ToDictionary(NameOf, StringComparer.OrdinalIgnoreCase);

    /// <summary>All spellings, in words.</summary>
    public static string Allowed { get; } = string.Join(" or ", Members.Keys);

    public static string NameOf(TEnum member) => NearNames.Kebab(member.ToString());

    /// <summary>The member of a name, whatever the case of its letters, or null.</summary>
    public static TEnum? Find(string name) => Members.TryGetValue(name, out TEnum member) ? member : null;
}
