using ClassicML.Internal;

namespace ClassicML.Wire;

/// <summary>A part as a command line writes it: its name, and options after colons, <c>rbf:gamma=0.02</c>.</summary>
internal static class PartText
{
    /// <exception cref="FormatException">No known part has that name, or it has no options.</exception>
    /// <exception cref="ArgumentException">An option is not there, or its value is not allowed.</exception>
    public static WireForm Read(string text, WireRegistry known)
    {
        string[] pieces = text.Split(':');
        WireType type = Find(pieces[0], known) ?? throw new FormatException();
        object part = type.CreateDefault();
        foreach (string piece in pieces[1..])
        {
            int equals = piece.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0) throw new FormatException();
            WireOption option = type.Option(piece[..equals]);
            part = option.Set(part, option.Parse(piece[(equals + 1)..]), known);
        }
        return type.Write(part, known);
    }

    // The whole name, or a beginning that only one has.
    private static WireType? Find(string name, WireRegistry known)
    {
        WireType[] parts = [.. known.Types.Where(type => type is { Kind: WireKind.Part, CanCreate: true })];
        if (parts.FirstOrDefault(type => NearNames.Same(type.Name, name)) is { } exact) return exact;
        return name.Length > 0 && parts.Where(type => type.Name.StartsWith(name, StringComparison.OrdinalIgnoreCase)).ToArray() is [var only] ? only : null;
    }
}
