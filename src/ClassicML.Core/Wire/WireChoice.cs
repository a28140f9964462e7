using ClassicML.Internal;

namespace ClassicML.Wire;

/// <summary>How the members of an enumeration are spelt, in options and in models: InverseDistance is inverse-distance.</summary>
internal static class WireChoice
{
    // By the type and not by a type parameter: a dictionary or a sequence of each enumeration is code of its own, which is compiled when a program starts.
    /// <summary>All spellings, in words.</summary>
    public static string Allowed(Type type) => string.Join(" or ", Array.ConvertAll(Enum.GetNames(type), NearNames.Kebab));

    public static string NameOf<TEnum>(TEnum member) where TEnum : struct, Enum => NearNames.Kebab(member.ToString());

    /// <summary>The member of a name, whatever the case of its letters, or null.</summary>
    public static TEnum? Find<TEnum>(string name) where TEnum : struct, Enum
    {
        string? member = Array.Find(Enum.GetNames<TEnum>(), each => NearNames.Kebab(each).Equals(name, StringComparison.OrdinalIgnoreCase));
        return member is null ? null : Enum.Parse<TEnum>(member);
    }
}
