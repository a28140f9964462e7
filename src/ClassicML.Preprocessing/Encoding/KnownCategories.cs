using System.Collections.Immutable;

namespace ClassicML.Preprocessing;

/// <summary>The categories that an encoder knows of a column, in the order of their codes, from 0: numbers, or texts.</summary>
public sealed class KnownCategories
{
    internal KnownCategories(ColumnCategories column) => (Kind, Numbers, Texts) = (column.Kind, [.. column.Numbers], column.Texts);

    /// <summary>The kind of the column.</summary>
    public ColumnKind Kind { get; }

    /// <summary>The categories of a column of numbers, rising; empty for others.</summary>
    public ImmutableArray<double> Numbers { get; }

    /// <summary>The categories of a column of texts, categories or truth values ("false", "true"); empty for numbers.</summary>
    public ImmutableArray<string> Texts { get; }

    /// <summary>Their number.</summary>
    public int Count => Numbers.Length + Texts.Length;
}
