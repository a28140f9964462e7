using System.Collections.Immutable;

namespace ClassicML;

/// <summary>A column of texts, each stored once: a row has the code of its text among the <see cref="Levels"/>.</summary>
public abstract class CodedColumn : TableColumn
{
    private protected CodedColumn(string name, ReadOnlyMemory<int> codes, ImmutableArray<string> levels) : base(name, codes.Length)
    {
        CodeMemory = codes;
        Levels = levels;
    }

    /// <summary>The texts that codes stand for; some may have no row.</summary>
    public ImmutableArray<string> Levels { get; }

    /// <summary>The code of each row, in [0, number of levels); -1 where the value is missing.</summary>
    public ReadOnlySpan<int> Codes => CodeMemory.Span;

    /// <summary>The text of a row, or null where it is missing.</summary>
    public string? this[int row] => Codes[row] is var code and >= 0 ? Levels[code] : null;

    /// <inheritdoc/>
    public override int MissingCount => Codes.Count(-1);

    private protected ReadOnlyMemory<int> CodeMemory { get; }

    /// <inheritdoc/>
    public override bool IsMissing(int row) => Codes[row] < 0;

    /// <inheritdoc/>
    public override string? Text(int row) => this[row];

    private protected static ReadOnlyMemory<int> Checked(int[] codes, ImmutableArray<string> levels)
    {
        for (int i = 0; i < Check.NotNull(codes, nameof(codes)).Length; i++)
            if (codes[i] < -1 || codes[i] >= levels.Length)
                throw new ArgumentException(
                    FormattableString.Invariant($"row {i} has code {codes[i]}; codes must be in [0, {levels.Length}), or -1 for missing"), nameof(codes));
        return codes;
    }

    private protected static ImmutableArray<string> Distinct(IEnumerable<string> levels)
    {
        ImmutableArray<string> all = [.. Check.NotNull(levels, nameof(levels))];
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (int code = 0; code < all.Length; code++)
            if (!seen.Add(all[code] ?? throw new ArgumentException(FormattableString.Invariant($"level {code} is null"), nameof(levels))))
                throw new ArgumentException($"level '{all[code]}' comes twice", nameof(levels));
        return all;
    }
}
