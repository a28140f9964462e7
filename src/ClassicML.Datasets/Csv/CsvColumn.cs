using System.Globalization;

namespace ClassicML;

/// <summary>A column of a CSV file, by name or by place.</summary>
/// <remarks>Converts from a string, a number counted from zero, or an <see cref="System.Index"/>.</remarks>
/// <example><c>Target = "class"</c>, <c>Target = 0</c>, <c>Target = ^1</c></example>
public readonly record struct CsvColumn
{
    /// <summary>The column with this name in the header.</summary>
    public CsvColumn(string name) => Name = Check.NotNull(name, nameof(name));

    /// <summary>The column at this place: 0 is the first, ^1 the last.</summary>
    public CsvColumn(Index place) => Place = place;

    /// <summary>The name, or null when the column is given by place.</summary>
    public string? Name { get; }

    /// <summary>The place; without meaning when there is a name.</summary>
    public Index Place { get; }

    /// <summary>A column by name.</summary>
    public static implicit operator CsvColumn(string name) => new(name);

    /// <summary>A column by number, from zero.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is below zero.</exception>
    public static implicit operator CsvColumn(int place) => new(new Index(Check.AtLeast(place, 0, nameof(place))));

    /// <summary>A column by place, from either end.</summary>
    public static implicit operator CsvColumn(Index place) => new(place);

    /// <summary>As messages show it: <c>'class'</c>, <c>3</c> or <c>^1</c>.</summary>
    public override string ToString() => Name is null ? string.Create(CultureInfo.InvariantCulture, $"{Place}") : $"'{Name}'";
}
