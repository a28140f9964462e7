using System.Collections.Immutable;

namespace ClassicML.Preprocessing;

/// <summary>Which columns a part of a <see cref="ColumnTransformer"/> reads: by name, by kind, by number or by a condition.</summary>
/// <remarks>They are looked up when a transformer is fitted; afterwards its model has their names. Two that choose in the same way are equal.</remarks>
public abstract record Columns
{
    private Columns()
    {
    }

    /// <summary>All columns.</summary>
    public static Columns All { get; } = new Every();

    /// <summary>The columns of some names, in that order.</summary>
    public static Columns Named(params IEnumerable<string> names) => new ByName([.. Check.NotNull(names, nameof(names))]);

    /// <summary>The columns of some kinds; those of a matrix are numbers.</summary>
    public static Columns OfKind(params IEnumerable<ColumnKind> kinds) =>
        new ByKind([.. Check.NotNull(kinds, nameof(kinds)).Select(kind => Check.Defined(kind, nameof(kinds))).Distinct().Order()]);

    /// <summary>The columns of some numbers, from 0, in that order.</summary>
    public static Columns Numbered(params IEnumerable<int> numbers) =>
        new ByNumber([.. Check.NotNull(numbers, nameof(numbers)).Select(number => Check.AtLeast(number, 0, nameof(numbers)))]);

    /// <summary>The columns of a table for which a condition holds. A learner with it can't be written to a file; two are equal if the delegates are.</summary>
    public static Columns Where(Func<TableColumn, bool> condition) => new ByCondition(Check.NotNull(condition, nameof(condition)));

    /// <summary>The numbers of the columns among those of some rows.</summary>
    /// <exception cref="ArgumentException">A column is not there.</exception>
    internal abstract int[] Of(Features x);

    internal sealed record Every : Columns
    {
        internal override int[] Of(Features x) => [.. Enumerable.Range(0, x.ColumnCount)];

        public override string ToString() => "all columns";
    }

    internal sealed record ByName(ImmutableArray<string> Names) : Columns
    {
        internal override int[] Of(Features x)
        {
            if (x.ColumnNames is not { } all)
                throw new ArgumentException($"{this} can't be found: the data has no names of columns", nameof(x));
            var places = new Dictionary<string, int>(StringComparer.Ordinal);
            for (int j = 0; j < all.Length; j++) places.TryAdd(all[j], j);
            return [.. Names.Select(name => places.TryGetValue(name, out int place) ? place : throw new ArgumentException(
                $"there is no column '{name}'; there are {string.Join(", ", all.Take(12).Select(one => $"'{one}'"))}"
                + (all.Length > 12 ? FormattableString.Invariant($" and {all.Length - 12} more") : ""), nameof(x)))];
        }

        public bool Equals(ByName? other) => other is not null && Names.AsSpan().SequenceEqual(other.Names.AsSpan());

        public override int GetHashCode() => Names.Aggregate(0, HashCode.Combine);

        public override string ToString() => string.Join(", ", Names.Select(name => $"'{name}'"));
    }

    internal sealed record ByKind(ImmutableArray<ColumnKind> Kinds) : Columns
    {
        internal override int[] Of(Features x) =>
            [.. Enumerable.Range(0, x.ColumnCount).Where(j => Kinds.Contains(x is Table table ? table.Columns[j].Kind : ColumnKind.Number))];

        public bool Equals(ByKind? other) => other is not null && Kinds.AsSpan().SequenceEqual(other.Kinds.AsSpan());

        public override int GetHashCode() => Kinds.Aggregate(0, HashCode.Combine);

        public override string ToString() => $"columns of kind {string.Join(", ", Kinds).ToLowerInvariant()}";
    }

    internal sealed record ByNumber(ImmutableArray<int> Numbers) : Columns
    {
        internal override int[] Of(Features x)
        {
            foreach (int number in Numbers)
                if (number >= x.ColumnCount)
                    throw new ArgumentException(
                        FormattableString.Invariant($"there is no column {number}; the data has {x.ColumnCount}, numbered from 0"), nameof(x));
            return [.. Numbers];
        }

        public bool Equals(ByNumber? other) => other is not null && Numbers.AsSpan().SequenceEqual(other.Numbers.AsSpan());

        public override int GetHashCode() => Numbers.Aggregate(0, HashCode.Combine);

        public override string ToString() => $"columns {string.Join(", ", Numbers)}";
    }

    internal sealed record ByCondition(Func<TableColumn, bool> Condition) : Columns
    {
        internal override int[] Of(Features x) => x is Table table
            ? [.. Enumerable.Range(0, x.ColumnCount).Where(j => Condition(table.Columns[j]))]
            : throw new ArgumentException("a condition on columns needs a table", nameof(x));

        public override string ToString() => "columns by a condition";
    }
}
